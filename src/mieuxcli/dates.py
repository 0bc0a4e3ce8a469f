"""Partial dates (a year, month or day), and periods with an inclusive begin and an exclusive end."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from mieuxcli.errors import UsageError, quoted

__all__ = [
    "ENGLISH_MONTHS",
    "MONTHS",
    "Period",
    "date_among",
    "first_day",
    "is_partial_date",
    "last_day",
    "names_years",
    "period_between",
    "period_of",
    "period_of_years",
    "read_date",
]

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)
# These are compiled where a date is first read; most commands read none.
_ISO_TIME = (
    r"(?a)(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?\Z"
)
_YEARS = r"(?a)(\d{4})(?:\s*(?:-|–|\.\.)\s*(\d{4}))?\Z"
_NUMBERS = r"(?a)\d+(?:[\s/.,-]+\d+){0,2}\Z"
_DAY = r"(?ai)(\d{1,2})(?:st|nd|rd|th)?\Z"
_YEAR_LENGTH = 4
_EXAMPLES = "write it as 2022, 2022-03, 2022-03-30, March 2022 or 30 March 2022"


class Period(NamedTuple):
    """The days from `begin` up to but not including `end`, in ISO form.

    An open begin is "", and an open end "9999".
    """

    begin: str = ""
    end: str = "9999"


@lru_cache(maxsize=8192)
def is_partial_date(text: str) -> bool:
    """Return whether `text` is an existing year, month or day in ISO form."""
    try:
        return bool(_ISO.match(text)) and bool(_bounds(text))
    except ValueError:
        return False


@lru_cache(maxsize=8192)
def period_of(text: str) -> Period:
    """Return the period of the year, month or day that an ISO date names.

    Raises ValueError where it names none.
    """
    begin, end = _bounds(text)
    return Period(begin.isoformat(), end.isoformat())


def first_day(text: str) -> date:
    """Return the first day of a partial date: 2022-03-01 for 2022-03; ValueError where it is none."""
    return date.fromisoformat(period_of(text).begin)


def last_day(text: str) -> date:
    """Return the last day of a partial date: 2022-03-31 for 2022-03; ValueError where it is none."""
    return date.fromisoformat(period_of(text).end) - timedelta(days=1)


def _bounds(text: str) -> tuple[date, date]:
    match = _ISO.match(text)
    if not match:
        raise ValueError(text)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    begin = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    if begin.year == date.max.year:
        raise ValueError(text)
    if day:
        return begin, begin + timedelta(days=1)
    if month:
        return begin, (begin + timedelta(days=31)).replace(day=1)
    return begin, date(begin.year + 1, 1, 1)


def read_date(text: str) -> str:
    """Return the partial ISO date that a person wrote: 2022-03 for `March 2022`.

    Raises UsageError where the text is not a date, names a day that does not exist, or can be read in two
    ways.
    """
    text = text.strip()
    if _ISO.match(text):
        if not is_partial_date(text):
            raise UsageError(f"{quoted(text)} is a date that does not exist", _EXAMPLES)
        return text
    with_time = re.match(_ISO_TIME, text)
    readings = (
        [with_time[1]] if with_time else _in_numbers(text) if re.match(_NUMBERS, text) else _in_words(text)
    )
    found = list(dict.fromkeys(reading for reading in readings if is_partial_date(reading)))
    if len(found) > 1:
        raise UsageError(f"{quoted(text)} may be two dates", f"write {found[0]} or {found[1]}")
    if not found:
        raise UsageError(f"{quoted(text)} is not a date", _EXAMPLES)
    return found[0]


def _in_numbers(text: str) -> list[str]:
    """Return the readings of a date in figures.

    The year comes first, or else last after the day and month in either order.
    """
    parts = re.split(r"[\s/.,-]+", text)
    if len(parts) == 1 and len(text) == len("20220330"):
        parts = [text[:4], text[4:6], text[6:]]
    if len(parts[0]) == _YEAR_LENGTH:
        return ["-".join(part.zfill(2) for part in parts)]
    if len(parts[-1]) != _YEAR_LENGTH:
        if len(parts) > 1:
            raise UsageError(f"{quoted(text)} is not a date with a year", _EXAMPLES)
        return []
    *rest, year = parts
    return ["-".join([year, *(part.zfill(2) for part in order)]) for order in (rest[::-1], rest)]


def _in_words(text: str) -> list[str]:
    """Return the readings of a date in words: a month by name, a year, and perhaps a day and weekday."""
    from dateutil.parser import parserinfo  # noqa: PLC0415 - only a date that is not ISO needs dateutil

    names = parserinfo()
    parts = [
        part.rstrip(".") for part in re.split(r"[\s,/-]+", text) if part and part.lower() not in ("of", "the")
    ]
    years = [part for part in parts if part.isascii() and part.isdigit() and len(part) == _YEAR_LENGTH]
    days = [int(match[1]) for part in parts if (match := re.match(_DAY, part))]
    months = [month for part in parts if (month := names.month(part))]
    weekdays = [part for part in parts if part not in years and names.weekday(part) is not None]
    known = len(years) + len(days) + len(months) + len(weekdays) == len(parts)
    if known and parts and not years and len(months) <= 1 and len(days) <= 1:
        raise UsageError(f"{quoted(text)} is not a date with a year", _EXAMPLES)
    if not known or len(years) != 1 or len(months) != 1 or len(days) > 1 or (weekdays and not days):
        return []
    return ["-".join([years[0], *(f"{number:02}" for number in (*months, *days))])]


def names_years(text: str) -> bool:
    """Return whether a text has the form of a year or a range of years."""
    return bool(re.match(_YEARS, text.strip()))


def period_of_years(text: str) -> Period:
    """Return the period of a year (`2022`) or of an inclusive range of years (`2020-2022`).

    Raises UsageError for any other text.
    """
    match = re.match(_YEARS, text.strip())
    first, last = (match[1], match[2] or match[1]) if match else ("0", "0")
    if not is_partial_date(first) or not is_partial_date(last):
        raise UsageError(f"{quoted(text)} is not a year", "write a year or a range: 2022 or 2020-2022")
    if last < first:
        raise UsageError(f"{quoted(text)} ends before it begins", f"write {last}-{first}")
    return Period(period_of(first).begin, period_of(last).end)


def period_between(since: str | None, until: str | None) -> Period:
    """Return the period from the first day of `since` to the last day of `until`.

    Both are dates as people write them, and None leaves that end open. Raises UsageError for any other text.
    """
    begin = "" if since is None else period_of(read_date(since)).begin
    end = "9999" if until is None else period_of(read_date(until)).end
    return Period(begin, end)


_MONTH_NAMES = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
    "|september sept sep|october oct|november nov|december dec",
    "fr": "janvier janv|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept"
    "|octobre oct|novembre nov|decembre dec",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo|junio jun|julio jul|agosto ago"
    "|septiembre setiembre sept|octubre oct|noviembre nov|diciembre dic",
    "pt": "janeiro jan|fevereiro fev|marco mar|abril abr|maio|junho jun|julho jul|agosto ago"
    "|setembro set|outubro out|novembro nov|dezembro dez",
}
# Folded month names with their number and language; a name that several languages share is the first one's.
MONTHS = {
    name: (number, language)
    for language, months in reversed(_MONTH_NAMES.items())
    for number, names in enumerate(months.split("|"), 1)
    for name in names.split()
}
ENGLISH_MONTHS = tuple(names.split()[0].capitalize() for names in _MONTH_NAMES["en"].split("|"))
_YEAR = r"(?a)(?:19|20)\d\d\Z"


def date_among(words: Sequence[str]) -> tuple[int, str] | None:
    """Return how many of the first words form a date, and that date, or None if they form none.

    The date is a year, or a month by name with its year. The words must be folded.
    """
    if words and re.match(_YEAR, words[0]):
        return 1, words[0]
    if len(words) > 1 and words[0] in MONTHS and re.match(_YEAR, words[1]):
        return 2, f"{words[1]}-{MONTHS[words[0]][0]:02}"
    return None
