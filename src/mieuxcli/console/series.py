"""The picture of a timeline: phases as bands, Actions as bars by region, articles as a density, milestones as marks with labels."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.drawing import DIM, LABEL, STRONG, bar, text_of, visible
from mieuxcli.console.rows import listing
from mieuxcli.dates import period_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

    from mieuxcli.models import Document
    from mieuxcli.views import Series, Span

__all__ = ["series"]

_LEVELS = "▁▂▃▄▅▆▇█"
_GUTTER = 11
_FEW = 60
_ZOOMED = 550
_LANES_WITH_NAMES = 12
_REGIONS = {"Latin America and the Caribbean": "LAC", "EU Neighbourhood": "Neighb."}
_PLURALS = {"article": "articles", "action": "Actions", "milestone": "milestones", "phase": "phases", "fact": "key facts", "term": "terms"}


class _Axis(NamedTuple):
    """The days from `first` to `last`, laid out over `width` columns."""

    first: date
    last: date
    width: int

    def at(self, day: date) -> int:
        """Return the column of a day; days outside stand at the ends."""
        whole = max((self.last - self.first).days, 1)
        return min(max(round((day - self.first).days / whole * (self.width - 1)), 0), self.width - 1)


def series(shape: Series, width: int) -> RenderableType:
    """Draw the picture, then the periods one by one: titles where they are few, milestones always."""
    records = [record for span in shape.periods for record in span.records]
    if not records:
        return Text("")
    axis = _axis(records, width - _GUTTER)
    parts: list[RenderableType] = [_line("", _ruler(axis), DIM), *_bands(records, axis), *_articles(records, axis), *_marks(records, axis)]
    parts += [*_actions(records, axis), Text("")]
    most = max(len(span.records) for span in shape.periods)
    label = max(len(span.period) for span in shape.periods)
    for span in shape.periods:
        parts += _period(span, most, label, width, few=len(records) <= _FEW)
    return Group(*parts)


def _begin(text: str) -> date:
    return date.fromisoformat(period_of(text).begin)


def _end(text: str) -> date:
    return date.fromisoformat(period_of(text).end) - timedelta(days=1)


def _axis(records: list[Document], width: int) -> _Axis:
    """Return the axis from the first to the last day of any record but the phases' ends, in whole years, or months where they are few."""
    days = [_begin(record["date"]) for record in records]
    days += [_end(record["end"]) for record in records if record["type"] == "action" and record["end"]]
    days += [_end(record["date"]) for record in records]
    first, last = min(days), max(days)
    if (last - first).days <= _ZOOMED:
        return _Axis(first.replace(day=1), _end(f"{last:%Y-%m}"), max(width, 10))
    return _Axis(date(first.year, 1, 1), date(last.year, 12, 31), max(width, 10))


def _line(label: str, drawn: str | Text, style: Style = LABEL) -> Text:
    body = drawn if isinstance(drawn, Text) else Text(drawn, style)
    return Text.assemble((f"{visible(label):<{_GUTTER - 1}.{_GUTTER - 1}} ", DIM), body)


