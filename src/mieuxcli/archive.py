"""Archives: how they are found, opened and compiled, and what Python programs can ask them."""

from __future__ import annotations

import os
import shlex
import sqlite3
from _thread import RLock  # importing threading would lengthen the start
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from mieuxcli.errors import ArchiveError, OutputError, unknown
from mieuxcli.fields import FACETS, facet_named
from mieuxcli.parser import parse
from mieuxcli.phases import phases_of
from mieuxcli.query import EVERYTHING, Expression, Match, Selection
from mieuxcli.records import Term
from mieuxcli.store import Store
from mieuxcli.store.tables import names_of, write
from mieuxcli.streams import replaced
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from typing_extensions import Self

    from mieuxcli.contents import Contents, Place
    from mieuxcli.records import Record

__all__ = [
    "BUNDLED",
    "Archive",
    "checked_facet",
    "compiled",
    "contents_of",
    "in_use",
    "near_terms",
    "open_archive",
    "open_store",
    "selection_of",
    "store_of",
    "term_titles",
    "terms",
    "written_to",
]

_T = TypeVar("_T")
BUNDLED = "bundled"
# Importing pathlib would lengthen the start by a tenth.
_COMPILED = os.path.join(os.path.dirname(__file__), "archive.db")
_AUTHORED = os.path.join(os.path.dirname(__file__), "..", "..", "data")


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
        path = _place_of(names[0])
        if path.endswith(".db"):
            return Store.open(path)
    return store_of(contents_of(names))


def in_use(paths: Sequence[str]) -> tuple[str, ...]:
    """Return these paths or, if there are none, those in MIEUX_ARCHIVE.

    The result is empty if the bundled archive is meant.
    """
    return tuple(paths) or tuple(
        part for part in os.environ.get("MIEUX_ARCHIVE", "").split(os.pathsep) if part
    )


def contents_of(names: Sequence[str]) -> Contents:
    """Return the contents of layered archives, with all their problems.

    The bundled archive supplies vocabulary entries that they lack.
    """
    from mieuxcli.contents import Contents  # noqa: PLC0415 - compiled archives need no loader

    whole = Contents()
    owners: dict[str, tuple[int, str]] = {}
    for name in dict.fromkeys(names):
        part = _contents(name)
        for record, place in part.placed():
            _lay(record, place, name, whole, owners)
        whole.entries += part.entries
        whole.about.update(part.about)
        whole.problems += part.problems
        whole.partial += part.partial
    if BUNDLED not in names:
        whole.entries = list(whole.vocabulary.over(_contents(BUNDLED).vocabulary))
    whole.derive()
    return whole


def _lay(
    record: Record, place: Place, name: str, whole: Contents, owners: dict[str, tuple[int, str]]
) -> None:
    """Replace the record with the same id from an earlier archive, or else append the record."""
    at, owner = owners.get(record.id, (-1, name))
    if owner == name:
        owners.setdefault(record.id, (len(whole.records), name))
        whole.add(record, place)
    else:
        whole.problem(place, record.id, "id", f"replaces the record in {whole.places[at].file}", "warning")
        whole.records[at], whole.places[at] = record, place
        owners[record.id] = (at, name)


def _place_of(name: str) -> str:
    """Return the path of an archive.

    The bundled archive is the compiled file or, in a checkout, the folder of its source files.
    """
    if name != BUNDLED:
        return name
    return _COMPILED if os.path.exists(_COMPILED) else os.path.normpath(_AUTHORED)


def _contents(name: str) -> Contents:
    from mieuxcli.contents import Contents, Place, load, read_lines  # noqa: PLC0415 - as above

    path = _place_of(name)
    if name == "-":
        return read_lines()
    if not path.endswith(".db"):
        return load(path)
    store = Store.open(path)
    contents = Contents(store.vocabulary())
    for record in store.records():
        contents.add(record, Place(path))
    contents.about = store.about()
    return contents


def _checked(contents: Contents, file: str) -> str:
    """Return the path whose check reports all problems of an archive.

    It is that of the file with a problem or, if other files of its folder belong to the archive, the folder.
    """
    if file == "standard input":
        return "-"
    folder = os.path.dirname(file)
    beside = {place.file for place in contents.places if os.path.dirname(place.file) == folder} | {file}
    return folder or "." if len(beside) > 1 else file


def store_of(
    contents: Contents, path: str = ":memory:", step: Callable[[int], None] = lambda _: None
) -> Store:
    """Return a store of the contents, written to `path`.

    Raises ArchiveError, with the first problem and the number of the others, if the contents have errors.
    """
    errors = contents.errors()
    if errors:
        more = f" (and {len(errors) - 1} more problems)" if len(errors) > 1 else ""
        raise ArchiveError(
            f"{errors[0]}{more}",
            f"mieux check {shlex.quote(_checked(contents, errors[0].file))} lists all there is to mend",
        )
    connection = sqlite3.connect(path, check_same_thread=False)
    phases = phases_of(contents.records)
    write(connection, contents.records, contents.vocabulary, contents.about, step, phases=phases)
    return Store(connection)


def compiled(contents: Contents, path: Path, step: Callable[[int], None] = lambda _: None) -> None:
    """Write contents as a compiled archive to a new file, which then replaces `path` in one step.

    Raises OutputError if it cannot be written, in which case an existing file stays as it was.
    """
    with written_to(path) as fresh:
        store_of(contents, str(fresh), step).close()


@contextmanager
def written_to(path: Path) -> Iterator[Path]:
    """Yield a path for a database, which replaces `path` when the block ends without an error.

    Raises OutputError if it cannot be written.
    """
    try:
        with replaced(path) as fresh:
            yield fresh
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}") from error


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
