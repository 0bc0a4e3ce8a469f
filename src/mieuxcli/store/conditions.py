"""The translation of expressions into SQL conditions and full-text expressions.

What a user typed reaches SQLite only as quoted words and parameters.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import date_among, period_of
from mieuxcli.errors import QueryError, UnknownValue
from mieuxcli.parser import column_of
from mieuxcli.query import (
    DATE_FIELDS,
    Among,
    And,
    Expression,
    Match,
    Not,
    Or,
    Text,
    is_none,
    is_word,
    period_of_match,
    texts_of,
)
from mieuxcli.words import fold, nearest, root, spellings, tokens

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

__all__ = ["LONGEST_NAME", "Condition", "Ranking", "Selector", "plain"]

# Names in a query are recognised up to this many words; longer ones are searched for word by word.
LONGEST_NAME = 8
# FTS5 limits the nesting of expressions to 256. Longer queries are not searched for names of several words.
_MOST_WORDS_WITH_NAMES = 40
_NOTHING = '""'


class Condition(NamedTuple):
    """A condition on `records` as SQL with its parameters."""

    sql: str
    parameters: tuple[str | int, ...] = ()


class Ranking(NamedTuple):
    """The full-text expressions that rank hits, from any of the words to all of them in one phrase."""

    anything: str  # any of the words, under any name
    literal: str  # the words as typed
    near: str  # the words close together
    phrase: str
    typed: str  # the words as text
    needed: bool  # whether every selected record has at least one of the words


class Selector:
    """A translator of one query's expressions into SQL, which knows the names and expansions of an archive."""

    def __init__(
        self, connection: sqlite3.Connection, *, literal: bool = False, query: str = "", rooted: bool = False
    ) -> None:
        """Look names up in `connection`; `query` is the text that an error about one of its values shows.

        `literal` leaves out expansions, and `rooted` adds the roots of words.
        """
        self._connection = connection
        self._literal = literal
        self._query = query
        self._rooted = rooted

    def condition(self, expression: Expression) -> Condition:
        """Return the condition of an expression; raise an error as `names` does if a facet has no such value."""
        if isinstance(expression, Text):
            found = self._found(self._leaf(expression), exact=expression.prefix)
            return found if not is_word(expression) else _or_dated(found, [expression.text])
        if isinstance(expression, Match):
            return self._match(expression)
        if isinstance(expression, Among):
            return Condition("record IN (SELECT value FROM json_each(?))", (json.dumps(expression.numbers),))
        if isinstance(expression, Not):
            inner = self.condition(expression.part)
            # An undated record lies in no period, so an excluded period must select it: NULL counts as 0.
            return Condition(f"NOT coalesce(({inner.sql}), 0)", inner.parameters)
        words = _words_in(expression)
        rest = [part for part in _meaningful(expression) if part not in words]
        conditions = [self.condition(part) for part in rest]
        plain_words, dates = _parted([word.text for word in words])
        conditions += [_or_dated(self._found(self._all_words(date)), date) for date in dates]
        if plain_words:
            conditions.insert(0, self._found(self._all_words(plain_words)))
        joint = " AND " if isinstance(expression, And) else " OR "
        return Condition(
            joint.join(f"({part.sql})" for part in conditions)
            or ("1" if isinstance(expression, And) else "0"),
            tuple(parameter for part in conditions for parameter in part.parameters),
        )

    @staticmethod
    def _found(words: str, *, exact: bool = False) -> Condition:
        index = "records_exact" if exact else "records_fts"
        return Condition(f"record IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", (words,))

    def _leaf(self, text: Text) -> str:
        if not tokens(text.text):
            return _NOTHING
        words = _quoted(text.text) + " *" * text.prefix
        if is_word(text):
            words = self._all_words([text.text])
        return f"{{{text.within}}} : {words}" if text.within else words

    def _all_words(self, words: Sequence[str]) -> str:
        """Return the expression for all of the words, including the other names of words and sequences."""
        if not all(tokens(word) for word in words):
            return _NOTHING
        groups = [self._group(word) for word in words]
        names = list(self._names_within(words)) if len(words) <= _MOST_WORDS_WITH_NAMES else []
        # Cut the words wherever no name continues: within a stretch, each name doubles what follows it.
        cuts = [at for at in range(len(groups) + 1) if not any(first < at < last for first, last, _ in names)]
        return " AND ".join(self._from(first, last, groups, names) for first, last in pairwise(cuts))

    def _from(self, first: int, end: int, groups: list[str], names: list[tuple[int, int, list[str]]]) -> str:
        """Return the expression for the words in a range: the first word or a name it begins, then the rest."""
        if first == end:
            return ""
        ways = [
            (groups[first], first + 1),
            *((_any(others), last) for begin, last, others in names if begin == first),
        ]
        joined = [
            " AND ".join(filter(None, (way, self._from(after, end, groups, names)))) for way, after in ways
        ]
        return joined[0] if len(joined) == 1 else "(" + " OR ".join(f"({way})" for way in joined) + ")"

    def _group(self, word: str) -> str:
        return _any([word, *self._others(word)])

    def _others(self, word: str) -> list[str]:
        """Return the other forms of a word: names and terms it stands for, and other spellings."""
        if self._literal:
            return []
        folded = fold(word)
        bare = {root(folded)} - {folded} if self._rooted else set()
        return sorted({*self._expansions(folded), *(spellings(folded) if " " not in folded else ()), *bare})

    def _names_within(self, words: Sequence[str]) -> Iterable[tuple[int, int, list[str]]]:
        for first in range(len(words)):
            for last in range(first + 2, min(len(words), first + LONGEST_NAME) + 1):
                others = [] if self._literal else self._expansions(fold(" ".join(words[first:last])))
                if others:
                    yield first, last, others

    def _expansions(self, folded: str) -> list[str]:
        sql = """
            SELECT DISTINCT word FROM synonyms JOIN meanings USING (meaning)
            WHERE typed IN (?, ?) AND word <> ? ORDER BY word"""
        return [row[0] for row in self._connection.execute(sql, (folded, root(folded), folded))]

    def _match(self, match: Match) -> Condition:
        if match.field in DATE_FIELDS:
            return _dated(match)
        if match.field == "id":
            beginning = plain(match.value)
            return Condition("substr(id, 1, ?) = ?", (len(beginning), beginning))
        if is_none(match):
            return Condition("record NOT IN (SELECT record FROM facets WHERE facet = ?)", (match.field,))
        names = self.names(match)
        holes = ", ".join("?" * len(names))
        if match.field == "type":
            return Condition(f"type IN ({holes})", tuple(names))
        facets = _STORED_AS.get(match.field, (match.field, match.field))
        return Condition(
            f"record IN (SELECT record FROM facets WHERE facet IN (?, ?) AND value IN ({holes}))",
            (*facets, *names),
        )

    def names(self, match: Match) -> list[str]:
        """Return the values of a facet with exactly the name of a match, or else all that contain its words.

        Raises UnknownValue, or QueryError if the value is in the query, if there are none.
        """
        typed = fold(match.value) or plain(match.value)
        facets = _NAMED_AS.get(match.field, (match.field, match.field))
        sql = "SELECT DISTINCT name FROM names WHERE facet IN (?, ?) AND typed = ?"
        exact = [row[0] for row in self._connection.execute(sql, (*facets, typed))]
        if exact:
            return exact
        sql = "SELECT typed, name FROM names WHERE facet IN (?, ?)"
        known = self._connection.execute(sql, facets).fetchall()
        wanted = set(typed.split())
        partial = sorted({name for form, name in known if wanted and wanted <= set(form.split())})
        if partial or typed in _ALWAYS.get(match.field, ()):
            return partial or [typed]
        raise self._unknown(match, dict(known))

    def _unknown(self, match: Match, known: dict[str, str]) -> Exception:
        near = list(dict.fromkeys(known[form] for form in nearest(match.value, known, 6)))[:3]
        error = UnknownValue(match.field, match.value, near)
        column = column_of(match, self._query)
        return error if column is None else QueryError(error.message, self._query, column, error.hint)

    def ranking(self, expression: Expression) -> Ranking | None:
        """Return the ranking of the hits of an expression, or None if it has no words."""
        texts = [text for text in texts_of(expression) if tokens(text.text)]
        if not texts:
            return None
        alone = [text.text for text in texts if is_word(text)]
        anything = [self._leaf(text) for text in texts]
        anything += [_any(others) for _, _, others in self._names_within(alone)]
        # A date among the words may occur in the text or be the date of the record.
        dates = {word for date in _parted(alone)[1] for word in date}
        typed = [text for text in texts if text.text not in dates] or texts
        literal = [_quoted(text.text) + " *" * text.prefix for text in typed]
        joint = " OR " if _has_alternatives(expression) else " AND "
        words = [word for text in alone for word in tokens(text)]
        several = len(words) > 1
        return Ranking(
            " OR ".join(f"({leaf})" for leaf in anything),
            joint.join(literal),
            f"NEAR({' '.join(_quoted(word) for word in words)}, 8)" if several else _NOTHING,
            _quoted(" ".join(words)) if several else _NOTHING,
            plain(" ".join(alone)) if len(alone) == len(texts) else "",
            _needs_text(expression),
        )


