"""Actions along an axis, by region: bars with their names where these stay on the screen, thin bars two to a line where they do not."""

from __future__ import annotations

from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from mieuxcli.console.axis import begin, end
from mieuxcli.console.drawing import DIM, LABEL, folded, inked, level, visible
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mieuxcli.console.axis import Axis
    from mieuxcli.models import Document

__all__ = ["GUTTER", "labelled", "lanes"]

GUTTER = 15
_NAMED = 18
_MOST_LANES = 40
_HALVES = 2
# The left and right dot of a character of Braille, in its upper and its lower half: bars of half a line's height and half a column's step.
_DOTS = ((0x01, 0x08), (0x04, 0x20))
_BLANK = 0x2800


class _Bar(NamedTuple):
    """An Action from its first to its last place; open where its end is not known, and then its start alone."""

    first: int
    last: int
    open: bool
    name: str


def lanes(records: list[Document], axis: Axis) -> list[Text]:
    """Return the lines of the Actions among the records, region by region."""
    running = [record for record in records if record["type"] == "action"]
    if len(running) <= _NAMED:
        named = _regions(running, axis, _named)
        if len(named) <= _NAMED:
            return named
    return _regions(running, axis, _thin)


def _regions(running: list[Document], axis: Axis, drawn: Callable[[list[Document], Axis], Iterable[Text]]) -> list[Text]:
    lines: list[Text] = []
    for region in sorted({record["region"] for record in running}):
        members = sorted((record for record in running if record["region"] == region), key=lambda record: (record["start"], record["id"]))
        label = [*folded(visible(region), GUTTER - 1), counted(len(members), "Action")]
        lines += [labelled(left or "", right or Text()) for left, right in zip_longest(label, drawn(members, axis))]
    return lines


def labelled(label: str, drawn: Text) -> Text:
    """Return a line of the picture behind its label."""
    return Text.assemble((set_cell_size(label, GUTTER), DIM), drawn)


def _bar(record: Document, axis: Axis, parts: int = 1) -> _Bar:
    last = end(record["end"] or record["start"])
    return _Bar(axis.at(begin(record["start"]), parts), axis.at(last, parts), not record["end"], visible(record["title"]))


def _named(members: list[Document], axis: Axis) -> Iterator[Text]:
    """Yield a bar a line, its name behind it, else before it, else below it: whole in any case."""
    for bar in (_bar(member, axis) for member in members):
        drawn = "━" * (bar.last - bar.first) + ("╌" if bar.open else "━")
        wide = cell_len(bar.name)
        if wide < axis.width - bar.last - 1:
            yield Text.assemble(" " * bar.first, (drawn, LABEL), " ", bar.name)
        elif wide < bar.first:
            yield Text.assemble(" " * (bar.first - 1 - wide), bar.name, " ", (drawn, LABEL))
        else:
            yield Text.assemble(" " * bar.first, (drawn, LABEL))
            below = folded(bar.name, axis.width)
            left = max(0, min(bar.first, axis.width - max(map(cell_len, below), default=0)))
            yield from (Text(" " * left + line) for line in below)


def _thin(members: list[Document], axis: Axis) -> list[Text]:
    """Return bars of half a line, several in a lane where they do not touch; how many run at a time where the lanes would be too many."""
    bars = [_bar(member, axis, _HALVES) for member in members]
    packed = _packed(bars)
    if len(packed) > _MOST_LANES:
        return [_density(bars, axis)]
    cells = [[_BLANK] * axis.width for _ in range(-(-len(packed) // _HALVES))]
    for number, lane in enumerate(packed):
        for bar in lane:
            for at in range(bar.first, bar.last + 1, 2 if bar.open else 1):
                cells[number // _HALVES][at // _HALVES] |= _DOTS[number % _HALVES][at % _HALVES]
    return [inked("".join(" " if cell == _BLANK else chr(cell) for cell in line).rstrip(), LABEL) for line in cells]


def _packed(bars: list[_Bar]) -> list[list[_Bar]]:
    lanes: list[list[_Bar]] = []
    for bar in bars:
        lane = next((lane for lane in lanes if lane[-1].last + 1 < bar.first), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes


def _density(bars: list[_Bar], axis: Axis) -> Text:
    """Return how many bars run in each column, in eight levels."""
    steps = [0] * (axis.width + 1)
    for bar in bars:
        steps[bar.first // _HALVES] += 1
        steps[bar.last // _HALVES + 1] -= 1
    numbers = list(accumulate(steps[:-1]))
    most = max(numbers)
    return inked("".join(level(number, most) for number in numbers).rstrip(), LABEL)
