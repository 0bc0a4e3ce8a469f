"""In which order selected records come, and how many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.errors import unknown
from mieuxcli.fields import SORTABLE

if TYPE_CHECKING:
    from mieuxcli.query import Selection

__all__ = ["limit_of", "order_of"]

# How the values of a field are put in order; SQLite calls `fold` for texts, whose case and accents do not count.
_COLUMN_SORTS = {"id": "id", "type": "type", "title": "fold(title)", "date": "first_day"}
_SORTS = {name: _COLUMN_SORTS.get(name, f"fold(json_extract(document, '$.{name}'))") for name in SORTABLE}


def order_of(sort: str, *, reverse: bool) -> str:
    """Return an ORDER BY for fields joined by commas, each backwards after a minus; records without one come last, then by id.

    Raises UsageError for a field that records cannot be sorted by.
    """
    keys = []
    for name in sort.split(","):
        key = _SORTS.get(name.removeprefix("-"))
        if key is None:
            raise unknown("field to sort by", name.removeprefix("-"), SORTABLE)
        # NULL is the least value of all: a descending order has it last by itself, and can use an index.
        keys.append(f"{key} DESC" if name.startswith("-") != reverse else f"{key} IS NULL, {key}")
    return ", ".join([*keys, "id"])


def limit_of(selection: Selection) -> int:
    """Return the LIMIT of a selection, -1 for none."""
    return -1 if selection.limit is None else min(selection.limit, 2**63 - 1)
