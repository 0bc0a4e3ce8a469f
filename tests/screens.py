"""What the tests of pictures share: the screens, the frozen archive, and how to read a picture back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TypeAlias

import pytest
from rich.cells import cell_len

from conftest import Run
from mieuxcli.documents import record_of
from mieuxcli.records import Fact, Record

__all__ = [
    "FROZEN",
    "GOLDEN",
    "GUTTER",
    "HEDGES",
    "SCREENS",
    "WIDTHS",
    "Draw",
    "drawing",
    "facts_of",
    "figure_of",
    "in_one",
    "lines_of_svg",
    "picture_of",
    "records_of",
]

Draw: TypeAlias = Callable[..., Run]
GOLDEN = Path(__file__).with_name("golden")
# Forty records of all types with their vocabulary, taken from the archive once and kept as they were.
FROZEN = GOLDEN / "archive"
SCREENS = {
    "list": ["list", "--year", "2022"],
    "search": ["search", "crisis", "--limit", "6"],
    "show": ["show", "2022-03-30"],
    "facts": ["facts", "countries"],
    "timeline": ["timeline"],
    "timeline-ghana": ["timeline", "--country", "ghana", "--by", "month"],
    "stats": ["stats"],
    "stats-heat": ["stats", "--by", "year,region"],
    "actions": ["actions", "--country", "ghana"],
    "define": ["define", "--limit", "5"],
}
WIDTHS = (80, 100, 200)
HEDGES = {
    "exactly": "",
    "over": "over ",
    "close to": "close to ",
    "around": "around ",
    "up to": "up to ",
    "at least": "at least ",
    "estimated": "estimated ",
}
GUTTER = 15  # the columns left of a timeline, for the names of its lines
_CHARACTER = 12.2  # how wide rich draws one column in SVG


def drawing(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Return what runs a command line at a width, with more environment where a test needs it."""
    monkeypatch.setenv("TERM", "xterm-256color")

    def call(width: int, *arguments: str | Path, **env: str) -> Run:
        with monkeypatch.context() as patch:
            for name, value in {"COLUMNS": str(width), **env}.items():
                patch.setenv(name, value)
            return run(*arguments)

    return call


def records_of(draw: Draw, name: str, *more: str | Path) -> list[Record]:
    """Return the records that a screen is about, as its JSON has them."""
    found = draw(80, *SCREENS[name], *more, "--format", "json").json
    rows = [row for span in found for row in span["records"]] if name.startswith("timeline") else found
    return [record_of(row["type"], row) for row in rows]


def facts_of(draw: Draw, *arguments: str | Path) -> list[Fact]:
    """Return the key facts that a command line selects, at least one."""
    rows = draw(80, *arguments, "--format", "json").json
    facts = [record for row in rows if isinstance(record := record_of(row["type"], row), Fact)]
    assert facts
    return facts


def figure_of(fact: Fact) -> str:
    """Return the figure of a key fact as it is to be shown, behind the words of its hedge."""
    plain = fact.unit in ("year", "date")
    return HEDGES[fact.qualifier] + (str(fact.value) if plain else f"{fact.value:,}")


def lines_of_svg(text: str) -> list[str]:
    """Return what an SVG of rich shows, line by line, each piece at the column where it stands."""
    lines: dict[float, str] = {}
    matrix = text.partition('-matrix"')[2]
    for x, y, drawn in re.findall(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', matrix):
        before = lines.get(float(y), "")
        gap = round(float(x) / _CHARACTER) - cell_len(before)
        lines[float(y)] = before + " " * gap + unescape(drawn).replace("\xa0", " ")
    return [line.rstrip() for _, line in sorted(lines.items()) if line.strip()]


def picture_of(lines: list[str]) -> list[str]:
    """Return the picture at the beginning of a timeline, with what its signs mean at the end."""
    return lines[: lines.index("")]


def in_one(text: str) -> str:
    """Return a text without its white space, so that it is the same however it was wrapped."""
    return "".join(text.split())
