"""The stems of words as the full-text index forms them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["stems"]


def stems(words: Iterable[str]) -> dict[str, str]:
    """Return the stem of each folded word.

    The stems come from SQLite's own stemmer, so they are the same as in a search.
    """
    known = sorted(set(words))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute('CREATE VIRTUAL TABLE texts USING fts5(word, tokenize="porter unicode61")')
        connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance)")
        connection.executemany("INSERT INTO texts(rowid, word) VALUES (?, ?)", enumerate(known))
        found = {known[number]: term for term, number in connection.execute("SELECT term, doc FROM terms")}
    return {word: found.get(word, word) for word in known}
