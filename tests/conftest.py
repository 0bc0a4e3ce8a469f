"""What the tests share: the program in this process and as a process of its own, and the archives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from invented import INVENTED, MARSUPIALS, write
from mieuxcli.archive import Archive, open_archive
from mieuxcli.cli import main
from mieuxcli.compiler import compiled, contents_of

__all__ = [
    "CLEAN",
    "INVENTED",
    "MIEUX",
    "ROOT",
    "UNMEASURED",
    "Opening",
    "Run",
    "archive",
    "database",
    "invented",
    "marsupials",
    "opened",
    "process",
    "run",
    "shell",
]
Opening: TypeAlias = Callable[..., Archive]
ROOT = Path(__file__).parents[1]
MIEUX = Path(sys.executable).with_name("mieux")
# The environment without what changes what the program does; unbuffered streams would hide a full disk.
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "MIEUX_ARCHIVE", "PYTHONUNBUFFERED")
}
# The same, for processes whose imports are counted: measuring coverage would import more.
UNMEASURED = {name: value for name, value in CLEAN.items() if not name.startswith("COV")}


@dataclass(frozen=True)
class Run:
    """What one run of the program gave."""

    out: str
    err: str
    code: int

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the output holds
        """Standard output as JSON."""
        return json.loads(self.out)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run a command line in this process, with a clean environment; what it prints comes back as text."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "MIEUX_ARCHIVE", "PAGER"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Run:
        capsysbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Run(out.decode("utf-8", "surrogateescape"), err.decode(), int(code))

    return call


@pytest.fixture
def process() -> Callable[..., Run]:
    """Run the installed program as a process of its own, from another folder."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, stdin: bytes = b"") -> Run:
        done = subprocess.run(
            [MIEUX, *arguments],
            input=stdin,
            capture_output=True,
            env={**CLEAN, **(env or {})},
            cwd="/",
            check=False,
        )
        return Run(done.stdout.decode(), done.stderr.decode(), done.returncode)

    return call


@pytest.fixture
def shell() -> Callable[[str], Run]:
    """Run a script in bash with the program on the path."""

    def call(script: str, cwd: Path = ROOT) -> Run:
        env = {**CLEAN, "PATH": f"{MIEUX.parent}:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-c", script], capture_output=True, env=env, cwd=cwd, check=False)
        return Run(done.stdout.decode(), done.stderr.decode(), done.returncode)

    return call


@pytest.fixture(scope="session")
def archive() -> Archive:
    """The bundled archive."""
    return open_archive()


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A small invented archive as a folder with one TOML file."""
    return write(tmp_path / "invented")


@pytest.fixture
def database(invented: Path, tmp_path: Path) -> Path:
    """The small invented archive, compiled."""
    file = tmp_path / "invented.db"
    compiled(contents_of([str(invented)]), file)
    return file


@pytest.fixture
def opened() -> Iterator[Opening]:
    """Open archives as `open_archive` does, and close them when the test is over."""
    archives: list[Archive] = []

    def call(*paths: str | Path) -> Archive:
        archives.append(open_archive(*paths))
        return archives[-1]

    yield call
    for archive in archives:
        archive.store.close()


@pytest.fixture(scope="session")
def marsupials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The rich invented archive, opened."""
    archive = open_archive(write(tmp_path_factory.mktemp("marsupials"), MARSUPIALS))
    yield archive
    archive.store.close()
