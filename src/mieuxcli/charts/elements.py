"""The parts of a vector chart: a document that says in words what it shows, and the shapes on it."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from mieuxcli.harmless import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["EDGE", "WIDTH", "box", "document", "line", "path", "safe", "text", "ticks", "width_of", "wrapped"]

WIDTH, EDGE = 960, 24
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
_HEAD, _NOTE = 20, 13
# A share of the font's size: a little more than letters take on average, so that what is fitted does fit.
_LETTER, _CAPITAL, _WIDE = 0.56, 0.68, 1.05
# Every rule has the class in front, for several pictures may stand on one page. Print is always on white.
_STYLE = """
.mieux-chart { font-family: system-ui, "DejaVu Sans", sans-serif; }
.mieux-chart .ground { fill: #fff; }
.mieux-chart text { fill: #1b1e23; font-size: 13px; }
.mieux-chart .head { font-size: 20px; font-weight: 600; }
.mieux-chart .note { fill: #4d5560; }
.mieux-chart .strong { font-weight: 600; }
.mieux-chart .end { text-anchor: end; }
.mieux-chart .middle { text-anchor: middle; }
.mieux-chart .rule { stroke: #dfe3e8; stroke-width: 1; fill: none; }
.mieux-chart .axis { stroke: #8b949e; stroke-width: 1; fill: none; }
.mieux-chart .bar { fill: #2f7cb8; }
.mieux-chart .pale { fill: #b8d4ea; }
.mieux-chart .curve { fill: #8fbfe0; stroke: #1f6aa5; stroke-width: 1.5; stroke-linejoin: round; }
.mieux-chart .hollow { fill: #fff; stroke: #1f6aa5; stroke-width: 1.5; }
.mieux-chart .open { stroke: #1f6aa5; stroke-width: 2; stroke-dasharray: 3 3; fill: none; }
.mieux-chart .stroke { stroke: #1f6aa5; stroke-width: 2; fill: none; }
.mieux-chart .band { fill: #e6eef5; stroke: #7fa8c9; stroke-width: 1; }
.mieux-chart .doubt { fill: #c4421a; }
.mieux-chart .doubt-hollow { fill: #fff; stroke: #c4421a; stroke-width: 1.5; }
.mieux-chart .doubt-line { stroke: #c4421a; stroke-width: 2; fill: none; }
.mieux-chart .inside { fill: #fff; }
.mieux-chart .shade { fill: #f2f4f6; }
.mieux-chart .shade1 { fill: #d5e5f3; }
.mieux-chart .shade2 { fill: #9cc7e3; }
.mieux-chart .shade3 { fill: #559ecd; }
.mieux-chart .shade4 { fill: #15599c; }
.mieux-chart .in3, .mieux-chart .in4 { fill: #fff; }
@media screen and (prefers-color-scheme: dark) {
.mieux-chart .ground { fill: #15171b; }
.mieux-chart text { fill: #e8eaed; }
.mieux-chart .note { fill: #aeb4bd; }
.mieux-chart .rule { stroke: #2d3138; }
.mieux-chart .axis { stroke: #737b85; }
.mieux-chart .bar { fill: #5aa5dc; }
.mieux-chart .pale { fill: #234a69; }
.mieux-chart .curve { fill: #245a85; stroke: #7fbdea; }
.mieux-chart .hollow { fill: #15171b; stroke: #7fbdea; }
.mieux-chart .open, .mieux-chart .stroke { stroke: #7fbdea; }
.mieux-chart .band { fill: #1e2b37; stroke: #4d7595; }
.mieux-chart .doubt { fill: #ff8a65; }
.mieux-chart .doubt-hollow { fill: #15171b; stroke: #ff8a65; }
.mieux-chart .doubt-line { stroke: #ff8a65; }
.mieux-chart .inside { fill: #10141a; }
.mieux-chart .shade { fill: #1b1e23; }
.mieux-chart .shade1 { fill: #1c3a55; }
.mieux-chart .shade2 { fill: #2a628f; }
.mieux-chart .shade3 { fill: #5aa5dc; }
.mieux-chart .shade4 { fill: #b3d8f7; }
.mieux-chart .in1, .mieux-chart .in2 { fill: #e8eaed; }
.mieux-chart .in3, .mieux-chart .in4 { fill: #0b0d10; }
}
"""


def document(
    name: str,
    heading: str,
    parts: Iterable[str],
    *,
    height: float,
    told: str,
    notes: Iterable[str] = (),
    source: str = "",
    width: float = WIDTH,
) -> Iterator[str]:
    """Yield the lines of an SVG document of its own, which needs nothing from elsewhere.

    `name` keeps its ids apart from those of other charts on a page; `notes` stand below the heading; `told`
    says in sentences what the chart shows, for those who do not see it, and `source` where that is from.
    """
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + 24 * bool(source):g}" lang="en" role="img" '
        f'class="mieux-chart" aria-labelledby="mieux-{name}-title mieux-{name}-desc">\n'
    )
    yield f'<title id="mieux-{name}-title">{safe(heading)}</title>\n'
    yield f'<desc id="mieux-{name}-desc">{safe(told)}</desc>\n'
    yield f"<style>{_STYLE}</style>\n"
    yield '<rect class="ground" width="100%" height="100%"/>\n'
    yield text("head", EDGE, 36, heading)
    yield from (text("note", EDGE, 58 + 18 * at, note) for at, note in enumerate(notes))
    yield from parts
    if source:
        yield text("note", EDGE, height + 8, source)
    yield "</svg>\n"


def safe(content: str) -> str:
    """Return text for XML, which has no place for two characters that are none."""
    return escape(visible(content).translate(_NO_CHARACTERS), quote=False)


def text(name: str, x: float, y: float, content: str) -> str:
    """Return a line of text that begins at a place, or has its `middle` or `end` there, as its class says."""
    return f'<text class="{name}" x="{x:g}" y="{y:g}">{safe(content)}</text>\n'


def box(
    name: str, x: float, y: float, wide: float, high: float, *, title: str = "", round_: float = 2
) -> str:
    """Return a rectangle, with a title that shows where one points at it."""
    inside = f"<title>{safe(title)}</title>" if title else ""
    return (
        f'<rect class="{name}" x="{x:g}" y="{y:g}" width="{max(wide, 0):g}" height="{max(high, 0):g}" '
        f'rx="{round_:g}">{inside}</rect>\n'
    )


def line(name: str, x: float, y: float, to_x: float, to_y: float) -> str:
    """Return a straight line between two places."""
    return f'<line class="{name}" x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}"/>\n'


def path(name: str, drawn: str, *, title: str = "") -> str:
    """Return a shape from the commands of a path, with a title that shows where one points at it."""
    inside = f"<title>{safe(title)}</title>" if title else ""
    return f'<path class="{name}" d="{drawn}">{inside}</path>\n'


def width_of(content: str, size: float = _NOTE) -> float:
    """Return about how wide a text is drawn, in the unit of its size; rather too wide than too narrow."""
    return size * sum(
        _WIDE if east_asian_width(letter) in "WF" else _CAPITAL if letter.isupper() else _LETTER
        for letter in content
    )


def wrapped(content: str, room: float, size: float = _NOTE) -> list[str]:
    """Return a text in lines that fit a room, broken between words or, where one word is wider, within it."""
    lines = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= room:
            lines[-1] = longer
            continue
        lines += _broken(word, room, size) if lines[-1] else []
        if not lines[0]:
            lines = _broken(word, room, size)
    return lines


def _broken(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def ticks(most: float, many: int = 5) -> list[int]:
    """Return round numbers from 0 to at least `most`, about as `many` as are asked for."""
    rough = max(most / many, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough)
    return list(range(0, step * math.ceil(max(most, 1) / step) + 1, step))
