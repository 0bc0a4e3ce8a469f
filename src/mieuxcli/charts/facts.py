"""Key facts of one metric as SVG: every figure by its date, with its hedge as a mark, and what disagrees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mieuxcli.charts.elements import EDGE, WIDTH, box, document, line, path, text, ticks, width_of, wrapped
from mieuxcli.dates import first_day, last_day
from mieuxcli.records import Fact, number
from mieuxcli.shapes import Rows, record_in
from mieuxcli.verdicts import dated as date_of
from mieuxcli.verdicts import figure, grouped, verdict_on
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mieuxcli.shapes import Shape

__all__ = ["svg"]

_LEFT, _TOP, _HIGH = 84, 112, 300
_RIGHT = WIDTH - EDGE - 24
_LINE = 18
_UP, _DOWN, _ABOUT = ("over", "at least"), ("up to",), ("around", "close to", "estimated")


def svg(shape: Shape) -> Iterator[str]:
    """Yield the lines of the charts of some figures: one for the unit that most of them have."""
    found = (
        [record for record in map(record_in, shape.rows) if isinstance(record, Fact)]
        if isinstance(shape, Rows)
        else []
    )
    if not found:
        return
    units = [fact.unit for fact in found]
    unit = max(dict.fromkeys(units), key=units.count)
    chosen = [group for group in grouped(found) if group[0].unit == unit]
    dated = [group for group in chosen if _dates(group)]
    left = len(found) - sum(map(len, dated))
    keys = _keys(chosen)
    plot = _plot([(at, group) for at, group in enumerate(chosen, 1) if _dates(group)], unit)
    top = _TOP + (_HIGH + 72 if dated else 0)
    lines, height = _listed(keys, top)
    verdict = verdict_on(found, partial=isinstance(shape, Rows) and shape.partial)
    notes = [verdict]
    if left:
        notes.append(
            f"{counted(left, 'figure')} without a date, or in another unit than {unit}, not in the plot"
        )
    told = " ".join([f"{verdict}.", *(f"{key}." for key in keys)])
    heading = _heading(found, unit)
    yield from document("facts", heading, [*plot, *lines], height=height, told=told, notes=notes)


def _heading(found: Sequence[Fact], unit: str) -> str:
    metrics = dict.fromkeys(fact.metric for fact in found)
    name = ", ".join(metrics)
    return name if unit.lower() in name.lower() else f"{name} ({unit})"


def _keys(groups: Sequence[Sequence[Fact]]) -> list[str]:
    """Return each figure in words, with what it counts, when, by whom, and whether a source disagrees."""
    told = [", ".join(dict.fromkeys(filter(None, map(date_of, group)))) for group in groups]
    return [
        f"{dates or 'undated'}: {figure(group[0])}, {group[0].scope}"
        f" ({'; '.join(dict.fromkeys(fact.source_title for fact in group))})"
        + (" – disputed" if any(fact.disagrees_with for fact in group) else "")
        for group, dates in zip(groups, told, strict=True)
    ]


def _dates(group: Sequence[Fact]) -> list[str]:
    return list(dict.fromkeys(fact.as_of for fact in group if fact.as_of))


def _plot(groups: Sequence[tuple[int, Sequence[Fact]]], unit: str) -> list[str]:
    """Return the axes, and each figure at its date with its number in the list below."""
    if not groups:
        return []
    years = [first_day(dated).year for _, group in groups for dated in _dates(group)]
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    marks = ticks(max(_most(group[0]) for _, group in groups))

    def across(day: date) -> float:
        return _LEFT + 12 + (_RIGHT - _LEFT - 24) * (day - first).days / max((last - first).days, 1)

    def up(value: float) -> float:
        return _TOP + _HIGH * (1 - value / marks[-1])

    parts = [line("rule" if mark else "axis", _LEFT, up(mark), _RIGHT, up(mark)) for mark in marks]
    parts += [text("note end", _LEFT - 8, up(mark) + 4, number(mark, unit)) for mark in marks]
    wide = max(1, -(-(last.year - first.year + 1) // 16))
    for year in range(first.year, last.year + 1, wide):
        parts.append(text("note middle", across(date(year, 7, 1)), _TOP + _HIGH + 20, f"{year}"))
        parts.append(line("rule", across(date(year, 1, 1)), _TOP, across(date(year, 1, 1)), _TOP + _HIGH))
    names: dict[tuple[int, int], list[int]] = {}
    for at, group in groups:
        for dated in _dates(group):
            x, y = across(_middle(dated)), up(group[0].value)
            parts += _mark(group, x, y, up)
            names.setdefault((round(x), round(y)), []).append(at)
    parts += [text("note", x + 9, y + 4, name) for x, y, name in _apart(names)]
    return [*parts, text("note", EDGE, _TOP + _HIGH + 42, _LEGEND)]


def _apart(names: Mapping[tuple[int, int], Sequence[int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the place of each mark and its numbers; marks too close for numbers between them share theirs."""
    places = sorted(names, key=lambda place: (place[1], place[0]))
    shared: set[int] = set()
    for place, after in zip(places, [*places[1:], None], strict=True):
        shared |= set(names[place])
        name = ", ".join(map(str, sorted(shared)))
        if after is None or after[1] != place[1] or after[0] - place[0] > _BESIDE + width_of(name):
            yield *place, name
            shared = set()


# What stands between a mark and its numbers, and between these and the next mark.
_BESIDE = 15
_LEGEND = (
    "Triangle up: over, or at least. Triangle down: up to. "
    "Hollow circle: around, close to, or estimated. Orange: a source disagrees."
)


def _most(fact: Fact) -> float:
    return fact.value if fact.value_max is None else fact.value_max


def _middle(dated: str) -> date:
    """Return a day; a month or a year is represented by the day in the middle of it."""
    first, last = first_day(dated), last_day(dated)
    return first + (last - first) / 2


def _mark(group: Sequence[Fact], x: float, y: float, up: Callable[[float], float]) -> Iterator[str]:
    """Yield the mark of a figure, and the line to its upper end if it has one."""
    fact = group[0]
    title = _keys([group])[0]
    doubt = any(one.disagrees_with for one in group)
    if fact.value_max is not None:
        yield line("doubt-line" if doubt else "stroke", x, y, x, up(fact.value_max))
    name = "doubt" if doubt else "bar"
    if fact.qualifier in _UP:
        yield path(name, f"M{x - 6:.1f} {y + 4:.1f}h12l-6 -11z", title=title)
    elif fact.qualifier in _DOWN:
        yield path(name, f"M{x - 6:.1f} {y - 4:.1f}h12l-6 11z", title=title)
    else:
        round_ = ("doubt-hollow" if doubt else "hollow") if fact.qualifier in _ABOUT else name
        yield box(round_, x - 5, y - 5, 10, 10, title=title, round_=5)


def _listed(keys: Sequence[str], top: float) -> tuple[list[str], float]:
    """Return the figures in words, numbered as in the plot, and where they end."""
    parts: list[str] = []
    y = top
    for at, key in enumerate(keys, 1):
        parts.append(text("note end", EDGE + 20, y, f"{at}"))
        for row in wrapped(key, WIDTH - 2 * EDGE - 30):
            parts.append(text("", EDGE + 30, y, row))
            y += _LINE
    return parts, y + 8
