"""What differs between two archives: records added, removed and changed, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.fields import fields_of
from mieuxcli.records import value_of
from mieuxcli.shapes import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.records import Record

__all__ = ["Change", "changes"]


class Change(NamedTuple):
    """A difference: a record that was added or removed, or a field that was changed, with its old and new text."""

    change: str
    id: str
    type: str
    field: str
    old: str
    new: str


def changes(old: Iterable[Record], new: Iterable[Record]) -> Iterator[Change]:
    """Yield what differs between two lots of records, by id; fields that are derived do not count."""
    before, after = ({record.id: record for record in records} for records in (old, new))
    for id_ in sorted(before.keys() | after.keys()):
        one, other = before.get(id_), after.get(id_)
        if one is None and other is not None:
            yield Change("added", id_, other.type, "title", "", other.title)
        elif one is not None and other is None:
            yield Change("removed", id_, one.type, "title", one.title, "")
        elif one is not None and other is not None:
            yield from _changed(one, other)


def _changed(one: Record, other: Record) -> Iterator[Change]:
    if one.type != other.type:
        yield Change("changed", one.id, other.type, "type", one.type, other.type)
        return
    for field in fields_of(one.type):
        before, after = value_of(one, field.name), value_of(other, field.name)
        if before != after and one.type not in field.derived:
            yield Change("changed", one.id, one.type, field.name, written(before), written(after))
