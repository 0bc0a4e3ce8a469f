"""Controlled vocabularies: the one name of a country, topic, person or metric, and the other words that mean it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mieuxcli.words import fold

__all__ = ["CONTROLLED", "TABLES", "Entry", "Vocabulary", "entry_of"]

# The tables of an archive that hold vocabulary, with the facet that each one feeds.
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
}

# The fields whose values must be names of a vocabulary, wherever the archive has that vocabulary.
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with the words that mean it.

    `aliases` mean the same and widen a search both ways; `includes` are narrower words, and `codes` are codes: a filter takes
    them, and a search for a narrower word finds the name, not the other way round. `rest` is what else the table says.
    """

    facet: str
    name: str
    aliases: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rest: tuple[tuple[str, Any], ...] = ()

    def typed(self) -> set[str]:
        """Return all that a person may type for the name, folded."""
        return {fold(word) for word in (self.name, *self.aliases, *self.includes, *self.codes)} - {""}

    def expansions(self) -> set[tuple[str, str]]:
        """Return the pairs (typed, other) by which a search for the one also finds the other, both folded."""
        same = {fold(word) for word in (self.name, *self.aliases)} - {""}
        wider = {(fold(word), fold(self.name)) for word in self.includes}
        return {(one, other) for one in same for other in same if one != other} | wider


class Vocabulary:
    """The entries of an archive's vocabularies, by facet."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Keep the entries; a later one of the same facet and name replaces an earlier one."""
        self._entries: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.facet, {})[entry.name] = entry

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator of entries
        """Iterate over all entries."""
        return (entry for facet in self._entries.values() for entry in facet.values())

    def facets(self) -> set[str]:
        """Return the facets that have a vocabulary here."""
        return set(self._entries)

    def names(self, facet: str) -> Mapping[str, Entry]:
        """Return the entries of a facet by name."""
        return self._entries.get(facet, {})

    def over(self, base: Vocabulary) -> Vocabulary:
        """Return this vocabulary, with the whole facets that it lacks taken from `base`."""
        return Vocabulary([*(entry for entry in base if entry.facet not in self._entries), *self])


def entry_of(table: str, row: Mapping[str, Any]) -> list[Entry]:
    """Return the entries that one row of a vocabulary table describes; a thematic area brings its specific areas with it."""
    known = ("name", "aliases", "adjectives", "variants", "includes", "alpha2", "alpha3", "specific")
    entry = Entry(
        TABLES[table],
        row["name"],
        tuple(word for key in ("aliases", "adjectives", "variants") for word in row.get(key, ())),
        tuple(row.get("includes", ())),
        tuple(row[key] for key in ("alpha2", "alpha3") if row.get(key)),
        tuple((key, value) for key, value in row.items() if key not in known),
    )
    return [entry, *(Entry(TABLES[table], inner["name"], tuple(inner.get("aliases", ()))) for inner in _rows(row.get("specific", ())))]


def _rows(value: Sequence[Any]) -> list[Mapping[str, Any]]:
    return [row if isinstance(row, Mapping) else {"name": row} for row in value]
