"""Imports point one way, every module imports alone, and a command pays only for what it uses."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mieuxcli

PACKAGE = Path(mieuxcli.__file__).parent
# Each module may import those above it; what stands on one line does not import its neighbours, but for the store's own order.
LAYERS = [
    ["errors", "words", "fields"],
    ["dates", "models", "snippets"],
    ["query", "vocabulary", "manual"],
    ["schemas", "loading"],
    ["authoring", "checking", "store.schema"],
    ["store.selecting", "store.writing"],
    ["store.reading"],
    ["archive"],
    ["suggesting", "views"],
    ["formats.text"],
    ["formats.markdown", "formats.citations", "formats.calendar", "console.drawing", "console.axis"],
    ["console.facts", "console.counts", "console.lanes"],
    ["console.rows", "console.cards"],
    ["console.series"],
    ["console"],
    ["formats"],
    ["output"],
    ["importing.dating"],
    ["importing.drafting"],
    ["importing.pages", "importing.tables", "importing.knowing"],
    ["importing.markup"],
    ["importing.reading", "importing.writing"],
    ["importing"],
    ["cli.completing", "cli.shaping"],
    ["cli.options"],
    ["cli.emitting"],
    ["cli.reading", "cli.counting", "cli.keeping", "cli.taking", "cli.importing"],
    ["cli.commands"],
    ["cli"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__") for file in PACKAGE.rglob("*.py"))


def _file(name: str) -> Path:
    path = PACKAGE.joinpath(*name.split("."))
    return path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"


def _imported(name: str) -> set[str]:
    tree = ast.parse(_file(name).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("mieuxcli.") for alias in node.names if alias.name.startswith("mieuxcli.")}
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mieuxcli"):
            inner = node.module.removeprefix("mieuxcli").removeprefix(".")
            named = {f"{inner}.{alias.name}".removeprefix(".") for alias in node.names}
            found |= named & set(RANK) or {inner}
    return found & set(RANK)


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("__init__", "__main__", "store")])
def test_imports_point_up_the_table_of_modules(name: str) -> None:
    """A module imports only modules that stand above it in the table."""
    assert name in RANK, "the table of layers lacks this module"
    assert {other for other in _imported(name) if RANK[other] >= RANK[name]} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_every_module_imports_alone(name: str) -> None:
    """Each module can be the first one that a program imports."""
    module = "mieuxcli" if name == "__init__" else f"mieuxcli.{name}"
    subprocess.run([sys.executable, "-W", "error", "-c", f"import {module}"], check=True)


def _modules_after(*arguments: str) -> set[str]:
    script = f"import sys; from mieuxcli.cli import main; main({list(arguments)!r}); print(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [("search", "crisis"), ("list", "--format", "json"), ("stats",), ("show", "2022-03-30"), ("--version",), ("list", "-h")]
)
def test_output_in_a_pipe_imports_neither_rich_nor_dateutil_nor_the_loader(arguments: tuple[str, ...]) -> None:
    """A command in a pipe imports no terminal library, no date parser and, where the archive is compiled, no TOML reader."""
    modules = _modules_after(*arguments)
    assert not modules & {"rich", "dateutil", "pydantic"}
    if PACKAGE.joinpath("archive.db").exists():
        assert not modules & {"tomli", "tomllib", "mieuxcli.loading", "mieuxcli.models"}
