"""Dates as people write them on pages and in tables, in English, French and Spanish."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from mieuxcli.dates import read_date
from mieuxcli.errors import UsageError, quoted

__all__ = ["Dated", "date_of", "read"]

_LANGUAGES = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
    "|september sept sep|october oct|november nov|december dec",
    "fr": "janvier janv|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|octobre oct|novembre nov|decembre dec",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo|junio jun|julio jul|agosto ago"
    "|septiembre setiembre sept|octubre oct|noviembre nov|diciembre dic",
}
_MONTHS = {
    name: (number, language)
    for language, months in reversed(_LANGUAGES.items())
    for number, names in enumerate(months.split("|"), 1)
    for name in names.split()
}
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom"
)
_LEAD = (
    r"(?:(?:published|posted|publiee?|publicad[oa]|date|fecha)(?: on)?:? )?(?:(?:the|le|el) )?"
    rf"(?:(?:{_WEEKDAYS.replace(' ', '|')})\.?,? )?(?:(?:the|le|el) )?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|ro|\.?o|\.)?"
_YEAR = r"(?:del? )?(?P<year>\d{4})"
_DAY_FIRST = re.compile(rf"{_LEAD}{_DAY}[ -](?:(?:of|de) )?(?P<month>[a-z]{{3,}})\.?,?[ -]{_YEAR}")
_MONTH_FIRST = re.compile(rf"{_LEAD}(?P<month>[a-z]{{3,}})\.?,? (?:{_DAY},? )?{_YEAR}")
_NUMBERS = re.compile(rf"{_LEAD}(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)|(?P<one>\d{{1,2}})([./-])(?P<two>\d{{1,2}})\3(?P<year>\d{{4}}))")
_LONGEST = 60


class Dated(NamedTuple):
    """A date that somebody wrote, in ISO form as far as it is given, and the language that it is written in, "" for numbers."""

    date: str
    language: str = ""


def date_of(line: str) -> Dated | None:
    """Return the date that a line is, None where it is something else or more than a date.

    Raises UsageError where it is a date that does not exist, may be read in two ways, or has a month that nobody here knows.
    """
    plain = _plain(line) if len(line) < _LONGEST else ""
    numbers, day_first, month_first = (form.fullmatch(plain) for form in (_NUMBERS, _DAY_FIRST, _MONTH_FIRST))
    if numbers:
        return Dated(read_date(numbers["iso"] or f"{numbers['one']}/{numbers['two']}/{numbers['year']}"))
    if day_first:
        return _dated(line, day_first)
    return _dated(line, month_first) if month_first and month_first["month"] in _MONTHS else None


def read(text: str) -> str:
    """Return the ISO date, as far as it is given, that a person wrote; UsageError where the text is no date that exists."""
    found = date_of(text)
    return found.date if found else read_date(text)


def _plain(line: str) -> str:
    """Return a line in small letters without accents, its words parted by single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", line) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _dated(line: str, parts: re.Match[str]) -> Dated:
    if parts["month"] not in _MONTHS:
        raise UsageError(f"{quoted(line)} has no month in English, French or Spanish")
    month, language = _MONTHS[parts["month"]]
    written = f"{parts['year']}-{month:02}" + (f"-{int(parts['day']):02}" if parts["day"] else "")
    try:
        return Dated(read_date(written), language)
    except UsageError as error:
        raise UsageError(f"{quoted(line)} is a date that does not exist") from error
