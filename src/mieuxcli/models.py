"""The records of an archive as frozen values, to and from the documents that are stored and printed as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

__all__ = [
    "RECORDS",
    "Action",
    "Article",
    "Document",
    "Event",
    "Fact",
    "Milestone",
    "Person",
    "Phase",
    "Record",
    "Term",
    "document_of",
    "record_of",
]

# A record as JSON has it: every key of its type present, in the order of the contract, null or an empty list where nothing is known.
Document: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in an article.

    `part` is author, interviewer, interviewee or speaker where the source says so; `family` is the part of the name to sort by, where
    the vocabulary has the person.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    part: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an article reports, with its date as far as known."""

    date: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all records have in common; dates are ISO strings as far as they are known."""

    id: str
    type: str
    title: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Record):
    """A news item, interview, opinion, reflection, event or publication."""

    kind: str
    series: str | None = None
    language: str | None = None
    summary: str
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    other_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Record):
    """A MIEUX project with a partner; `phase` is derived from the start."""

    number: int | None = None
    partner: str
    thematic_area: str | None = None
    specific_areas: tuple[str, ...] = ()
    status: str | None = None
    start: str | None = None
    end: str | None = None
    phase: str | None = None
    summary: str
    countries: tuple[str, ...] = ()
    region: str
    topics: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    experts_from: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    other_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Record):
    """One figure with its hedge, unit, scope, as-of date and source."""

    metric: str
    value: float
    value_max: float | None = None
    qualifier: str
    unit: str
    scope: str
    period_start: str | None = None
    period_end: str | None = None
    as_of: str | None = None
    source_title: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """A dated step in the life of the initiative."""

    kind: str
    countries: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Record):
    """One of the phases of the initiative, from `start` to `end`."""

    start: str | None = None
    end: str | None = None
    summary: str | None = None
    funder: str | None = None
    budget_eur: float | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A term of the glossary with its meaning."""

    expansion: str | None = None
    meaning: str
    other_names: tuple[str, ...] = ()


RECORDS: dict[str, type[Record]] = {
    "article": Article,
    "action": Action,
    "fact": Fact,
    "milestone": Milestone,
    "phase": Phase,
    "term": Term,
}

_PARTS: dict[str, type[Person | Event]] = {"people": Person, "events": Event}


def record_of(document: Document) -> Record:
    """Return the record that a document describes; keys that no record has (a score, a snippet) are left aside.

    Raises KeyError or TypeError where the document is of no type or lacks what its type needs; loading checks that first.
    """
    kind = RECORDS[document["type"]]
    names = [field.name for field in fields(kind)]
    return kind(**{name: _frozen(name, document[name]) for name in names if document.get(name) is not None})


def _frozen(name: str, value: Any) -> Any:  # noqa: ANN401 - a document's value may be anything that JSON has
    if name in _PARTS:
        return tuple(_PARTS[name](**part) for part in value)
    return tuple(value) if isinstance(value, list | tuple) else value


def document_of(record: Record) -> dict[str, Any]:
    """Return the document of a record, all its keys in the order of the contract."""
    return {field.name: _thawed(getattr(record, field.name)) for field in fields(record)}


def _thawed(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, tuple):
        return [_thawed(part) for part in value]
    if isinstance(value, Person | Event):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value
