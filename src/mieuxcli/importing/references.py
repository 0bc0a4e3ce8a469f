"""References from other programs, whatever the form of their file, and the articles that they become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import MONTHS, is_partial_date
from mieuxcli.errors import UsageError
from mieuxcli.importing.drafts import Found, Source, Unread, article, clean, iso_date
from mieuxcli.records import Person
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.records import Article

__all__ = ["MOST_LETTERS", "Reference", "Who", "found_in", "loose_date", "needed", "too_long"]

# A library of a hundred thousand references is shorter. The parsers need some twenty times the memory.
MOST_LETTERS = 50_000_000
OWN = "mieux-"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+\Z")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})(?!\d)")
_ISO_BEGINNING = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?=T|/|\Z)")
# Parts of the names that BibTeX, RIS and CSL have for kinds of publications.
_KINDS = {
    "interview": ("interview",),
    "publication": (
        "book",
        "chap",
        "report",
        "rprt",
        "thes",
        "jour",
        "maga",
        "mgzn",
        "paper",
        "arti",
        "proc",
    ),
}
_LANGUAGES = {
    "arabic": "ar",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "ukrainian": "uk",
}


class Who(NamedTuple):
    """Somebody named in a reference: a person with a family name or, without one, a body."""

    name: str
    family: str = ""
    part: str = "author"


class Reference(NamedTuple):
    """What a file says of one publication, in its own words; `line` is where it stands, or 0.

    `inferred` says that the date is not printed, and `key` is what the file calls the reference.
    """

    title: str
    line: int = 0
    key: str = ""
    kind: str = ""
    date: str = ""
    inferred: bool = False
    who: tuple[Who, ...] = ()
    url: str = ""
    doi: str = ""
    abstract: str = ""
    note: str = ""
    language: str = ""
    accessed: str = ""


def found_in(references: Iterable[Reference], file: str) -> Found:
    """Return the articles that references become, with those left out and the dates that cannot be read."""
    records: list[Article] = []
    unread: list[Unread] = []
    for reference in references:
        title = clean(reference.title)
        named = f"the reference {clean(reference.key)}" if reference.key else "a reference"
        if not title:
            unread.append(Unread(file, reference.line, f"{named} has no title"))
            continue
        try:
            date = loose_date(reference.date)
        except UsageError as error:
            unread.append(Unread(file, reference.line, f"{named} is left out: {error.message}"))
            continue
        records.append(_article(reference, title, date, file))
    return Found(records, unread)


def _article(reference: Reference, title: str, date: str | None, file: str) -> Article:
    own = reference.key.startswith(OWN)
    note = clean(reference.note) or f"Imported from {file}."
    inferred = bool(date and reference.inferred)
    drafted = article(
        title=title,
        date=date,
        summary=clean(reference.abstract) or title,
        note=note,
        source=Source(file, _address(reference), _language(reference.language)),
        people=[_person(who) for who in reference.who if who.family],
    )
    id_ = reference.key.removeprefix(OWN)
    bodies = tuple(dict.fromkeys(clean(who.name) for who in reference.who if not who.family))
    return drafted._replace(
        id=id_ if own and _ID.match(id_) else drafted.id,
        kind=_kind(reference.kind),
        date_basis="inferred" if inferred else drafted.date_basis,
        # Without a person the program cites the body that runs the site, which the page need not name.
        organisations=() if own else bodies,
        accessed=_day(reference.accessed) if drafted.url else None,
    )


def _kind(text: str) -> str:
    plain = text.lower()
    return next((kind for kind, parts in _KINDS.items() if any(part in plain for part in parts)), "news")


def _person(who: Who) -> Person:
    name, family = clean(who.name), clean(who.family)
    last = name.rpartition(" ")[2]
    return Person(name, part=who.part, family=None if family == last else family)


def _address(reference: Reference) -> str | None:
    url = clean(reference.url)
    if _ADDRESS.match(url):
        return url
    doi = _DOI.match(clean(reference.doi))
    return f"https://doi.org/{doi[1]}" if doi else None


def _language(text: str) -> str | None:
    """Return the two letters of a language that is named in words, as en or as en-GB."""
    plain = fold(text).strip()
    named = next((code for name, code in _LANGUAGES.items() if plain.startswith(name)), None)
    return named or (plain[:2] if re.match(r"[a-z]{2}(?:[-_ ]|\Z)", plain) else None)


def _day(text: str) -> str | None:
    try:
        return loose_date(text)
    except UsageError:
        return None


def loose_date(text: str) -> str | None:
    """Return the partial ISO date that a reference manager wrote, as 2022/03/30/, March 2022 or 2022-03-30T10:00.

    Returns None where there is no date. Raises UsageError where the date does not exist or is none.
    """
    plain = clean(text).strip("/ ")
    if not plain or fold(plain) in ("n.d.", "n d", "nd", "no date", "undated"):
        return None
    iso = _ISO_BEGINNING.match(plain)
    slashed = re.fullmatch(r"(\d{4})/(\d{1,2})?(?:/(\d{1,2}))?(?:/.*)?", plain)
    if iso:
        plain = iso[0]
    elif slashed:
        plain = "-".join(part.zfill(2) for part in slashed.groups() if part)
    if is_partial_date(plain):
        return plain
    year, month = _YEAR.search(plain), next(filter(None, map(_month, fold(plain).split())), "")
    if not year or not month:
        return iso_date(plain)
    day = _DAY.search(plain)
    return iso_date("-".join([year[1], month, *([day[1].zfill(2)] if day else [])]))


def _month(word: str) -> str:
    return f"{MONTHS[word][0]:02}" if word in MONTHS else ""


def too_long(text: str, file: str) -> Found | None:
    """Return that a file is too long to be parsed, or None if it is not."""
    if len(text) <= MOST_LETTERS:
        return None
    return Found(
        (), [Unread(file, 0, f"is longer than {MOST_LETTERS:,} letters; split it into several files")]
    )


def needed(file: str, form: str, library: str) -> UsageError:
    """Return the error that a file needs a library that is not installed."""
    return UsageError(
        f"{file} is {form}, which only {library} can read, which is not installed",
        "pip install 'mieuxcli[import]'",
    )
