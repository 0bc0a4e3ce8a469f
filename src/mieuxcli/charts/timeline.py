"""A timeline as SVG: phases, milestones, articles, and how many Actions ran at a time or, of few, each by name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.charts.elements import EDGE, WIDTH, box, document, line, path, text, width_of, wrapped
from mieuxcli.dates import first_day, last_day
from mieuxcli.records import Action, Article, Milestone, Phase
from mieuxcli.shapes import Series
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record
    from mieuxcli.shapes import Shape

__all__ = ["svg"]

_LEFT, _RIGHT, _TOP = 200, WIDTH - 56, 92
_ROOM = _LEFT - EDGE - 16
_STRIP, _LANE, _CURVE = 40, 22, 54
_NAMED = 40
_MONTHS = 24
_YEAR = len("2020")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Axis(NamedTuple):
    """The days from the first to the last one, from left to right."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return how far to the right a day stands; days outside the axis stand at its ends."""
        whole = max((self.last - self.first).days, 1)
        return _LEFT + (_RIGHT - _LEFT) * min(max((day - self.first).days / whole, 0), 1)

    @property
    def months(self) -> list[date]:
        """The first days of all months on the axis."""
        return [
            date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13)
            if self.first <= date(year, month, 1) <= self.last
        ]


def svg(shape: Shape) -> Iterator[str]:
    """Yield the lines of the chart of a series."""
    records = shape.records if isinstance(shape, Series) else []
    if not isinstance(shape, Series) or not records:
        yield from document("timeline", "0 records", [], height=60, told="Nothing matches.")
        return
    axis = _axis(shape)
    running = sorted(
        (one for one in records if isinstance(one, Action) and one.start),
        key=lambda one: (one.region, one.start or "", one.id),
    )
    parts: list[str] = []
    y: float = _TOP
    strips = (_phases(records, axis), _milestones(records, axis), _articles(records, axis))
    for label, drawn in strips:
        if drawn:
            parts += [*_label(label, y + 16), f'<g transform="translate(0 {y:g})">\n', *drawn, "</g>\n"]
            y += _STRIP
    y += 8
    body, y = _by_name(running, axis, y) if len(running) <= _NAMED else _by_region(running, axis, y)
    grid = _ruler(axis, _TOP - 14, y)
    parts = [*grid, *parts, *body]
    for at, told in enumerate(_legend(records, few=len(running) <= _NAMED)):
        parts.append(text("note", EDGE, y + 26 + 18 * at, told))
        last = at
    height = y + 26 + 18 * (last + 1) + 6
    heading = _heading(shape, axis)
    undated = (
        f"{counted(shape.undated, 'record')} without a date {'is' if shape.undated == 1 else 'are'} not drawn"
    )
    notes = [undated] if shape.undated else []
    told = _told(shape, running)
    yield from document(
        "timeline", heading, parts, height=height, told=told, notes=notes, source=shape.source
    )


def _axis(shape: Series) -> _Axis:
    if shape.frame:
        return _Axis(date.fromisoformat(shape.frame[0]), date.fromisoformat(shape.frame[1]))
    days = [day for one in shape.records if one.date for day in (first_day(one.date), last_day(one.date))]
    days += [last_day(one.end) for one in shape.records if isinstance(one, Action) and one.end]
    return _Axis(date(min(days).year, 1, 1), date(max(days).year, 12, 31))


def _heading(shape: Series, axis: _Axis) -> str:
    kinds = (("article", Article), ("Action", Action), ("milestone", Milestone), ("phase", Phase))
    numbers = [(name, sum(isinstance(one, kind) for one in shape.records)) for name, kind in kinds]
    told = [counted(number, name) for name, number in numbers if number]
    years = (
        f"{axis.first.year}"
        if axis.first.year == axis.last.year
        else f"{axis.first.year} to {axis.last.year}"
    )
    return f"{', '.join(told)}, {years}"


def _told(shape: Series, running: Sequence[Action]) -> str:
    spans = [f"{span.period}: {counted(len(span.records), 'record')}" for span in shape.periods]
    names = [f"{one.title}, {one.start} to {one.end or 'unknown'}" for one in running[: _NAMED + 1]]
    told = f"{'; '.join(spans)}."
    return f"{told} Actions: {'; '.join(names)}." if names and len(running) <= _NAMED else told


