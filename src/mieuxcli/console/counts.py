"""Pictures of counts: bars, heat maps of two facets, and the whole archive on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from mieuxcli.console.columns import Column, grid
from mieuxcli.console.drawing import DIM, LABEL, STRONG, bar, folded, inked, level, text_of
from mieuxcli.harmless import visible
from mieuxcli.shapes import Cross, Overview
from mieuxcli.units import NOTHING, counted_by, name_of, share_of
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.console.columns import Columns
    from mieuxcli.shapes import Count, Counts, Coverage

__all__ = ["counts", "facet_lines"]

_SHADES = " ░▒▓█"
_LEAST_BAR, _LEAST_LABEL, _GAP = 4, 14, 2
_TOP = 3
_NARROW, _SHORT, _LONGEST_WORD = 4, 6, 14
_MOST_PANELS = 3
_MOST_VALUES = 8


def counts(shape: Counts | Cross | Overview, width: int) -> RenderableType:
    """Draw counts: an overview on one screen, two facets as a heat map, anything else as bars."""
    if isinstance(shape, Overview):
        return _overview(shape, width)
    if isinstance(shape, Cross):
        return _heat(shape, width)
    parts: list[RenderableType] = []
    for facet, found in shape.by.items():
        whole = shape.wholes.get(facet, shape.total)
        head = counted_by(facet, shape.units.get(facet, "records"), whole)
        named = [count._replace(label=name_of(count.label, facet)) for count in found]
        parts += [
            Text(""),
            Text.assemble(text_of(head, STRONG), (f", by {facet}", LABEL)),
            _bars(named, width),
        ]
    return Group(*parts[1:])


def _bars(found: list[Count], width: int) -> Columns:
    numbers = max((len(f"{count.number:,}") for count in found), default=0)
    label = min(max((len(count.label) for count in found), default=0), max(12, width // 2 - 8))
    table = grid(Column(label, wraps=True), Column(numbers, right=True), Column(4, right=True), None)
    # Records without a value get a number but no bar, which would dwarf all the others.
    most = max((count.number for count in found if count.label not in NOTHING), default=1) or 1
    for count in found:
        drawn = (
            bar(count.number / most, max(width - label - numbers - 12, 4))
            if count.label not in NOTHING
            else ""
        )
        share = text_of(share_of(count.number, count.share), DIM)
        table.add_row(text_of(count.label), text_of(f"{count.number:,}"), share, inked(drawn, LABEL))
    return table


def _overview(shape: Overview, width: int) -> RenderableType:
    """Draw an overview on one screen: types, kinds, regions, articles by year and most frequent values."""
    first, last = shape.span
    dates = f", {first} to {last}" if first and first != last else f", {first}" if first else ""
    coverage = _coverage(shape.coverage)
    head = [
        text_of(counted(shape.total, "record") + dates, STRONG),
        *([text_of(coverage, DIM)] if coverage else []),
    ]
    regions = [count for count in shape.by["region"] if count.label not in NOTHING]
    upper = [
        ("records by type", shape.by["type"]),
        ("articles by kind", shape.by["kind"]),
        ("articles by region", regions),
    ]
    lower = [
        (f"{unit} by {name}", shape.by[name][:_TOP])
        for name, unit in (("country", "records"), ("topic", "records"), ("person", "articles"))
    ]
    return Group(*head, *_beside(upper, width), *_years(shape.by["year"], width), *_beside(lower, width))


def _beside(blocks: list[tuple[str, list[Count]]], width: int) -> list[RenderableType]:
    """Lay out the blocks that have bars side by side, or stacked where their labels lack room."""
    blocks = [(title, found) for title, found in blocks if found]
    if not blocks:
        return []
    numbers = [max(len(str(count.number)) for count in found) for _, found in blocks]
    names = [max(len(count.label) for count in found) for _, found in blocks]
    titles = [
        len(title) - number - _LEAST_BAR - 2 * _GAP
        for (title, _), number in zip(blocks, numbers, strict=True)
    ]
    labels = [max(pair) for pair in zip(names, titles, strict=True)]
    fixed = sum(numbers) + len(blocks) * (_LEAST_BAR + 2 * _GAP) + (len(blocks) - 1) * _GAP
    if fixed + len(blocks) * _LEAST_LABEL > width:
        label = min(max(labels), width // 2)
        room = max(width - label - max(numbers) - 2 * _GAP, _LEAST_BAR)
        return [*(_block(title, found, label, room) for title, found in blocks), Text("")]
    while sum(labels) + fixed > width:
        labels[labels.index(max(labels))] -= 1
    room = _LEAST_BAR + min((width - fixed - sum(labels)) // len(blocks), 12)
    drawn = [_block(title, found, label, room) for (title, found), label in zip(blocks, labels, strict=True)]
    table = grid(*(label + number + room + 2 * _GAP for label, number in zip(labels, numbers, strict=True)))
    table.add_row(*drawn)
    return [table, Text("")]


def _block(title: str, found: list[Count], label: int, room: int) -> RenderableType:
    numbers = max((len(str(count.number)) for count in found), default=0)
    most = max((count.number for count in found), default=1) or 1
    table = grid(Column(label, wraps=True), Column(numbers, right=True), room)
    for count in found:
        table.add_row(
            text_of(count.label), text_of(str(count.number)), Text(bar(count.number / most, room), LABEL)
        )
    return Group(text_of(title, LABEL), table)


def _years(found: list[Count], width: int) -> list[RenderableType]:
    """Draw the articles of each year, from the first to the last, in as many rows as the width requires."""
    years = [count for count in found if count.label.isdigit()]
    if not years:
        return []
    numbers = {int(count.label): count.number for count in years}
    span = range(min(numbers), max(numbers) + 1)
    cell = max(4, min((width - 2) // len(span), 6))
    most = max(numbers.values())
    lines: list[RenderableType] = []
    for row in (span[at : at + width // cell] for at in range(0, len(span), width // cell)):
        lines.append(
            inked("".join(level(numbers.get(year, 0), most) * (cell - 1) + " " for year in row), LABEL)
        )
        lines.append(Text("".join(f"{numbers.get(year, ''):<{cell}}" for year in row)))
        lines.append(
            inked(
                "".join(f"{str(year) if cell > len(str(year)) else str(year)[2:]:<{cell}}" for year in row),
                DIM,
            )
        )
    missing = sum(count.number for count in found) - sum(numbers.values())
    return [
        text_of(f"articles by year{f', {missing} more without a date' if missing else ''}", LABEL),
        *lines,
        Text(""),
    ]


def _coverage(coverage: Coverage) -> str:
    """Describe what an archive covers and what it lacks."""
    whole = coverage.actions_counted_by_source
    parts = [
        (f"{coverage.actions} of {whole} Actions" if whole else counted(coverage.actions, "Action"))
        if coverage.actions
        else "",
        f"{counted(coverage.articles_without_date, 'article')} without a date"
        if coverage.articles_without_date
        else "",
        f"{coverage.articles_with_inferred_date} with an inferred one"
        if coverage.articles_with_inferred_date
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _heat(table: Cross, width: int) -> RenderableType:
    """Draw a heat map: how often the values of two facets meet, as numbers shaded by size.

    Columns that do not fit continue in panels below; where that would take too many panels, only the first is
    drawn and the remaining columns are counted.
    """
    if _LEAST_LABEL + len(table.columns) * _NARROW > width and len(table.rows) < len(table.columns):
        turned = tuple(zip(*table.cells, strict=True))
        table = table._replace(rows=table.columns, columns=table.rows, cells=turned)
    most = max((number for row in table.cells for number in row), default=1) or 1
    least = len(str(most)) + 2
    longest = max((cell_len(visible(name)) for name in table.rows), default=0)
    names = [visible(name) for name in table.columns]
    short, whole = width - 2 - len(names) * least, width - 2 - _wanted(names, least)
    shortest = max(width // 6, 12)
    label = min(longest, whole if whole >= shortest else max(short, shortest))
    panels = _panels(names, least, width - label - 2)
    shown = panels if len(panels) <= _MOST_PANELS else panels[:1]
    down, across = table.facets
    parts: list[RenderableType] = [text_of(f"records with both, by {down} and {across}", LABEL)]
    at = 0
    for widths in shown:
        parts += [*_panel(table, at, widths, label, most), Text("")]
        at += len(widths)
    return Group(*parts[:-1], *_left_out(table, len(table.columns) - at))


def _panels(names: list[str], least: int, room: int) -> list[list[int]]:
    """Return the column widths of each panel."""
    panels: list[list[int]] = []
    while names:
        panels.append(_widths(names, least, room))
        names = names[len(panels[-1]) :]
    return panels


def _panel(table: Cross, at: int, widths: list[int], label: int, most: int) -> Iterator[Text]:
    """Yield the lines of one panel, whose columns start at `at` and have the given widths."""
    until = at + len(widths)
    heads = [
        _head(visible(name), cell - 1) for name, cell in zip(table.columns[at:until], widths, strict=True)
    ]
    yield from (_head_line(line, heads, widths, label) for line in range(max(map(len, heads), default=0)))
    for name, row in zip(table.rows, table.cells, strict=True):
        first, *more = folded(visible(name), label) or [""]
        cells = (_cell(number, most, cell) for number, cell in zip(row[at:until], widths, strict=True))
        yield Text.assemble(set_cell_size(first, label + 2), *cells)
        yield from (Text(line) for line in more)


def _whole_words(name: str, least: int) -> int:
    """Return the width of a column that breaks no word of its name, unless that is very long."""
    return max(least, *(min(cell_len(word), _LONGEST_WORD) + 1 for word in (name.split() or [""])))


def _wanted(names: list[str], least: int) -> int:
    """Return what columns take that break no word of their names; years are as legible by two digits."""
    return sum(least if name.isdigit() else _whole_words(name, least) for name in names)


def _widths(names: list[str], least: int, room: int) -> list[int]:
    """Return the widths of the columns that fit, always at least one.

    Each is as wide as its longest word, or narrower if that makes all of them fit.
    """
    if all(name.isdigit() for name in names):
        whole = max(least, max(map(len, names)) + 1)
        cell = whole if whole * len(names) <= room else least
        return [cell] * max(min(len(names), room // cell), 1)
    widths = [_whole_words(name, least) for name in names]
    if sum(min(cell, max(least, _SHORT)) for cell in widths) <= room:
        while sum(widths) > room:
            widths[widths.index(max(widths))] -= 1
    while len(widths) > 1 and sum(widths) > room:
        widths.pop()
    return [min(widths[0], room), *widths[1:]]


def _head(name: str, width: int) -> list[str]:
    """Return a column's name in lines of its width; a year that is too wide keeps its last two digits."""
    return [name[-2:]] if name.isdigit() and len(name) > width else folded(name, width)


