"""The SQLite store: one engine for archives in memory and in compiled files. The only SQL of the program is in this package."""

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
from mieuxcli.store.reading import entry_in, record_in
from mieuxcli.store.tables import APPLICATION_ID, SCHEMA_VERSION
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mieuxcli.query import Expression
    from mieuxcli.records import Record
    from mieuxcli.vocabulary import Entry

__all__ = ["Marked", "Ranked", "Store"]

# The signs of a path that an SQLite address takes for its own; urllib.parse would cost a twentieth of a start.
_IN_ADDRESS = str.maketrans({"%": "%25", "?": "%3f", "#": "%23"})


class Store(Lexicon):
    """An archive in SQLite, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read from an open connection whose database `mieuxcli.store.tables` filled."""
        super().__init__(connection)
        connection.create_function("fold", 1, _folded, deterministic=True)

    @classmethod
    def open(cls, path: str) -> Store:
        """Open a compiled archive read-only; ArchiveError where it is none, or not whole, or of another version."""
        connection = None
        try:
            _check_there(path)
            address = os.path.abspath(path).translate(_IN_ADDRESS)
            connection = sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True)
            _check_file(connection, path)
        except (sqlite3.Error, OSError, UnicodeDecodeError, ArchiveError) as error:
            if connection:
                connection.close()
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError(f"{path} cannot be read as an archive: {error}") from error
        return cls(connection)

    def __del__(self) -> None:
        """Let go of the database with the last archive that reads it; Python 3.13 warns of those left open."""
        self._connection.close()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def about(self) -> dict[str, str]:
        """Return what the archive says of itself: title, description, coverage, version, date, licence."""
        return dict(self._connection.execute("SELECT key, value FROM archive"))

    def select(self, selection: Selection) -> Iterator[Record]:
        """Return the selected records, newest first unless sorted otherwise; they are read as they are taken."""
        condition = self._condition(selection)
        order = order_of(selection.sort or "-date", reverse=selection.reverse)
        # The order is made of numbers of records; sorting the records themselves would carry all of them through a file.
        sql = f"SELECT record FROM records WHERE {condition.sql} ORDER BY {order} LIMIT ?"
        rows = self._connection.execute(sql, (*condition.parameters, limit_of(selection)))
        return (self._record(row[0]) for row in rows)

    def _record(self, number: int) -> Record:
        return record_in(
            self._connection.execute(
                "SELECT type, document FROM records WHERE record = ?", (number,)
            ).fetchone()
        )

    def _condition(self, selection: Selection) -> Condition:
        return self._selector(selection).condition(selection.expression)

    def _selector(self, selection: Selection, *, rooted: bool = False) -> Selector:
        return Selector(self._connection, literal=selection.literal, query=selection.text, rooted=rooted)

    def hits(self, selection: Selection, *, marks: bool = True) -> Iterator[Ranked]:
        """Return the selected records, best first; without words in the expression, newest first with the score 0.

        They are read as they are taken; `marks` says whether the texts that matched are wanted with them.
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
        record, texts = found or (self._record(number), ())
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
        """Return records by their numbers as hits of some texts, each with the words that it lacks.

        The order is that of the numbers unless the selection is sorted; its limit holds.
        """
        ranking = self._selector(selection).ranking(texts) if marks else None
        order = self.numbers(selection, selection.sort) if selection.sort else list(numbers)
        if selection.reverse and not selection.sort:
            order.reverse()
        for at, number in enumerate(order[: selection.limit] if selection.limit is not None else order):
            yield self._hit(number, float(len(order) - at), ranking)._replace(missing=missing.get(number, ()))

    def numbers(self, selection: Selection, sort: str) -> list[int]:
        """Return the numbers of the selected records in an order."""
        condition = self._condition(selection)
        order = order_of(sort, reverse=selection.reverse)
        sql = f"SELECT record FROM records WHERE {condition.sql} ORDER BY {order}"
        return [row[0] for row in self._connection.execute(sql, condition.parameters)]

    def holders(self, selection: Selection) -> set[int]:
        """Return the numbers of the selected records; words of one root count as the same."""
        condition = self._selector(selection, rooted=True).condition(selection.expression)
        sql = f"SELECT record FROM records WHERE {condition.sql}"
        return {row[0] for row in self._connection.execute(sql, condition.parameters)}

    def scores(self, texts: Expression, selection: Selection) -> dict[int, float]:
        """Return how well the selected records match some texts, by their numbers."""
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
        """Return whether a word stands in the archive, in any form, or is a name or part of one."""
        folded = fold(word)
        named = self.is_name(folded) or self.is_word_of_name(folded)
        return named or bool(self.holders(Selection(Text(word))))

    def count(self, selection: Selection) -> int:
        """Return how many records are selected, whatever the limit."""
        condition = self._condition(selection)
        return int(
            self._connection.execute(
                f"SELECT count(*) FROM records WHERE {condition.sql}", condition.parameters
            ).fetchone()[0]
        )

    def counts(self, facet: str, selection: Selection) -> list[tuple[str, int]]:
        """Return how many of the selected records have each value of a facet, the most frequent first; years in order."""
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
            WHERE a.facet = ? AND b.facet = ? AND record IN (SELECT record FROM records WHERE {condition.sql}) GROUP BY 1, 2"""
        return self._connection.execute(sql, (one, other, *condition.parameters)).fetchall()

    def without(self, facet: str, selection: Selection) -> int:
        """Return how many of the selected records have no value of a facet."""
        condition = self._condition(selection)
        sql = f"SELECT count(*) FROM records WHERE ({condition.sql}) AND record NOT IN (SELECT record FROM facets WHERE facet = ?)"
        return int(self._connection.execute(sql, (*condition.parameters, facet)).fetchone()[0])

    def span(self, selection: Selection) -> tuple[str | None, str | None]:
        """Return the earliest and the latest date of the selected records, as far as they are known."""
        condition = self._condition(selection)
        sql = f"SELECT date FROM records WHERE first_day IS NOT NULL AND ({condition.sql}) ORDER BY first_day {{}} LIMIT 1"
        first, last = (
            self._connection.execute(sql.format(way), condition.parameters).fetchone()
            for way in ("ASC", "DESC")
        )
        return (first[0], last[0]) if first else (None, None)

    def get(self, text: str) -> Record:
        """Return the record whose id is or begins with `text`; UnknownId or AmbiguousId otherwise."""
        found = self._connection.execute(
            "SELECT type, document FROM records WHERE id = ?", (plain(text),)
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
        """Say whether a record has exactly this id."""
        return bool(self._connection.execute("SELECT 1 FROM records WHERE id = ?", (plain(id_),)).fetchone())

    def sharing(self, facet: str, value: str, most: int) -> list[str]:
        """Return the ids of the records that have a value of a facet; none at all where they are more than `most`."""
        sql = "SELECT id FROM facets JOIN records USING (record) WHERE facet = ? AND value = ? LIMIT ?"
        found = [row[0] for row in self._connection.execute(sql, (facet, value, most + 1))]
        return found if len(found) <= most else []

    def with_url(self, url: str) -> list[str]:
        """Return the ids of the records whose source is this address."""
        return [
            row[0]
            for row in self._connection.execute(
                "SELECT id FROM records WHERE url = ? ORDER BY id LIMIT 50", (url,)
            )
        ]

    def phases(self) -> dict[str, str]:
        """Return the phase that each dated record falls in, by id."""
        return dict(
            self._connection.execute(
                "SELECT id, value FROM facets JOIN records USING (record) WHERE facet = 'phase'"
            )
        )

    def records(self) -> list[Record]:
        """Return all records in the order they were written."""
        return [
            record_in(row)
            for row in self._connection.execute("SELECT type, document FROM records ORDER BY record")
        ]

    def vocabulary(self) -> list[Entry]:
        """Return the vocabulary entries."""
        rows = self._connection.execute("SELECT entry FROM vocabulary ORDER BY facet, name")
        return [entry_in(row[0]) for row in rows]

    def everything(self) -> int:
        """Return the number of records."""
        return self.count(Selection())


def _check_there(path: str) -> None:
    if not os.path.isfile(path):
        raise ArchiveError(f"{path} does not exist" if not os.path.exists(path) else f"{path} is not a file")


def _check_file(connection: sqlite3.Connection, path: str) -> None:
    """Raise ArchiveError unless a database is a whole archive of this version."""
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
