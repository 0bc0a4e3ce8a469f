"""Archives: finding and opening them, and the answers that commands and Python programs ask them for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.errors import ArchiveError, UsageError, quoted
from mieuxcli.fields import FACETS, FIELDS, facet_named
from mieuxcli.query import EVERYTHING, Expression, Match, Selection, parse
from mieuxcli.store.reading import Hit, Store
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mieuxcli.loading import Contents
    from mieuxcli.models import Document, Record

__all__ = ["BUNDLED", "Archive", "contents_of", "open_archive", "store_of"]

BUNDLED = "bundled"
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
        if compiled.suffix == ".db" and (compiled.exists() or names[0] != BUNDLED):
            return Archive(_open_compiled(compiled))
    return Archive(store_of(contents_of(names)))


def _open_compiled(path: Path) -> Store:
    if not path.is_file():
        raise ArchiveError(f"{path} does not exist" if not path.exists() else f"{path} is not a file")
    return Store.open(path)


def contents_of(names: Sequence[str]) -> Contents:
    """Return the contents of archives laid over each other, with all problems; the vocabulary they lack is the bundled one's."""
    from mieuxcli.loading import Contents  # noqa: PLC0415 - a compiled archive is opened without the loader

    whole = Contents()
    positions: dict[str, int] = {}
    for name in names:
        part = _contents(name)
        for document, place in zip(part.documents, part.places, strict=True):
            at = positions.get(document["id"])
            if at is None or whole.places[at].file == place.file or name in whole.places[at].file:
                positions.setdefault(document["id"], len(whole.documents))
                whole.add(document, place)
            else:
                whole.problem(place, document["id"], "id", f"replaces the record in {whole.places[at].file}", "warning")
                whole.documents[at], whole.places[at] = document, place
        whole.entries += part.entries
        whole.about.update(part.about)
        whole.problems += part.problems
    if BUNDLED not in names:
        whole.entries = list(whole.vocabulary.over(_contents(BUNDLED).vocabulary))
    return whole


def _contents(name: str) -> Contents:
    from mieuxcli.loading import Contents, Place, load, load_lines  # noqa: PLC0415

    path = _COMPILED if name == BUNDLED and _COMPILED.exists() else _AUTHORED if name == BUNDLED else Path(name)
    contents = Contents()
    if name == "-":
        import sys  # noqa: PLC0415

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


def store_of(contents: Contents, path: str = ":memory:") -> Store:
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
        more = f" (and {len(errors) - 1} more problems)" if len(errors) > 1 else ""
        raise ArchiveError(f"{errors[0]}{more}", f"mieux check {errors[0].file} lists all there is to mend")
    connection = sqlite3.connect(path)
    write(connection, contents.documents, contents.vocabulary, contents.about)
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

        hits = self.hits(selection_of(query)._replace(limit=limit, literal=literal))
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

    def documents(self, selection: Selection) -> list[Document]:
        """Return the documents of a selection."""
        checked_sort(selection.sort)
        return self.store.select(selection)

    def hits(self, selection: Selection) -> list[Hit]:
        """Return the hits of a selection, best first unless it is sorted by a field."""
        checked_sort(selection.sort)
        return self.store.hits(selection)

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
        return self.store.select(Selection(Match("type", "term"), "title"))


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


def compiled(contents: Contents, path: Path) -> None:
    """Write the contents as a compiled archive: into a new file beside `path`, which then takes its place at once."""
    import os  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".mieux-") as folder:
        fresh = os.path.join(folder, path.name)  # noqa: PTH118
        store_of(contents, fresh).close()
        os.replace(fresh, path)  # noqa: PTH105
