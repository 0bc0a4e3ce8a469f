"""Pictures of key facts: by metric, each with its hedge, a plot through time, and where sources disagree."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.drawing import DIM, DOUBT, LABEL, STRONG, grid, linked, text_of
from mieuxcli.loading import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from rich.table import Table

    from mieuxcli.models import Document

__all__ = ["doubt", "facts", "figure"]

_HEDGES = {"exactly": "", "over": ">", "close to": "~", "around": "≈", "up to": "≤", "at least": "≥", "estimated": "est."}
_SIGNS = {"exactly": "●", "over": ">", "close to": "~", "around": "≈", "up to": "≤", "at least": "≥", "estimated": "e"}
_DATES = 10
_WIDEST = 120
_PLOTTED = 3
_HEIGHT = 6


def figure(record: Document) -> str:
    """Return a figure with its hedge as a sign, its upper end and its unit: `> 120 countries`."""
    upper = f" to {number(record['value_max'], record['unit'])}" if record["value_max"] is not None else ""
    unit = {"%": "%", "year": ""}.get(record["unit"], f" {record['unit']}")
    return f"{_HEDGES.get(record['qualifier'], record['qualifier'])} {number(record['value'], record['unit'])}{upper}{unit}".strip()


def doubt(note: str) -> tuple[str, Style]:
    """Return the word before a note and its style: whether sources disagree, or there is something else to know."""
    return ("disputed  ", DOUBT) if "disagree" in note.lower() else ("note  ", LABEL)


def facts(records: Iterable[Document], width: int) -> RenderableType:
    """Draw key facts under their metrics, and below those of a scope that has figures of several dates, a plot of them."""
    wide = min(width, _WIDEST)
    parts: list[RenderableType] = []
    for metric, group in groupby(records, key=lambda record: record["metric"]):
        members = list(group)
        parts += [text_of(metric, STRONG), Padding(_told(members, wide), (0, 0, 1, 2)), *_plots(members, wide - 2)]
    return Group(*parts)


def _told(members: list[Document], width: int) -> Table:
    table = grid(_DATES, width - _DATES - 4)
    table.columns[1].no_wrap = False
    for member in members:
        note = member["note"] or ""
        source, name = linked(member["source_title"], member["url"], DIM), text_of(member["id"], DIM)
        one = Text.assemble(source, (" · ", DIM), name)
        table.add_row(
            text_of(member["as_of"] or "undated", "" if member["as_of"] else DIM),
            Group(
                Text.assemble(text_of(figure(member), STRONG), "  ", text_of(member["scope"])),
                *([one] if one.cell_len <= width - _DATES - 4 else [source, name]),
                *([Text.assemble(doubt(note), text_of(note, DIM))] if note else []),
            ),
        )
    return table


def _plots(members: list[Document], width: int) -> list[RenderableType]:
    """Return a plot of the figures that have the commonest scope of three or more dated ones."""
    scopes: dict[tuple[str, str], list[Document]] = {}
    for member in members:
        if member["as_of"]:
            scopes.setdefault((member["scope"], member["unit"]), []).append(member)
    (scope, unit), chosen = max(scopes.items(), key=lambda pair: len(pair[1]), default=(("", ""), []))
    if len({member["as_of"] for member in chosen}) < _PLOTTED or len({member["value"] for member in chosen}) == 1:
        return []
    return [Padding(Group(text_of(f"{unit}, {scope}", DIM), _plot(chosen, min(width, 60))), (0, 0, 1, 2))]


def _plot(members: list[Document], width: int) -> Text:
    """Plot figures over the years, each as the sign of its hedge; the axis begins at the lowest figure."""
    low, high = min(member["value"] for member in members), max(member["value"] for member in members)
    scale = max(len(number(value, members[0]["unit"])) for value in (low, high))
    years = [_year(member["as_of"]) for member in members]
    first, last = int(min(years)), int(max(years)) + 1
    room = width - scale - 3
    cells = [[" "] * room for _ in range(_HEIGHT)]
    for member, year in zip(members, years, strict=True):
        row = _HEIGHT - 1 - round((member["value"] - low) / (high - low) * (_HEIGHT - 1))
        cells[row][min(round((year - first) / (last - first) * (room - 1)), room - 1)] = _SIGNS.get(member["qualifier"], "●")
    text = Text()
    for at, row_ in enumerate(cells):
        label = number(high, members[0]["unit"]) if at == 0 else number(low, members[0]["unit"]) if at == _HEIGHT - 1 else ""
        text.append(f"{label:>{scale}} │ ", DIM)
        text.append("".join(row_).rstrip() + "\n", LABEL)
    text.append(f"{'':>{scale}} └{'─' * room}\n{'':>{scale}}  {first}{last:>{room - 4}}", DIM)
    return text


def _year(date: str) -> float:
    year, month, *_ = [*(int(part) for part in date.split("-")), 1]
    return year + (month - 1) / 12
