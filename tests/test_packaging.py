"""The wheel and the editable install, each in a fresh environment and run from another folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from test_seed_pages import LISTED


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "-w",
            folder,
            ROOT,
        ],
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def _fresh(folder: Path, *what: str | Path) -> Path:
    """Make an environment with nothing but what is installed here, and return its mieux."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run(
        [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *what], check=True
    )
    return folder / "bin" / "mieux"


def _answers(mieux: Path, cwd: Path) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        return subprocess.run([mieux, *arguments], check=True, capture_output=True, text=True, cwd=cwd).stdout

    return call


def test_the_wheel_carries_the_archive_and_nothing_else_of_the_repository(wheel: Path) -> None:
    """The wheel holds the package with its compiled archive, type marker and licences, and nothing else."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "mieuxcli/archive.db" in names
    assert "mieuxcli/py.typed" in names
    assert any(name.endswith("licenses/LICENSE-DATA") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"mieuxcli"}
    assert not [name for name in names if name.endswith(".toml")]


def test_the_wheel_runs_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    """Installed from the wheel, program and `python -m mieuxcli` find the archive from another folder."""
    mieux = _fresh(tmp_path / "fresh", wheel)
    answer = _answers(mieux, tmp_path)
    assert "2022-03-30-crisis-resources" in answer("search", "crisis")
    assert len(answer("list", "--series", "reflections", "--format", "ids").split()) == len(LISTED)
    done = subprocess.run(
        [mieux.with_name("python"), "-m", "mieuxcli", "--version"], check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("mieux ")


def test_an_editable_install_reads_the_data_folder_and_answers_the_same(wheel: Path, tmp_path: Path) -> None:
    """An editable install runs straight from data/, with the answers that the wheel gives."""
    editable = _answers(_fresh(tmp_path / "editable", "-e", ROOT), tmp_path)
    installed = _answers(_fresh(tmp_path / "installed", wheel), tmp_path)
    for arguments in (
        ["list"],
        ["search", "crisis", "--format", "json"],
        ["stats", "--format", "json"],
        ["show", "2022-03-30"],
    ):
        assert editable(*arguments) == installed(*arguments) != ""
