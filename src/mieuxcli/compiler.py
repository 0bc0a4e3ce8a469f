"""How archives are read, layered and compiled into a store."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.contents import Contents, Place, load, read_lines
from mieuxcli.errors import ArchiveError, OutputError, in_shell
from mieuxcli.origin import BUNDLED, path_of
from mieuxcli.phases import phases_of
from mieuxcli.store import Store
from mieuxcli.store.tables import write
from mieuxcli.streams import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mieuxcli.records import Record

__all__ = ["compiled", "contents_of", "sound", "store_of", "written_to"]


def contents_of(names: Sequence[str]) -> Contents:
    """Return the contents of layered archives, with all their problems.

    The bundled archive supplies vocabulary entries that they lack.
    """
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


def _contents(name: str) -> Contents:
    path = path_of(name)
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
    folder = Path(file).parent
    beside = {place.file for place in contents.places if Path(place.file).parent == folder} | {file}
    return str(folder) if len(beside) > 1 else file


def sound(contents: Contents) -> Contents:
    """Return the contents, if they have no errors.

    Raises ArchiveError, with the first problem and the number of the others, if they have.
    """
    errors = contents.errors()
    if errors:
        more = f" (and {len(errors) - 1} more problems)" if len(errors) > 1 else ""
        raise ArchiveError(
            f"{errors[0]}{more}",
            f"mieux check {in_shell(_checked(contents, errors[0].file))} lists all there is to mend",
        )
    return contents


def store_of(
    contents: Contents, path: str = ":memory:", step: Callable[[int], None] = lambda _: None
) -> Store:
    """Return a store of the contents, written to `path`.

    Raises ArchiveError, with the first problem and the number of the others, if the contents have errors.
    """
    contents = sound(contents)
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