def _head_line(at: int, heads: list[list[str]], widths: list[int], label: int) -> Text:
    """Return one line of the column heads, which are aligned at the bottom."""
    deep = max(map(len, heads))
    names = ["" if at < deep - len(head) else head[at - deep + len(head)] for head in heads]
    return inked(
        " " * (label + 2)
        + "".join(set_cell_size(name, cell) for name, cell in zip(names, widths, strict=True)),
        DIM,
    )


def _cell(number: int, most: int, width: int) -> Text:
    shade = _SHADES[-(-number * (len(_SHADES) - 1) // most)]
    return Text.assemble((shade, LABEL), f"{number or '':<{width - 1}}")


def _left_out(table: Cross, columns: int) -> list[Text]:
    """Return notes on what the heat map leaves out."""
    without = [f"{number:,} without a {facet}" for facet, number in table.without.items() if number]
    lines = [f"not shown: {', '.join(without)}"] if without else []
    lines += [f"{columns} more columns: --format csv has them"] if columns > 0 else []
    return [text_of(line, DIM) for line in lines]


def facet_lines(facets: dict[str, list[Count]], width: int) -> Iterator[RenderableType]:
    """Yield the most frequent values of each facet with their counts, and how many more there are."""
    label = max(map(len, facets)) + 2
    for facet, counts in facets.items():
        named = [count for count in counts if count.label not in NOTHING]
        parts = [
            f"{visible(name_of(count.label, facet))} {count.number}"
            for count in (*named[:_MOST_VALUES], *counts[len(named) :])
        ]
        parts += [f"{len(named) - _MOST_VALUES} more"] if len(named) > _MOST_VALUES else []
        first, *more = _joined(parts, width - label)
        yield Text.assemble((f"{facet:<{label}}", LABEL), first)
        yield from (Text(" " * label + line) for line in more)


def _joined(parts: list[str], width: int) -> list[str]:
    """Return parts joined by dots in lines of the given width, broken only between parts."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines[-1] else part
        lines = [*lines[:-1], longer] if cell_len(longer) <= width or not lines[-1] else [*lines, part]
    return lines
