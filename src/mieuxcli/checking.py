"""What an archive must hold to: each check is a function from its contents to problems; `mieux check` and the tests use the same ones."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from mieuxcli.dates import period_of
from mieuxcli.errors import quoted
from mieuxcli.fields import QUALIFIERS
from mieuxcli.loading import Contents, Place, with_field_lines
from mieuxcli.vocabulary import CONTROLLED, Vocabulary
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mieuxcli.models import Document

__all__ = ["CHECKS", "Finding", "check"]

Finding = tuple[str, str, str]  # severity, field, message


class Known(NamedTuple):
    """What the checks of one record may refer to: the ids of Actions, the names of phases, the vocabulary of the archive."""

    actions: set[str]
    phases: set[str]
    vocabulary: Vocabulary


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_URL = re.compile(r"https?://[^\s/]+\.[^\s]+\Z")
_BASES = ("published", "inferred")
_STATUSES = ("Completed", "Ongoing", "On hold", "In preparation")
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_LEFTOVERS = re.compile(r"excerpt|listing-teaser|stored (page|text|cop)|\bthe seed\b|not shown in", re.IGNORECASE)
_LONGEST_SUMMARY = 60


def check(contents: Contents) -> Contents:
    """Add to the problems of the contents whatever the checks find, and return them."""
    # A record that is left out for its shape has its own problem; what refers to it is right.
    actions = contents.broken | {document["id"] for document in contents.documents if document["type"] == "action"}
    phases = {document["title"] for document in contents.documents if document["type"] == "phase"}
    known = Known(actions, phases, contents.vocabulary)
    seen: dict[str, str] = {}
    for document, place in zip(contents.documents, contents.places, strict=True):
        id_ = document["id"]
        if id_ in seen:
            contents.problem(place, id_, "id", f"is the id of another record too, in {seen[id_]}")
        seen[id_] = f"{place.file}:{place.line}" if place.line else place.file
        for one in CHECKS:
            for severity, name, message in one(document, known):
                contents.problem(place, id_, name, message, severity)
    _check_vocabulary(contents, known.vocabulary)
    contents.problems[:] = with_field_lines(contents.problems)
    return contents


def _check_id(document: Document, known: Known) -> Iterator[Finding]:
    del known
    id_, date = document["id"], document["date"]
    if not _ID.match(id_):
        yield "error", "id", f"{quoted(id_)} must be small letters, digits and single hyphens"
    elif document["type"] == "article" and not id_.startswith((date or "undated") + "-"):
        yield "warning", "id", f"an article's id should begin with {date or 'undated'}-"


def _check_dates(document: Document, known: Known) -> Iterator[Finding]:
    del known
    for first, last in (("start", "end"), ("period_start", "period_end")):
        begin, end = document.get(first), document.get(last)
        if begin and end and period_of(end).end <= period_of(begin).begin:
            yield "error", last, f"{end} is before {first} {begin}"
    basis = document["date_basis"]
    if basis is not None and basis not in _BASES:
        yield "error", "date_basis", f"{quoted(basis)} must be published or inferred"
    if basis == "inferred" and not document["note"]:
        yield "error", "note", "an inferred date needs its ground in the note"
    if document["type"] == "article" and (document["date"] is None) != (basis is None):
        yield "error", "date_basis", "date and date_basis go together"


def _check_source(document: Document, known: Known) -> Iterator[Finding]:
    del known
    addresses = [(name, address) for name in ("url", "other_urls", "sources") for address in _values(document.get(name))]
    if not addresses and not document["note"]:
        yield "error", "url", "a record needs a source: url, or a note that names the page it was listed on"
    for name, address in addresses:
        if not _URL.match(address):
            yield "error", name, f"{quoted(address)} is not a whole address"


def _check_references(document: Document, known: Known) -> Iterator[Finding]:
    for id_ in document.get("actions") or ():
        if id_ not in known.actions:
            near = nearest(id_, known.actions)
            yield "error", "actions", f"there is no Action {quoted(id_)}" + (f"; did you mean {near[0]}?" if near else "")
    phase = document.get("phase")
    if phase and known.phases and phase not in known.phases:
        yield "error", "phase", f"{quoted(phase)} is no phase of the archive: {', '.join(sorted(known.phases))}"


def _check_values(document: Document, known: Known) -> Iterator[Finding]:
    for name, facet in CONTROLLED.items():
        names = known.vocabulary.names(facet)
        for value in _values(document.get(name)) if names else ():
            if value not in names:
                yield "error", name, _unknown(value, facet, {entry.name: entry.typed() for entry in names.values()})
    yield from _check_fixed(document)


def _check_fixed(document: Document) -> Iterator[Finding]:
    fixed = (("qualifier", QUALIFIERS), ("status", _STATUSES))
    for name, allowed in fixed:
        if document.get(name) is not None and document[name] not in allowed:
            yield "error", name, f"{quoted(document[name])} must be one of {', '.join(allowed)}"
    for person in document.get("people") or ():
        if person["part"] is not None and person["part"] not in _PARTS_PLAYED:
            yield "error", "people", f"part {quoted(person['part'])} must be one of {', '.join(_PARTS_PLAYED)}"


def _unknown(value: str, facet: str, names: dict[str, set[str]]) -> str:
    typed = fold(value)
    same = [name for name, forms in names.items() if typed in forms]
    near = same or nearest(value, names)
    return f"{quoted(value)} is no {facet} of the vocabulary" + (f"; write {quoted(near[0])}" if near else "")


def _check_text(document: Document, known: Known) -> Iterator[Finding]:
    del known
    for name, text in _texts(document):
        if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in text):
            yield "error", name, "has a control or invisible character"
        if _LEFTOVERS.search(text):
            yield "warning", name, f"has what may be a leftover of the collecting: {quoted(_LEFTOVERS.search(text)[0])}"  # type: ignore[index]  # it was found
        if text != text.strip() or "  " in text:
            yield "warning", name, "has spaces too many"
        if text.startswith(("=", "+", "@")):
            yield "warning", name, "begins like a formula of a spreadsheet"
    for name in ("summary", "meaning"):
        words = len((document.get(name) or "").split())
        if words > _LONGEST_SUMMARY:
            yield "error", name, f"has {words} words; at most {_LONGEST_SUMMARY}"


def _values(value: Any) -> list[str]:  # noqa: ANN401 - a document's value
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(document: Document) -> Iterable[tuple[str, str]]:
    for name, value in document.items():
        for part in value if isinstance(value, list) else [value]:
            for text in part.values() if isinstance(part, dict) else [part]:
                if isinstance(text, str):
                    yield name, text


def _check_vocabulary(contents: Contents, vocabulary: Vocabulary) -> None:
    """Find names of a vocabulary that another entry of the same facet also claims as its own name."""
    # A specific area is looked up apart from its thematic area, and may go by the same words.
    for facet in sorted(vocabulary.facets() - {"area"}):
        names = vocabulary.names(facet)
        for entry in names.values():
            for alias in entry.aliases:
                if alias in names and alias != entry.name:
                    contents.problem(
                        Place("vocabulary"), f"{facet} {entry.name}", "aliases", f"{quoted(alias)} is the name of another {facet}"
                    )


CHECKS: tuple[Callable[[Document, Known], Iterator[Finding]], ...] = (
    _check_id,
    _check_dates,
    _check_source,
    _check_references,
    _check_values,
    _check_text,
)
