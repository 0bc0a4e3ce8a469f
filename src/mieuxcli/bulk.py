"""Large archives in JSON Lines, compiled as they are read instead of kept in memory.

What a record needs of others (the phases, and the vocabulary) is read from the file before its records are.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.compiler import contents_of, written_to
from mieuxcli.contents import Contents, load_lines
from mieuxcli.phases import derived, phases_of
from mieuxcli.records import Phase
from mieuxcli.store.tables import write
from mieuxcli.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mieuxcli.records import Record

__all__ = ["Outline", "compile_lines", "outline_of"]

_AT_ONCE = 1000
_FIRST = re.compile(rf'"type"\s*:\s*"(?:phase|{"|".join(TABLES)})"')


class Outline(NamedTuple):
    """What is known of a file before its records are read: its lines, and the contents that others need."""

    file: Path
    lines: int
    first: Contents


class _Whole(Exception):
    """The file has to be read as a whole: it has mistakes, which are told together, or surprises."""


def outline_of(sources: Sequence[str]) -> Outline | None:
    """Return the outline of a single file of JSON Lines; None for other archives, and where it has mistakes."""
    path = Path(sources[0]) if len(sources) == 1 else Path()
    if path.suffix != ".jsonl" or not path.is_file():
        return None
    first, count = Contents(), 0
    try:
        with path.open(encoding="utf-8") as lines:
            for count, line in enumerate(lines, 1):
                if _FIRST.search(line):
                    load_lines([line], first, str(path), count)
    except (OSError, UnicodeDecodeError):
        return None
    base = contents_of(["bundled"]).vocabulary
    first.entries = list(first.vocabulary.over(base))
    return None if first.errors() else Outline(path, count, first)


def compile_lines(outline: Outline, path: Path, step: Callable[[int], None]) -> int | None:
    """Compile the archive of an outline to `path`, and return the number of its records.

    It is None, and nothing is written, where the file has to be read as a whole. Raises OutputError where the
    file cannot be written.
    """
    contents = outline.first
    about, numbers = contents.about, [0]
    phases = phases_of(contents.records)
    try:
        with written_to(path) as fresh, closing(sqlite3.connect(fresh)) as connection:
            write(connection, _records(outline, numbers), contents.vocabulary, about, step, phases=phases)
    except (_Whole, UnicodeDecodeError):
        return None
    return numbers[0]


def _records(outline: Outline, numbers: list[int]) -> Iterator[Record]:
    """Yield the records in the order of their lines, adding how many there are to the only one of `numbers`."""
    contents, ids = outline.first, set[str]()
    early = (record for record in contents.records if isinstance(record, Phase))
    families, phases, entries = (
        contents.vocabulary.families(),
        phases_of(contents.records),
        set(contents.entries),
    )
    with outline.file.open(encoding="utf-8") as lines:
        first = 1
        while some := list(islice(lines, _AT_ONCE)):
            part = Contents()
            load_lines(some, part, str(outline.file), first)
            first += len(some)
            known = {record.id for record in part.records}
            late = [record for record in part.records if isinstance(record, Phase)]
            unseen = late != list(islice(early, len(late))) or not entries.issuperset(part.entries)
            if unseen or part.errors() or known & ids:
                raise _Whole
            ids |= known
            numbers[0] += len(part.records)
            yield from derived(part.records, families, phases)
