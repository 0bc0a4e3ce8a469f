"""The conversion of stored rows back into records and entries, with an error if the file is damaged."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mieuxcli.documents import restored
from mieuxcli.errors import damaged
from mieuxcli.vocabulary import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record

__all__ = ["APPLICATION_ID", "SCHEMA_VERSION", "entry_in", "record_in"]

# "MIEX" as a big-endian number, by which file(1) and our own reader recognise a compiled archive.
APPLICATION_ID = 0x4D494558
SCHEMA_VERSION = 3


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise damaged(error) from error


def record_in(row: tuple[str, ...]) -> Record:
    """Return the record in a row that begins with its document.

    Raises ArchiveError if the row is damaged.
    """
    with _damage_told():
        return restored(json.loads(row[0]))


def entry_in(text: str) -> Entry:
    """Return the vocabulary entry in the text of a row.

    Raises ArchiveError if the text is damaged.
    """
    with _damage_told():
        facet, name, aliases, includes, codes, rest = json.loads(text)
        others = tuple((key, value) for key, value in rest)
        return Entry(facet, name, tuple(aliases), tuple(includes), tuple(codes), others)
