"""A compiled file whose values another program has changed is told as damaged, or answered from what is right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Run

COMMANDS = (
    ("list",),
    ("list", "--type", "action"),
    ("search", "wombats"),
    ("search", "wombts"),
    ("stats",),
    ("timeline",),
    ("gaps",),
    ("facts",),
    ("define", "GCM"),
)
DOCUMENTS = (
    "{",
    "[]",
    "1",
    "null",
    "",
    '{"type": "wombat", "id": "a"}',
    '{"type": "article"}',
    '{"type": "article", "id": "a", "title": "A", "kind": "news", "summary": "s", "wings": 2}',
    '{"type": "article", "id": "a", "title": "A", "kind": "news", "summary": "s", "people": [1]}',
    '{"id": "a", "title": "A"}',
    "[" * 100_000,
)
REST = (
    "UPDATE vocabulary SET entry = '{'",
    "UPDATE vocabulary SET entry = '[1, 2]'",
    "DELETE FROM facets",
    "DELETE FROM names",
    "DELETE FROM lexicon",
    "DELETE FROM archive",
    "DROP TABLE facets",
    "DROP TABLE synonyms",
    "DROP TABLE records_fts",
    "UPDATE records SET document = x'00ff'",
    "UPDATE records SET date = 'wombat', first_day = 'wombat', day_after = NULL",
    "UPDATE records SET type = 'wombat'",
    "CREATE TRIGGER t AFTER UPDATE ON records BEGIN DELETE FROM records; END",
    "CREATE VIEW wombats AS SELECT load_extension('wombat')",
    "INSERT INTO records_fts(records_fts) VALUES ('delete-all')",
)


def _told(run: Callable[..., Run], database: Path, command: tuple[str, ...]) -> Run:
    got = run(*command, "--archive", database)
    assert got.code in (0, 1, 2, 3), got.err
    assert "should not have happened" not in got.err
    assert got.code != 3 or (got.out == "" and got.err.startswith("mieux: "))
    return got


def _change(database: Path, sql: str, values: tuple[str, ...] = ()) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(sql, values)
        connection.commit()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document[:40])
def test_a_document_that_is_none_is_damage(run: Callable[..., Run], database: Path, document: str) -> None:
    """Where a record's document is no such thing, what would show the record says that the file is damaged."""
    _change(database, "UPDATE records SET document = ?", (document,))
    for command in COMMANDS:
        _told(run, database, command)
    assert _told(run, database, ("list",)).code == 3


@pytest.mark.parametrize("sql", REST)
def test_other_changes_are_damage_or_do_nothing(run: Callable[..., Run], database: Path, sql: str) -> None:
    """Lost tables, foreign triggers and views, and values of another kind end in an answer or in one line."""
    _change(database, sql)
    for command in COMMANDS:
        _told(run, database, command)
