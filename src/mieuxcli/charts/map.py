"""The map as SVG: squares with letters and numbers, coloured in classes, light or dark as the reader has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.atlas import class_of, classes, coverage_of, heading_of, step
from mieuxcli.charts.elements import safe, text
from mieuxcli.shapes import Map
from mieuxcli.words import counted
from mieuxcli.world import COLUMNS, ROWS, squares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mieuxcli.shapes import Count, Shape

__all__ = ["svg"]

_CELL, _SIDE, _EDGE, _TOP, _BOTTOM = 36, 33, 24, 84, 92
_WIDTH = 2 * _EDGE + COLUMNS * _CELL
_HEIGHT = _TOP + ROWS * _CELL + _BOTTOM
# Every rule has the class in front, for several pictures may stand on one page.
# The darker a square is on a light ground, and the lighter on a dark one, the more there are.
_STYLE = """
.mieux-map { font-family: system-ui, "DejaVu Sans", sans-serif; }
.mieux-map .ground { fill: #fff; }
.mieux-map text { fill: #1b1e23; }
.mieux-map .head { font-size: 20px; font-weight: 600; }
.mieux-map .note { font-size: 13px; fill: #4d5560; }
.mieux-map .code { font-size: 12px; text-anchor: middle; }
.mieux-map .number { font-size: 11px; font-weight: 600; text-anchor: middle; }
.mieux-map .s rect { fill: #eef0f3; }
.mieux-map .s .code { fill: #5f6772; }
.mieux-map .s1 rect { fill: #cfe1f2; }
.mieux-map .s2 rect { fill: #93c4e0; }
.mieux-map .s3 rect { fill: #4f9bcb; }
.mieux-map .s4 rect { fill: #15599c; }
.mieux-map .s1 .code, .mieux-map .s2 .code, .mieux-map .s3 .code { fill: #10141a; }
.mieux-map .s4 text, .mieux-map .s4 .code { fill: #fff; }
@media (prefers-color-scheme: dark) {
.mieux-map .ground { fill: #15171b; }
.mieux-map text { fill: #e8eaed; }
.mieux-map .note { fill: #aeb4bd; }
.mieux-map .s rect { fill: #25282e; }
.mieux-map .s .code { fill: #9097a1; }
.mieux-map .s1 rect { fill: #1d4670; }
.mieux-map .s2 rect { fill: #2b69a3; }
.mieux-map .s3 rect { fill: #62a8de; }
.mieux-map .s4 rect { fill: #b3d8f7; }
.mieux-map .s1 text, .mieux-map .s2 text, .mieux-map .s1 .code, .mieux-map .s2 .code { fill: #fff; }
.mieux-map .s3 text, .mieux-map .s4 text, .mieux-map .s3 .code, .mieux-map .s4 .code { fill: #0b0d10; }
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
        'class="mieux-map" aria-labelledby="mieux-map-title mieux-map-desc">\n'
    )
    yield f'<title id="mieux-map-title">{safe(heading_of(shape))}</title>\n'
    yield f'<desc id="mieux-map-desc">{safe(_described(shape))}</desc>\n'
    yield f"<style>{_STYLE}</style>\n"
    yield '<rect class="ground" width="100%" height="100%"/>\n'
    yield text("head", _EDGE, 36, heading_of(shape))
    yield from (
        text("note", _EDGE, 58 + 18 * at, line[0].upper() + line[1:])
        for at, line in enumerate(coverage_of(shape))
    )
    yield from _map(found, ranges, shape.noun)
    yield from _legend(shape, ranges)
    yield "</svg>\n"


def _described(shape: Map) -> str:
    """Return in sentences what the map shows, for those who do not see it."""
    most = ", ".join(f"{one.found.label} {one.found.number:,}" for one in shape.countries)
    told = [f"Each square is a country. {shape.unit}: {most or 'none'}", *coverage_of(shape)]
    return ". ".join(line[0].upper() + line[1:] for line in told) + "."


def _map(found: Mapping[str, Count], ranges: list[tuple[int, int]], noun: str) -> Iterator[str]:
    """Yield all squares, row by row, each with a title, and with a number where there are records."""
    for code, square in squares().items():
        x, y = _EDGE + square.column * _CELL, _TOP + square.row * _CELL
        name, told, count = "s", f"{code}: none", found.get(code)
        texts = [("code", y + _SIDE / 2 + 4, code)]
        if count:
            name = _class(class_of(count.number, ranges), ranges)
            told = f"{count.label}: {counted(count.number, noun.removesuffix('s'))}"
            texts = [("code", y + 14, code), ("number", y + 28, f"{count.number:,}")]
        yield f'<g class="{name}"><title>{safe(told)}</title>\n{_box(x, y, _SIDE)}'
        yield from (text(kind, x + _SIDE / 2, at, told) for kind, at, told in texts)
        yield "</g>\n"


def _class(at: int, ranges: list[tuple[int, int]]) -> str:
    return f"s s{step(at, len(ranges)) + 1}"


def _box(x: int, y: int, side: int) -> str:
    return f'<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="4"/>\n'


def _legend(shape: Map, ranges: list[tuple[int, int]]) -> Iterator[str]:
    """Yield what the colours mean, and where the numbers are from."""
    y = _HEIGHT - _BOTTOM + 16
    parts = [("s", "none")]
    for at, (low, high) in enumerate(ranges):
        told = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        parts.append((_class(at, ranges), told))
    for at, (name, told) in enumerate(parts):
        x = _EDGE + 84 * at
        yield f'<g class="{name}">{_box(x, y, 18)}</g>\n'
        yield text("note", x + 25, y + 14, told)
    yield text("note", _EDGE + 84 * len(parts), y + 14, shape.noun)
    yield text("note", _EDGE, _HEIGHT - 24, f"Each square is a country, not its area. {shape.source}".strip())
