"""The map as SVG: squares with letters and numbers, coloured in classes, light or dark as the reader has it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mieuxcli.atlas import class_of, classes, coverage_of, heading_of, step
from mieuxcli.harmless import visible
from mieuxcli.shapes import Map
from mieuxcli.world import COLUMNS, ROWS, squares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mieuxcli.shapes import Count, Shape
    from mieuxcli.world import Square

__all__ = ["svg"]

_CELL, _SIDE, _EDGE, _TOP, _BOTTOM = 36, 33, 24, 84, 92
_WIDTH = 2 * _EDGE + COLUMNS * _CELL
_HEIGHT = _TOP + ROWS * _CELL + _BOTTOM
_MOST_NAMED = 5
# The darker a square is on a light ground, and the lighter on a dark one, the more there are.
_STYLE = """
svg { background: #fff; font-family: system-ui, "DejaVu Sans", sans-serif; }
text { fill: #1b1e23; }
.head { font-size: 20px; font-weight: 600; }
.note { font-size: 13px; fill: #4d5560; }
.code { font-size: 12px; text-anchor: middle; }
.number { font-size: 11px; font-weight: 600; text-anchor: middle; }
.s rect { fill: #eef0f3; }
.s .code { fill: #5f6772; }
.s1 rect { fill: #cfe1f2; }
.s2 rect { fill: #93c4e0; }
.s3 rect { fill: #4f9bcb; }
.s4 rect { fill: #15599c; }
.s1 .code, .s2 .code, .s3 .code { fill: #10141a; }
.s4 text, .s4 .code { fill: #fff; }
@media (prefers-color-scheme: dark) {
svg { background: #15171b; }
text { fill: #e8eaed; }
.note { fill: #aeb4bd; }
.s rect { fill: #25282e; }
.s .code { fill: #9097a1; }
.s1 rect { fill: #1d4670; }
.s2 rect { fill: #2b69a3; }
.s3 rect { fill: #62a8de; }
.s4 rect { fill: #b3d8f7; }
.s1 text, .s2 text, .s1 .code, .s2 .code { fill: #fff; }
.s3 text, .s4 text, .s3 .code, .s4 .code { fill: #0b0d10; }
}
"""


def svg(shape: Shape) -> Iterator[str]:
    """Yield the lines of a map as an SVG document of its own, which needs nothing from elsewhere."""
    if not isinstance(shape, Map):
        return
    found = {square.code: count for square, count in shape.drawn}
    ranges = classes([count.number for count in found.values()])
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" lang="en" role="img" '
        'aria-labelledby="title desc">\n'
    )
    yield f'<title id="title">{_safe(heading_of(shape))}</title>\n'
    yield f'<desc id="desc">{_safe(_described(shape))}</desc>\n'
    yield f"<style>{_STYLE}</style>\n"
    yield _text("head", _EDGE, 36, heading_of(shape))
    yield from (
        _text("note", _EDGE, 58 + 18 * at, line[0].upper() + line[1:])
        for at, line in enumerate(coverage_of(shape))
    )
    yield from _map(found, ranges, shape.noun)
    yield from _legend(shape, ranges)
    yield "</svg>\n"


def _safe(text: str) -> str:
    return escape(visible(text))


def _text(name: str, x: float, y: float, text: str) -> str:
    return f'<text class="{name}" x="{x:g}" y="{y:g}">{_safe(text)}</text>\n'


def _described(shape: Map) -> str:
    """Return in sentences what the map shows, for those who do not see it."""
    most = ", ".join(f"{one.found.label} {one.found.number:,}" for one in shape.countries[:_MOST_NAMED])
    told = [f"Each square is a country. The most frequent: {most or 'none'}", *coverage_of(shape)]
    return ". ".join(line[0].upper() + line[1:] for line in told) + "."


def _map(found: Mapping[str, Count], ranges: list[tuple[int, int]], noun: str) -> Iterator[str]:
    """Yield all squares, row by row, those with records as groups with a title."""
    for code, square in squares().items():
        count = found.get(code)
        x, y = _EDGE + square.column * _CELL, _TOP + square.row * _CELL
        if count is None:
            yield _square("s", x, y, f"{code}: none", code, "")
        else:
            name = f"s s{step(class_of(count.number, ranges), len(ranges)) + 1}"
            told = f"{count.label}: {count.number:,} {noun}"
            yield _square(name, x, y, told, code, f"{count.number:,}")


def _square(name: str, x: int, y: int, told: str, code: str, number: str) -> str:
    middle = x + _SIDE / 2
    rows = (
        [("code", y + 14, code), ("number", y + 28, number)]
        if number
        else [("code", y + _SIDE / 2 + 4, code)]
    )
    inside = "".join(_text(kind, middle, at, text).rstrip() for kind, at, text in rows)
    return (
        f'<g class="{name}"><title>{_safe(told)}</title>'
        f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" rx="4"/>{inside}</g>\n'
    )


def _legend(shape: Map, ranges: list[tuple[int, int]]) -> Iterator[str]:
    """Yield what the colours mean, and where the numbers are from."""
    y = _HEIGHT - _BOTTOM + 16
    parts = [("s", "none")]
    for at, (low, high) in enumerate(ranges):
        told = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        parts.append((f"s s{step(at, len(ranges)) + 1}", told))
    for at, (name, told) in enumerate(parts):
        x = _EDGE + 84 * at
        yield f'<g class="{name}"><rect x="{x}" y="{y}" width="18" height="18" rx="3"/></g>\n'
        yield _text("note", x + 25, y + 14, told)
    yield _text("note", _EDGE + 84 * len(parts), y + 14, shape.noun)
    yield _text(
        "note", _EDGE, _HEIGHT - 24, f"Each square is a country, not its area. {shape.source}".strip()
    )
