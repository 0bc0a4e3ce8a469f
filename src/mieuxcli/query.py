"""What is asked of an archive, as values: expressions, which print themselves in the query language, and selections.

No SQL here: what an expression selects is decided in `mieuxcli.store`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from mieuxcli import dates
from mieuxcli.fields import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DATE_FIELDS",
    "EVERYTHING",
    "FIELD_NAMES",
    "TEXT_FIELDS",
    "Among",
    "And",
    "Expression",
    "Match",
    "Not",
    "Or",
    "Selection",
    "Text",
    "all_of",
    "any_of",
    "is_none",
    "is_word",
    "period_of_match",
    "texts_of",
    "types_in",
]

DATE_FIELDS = {
    "year": "year of the date, or a range of years",
    "date": "date within a year, month or day",
    "since": "date on or after that day, month or year",
    "until": "date on or before the end of that day, month or year",
    "running": "Action or phase under way in that day, month, year or range of years",
}
TEXT_FIELDS = ("title", "summary", "note")
_BARE = re.compile(r'[^\s()":*\\-][^\s()":*\\]*')
FIELD_NAMES = (
    *(facet.name for facet in FACETS),
    *(name for name in DATE_FIELDS if name != "year"),
    *TEXT_FIELDS,
    "id",
)


class Text(NamedTuple):
    """Words to be found; a phrase in this order, a prefix at the beginning of a word; `within` limits them to one text field."""

    text: str
    phrase: bool = False
    prefix: bool = False
    within: str = ""

    def __str__(self) -> str:
        """Print the text as the parser reads it."""
        words = _in_quotes(self.text) if self.phrase else self.text
        return f"{self.within}:" * bool(self.within) + words + "*" * self.prefix


class Match(NamedTuple):
    """A value that a facet or date field must have."""

    field: str
    value: str

    def __str__(self) -> str:
        """Print the match as the parser reads it."""
        return f"{self.field}:{self.value if _BARE.fullmatch(self.value) else _in_quotes(self.value)}"


class Not(NamedTuple):
    """An expression that must not hold."""

    part: Expression

    def __str__(self) -> str:
        """Print the exclusion as the parser reads it."""
        return f"NOT {_in_brackets(self.part)}"


# What joins the parts of an expression stands in it, so that a conjunction never equals an alternative.
class And(NamedTuple):
    """A conjunction: all parts must hold; without any part it is everything."""

    parts: tuple[Expression, ...]
    joined_by: Literal["AND"] = "AND"

    def __str__(self) -> str:
        """Print the parts side by side."""
        return " ".join(_in_brackets(part) for part in self.parts)


class Or(NamedTuple):
    """An alternative: one of the parts must hold."""

    parts: tuple[Expression, ...]
    joined_by: Literal["OR"] = "OR"

    def __str__(self) -> str:
        """Print the parts joined by OR."""
        return " OR ".join(_in_brackets(part) for part in self.parts)


class Among(NamedTuple):
    """The records with these numbers in the store: what a search has found by other means than an expression."""

    numbers: tuple[int, ...]

    def __str__(self) -> str:
        """Print how many there are; no query means them."""
        return f"<{len(self.numbers)} records>"


Expression: TypeAlias = Text | Match | Not | And | Or | Among
EVERYTHING = And(())


class Selection(NamedTuple):
    """The records that a query and filters select, in which order and how many of them.

    `sort` is one or more fields joined by commas, "" for the order of relevance or time; `literal` leaves other names and spellings of
    the words out; `text` is the query as it was typed, which an error in it is shown in.
    """

    query: Expression = EVERYTHING
    filters: Expression = EVERYTHING
    sort: str = ""
    reverse: bool = False
    limit: int | None = None
    literal: bool = False
    text: str = ""

    @property
    def expression(self) -> Expression:
        """The query and the filters as one."""
        return all_of(part for part in (self.query, self.filters) if part != EVERYTHING)

    def also(self, *more: Expression) -> Selection:
        """Return the selection narrowed by more filters."""
        return self._replace(filters=all_of(part for part in (self.filters, *more) if part != EVERYTHING))


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return the expression that holds where all parts hold."""
    return _joined(And, parts)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Return the expression that holds where one of the parts holds."""
    return _joined(Or, parts)


def _joined(kind: type[And | Or], parts: Iterable[Expression]) -> Expression:
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def texts_of(expression: Expression) -> list[Text]:
    """Return the texts that a match of the expression would contain: those not under a NOT."""
    if isinstance(expression, Text):
        return [expression]
    if isinstance(expression, And | Or):
        return [text for part in expression.parts for text in texts_of(part)]
    return []


def types_in(expression: Expression) -> list[Match]:
    """Return the types of records that an expression names: those not under a NOT."""
    if isinstance(expression, And | Or):
        return [match for part in expression.parts for match in types_in(part)]
    return [expression] if isinstance(expression, Match) and expression.field == "type" else []


def is_word(text: Text) -> bool:
    """Return whether a text is a plain word: no phrase, no prefix, not limited to a field."""
    return not (text.phrase or text.prefix or text.within)


def is_none(match: Match) -> bool:
    """Return whether a match asks for records that have no value of its field: `year:none`."""
    return match.value.casefold() == "none" and match.field not in ("since", "until", "id", "type")


def period_of_match(match: Match) -> dates.Period:
    """Return the period that a match of a date field names; UsageError where its value is no date."""
    if match.field == "since":
        return dates.period_between(match.value, None)
    if match.field == "until":
        return dates.period_between(None, match.value)
    if match.field == "year" or (match.field == "running" and dates.names_years(match.value)):
        return dates.period_of_years(match.value)
    return dates.period_of(dates.read_date(match.value))


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_brackets(part: Expression) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)
