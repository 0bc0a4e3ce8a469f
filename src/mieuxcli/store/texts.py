"""The texts of records that are found by words: those of the full-text columns, and the names of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.fields import FIELDS, SEPARATOR, TEXT_COLUMNS
from mieuxcli.records import Event, Person, value_of
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record, Term

__all__ = ["names_of", "pieces", "text_of_column"]

_TEXTS = {column: tuple(field.name for field in FIELDS if field.column == column) for column in TEXT_COLUMNS}


def text_of_column(column: str, record: Record) -> str:
    """Return the text of a full-text column: the joined values of its fields."""
    return SEPARATOR.join([text for _, text in pieces(column, record)])


def pieces(column: str, record: Record) -> list[tuple[str, str]]:
    """Return the field and the text of each value in a full-text column."""
    return [(name, " ".join(text.split())) for name in _TEXTS[column] for text in _texts_of(record, name)]


def _texts_of(record: Record, name: str) -> Iterator[str]:
    value = value_of(record, name)
    for part in value if isinstance(value, tuple) else (value,):
        if isinstance(part, Person):
            yield ", ".join(text for text in (part.name, part.role, part.organisation) if text)
        elif isinstance(part, Event):
            yield part.what
        elif part:
            yield str(part)


def names_of(term: Term) -> set[str]:
    """Return the folded names of a term: its title, its expansion and its other names."""
    return {fold(form) for form in (term.title, term.expansion, *term.other_names) if form} - {""}
