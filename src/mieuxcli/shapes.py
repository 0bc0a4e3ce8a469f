"""The shapes of answers, independent of format: rows, a grid, cards, counts, a cross table, a series."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mieuxcli.records import Event, Person, Record, Value, value_of
from mieuxcli.snippets import Snippet

if TYPE_CHECKING:
    from mieuxcli.contents import Problem

__all__ = [
    "Card",
    "Cards",
    "Count",
    "Counts",
    "Coverage",
    "Cross",
    "Grid",
    "Hit",
    "Kin",
    "Map",
    "Mapped",
    "Overview",
    "Problems",
    "Row",
    "Rows",
    "Series",
    "Shape",
    "Span",
    "Square",
    "found_value",
    "named",
    "record_in",
    "records_in",
    "written",
]

_FEW = 60


class Hit(NamedTuple):
    """A record that was found, with its score, snippet, marked title and the fields that matched.

    Scores can be compared only within one answer. `missing` holds the words of the query that it lacks.
    """

    record: Record
    score: float
    snippet: Snippet
    title: Snippet
    matched: tuple[str, ...]
    missing: tuple[str, ...] = ()


class Kin(NamedTuple):
    """A record that resembles another one, and why."""

    record: Record
    reasons: tuple[str, ...]


Row: TypeAlias = Record | Hit | Kin


def record_in(row: Row) -> Record:
    """Return the record of a row."""
    return row.record if isinstance(row, Hit | Kin) else row


def found_value(row: Row, name: str) -> Value:
    """Return the value of a field of a row, which is a field of the record or of what the row adds to it."""
    if isinstance(row, Kin):
        return row.reasons if name == "reasons" else value_of(row.record, name)
    if isinstance(row, Hit):
        if name == "score":
            return row.score
        if name == "snippet":
            return row.snippet.text
        if name in ("matched", "missing"):
            return row.matched if name == "matched" else row.missing
        return value_of(row.record, name)
    return value_of(row, name)


def written(value: object) -> str:
    """Return a value as text: nothing for None, lists joined with "; ", people and events in words."""
    if value is None:
        return ""
    if isinstance(value, Event):
        return f"{value.date} {value.what}"
    if isinstance(value, Person):
        rest = ", ".join(part for part in (value.role, value.organisation, value.part) if part)
        return f"{value.name} ({rest})" if rest else value.name
    if isinstance(value, list | tuple):
        return "; ".join(map(written, value))
    return str(value)


class Count(NamedTuple):
    """A label with the number of records that have it, and their share of the total (0 to 1)."""

    label: str
    number: int
    share: float


class Rows(NamedTuple):
    """Records or hits, one a row, with the fields to show where a format has columns.

    `layout` is how a terminal shows them, one of `mieuxcli.fields.LAYOUTS`; `facets` is how the hits spread
    over facets, if that was asked for; `beside` holds the records that they name, where a format shows them.
    `partial` tells that conditions left out key facts of their metrics.
    """

    fields: tuple[str, ...]
    rows: Iterable[Row]
    layout: str = "columns"
    facets: dict[str, list[Count]] | None = None
    beside: tuple[Record, ...] = ()
    partial: bool = False


class Grid(NamedTuple):
    """Rows of texts and numbers that are not records; those of the layout `changes` are what archives differ in."""

    fields: tuple[str, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    layout: str = "columns"


class Problems(NamedTuple):
    """The problems of an archive."""

    problems: "tuple[Problem, ...]"


class Card(NamedTuple):
    """One record in full, with its neighbours in its series and related records."""

    record: Record
    before: Record | None
    after: Record | None
    related: tuple[Kin, ...]


class Cards(NamedTuple):
    """One or more cards, in the order in which they were asked for."""

    cards: tuple[Card, ...]


class Counts(NamedTuple):
    """The numbers of records for each value of some facets, with what they count, and how many of it there are."""

    total: int
    by: dict[str, list[Count]]
    units: Mapping[str, str] = MappingProxyType({})
    wholes: Mapping[str, int] = MappingProxyType({})
    source: str = ""


class Cross(NamedTuple):
    """How often the values of two facets meet.

    `cells` holds the counts by row and column, `by` those of each facet alone, `without` those of no value,
    and `codes` the codes of countries, where a format shows them.
    """

    total: int
    by: dict[str, list[Count]]
    facets: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    without: dict[str, int]
    codes: Mapping[str, str] = MappingProxyType({})
    source: str = ""


class Coverage(NamedTuple):
    """What an archive says of its coverage, and how many Actions and articles lack what they could have."""

    text: str | None
    actions: int
    actions_counted_by_source: int | None
    articles_without_date: int
    articles_with_inferred_date: int


class Overview(NamedTuple):
    """A first look at records: their counts by the main facets, their span of dates and the coverage."""

    total: int
    by: dict[str, list[Count]]
    span: tuple[str | None, str | None]
    coverage: Coverage
    source: str = ""


class Span(NamedTuple):
    """A period of a series, with the records in it."""

    period: str
    records: tuple[Record, ...]


class Series(NamedTuple):
    """Periods in chronological order, and the numbers of selected records, and Actions, that have no place in them."""

    by: str
    periods: tuple[Span, ...]
    undated: int
    frame: tuple[str, str] | None = None
    undated_actions: int = 0
    source: str = ""

    @property
    def records(self) -> list[Record]:
        """The records of all periods, in chronological order."""
        return [record for span in self.periods for record in span.records]


class Square(NamedTuple):
    """A country on the grid: its ISO 3166-1 alpha-2 code, its square from the top left, and a point in it.

    The point is that of a place, mostly the capital, in degrees of WGS 84. An uninhabited territory has a
    point without a place.
    """

    code: str
    row: int
    column: int
    place: str | None
    latitude: float
    longitude: float


class Mapped(NamedTuple):
    """How many of the records name a country, and its square on the map, if it has one."""

    square: "Square | None"
    found: Count

    @property
    def document(self) -> dict[str, object]:
        """The country as JSON has it: null for the code and the point of what has no square."""
        at = self.square
        point = {"place": at.place, "latitude": at.latitude, "longitude": at.longitude} if at else _NOWHERE
        label, number, share = self.found
        return {"code": at.code if at else None, "label": label, "count": number, "share": share, **point}


_NOWHERE = dict.fromkeys(("place", "latitude", "longitude"))


class Map(NamedTuple):
    """How many records name each country, the most frequent ones first.

    `by` is country or expert, `noun` what is counted, and `naming` how many of all `total` records name any
    country. `held` and `counted` are how many Actions the archive has, and how many a source counted; `source`
    is what the archive is called.
    """

    by: str
    noun: str
    total: int
    naming: int
    countries: tuple[Mapped, ...]
    held: int
    counted: int | None
    source: str = ""

    @property
    def unit(self) -> str:
        """What the number of a country counts."""
        how = "experts from it" if self.by == "expert" else "it as a partner country"
        return f"{self.noun} with {how}" if self.noun == "Actions" else f"{self.noun} about it"

    @property
    def document(self) -> dict[str, object]:
        """The map as JSON has it."""
        coverage = {
            "naming_a_country": self.naming,
            "not_drawn": len(self.undrawn),
            "actions": self.held,
            "actions_counted_by_source": self.counted,
        }
        by = {self.by: [one.document for one in self.countries]}
        return {"total": self.total, "by": by, "units": {self.by: self.unit}, "coverage": coverage}

    @property
    def drawn(self) -> "list[tuple[Square, Count]]":
        """The countries that have a square, with their counts."""
        return [(one.square, one.found) for one in self.countries if one.square]

    @property
    def undrawn(self) -> list[Count]:
        """The counts of what is named as a country and has no square."""
        return [one.found for one in self.countries if not one.square]


Shape: TypeAlias = Rows | Grid | Problems | Cards | Counts | Cross | Overview | Series | Map


def records_in(shape: Shape) -> Iterable[Record]:
    """Return the records of a shape one by one; counts, grids and problems have none."""
    if isinstance(shape, Rows):
        return map(record_in, shape.rows)
    if isinstance(shape, Cards):
        return (card.record for card in shape.cards)
    return shape.records if isinstance(shape, Series) else ()


def named(shape: Series) -> list[Record]:
    """Return the records that a picture of a series names: all where they are few, else the milestones."""
    few = len(shape.records) <= _FEW
    return [record for record in shape.records if few or record.type == "milestone"]
