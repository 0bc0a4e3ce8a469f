"""The query language: text into expression values, and back into text.

    query  = and { "OR" and }
    and    = unary { [ "AND" ] unary }
    unary  = ( "NOT" | "-" ) unary | "(" query ")" | leaf
    leaf   = [ field ":" ] ( word [ "*" ] | '"' phrase '"' )

Words side by side must all be found. The operators are written in capitals; quoted, they are words. No SQL here: what an expression
selects is decided in `mieuxcli.store`.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from mieuxcli import dates
from mieuxcli.errors import QueryError, UsageError, quoted
from mieuxcli.fields import FACETS
from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "DATE_FIELDS",
    "EVERYTHING",
    "FIELD_NAMES",
    "TEXT_FIELDS",
    "And",
    "Expression",
    "Match",
    "Not",
    "Or",
    "Selection",
    "Text",
    "all_of",
    "any_of",
    "parse",
    "period_of_match",
    "texts_of",
]

DATE_FIELDS = {
    "year": "year of the date, or a range of years",
    "date": "date within a year, month or day",
    "since": "date on or after that day, month or year",
    "until": "date on or before the end of that day, month or year",
    "running": "Action or phase under way in that day, month, year or range of years",
}
TEXT_FIELDS = ("title", "summary", "note")
FIELD_NAMES = (*(facet.name for facet in FACETS), *(name for name in DATE_FIELDS if name != "year"), *TEXT_FIELDS, "id")

_T = TypeVar("_T")


# Named tuples, because a dataclass takes five times as long to make at every start; as values they are told apart by their kind.
def _same(one: Expression, other: object) -> bool:
    if isinstance(one, Match) and isinstance(other, Match):
        return one[:2] == other[:2]
    return type(one) is type(other) and tuple(one) == tuple(other)


def _differ(one: Expression, other: object) -> bool:
    return not _same(one, other)


def _hash(one: Expression) -> int:
    return hash((type(one), *(one[:2] if isinstance(one, Match) else one)))


def _by_kind(kind: type[_T]) -> type[_T]:
    """Let the values of a kind of expression be equal to those of the same kind with the same parts, wherever a value stands."""
    kind.__eq__ = _same  # type: ignore[assignment]  # mypy does not let methods be given to a class
    kind.__ne__ = _differ  # type: ignore[assignment]
    kind.__hash__ = _hash  # type: ignore[assignment]
    return kind


@_by_kind
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


@_by_kind
class Match(NamedTuple):
    """A value that a facet or date field must have; `at` is the column of the value in the query, -1 in an option."""

    field: str
    value: str
    at: int = -1

    def __str__(self) -> str:
        """Print the match as the parser reads it."""
        return f"{self.field}:{self.value if _BARE.fullmatch(self.value) else _in_quotes(self.value)}"


@_by_kind
class Not(NamedTuple):
    """What must not hold."""

    part: Expression

    def __str__(self) -> str:
        """Print the exclusion as the parser reads it."""
        return f"NOT {_in_brackets(self.part)}"


@_by_kind
class And(NamedTuple):
    """What must all hold; no part at all is everything."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        """Print the parts side by side."""
        return " ".join(_in_brackets(part) for part in self.parts)


@_by_kind
class Or(NamedTuple):
    """Of which one must hold."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        """Print the parts joined by OR."""
        return " OR ".join(_in_brackets(part) for part in self.parts)


Expression: TypeAlias = Text | Match | Not | And | Or
EVERYTHING = And(())


class Selection(NamedTuple):
    """What is selected, in which order and how many.

    `sort` is one or more fields, "" for the order of relevance or time; `literal` leaves other names and spellings of the words out;
    `query` is the text that an error in the expression is shown in.
    """

    expression: Expression = EVERYTHING
    sort: str = ""
    reverse: bool = False
    limit: int | None = None
    literal: bool = False
    query: str = ""

    def also(self, *more: Expression) -> Selection:
        """Return the selection narrowed by more expressions."""
        return self._replace(expression=all_of((self.expression, *more)))


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


def period_of_match(match: Match) -> dates.Period:
    """Return the period that a match of a date field names; UsageError where its value is no date."""
    if match.field == "since":
        return dates.period_between(match.value, None)
    if match.field == "until":
        return dates.period_between(None, match.value)
    if match.field == "year" or (match.field == "running" and dates.names_years(match.value)):
        return dates.period_of_years(match.value)
    return dates.period_of(dates.read_date(match.value))


_DEEPEST = 50
_MOST_TOKENS = 500
_BARE = re.compile(r'[^\s()":*\\-][^\s()":*\\]*')
_LEXEMES = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>\()
      | (?P<close>\))
      | (?P<minus>(?<!:)-(?=[^\s)]))
      | (?P<field>[A-Za-z_]+):(?!//)
      | (?P<quote>"(?:[^"\\]|\\.)*"?)
      | (?P<word>[^\s()"]+)""",
    re.VERBOSE | re.DOTALL,
)


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_brackets(part: Expression) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse(query: str) -> Expression:
    """Return the expression that a query means; an empty one means everything.

    Raises QueryError with the column of the place where the query cannot be read.
    """
    return _Parser(query).whole()


