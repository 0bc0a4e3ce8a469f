"""Drafts: articles made from the words and dates of a page, and what could not be read."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import MONTHS, read_date
from mieuxcli.errors import UsageError, quoted
from mieuxcli.records import Article
from mieuxcli.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.records import Person, Record

__all__ = [
    "Dated",
    "Found",
    "Page",
    "Source",
    "Unread",
    "article",
    "clean",
    "date_of",
    "headline",
    "id_of",
    "is_untitled",
    "iso_date",
    "shortened",
]

_LONGEST_SUMMARY = 60
_LONGEST_HEADLINE = 10
_NO_TITLE = re.compile(r"\[.*\]\Z")
_ID_WORDS = range(3, 6)
_ID_LETTERS = 40


class Unread(NamedTuple):
    """Something that could not be read: the file, the line (0 if the file has no lines) and the reason."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        """Return the problem on one line, its place first as compilers print it."""
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


class Source(NamedTuple):
    """The origin of a record: the file, and the address and language of the page if they are known."""

    file: str
    url: str | None = None
    language: str | None = None


class Page(NamedTuple):
    """An article drafted from a page, with all the text that the page has of it."""

    article: Article
    text: str


class Found(NamedTuple):
    """The records found in files, what could not be read there, and the texts of pages among them."""

    records: Sequence[Record]
    unread: Sequence[Unread] = ()
    pages: Sequence[Page] = ()


def clean(text: str) -> str:
    """Return text without control and invisible characters, its words separated by single spaces."""
    words = "".join(" " if c.isspace() else c for c in text).split()
    visible = (
        "".join(c for c in word if unicodedata.category(c) not in ("Cc", "Cf", "Cs")) for word in words
    )
    return " ".join(word for word in visible if word)


def shortened(text: str, most: int = _LONGEST_SUMMARY) -> str:
    """Return at most the first `most` words of a text, with an ellipsis if any are left out."""
    words = text.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]).rstrip(",;:.-–—") + "…"


def headline(text: str) -> str:
    """Return a title for a text that has none: its first words in square brackets."""
    return f"[{shortened(text, _LONGEST_HEADLINE).rstrip('.')}]"


def is_untitled(title: str) -> bool:
    """Return whether a title stands for one that is not known, as `headline` writes it."""
    return bool(_NO_TITLE.match(title))


def article(
    *,
    title: str,
    date: str | None,
    summary: str,
    note: str,
    source: Source,
    series: str | None = None,
    people: Sequence[Person] = (),
) -> Article:
    """Return an article drafted from what a page shows."""
    return Article(
        id=id_of("article", date, title),
        title=title,
        kind="news",
        summary=shortened(summary),
        date=date,
        date_basis="published" if date else None,
        url=source.url,
        note=note,
        series=series,
        language=source.language,
        people=tuple(people),
    )


def id_of(type_: str, date: object, words: object) -> str:
    """Return the id for a record that has none: for an article, its date and the first words of its title.

    The ids of other records begin with their type instead of a date.
    """
    dated = date if date and isinstance(date, str) else "undated"
    before = dated if type_ == "article" else type_
    folded = tokens(re.sub(r"['’]", "", str(words or "")))
    ascii_ = [
        word
        for word in (
            unicodedata.normalize("NFKD", token).encode("ascii", "ignore").decode() for token in folded
        )
        if word
    ]
    most = next(
        (count for count in reversed(_ID_WORDS) if len("-".join(ascii_[:count])) <= _ID_LETTERS), _ID_WORDS[0]
    )
    return "-".join([before, *(ascii_[:most] or ["record"])])


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
_NUMBERS = re.compile(
    rf"{_LEAD}(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)"
    r"|(?P<one>\d{1,2})([./-])(?P<two>\d{1,2})\3(?P<year>\d{4}))"
)
_LONGEST_DATE = 60


class Dated(NamedTuple):
    """A partial ISO date with the language in which it was written, which is "" for numbers alone."""

    date: str
    language: str = ""


def date_of(line: str) -> Dated | None:
    """Return the date that a line consists of, or None if it is anything else or has other words.

    Raises UsageError where the date does not exist, can be read in two ways or has an unknown month.
    """
    plain = _plain(line) if len(line) < _LONGEST_DATE else ""
    numbers, day_first, month_first = (form.fullmatch(plain) for form in (_NUMBERS, _DAY_FIRST, _MONTH_FIRST))
    if numbers:
        return Dated(read_date(numbers["iso"] or f"{numbers['one']}/{numbers['two']}/{numbers['year']}"))
    if day_first:
        return _dated(line, day_first)
    return _dated(line, month_first) if month_first and month_first["month"] in MONTHS else None


def iso_date(text: str) -> str:
    """Return the partial ISO date that a person wrote.

    Raises UsageError where the text is not a date, or is one that does not exist.
    """
    found = date_of(text)
    return found.date if found else read_date(text)


def _plain(line: str) -> str:
    """Return a line in lower case without accents, its words separated by single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", line) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _dated(line: str, parts: re.Match[str]) -> Dated:
    if parts["month"] not in MONTHS:
        raise UsageError(f"{quoted(line)} has no month in English, French or Spanish")
    month, language = MONTHS[parts["month"]]
    written = f"{parts['year']}-{month:02}" + (f"-{int(parts['day']):02}" if parts["day"] else "")
    try:
        return Dated(read_date(written), language)
    except UsageError as error:
        raise UsageError(f"{quoted(line)} is a date that does not exist") from error
