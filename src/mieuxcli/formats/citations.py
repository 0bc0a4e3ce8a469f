"""Citations: records as BibTeX, BibLaTeX, RIS and CSL-JSON for reference managers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from mieuxcli.dates import ENGLISH_MONTHS
from mieuxcli.records import Action, Article, Fact, Phase, Term, prose_of
from mieuxcli.shapes import records_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Person, Record
    from mieuxcli.shapes import Shape

__all__ = [
    "Citation",
    "Name",
    "biblatex",
    "bibtex",
    "citation_of",
    "csl_item",
    "csl_json",
    "figure_words",
    "host_of",
    "ris",
]

_WRITING = ("author", "interviewer")
_PUBLISHERS = {"mieux-initiative.eu": ("MIEUX Initiative", "ICMPD"), "icmpd.org": ("ICMPD", "ICMPD")}


class Name(NamedTuple):
    """The family and given name of a person or, with an empty given name, the name of an organisation."""

    family: str
    given: str = ""


class Citation(NamedTuple):
    """What a citation says of a record: its authors, title, date, place of publication, note and so on.

    `date` is a partial ISO date, None where the page has none: an Action is cited as the page it is, not as
    published on the day it began. `inferred` says that the page does not print the date. `authors` are the
    people whom the source names as authors or interviewers; failing those, the organisation that runs the
    site, if it is the initiative or ICMPD; otherwise there are none.
    """

    key: str
    authors: tuple[Name, ...]
    title: str
    date: str | None
    site: str | None
    publisher: str | None
    url: str | None
    note: str | None
    abstract: str | None
    language: str | None
    inferred: bool = False
    accessed: str | None = None
    archived: str | None = None


def citation_of(record: Record) -> Citation:
    """Return the citation of a record.

    The note of a key fact quotes the figure as printed and names the page that it stands on.
    """
    url = record.url or (next(iter(record.sources), None) if isinstance(record, Phase) else None)
    host = host_of(url or "").removeprefix("www.")
    body, publisher = _PUBLISHERS.get(host, (None, host or None))
    people = record.people if isinstance(record, Article) else ()
    persons = tuple(_name(person) for person in people if person.part in _WRITING)
    inferred = record.date_basis == "inferred"
    sentences = (
        figure_words(record),
        record.note,
        "The date is inferred" if inferred and not record.note else "",
    )
    return Citation(
        f"mieux-{record.id}",
        persons or ((Name(body),) if body else ()),
        record.title,
        None if isinstance(record, Action | Phase | Term) else record.date,
        body or host or None,
        publisher,
        url,
        " ".join(map(_sentence, filter(None, sentences))) or None,
        prose_of(record),
        record.language if isinstance(record, Article) else None,
        inferred,
        record.accessed,
        record.archived_url,
    )


def _sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends a sentence already."""
    return text if text.rstrip("”»)").endswith((".", "!", "?", "…")) else f"{text}."


def figure_words(record: Record) -> str:
    """Return the printed wording of a key fact and its source, or an empty text for other records."""
    return f"“{record.wording}”, in: {record.source_title}" if isinstance(record, Fact) else ""


def host_of(url: str) -> str:
    """Return the name of the host in an address, or an empty text."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _name(person: Person) -> Name:
    whole = person.name
    given, _, family = whole.rpartition(" ")
    named = person.family or family
    rest = whole.removesuffix(named) if whole.endswith(named) else whole.replace(named, "", 1)
    return Name(named, rest.strip() or given)


def _citations(shape: Shape) -> Iterator[Citation]:
    return map(citation_of, records_in(shape))


# BibTeX counts braces even after a backslash, so TeX's special characters are written as commands.
_TEX = str.maketrans(
    {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)


def _part(text: str) -> str:
    """Return a part of a person's name, in braces if a comma or an "and" in it would split it."""
    return f"{{{_tex(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else _tex(text)


def bibtex(shape: Shape) -> Iterator[str]:
    """Yield BibTeX entries that classic styles and biber read, as `@misc` and in UTF-8.

    Titles and organisations are in double braces, so that they keep their capitals. An inferred year is in
    brackets. Styles print neither the fields `day` nor `inferred`, which hold the date as far as it is known.
    """
    for citation in _citations(shape):
        year, *rest = (citation.date or "").split("-")
        dated: dict[str, str | None] = {
            "year": f"[{year}]" if citation.inferred and year else year,
            "month": _BIBTEX_MONTHS[int(rest[0]) - 1] if rest and not citation.inferred else "",
            "day": rest[1] if len(rest) > 1 and not citation.inferred else "",
            "inferred": citation.date if citation.inferred else "",
            "howpublished": f"\\url{{{_address(citation.url)}}}" if citation.url else "",
        }
        yield _entry("misc", citation, dated)


