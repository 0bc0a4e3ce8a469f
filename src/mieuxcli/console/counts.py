"""Pictures of counts: bars, two facets against each other as heat, and the whole archive on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from mieuxcli.console.drawing import DIM, LABEL, STRONG, bar, grid, level, text_of, visible

if TYPE_CHECKING:
    from rich.table import Table

    from mieuxcli.views import Count, Counts

__all__ = ["counts"]

_SHADES = " ░▒▓█"
_LEAST_BAR, _LEAST_LABEL, _GAP = 4, 14, 2
_TOP = 3
_NARROW = 3


def counts(shape: Counts, width: int) -> RenderableType:
    """Draw counts: the overview on one screen, two facets as a table of heat, others as bars."""
    if "coverage" in shape.about:
        return _overview(shape, width)
    if "table" in shape.about:
        return _heat(shape.about["table"], width)
    parts: list[RenderableType] = [text_of(f"{shape.total:,} records", STRONG)]
    for facet, found in shape.by.items():
        parts += [Text(""), *([text_of(facet, LABEL)] if len(shape.by) > 1 else []), _bars(found, width)]
    return Group(*parts)


def _bars(found: list[Count], width: int) -> Table:
    numbers = max((len(f"{count.number:,}") for count in found), default=0)
    label = min(max((len(count.label) for count in found), default=0), max(12, width // 2 - 8))
    table = grid(label, numbers, 4, None)
    most = max((count.number for count in found), default=1) or 1
    table.columns[0].no_wrap = False
    table.columns[1].justify = table.columns[2].justify = "right"
    for count in found:
        drawn = bar(count.number / most, max(width - label - numbers - 12, 4))
        table.add_row(text_of(count.label), text_of(f"{count.number:,}"), text_of(f"{count.share:.0%}", DIM), Text(drawn, LABEL))
    return table


def _overview(shape: Counts, width: int) -> RenderableType:
    """Draw what there is on one screen: types, kinds and regions, articles by year, and what is most frequent."""
    first, last = shape.about["span"]
    dates = f", {first} to {last}" if first else ""
    head = [text_of(f"{shape.total:,} records{dates}", STRONG), text_of(_coverage(shape.about["coverage"]), DIM)]
    regions = [count for count in shape.by["region"] if count.label != "(none)"]
    upper = [("records", shape.by["type"]), ("articles by kind", shape.by["kind"]), ("articles by region", regions)]
    lower = [(plural, shape.by[name][:_TOP]) for name, plural in (("country", "countries"), ("topic", "topics"), ("person", "people"))]
    return Group(*head, _beside(upper, width), Text(""), *_years(shape.by["year"], width), _beside(lower, width))


def _beside(blocks: list[tuple[str, list[Count]]], width: int) -> RenderableType:
    """Put blocks of bars beside each other where their labels have room, else below each other."""
    labels = [max((len(count.label) for count in found), default=0) for _, found in blocks]
    numbers = [max((len(str(count.number)) for count in found), default=0) for _, found in blocks]
    fixed = sum(numbers) + len(blocks) * (_LEAST_BAR + 2 * _GAP) + (len(blocks) - 1) * _GAP
    if fixed + len(blocks) * _LEAST_LABEL > width:
        label = min(max(labels), width // 2)
        room = max(width - label - max(numbers) - 2 * _GAP, _LEAST_BAR)
        return Group(*(_block(title, found, label, room) for title, found in blocks))
    while sum(labels) + fixed > width:
        labels[labels.index(max(labels))] -= 1
    room = _LEAST_BAR + min((width - fixed - sum(labels)) // len(blocks), 12)
    drawn = [_block(title, found, label, room) for (title, found), label in zip(blocks, labels, strict=True)]
    table = grid(*(label + number + room + 2 * _GAP for label, number in zip(labels, numbers, strict=True)))
    table.add_row(*drawn)
    return table


def _block(title: str, found: list[Count], label: int, room: int) -> RenderableType:
    numbers = max((len(str(count.number)) for count in found), default=0)
    most = max((count.number for count in found), default=1) or 1
    table = grid(label, numbers, room)
    table.columns[0].no_wrap = False
    table.columns[1].justify = "right"
    for count in found:
        table.add_row(text_of(count.label), text_of(str(count.number)), Text(bar(count.number / most, room), LABEL))
    return Group(text_of(title, LABEL), table)


def _years(found: list[Count], width: int) -> list[RenderableType]:
    years = [count for count in found if count.label.isdigit()]
    if not years:
        return []
    there = {count.label: count for count in years}
    span = range(int(years[0].label), int(years[-1].label) + 1)
    years = [there.get(str(year), years[0]._replace(label=str(year), number=0, share=0.0)) for year in span]
    cell = max(3, min((width - 2) // len(years), 6))
    names = [count.label if cell > len(count.label) else count.label[2:] for count in years]
    most = max(count.number for count in years)
    lines = [
        Text("".join(level(count.number, most) * (cell - 1) + " " for count in years), LABEL),
        Text("".join(f"{count.number or '':<{cell}}" for count in years)),
        Text("".join(f"{name:<{cell}}" for name in names), DIM),
    ]
    missing = sum(count.number for count in found) - sum(count.number for count in years)
    return [text_of(f"articles by year{f', {missing} more without a date' if missing else ''}", LABEL), *lines, Text("")]


def _coverage(told: dict[str, Any]) -> str:
    """Return in words what an archive covers and what it lacks."""
    counted = told["actions_counted_by_source"]
    of = f" of {counted}" if counted else ""
    undated, inferred = told["articles_without_date"], told["articles_with_inferred_date"]
    return f"{told['actions']}{of} Actions; {undated} articles without a date, {inferred} with an inferred one"


def _heads(names: list[str], cell: int) -> str:
    """Return the names of columns in cells: years by their last two digits where they are long, others cut; the ends of narrow cells."""
    shown = [visible(name) for name in names]
    if cell < _NARROW:
        return f"{shown[0][-2:]} to {shown[-1][-2:]}" if shown else ""
    return "".join(f"{name if len(name) < cell else name[-2:] if name.isdigit() else name[: cell - 1]:<{cell}}" for name in shown)


def _heat(table: dict[str, Any], width: int) -> RenderableType:
    """Draw how often the values of two facets meet: numbers where they fit, shades of their size in any case."""
    if (width - width // 3) < len(table["columns"]) * _NARROW and len(table["rows"]) < len(table["columns"]):
        turned = [list(row) for row in zip(*table["cells"], strict=True)]
        table = {"facets": table["facets"][::-1], "rows": table["columns"], "columns": table["rows"], "cells": turned}
    most = max((number for row in table["cells"] for number in row), default=1) or 1
    label = min(max(map(len, table["rows"]), default=0), max(width // 3, 12))
    room = width - label - 2
    longest = max((len(visible(name)) for name in table["columns"]), default=1)
    least = len(str(most)) + 2
    fits = room >= len(table["columns"]) * least
    cell = min(max(room // len(table["columns"]), 1), longest + 1) if table["columns"] else 1
    drawn = grid(label, None)
    drawn.columns[0].no_wrap = False
    title = f"{table['facets'][0]} by {table['facets'][1]}"
    drawn.add_row(text_of(title if len(title) <= label else "", DIM), Text(_heads(table["columns"], cell), DIM))
    for name, row in zip(table["rows"], table["cells"], strict=True):
        line = Text()
        for number in row:
            line.append(_SHADES[-(-number * (len(_SHADES) - 1) // most)], LABEL)
            line.append(f"{number or '':<{cell - 1}}" if fits else " " * (cell - 1))
        drawn.add_row(text_of(name), line)
    return drawn
