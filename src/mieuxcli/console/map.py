"""The map: a square a country with its letters, and beside them how many records there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.style import Style
from rich.text import Text

from mieuxcli.atlas import class_of, classes, coverage_of, heading_of, step
from mieuxcli.console.drawing import DIM, STRONG, text_of
from mieuxcli.harmless import visible
from mieuxcli.world import COLUMNS, ROWS, squares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mieuxcli.shapes import Map

__all__ = ["world_map"]

_MARKS = "▂▄▆█"
_STYLES = [Style.parse(style) for style in ("cyan", "bold cyan", "bold bright_cyan", "bold bright_magenta")]
# How many lines of names stand below a map whose squares have so many columns; without squares all of them.
_NAMED = {2: 3, 0: None}


def world_map(shape: Map, width: int) -> RenderableType:
    """Draw a map of the world, with numbers where there is room, else with marks of up to four heights.

    Where even the letters lack room, the countries are named instead.
    """
    if not shape.countries:
        return Text("")
    numbers = {square.code: count.number for square, count in shape.drawn}
    ranges = classes(list(numbers.values()))
    digits = len(str(max(numbers.values(), default=0)))
    cell = next((cell for cell in (4 + digits, 3 + digits, 3, 2) if COLUMNS * cell <= width + 1), 0)
    head = [text_of(heading_of(shape), STRONG), *(text_of(line, DIM) for line in coverage_of(shape))]
    drawn = [*_rows(numbers, ranges, cell), _legend(shape, ranges, cell)] if cell and numbers else []
    return Group(*head, *drawn, *_most(shape, width, _NAMED.get(cell, 1)))


def _rows(numbers: Mapping[str, int], ranges: list[tuple[int, int]], cell: int) -> Iterator[Text]:
    """Yield the lines of the map, each square `cell` columns wide."""
    rows: list[list[Text]] = [[Text(" " * cell) for _ in range(COLUMNS)] for _ in range(ROWS)]
    for code, square in squares().items():
        rows[square.row][square.column] = _square(code, numbers.get(code, 0), ranges, cell)
    for row in rows:
        line = Text.assemble(*row)
        line.rstrip()
        yield line


def _square(code: str, number: int, ranges: list[tuple[int, int]], cell: int) -> Text:
    """Return a square: the letters of a country, small ones for none, and how many it has."""
    if not number:
        return Text((code.lower() if cell > 2 else "··").ljust(cell), DIM)
    at = class_of(number, ranges)
    mark = _MARKS[step(at, len(ranges))] if cell == 3 else str(number) if cell > 3 else ""
    style = _STYLES[step(at, len(ranges))]
    gap = " " * (cell - 2 - len(mark))
    return Text.assemble((code, style), (mark, style if cell == 3 else ""), gap)


def _legend(shape: Map, ranges: list[tuple[int, int]], cell: int) -> Text:
    """Return what the letters, marks and colours mean."""
    none = "ab none" if cell > 2 else "·· none"
    parts: list[tuple[str, Style]] = [(none, DIM)]
    for at, (low, high) in enumerate(ranges):
        mark = _MARKS[step(at, len(ranges))] if cell == 3 else ""
        told = str(low) if low == high else f"{low}–{high}"
        parts.append((f"   AB{mark} {told}", _STYLES[step(at, len(ranges))]))
    return Text.assemble(*parts, f" {shape.noun}")


def _most(shape: Map, width: int, most: int | None) -> list[Text]:
    """Return the names and numbers of countries, the most frequent first, in at most so many lines."""
    lines = [""]
    for label, number, _ in (one.found for one in shape.countries):
        part = f"{visible(label)} {number:,}"
        if not lines[-1]:
            lines[-1] = part
        elif cell_len(f"{lines[-1]} · {part}") <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return [Text(line, DIM) for line in lines[:most]]
