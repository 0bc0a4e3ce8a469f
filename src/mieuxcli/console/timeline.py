"""The picture of a timeline: periods, then phases, articles, milestones and Actions along an axis."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.drawing import (
    DIM,
    LABEL,
    STRONG,
    axis_of,
    begin,
    end,
    folded,
    framed,
    inked,
    level,
    ruler,
    text_of,
)
from mieuxcli.console.records import brief, dates_width, listing
from mieuxcli.fields import PLURALS
from mieuxcli.harmless import visible
from mieuxcli.records import Action, Article, Milestone, Phase
from mieuxcli.shapes import named
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mieuxcli.console.drawing import Axis
    from mieuxcli.records import Record
    from mieuxcli.shapes import Series, Span

__all__ = ["timeline"]

_GUTTER = 15
_NAMED = 18
_MOST_LANES = 40
_HALVES = 2
# The left and right dots of a Braille character, in its upper and its lower half: with them a bar is half a
# line high and moves in steps of half a column.
_DOTS = ((0x01, 0x08), (0x04, 0x20))
_BLANK = 0x2800


def timeline(shape: Series, width: int) -> RenderableType:
    """Draw the periods of a series and, below them, the picture, so that it is on screen at the end.

    The periods name their records where they are few, and the milestones in any case.
    """
    records = shape.records
    if not records:
        return Text("")
    listed = named(shape)
    few, dates = len(listed) == len(records), dates_width(listed)
    parts = [part for span in shape.periods for part in _period(span, width, dates, few=few)]
    axis = framed(shape.frame, width - _GUTTER) if shape.frame else axis_of(records, width - _GUTTER)
    picture = (
        inked(" " * _GUTTER + ruler(axis), DIM),
        *_bands(records, axis),
        *_articles(records, axis),
        *_marks(records, axis),
    )
    return Group(*_at_once([*parts, Text(""), *picture, *_lanes(records, axis)], width))


def _at_once(parts: list[RenderableType], width: int) -> Iterator[RenderableType]:
    """Yield parts with consecutive lines of text joined, which rich draws faster.

    Lines wider than the width stay apart, so that rich wraps them.
    """
    lines: list[Text] = []
    for part in parts:
        if isinstance(part, Text) and part.cell_len <= width:
            lines.append(part)
            continue
        yield from _joined(lines)
        yield part
        lines = []
    yield from _joined(lines)


def _joined(lines: list[Text]) -> list[Text]:
    return [Text("\n", no_wrap=True).join(lines)] if lines else []


def _period(span: Span, width: int, dates: int, *, few: bool) -> Iterator[RenderableType]:
    kinds = Counter(record.type for record in span.records)
    summary = ", ".join(
        f"{number} {PLURALS[kind] if number > 1 else PLURALS[kind].removesuffix('s')}"
        for kind, number in kinds.most_common()
    )
    yield Text.assemble(text_of(span.period, STRONG), "  ", (summary, LABEL))
    if few:
        yield Padding(listing(span.records, width - 2, dates=dates, beside=False), (0, 0, 0, 2))
    else:
        yield from (
            line
            for record in span.records
            if isinstance(record, Milestone)
            for line in brief(record, width - 2, dates, indent=2)
        )


def _bands(records: Sequence[Record], axis: Axis) -> Iterator[Text]:
    """Yield the line of phases: each a band from its start to its end, with its name inside if it fits."""
    drawn = [" "] * axis.width
    phases = [record for record in records if isinstance(record, Phase) and record.start]
    for phase in phases:
        ended = bool(phase.end) and end(phase.end) <= axis.last
        first, last = axis.at(begin(phase.start)), axis.at(end(phase.end) if ended else axis.last)
        room = max(last - first - 1, 0)
        names = [
            name for name in map(visible, (phase.title, *phase.title.split()[-1:])) if cell_len(name) <= room
        ]
        band = "├" + _centred(names[0] if names else "", room) + ("┤" if ended else "╌") * (last > first)
        # A wide character fills two columns, so the band may have fewer characters than columns.
        drawn[first : last + 1] = [*band, *[""] * (last + 1 - first - len(band))]
    if phases:
        yield _labelled("phases", inked("".join(drawn), STRONG))


def _centred(name: str, room: int) -> str:
    left = (room - cell_len(name)) // 2
    return "─" * left + name + "─" * (room - cell_len(name) - left)


def _articles(records: Sequence[Record], axis: Axis) -> Iterator[Text]:
    """Yield the density of articles; one that is dated by year or month alone is spread over it."""
    found: dict[int, float] = defaultdict(float)
    for article in (record for record in records if isinstance(record, Article) and record.date):
        places = range(axis.at(begin(article.date)), axis.at(end(article.date)) + 1)
        for at in places:
            found[at] += 1 / len(places)
    if found:
        most = max(found.values())
        yield _labelled("articles", inked("".join(level(found[at], most) for at in range(axis.width)), LABEL))


def _marks(records: Sequence[Record], axis: Axis) -> Iterator[Text]:
    """Yield the marks of milestones; one that is dated by year alone is hollow, in the middle of the year."""
    found: dict[int, str] = {}
    for milestone in (record for record in records if isinstance(record, Milestone) and record.date):
        first, last = axis.at(begin(milestone.date)), axis.at(end(milestone.date))
        whole = len(milestone.date or "") == len("2020")
        at = (first + last) // 2 if whole else first
        found[at] = "◇" if whole and found.get(at) != "◆" else "◆"
    if found:
        yield _labelled("milestones", inked("".join(found.get(at, " ") for at in range(axis.width)), LABEL))


class _Bar(NamedTuple):
    """The bar of an Action, from its first to its last place.

    Without a known end it is `open`, and marks the start alone.
    """

    first: int
    last: int
    open: bool
    name: str


def _lanes(records: Sequence[Record], axis: Axis) -> list[Text]:
    """Return the lines of the Actions among the records, region by region."""
    running = [record for record in records if isinstance(record, Action) and record.start]
    if len(running) <= _NAMED:
        lines = _regions(running, axis, _named)
        if len(lines) <= _NAMED:
            return lines
    return _regions(running, axis, _thin)


def _regions(
    running: Sequence[Action], axis: Axis, drawn: Callable[[Sequence[Action], Axis], Iterable[Text]]
) -> list[Text]:
    lines: list[Text] = []
    for region in sorted({record.region for record in running}):
        members = sorted(
            (record for record in running if record.region == region),
            key=lambda record: (record.start or "", record.id),
        )
        label = [*folded(visible(region), _GUTTER - 1), counted(len(members), "Action")]
        lines += [
            _labelled(left or "", right or Text()) for left, right in zip_longest(label, drawn(members, axis))
        ]
    return lines


def _labelled(label: str, drawn: Text) -> Text:
    """Return a line of the picture with its label in front."""
    return Text.assemble((set_cell_size(label, _GUTTER), DIM), drawn)


def _bar(record: Action, axis: Axis, parts: int = 1) -> _Bar:
    last = end(record.end or record.start)
    return _Bar(
        axis.at(begin(record.start), parts), axis.at(last, parts), not record.end, visible(record.title)
    )


def _named(members: Sequence[Action], axis: Axis) -> Iterator[Text]:
    """Yield one bar a line with the Action's full name.

    The name stands after the bar, else in front of it, and below it where neither side has room.
    """
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


def _thin(members: Sequence[Action], axis: Axis) -> list[Text]:
    """Return bars of half a line's height, packed into lanes in which they do not touch.

    Where that takes too many lanes, a single line shows how many run at a time.
    """
    bars = [_bar(member, axis, _HALVES) for member in members]
    packed = _packed(bars)
    if len(packed) > _MOST_LANES:
        return [_density(bars, axis)]
    cells = [[_BLANK] * axis.width for _ in range(-(-len(packed) // _HALVES))]
    for number, lane in enumerate(packed):
        for bar in lane:
            for at in range(bar.first, bar.last + 1, 2 if bar.open else 1):
                cells[number // _HALVES][at // _HALVES] |= _DOTS[number % _HALVES][at % _HALVES]
    return [
        inked("".join(" " if cell == _BLANK else chr(cell) for cell in line).rstrip(), LABEL)
        for line in cells
    ]


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
    """Return the number of bars that run in each column, as blocks of eight heights."""
    steps = [0] * (axis.width + 1)
    for bar in bars:
        steps[bar.first // _HALVES] += 1
        steps[bar.last // _HALVES + 1] -= 1
    numbers = list(accumulate(steps[:-1]))
    most = max(numbers)
    return inked("".join(level(number, most) for number in numbers).rstrip(), LABEL)
