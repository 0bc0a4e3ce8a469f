"""The SQLite store: one engine for archives in memory and in compiled files.

All SQL of the program is in this package.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from mieuxcli.errors import AmbiguousId, ArchiveError, UnknownId
from mieuxcli.query import Selection, Text
from mieuxcli.store.conditions import Condition, Ranking, Selector, plain
from mieuxcli.store.lexicon import Lexicon
from mieuxcli.store.order import limit_of, order_of
from mieuxcli.store.ranking import Marked, Ranked, marked, ranked
from mieuxcli.store.reading import APPLICATION_ID, SCHEMA_VERSION, entry_in, record_in
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mieuxcli.query import Expression
    from mieuxcli.records import Record
    from mieuxcli.vocabulary import Entry

__all__ = ["Marked", "Ranked", "Store"]

_AT_ONCE = 100
# The characters of a path that have a meaning in an SQLite URI. Importing urllib.parse for them would
# lengthen the start by a twentieth.
_IN_ADDRESS = str.maketrans({"%": "%25", "?": "%3f", "#": "%23"})


class Store(Lexicon):
    """An archive in SQLite, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read from an open connection to a database that `mieuxcli.store.tables` has filled."""
        super().__init__(connection)
        connection.create_function("fold", 1, _folded, deterministic=True)

    @classmethod
    def open(cls, path: str) -> Store:
        """Open a compiled archive for reading only.

        Raises ArchiveError if the file is no archive, is incomplete or has another schema version.
        """
        connection = None
        try:
            _check_there(path)
            address = os.path.abspath(path).translate(_IN_ADDRESS)
            address = f"file:{address}?mode=ro&immutable=1"
            # Archives see to it that threads ask one after another.
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            _check_file(connection, path)
        except (sqlite3.Error, OSError, UnicodeDecodeError, ArchiveError) as error:
            if connection:
                connection.close()
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError(f"{path} cannot be read as an archive: {error}") from error
        return cls(connection)

    def __del__(self) -> None:
        """Close the database with its last reader, since Python 3.13 warns of connections left open."""
        self._connection.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def about(self) -> dict[str, str]:
        """Return the archive's own description: title, description, coverage, version, date and licence."""
        rows = self._connection.execute("SELECT key, value FROM archive WHERE key NOT LIKE 'compiled_%'")
        return dict(rows)

    def origin(self) -> dict[str, str]:
        """Return what the archive was compiled from, as `mieuxcli.origin` has it, or nothing."""
        return dict(self._connection.execute("SELECT key, value FROM archive WHERE key LIKE 'compiled_%'"))

    def select(self, selection: Selection) -> Iterator[Record]:
        """Return the selected records, newest first unless the selection is sorted.

        Records are read some at a time, when the iterator reaches them.
        """
        condition = self._condition(selection)
        order = order_of(selection.sort or "-date", reverse=selection.reverse)
        # Only record numbers are sorted: sorting whole documents would make SQLite use a temporary file.
        sql = f"SELECT record FROM records WHERE {condition.sql} ORDER BY {order} LIMIT ?"
        rows = self._connection.execute(sql, (*condition.parameters, limit_of(selection)))
        return self._records([row[0] for row in rows])

    def _records(self, numbers: Sequence[int]) -> Iterator[Record]:
        """Yield the records with these numbers, reading a hundred at a time."""
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            sql = f"SELECT record, document FROM records WHERE record IN ({', '.join('?' * len(some))})"
            documents = dict(self._connection.execute(sql, some))
            yield from (record_in((documents.get(number, ""),)) for number in some)

    def _condition(self, selection: Selection) -> Condition:
        return self._selector(selection).condition(selection.expression)

    def _selector(self, selection: Selection, *, rooted: bool = False) -> Selector:
        return Selector(self._connection, literal=selection.literal, query=selection.text, rooted=rooted)

    def hits(self, selection: Selection, *, marks: bool = True) -> Iterator[Ranked]:
        """Return the selected records as hits, best first.

        If the expression has no words, the newest come first and every score is 0. Each record is read only
        when the iterator reaches it. `marks` says whether hits come with the texts that matched.
        """
        selector = self._selector(selection)
        expression = selection.expression
        ranking = selector.ranking(expression)
        if ranking is None:
            return (Ranked(record, 0.0) for record in self.select(selection))
        rows = ranked(self._connection, selector.condition(expression), ranking, selection)
        return (self._hit(number, score, ranking if marks else None) for number, score in rows)

    def _hit(self, number: int, score: float, ranking: Ranking | None) -> Ranked:
        found = marked(self._connection, number, ranking) if ranking else None
        record, texts = found or (next(self._records([number])), ())
        return Ranked(record, round(score, 4), texts)

    def hits_at(
        self,
        numbers: Iterable[int],
        texts: Expression,
        selection: Selection,
        missing: Mapping[int, tuple[str, ...]],
        *,
        marks: bool = True,
    ) -> Iterator[Ranked]:
        """Yield the records with these numbers as hits of some texts, each with the words that it lacks.

        They come in the order of the numbers unless the selection is sorted. Its limit applies.
        """
        ranking = self._selector(selection).ranking(texts) if marks else None
        order = self.numbers(selection, selection.sort) if selection.sort else list(numbers)
        if selection.reverse and not selection.sort:
            order.reverse()
        for at, number in enumerate(order[: selection.limit] if selection.limit is not None else order):
            yield self._hit(number, float(len(order) - at), ranking)._replace(missing=missing.get(number, ()))

    def numbers(self, selection: Selection, sort: str) -> list[int]:
        """Return the numbers of the selected records in the given order."""
        condition = self._condition(selection)
        order = order_of(sort, reverse=selection.reverse)
        sql = f"SELECT record FROM records WHERE {condition.sql} ORDER BY {order}"
        return [row[0] for row in self._connection.execute(sql, condition.parameters)]

    def holders(self, selection: Selection) -> set[int]:
        """Return the numbers of the selected records, treating words with the same root as equal."""
        condition = self._selector(selection, rooted=True).condition(selection.expression)
        sql = f"SELECT record FROM records WHERE {condition.sql}"
        return {row[0] for row in self._connection.execute(sql, condition.parameters)}

    def scores(self, texts: Expression, selection: Selection) -> dict[int, float]:
        """Return the score of each selected record for some texts, by record number."""
        selector = self._selector(selection)
        ranking = selector.ranking(texts)
        if ranking is None:
            return {}
        loose = ranking._replace(needed=False)
        return dict(
            ranked(
                self._connection, selector.condition(selection.expression), loose, selection._replace(sort="")
            )
        )

    def knows(self, word: str) -> bool:
        """Return whether a word occurs in the archive in any form, or is a name or part of one."""
        folded = fold(word)
        named = self.is_name(folded) or self.is_word_of_name(folded)
        return named or bool(self.holders(Selection(Text(word))))

    def count(self, selection: Selection) -> int:
        """Return how many records are selected, regardless of the limit."""
        condition = self._condition(selection)
        return int(
            self._connection.execute(
                f"SELECT count(*) FROM records WHERE {condition.sql}", condition.parameters
            ).fetchone()[0]
        )

    def counts(self, facet: str, selection: Selection) -> list[tuple[str, int]]:
        """Return how many of the selected records have each value of a facet.

        The most frequent value comes first, except that years are in order.
        """
        condition = self._condition(selection)
        chosen = (
            ""
            if condition.sql == "1"
            else f"AND record IN (SELECT record FROM records WHERE {condition.sql})"
        )
        order = "value" if facet == "year" else "2 DESC, value"
        sql = f"SELECT value, count(*) FROM facets WHERE facet = ? {chosen} GROUP BY value ORDER BY {order}"
        return self._connection.execute(sql, (facet, *(condition.parameters if chosen else ()))).fetchall()

    def crossed(self, one: str, other: str, selection: Selection) -> list[tuple[str, str, int]]:
        """Return how many of the selected records have each pair of values of two facets."""
        condition = self._condition(selection)
        sql = f"""
            SELECT a.value, b.value, count(*) FROM facets AS a JOIN facets AS b USING (record)
            WHERE a.facet = ? AND b.facet = ?
                AND record IN (SELECT record FROM records WHERE {condition.sql}) GROUP BY 1, 2"""
        return self._connection.execute(sql, (one, other, *condition.parameters)).fetchall()

    def without(self, facet: str, selection: Selection) -> int:
        """Return how many of the selected records have no value of a facet."""
        condition = self._condition(selection)
        sql = f"""
            SELECT count(*) FROM records
            WHERE ({condition.sql}) AND record NOT IN (SELECT record FROM facets WHERE facet = ?)"""
        return int(self._connection.execute(sql, (*condition.parameters, facet)).fetchone()[0])

    def span(self, selection: Selection) -> tuple[str | None, str | None]:
        """Return the earliest and the latest date of the selected records, or None for each if none is dated."""
        condition = self._condition(selection)
        sql = f"""
            SELECT date FROM records WHERE first_day IS NOT NULL AND ({condition.sql})
            ORDER BY first_day {{}} LIMIT 1"""
        first, last = (
            self._connection.execute(sql.format(way), condition.parameters).fetchone()
            for way in ("ASC", "DESC")
        )
        return (first[0], last[0]) if first else (None, None)

    def get(self, text: str) -> Record:
        """Return the record whose id equals `text`, or is the only one that begins with it.

        Raises UnknownId if no id begins with `text`, and AmbiguousId if several do.
        """
        found = self._connection.execute(
            "SELECT document FROM records WHERE id = ?", (plain(text),)
        ).fetchone()
        if not found:
            begun = self.ids(text)
            if len(begun) > 1:
                raise AmbiguousId(text, begun[:8], len(begun))
            if not begun or not text:
                raise UnknownId(text, self.near_ids(text))
            return self.get(begun[0])
        return record_in(found)

    def has(self, id_: str) -> bool:
        """Return whether a record has exactly this id."""
        return bool(self._connection.execute("SELECT 1 FROM records WHERE id = ?", (plain(id_),)).fetchone())

    def sharing(self, facet: str, value: str, most: int) -> list[str]:
        """Return the ids of the records that have a value of a facet, or none if there are more than `most`."""
        sql = "SELECT id FROM facets JOIN records USING (record) WHERE facet = ? AND value = ? LIMIT ?"
        found = [row[0] for row in self._connection.execute(sql, (facet, value, most + 1))]
        return found if len(found) <= most else []

    def with_url(self, url: str) -> list[str]:
        """Return the ids of at most 50 records whose source has this address."""
        return [
            row[0]
            for row in self._connection.execute(
                "SELECT id FROM records WHERE url = ? ORDER BY id LIMIT 50", (url,)
            )
        ]

    def phases(self) -> dict[str, str]:
        """Return the phase in which each dated record falls, by id."""
        return dict(
            self._connection.execute(
                "SELECT id, value FROM facets JOIN records USING (record) WHERE facet = 'phase'"
            )
        )

    def records(self) -> list[Record]:
        """Return all records in the order in which they were written."""
        return [
            record_in(row) for row in self._connection.execute("SELECT document FROM records ORDER BY record")
        ]

    def vocabulary(self) -> list[Entry]:
        """Return the entries of the vocabulary, ordered by facet and name."""
        rows = self._connection.execute("SELECT entry FROM vocabulary ORDER BY facet, name")
        return [entry_in(row[0]) for row in rows]

    def everything(self) -> int:
        """Return the number of records."""
        return self.count(Selection())


def _check_there(path: str) -> None:
    if not os.path.isfile(path):
        raise ArchiveError(f"{path} does not exist" if not os.path.exists(path) else f"{path} is not a file")


def _check_file(connection: sqlite3.Connection, path: str) -> None:
    """Raise ArchiveError unless a database is a complete archive of this version."""
    numbers = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "page_count", "page_size")
    }
    if numbers["application_id"] != APPLICATION_ID:
        raise ArchiveError(f"{path} is no archive made by mieux compile", "mieux compile PATH.db makes one")
    if numbers["user_version"] != SCHEMA_VERSION:
        versions = f"schema {numbers['user_version']}, here {SCHEMA_VERSION}"
        raise ArchiveError(
            f"{path} was compiled by another version of mieux ({versions})",
            "compile it again with mieux compile",
        )
    if os.stat(path).st_size < numbers["page_count"] * numbers["page_size"]:
        raise ArchiveError(f"{path} is cut short", "compile it again with mieux compile")


def _folded(value: str | float | None) -> str | float | None:
    return fold(value) if isinstance(value, str) else value
