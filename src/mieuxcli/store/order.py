"""The order and the number of selected records, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.errors import unknown
from mieuxcli.fields import SORTABLE

if TYPE_CHECKING:
    from mieuxcli.query import Selection

__all__ = ["limit_of", "order_of"]

# The SQL by which each field sorts. Texts are folded, so that case and accents do not count.
_COLUMN_SORTS = {"id": "id", "type": "type", "title": "fold(title)", "date": "first_day"}
_SORTS = {name: _COLUMN_SORTS.get(name, f"fold(json_extract(document, '$.{name}'))") for name in SORTABLE}


def order_of(sort: str, *, reverse: bool) -> str:
    """Return the ORDER BY terms for field names joined by commas.

    A minus before a name reverses its order. Records without a value come last, and ties are sorted by id.
    Raises UsageError for a field by which records cannot be sorted.
    """
    keys = []
    for name in sort.split(","):
        key = _SORTS.get(name.removeprefix("-"))
        if key is None:
            raise unknown("field to sort by", name.removeprefix("-"), SORTABLE)
        # SQLite sorts NULL before all other values, so a descending order has it last and can use an index.
        keys.append(f"{key} DESC" if name.startswith("-") != reverse else f"{key} IS NULL, {key}")
    return ", ".join([*keys, "id"])


def limit_of(selection: Selection) -> int:
    """Return the LIMIT of a selection, which is -1 if it has none."""
    return -1 if selection.limit is None else min(selection.limit, 2**63 - 1)
