"""Archives: finding and opening them, and the answers that commands and Python programs ask them for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mieuxcli.errors import ArchiveError, OutputError, UsageError, quoted
from mieuxcli.fields import FACETS, FIELDS, facet_named
from mieuxcli.query import EVERYTHING, Expression, Match, Selection, parse
from mieuxcli.store.reading import Hit, Store
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mieuxcli.loading import Contents, Place
    from mieuxcli.models import Document, Record

__all__ = ["BUNDLED", "Archive", "contents_of", "in_use", "open_archive", "store_of"]

BUNDLED = "bundled"
_BESIDE, _LOCK = ".mieux-", "lock"
_COMPILED = Path(__file__).with_name("archive.db")
_AUTHORED = Path(__file__).parents[2] / "data"


def open_archive(*paths: str | Path) -> Archive:
    """Open one archive, or several laid over each other: of records with the same id the last one wins.

    A path is a folder of TOML, JSON or JSON Lines files, one such file, a compiled `.db`, `bundled` for the archive that comes with
    the program (also when no path is given), or `-` for JSON Lines on standard input. Raises ArchiveError where one cannot be read.
    """
    names = [str(path) for path in paths] or [BUNDLED]
    if len(names) == 1:
        compiled = _COMPILED if names[0] == BUNDLED else Path(names[0])
        if compiled.suffix == ".db" and (names[0] != BUNDLED or compiled.exists()):
            return Archive(_open_compiled(compiled))
    return Archive(store_of(contents_of(names)))


def in_use(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the archives that were asked for: these paths, else those that MIEUX_ARCHIVE names; none for the bundled one."""
    return tuple(paths) or tuple(part for part in os.environ.get("MIEUX_ARCHIVE", "").split(os.pathsep) if part)


def _open_compiled(path: Path) -> Store:
    try:
        if not path.is_file():
            raise ArchiveError(f"{path} does not exist" if not path.exists() else f"{path} is not a file")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    return Store.open(path)


def contents_of(names: Sequence[str]) -> Contents:
    """Return the contents of archives laid over each other, with all problems; the vocabulary they lack is the bundled one's."""
    from mieuxcli.loading import Contents  # noqa: PLC0415 - a compiled archive is opened without the loader

    whole = Contents()
    owners: dict[str, tuple[int, str]] = {}
    for name in dict.fromkeys(names):
        part = _contents(name)
        for document, place in zip(part.documents, part.places, strict=True):
            _lay(document, place, name, whole, owners)
        whole.entries += part.entries
        whole.about.update(part.about)
        whole.problems += part.problems
        whole.broken |= part.broken
    if BUNDLED not in names:
        whole.entries = list(whole.vocabulary.over(_contents(BUNDLED).vocabulary))
    return whole


def _lay(document: dict[str, Any], place: Place, name: str, whole: Contents, owners: dict[str, tuple[int, str]]) -> None:
    """Put a document in the place of the one with its id in an archive below, else behind all others."""
    at, owner = owners.get(document["id"], (-1, name))
    if owner == name:
        owners.setdefault(document["id"], (len(whole.documents), name))
        whole.add(document, place)
    else:
        whole.problem(place, document["id"], "id", f"replaces the record in {whole.places[at].file}", "warning")
        whole.documents[at], whole.places[at] = document, place
        owners[document["id"]] = (at, name)


def _contents(name: str) -> Contents:
    from mieuxcli.loading import Contents, Place, load, load_lines  # noqa: PLC0415

    path = _COMPILED if name == BUNDLED and _COMPILED.exists() else _AUTHORED if name == BUNDLED else Path(name)
    contents = Contents()
    if name == "-":
        import sys  # noqa: PLC0415

        if sys.stdin is None:
            raise ArchiveError("standard input is closed", "a - reads JSON Lines from it")
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # sys.stdin is a real stream here
        load_lines(sys.stdin, contents, "standard input")
        return contents
    if path.suffix != ".db":
        return load(path)
    from mieuxcli.vocabulary import Entry  # noqa: PLC0415

    store = _open_compiled(path)
    for document in store.documents():
        contents.add(dict(document), Place(str(path)))
    for facet, named, aliases, includes, codes, rest in store.vocabulary():
        contents.entries.append(Entry(facet, named, tuple(aliases), tuple(includes), tuple(codes), tuple(map(tuple, rest))))
    contents.about = store.about()
    return contents


def _checked(contents: Contents, file: str) -> str:
    """Return what to check to be told of all problems: the file that has one, or its folder where other files of that belong to it."""
    if file == "standard input":
        return "-"
    folder = Path(file).parent
    beside = {place.file for place in contents.places if Path(place.file).parent == folder} | {file}
    return str(folder) if len(beside) > 1 else file


def store_of(contents: Contents, path: str = ":memory:", step: Callable[[int], None] = lambda _: None) -> Store:
    """Return a store of the contents; ArchiveError with the first problem and the number of the others where there are any."""
    import sqlite3  # noqa: PLC0415

    from mieuxcli.store.writing import write  # noqa: PLC0415

    errors = [problem for problem in contents.problems if problem.severity == "error"]
    seen: set[str] = set()
    for document, place in zip(contents.documents, contents.places, strict=True):
        if document["id"] in seen:
            contents.problem(place, document["id"], "id", "is the id of another record too")
            errors.append(contents.problems[-1])
        seen.add(document["id"])
    if errors:
        import shlex  # noqa: PLC0415

        more = f" (and {len(errors) - 1} more problems)" if len(errors) > 1 else ""
        raise ArchiveError(
            f"{errors[0]}{more}", f"mieux check {shlex.quote(_checked(contents, errors[0].file))} lists all there is to mend"
        )
    connection = sqlite3.connect(path)
    write(connection, contents.documents, contents.vocabulary, contents.about, step)
    return Store(connection)


