"""Dates as far as they are known, and periods with an inclusive begin and an exclusive end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mieuxcli.errors import UsageError, quoted

__all__ = ["Period", "is_partial_date", "period_between", "period_of", "period_of_years", "read_date"]

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_YEARS = re.compile(r"(\d{4})(?:\s*(?:-|–|\.\.)\s*(\d{4}))?\Z")  # noqa: RUF001 - an en dash is what people paste
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\Z")
_EXAMPLES = "write it as 2022, 2022-03, 2022-03-30, March 2022 or 30 March 2022"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `begin` up to, not including, `end`, as ISO days; an open end is "" or "9999"."""

    begin: str = ""
    end: str = "9999"


def is_partial_date(text: str) -> bool:
    """Say whether `text` is a year, month or day in ISO form that exists."""
    try:
        return bool(_ISO.match(text)) and bool(_bounds(text))
    except ValueError:
        return False


def period_of(text: str) -> Period:
    """Return the year, month or day that an ISO date names; ValueError where it names none."""
    begin, end = _bounds(text)
    return Period(begin.isoformat(), end.isoformat())


def _bounds(text: str) -> tuple[date, date]:
    match = _ISO.match(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    begin = date(year or 0, month or 1, day or 1)
    if begin.year == date.max.year:
        raise ValueError(text)
    if day:
        return begin, begin + timedelta(days=1)
    if month:
        return begin, (begin + timedelta(days=31)).replace(day=1)
    return begin, date(begin.year + 1, 1, 1)


def read_date(text: str) -> str:
    """Return the ISO date, as far as it is given, that a person wrote: `March 2022` is 2022-03.

    Raises UsageError where the text is no date, names a day that does not exist, or may be read in two ways.
    """
    text = text.strip()
    if _ISO.match(text):
        if not is_partial_date(text):
            raise UsageError(f"{quoted(text)} is a date that does not exist", _EXAMPLES)
        return text
    numbers = _SLASHES.match(text)
    if numbers:
        day, month, year = (int(n) for n in numbers.groups())
        if day <= 12 and month <= 12 and day != month:
            raise UsageError(f"{quoted(text)} may be two dates", f"write {year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}")
    return _written_out(text)


def _written_out(text: str) -> str:
    from dateutil import parser  # noqa: PLC0415 - only a date that is not ISO pays for dateutil

    # What the text leaves open is taken from the default, so two defaults that differ in year, month and day show it.
    try:
        one = parser.parse(text, default=datetime(1904, 1, 1), dayfirst=True)  # noqa: DTZ001 - days have no zone
        two = parser.parse(text, default=datetime(1908, 2, 2), dayfirst=True)  # noqa: DTZ001
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{quoted(text)} is not a date", _EXAMPLES) from error
    if one.year != two.year or (one.month != two.month and one.day == two.day) or not re.search(r"\d{4}", text):
        raise UsageError(f"{quoted(text)} is not a date with a year", _EXAMPLES)
    if one.month != two.month:
        return f"{one.year:04}"
    return one.strftime("%Y-%m-%d") if one.day == two.day else one.strftime("%Y-%m")


def period_of_years(text: str) -> Period:
    """Return the period of a year (`2022`) or a range of years (`2020-2022`, both inclusive); UsageError otherwise."""
    match = _YEARS.match(text.strip())
    first, last = (match[1], match[2] or match[1]) if match else ("0", "0")
    if not is_partial_date(first) or not is_partial_date(last):
        raise UsageError(f"{quoted(text)} is not a year", "write a year or a range: 2022 or 2020-2022")
    if last < first:
        raise UsageError(f"{quoted(text)} ends before it begins", f"write {last}-{first}")
    return Period(period_of(first).begin, period_of(last).end)


def period_between(since: str | None, until: str | None) -> Period:
    """Return the period from the first day of `since` to the last day of `until`, each as a person writes a date."""
    begin = period_of(read_date(since)).begin if since else ""
    end = period_of(read_date(until)).end if until else "9999"
    return Period(begin, end)
