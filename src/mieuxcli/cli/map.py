"""The command that counts by country, for a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.atlas import coverage_of, world_map
from mieuxcli.cli.answer import emit, emit_count, format_of, nothing
from mieuxcli.errors import unknown
from mieuxcli.fields import PLURALS
from mieuxcli.formats import FORMATS
from mieuxcli.query import Match
from mieuxcli.streams import say

if TYPE_CHECKING:
    from mieuxcli.cli.options import Request

__all__ = ["map_"]

_FACETS = ("country", "expert")


def map_(request: Request) -> int:
    """Count Actions, or the types of records asked for, by country, for a map."""
    if request.by not in _FACETS:
        raise unknown("map by", request.by, _FACETS)
    drawn = FORMATS[format_of(request)].draws
    types = request.filters.get("type", ())
    selection = request.selection(*([] if types else [Match("type", "action")]))
    store = request.store()
    noun = PLURALS.get(types[0] if types else "action", "records") if len(types) <= 1 else "records"
    shape = world_map(store, selection, request.by, noun)
    if request.counted:
        return emit_count(request, shape.total)
    if not shape.total:
        nothing(request, store)
    found = bool(shape.countries)
    code = emit(request, shape, found=found)
    if shape.total and not request.quiet and not (drawn and found):
        for line in coverage_of(shape):
            say(f"mieux: {line}")
    return code
