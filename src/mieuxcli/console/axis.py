"""Days laid out along the columns of a terminal, with the names of the years or months above them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import period_of

if TYPE_CHECKING:
    from mieuxcli.models import Document

__all__ = ["Axis", "axis_of", "begin", "end", "ruler"]

_ZOOMED = 550
_LEAST = 10


class Axis(NamedTuple):
    """The days from `first` to `last`, laid out over `width` columns."""

    first: date
    last: date
    width: int
    by_month: bool = False

    def at(self, day: date, parts: int = 1) -> int:
        """Return the column of a day, or its part of a column of so many parts; days outside stand at the ends."""
        whole, most = max((self.last - self.first).days, 1), self.width * parts - 1
        return min(max(round((day - self.first).days / whole * most), 0), most)


def begin(text: str) -> date:
    """Return the first day of a date: 2022-03-01 of 2022-03."""
    return date.fromisoformat(period_of(text).begin)


def end(text: str) -> date:
    """Return the last day of a date: 2022-03-31 of 2022-03."""
    return date.fromisoformat(period_of(text).end) - timedelta(days=1)


def axis_of(records: list[Document], width: int) -> Axis:
    """Return the axis from the first to the last day of any record but the phases' ends, in whole years, or months where they are few."""
    days = [begin(record["date"]) for record in records]
    days += [end(record["end"]) for record in records if record["type"] == "action" and record["end"]]
    days += [end(record["date"]) for record in records]
    first, last = min(days), max(days)
    if (last - first).days <= _ZOOMED:
        return Axis(first.replace(day=1), end(last.isoformat()[:7]), max(width, _LEAST), by_month=True)
    return Axis(date(first.year, 1, 1), date(last.year, 12, 31), max(width, _LEAST))


def ruler(axis: Axis) -> str:
    """Return the years, or the months of a short axis, each at its first day, in steps that leave room between their names."""
    years = range(axis.first.year, axis.last.year + 1)
    marks = [(date(year, 1, 1), f"{year:04}") for year in years]
    if axis.by_month:
        months = [date(year, month, 1) for year in years for month in range(1, 13)]
        marks = [(day, day.isoformat()[:7]) for day in months if axis.first <= day <= axis.last]
    elif axis.width < 6 * len(years) and axis.first.year // 100 == axis.last.year // 100:
        marks = [(day, name[2:]) for day, name in marks]
    wide = len(marks[0][1]) + (1 if len(marks[0][1]) == len("08") else 2)
    step = -(-wide * len(marks) // axis.width)
    cells = [" "] * axis.width
    for day, name in marks[::step]:
        at = axis.at(day)
        if at + len(name) <= axis.width:
            cells[at : at + len(name)] = name
    return "".join(cells)
