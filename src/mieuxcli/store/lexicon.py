"""The words of an archive and the names in its vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.query import Match
from mieuxcli.store.conditions import Selector, plain
from mieuxcli.words import fold, nearest, root, tokens

if TYPE_CHECKING:
    import sqlite3

__all__ = ["PROPER", "Lexicon"]

# The facets whose values are proper names.
PROPER = ("country", "subregion", "person", "partner", "phase", "topic", "organisation")
_HOLES = ", ".join("?" * len(PROPER))


class Lexicon:
    """The words and names of an open archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Look words and names up in an open database."""
        self._connection = connection

    def is_name(self, words: str) -> bool:
        """Return whether folded words are a name that stands for other words."""
        sql = "SELECT 1 FROM synonyms WHERE typed IN (?, ?) LIMIT 1"
        return bool(self._connection.execute(sql, (words, root(words))).fetchone())

    def is_value(self, words: str) -> bool:
        """Return whether folded words name a place, person, partner, phase, topic or organisation."""
        sql = f"SELECT 1 FROM names WHERE facet IN ({_HOLES}) AND typed IN (?, ?) LIMIT 1"
        return bool(self._connection.execute(sql, (*PROPER, words, root(words))).fetchone())

    def named_exactly(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that have exactly this name."""
        sql = "SELECT DISTINCT name FROM names WHERE facet = ? AND typed IN (?, ?)"
        return [row[0] for row in self._connection.execute(sql, (facet, fold(text), root(text)))]

    def values(self, facet: str) -> list[str]:
        """Return the values of a facet that occur in records."""
        return [
            row[0]
            for row in self._connection.execute(
                "SELECT DISTINCT value FROM facets WHERE facet = ? ORDER BY value", (facet,)
            )
        ]

    def names(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that a text means.

        Raises UnknownValue if it means none.
        """
        return Selector(self._connection).names(Match(facet, text))

    def words_of_length(self, first: int, last: int) -> list[tuple[str, int]]:
        """Return the words of `first` to `last` letters, each with the number of records that have it.

        The number is 0 for words that occur only in names.
        """
        sql = "SELECT word, records FROM lexicon WHERE length BETWEEN ? AND ?"
        return self._connection.execute(sql, (first, last)).fetchall()

    def is_word_of_name(self, word: str) -> bool:
        """Return whether a folded word is part of any name."""
        sql = "SELECT 1 FROM lexicon WHERE length = ? AND word = ? AND in_name"
        return bool(self._connection.execute(sql, (len(word), word)).fetchone())

    def rare_words(self, text: str, most: int = 8) -> list[str]:
        """Return the words of a text that occur in at least two and at most `most` records."""
        words = sorted({word for word in tokens(text) if len(word) > 3})
        holes = ", ".join("?" * len(words))
        sql = f"SELECT term FROM words WHERE term IN ({holes}) AND doc BETWEEN 2 AND ?"
        return [row[0] for row in self._connection.execute(sql, (*words, most))]

    def having_word(self, word: str) -> list[str]:
        """Return the ids of the records that have a word in exactly this form."""
        sql = """
            SELECT id FROM records
            WHERE record IN (SELECT rowid FROM records_exact WHERE records_exact MATCH ?)"""
        return [row[0] for row in self._connection.execute(sql, (f'"{word}"',))]

    def titles(self, type_: str) -> list[tuple[int, str]]:
        """Return the numbers and titles of all records of a type."""
        return self._connection.execute(
            "SELECT record, title FROM records WHERE type = ?", (type_,)
        ).fetchall()

    def near_ids(self, text: str) -> list[str]:
        """Return the ids that most resemble a text."""
        words = tokens(text)[:8]
        if not words:
            return []
        holes = " + ".join("(instr(id, ?) > 0)" for _ in words)
        sql = f"SELECT id FROM records WHERE {holes} > 0 ORDER BY {holes} DESC, id LIMIT 3"
        return [row[0] for row in self._connection.execute(sql, (*words, *words))] or nearest(
            text, self.ids()
        )

    def ids(self, beginning: str = "") -> list[str]:
        """Return the ids that begin with `beginning`, in order."""
        sql = "SELECT id FROM records WHERE id >= ? AND id < ? ORDER BY id"
        return [
            row[0]
            for row in self._connection.execute(sql, (plain(beginning), plain(beginning) + "\U0010ffff"))
        ]
