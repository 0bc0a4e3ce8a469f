"""The records of an archive as immutable values, to and from the objects that JSON and TOML have of them, and what is derived."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from mieuxcli.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Action",
    "Article",
    "Event",
    "Fact",
    "Milestone",
    "Person",
    "Phase",
    "Record",
    "Term",
    "Value",
    "archived_copy",
    "document_of",
    "has_a_day",
    "number",
    "record_of",
    "value_of",
]


class Person(NamedTuple):
    """A person named in an article.

    `part` is author, interviewer, interviewee or speaker where the source says so; `family` is the part of the name to sort by, where
    the vocabulary has the person.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    part: str | None = None
    family: str | None = None


class Event(NamedTuple):
    """Something that an article reports, with its date as far as known."""

    date: str
    what: str


# The dates of all records are ISO strings as far as they are known: 2022, 2022-03 or 2022-03-30.
class Article(NamedTuple):
    """A news item, interview, opinion, reflection, event or publication."""

    id: str
    title: str
    kind: str
    summary: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    series: str | None = None
    language: str | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    other_urls: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["article"]:
        """The type of the record."""
        return "article"


class Action(NamedTuple):
    """A MIEUX project with a partner; `date` is its start, and `phase` is derived from it."""

    id: str
    title: str
    partner: str
    summary: str
    region: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    number: int | None = None
    thematic_area: str | None = None
    specific_areas: tuple[str, ...] = ()
    status: str | None = None
    start: str | None = None
    end: str | None = None
    phase: str | None = None
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    experts_from: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    other_urls: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["action"]:
        """The type of the record."""
        return "action"


class Fact(NamedTuple):
    """One figure with its hedge, unit, scope, as-of date and source; `title` and `date` are derived."""

    id: str
    metric: str
    value: float
    qualifier: str
    unit: str
    scope: str
    source_title: str
    wording: str
    title: str = ""
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    value_max: float | None = None
    period_start: str | None = None
    period_end: str | None = None
    as_of: str | None = None
    same_figure_as: tuple[str, ...] = ()
    disagrees_with: tuple[str, ...] = ()
    not_comparable_with: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["fact"]:
        """The type of the record."""
        return "fact"


class Milestone(NamedTuple):
    """A dated step in the life of the initiative."""

    id: str
    title: str
    kind: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    countries: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["milestone"]:
        """The type of the record."""
        return "milestone"


class Phase(NamedTuple):
    """One of the phases of the initiative, from `start` to `end`; `date` is its start, `budget_eur` in euro."""

    id: str
    title: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    start: str | None = None
    end: str | None = None
    summary: str | None = None
    funder: str | None = None
    budget_eur: float | None = None
    sources: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["phase"]:
        """The type of the record."""
        return "phase"


class Term(NamedTuple):
    """A term of the glossary with its meaning."""

    id: str
    title: str
    meaning: str
    date: str | None = None
    date_basis: str | None = None
    url: str | None = None
    accessed: str | None = None
    archived_url: str | None = None
    note: str | None = None
    expansion: str | None = None
    other_names: tuple[str, ...] = ()

    @property
    def type(self) -> Literal["term"]:
        """The type of the record."""
        return "term"


Record: TypeAlias = Article | Action | Fact | Milestone | Phase | Term
Value: TypeAlias = str | float | tuple[str, ...] | tuple[Person, ...] | tuple[Event, ...] | None

_TYPES = {
    "article": Article,
    "action": Action,
    "fact": Fact,
    "milestone": Milestone,
    "phase": Phase,
    "term": Term,
}
_NAMES = {type_: tuple(one.name for one in fields_of(type_)) for type_ in _TYPES}
# The field that the date of a record is taken from, where it is not its own.
_DATED_BY = {"action": "start", "phase": "start", "fact": "as_of"}
_VALUES = {type_: attrgetter(*names) for type_, names in _NAMES.items()}


def value_of(record: Record, name: str) -> Value:
    """Return the value of a field; None where records of this type have no such field."""
    value: Value = getattr(record, name, None)
    return value


def record_of(type_: str, row: Mapping[str, object]) -> Record:
    """Return the record that a row of TOML or JSON holds, whose form has been checked.

    Keys that no record has are left aside. The title of a fact, the date of a fact, an Action or a phase,
    and the address of an archived copy follow from the other fields.
    """
    values = {
        name: _value(name, row[name])
        for name in _NAMES[type_]
        if name != "type" and row.get(name) is not None
    }
    if type_ in _DATED_BY:
        values["date"] = row.get(_DATED_BY[type_])
    values["archived_url"] = archived_copy(row.get("url"), values.get("date") or row.get("accessed"))
    record: Record = _TYPES[type_](**values)
    return record._replace(title=_title(record)) if isinstance(record, Fact) else record


def archived_copy(url: object, date: object) -> str | None:
    """Return the address under which the Internet Archive leads to its copy of a page nearest to a date.

    The form is that of https://web.archive.org: the digits of the date as far as known, then the address.
    Nobody has looked whether there is a copy.
    """
    if not isinstance(url, str) or not isinstance(date, str) or not url.startswith(("http://", "https://")):
        return None
    return f"https://web.archive.org/web/{date.replace('-', '')}/{url}"


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        if name == "people":
            return tuple(Person(**part) for part in value)
        return tuple(Event(**part) for part in value) if name == "events" else tuple(value)
    return value


def document_of(record: Record) -> dict[str, object]:
    """Return a record as the object that JSON has of it: all keys of its type, in the order of the table of fields."""
    return {
        name: _plain(value)
        for name, value in zip(_NAMES[record.type], _VALUES[record.type](record), strict=True)
    }


def _plain(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return [part._asdict() if isinstance(part, Person | Event) else part for part in value]


def has_a_day(record: Record) -> bool:
    """Say whether a record is dated to the day, and not by its month or year alone."""
    return len(record.date or "") == len("2022-03-30")


_TITLE_UNITS = {"%": "%", "EUR": " euro", "year": ""}


def _title(fact: Fact) -> str:
    """Return a figure in words: experts: close to 430 (since 2009)."""
    unit = _TITLE_UNITS.get(fact.unit, f" {fact.unit}")
    hedge = "" if fact.qualifier == "exactly" else fact.qualifier + " "
    upper = "" if fact.value_max is None else f" to {number(fact.value_max, fact.unit)}"
    named = "" if fact.metric in unit.lower() else f"{fact.metric}: "
    return f"{named}{hedge}{number(fact.value, fact.unit)}{upper}{unit} ({fact.scope})"


def number(value: float, unit: str) -> str:
    """Return a figure with separators between its thousands, but not in a year."""
    return str(value) if unit == "year" else f"{value:,}"