def _ruler(axis: _Axis) -> str:
    """Return the years, or the months of a short axis, each at its first day, in steps that leave room between their names."""
    years = range(axis.first.year, axis.last.year + 1)
    marks = [(date(year, 1, 1), f"{year}") for year in years]
    if (axis.last - axis.first).days <= _ZOOMED + 31:
        months = [date(year, month, 1) for year in years for month in range(1, 13)]
        marks = [(day, f"{day:%Y-%m}") for day in months if axis.first <= day <= axis.last]
    elif axis.width < 5 * len(years):
        marks = [(day, name[2:]) for day, name in marks]
    wide = len(marks[0][1]) + 1
    step = -(-wide * len(marks) // axis.width)
    cells = [" "] * axis.width
    for day, name in marks[::step]:
        at = axis.at(day)
        if at + len(name) <= axis.width:
            cells[at : at + len(name)] = name
    return "".join(cells)


def _bands(records: list[Document], axis: _Axis) -> list[RenderableType]:
    """Return the line of phases: each a band from its start to its end, with its name in it where that fits."""
    phases = [record for record in records if record["type"] == "phase"]
    line = Text(" " * axis.width)
    drawn = list(line.plain)
    for phase in phases:
        first, last = axis.at(_begin(phase["start"])), axis.at(_end(phase["end"]) if phase["end"] else axis.last)
        room = max(last - first - 1, 0)
        names = [name for name in map(visible, (phase["title"], phase["title"].split()[-1])) if len(name) <= room]
        drawn[first : last + 1] = "├" + (f"{names[0]:─^{room}}" if names else "─" * room) + "┤" * (last > first)
    return [_line("phases", Text("".join(drawn), STRONG))] if phases else []


def _articles(records: list[Document], axis: _Axis) -> list[RenderableType]:
    """Return the density of articles along the axis, in eight levels."""
    found = Counter(axis.at(_begin(record["date"])) for record in records if record["type"] == "article")
    if not found:
        return []
    most = max(found.values())
    strip = "".join(_LEVELS[(found[at] * len(_LEVELS) - 1) // most] if found[at] else " " for at in range(axis.width))
    return [_line("articles", strip)]


def _marks(records: list[Document], axis: _Axis) -> list[RenderableType]:
    found = {axis.at(_begin(record["date"])) for record in records if record["type"] == "milestone"}
    return [_line("milestones", "".join("◆" if at in found else " " for at in range(axis.width)))] if found else []


def _actions(records: list[Document], axis: _Axis) -> list[RenderableType]:
    """Return the Actions as bars by region, several in a line where they do not touch; with names where they are few."""
    running = [record for record in records if record["type"] == "action"]
    parts: list[RenderableType] = []
    named = len(running) <= _LANES_WITH_NAMES
    if running:
        parts.append(_line("Actions", f"{len(running)}, by region", DIM))
    for region in sorted({record["region"] for record in running}):
        members = sorted((record for record in running if record["region"] == region), key=lambda record: (record["start"], record["id"]))
        short = _REGIONS.get(region, region)
        lanes = [[member] for member in members] if named else _lanes(members, axis)
        for number, lane in enumerate(lanes):
            parts.append(_line(f"{short} {len(members)}" if number == 0 else "", _bars(lane, axis, named=named)))
    return parts


def _span(record: Document, axis: _Axis) -> tuple[int, int]:
    """Return the columns of an Action's first and last day; where its end is not known, of its start alone."""
    return axis.at(_begin(record["start"])), axis.at(_end(record["end"] or record["start"]))


def _lanes(members: list[Document], axis: _Axis) -> list[list[Document]]:
    lanes: list[list[Document]] = []
    ends: list[int] = []
    for member in members:
        first, last = _span(member, axis)
        lane = next((number for number, end in enumerate(ends) if end + 1 < first), None)
        if lane is None:
            lanes.append([member])
            ends.append(last)
        else:
            lanes[lane].append(member)
            ends[lane] = last
    return lanes


def _bars(lane: list[Document], axis: _Axis, *, named: bool) -> Text:
    drawn = [" "] * axis.width
    for member in lane:
        first, last = _span(member, axis)
        drawn[first : last + 1] = "━" * (last - first) + ("━" if member["end"] else "╌")
    first, last = _span(lane[0], axis)
    if named:
        _name(drawn, visible(lane[0]["title"]), first, last)
    text = Text("".join(drawn), LABEL if not named else "")
    text.stylize(LABEL, first, last + 1)
    return text


def _name(drawn: list[str], name: str, first: int, last: int) -> None:
    """Write a name behind its bar, or before it where there is more room, cut only where neither side has enough."""
    before, behind = max(first - 1, 0), max(len(drawn) - last - 2, 0)
    room = behind if behind >= len(name) or behind >= before else before
    shown = name if len(name) <= room else name[: max(room - 1, 0)] + "…" * (room > 0)
    place = last + 2 if room == behind else first - 1 - len(shown)
    drawn[place : place + len(shown)] = shown


def _period(span: Span, most: int, label: int, width: int, *, few: bool) -> Iterable[RenderableType]:
    kinds = Counter(record["type"] for record in span.records)
    told = ", ".join(
        f"{number} {_PLURALS[kind] if number > 1 else _PLURALS[kind].removesuffix('s')}" for kind, number in kinds.most_common()
    )
    room = max(0, min(24, width - label - len(told) - 4))
    yield Text.assemble(text_of(f"{span.period:<{label}}", STRONG), "  ", (bar(len(span.records) / most, room), LABEL), "  ", (told, DIM))
    inside = span.records if few else tuple(record for record in span.records if record["type"] == "milestone")
    if inside:
        yield Padding(listing(inside, width - 2, ids=few, beside=False), (0, 0, int(few), 2))
