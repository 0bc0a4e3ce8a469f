"""Measure how well mieux answers the relevance sets, beside two plain FTS5 searches and notmuch.

usage: .venv/bin/python benchmarks/relevance.py

All have the same text. FTS5 has the porter tokenizer, once with AND alone and once with a fall-back to OR
where that finds nothing; notmuch, which does not rank, is left out where it is not installed. Queries with
fields are not asked, because only mieux can read them.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple, TypeAlias

import tomli

from mieuxcli.archive import open_archive
from mieuxcli.fields import TEXT_COLUMNS
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.records import Record
from mieuxcli.search import searched
from mieuxcli.store import Store
from mieuxcli.store.texts import text_of_column

SETS = Path(__file__).parents[1] / "tests" / "relevance"
MOST = 10
Peer: TypeAlias = Callable[[str], list[str]]


class Asked(NamedTuple):
    """A query of a set, its class, what it must find, and any of what must come first."""

    query: str
    kind: str
    must: frozenset[str]
    first: frozenset[str]


class Score(NamedTuple):
    """The recall within ten hits, the reciprocal rank where one is asked for, and whether there are hits."""

    recall: float
    rank: float | None
    any: bool


def queries(file: Path) -> list[Asked]:
    """Return the queries of a set that a peer can read."""
    rows = tomli.loads(file.read_text(encoding="utf-8"))["query"]
    return [
        Asked(
            row["query"],
            row.get("class") or row["kind"],
            frozenset(row["must"]),
            _first(row.get("first", ())),
        )
        for row in rows
        if row["must"] and ":" not in row["query"]
    ]


def _first(first: str | Iterable[str]) -> frozenset[str]:
    return frozenset([first] if isinstance(first, str) else first)


def ours(store: Store) -> Peer:
    """Return mieux itself."""

    def hits(query: str) -> list[str]:
        answer = searched(store, Selection(parse(query), limit=MOST, text=query), marks=False)
        return [hit.record.id for hit in answer.hits]

    return hits


def texts_of(record: Record) -> list[str]:
    """Return the texts of a record that mieux searches."""
    return [text_of_column(column, record) for column in TEXT_COLUMNS]


def fts5(records: Iterable[Record], *, fall_back: bool) -> Peer:
    """Return an FTS5 table as anybody would make it; `fall_back` asks with OR what finds nothing with AND."""
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(TEXT_COLUMNS)
    connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, {columns}, tokenize='porter')")
    holes = ", ".join("?" * (len(TEXT_COLUMNS) + 1))
    insert = f"INSERT INTO texts VALUES ({holes})"  # noqa: S608 - only placeholders
    connection.executemany(insert, ((record.id, *texts_of(record)) for record in records))

    def asked(query: str) -> list[str]:
        sql = f"SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT {MOST}"  # noqa: S608 - a number
        try:
            return [row[0] for row in connection.execute(sql, (query,))]
        except sqlite3.Error:
            return []

    def hits(query: str) -> list[str]:
        words = [f'"{word}"' for word in re.findall(r"\w+", query)]
        found = asked(_in_fts5(query)) or asked(" ".join(words))
        return found or (asked(" OR ".join(words)) if fall_back else [])

    return hits


def _in_fts5(query: str) -> str:
    """Return a query in FTS5's own syntax, with NOT for a minus and words with signs in them quoted."""
    plain = re.sub(r"(^|\s)-(\w)", r"\1NOT \2", query)
    return re.sub(r"(?<![\w\"])(\w+(?:[-'’.+/]\w*)+)(?![\w\"])", r'"\1"', plain)


def notmuch(records: Sequence[Record], folder: Path) -> Peer:
    """Return a mailbox of the same texts, indexed with notmuch."""
    mail = folder / "mail" / "cur"
    mail.mkdir(parents=True)
    for at, record in enumerate(records):
        head = f"From: a@example.org\nSubject: {record.title}\nMessage-ID: <{at}@example.org>"
        body = "\n".join(texts_of(record))
        (mail / f"{at}:2,S").write_text(
            f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n", encoding="utf-8"
        )
    config = folder / "notmuch-config"
    user = "[user]\nname=a\nprimary_email=a@example.org\n"
    config.write_text(
        f"[database]\npath={folder / 'mail'}\n{user}[search]\nexclude_tags=\n", encoding="utf-8"
    )
    env = {**os.environ, "NOTMUCH_CONFIG": str(config)}
    subprocess.run(["notmuch", "new", "--quiet"], env=env, check=True, capture_output=True)

    def hits(query: str) -> list[str]:
        command = ["notmuch", "search", "--output=messages", f"--limit={MOST}", "--", query]
        done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
        return [records[int(number)].id for number in re.findall(r"^id:(\d+)@", done.stdout, re.MULTILINE)]

    return hits


def scored(one: Asked, ids: Sequence[str]) -> Score:
    """Return how well an answer is what was asked for."""
    rank = next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ in one.first), 0.0) if one.first else None
    return Score(len(one.must & set(ids)) / len(one.must), rank, bool(ids))


def shown(scores: Sequence[Score]) -> str:
    """Return the recall, the mean reciprocal rank and the number of queries without a hit."""
    ranks = [one.rank for one in scores if one.rank is not None]
    rank = f"{mean(ranks):.3f}" if ranks else "    -"
    return f"{mean(one.recall for one in scores):.3f} {rank} {sum(not one.any for one in scores):4}"


def main() -> None:
    """Ask all, and print recall, reciprocal rank and fruitless queries for each set and class."""
    store = open_archive().store
    records = store.records()
    with tempfile.TemporaryDirectory() as folder:
        peers = {
            "mieux": ours(store),
            "FTS5 AND": fts5(records, fall_back=False),
            "FTS5 OR": fts5(records, fall_back=True),
        }
        if shutil.which("notmuch"):
            peers["notmuch"] = notmuch(records, Path(folder))
        print("recall within ten, mean reciprocal rank, queries without a hit")
        for file in sorted(SETS.glob("*.toml")):
            asked = queries(file)
            scores = {name: [scored(one, peer(one.query)) for one in asked] for name, peer in peers.items()}
            print(f"\n{file.stem:18}     " + "  ".join(f"{name:16}" for name in peers))
            for kind in ("all", *dict.fromkeys(one.kind for one in asked)):
                at = [number for number, one in enumerate(asked) if kind in ("all", one.kind)]
                row = [shown([scores[name][number] for number in at]) for name in peers]
                print(f"{kind:18} {len(at):3} " + "  ".join(f"{cell:16}" for cell in row))


if __name__ == "__main__":
    main()
