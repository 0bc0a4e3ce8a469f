"""Pictures of counts: bars, two facets against each other as heat, and the whole archive on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from mieuxcli.console.drawing import DIM, LABEL, STRONG, bar, grid, text_of

if TYPE_CHECKING:
    from rich.table import Table

    from mieuxcli.views import Count, Counts

__all__ = ["counts"]

_LEVELS = "▁▂▃▄▅▆▇█"
_SHADES = " ░▒▓█"
_LEAST_BAR, _LEAST_LABEL, _GAP = 4, 14, 2
_TOP = 3


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
    cell = max(3, min((width - 2) // len(years), 6))
    names = [count.label if cell > len(count.label) else count.label[2:] for count in years]
    most = max(count.number for count in years)
    lines = [
        Text("".join(_LEVELS[(count.number * len(_LEVELS) - 1) // most] * (cell - 1) + " " for count in years), LABEL),
        Text("".join(f"{count.number:<{cell}}" for count in years)),
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


def _heat(table: dict[str, Any], width: int) -> RenderableType:
    """Draw how often the values of two facets meet: numbers where they fit, shades of their size in any case."""
    most = max((number for row in table["cells"] for number in row), default=1) or 1
    label = min(max(map(len, table["rows"]), default=0), max(width // 3, 12))
    digits = len(str(most))
    fits = width - label - 2 >= len(table["columns"]) * (digits + 2)
    cell = digits + 2 if fits else 2
    names = [name if len(name) < cell else name[-2:] if name.isdigit() and cell > 2 else name[: cell - 1] for name in table["columns"]]
    drawn = grid(label, None)
    drawn.columns[0].no_wrap = False
    drawn.add_row(text_of(f"{table['facets'][0]} by {table['facets'][1]}", DIM), Text("".join(f"{name:<{cell}}" for name in names), DIM))
    for name, row in zip(table["rows"], table["cells"], strict=True):
        line = Text()
        for number in row:
            shade = _SHADES[-(-number * (len(_SHADES) - 1) // most)]
            line.append(shade, LABEL)
            line.append(f"{number or '':<{cell - 1}}" if fits else " ")
        drawn.add_row(text_of(name), line)
    return drawn
