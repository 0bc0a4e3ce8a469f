"""What a graph tells beside the records of a shape: the records that they name, and the codes of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.records import value_of
from mieuxcli.shapes import Cross, Rows, record_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record
    from mieuxcli.shapes import Shape
    from mieuxcli.store import Store

__all__ = ["LINKS", "linked", "links_of"]

# The fields that hold ids of other records.
LINKS = ("actions", "same_figure_as", "disagrees_with", "not_comparable_with")


def links_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the field and the id of each other record that a record names."""
    for field in LINKS:
        value = value_of(record, field)
        yield from ((field, str(id_)) for id_ in (value if isinstance(value, tuple) else ()))


def linked(store: Store, shape: Shape) -> Shape:
    """Return a shape with what a graph shows besides: named records that are not in it, codes of countries."""
    if isinstance(shape, Cross):
        entries = (entry for entry in store.vocabulary() if entry.facet == "country" and entry.codes)
        return shape._replace(codes={entry.name: entry.codes[0] for entry in entries})
    if not isinstance(shape, Rows):
        return shape
    rows = list(shape.rows)
    held = {record_in(row).id for row in rows}
    named = dict.fromkeys(id_ for row in rows for _, id_ in links_of(record_in(row)) if id_ not in held)
    return shape._replace(rows=rows, beside=tuple(store.get(id_) for id_ in named if store.has(id_)))
