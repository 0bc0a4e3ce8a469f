"""The records of an archive as immutable values."""

from typing import Literal, NamedTuple, TypeAlias

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
    "has_a_month",
    "number",
    "prose_of",
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


def value_of(record: Record, name: str) -> Value:
    """Return the value of a field, or None if records of this type have no such field."""
    value: Value = getattr(record, name, None)
    return value


def prose_of(record: Record) -> str | None:
    """Return the prose of a record: the summary or, of a term, the meaning; facts and milestones have none."""
    if isinstance(record, Article | Action | Phase):
        return record.summary
    return record.meaning if isinstance(record, Term) else None


def has_a_month(record: Record) -> bool:
    """Return whether a record is dated to the day or the month, not only to the year."""
    return len(record.date or "") >= len("2022-03")


def number(value: float, unit: str) -> str:
    """Return a figure as text, with thousands separators unless it is a year."""
    return str(value) if unit == "year" else f"{value:,}"
