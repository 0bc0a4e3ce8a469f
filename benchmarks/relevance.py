"""Measure how well mieux and a plain FTS5 table with the porter tokenizer answer the relevance set.

usage: .venv/bin/python benchmarks/relevance.py

Both have the same text. Only the queries that the peer can express are asked: words, phrases, prefixes and
booleans, but no fields and no misspellings.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import tomli

from mieuxcli.archive import Archive, open_archive
from mieuxcli.fields import TEXT_COLUMNS
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.store.tables import text_of_column

SET = Path(__file__).parents[1] / "tests" / "relevance.toml"


def peer_of(archive: Archive) -> sqlite3.Connection:
    """Return an FTS5 table with the texts of all records, as anybody would make it."""
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(TEXT_COLUMNS)
    connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, {columns}, tokenize='porter')")
    for record in archive.store.records():
        texts = [text_of_column(column, record) for column in TEXT_COLUMNS]
        holes = ", ".join("?" * (len(texts) + 1))
        insert = f"INSERT INTO texts VALUES ({holes})"  # noqa: S608 - only placeholders
        connection.execute(insert, (record.id, *texts))
    return connection


def peer_query(query: str) -> str:
    """Return a query in FTS5's own syntax, with NOT for a minus and words with signs in them quoted."""
    plain = re.sub(r"(^|\s)-(\w)", r"\1NOT \2", query)
    return re.sub(r"(?<![\w\"])(\w+(?:[-'’.+/]\w*)+)(?![\w\"])", r'"\1"', plain)


def peer_hits(connection: sqlite3.Connection, query: str) -> list[str]:
    """Return the ids of the peer's first ten hits, or none where it cannot read the query."""
    try:
        rows = connection.execute(
            "SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", (peer_query(query),)
        )
        return [row[0] for row in rows]
    except sqlite3.Error:
        return []


def scored(answers: list[tuple[dict[str, Any], list[str]]]) -> tuple[float, float]:
    """Return the recall within ten hits, and the mean reciprocal rank of what must come first."""
    recalls = [len(set(ids) & set(case["must"])) / len(case["must"]) for case, ids in answers]
    ranks = [
        next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ == case["first"]), 0.0)
        for case, ids in answers
        if "first" in case
    ]
    return sum(recalls) / len(recalls), sum(ranks) / len(ranks)


def main() -> None:
    """Ask both, and print their scores."""
    archive = open_archive()
    peer = peer_of(archive)
    asked = [
        case
        for case in tomli.loads(SET.read_text(encoding="utf-8"))["query"]
        if case["must"] and "corrected" not in case and ":" not in case["query"]
    ]
    ours = [
        (case, [hit.record.id for hit in archive.store.hits(Selection(parse(case["query"]), limit=10))])
        for case in asked
    ]
    theirs = [(case, peer_hits(peer, case["query"])) for case in asked]
    print(f"{len(asked)} queries            recall within ten   mean reciprocal rank")
    for name, answers in (("mieux", ours), ("FTS5 porter", theirs)):
        recall, rank = scored(answers)
        print(f"{name:24} {recall:10.3f} {rank:20.3f}")


main()
