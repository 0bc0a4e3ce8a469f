"""Questions to a store: documents, hits, counts, names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from mieuxcli.errors import AmbiguousId, ArchiveError, UnknownId
from mieuxcli.fields import TEXT_COLUMNS
from mieuxcli.query import Match, Selection
from mieuxcli.store.schema import APPLICATION_ID, SCHEMA_VERSION
from mieuxcli.store.selecting import Condition, Ranking, Selector
from mieuxcli.words import fold, nearest, tokens

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from mieuxcli.models import Document

__all__ = ["Hit", "Store"]

MARK, UNMARK = "\x02", "\x03"
_WEIGHTS = ", ".join(str(weight) for weight in TEXT_COLUMNS.values())
_COLUMN_SORTS = {"id": "id", "type": "type", "title": "fold(title)", "date": "first_day"}

# What a hit gains by having the words unstemmed, near each other, as a phrase, all in its title, or as its very title; and what it
# keeps of its rank where only other names and spellings of the words are found. Set by the relevance set in tests/.
_BONUS = {"exact": 0.25, "near": 0.3, "phrase": 0.7, "title": 0.6, "name": 1.0}
_EXPANDED = 0.25

# How much a type weighs in the ranking: figures and milestones repeat the words of the pieces they are taken from.
_TYPE_WEIGHT = "CASE type WHEN 'fact' THEN 0.6 WHEN 'milestone' THEN 0.7 WHEN 'phase' THEN 0.8 WHEN 'term' THEN 0.8 ELSE 1.0 END"


class Hit(NamedTuple):
    """A document that matched, with its score and the texts of the columns that matched, matches between MARK and UNMARK."""

    document: Document
    score: float
    marked: dict[str, str]


class Store:
    """An archive in SQLite, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read from an open connection whose database `mieuxcli.store.writing` filled."""
        connection.create_function("fold", 1, _folded, deterministic=True)
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a compiled archive read-only; ArchiveError where it is none, or not whole, or of another version."""
        import sqlite3  # noqa: PLC0415 - the type is all the module needs elsewhere
        from urllib.parse import quote  # noqa: PLC0415

        connection = None
        try:
            connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
            _check_file(connection, path)
        except (sqlite3.Error, OSError, ArchiveError) as error:
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

    def select(self, selection: Selection) -> Iterator[Document]:
        """Return the selected documents, newest first unless sorted otherwise; they are read as they are taken."""
        condition = self._condition(selection)
        order = _order(selection.sort or "-date", reverse=selection.reverse)
        # The order is made of numbers of records; sorting the documents themselves would carry all of them through a file.
        sql = f"SELECT record FROM records WHERE {condition.sql} ORDER BY {order} LIMIT ?"
        rows = self._connection.execute(sql, (*condition.parameters, _limit(selection)))
        return (self._document(row[0]) for row in rows)

    def _document(self, record: int) -> Document:
        text = self._connection.execute("SELECT document FROM records WHERE record = ?", (record,)).fetchone()[0]
        document: Document = json.loads(text)
        return document

    def _condition(self, selection: Selection) -> Condition:
        return self._selector(selection).condition(selection.expression)

    def _selector(self, selection: Selection) -> Selector:
        return Selector(self._connection, literal=selection.literal, query=selection.query)

    def hits(self, selection: Selection, *, marked: bool = True) -> Iterator[Hit]:
        """Return the selected documents, best first; without words in the expression, newest first with the score 0.

        They are read as they are taken; `marked` says whether the texts that matched are wanted with them.
        """
        selector = self._selector(selection)
        ranking = selector.ranking(selection.expression)
        if ranking is None:
            return (Hit(document, 0.0, {}) for document in self.select(selection))
        rows = self._ranked(selector.condition(selection.expression), ranking, selection)
        return (self._hit(record, score, ranking if marked else None) for record, score in rows)

    def _hit(self, record: int, score: float, ranking: Ranking | None) -> Hit:
        found = self._marked(record, ranking) if ranking else None
        document, marked = found or (self._document(record), {})
        return Hit(document, round(score, 4), marked)

    def _ranked(self, condition: Condition, ranking: Ranking, selection: Selection) -> list[tuple[int, float]]:
        join = "JOIN" if ranking.needed else "LEFT JOIN"
        by_score = f"score {'ASC' if selection.reverse else 'DESC'}, first_day DESC, id"
        order = _order(selection.sort, reverse=selection.reverse) if selection.sort else by_score
        sql = f"""
            WITH found AS MATERIALIZED (
                SELECT rowid AS record, -bm25(records_fts, {_WEIGHTS}) AS rank FROM records_fts WHERE records_fts MATCH ?
            ), typed AS MATERIALIZED (
                SELECT rowid AS record, -bm25(records_fts, {_WEIGHTS}) AS typed_rank FROM records_fts WHERE records_fts MATCH ?
            )
            SELECT record, coalesce(typed_rank, {_EXPANDED} * rank, 0) * {_TYPE_WEIGHT}
                * (1 + {_BONUS["exact"]} * (record IN (SELECT rowid FROM records_exact WHERE records_exact MATCH ?))
                     + {_BONUS["near"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                     + {_BONUS["phrase"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                     + {_BONUS["title"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                     + {_BONUS["name"]} * (title = ? COLLATE NOCASE)) AS score
            FROM records {join} found USING (record) LEFT JOIN typed USING (record) WHERE {condition.sql} ORDER BY {order} LIMIT ?"""
        title = f"{{title names}} : ({ranking.literal})"
        words = (ranking.anything, ranking.literal, ranking.literal, ranking.near, ranking.phrase, title, ranking.typed)
        return self._connection.execute(sql, (*words, *condition.parameters, _limit(selection))).fetchall()

    def _marked(self, record: int, ranking: Ranking) -> tuple[Document, dict[str, str]] | None:
        """Return a document with the columns that match, marked; None where only names of the index could have matched."""
        for index in ("records_fts", "records_exact"):
            columns = ", ".join(f"highlight({index}, {n}, char(2), char(3))" for n in range(len(TEXT_COLUMNS)))
            joined = f"{index} JOIN records ON record = {index}.rowid"
            sql = f"SELECT document, {columns} FROM {joined} WHERE {index} MATCH ? AND {index}.rowid = ?"
            row = self._connection.execute(sql, (ranking.anything, record)).fetchone()
            found = {column: text for column, text in zip(TEXT_COLUMNS, row[1:] if row else (), strict=bool(row)) if MARK in text}
            if found:
                return json.loads(row[0]), found
        return None

    def count(self, selection: Selection) -> int:
        """Return how many records are selected, whatever the limit."""
        condition = self._condition(selection)
        return int(self._connection.execute(f"SELECT count(*) FROM records WHERE {condition.sql}", condition.parameters).fetchone()[0])

    def counts(self, facet: str, selection: Selection) -> list[tuple[str, int]]:
        """Return how many of the selected records have each value of a facet, the most frequent first; years in order."""
        condition = self._condition(selection)
        chosen = "" if condition.sql == "1" else f"AND record IN (SELECT record FROM records WHERE {condition.sql})"
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
        first, last = (self._connection.execute(sql.format(way), condition.parameters).fetchone() for way in ("ASC", "DESC"))
        return (first[0], last[0]) if first else (None, None)

    def get(self, text: str) -> Document:
        """Return the document whose id is or begins with `text`; UnknownId or AmbiguousId otherwise."""
        found = self._connection.execute("SELECT id, document FROM records WHERE id = ?", (_plain(text),)).fetchone()
        if not found:
            rows = self._connection.execute(
                "SELECT id, document FROM records WHERE id >= ? AND id < ? ORDER BY id", (_plain(text), _plain(text) + "\U0010ffff")
            ).fetchall()
            if len(rows) > 1:
                raise AmbiguousId(text, [row[0] for row in rows[:8]], len(rows))
            found = rows[0] if rows else None
        if not found or not text:
            raise UnknownId(text, self._near_ids(text))
        document: Document = json.loads(found[1])
        return document

    def has(self, id_: str) -> bool:
        """Say whether a record has exactly this id."""
        return bool(self._connection.execute("SELECT 1 FROM records WHERE id = ?", (_plain(id_),)).fetchone())

    def _near_ids(self, text: str) -> list[str]:
        words = tokens(text)[:8]
        if not words:
            return []
        holes = " + ".join("(instr(id, ?) > 0)" for _ in words)
        sql = f"SELECT id FROM records WHERE {holes} > 0 ORDER BY {holes} DESC, id LIMIT 3"
        return [row[0] for row in self._connection.execute(sql, (*words, *words))] or nearest(text, self.ids())

    def ids(self, beginning: str = "") -> list[str]:
        """Return the ids that begin so, in order."""
        sql = "SELECT id FROM records WHERE id >= ? AND id < ? ORDER BY id"
        return [row[0] for row in self._connection.execute(sql, (_plain(beginning), _plain(beginning) + "\U0010ffff"))]

    def values(self, facet: str) -> list[str]:
        """Return the values that records have of a facet."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT value FROM facets WHERE facet = ? ORDER BY value", (facet,))]

    def names(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that a text means; UnknownValue where it means none."""
        return Selector(self._connection).names(Match(facet, text))

    def words_of_length(self, first: int, last: int) -> list[tuple[str, int]]:
        """Return the words of the archive that have so many letters, with the number of records that have them."""
        sql = "SELECT term, doc FROM words WHERE length(term) BETWEEN ? AND ?"
        return self._connection.execute(sql, (first, last)).fetchall()

    def sharing(self, facet: str, value: str, most: int) -> list[str]:
        """Return the ids of the records that have a value of a facet; none at all where they are more than `most`."""
        sql = "SELECT id FROM facets JOIN records USING (record) WHERE facet = ? AND value = ? LIMIT ?"
        found = [row[0] for row in self._connection.execute(sql, (facet, value, most + 1))]
        return found if len(found) <= most else []

    def with_url(self, url: str) -> list[str]:
        """Return the ids of the records whose source is this address."""
        return [row[0] for row in self._connection.execute("SELECT id FROM records WHERE url = ? ORDER BY id LIMIT 50", (url,))]

    def rare_words(self, text: str, most: int = 8) -> list[str]:
        """Return the words of a text that at least two and at most `most` records have."""
        words = sorted({word for word in tokens(text) if len(word) > 3})
        holes = ", ".join("?" * len(words))
        sql = f"SELECT term FROM words WHERE term IN ({holes}) AND doc BETWEEN 2 AND ?"
        return [row[0] for row in self._connection.execute(sql, (*words, most))]

    def having_word(self, word: str) -> list[str]:
        """Return the ids of the records that have a word in exactly this form."""
        sql = "SELECT id FROM records WHERE record IN (SELECT rowid FROM records_exact WHERE records_exact MATCH ?)"
        return [row[0] for row in self._connection.execute(sql, (f'"{word}"',))]

    def phases(self) -> dict[str, str]:
        """Return the phase that each dated record falls in, by id."""
        return dict(self._connection.execute("SELECT id, value FROM facets JOIN records USING (record) WHERE facet = 'phase'"))

    def documents(self) -> list[Document]:
        """Return all documents in the order they were written."""
        return [json.loads(row[0]) for row in self._connection.execute("SELECT document FROM records ORDER BY record")]

    def vocabulary(self) -> list[list[Any]]:
        """Return the vocabulary entries, each as the list of its parts."""
        return [json.loads(row[0]) for row in self._connection.execute("SELECT entry FROM vocabulary ORDER BY facet, name")]

    def everything(self) -> int:
        """Return the number of records."""
        return self.count(Selection())