class Archive:
    """An open archive: select, search, count, find.

    A query is text in the query language or an expression made by `mieuxcli.query`; dates, facets and words mean the same in both.
    """

    def __init__(self, store: Store) -> None:
        """Answer from a store."""
        self.store = store

    def select(
        self, query: str | Expression = EVERYTHING, *, sort: str = "", reverse: bool = False, limit: int | None = None
    ) -> list[Record]:
        """Return the records that the query selects, newest first unless sorted by a field."""
        from mieuxcli.models import record_of  # noqa: PLC0415

        return [record_of(document) for document in self.documents(selection_of(query)._replace(sort=sort, reverse=reverse, limit=limit))]

    def search(self, query: str | Expression, *, limit: int | None = None, literal: bool = False) -> list[tuple[Record, float]]:
        """Return the records that the query selects with their scores, best first."""
        from mieuxcli.models import record_of  # noqa: PLC0415

        hits = self.hits(selection_of(query)._replace(limit=limit, literal=literal), marked=False)
        return [(record_of(hit.document), hit.score) for hit in hits]

    def get(self, beginning: str) -> Record:
        """Return the record whose id is, or alone begins with, `beginning`; UnknownId or AmbiguousId otherwise."""
        from mieuxcli.models import record_of  # noqa: PLC0415

        return record_of(self.store.get(beginning))

    def count(self, query: str | Expression = EVERYTHING) -> int:
        """Return how many records the query selects."""
        return self.store.count(selection_of(query))

    def counts(self, facet: str, query: str | Expression = EVERYTHING) -> dict[str, int]:
        """Return how many of the selected records have each value of a facet; UsageError where there is no such facet."""
        checked_facet(facet)
        return dict(self.store.counts(facet, selection_of(query)))

    def documents(self, selection: Selection) -> Iterator[Document]:
        """Return the documents of a selection, read as they are taken."""
        checked_sort(selection.sort)
        return self.store.select(selection)

    def hits(self, selection: Selection, *, marked: bool = True) -> Iterator[Hit]:
        """Return the hits of a selection, best first unless it is sorted by a field; `marked` with the texts that matched."""
        checked_sort(selection.sort)
        return self.store.hits(selection, marked=marked)

    def terms(self, text: str) -> list[Document]:
        """Return the terms that are called so, or have it as expansion or other name."""
        wanted = fold(text)
        return [term for term in self._terms() if wanted in _names_of(term)]

    def near_terms(self, text: str) -> list[str]:
        """Return the terms whose names are nearest."""
        titles = {name: term["title"] for term in self._terms() for name in _names_of(term)}
        return list(dict.fromkeys(titles[name] for name in nearest(text, titles)))

    def term_titles(self) -> list[str]:
        """Return the titles of all terms."""
        return [term["title"] for term in self._terms()]

    def _terms(self) -> list[Document]:
        return list(self.store.select(Selection(Match("type", "term"), "title")))


def _names_of(term: Document) -> set[str]:
    return {fold(name) for name in (term["title"], term["expansion"], *term["other_names"]) if name}


def selection_of(query: str | Expression) -> Selection:
    """Return the selection of everything that a query, as text or as an expression, means."""
    return Selection(parse(query), query=query) if isinstance(query, str) else Selection(query)


def checked_sort(sort: str) -> None:
    """Raise UsageError unless records can be sorted by the fields, which are joined by commas."""
    sortable = [one.name for one in FIELDS if one.kind not in ("people", "events", "texts")]
    for name in sort.split(",") if sort else ():
        checked_name("field to sort by", name.removeprefix("-"), sortable)


def checked_facet(name: str) -> None:
    """Raise UsageError unless there is such a facet."""
    if facet_named(name) is None:
        checked_name("facet", name, [facet.name for facet in FACETS])


def checked_name(what: str, name: str, known: Iterable[str]) -> None:
    """Raise UsageError, with the nearest names, unless `name` is known."""
    known = list(known)
    if name not in known:
        near = nearest(name, known)
        raise UsageError(
            f"there is no {what} {quoted(name)}", f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(known)}"
        )


def compiled(contents: Contents, path: Path, step: Callable[[int], None] = lambda _: None) -> None:
    """Write the contents as a compiled archive: into a new file beside `path`, which then takes its place at once.

    Raises OutputError where it cannot be written; the file that was there is then as it was.
    """
    import sqlite3  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    try:
        _clear(path)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=_BESIDE) as folder, Path(folder, _LOCK).open("wb") as lock:
            # While this process lives the lock tells others that the folder is in use.
            _locked(lock)
            fresh = Path(folder, path.name)
            store_of(contents, str(fresh), step).close()
            fresh.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}") from error


def _clear(path: Path) -> None:
    """Remove what killed processes left behind beside `path`: folders with a lock that nobody holds."""
    import shutil  # noqa: PLC0415

    for lock in path.parent.glob(f"{_BESIDE}*/{_LOCK}"):
        with suppress(OSError), lock.open("rb") as file:
            if _locked(file):
                shutil.rmtree(lock.parent, ignore_errors=True)


def _locked(file: BinaryIO) -> bool:
    """Take the lock of a file until it is closed; say whether that could be done, which it cannot where there are no such locks."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
