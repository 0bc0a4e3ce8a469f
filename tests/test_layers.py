"""Imports point as ARCHITECTURE.md says, every module imports alone, and a command pays for what it uses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import mieuxcli
from conftest import ROOT, UNMEASURED
from mieuxcli.cli.commands import COMMANDS
from mieuxcli.formats import FORMATS

PACKAGE = Path(mieuxcli.__file__).parent
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
MODULES = sorted(
    ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    for file in PACKAGE.rglob("*.py")
)
# The package itself only names what programs may use, and `__main__` only runs the command line.
ROOMS = [name for name in MODULES if name not in ("__init__", "__main__")]
# What a table names is imported when it is needed, and points the same way as what is written as an import.
LATE = {
    "cli": {f"cli.{command.module}" for command in COMMANDS.values()},
    "formats": {form.module for form in FORMATS.values()},
}
# The only modules that may import these, whatever they need them for.
HOMES = {
    "rich": r"console(\.|$)",
    "typer": r"cli\.program$",
    "dateutil": r"dates$",
    "icalendar": r"formats\.calendar$",
    "trafilatura": r"importing\.html$",
    "pybtex": r"importing\.bibliographies$",
    "rispy": r"importing\.bibliographies$",
    "feedparser": r"importing\.feeds$",
    "citeproc": r"formats\.references$",
    "mcp": r"assistants$",
    "bagit": r"packing$",
    "xlsxwriter": r"formats\.workbook$",
}


def _layers() -> list[list[str]]:
    """Return the modules of each layer that the page names; they may import those of the layers above."""
    page = ARCHITECTURE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```layers\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1, "ARCHITECTURE.md has one block of layers"
    return [line.split() for line in blocks[0].splitlines() if line.strip()]


def _ranks() -> dict[str, int]:
    return {name: rank for rank, names in enumerate(_layers()) for name in names}


def _tree(name: str) -> ast.Module:
    path = PACKAGE.joinpath(*name.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def _imported(name: str) -> frozenset[str]:
    """Return everything that a module imports, those of its functions and those for types among them."""
    found: set[str] = set()
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module, "a relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {one for one in inner if one.removeprefix("mieuxcli.") in ROOMS} or {node.module}
    return frozenset(found)


def _rooms(name: str) -> set[str]:
    """Return the modules of the package that a module imports, or has a table of."""
    own = {one.removeprefix("mieuxcli.") for one in _imported(name) if one.startswith("mieuxcli.")}
    return (own | LATE.get(name, set())) & set(ROOMS)


def test_the_layers_are_the_modules() -> None:
    """The page names each module once, and none that does not exist."""
    named = [name for names in _layers() for name in names]
    assert sorted(named) == sorted(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_imports_point_up_the_layers(name: str) -> None:
    """A module imports only modules of the layers above its own."""
    ranks = _ranks()
    assert name in ranks, "the layers lack this module"
    assert {other for other in _rooms(name) if ranks.get(other, len(ranks)) >= ranks[name]} == set()


@pytest.mark.parametrize("name", ROOMS)
def test_the_modules_that_are_imported_exist(name: str) -> None:
    """Whatever a module imports from the package, or has a table of, is a module of it."""
    own = {one.removeprefix("mieuxcli.") for one in _imported(name) if one.startswith("mieuxcli.")}
    assert (own | LATE.get(name, set())) - set(ROOMS) == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    """What costs time at a start, or comes with an extra, is imported by the modules made for it alone."""
    homes = {name for name in MODULES if library in {one.split(".")[0] for one in _imported(name)}}
    assert [name for name in homes if not re.match(HOMES[library], name)] == []


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_every_module_imports_alone(name: str) -> None:
    """Each module can be the first one that a program imports."""
    module = "mieuxcli" if name == "__init__" else f"mieuxcli.{name}"
    subprocess.run([sys.executable, "-W", "error", "-c", f"import {module}"], check=True)


def _modules_after(*arguments: str) -> set[str]:
    script = f"""
import sys
from mieuxcli.cli import main

main({list(arguments)!r})
print(*sys.modules, sep="\\n", file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=UNMEASURED
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "crisis"),
        ("list", "--format", "json"),
        ("stats",),
        ("show", "2022-03-30"),
        ("--version",),
        ("list", "-h"),
    ],
)
def test_output_in_a_pipe_imports_neither_rich_nor_dateutil_nor_the_loader(
    arguments: tuple[str, ...],
) -> None:
    """A command in a pipe imports no terminal library, no date parser and, where compiled, no TOML reader."""
    modules = _modules_after(*arguments)
    assert not modules & {"rich", "dateutil", "pydantic"}
    if PACKAGE.joinpath("archive.db").exists():
        assert not modules & {"tomli", "tomllib", "mieuxcli.contents", "mieuxcli.forms"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "wombats", "-crisis"),
        ("list", "--format=json", "--year", "2020"),
        ("stats", "--by", "kind"),
        ("show", "2020-03"),
        ("timeline",),
    ],
)
def test_a_plainly_spelt_command_imports_neither_typer_nor_the_loader(
    arguments: tuple[str, ...], database: Path
) -> None:
    """A command line without abbreviations or errors on a compiled archive needs no typer and no loader."""
    modules = _modules_after(*arguments, "--archive", str(database))
    assert not modules & {"typer", "click", "rich", "tomli", "tomllib", "mieuxcli.contents", "mieuxcli.forms"}
