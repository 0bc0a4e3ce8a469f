"""Counts as SVG: a bar a value, a table of two facets with its numbers in shades, and the first look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.charts.elements import EDGE, WIDTH, box, document, line, text, ticks, width_of, wrapped
from mieuxcli.shapes import Counts, Cross, Overview
from mieuxcli.units import NOTHING, counted_by, name_of, share_of
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mieuxcli.shapes import Count, Shape

__all__ = ["svg"]

_TOP, _ROW, _BAR, _GAP = 92, 22, 14, 10
_LABEL, _NUMBER = 250, 92
_CELL, _TURNED = 26, 250
# A first look counts only articles by these.
_FIRST_LOOK = dict.fromkeys(("kind", "region", "year", "person"), "articles")
_SHARES = "Percentages are of the records that could have such a value."
_STEPS = ((0.75, "4"), (0.5, "3"), (0.25, "2"), (0, "1"))


def svg(shape: Shape) -> Iterator[str]:
    """Yield the lines of the chart of some counts."""
    if isinstance(shape, Cross):
        yield from _cross(shape)
    elif isinstance(shape, Counts | Overview):
        yield from _bars(shape)


def _bars(shape: Counts | Overview) -> Iterator[str]:
    units = shape.units if isinstance(shape, Counts) else _FIRST_LOOK
    parts: list[str] = []
    alone = len(shape.by) == 1
    y: float = _TOP - (2 * _GAP if alone else 0)
    told = []
    for facet, found in shape.by.items():
        shown = [count._replace(label=name_of(count.label, facet)) for count in found if count.number]
        heading = f"{units.get(facet, 'records')}, by {facet}"
        told.append(_told(heading, shown))
        parts += [] if alone else [text("strong", EDGE, y, heading)]
        y += _GAP
        parts += _block(shown, y)
        y += _ROW * len(shown) + 24 + 2 * _GAP + 8
    heading = _heading(shape)
    yield from document(
        "stats", heading, parts, height=y + 4, told=" ".join(told), notes=[_SHARES], source=shape.source
    )


def _heading(shape: Counts | Overview) -> str:
    if isinstance(shape, Counts) and len(shape.by) == 1:
        facet = next(iter(shape.by))
        whole = shape.wholes.get(facet, shape.total)
        return f"{counted_by(facet, shape.units.get(facet, 'records'), whole)}, by {facet}"
    first, last = shape.span if isinstance(shape, Overview) else (None, None)
    dates = f", {first} to {last}" if first and first != last else f", {first}" if first else ""
    return counted(shape.total, "record") + dates


def _told(heading: str, found: Sequence[Count]) -> str:
    return f"{heading}: {', '.join(f'{count.label} {count.number:,}' for count in found) or 'none'}."


def _block(found: Sequence[Count], top: float) -> Iterator[str]:
    """Yield a bar for each count, over an axis from 0; what has no value has a number and no bar."""
    most = max((count.number for count in found if count.label not in NOTHING), default=1)
    marks = ticks(most)
    label = min(max((width_of(count.label) for count in found), default=0), _LABEL) + 12
    left, room = EDGE + label, WIDTH - 2 * EDGE - label - _NUMBER
    bottom = top + _ROW * len(found)
    for mark in marks:
        at = left + room * mark / marks[-1]
        yield line("axis" if not mark else "rule", at, top, at, bottom + 4)
        yield text("note middle", at, bottom + 20, f"{mark:,}")
    for row, count in enumerate(found):
        middle = top + _ROW * row + _ROW / 2
        wide = room * count.number / marks[-1] if count.label not in NOTHING else 0
        shown = wrapped(count.label, _LABEL)
        yield text("end", left - 8, middle + 4, shown[0] + ("…" if len(shown) > 1 else ""))
        yield box("bar", left, middle - _BAR / 2, wide, _BAR, title=_one(count))
        yield text(
            "note", left + wide + 6, middle + 4, f"{count.number:,} · {share_of(count.number, count.share)}"
        )


def _one(count: Count) -> str:
    return f"{count.label}: {count.number:,} ({share_of(count.number, count.share)})"


def _cross(shape: Cross) -> Iterator[str]:
    """Yield a table whose cells are darker the greater their numbers, with the names of columns turned."""
    most = max((number for row in shape.cells for number in row), default=1) or 1
    label = min(max((width_of(row) for row in shape.rows), default=0), _LABEL) + 12
    turned = min(max((width_of(name) for name in shape.columns), default=0), _TURNED) * 0.75 + 16
    room = (WIDTH - 2 * EDGE - label - turned) / max(len(shape.columns), 1)
    wide, left, top = min(max(room, 20), 64), EDGE + label, 64 + turned
    parts: list[str] = []
    for at, name in enumerate(shape.columns):
        x = left + wide * (at + 0.5)
        parts.append(_turned(name, x, top - 8))
    for row, name in enumerate(shape.rows):
        y = top + _CELL * row
        shown = wrapped(name, _LABEL)
        parts.append(text("end", left - 8, y + 18, shown[0] + ("…" if len(shown) > 1 else "")))
        parts += _cells(shape, row, _Place(left, y, wide), most)
    without = [f"{number:,} without {facet}" for facet, number in shape.without.items() if number]
    one, two = shape.facets
    heading = f"records with both, by {one} and {two}"
    told = [
        f"{row}: {', '.join(f'{column} {number}' for column, number in zip(shape.columns, cells, strict=True) if number)}."
        for row, cells in zip(shape.rows, shape.cells, strict=True)
        if any(cells)
    ]
    width = max(WIDTH, left + wide * len(shape.columns) + turned + EDGE)
    height = top + _CELL * len(shape.rows) + 40
    note = "; ".join(without)
    parts += [text("note", EDGE, height - 16, note)] if note else []
    yield from document(
        "stats", heading, parts, height=height, told=" ".join([*told, note]), source=shape.source, width=width
    )


def _turned(name: str, x: float, y: float) -> str:
    shown = wrapped(name, _TURNED)
    drawn = text("note", 0, 0, shown[0] + ("…" if len(shown) > 1 else ""))
    return f'<g transform="translate({x:g} {y:g}) rotate(-48)">{drawn}</g>\n'


class _Place(NamedTuple):
    """Where a row of cells begins, and how wide each of them is."""

    left: float
    top: float
    wide: float


def _cells(shape: Cross, row: int, place: _Place, most: int) -> Iterator[str]:
    left, y, wide = place
    for at, number in enumerate(shape.cells[row]):
        shade = next(name for least, name in _STEPS if number / most > least or not least)
        name = f"shade shade{shade}" if number else "shade"
        title = f"{shape.rows[row]}, {shape.columns[at]}: {number:,}"
        yield box(name, left + wide * at + 1, y + 1, wide - 2, _CELL - 2, title=title)
        if number:
            yield text(f"middle in{shade}", left + wide * (at + 0.5), y + 18, f"{number:,}")
