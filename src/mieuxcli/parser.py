"""The parser of the query language, which turns text into expressions.

    query  = and { "OR" and }
    and    = unary { [ "AND" ] unary }
    unary  = ( "NOT" | "-" ) unary | "(" query ")" | leaf
    leaf   = [ field ":" ] ( word [ "*" ] | '"' phrase '"' )

Words side by side must all be found. Operators are written in capitals; in quotes, they are plain words.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

from mieuxcli.errors import QueryError, UsageError, quoted
from mieuxcli.query import (
    DATE_FIELDS,
    EVERYTHING,
    FIELD_NAMES,
    TEXT_FIELDS,
    Expression,
    Match,
    Not,
    Text,
    all_of,
    any_of,
    is_none,
    period_of_match,
)
from mieuxcli.words import nearest

__all__ = ["column_of", "has_operators", "parse"]

_DEEPEST = 50
_MOST_TOKENS = 500
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


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse(query: str) -> Expression:
    """Return the expression that a query means; an empty query means everything.

    Raises QueryError, with the column of the mistake, if the query cannot be read.
    """
    return _Parser(query).whole()


def column_of(match: Match, query: str) -> int | None:
    """Return the column of the value of a match in a query, or None if the query does not contain it."""
    tokens = _lexed(query)
    for named, token in pairwise(tokens):
        if named.kind == "field" and named.text.lower() == match.field and _bare(token) == match.value:
            return token.at
    return None


def has_operators(query: str) -> bool:
    """Return whether a query has AND, OR, NOT, a minus or brackets, and is therefore taken literally."""
    return any(token.kind in ("AND", "OR", "NOT", "minus", "open") for token in _lexed(query))


def _bare(token: _Token) -> str:
    """Return the text of a word, or of a quotation without its quotation marks."""
    return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL) if token.kind == "quote" else token.text


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
    """A recursive-descent parser of one query, with one method for each rule of the grammar."""

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
            raise self.fail(
                "the query is too long",
                self.tokens[_MOST_TOKENS].at,
                f"it may have {_MOST_TOKENS} words and signs",
            )
        expression = self.either()
        if self.peek() == "close":
            raise self.fail(
                "a bracket is closed that was not opened", self.take().at, "remove the ) or put it in quotes"
            )
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
        raise self.fail(
            f"{what} where a word is expected",
            token.at,
            'put a word that looks like an operator in quotes: "AND"',
        )

    @contextmanager
    def deeper(self, token: _Token) -> Iterator[None]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail(
                "the query is nested too deep",
                token.at,
                f"at most {_DEEPEST} brackets and exclusions fit into each other",
            )
        yield
        self.depth -= 1

    def bracket(self, opened: _Token) -> Expression:
        with self.deeper(opened):
            expression = self.either()
        if self.peek() != "close":
            raise self.fail(
                "a bracket is opened and not closed", opened.at, 'close it with ), or put it in quotes: "("'
            )
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
            near = nearest(name, FIELD_NAMES, 1)
            hint = f"did you mean {near[0]}:?" if near else "fields are " + ", ".join(FIELD_NAMES)
            raise self.fail(f"there is no field {quoted(named.text)}", named.at, hint)
        if self.peek() not in ("quote", "word", "AND", "OR", "NOT", "minus"):
            raise self.fail(
                f"a value is missing after {name}:",
                self.tokens[self.next].at,
                f"as in {name}:{_EXAMPLES.get(name, 'word')}",
            )
        token = self.take()
        value = self.unquoted(token) if token.kind == "quote" else token.text
        if name in TEXT_FIELDS:
            prefix = token.kind == "word" and token.text.endswith("*") and bool(token.text.strip("*"))
            return Text(value.rstrip("*") if prefix else value, phrase=not prefix, prefix=prefix, within=name)
        match = Match(name, value)
        if name in DATE_FIELDS and not is_none(match):
            self.dated(match, token.at)
        return match

    def dated(self, match: Match, at: int) -> None:
        try:
            period_of_match(match)
        except UsageError as error:
            raise self.fail(error.message, at, error.hint) from error

    def unquoted(self, token: _Token) -> str:
        body = token.text[1:]
        if not body.endswith('"') or re.search(r"(?<!\\)(?:\\\\)*\\\"\Z", body):
            raise self.fail("a quotation mark is opened and not closed", token.at, 'close it with "')
        return _bare(token)


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
