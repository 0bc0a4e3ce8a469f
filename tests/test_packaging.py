"""The wheel and the editable install, each in a fresh environment and run from another folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

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


def _sources(*folders: str) -> set[str]:
    """Return the paths of the files in folders of the repository, without what programs leave there."""
    return {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", ".hypothesis"} & set(path.parts)
    }


def test_the_wheel_carries_the_package_and_nothing_else(wheel: Path) -> None:
    """The wheel holds the files of the package, the compiled archive, the manual page and the licences alone."""
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {name.removeprefix("src/") for name in _sources("src/mieuxcli")} - {"mieuxcli/archive.db"}
    beside = {name for name in names if not name.startswith("mieuxcli/")}
    assert names - beside == package | {"mieuxcli/archive.db"}
    assert {name.split("/", 1)[1] for name in beside} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "data/share/man/man1/mieux.1",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/LICENSE-DATA",
    }


def test_the_source_distribution_holds_what_tests_and_wheel_need(tmp_path: Path) -> None:
    """It has the sources, the data, the tests, the manual and the pages at the top, and no file of a program."""
    subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    folders = ("src", "data", "tests", "man", "scripts", "docs", "benchmarks")
    top = {name for name in names if "/" not in name}
    assert names - top == _sources(*folders)
    assert top == {
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "LICENSE",
        "LICENSE-DATA",
        "PKG-INFO",
        "README.md",
        "SECURITY.md",
        "hatch_build.py",
        "pyproject.toml",
    }


def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """A wheel that is built again is the same file, so that anybody can check what was published."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "-w", tmp_path, ROOT], check=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_bill_of_materials_lists_what_the_program_requires() -> None:
    """Every dependency of a plain installation is a component of the bill of materials, with its version."""
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.split(r"[^\w-]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}
    bill = json.loads((ROOT / "docs" / "mieux.cdx.json").read_text(encoding="utf-8"))
    listed = {component["name"].lower(): component["version"] for component in bill["components"]}
    assert required <= set(listed)
    assert bill["metadata"]["component"]["name"] == project["name"]


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
