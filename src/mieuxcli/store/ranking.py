"""The ranking and marking of hits with full-text queries on the selected records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.fields import SEPARATOR, TEXT_COLUMNS
from mieuxcli.snippets import MARK
from mieuxcli.store.order import limit_of, order_of
from mieuxcli.store.reading import record_in
from mieuxcli.store.texts import pieces

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mieuxcli.query import Selection
    from mieuxcli.records import Record
    from mieuxcli.store.conditions import Condition, Ranking

__all__ = ["BONUS", "EXPANDED", "TYPE_WEIGHTS", "Marked", "Ranked", "marked", "ranked"]

_WEIGHTS = ", ".join(str(weight) for weight in TEXT_COLUMNS.values())

# The bonus of a hit that has the words unstemmed, close together, as a phrase, all in its title, or as its
# whole title. A hit that has only other names or spellings of the words keeps the share EXPANDED of its
# rank. All values were tuned on the relevance set in tests/.
BONUS = {"exact": 0.25, "near": 0.3, "phrase": 0.7, "title": 0.6, "name": 4.0}
EXPANDED = 0.25

# The weight of each type: facts and milestones repeat the words of the articles they are taken from.
TYPE_WEIGHTS = {"fact": 0.6, "milestone": 0.7, "phase": 0.8, "term": 0.5}
_CASES = " ".join(f"WHEN '{type_}' THEN {weight}" for type_, weight in TYPE_WEIGHTS.items())
_TYPE_WEIGHT = f"CASE type {_CASES} ELSE 1.0 END"


class Marked(NamedTuple):
    """A text that matched, with its field and the full-text column of that field.

    The matches are marked as `mieuxcli.snippets` describes.
    """

    column: str
    field: str
    text: str


class Ranked(NamedTuple):
    """A record that matched, with its score, its matching texts and the words of the query that it lacks."""

    record: Record
    score: float
    texts: tuple[Marked, ...] = ()
    missing: tuple[str, ...] = ()


def ranked(
    connection: sqlite3.Connection, condition: Condition, ranking: Ranking, selection: Selection
) -> list[tuple[int, float]]:
    """Return the numbers and scores of the selected records, best first unless sorted by a field."""
    join = "JOIN" if ranking.needed else "LEFT JOIN"
    by_score = f"score {'ASC' if selection.reverse else 'DESC'}, first_day DESC, id"
    order = order_of(selection.sort, reverse=selection.reverse) if selection.sort else by_score
    sql = f"""
        WITH found AS MATERIALIZED (
            SELECT rowid AS record, -bm25(records_fts, {_WEIGHTS}) AS rank
            FROM records_fts WHERE records_fts MATCH ?
        ), typed AS MATERIALIZED (
            SELECT rowid AS record, -bm25(records_fts, {_WEIGHTS}) AS typed_rank
            FROM records_fts WHERE records_fts MATCH ?
        )
        SELECT record, coalesce(typed_rank, {EXPANDED} * rank, 0) * {_TYPE_WEIGHT}
            * (1 + {BONUS["exact"]}
                    * (record IN (SELECT rowid FROM records_exact WHERE records_exact MATCH ?))
                 + {BONUS["near"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                 + {BONUS["phrase"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                 + {BONUS["title"]} * (record IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?))
                 + {BONUS["name"]} * (title = ? COLLATE NOCASE)) AS score
        FROM records {join} found USING (record) LEFT JOIN typed USING (record)
        WHERE {condition.sql} ORDER BY {order} LIMIT ?"""
    title = f"{{title names}} : ({ranking.literal})"
    words = (
        ranking.anything,
        ranking.literal,
        ranking.literal,
        ranking.near,
        ranking.phrase,
        title,
        ranking.typed,
    )
    return connection.execute(sql, (*words, *condition.parameters, limit_of(selection))).fetchall()


def marked(
    connection: sqlite3.Connection, number: int, ranking: Ranking
) -> tuple[Record, tuple[Marked, ...]] | None:
    """Return a record with its texts that match, or None if none of its texts does."""
    for index in ("records_fts", "records_exact"):
        columns = ", ".join(f"highlight({index}, {n}, char(2), char(3))" for n in range(len(TEXT_COLUMNS)))
        joined = f"{index} JOIN records ON record = {index}.rowid"
        sql = f"SELECT document, {columns} FROM {joined} WHERE {index} MATCH ? AND {index}.rowid = ?"
        row = connection.execute(sql, (ranking.anything, number)).fetchone()
        if row and any(MARK in text for text in row[1:]):
            record = record_in(row)
            return record, tuple(
                text for pair in zip(TEXT_COLUMNS, row[1:], strict=True) for text in _texts_in(record, *pair)
            )
    return None


def _texts_in(record: Record, column: str, marked: str) -> Iterator[Marked]:
    """Yield the values with a match among those that a full-text column joins."""
    if MARK not in marked:
        return
    if column == "title":
        yield Marked(column, column, marked)
        return
    lines = marked.split(SEPARATOR)
    at = 0
    for field, text in pieces(column, record):
        # A value may itself contain the separator.
        end = at + 1 + text.count(SEPARATOR)
        piece = SEPARATOR.join(lines[at:end])
        if MARK in piece:
            yield Marked(column, field, piece)
        at = end
