"""The records of an archive as immutable values, with their derived fields and their JSON and TOML forms."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from mieuxcli.fields import fields_of

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
    "has_a_month",
    "number",
    "prose_of",
    "record_of",
    "value_of",
]


class Person(NamedTuple):
    """A person named in an article.

    `part` is author, interviewer, interviewee or speaker if the source says so. `family` is the part of the
    name to sort by, if the vocabulary includes the person.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    part: str | None = None
    family: str | None = None


class Event(NamedTuple):
    """An event that an article reports, with its date as far as it is known."""

    date: str
    what: str


# The dates of all records are ISO strings, as exact as they are known: 2022, 2022-03 or 2022-03-30.
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
    """A MIEUX project with a partner, whose `date` is its start, from which `phase` is derived."""

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
    """A figure with its hedge, unit, scope, as-of date and source; its `title` and `date` are derived."""

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
    """A phase of the initiative, from `start`, which is also its `date`, to `end`."""

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
_NAMES = {type_: tuple(field.name for field in fields_of(type_)) for type_ in _TYPES}
# The field from which the date of a record is taken, for the types in which it is derived.
_DATED_BY = {"action": "start", "phase": "start", "fact": "as_of"}
_VALUES = {type_: attrgetter(*names) for type_, names in _NAMES.items()}


def value_of(record: Record, name: str) -> Value:
    """Return the value of a field, or None if records of this type have no such field."""
    value: Value = getattr(record, name, None)
    return value


def record_of(type_: str, row: Mapping[str, object]) -> Record:
    """Return the record in a row of TOML or JSON whose form has been checked.

    Unknown keys are ignored. The title of a fact, the date of a fact, an Action or a phase, and the address
    of an archived copy are derived from the other fields.
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
    """Return the Internet Archive address of the copy of a page nearest to a date, or None if it has none.

    The address has the form that https://web.archive.org uses: the digits of the date as far as it is known,
    then the address of the page. Whether a copy exists is not checked. The result is None if the date is
    unknown or the address is not one of the web.
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
    """Return the JSON object of a record, with all keys of its type in the order of the table of fields."""
    return {
        name: _plain(value)
        for name, value in zip(_NAMES[record.type], _VALUES[record.type](record), strict=True)
    }


def _plain(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return [part._asdict() if isinstance(part, Person | Event) else part for part in value]


def prose_of(record: Record) -> str | None:
    """Return the prose of a record: the summary or, of a term, the meaning; facts and milestones have none."""
    if isinstance(record, Article | Action | Phase):
        return record.summary
    return record.meaning if isinstance(record, Term) else None


def has_a_month(record: Record) -> bool:
    """Return whether a record is dated to the day or the month, not only to the year."""
    return len(record.date or "") >= len("2022-03")


_TITLE_UNITS = {"%": "%", "EUR": " euro", "year": ""}


def _title(fact: Fact) -> str:
    """Return a figure in words, such as "experts: close to 430 (since 2009)"."""
    unit = _TITLE_UNITS.get(fact.unit, f" {fact.unit}")
    hedge = "" if fact.qualifier == "exactly" else fact.qualifier + " "
    upper = "" if fact.value_max is None else f" to {number(fact.value_max, fact.unit)}"
    named = "" if fact.metric in unit.lower() else f"{fact.metric}: "
    return f"{named}{hedge}{number(fact.value, fact.unit)}{upper}{unit} ({fact.scope})"


def number(value: float, unit: str) -> str:
    """Return a figure as text, with thousands separators unless it is a year."""
    return str(value) if unit == "year" else f"{value:,}"
