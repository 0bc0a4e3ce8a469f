"""The map: a square a country with its letters, and beside them how many records there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.style import Style
from rich.text import Text

from mieuxcli.atlas import classes, coverage_of, heading_of
from mieuxcli.console.drawing import DIM, STRONG, text_of
from mieuxcli.harmless import visible
from mieuxcli.world import COLUMNS, ROWS, squares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mieuxcli.shapes import Map

__all__ = ["world_map"]

_MARKS = "▂▄▆█"
_STYLES = [Style.parse(style) for style in ("cyan", "bold cyan", "bold bright_cyan", "bold bright_magenta")]
_MOST_NAMED = 12


def world_map(shape: Map, width: int) -> RenderableType:
    """Draw a map of the world, with numbers where there is room, else with marks of up to four heights.

    Where even the letters lack room, only the names of the most frequent countries are left.
    """
    if not shape.countries:
        return Text("")
    numbers = {square.code: count.number for square, count in shape.drawn}
    ranges = classes(list(numbers.values()))
    digits = len(str(max(numbers.values(), default=0)))
    cell = next((cell for cell in (4 + digits, 3 + digits, 3, 2) if COLUMNS * cell <= width + 1), 0)
    head = [text_of(heading_of(shape), STRONG), *(text_of(line, DIM) for line in coverage_of(shape))]
    drawn = list(_rows(numbers, ranges, cell)) if cell and numbers else []
    return Group(*head, *drawn, *(_legend(shape, ranges, cell) if drawn else []), *_most(shape, width))


def _rows(numbers: Mapping[str, int], ranges: list[tuple[int, int]], cell: int) -> Iterator[Text]:
    """Yield the lines of the map, without those above and below all squares."""
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
    at = _class(number, ranges)
    mark = _mark(at, len(ranges)) if cell == 3 else str(number) if cell > 3 else ""
    style = _STYLES[_step(at, len(ranges))]
    gap = " " * (cell - 2 - len(mark))
    return Text.assemble((code, style), (mark, style if cell == 3 else ""), gap)


def _class(number: int, ranges: list[tuple[int, int]]) -> int:
    return next(at for at, (_, high) in enumerate(ranges) if number <= high)


def _step(at: int, among: int) -> int:
    """Return the place of a class among the four heights and styles."""
    return (at + 1) * len(_MARKS) // among - 1


def _mark(at: int, among: int) -> str:
    return _MARKS[_step(at, among)]


def _legend(shape: Map, ranges: list[tuple[int, int]], cell: int) -> list[Text]:
    """Return what the letters, marks and colours mean."""
    none = "ab none" if cell > 2 else "·· none"
    parts: list[tuple[str, Style]] = [(none, DIM)]
    for at, (low, high) in enumerate(ranges):
        mark = _mark(at, len(ranges)) if cell == 3 else ""
        told = str(low) if low == high else f"{low}–{high}"
        parts.append((f"   AB{mark} {told}", _STYLES[_step(at, len(ranges))]))
    return [Text.assemble(*parts, f" {shape.noun}")]


def _most(shape: Map, width: int) -> list[Text]:
    """Return the names and numbers of the most frequent countries, in the room of a line."""
    line = ""
    for at, (label, number, _) in enumerate(one.count for one in shape.countries):
        part = f"{visible(label)} {number}"
        longer = f"{line} · {part}" if line else part
        if line and (len(longer) > width or at >= _MOST_NAMED):
            break
        line = longer
    return [Text(line, DIM)]
