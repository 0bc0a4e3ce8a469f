"""The picture of a timeline: phases, milestones, articles and Actions along an axis, and then its periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.drawing import (
    DIM,
    GUTTER,
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
from mieuxcli.console.running import curves
from mieuxcli.fields import PLURALS
from mieuxcli.harmless import visible
from mieuxcli.records import Action, Article, Milestone, Phase
from mieuxcli.shapes import named
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from mieuxcli.console.drawing import Axis
    from mieuxcli.records import Record
    from mieuxcli.shapes import Series, Span

__all__ = ["timeline"]

_NAMED = 18
# Of the 24 lines of a small terminal one is left to the prompt and one to the pager or a note.
_LINES = 22
_LEGEND = 3
_UNITS = ((365, "year"), (30.4, "month"), (7, "week"))
_SIGNS = {
    "◆": "◆ milestone",
    "◇": "◇ milestone known by its year alone",
    "╌": "╌ goes on, or has no known end",
}


def timeline(shape: Series, width: int) -> RenderableType:
    """Draw the picture of a series and, below it, its periods, so that the picture is on the first screen.

    The periods name their records where they are few, and the milestones in any case.
    """
    records = shape.records
    if not records:
        return Text("")
    axis = framed(shape.frame, width - GUTTER) if shape.frame else axis_of(records, width - GUTTER)
    listed = named(shape)
    few, dates = len(listed) == len(records), dates_width(listed)
    told = f"{len(listed)} of {len(records)} records are named here; --format plain lists all"
    parts: list[RenderableType] = [
        *_picture(shape, records, axis),
        Text(""),
        *([] if few else [Text(told, DIM)]),
    ]
    periods = (_Period(span, width, dates, few=few) for span in shape.periods)
    return Group(*_at_once(parts, width), *periods)


class _Period:
    """A period of a series, which is laid out only when it is shown."""

    def __init__(self, span: Span, width: int, dates: int, *, few: bool) -> None:
        """Take the period, the widths of the picture and of its dates, and whether it names all its records."""
        self._span, self._width, self._dates, self._few = span, width, dates, few

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the heading of the period, and below it the records that it names."""
        del console, options
        parts = _period(self._span, self._width, self._dates, few=self._few)
        yield from _at_once(list(parts), self._width)


def _picture(shape: Series, records: Sequence[Record], axis: Axis) -> Iterator[Text]:
    """Yield the lines of the picture, and below them what its signs mean."""
    found = _articles_in(records, axis)
    strips = [
        inked(" " * GUTTER + ruler(axis), DIM),
        *_bands(records, axis),
        *_marks(records, axis),
        *_strip(found, axis),
    ]
    running = [record for record in records if isinstance(record, Action) and record.start]
    drawn, meanings = _actions(running, axis, _LINES - _LEGEND - len(strips))
    signs = "".join(line.plain for line in (*strips, *drawn))
    meanings = [
        *(meaning for sign, meaning in _SIGNS.items() if sign in signs),
        *([f"articles: █ is {ceil(max(found.values()))} in {_span(axis)}"] if found else []),
        *meanings,
    ]
    if shape.undated:
        of = f" ({counted(shape.undated_actions, 'Action')})" if shape.undated_actions else ""
        left = counted(shape.undated, "record")
        meanings.append(
            f"left out: {left} in no phase{of}"
            if shape.by == "phase"
            else f"left out: {left} without a date{of}"
        )
    yield from (*strips, *drawn)
    yield from (Text(line, DIM) for line in folded("; ".join(meanings), GUTTER + axis.width))


def _span(axis: Axis) -> str:
    """Return in words what time a column stands for."""
    days = (axis.last - axis.first).days / axis.width
    long, unit = next(((long, unit) for long, unit in _UNITS if days >= 2 * long), (1, "day"))
    return counted(max(round(days / long), 1), unit)


def _actions(running: Sequence[Action], axis: Axis, lines: int) -> tuple[list[Text], list[str]]:
    """Return bars with names where the Actions are few, curves in at most so many lines otherwise.

    With them comes what is to be said of them.
    """
    if len(running) <= _NAMED:
        bars = _bars(running, axis)
        if len(bars) <= _NAMED:
            return bars, []
    drawn, step = curves(running, axis, lines)
    told = [f"curves: █ is {counted(step, 'Action')} under way at a time"]
    open_ = sum(not action.end for action in running)
    if open_:
        told.append(f"{counted(open_, 'Action')} without an end counted at the start alone")
    return drawn, told


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


def _articles_in(records: Sequence[Record], axis: Axis) -> dict[int, float]:
    """Return the number of articles in each column; one dated by year or month alone is spread over it."""
    found: dict[int, float] = defaultdict(float)
    for article in (record for record in records if isinstance(record, Article) and record.date):
        places = range(axis.at(begin(article.date)), axis.at(end(article.date)) + 1)
        for at in places:
            found[at] += 1 / len(places)
    return found


def _strip(found: Mapping[int, float], axis: Axis) -> Iterator[Text]:
    """Yield the strip of articles, the higher the more of them."""
    if found:
        most = max(found.values())
        drawn = "".join(level(found.get(at, 0), most) for at in range(axis.width))
        yield _labelled("articles", inked(drawn, LABEL))


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


def _bars(running: Sequence[Action], axis: Axis) -> list[Text]:
    """Return a bar with its name for each Action, region by region."""
    lines: list[Text] = []
    for region in sorted({record.region for record in running}):
        members = sorted(
            (record for record in running if record.region == region),
            key=lambda record: (record.start or "", record.id),
        )
        label = [*folded(visible(region), GUTTER - 1), counted(len(members), "Action")]
        lines += [
            _labelled(left or "", right or Text())
            for left, right in zip_longest(label, _named(members, axis))
        ]
    return lines


def _labelled(label: str, drawn: Text) -> Text:
    """Return a line of the picture with its label in front."""
    return Text.assemble((set_cell_size(label, GUTTER), DIM), drawn)


def _bar(record: Action, axis: Axis) -> _Bar:
    last = end(record.end or record.start)
    return _Bar(axis.at(begin(record.start)), axis.at(last), not record.end, visible(record.title))


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