def _label(name: str, y: float) -> Iterator[str]:
    for at, part in enumerate(wrapped(name, _ROOM)[:2]):
        yield text("strong", EDGE, y + 16 * at, part)


def _ruler(axis: _Axis, top: float, bottom: float) -> Iterator[str]:
    """Yield the years along the top, or the months of a short axis, with a rule through the chart at each."""
    months = axis.months
    short = len(months) <= _MONTHS
    for day in months:
        if day.month == 1 or short:
            yield line("rule", axis.at(day), top, axis.at(day), bottom)
    shown = [day for day in months if short or day.month == 1]
    step = -(-len(shown) // 16)
    for day in shown[::step]:
        name = f"{day.year:04}" if not short or day.month == 1 else _MONTH_NAMES[day.month - 1]
        yield text("note", axis.at(day) + 3, top + 2, name)


def _phases(records: Iterable[Record], axis: _Axis) -> tuple[str, list[str]]:
    """Return each phase as a band with its name inside, or as much of it as there is room for."""
    drawn: list[str] = []
    for phase in (one for one in records if isinstance(one, Phase) and one.start):
        left = axis.at(first_day(phase.start or ""))
        right = axis.at(last_day(phase.end)) if phase.end else _RIGHT
        drawn.append(
            box("band", left, 2, right - left, 22, title=_dated(phase.title, phase.start, phase.end))
        )
        names = [name for name in (phase.title, phase.title.split()[-1]) if width_of(name) < right - left]
        drawn += [text("middle", (left + right) / 2, 17, name) for name in names[:1]]
    return "phases", drawn


def _dated(name: str, start: str | None, ended: str | None) -> str:
    return f"{name}, {start or 'start unknown'} to {ended or 'end unknown'}"


def _milestones(records: Iterable[Record], axis: _Axis) -> tuple[str, list[str]]:
    """Return each milestone as a diamond; one that is known by its year alone is hollow, in mid-year."""
    found = [one for one in records if isinstance(one, Milestone) and one.date]
    drawn = []
    for one in sorted(found, key=lambda one: len(one.date or "") > _YEAR):
        first, last = first_day(one.date or ""), last_day(one.date or "")
        whole = len(one.date or "") == _YEAR
        x = axis.at(first + (last - first) / 2 if whole else first)
        drawn.append(
            path(
                "hollow" if whole else "bar",
                f"M{x:.1f} 6l7 7l-7 7l-7 -7z",
                title=f"{one.date}: {one.title}",
            )
        )
    return f"milestones ({len(found)})", drawn


def _articles(records: Iterable[Record], axis: _Axis) -> tuple[str, list[str]]:
    """Return the articles of each month as a bar; one that is dated by its year alone is spread over it."""
    found = [one for one in records if isinstance(one, Article) and one.date]
    months = axis.months
    weights = dict.fromkeys(months, 0.0)
    for one in found:
        first, last = first_day(one.date or "").replace(day=1), last_day(one.date or "")
        inside = [month for month in months if first <= month <= last]
        for month in inside:
            weights[month] += 1 / len(inside)
    most = max(weights.values(), default=0)
    wide = (_RIGHT - _LEFT) / max(len(months), 1)
    drawn = [
        box("bar", axis.at(month), 26 - 24 * weight / most, wide - 1, 24 * weight / most, round_=0)
        for month, weight in weights.items()
        if weight
    ]
    return f"articles ({len(found)})", drawn


def _by_name(running: Sequence[Action], axis: _Axis, top: float) -> tuple[list[str], float]:
    """Return a bar with its name for each Action, region by region, and where they end."""
    parts: list[str] = []
    y = top
    before = ""
    for one in running:
        if one.region != before:
            parts += [*_label(one.region, y + 15)]
            before = one.region
        drawn, high = _bar(one, axis, y)
        parts += drawn
        y += high
    return parts, y + 8


def _bar(one: Action, axis: _Axis, y: float) -> tuple[list[str], float]:
    """Return the bar of an Action with its name, and how much room they take; it is dashed without an end.

    The name stands after the bar, else in front of it, and below it where neither side has room.
    """
    left = axis.at(first_day(one.start or ""))
    right = max(axis.at(last_day(one.end or one.start or "")), left + 3)
    if one.end:
        drawn = [box("bar", left, y + 5, right - left, 12, title=_dated(one.title, one.start, one.end))]
    else:
        right = min(max(right, left + 24), _RIGHT)
        drawn = [line("open", left, y + 11, right, y + 11)]
    wide = width_of(one.title)
    if right + 8 + wide < WIDTH - 8:
        return [*drawn, text("", right + 8, y + 15, one.title)], _LANE
    if left - 8 - wide > _LEFT:
        return [*drawn, text("end", left - 8, y + 15, one.title)], _LANE
    below = wrapped(one.title, WIDTH - EDGE - _LEFT)
    at = max(_LEFT, min(left, WIDTH - EDGE - max(map(width_of, below))))
    drawn += [text("", at, y + 31 + 16 * row, part) for row, part in enumerate(below)]
    return drawn, _LANE + 16 * len(below)


def _by_region(running: Sequence[Action], axis: _Axis, top: float) -> tuple[list[str], float]:
    """Return for each region the curve of how many of its Actions ran at a time, all to one scale."""
    months = axis.months
    regions = {one.region for one in running}
    curves = {
        region: [sum(_runs(one, month) for one in running if one.region == region) for month in months]
        for region in sorted(regions)
    }
    most = max((max(curve) for curve in curves.values()), default=1) or 1
    parts: list[str] = []
    y = top
    for region, curve in curves.items():
        number = sum(one.region == region for one in running)
        shown = wrapped(region, _ROOM)[:2]
        parts += [text("strong", EDGE, y + 16 + 16 * at, part) for at, part in enumerate(shown)]
        parts.append(text("note", EDGE, y + 16 + 16 * len(shown), counted(number, "Action")))
        parts += _curve(curve, months, axis, y + _CURVE, (_CURVE - 16) / most)
        y += _CURVE + 10
    return parts, y


def _runs(one: Action, month: date) -> bool:
    """Return whether an Action ran in a month; without a known end, only in the month in which it began."""
    first = first_day(one.start or "").replace(day=1)
    return first <= month <= (last_day(one.end) if one.end else first)


def _curve(
    numbers: Sequence[int], months: Sequence[date], axis: _Axis, base: float, unit: float
) -> Iterator[str]:
    """Yield a filled curve in steps of a month, with its greatest number above it."""
    points = [f"M{_LEFT:g} {base:.1f}"]
    for month, number in zip(months, numbers, strict=True):
        points += [f"H{axis.at(month):.1f}V{base - unit * number:.1f}"]
    yield path("curve", "".join([*points, f"H{_RIGHT:g}V{base:.1f}z"]))
    most = max(numbers)
    at = months[numbers.index(most)]
    ended = next(
        (month for month, number in zip(months, numbers, strict=True) if month > at and number < most),
        axis.last,
    )
    middle = (axis.at(at) + axis.at(ended - timedelta(days=1))) / 2
    yield text("strong middle", middle, base - unit * most - 4, f"{most}")


def _legend(records: Sequence[Record], *, few: bool) -> Iterator[str]:
    """Yield what the marks mean, of those that are drawn."""
    if any(isinstance(one, Milestone) and one.date and len(one.date) == _YEAR for one in records):
        yield "Filled diamond: milestone known to the day or month. Hollow diamond: known by its year alone, drawn in mid-year."
    if any(isinstance(one, Article) for one in records):
        yield "Articles by month; those dated by their year alone are spread over it."
    actions = [one for one in records if isinstance(one, Action)]
    if actions and not few:
        yield "Curves: Actions running in a month, all regions to one scale, with the greatest number."
    if any(not one.end for one in actions):
        yield (
            "Dashed: an Action without a known end."
            if few
            else "An Action without a known end is counted in the month in which it began."
        )
    if not actions and not any(isinstance(one, Article | Milestone) for one in records):
        yield "Bands: phases of the initiative."
