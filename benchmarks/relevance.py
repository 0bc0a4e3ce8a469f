"""Measure how well the relevance set is answered by mieux and by a plain FTS5 table with the porter tokenizer over the same text.

usage: .venv/bin/python benchmarks/relevance.py

Only the queries that the peer can express are asked: words, phrases, prefixes and booleans, no fields and no misspellings.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import tomli

from mieuxcli.archive import Archive, open_archive
from mieuxcli.fields import TEXT_COLUMNS
from mieuxcli.query import Selection, parse
from mieuxcli.store.writing import texts_of_column

SET = Path(__file__).parents[1] / "tests" / "relevance.toml"


def peer_of(archive: Archive) -> sqlite3.Connection:
    """Return an FTS5 table with the texts of all records, as anybody would make it."""
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(TEXT_COLUMNS)
    connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, {columns}, tokenize='porter')")
    for document in archive.store.documents():
        texts = [texts_of_column(column, document) for column in TEXT_COLUMNS]
        holes = ", ".join("?" * (len(texts) + 1))
        connection.execute(f"INSERT INTO texts VALUES ({holes})", (document["id"], *texts))  # noqa: S608 - only placeholders
    return connection


def peer_query(query: str) -> str:
    """Return a query in FTS5's own syntax: -word is NOT, and words with other signs in them are quoted."""
    plain = re.sub(r"(^|\s)-(\w)", r"\1NOT \2", query)
    return re.sub(r"(?<![\w\"])(\w+(?:[-'’.+/]\w*)+)(?![\w\"])", r'"\1"', plain)  # noqa: RUF001 - as people type it


def peer_hits(connection: sqlite3.Connection, query: str) -> list[str]:
    """Return the ids of the first ten hits of the peer; none where it cannot read the query."""
    try:
        rows = connection.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", (peer_query(query),))
        return [row[0] for row in rows]
    except sqlite3.Error:
        return []


def scored(answers: list[tuple[dict[str, Any], list[str]]]) -> tuple[float, float]:
    """Return recall within ten and the mean reciprocal rank of what must come first."""
    recalls = [len(set(ids) & set(one["must"])) / len(one["must"]) for one, ids in answers]
    ranks = [next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ == one["first"]), 0.0) for one, ids in answers if "first" in one]
    return sum(recalls) / len(recalls), sum(ranks) / len(ranks)


def main() -> None:
    """Ask both and print both."""
    archive = open_archive()
    peer = peer_of(archive)
    asked = [
        one
        for one in tomli.loads(SET.read_text(encoding="utf-8"))["query"]
        if one["must"] and "corrected" not in one and ":" not in one["query"]
    ]
    ours = [(one, [hit.document["id"] for hit in archive.hits(Selection(parse(one["query"]), limit=10))]) for one in asked]
    theirs = [(one, peer_hits(peer, one["query"])) for one in asked]
    print(f"{len(asked)} queries            recall within ten   mean reciprocal rank")
    for name, answers in (("mieux", ours), ("FTS5 porter", theirs)):
        recall, rank = scored(answers)
        print(f"{name:24} {recall:10.3f} {rank:20.3f}")


main()
