"""The picture of what differs between two archives."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from mieuxcli.console.columns import grid
from mieuxcli.console.drawing import DIM, HEADERS, LABEL, STRONG, text_of
from mieuxcli.difference import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.shapes import Grid

__all__ = ["changes"]

_WORD = max(map(len, ("added", "changed", "removed")))


def changes(shape: Grid, width: int) -> RenderableType:
    """Draw each record that differs: what happened to it, its id, and its title or the fields that changed."""
    del width
    rows = (Change(*map(str, row)) for row in shape.rows)
    table = grid(_WORD, None)
    for (change, id_, type_), found in groupby(rows, key=lambda row: row[:3]):
        head = Text.assemble(text_of(id_), (" · ", DIM), text_of(type_, DIM))
        drawn = (_fields if change == "changed" else _titles)(found)
        table.add_row(text_of(change, STRONG if change == "changed" else LABEL), Group(head, *drawn))
    return table


def _titles(found: Iterable[Change]) -> Iterator[Text]:
    yield from (text_of(row.old or row.new) for row in found)


def _fields(found: Iterable[Change]) -> Iterator[Text]:
    """Yield what each field was, behind a minus, and what it is, behind a plus."""
    for row in found:
        yield text_of(HEADERS.get(row.field, row.field), LABEL)
        yield from (text_of(f"{sign} {text}") for sign, text in (("-", row.old), ("+", row.new)) if text)
