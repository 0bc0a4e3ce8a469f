"""The differences between two archives: records added, removed and changed, field by field."""

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
    """A record that was added or removed, or a field that was changed, with its old and new text."""

    change: str
    id: str
    type: str
    field: str
    old: str
    new: str


def changes(old: Iterable[Record], new: Iterable[Record]) -> Iterator[Change]:
    """Yield the differences between two sets of records in the order of ids, ignoring derived fields."""
    before, after = ({record.id: record for record in records} for records in (old, new))
    for id_ in sorted(before.keys() | after.keys()):
        first, second = before.get(id_), after.get(id_)
        if first is None and second is not None:
            yield Change("added", id_, second.type, "title", "", second.title)
        elif first is not None and second is None:
            yield Change("removed", id_, first.type, "title", first.title, "")
        elif first is not None and second is not None:
            yield from _changed(first, second)


def _changed(one: Record, other: Record) -> Iterator[Change]:
    if one.type != other.type:
        yield Change("changed", one.id, other.type, "type", one.type, other.type)
        return
    for field in fields_of(one.type):
        before, after = value_of(one, field.name), value_of(other, field.name)
        if before != after and one.type not in field.derived:
            yield Change("changed", one.id, one.type, field.name, written(before), written(after))
