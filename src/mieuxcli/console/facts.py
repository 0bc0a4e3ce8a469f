"""Pictures of key facts, with their hedges, disagreements and plots over time, and of the glossary."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.columns import Column, grid
from mieuxcli.console.drawing import (
    DIM,
    DOUBT,
    LABEL,
    STRONG,
    Axis,
    begin,
    folded,
    inked,
    linked,
    ruler,
    text_of,
)
from mieuxcli.harmless import visible
from mieuxcli.records import Fact
from mieuxcli.verdicts import dated, figure, grouped, verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.style import Style

    from mieuxcli.console.columns import Columns
    from mieuxcli.records import Record, Term

__all__ = ["doubt", "facts", "glossary"]

# What a plot has room for; the line below it says what each sign means.
_SIGNS = {
    "exactly": "●",
    "over": ">",
    "close to": "~",
    "around": "≈",
    "up to": "≤",
    "at least": "≥",
    "estimated": "e",
}
_MEANINGS = {"exactly": "a plain number"}
_DATES = 10
_WIDEST = 120
_PLOTTED = 3
_MOST_ROWS = 14
_LEAST_AXIS, _MOST_AXIS, _LEAST_SCOPE = 24, 84, 16


def doubt(record: Record) -> tuple[str, Style]:
    """Return the label of a note and its style: `disputed` where another figure disagrees, else `note`."""
    disputed = isinstance(record, Fact) and bool(record.disagrees_with)
    return ("disputed  ", DOUBT) if disputed else ("note  ", LABEL)


def facts(records: Iterable[Fact], width: int, *, partial: bool = False) -> RenderableType:
    """Draw key facts below their metrics, each with a verdict, and a plot where a scope has several dates.

    `partial` tells that conditions left out some of their figures.
    """
    wide = min(width, _WIDEST)
    parts: list[RenderableType] = []
    for metric, group in groupby(records, key=lambda fact: fact.metric):
        members = list(group)
        verdict = text_of(f"  {verdict_on(members, partial=partial)}", DIM)
        parts += [
            Text.assemble(text_of(metric, STRONG), verdict),
            Padding(_figures(members, wide), (0, 0, 1, 2)),
        ]
        parts += _plots(members, wide - 2)
    return Group(*parts)


def _figures(members: list[Fact], width: int) -> Columns:
    """Draw the figures in order, with their sources; a figure that several pages give appears once."""
    dates = max(_DATES, *(len(dated(member)) for member in members))
    room = width - dates - 4
    table = grid(dates, Column(room, wraps=True))
    for group in grouped(members):
        first, several = group[0], len({dated(member) for member in group}) > 1
        lines: list[Text] = []
        told: set[str] = set()
        for member in group:
            lines += _source(member, room, dated(member) or "undated" if several else "")
            if member.note and member.note not in told:
                lines.append(Text.assemble(doubt(member), text_of(member.note, DIM)))
                told.add(member.note)
        table.add_row(
            text_of(dated(first) or "undated", "" if first.as_of else DIM),
            Group(Text.assemble(text_of(figure(first), STRONG), "  ", text_of(first.scope)), *lines),
        )
    return table


def _source(fact: Fact, room: int, when: str) -> list[Text]:
    """Return the page that gives a figure, with its date where it differs from that of other pages."""
    source, name = linked(fact.source_title, fact.url, DIM), text_of(fact.id, DIM)
    date = text_of(f"{when}: " if when else "", DIM)
    line = Text.assemble(date, source, (" · ", DIM), name)
    return [line] if line.cell_len <= room else [Text.assemble(date, source), name]


def _plots(members: list[Fact], width: int) -> list[RenderableType]:
    """Return a plot of the dated figures, if one scope has figures of enough dates.

    It shows all figures in that scope's unit or, where those need too many rows, the scope's alone.
    """
    dated = [member for member in members if member.as_of]
    scopes: dict[tuple[str, str], list[Fact]] = {}
    for member in dated:
        scopes.setdefault((member.unit, member.scope), []).append(member)
    (unit, scope), chosen = max(
        scopes.items(), key=lambda pair: len({member.as_of for member in pair[1]}), default=(("", ""), [])
    )
    if len({member.as_of for member in chosen}) < _PLOTTED or len({member.value for member in chosen}) == 1:
        return []
    caption = unit
    same = [member for member in dated if member.unit == unit]
    if len({_row(member) for member in same}) <= _MOST_ROWS:
        chosen = same
    else:
        caption = f"{unit}, {scope}"
    left = f": {len(chosen)} of {len(members)} figures" if len(chosen) < len(members) else ""
    return [Padding(Group(text_of(caption + left, DIM), *_plot(chosen, width - 2)), (0, 0, 1, 2))]


def _row(member: Fact) -> tuple[float, str, str]:
    """Return the key of a figure's row in a plot, by which rows are sorted with the greatest figure first.

    Equal figures with the same hedge and scope share a row.
    """
    return -member.value, figure(member).removesuffix(f" {member.unit}"), member.scope


def _plot(members: list[Fact], width: int) -> Iterator[Text]:
    """Yield a row for each figure and scope, with the hedge's sign at its dates, above an axis of years."""
    label = max(cell_len(_row(member)[1]) for member in members)
    room = width - label - 3
    longest = max(cell_len(member.scope) for member in members)
    beside = min(longest, room - _LEAST_AXIS - 2)
    scoped = beside >= min(longest, _LEAST_SCOPE)
    years = [begin(member.as_of).year for member in members]
    wide = room - beside - 2 if scoped else room
    axis = Axis(date(min(years), 1, 1), date(max(years), 12, 31), min(wide, _MOST_AXIS))
    rows: dict[tuple[float, str, str], dict[int, str]] = {}
    for member in sorted(members, key=_row):
        key = _row(member) if scoped else (*_row(member)[:2], "")
        rows.setdefault(key, {})[axis.at(begin(member.as_of))] = _SIGNS.get(member.qualifier, "●")
    for (_, shown, scope), marks in rows.items():
        drawn = "".join(marks.get(at, " ") for at in range(axis.width))
        first, *more = folded(visible(scope), beside) if scope else [""]
        yield Text.assemble(
            " " * (label - cell_len(shown)),
            visible(shown),
            (" │ ", DIM),
            inked(drawn, LABEL),
            "  ",
            (first, DIM),
        )
        for line in more:
            yield Text.assemble(" " * label, (" │ ", DIM), " " * (axis.width + 2), (line, DIM))
    yield Text.assemble(" " * label, (" └" + "─" * (axis.width + 1), DIM))
    yield Text.assemble(" " * (label + 3), inked(ruler(axis).rstrip(), DIM))
    hedges = [hedge for hedge in _SIGNS if any(member.qualifier == hedge for member in members)]
    legend = ", ".join(f"{_SIGNS[hedge]} {_MEANINGS.get(hedge, hedge)}" for hedge in hedges)
    yield from (text_of(line, DIM) for line in folded(legend, width))


def glossary(terms: Sequence[Term], width: int) -> RenderableType:
    """Draw terms as a glossary: each with its expansion, below it where it is long, and its meaning.

    A term links to its source.
    """
    parts: list[RenderableType] = []
    for term in terms:
        title, expansion = linked(term.title, term.url, STRONG), text_of(term.expansion or "")
        fits = title.cell_len + expansion.cell_len + 2 <= width
        parts.append(Text.assemble(title, "  ", expansion) if fits else title)
        below = [text_of(term.meaning)] if fits else [expansion, text_of(term.meaning)]
        parts += [Padding(text, (0, 0, 0, 2)) for text in below]
    return Group(*parts)
