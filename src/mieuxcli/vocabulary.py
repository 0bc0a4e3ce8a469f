"""Controlled vocabularies: the one name of a country, topic, person or metric, and its synonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["CONTROLLED", "TABLES", "Entry", "Vocabulary", "entries_of"]

# The vocabulary tables of an archive, with the facet that each one feeds.
TABLES = {
    "country": "country",
    "region": "region",
    "topic": "topic",
    "kind": "kind",
    "person": "person",
    "organisation": "organisation",
    "area": "area",
    "metric": "metric",
    "language": "language",
    "subregion": "subregion",
    "synonym": "synonym",
}

# The fields whose values must be names of a vocabulary, if the archive has that vocabulary.
CONTROLLED = {
    "countries": "country",
    "experts_from": "country",
    "regions": "region",
    "region": "region",
    "topics": "topic",
    "thematic_area": "area",
    "specific_areas": "area",
    "kind": "kind",
    "metric": "metric",
    "language": "language",
}

LANGUAGES = ("fr", "es", "pt", "ru")
ALIASES = ("aliases", "adjectives", "variants", *LANGUAGES)
_CODES = ("alpha2", "alpha3")
_READ = ("name", *ALIASES, "includes", *_CODES, "specific")


class Entry(NamedTuple):
    """A name with the words that mean it.

    `aliases` are synonyms and widen a search both ways. `includes` are narrower terms and `codes` are codes:
    a filter takes them, and a search for a narrower term also finds the name, but not the reverse. `rest`
    holds the other keys of the table.
    """

    facet: str
    name: str
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rest: tuple[tuple[str, str | float], ...] = ()

    def typed(self) -> set[str]:
        """Return all forms that a person may type for the name, folded."""
        return {fold(word) for word in (self.name, *self.aliases, *self.includes, *self.codes)} - {""}

    def same(self) -> set[str]:
        """Return the words that mean the same as the name, folded.

        A search for one of them finds all the others.
        """
        return {fold(word) for word in (self.name, *self.aliases)} - {""}

    def narrower(self) -> set[str]:
        """Return the narrower words, folded; a search for one also finds the name, but not the reverse."""
        return {fold(word) for word in self.includes} - {""}


class Vocabulary:
    """The entries of an archive's vocabularies, by facet."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Keep the entries, each in place of any earlier one of the same facet and name."""
        self._entries: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.facet, {})[entry.name] = entry

    def __iter__(self) -> Iterator[Entry]:
        """Iterate over all entries."""
        return (entry for facet in self._entries.values() for entry in facet.values())

    def facets(self) -> set[str]:
        """Return the facets that have a vocabulary here."""
        return set(self._entries)

    def names(self, facet: str) -> Mapping[str, Entry]:
        """Return the entries of a facet by name."""
        return self._entries.get(facet, {})

    def families(self) -> dict[str, str]:
        """Return the family names of people by their full names."""
        return self._rest("person", "family")

    def subregions(self) -> dict[str, str]:
        """Return the subregions of countries by the names of the countries."""
        return self._rest("country", "subregion")

    def _rest(self, facet: str, key: str) -> dict[str, str]:
        found = ((name, dict(entry.rest).get(key)) for name, entry in self.names(facet).items())
        return {name: str(value) for name, value in found if value}

    def over(self, base: Vocabulary) -> Vocabulary:
        """Return this vocabulary, with the facets that it lacks taken from `base`."""
        return Vocabulary([*(entry for entry in base if entry.facet not in self._entries), *self])


def entries_of(table: str, row: Mapping[str, object]) -> list[Entry]:
    """Return the entries that a row of a vocabulary table describes.

    The form of the row must have been checked. A thematic area brings its specific areas with it, each a name
    or a table of its own.
    """
    entry = Entry(
        TABLES[table],
        str(row["name"]),
        tuple(word for key in ALIASES for word in _texts(row.get(key))),
        tuple(_texts(row.get("includes"))),
        tuple(str(row[key]) for key in _CODES if row.get(key)),
        tuple(
            (key, value)
            for key, value in row.items()
            if key not in _READ and isinstance(value, str | int | float)
        ),
    )
    specific = row.get("specific")
    inner = specific if isinstance(specific, list) else []
    return [
        entry,
        *(
            inner_entry
            for part in inner
            for inner_entry in entries_of(table, part if isinstance(part, dict) else {"name": part})
        ),
    ]


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else []
