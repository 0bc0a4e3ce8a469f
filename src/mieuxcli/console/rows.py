"""Pictures of lists: records by date and title, hits with their snippets, or any columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mieuxcli.console.drawing import DIM, HEADERS, LABEL, MATCH, STRONG, grid, linked, text_of
from mieuxcli.console.facts import facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.models import Document
    from mieuxcli.views import Count, Grid, Rows

__all__ = ["columns", "listing", "rows"]

_ROOM_FOR_TITLE = 58
_LISTED = (("id", "date", "kind", "title"), ("id", "date", "type", "title"), ("id", "start", "end", "partner"))
_FACTS = ("id", "metric", "qualifier", "value", "unit", "scope", "as_of", "url")
_FIXED = ("id", "date", "start", "end", "as_of", "period_start", "period_end", "date_basis")
_RIGHT = ("value", "value_max", "score", "number", "budget_eur")


def rows(shape: Rows, width: int) -> RenderableType:
    """Draw records: key facts by metric, lists by date and title, anything else as columns."""
    records = list(shape.records)
    if not records:
        return Text("")
    if shape.fields == _FACTS and all(record["type"] == "fact" for record in records):
        return facts(records, width)
    found = "snippet" in shape.fields
    drawn = (
        listing(records, width, found=found)
        if shape.fields[:4] in _LISTED and not _more(shape)
        else columns(shape._replace(records=records))
    )
    return Group(drawn, Text(""), _facet_lines(shape.facets)) if shape.facets else drawn


def _more(shape: Rows) -> bool:
    """Say whether fields are asked for that a listing has no place for."""
    return bool(set(shape.fields[4:]) - {"title", "snippet", "date_basis"})


def listing(records: Sequence[Document], width: int, *, found: bool = False, ids: bool = True) -> Table:
    """Lay records out by date and title; the id stands in a column of its own where there is room, else under the title."""
    longest = max(len(record["id"]) for record in records)
    dates = max(len(_when(record)) for record in records)
    beside = ids and not found and width >= dates + longest + _ROOM_FOR_TITLE
    table = grid(dates, None, *([longest] if beside else []))
    for record in records:
        kind = record["kind"] if record["type"] == "article" else record["type"]
        title = linked(record["title"], record["url"], STRONG if found else Style())
        under = [text_of(f"{kind} · {record['id']}", DIM)] if ids and not beside else []
        snippet = [_snippet(record)] if found and record.get("snippet") else []
        table.add_row(_date(record), Group(title, *under, *snippet), *([text_of(record["id"], DIM)] if beside else []))
    return table


def _when(record: Document) -> str:
    if record["type"] == "action":
        return f"{record['start'] or '?':7} - {record['end'] or '?':7}"
    mark = "?" if record["date_basis"] == "inferred" else ""
    return f"{record['date']}{mark}" if record["date"] else "undated" if record["type"] == "article" else ""


def _date(record: Document) -> Text:
    return text_of(_when(record), DIM if record["date_basis"] == "inferred" or not record["date"] else "")


def _snippet(record: Document) -> Text:
    text = text_of(record["snippet"])
    for start, end in record["snippet_marks"]:
        text.stylize(MATCH, start, end)
    return text


def columns(shape: Rows | Grid) -> Table:
    """Lay anything out in columns under their names; ids and dates are never broken."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=LABEL)
    for name in shape.fields:
        table.add_column(HEADERS.get(name, name), no_wrap=name in _FIXED, overflow="fold", justify="right" if name in _RIGHT else "left")
    for record in shape.records:
        table.add_row(*(text_of(record.get(name)) for name in shape.fields))
    return table


def _facet_lines(facets: dict[str, list[Count]]) -> Table:
    table = grid(max(map(len, facets)), None)
    for facet, counts in facets.items():
        table.add_row(text_of(facet, LABEL), text_of(" · ".join(f"{count.label} {count.number}" for count in counts)))
    return table
