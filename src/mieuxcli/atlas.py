"""Records counted by country for a map, and in words what the map counts and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.query import Match, Selection
from mieuxcli.shapes import Count, Map, Mapped
from mieuxcli.views import actions_counted, source_of
from mieuxcli.world import squares

if TYPE_CHECKING:
    from mieuxcli.store import Store

__all__ = ["class_of", "classes", "coverage_of", "heading_of", "step", "world_map"]

_CLASSES = 4
_FEW = 3


def world_map(store: Store, selection: Selection, by: str, noun: str) -> Map:
    """Count the selected records by country or by expert, the country that sent experts.

    `noun` is the plural of what is counted. Shares are of all selected records.
    """
    total = store.count(selection)
    codes = {
        entry.name: entry.codes[0] for entry in store.vocabulary() if entry.facet == "country" and entry.codes
    }
    known = squares()
    countries = tuple(
        Mapped(known.get(codes.get(label, "")), Count(label, number, round(number / total, 4)))
        for label, number in store.counts(by, selection)
    )
    naming = total - store.without(by, selection)
    held = store.count(Selection(Match("type", "action")))
    return Map(by, noun, total, naming, countries, held, actions_counted(store), source_of(store))


def heading_of(shape: Map) -> str:
    """Return what a map counts, its least and its greatest number, and how many countries have any."""
    numbers = [one.found.number for one in shape.countries]
    low, high = min(numbers, default=0), max(numbers, default=0)
    range_ = f"{low} to {high}" if low < high else str(high)
    each = "in each of " if len(numbers) > 1 else "in "
    many = f"{len(numbers)} countries" if len(numbers) != 1 else "1 country"
    return f"{shape.noun} by {_called(shape)}: {range_} {each}{many}"


def _called(shape: Map) -> str:
    if shape.by == "expert":
        return "country of the experts"
    return "partner country" if shape.noun == "Actions" else "country"


def coverage_of(shape: Map) -> list[str]:
    """Return in words how many of the records a map counts, what the archive lacks, and what has no square."""
    what = "a country of experts" if shape.by == "expert" else f"a {_called(shape)}"
    naming = f"{shape.naming} of {shape.total} {shape.noun} name {what}"
    if shape.counted is not None and shape.noun == "Actions":
        naming += f"; the archive holds {shape.held} of all {shape.counted}"
    if not shape.undrawn:
        return [naming]
    names = ", ".join(count.label for count in shape.undrawn[:_FEW])
    more = f" and {len(shape.undrawn) - _FEW} more" if len(shape.undrawn) > _FEW else ""
    return [naming, f"not drawn, as the map has no square for them: {names}{more}"]


def classes(numbers: list[int]) -> list[tuple[int, int]]:
    """Return up to four classes, least and greatest number, each reaching twice as far as the one before.

    The last one ends at the greatest of all numbers.
    """
    most = max(numbers, default=0)
    ends = sorted({most >> step for step in range(_CLASSES)} - {0})
    return [(before + 1, end) for before, end in zip([0, *ends], ends, strict=False)]


def class_of(number: int, ranges: list[tuple[int, int]]) -> int:
    """Return the place of the class that a number is in."""
    return next(at for at, (_, high) in enumerate(ranges) if number <= high)


def step(at: int, among: int) -> int:
    """Return which of the four steps of a scale, from 0, a class has that is one of up to four."""
    return (at + 1) * _CLASSES // among - 1
