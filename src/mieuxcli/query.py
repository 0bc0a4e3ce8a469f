"""Queries as values: expressions, which print themselves in the query language, and selections.

This module contains no SQL; `mieuxcli.store` decides what an expression selects.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from mieuxcli import dates
from mieuxcli.fields import FACETS

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
    "parts_of",
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
    """Words to be found, anywhere or in one text field.

    A phrase must occur in its order, and a prefix at the beginning of a word. `within` is the name of a text
    field to which the words are limited, or "".
    """

    text: str
    phrase: bool = False
    prefix: bool = False
    within: str = ""

    def __str__(self) -> str:
        """Return the text as the parser reads it."""
        words = _in_quotes(self.text) if self.phrase else self.text
        return f"{self.within}:" * bool(self.within) + words + "*" * self.prefix


class Match(NamedTuple):
    """A value that a facet or date field must have."""

    field: str
    value: str

    def __str__(self) -> str:
        """Return the match as the parser reads it."""
        return f"{self.field}:{self.value if _BARE.fullmatch(self.value) else _in_quotes(self.value)}"


class Not(NamedTuple):
    """An expression that must not hold."""

    part: "Expression"

    def __str__(self) -> str:
        """Return the exclusion as the parser reads it."""
        return f"NOT {_in_brackets(self.part)}"


# Named tuples are equal if their values are, so `joined_by` keeps a conjunction from equalling an alternative.
class And(NamedTuple):
    """A conjunction, of which all parts must hold; without parts, it selects everything."""

    parts: "tuple[Expression, ...]"
    joined_by: Literal["AND"] = "AND"

    def __str__(self) -> str:
        """Return the parts side by side."""
        return " ".join(_in_brackets(part) for part in self.parts)


class Or(NamedTuple):
    """An alternative, of which at least one part must hold."""

    parts: "tuple[Expression, ...]"
    joined_by: Literal["OR"] = "OR"

    def __str__(self) -> str:
        """Return the parts joined by OR."""
        return " OR ".join(_in_brackets(part) for part in self.parts)


class Among(NamedTuple):
    """The records with these numbers in the store, which a search found by other means than an expression."""

    numbers: tuple[int, ...]

    def __str__(self) -> str:
        """Return how many records there are, as no query can express them."""
        return f"<{len(self.numbers)} records>"


Expression: TypeAlias = Text | Match | Not | And | Or | Among
EVERYTHING = And(())


class Selection(NamedTuple):
    """The records that a query and filters select, with their order and their number.

    `sort` is one or more fields joined by commas, or "" for the order of relevance or time. `literal` leaves
    out other names and spellings of the words. `text` is the query as typed, which errors show.
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
        """The query and the filters as one expression."""
        return all_of(part for part in (self.query, self.filters) if part != EVERYTHING)

    def also(self, *more: Expression) -> "Selection":
        """Return the selection narrowed by more filters."""
        return self._replace(filters=all_of(part for part in (self.filters, *more) if part != EVERYTHING))


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return the expression that holds if all parts hold."""
    return _joined(And, parts)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Return the expression that holds if at least one of the parts holds."""
    return _joined(Or, parts)


def _joined(kind: type[And | Or], parts: Iterable[Expression]) -> Expression:
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the parts of a conjunction; any other expression is its own only part."""
    return expression.parts if isinstance(expression, And) else (expression,)


def texts_of(expression: Expression) -> list[Text]:
    """Return the texts in an expression that are not excluded by NOT."""
    if isinstance(expression, Text):
        return [expression]
    if isinstance(expression, And | Or):
        return [text for part in expression.parts for text in texts_of(part)]
    return []


def types_in(expression: Expression) -> list[Match]:
    """Return the matches of record types in an expression that are not excluded by NOT."""
    if isinstance(expression, And | Or):
        return [match for part in expression.parts for match in types_in(part)]
    return [expression] if isinstance(expression, Match) and expression.field == "type" else []


def is_word(text: Text) -> bool:
    """Return whether a text is a plain word, which is no phrase or prefix and not limited to a field."""
    return not (text.phrase or text.prefix or text.within)


def is_none(match: Match) -> bool:
    """Return whether a match asks for records that have no value of its field, as `year:none` does."""
    return match.value.casefold() == "none" and match.field not in ("since", "until", "id", "type")


def period_of_match(match: Match) -> dates.Period:
    """Return the period that a match of a date field names.

    Raises UsageError if its value is not a date.
    """
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