# Values that may be asked for in any archive, whether or not a record has them.
_ALWAYS = {"basis": ("published", "inferred"), "linked": ("yes",), "disputed": ("yes",)}
# The vocabularies whose names the values of a facet may have, and the facets under which records store
# them: experts come from countries, and a subregion may be given where a region is asked for.
_NAMED_AS = {"expert": ("expert", "country"), "region": ("region", "subregion")}
_STORED_AS = {"region": ("region", "subregion")}


def _parted(words: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the words that are not dates, and the dates among them, each as its one or two words."""
    rest: list[str] = []
    dates: list[list[str]] = []
    at = 0
    while at < len(words):
        date = date_among([fold(word) for word in words[at : at + 2]])
        if date:
            dates.append(list(words[at : at + date[0]]))
        else:
            rest.append(words[at])
        at += date[0] if date else 1
    return rest, dates


def _or_dated(found: Condition, words: Sequence[str]) -> Condition:
    """Return the condition that a record has these words or, if they are a date, has that date."""
    date = date_among([fold(word) for word in words])
    if date is None:
        return found
    period = period_of(date[1])
    sql = f"({found.sql}) OR (first_day < ? AND day_after > ?)"
    return Condition(sql, (*found.parameters, period.end, period.begin))


def _dated(match: Match) -> Condition:
    if is_none(match):
        column = "running_from" if match.field == "running" else "first_day"
        return Condition(f"{column} IS NULL")
    period = period_of_match(match)
    if match.field == "running":
        return Condition("running_from < ? AND running_to > ?", (period.end, period.begin))
    return Condition("first_day < ? AND day_after > ?", (period.end, period.begin))


def _needs_text(expression: Expression) -> bool:
    """Return whether every record that can be selected contains one of the whole words."""
    if isinstance(expression, Text):
        return not expression.prefix and date_among([fold(expression.text)]) is None
    if isinstance(expression, And):
        # Two words may be the date of a record that has neither of them.
        words = _words_in(expression)
        rest = (part for part in _meaningful(expression) if part not in words)
        return bool(_parted([word.text for word in words])[0]) or any(map(_needs_text, rest))
    return isinstance(expression, Or) and bool(expression.parts) and all(map(_needs_text, expression.parts))


def _has_alternatives(expression: Expression) -> bool:
    if isinstance(expression, And):
        return any(_has_alternatives(part) for part in expression.parts)
    return isinstance(expression, Or)


def _words_in(expression: And | Or) -> list[Text]:
    """Return the plain words of a conjunction, among which names of several words are recognised."""
    parts = () if isinstance(expression, Or) else _meaningful(expression)
    return [part for part in parts if isinstance(part, Text) and is_word(part)]


def _meaningful(expression: And | Or) -> tuple[Expression, ...]:
    """Return the parts of an expression, dropping words of punctuation alone unless nothing else is left."""
    kept = tuple(part for part in expression.parts if not isinstance(part, Text) or tokens(part.text))
    return kept if kept and isinstance(expression, And) else expression.parts


def plain(text: str) -> str:
    """Return `text` without what SQLite does not accept: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _quoted(text: str) -> str:
    """Return `text` as an FTS5 phrase, whatever characters it contains."""
    doubled = plain(text).replace('"', '""')
    return f'"{doubled}"'


def _any(words: Iterable[str]) -> str:
    return "(" + " OR ".join(_quoted(word) for word in words) + ")"
