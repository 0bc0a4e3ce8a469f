"""The curves of a timeline: for each region, how many Actions were under way at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from mieuxcli.console.drawing import DIM, GUTTER, LABEL, STRONG, begin, end, inked, level
from mieuxcli.harmless import visible
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.console.drawing import Axis
    from mieuxcli.records import Action

__all__ = ["curves"]

_LEVELS = 8
_FEWEST = 3
_STEPS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000)


class _Curve(NamedTuple):
    """The Actions of a region, the most that ran in each column, and the first day on which most of them ran."""

    region: str
    actions: Sequence[Action]
    columns: Sequence[int]
    busiest: int

    @property
    def most(self) -> int:
        """The highest number of Actions that ran at a time."""
        return max(self.columns)


def curves(running: Sequence[Action], axis: Axis, lines: int) -> tuple[list[Text], int]:
    """Return a heading and a filled curve for each region, and how many Actions a line of blocks stands for.

    All curves have the same scale, the finest by which they fit into the number of lines, if any does.
    """
    regions: dict[str, list[Action]] = defaultdict(list)
    for action in running:
        regions[action.region].append(action)
    found = [_curve(region, regions[region], axis) for region in sorted(regions)]
    step = next(
        (step for step in _STEPS if sum(1 + _high(curve, step) for curve in found) <= lines),
        max(curve.most for curve in found),
    )
    return [line for curve in found for line in (_heading(curve, axis), *_filled(curve, step))], step


def _high(curve: _Curve, step: int) -> int:
    return -(-curve.most // step)


def _curve(region: str, actions: Sequence[Action], axis: Axis) -> _Curve:
    """Count what ran in each column; an Action without a known end counts in the time of its start alone."""
    changes: Counter[int] = Counter()
    for action in actions:
        first, last = _days(action)
        first = min(max(first, axis.first.toordinal()), axis.last.toordinal())
        changes[first] += 1
        changes[min(max(last, first), axis.last.toordinal()) + 1] -= 1
    days = sorted(changes)
    numbers = list(accumulate(changes[day] for day in days))
    columns = [0] * axis.width
    for (day, following), number in zip(pairwise(days), numbers, strict=False):
        for at in range(_column(axis, day), _column(axis, following - 1) + 1):
            columns[at] = max(columns[at], number)
    return _Curve(region, actions, columns, days[numbers.index(max(numbers))])


def _days(action: Action) -> tuple[int, int]:
    """Return the first and last day of an Action, as ordinal numbers."""
    return begin(action.start).toordinal(), end(action.end or action.start).toordinal()


def _column(axis: Axis, day: int) -> int:
    return axis.at(date.fromordinal(day))


def _heading(curve: _Curve, axis: Axis) -> Text:
    """Return a region's name and number of Actions, then the most at a time and the partners as they fit."""
    name, told = visible(curve.region), counted(len(curve.actions), "Action")
    room = GUTTER + axis.width - cell_len(name) - 2
    most = f", at most {curve.most} at a time ({date.fromordinal(curve.busiest):%Y-%m})"
    if len(curve.actions) > 1 and len(told + most) <= room:
        told += most
    return Text.assemble((name, STRONG), "  ", (told, LABEL), (_partners(curve, room - len(told)), DIM))


def _partners(curve: _Curve, room: int) -> str:
    """Return the partners of the Actions that ran when most did, as many as there is room for, if three."""
    ran = [action for action in curve.actions if _ran(action, curve.busiest)]
    names = list(dict.fromkeys(visible(action.partner) for action in ran))
    for shown in range(len(names), min(_FEWEST, len(names)) - 1, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        text = f": {' · '.join(names[:shown])}{more}"
        if cell_len(text) <= room:
            return text
    return ""


def _ran(action: Action, day: int) -> bool:
    first, last = _days(action)
    return first <= day <= last


def _filled(curve: _Curve, step: int) -> list[Text]:
    """Return the lines of a curve from the top, the first of them with the highest number in front."""
    eighths = [-(-number * _LEVELS // step) for number in curve.columns]
    high = _high(curve, step)
    rows = [
        [min(max(number - row * _LEVELS, 0), _LEVELS) for number in eighths] for row in reversed(range(high))
    ]
    drawn = ["".join(level(number, _LEVELS) for number in row).rstrip() for row in rows]
    labels = [str(curve.most), *[""] * (high - 1)]
    return [
        Text.assemble(inked(f"{label:>{GUTTER - 1}} ", DIM), inked(line, LABEL))
        for label, line in zip(labels, drawn, strict=True)
    ]