def _lexed(query: str) -> list[_Token]:
    tokens = []
    for match in _LEXEMES.finditer(query):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "word" and text in ("AND", "OR", "NOT"):
            kind = text
        if kind != "space":
            tokens.append(_Token(kind, text, match.start()))
    return [*tokens, _Token("end", "", len(query))]


class _Parser:
    """Reads one query by recursive descent, one method a rule of the grammar."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = _lexed(query)
        self.next = 0
        self.depth = 0

    def fail(self, message: str, at: int, hint: str | None = None) -> QueryError:
        return QueryError(message, self.query, at, hint)

    def peek(self) -> str:
        return self.tokens[self.next].kind

    def take(self) -> _Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def whole(self) -> Expression:
        if self.peek() == "end":
            return EVERYTHING
        if len(self.tokens) > _MOST_TOKENS + 1:
            raise self.fail("the query is too long", self.tokens[_MOST_TOKENS].at, f"it may have {_MOST_TOKENS} words and signs")
        expression = self.either()
        if self.peek() == "close":
            raise self.fail("a bracket is closed that was not opened", self.take().at, "remove the ) or put it in quotes")
        return expression

    def either(self) -> Expression:
        parts = [self.both()]
        while self.peek() == "OR":
            self.take()
            parts.append(self.both())
        return any_of(parts)

    def both(self) -> Expression:
        parts = [self.unary()]
        while self.peek() not in ("end", "close", "OR"):
            if self.peek() == "AND":
                self.take()
            parts.append(self.unary())
        return all_of(parts)

    def unary(self) -> Expression:
        token = self.take()
        if token.kind in ("NOT", "minus"):
            with self.deeper(token):
                return Not(self.unary())
        if token.kind == "open":
            return self.bracket(token)
        if token.kind == "field":
            return self.match(token)
        if token.kind in ("quote", "word"):
            return self.text(token)
        what = "the query ends" if token.kind == "end" else f"there is {quoted(token.text)}"
        raise self.fail(f"{what} where a word is expected", token.at, 'put a word that looks like an operator in quotes: "AND"')

    @contextmanager
    def deeper(self, token: _Token) -> Iterator[None]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail("the query is nested too deep", token.at, f"at most {_DEEPEST} brackets and exclusions fit into each other")
        yield
        self.depth -= 1

    def bracket(self, opened: _Token) -> Expression:
        with self.deeper(opened):
            expression = self.either()
        if self.peek() != "close":
            raise self.fail("a bracket is opened and not closed", opened.at, 'close it with ), or put it in quotes: "("')
        self.take()
        return expression

    def text(self, token: _Token) -> Text:
        if token.kind == "quote":
            return Text(self.unquoted(token), phrase=True)
        word = token.text.rstrip("*")
        if not word:
            raise self.fail("a * needs the beginning of a word before it", token.at, "as in migra*")
        return Text(word, prefix=token.text.endswith("*"))

    def match(self, named: _Token) -> Expression:
        name = named.text.lower()
        if name not in FIELD_NAMES:
            near = nearest(name, FIELD_NAMES)
            hint = f"did you mean {near[0]}:?" if near else "fields are " + ", ".join(FIELD_NAMES)
            raise self.fail(f"there is no field {quoted(named.text)}", named.at, hint)
        if self.peek() not in ("quote", "word", "AND", "OR", "NOT", "minus"):
            raise self.fail(f"a value is missing after {name}:", self.tokens[self.next].at, f"as in {name}:{_EXAMPLES.get(name, 'word')}")
        token = self.take()
        value = self.unquoted(token) if token.kind == "quote" else token.text
        if name in TEXT_FIELDS:
            prefix = token.kind == "word" and token.text.endswith("*") and bool(token.text.strip("*"))
            return Text(value.rstrip("*") if prefix else value, phrase=not prefix, prefix=prefix, within=name)
        match = Match(name, value, token.at)
        if name in DATE_FIELDS:
            self.dated(match)
        return match

    def dated(self, match: Match) -> None:
        try:
            period_of_match(match)
        except UsageError as error:
            raise self.fail(error.message, match.at, error.hint) from error

    def unquoted(self, token: _Token) -> str:
        body = token.text[1:]
        if not body.endswith('"') or re.search(r"(?<!\\)(?:\\\\)*\\\"\Z", body):
            raise self.fail("a quotation mark is opened and not closed", token.at, 'close it with "')
        return re.sub(r"\\(.)", r"\1", body[:-1], flags=re.DOTALL)


_EXAMPLES = {
    "year": "2020-2022",
    "since": "2021-03",
    "until": "2021",
    "date": "2020-04",
    "running": "2019",
    "country": "ghana",
    "kind": "interview",
    "title": "diaspora",
}