def biblatex(shape: Shape) -> Iterator[str]:
    """Yield BibLaTeX entries for biber, as `@online`, or `@misc` without an address, and in UTF-8.

    An inferred date has a question mark.
    """
    for citation in _citations(shape):
        dated = {"date": citation.date and citation.date + "?" * citation.inferred}
        yield _entry("online" if citation.url else "misc", citation, dated)


_BIBTEX_MONTHS = tuple(month[:3].lower() for month in ENGLISH_MONTHS)


def _entry(kind: str, citation: Citation, dated: dict[str, str | None]) -> str:
    authors = " and ".join(
        f"{_part(name.family)}, {_part(name.given)}" if name.given else f"{{{_tex(name.family)}}}"
        for name in citation.authors
    )
    pairs = {
        "author": authors,
        "title": f"{{{_tex(citation.title)}}}",
        **dated,
        "organization": _tex(citation.publisher or ""),
        "url": _address(citation.url),
        "urldate": citation.accessed if citation.url else None,
        "langid": _LANGUAGES.get(citation.language or ""),
        "abstract": _tex(citation.abstract or ""),
        "note": _tex(citation.note or ""),
    }
    lines = [f"  {name} = {_value(name, value)}" for name, value in pairs.items() if value]
    return f"@{kind}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n\n"


def _value(name: str, value: str) -> str:
    # A month is a macro of BibTeX, which prints it as the style wants.
    return value if name == "month" else f"{{{value}}}"


# The names that biblatex and babel use.
_LANGUAGES = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "uk": "ukrainian",
}


def _address(url: str | None) -> str | None:
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._") if url else None


def ris(shape: Shape) -> Iterator[str]:
    """Yield RIS records, one tag a line, with CRLF line ends.

    DA holds the date as far as it is known, and says where RIS has a place for remarks that it is inferred.
    """
    for citation in _citations(shape):
        names = [f"{name.family}, {name.given}" if name.given else name.family for name in citation.authors]
        year, month, day = [*(citation.date or "").split("-"), "", ""][:3]
        tags = [
            ("TY", "ELEC"),
            ("ID", citation.key),
            *(("AU", name) for name in names),
            ("TI", citation.title),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/{'inferred' * citation.inferred}" if year else ""),
            ("T2", citation.site),
            ("PB", citation.publisher),
            ("AB", citation.abstract),
            ("N1", citation.note),
            ("LA", citation.language),
            ("UR", _address(citation.url)),
            ("Y2", (citation.accessed or "").replace("-", "/") if citation.url else ""),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags if value]
        yield "".join([*lines, "ER  - \r\n\r\n"])


def _date_parts(date: str | None, *, circa: bool = False) -> dict[str, object] | None:
    if not date:
        return None
    parts = {"date-parts": [[int(part) for part in date.split("-")]]}
    return {**parts, "circa": True} if circa else {**parts}


def csl_item(citation: Citation) -> dict[str, object]:
    """Return a citation as a CSL-JSON 1.0 item, without the keys that have no value."""
    bodies = [name.family for name in citation.authors]
    item = {
        "id": citation.key,
        "type": "webpage",
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in citation.authors
        ],
        "title": citation.title,
        "container-title": citation.site if citation.site not in bodies else None,
        "publisher": citation.publisher if citation.publisher not in (*bodies, citation.site) else None,
        "issued": _date_parts(citation.date, circa=citation.inferred),
        "accessed": _date_parts(citation.accessed) if citation.url else None,
        "URL": citation.url,
        "abstract": citation.abstract,
        "note": citation.note,
        "language": citation.language,
    }
    return {key: value for key, value in item.items() if value}


def csl_json(shape: Shape) -> Iterator[str]:
    """Yield an array of CSL-JSON items."""
    items = [json.dumps(csl_item(citation), ensure_ascii=False, indent=2) for citation in _citations(shape)]
    yield "[" + ",".join(f"\n{item}" for item in items) + "\n" * bool(items) + "]\n"
