"""Rows of cells in borderless columns."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import Group
from rich.segment import Segment
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

__all__ = ["Column", "Columns", "grid"]

_APART = 2


class Column(NamedTuple):
    """A column: its width, or None for what it needs, and whether its cells wrap or stand on the right."""

    width: int | None
    wraps: bool = False
    right: bool = False


class Columns:
    """Rows of cells in borderless columns, two spaces apart.

    A table of rich measures every cell several times over, which takes as long as all else that a listing does.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        """Take the columns that the cells of every row go into."""
        self._columns = columns
        self._rows: list[tuple[RenderableType, ...]] = []

    def add_row(self, *cells: RenderableType) -> None:
        """Add a row, with a cell for each column."""
        self._rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the rows as segments, in the width that the options give."""
        widths = self._widths(options.max_width)
        for row in self._rows:
            cells = [
                _lines(console, options, cell, column._replace(width=width))
                for cell, column, width in zip(row, self._columns, widths, strict=True)
            ]
            for line in zip_longest(*cells, fillvalue=()):
                yield from _side_by_side(line, widths, self._columns)
                yield Segment.line()

    def _widths(self, room: int) -> list[int]:
        """Return the widths of all columns; where room is short, those that wrap give way, the widest first.

        What only a few cells need goes before what most of them do.
        """
        needed = [
            max((_needed(row[at]) for row in self._rows), default=1) if column.width is None else column.width
            for at, column in enumerate(self._columns)
        ]
        wrapping = [at for at, column in enumerate(self._columns) if column.width is None and column.wraps]
        excess = sum(needed) + _APART * (len(needed) - 1) - room
        if excess > 0 and wrapping:
            usual = {at: _usual([row[at] for row in self._rows]) for at in wrapping}
            excess = _narrowed(needed, usual, excess)
            _narrowed(needed, dict.fromkeys(wrapping, 1), excess)
        return needed


def _narrowed(widths: list[int], least: Mapping[int, int], excess: int) -> int:
    """Take columns off the widest of some columns, down to the least width of each; return what is left over."""
    while excess > 0:
        able = [at for at, width in least.items() if widths[at] > width]
        if not able:
            break
        widest = max(widths[at] for at in able)
        level = [at for at in able if widths[at] == widest]
        below = max((*(widths[at] for at in able if widths[at] < widest), *(least[at] for at in level)))
        step = max(min(excess // len(level), widest - below), 1)
        for at in level[: excess // step]:
            widths[at] -= step
            excess -= step
    return excess


def _usual(cells: Sequence[RenderableType]) -> int:
    """Return the mean width of the cells of a column, or that of its longest word if that is wider."""
    texts = [cell.plain for cell in cells if isinstance(cell, Text)]
    words = (cell_len(word) for text in texts for word in text.split())
    return max(sum(map(cell_len, texts)) // max(len(texts), 1), max(words, default=1))


def _needed(cell: RenderableType) -> int:
    """Return the width that a cell needs in order not to wrap."""
    if isinstance(cell, Group):
        return max(map(_needed, cell.renderables), default=1)
    return max(map(cell_len, cell.plain.split("\n"))) if isinstance(cell, Text) else 1


def _lines(
    console: Console, options: ConsoleOptions, cell: RenderableType, column: Column
) -> list[Sequence[Segment]]:
    """Return the lines of a cell, cropped to its column unless that wraps."""
    width = column.width or 1
    if isinstance(cell, Text) and cell.cell_len <= width and "\n" not in cell.plain:
        return [list(Segment.apply_style(cell.render(console), console.get_style(cell.style)))]
    fitted = options.update(width=width, no_wrap=not column.wraps, overflow="fold")
    return [*console.render_lines(cell, fitted, pad=False)]


def _side_by_side(
    cells: Iterable[Sequence[Segment]], widths: Sequence[int], columns: Sequence[Column]
) -> Iterator[Segment]:
    """Yield one line of a row; nothing pads its end."""
    waiting = 0
    for cell, width, column in zip(cells, widths, columns, strict=True):
        missing = max(width - sum(segment.cell_length for segment in cell), 0)
        waiting += missing if column.right else 0
        if cell:
            yield Segment(" " * waiting)
            yield from cell
            waiting = 0
        waiting += _APART + (0 if column.right else missing)


def grid(*columns: Column | int | None) -> Columns:
    """Return a borderless table with columns of the given widths.

    A column of width None takes what it needs, and wraps its text where there is less room.
    """
    return Columns(
        [column if isinstance(column, Column) else Column(column, wraps=column is None) for column in columns]
    )
