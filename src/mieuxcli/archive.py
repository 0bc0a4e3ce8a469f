"""Archives: how they are found and opened, and what Python programs can ask them."""

from __future__ import annotations

import os
from _thread import RLock  # importing threading would lengthen the start
from typing import TYPE_CHECKING, TypeVar

from mieuxcli.errors import ArchiveError, unknown
from mieuxcli.fields import FACETS, facet_named
from mieuxcli.origin import BUNDLED, path_of
from mieuxcli.parser import parse
from mieuxcli.query import EVERYTHING, Expression, Match, Selection
from mieuxcli.records import Term
from mieuxcli.store import Store
from mieuxcli.store.texts import names_of
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from typing_extensions import Self

    from mieuxcli.records import Record

__all__ = [
    "BUNDLED",
    "Archive",
    "checked_facet",
    "in_use",
    "near_terms",
    "open_archive",
    "open_store",
    "selection_of",
    "term_titles",
    "terms",
]

_T = TypeVar("_T")


def open_archive(*paths: str | Path) -> Archive:
    """Open one archive, or several layered ones, of which the last that has an id supplies its record.

    A path is a folder of TOML, JSON or JSON Lines files, one such file, a compiled `.db` file, `bundled` for
    the archive that comes with the program (the default), or `-` for JSON Lines on standard input.
    Raises ArchiveError if an archive cannot be read or is not valid.
    """
    return Archive(open_store([str(path) for path in paths]))


def open_store(names: Sequence[str]) -> Store:
    """Open archives as one store; a single compiled archive is read in place.

    Raises ArchiveError if an archive cannot be read or is not valid.
    """
    names = names or [BUNDLED]
    if len(names) == 1:
        path = path_of(names[0])
        if path.endswith(".db"):
            return Store.open(path)
    from mieuxcli.compiler import contents_of, store_of  # noqa: PLC0415 - compiled archives need no loader

    return store_of(contents_of(names))


def in_use(paths: Sequence[str]) -> tuple[str, ...]:
    """Return these paths or, if there are none, those in MIEUX_ARCHIVE.

    The result is empty if the bundled archive is meant.
    """
    return tuple(paths) or tuple(
        part for part in os.environ.get("MIEUX_ARCHIVE", "").split(os.pathsep) if part
    )


class Archive:
    """An open archive, whose records can be selected, searched, looked up and counted.

    A query is text in the query language or an expression made with `mieuxcli.query`. Dates, facets and words
    mean the same in both. Threads may share an archive, whose questions wait for each other. A `with` statement
    closes it at its end, as `close` does, and a question to a closed archive raises ArchiveError.
    """

    def __init__(self, store: Store) -> None:
        """Answer queries from a store, which is not to be asked by other threads meanwhile."""
        self.store = store
        self._lock = RLock()
        self._closed = False

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the archive."""
        self.close()

    def close(self) -> None:
        """Close the archive once the questions of other threads are answered; closing it again does nothing."""
        with self._lock:
            self._closed = True
            self.store.close()

    def _ask(self, question: Callable[[Store], _T]) -> _T:
        with self._lock:
            if self._closed:
                raise ArchiveError("the archive is closed", "open_archive opens it again")
            return question(self.store)

    def select(
        self,
        query: str | Expression = EVERYTHING,
        *,
        sort: str = "",
        reverse: bool = False,
        limit: int | None = None,
    ) -> list[Record]:
        """Return the records that a query selects, newest first unless sorted by a field."""
        selection = selection_of(query)._replace(sort=sort, reverse=reverse, limit=limit)
        return self._ask(lambda store: list(store.select(selection)))

    def search(
        self, query: str | Expression, *, limit: int | None = None, literal: bool = False
    ) -> list[tuple[Record, float]]:
        """Return the records that a query selects, with their scores, best first."""
        selection = selection_of(query)._replace(limit=limit, literal=literal)
        hits = self._ask(lambda store: list(store.hits(selection, marks=False)))
        return [(hit.record, hit.score) for hit in hits]

    def get(self, beginning: str) -> Record:
        """Return the record whose id equals `beginning`, or is the only one that begins with it.

        Raises UnknownId if no id begins with it, and AmbiguousId if several do.
        """
        return self._ask(lambda store: store.get(beginning))

    def count(self, query: str | Expression = EVERYTHING) -> int:
        """Return how many records a query selects."""
        selection = selection_of(query)
        return self._ask(lambda store: store.count(selection))

    def counts(self, facet: str, query: str | Expression = EVERYTHING) -> dict[str, int]:
        """Return how many of the selected records have each value of a facet.

        Raises UsageError if there is no such facet.
        """
        checked_facet(facet)
        selection = selection_of(query)
        return dict(self._ask(lambda store: store.counts(facet, selection)))


def terms(store: Store, text: str) -> list[Term]:
    """Return the terms that have a text as their title, expansion or other name."""
    wanted = fold(text)
    return [term for term in _terms(store) if wanted in names_of(term)]


def near_terms(store: Store, text: str) -> list[str]:
    """Return the titles of the terms whose names most resemble a text."""
    titles = {name: term.title for term in _terms(store) for name in names_of(term)}
    return list(dict.fromkeys(titles[name] for name in nearest(text, titles)))


def term_titles(store: Store) -> list[str]:
    """Return the titles of all terms."""
    return [term.title for term in _terms(store)]


def _terms(store: Store) -> list[Term]:
    return [
        term
        for term in store.select(Selection(Match("type", "term"), sort="title"))
        if isinstance(term, Term)
    ]


def selection_of(query: str | Expression) -> Selection:
    """Return the selection of all records that a query, as text or as an expression, means."""
    return Selection(parse(query), text=query) if isinstance(query, str) else Selection(query)


def checked_facet(name: str) -> None:
    """Raise UsageError unless there is a facet with this name."""
    if facet_named(name) is None:
        raise unknown("facet", name, [facet.name for facet in FACETS])
