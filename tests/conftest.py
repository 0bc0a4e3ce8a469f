"""What the tests share: the program in this process, the program as a process, and a small invented archive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mieuxcli.archive import Archive, open_archive
from mieuxcli.cli import main

ROOT = Path(__file__).parents[1]
MIEUX = Path(sys.executable).with_name("mieux")
# The environment without what would change what the program does, unbuffered streams among it, which hide what a full disk does.
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "MIEUX_ARCHIVE", "PYTHONUNBUFFERED")
}
INVENTED = """
[archive]
title = "Invented"

[[phase]]
id = "phase-one"
title = "One"
start = "2019"
end = "2020"

[[action]]
id = "action-ghana-i"
title = "Ghana I: Diaspora"
partner = "Ghana"
countries = ["Ghana"]
region = "Africa"
start = "2019-05"
end = "2020-02"
topics = ["diaspora engagement"]
summary = "Helped to write a policy."
url = "https://example.org/ghana-i"

[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas, [bold]wombats[/bold] and :smile:"
date = "2020-03-30"
date_basis = "published"
url = "https://example.org/quokkas"
kind = "news"
language = "en"
summary = "Voting wombats met in Côte d'Ivoire during a crisis."
countries = ["Côte d'Ivoire"]
topics = ["crisis management"]
people = [{ name = "Ana Fernández", role = "Officer", organisation = "ICMPD", part = "author" }]
actions = ["action-ghana-i"]

[[article]]
id = "undated-numbats"
title = "Numbats"
kind = "interview"
language = "en"
summary = "An undated piece."
url = "https://example.org/numbats"
"""


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
    def json(self) -> Any:  # noqa: ANN401 - whatever the document holds
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
        return Run(out.decode(), err.decode(), int(code))

    return call


@pytest.fixture
def process() -> Callable[..., Run]:
    """Run the installed program as a process of its own, from another folder."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, stdin: bytes = b"") -> Run:
        done = subprocess.run([MIEUX, *arguments], input=stdin, capture_output=True, env={**CLEAN, **(env or {})}, cwd="/", check=False)
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
    folder = tmp_path / "invented"
    folder.mkdir()
    (folder / "archive.toml").write_text(INVENTED, encoding="utf-8")
    return folder