def _check_file(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ArchiveError unless a database is a whole archive of this version."""
    numbers = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "page_count", "page_size")
    }
    if numbers["application_id"] != APPLICATION_ID:
        raise ArchiveError(f"{path} is no archive made by mieux compile", "mieux compile PATH.db makes one")
    if numbers["user_version"] != SCHEMA_VERSION:
        versions = f"schema {numbers['user_version']}, here {SCHEMA_VERSION}"
        raise ArchiveError(f"{path} was compiled by another version of mieux ({versions})", "compile it again with mieux compile")
    if path.stat().st_size < numbers["page_count"] * numbers["page_size"]:
        raise ArchiveError(f"{path} is cut short", "compile it again with mieux compile")


def _order(sort: str, *, reverse: bool) -> str:
    """Return an ORDER BY for fields joined by commas, each backwards after a minus; records without one come last, then by id."""
    keys = []
    for name in sort.split(","):
        field = name.removeprefix("-")
        key = _COLUMN_SORTS.get(field, f"fold(json_extract(document, '$.{field}'))")
        # Nothing sorts before everything, so it is last by itself when the order is backwards, and an index can be used.
        keys.append(f"{key} DESC" if name.startswith("-") != reverse else f"{key} IS NULL, {key}")
    return ", ".join([*keys, "id"])


def _limit(selection: Selection) -> int:
    return -1 if selection.limit is None else min(selection.limit, 2**63 - 1)


def _folded(value: str | float | None) -> str | float | None:
    return fold(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
