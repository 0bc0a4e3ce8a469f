"""Pictures of many records: lists, search hits with their snippets, and columns of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.style import Style
from rich.text import Text

from mieuxcli.console.columns import Column, Columns, grid
from mieuxcli.console.counts import facet_lines
from mieuxcli.console.drawing import (
    DIM,
    HEADERS,
    LABEL,
    MATCH,
    STRONG,
    folded,
    linked,
    text_of,
)
from mieuxcli.console.facts import facts, glossary
from mieuxcli.harmless import visible
from mieuxcli.records import Action, Article, Fact, Term, value_of
from mieuxcli.shapes import Hit, Kin, found_value, record_in, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from mieuxcli.records import Record
    from mieuxcli.shapes import Grid, Problems, Row, Rows

__all__ = ["brief", "columns", "dates_width", "listing", "problems", "rows"]

# More hits than a small terminal shows.
_AT_ONCE = 12
_ROOM_FOR_TITLE = 58
_READABLE, _SHORT = 24, 10
_UNKNOWN = "unknown"
_DATES = ("date", "start", "as_of")
_FIXED = ("id", "list", "date", "start", "end", "as_of", "period_start", "period_end", "date_basis")
_PROSE = ("summary", "meaning", "note")
# What records share is named by its facet, and by `word`.
_MANY = {
    "topic": "topics",
    "country": "countries",
    "region": "regions",
    "organisation": "organisations",
    "person": "people",
    "word": "words",
}
_RIGHT = ("value", "value_max", "score", "number", "budget_eur", "records", "of")


def rows(shape: Rows, width: int) -> RenderableType:
    """Draw records in their layout: key facts by metric, terms as a glossary, a listing, or columns."""
    found = list(shape.rows)
    if not found:
        return Text("")
    if shape.layout == "figures":
        return facts([row for row in found if isinstance(row, Fact)], width, partial=shape.partial)
    if shape.layout == "glossary":
        return glossary([row for row in found if isinstance(row, Term)], width)
    drawn = (
        _listed(found, width, snippets="snippet" in shape.fields)
        if shape.layout == "listing"
        else _columns(shape.fields, [_cells(row, shape.fields) for row in found], width, _READABLE)
    )
    return Group(drawn, Text(""), *facet_lines(shape.facets, width)) if shape.facets else drawn


def dates_width(records: Iterable[Row]) -> int:
    """Return the width of the date column in a listing of the records."""
    return max((len(_when(row)) for row in records), default=0)


def _listed(found: Sequence[Row], width: int, *, snippets: bool) -> RenderableType:
    """Lay out a listing; one with snippets, which has no column as wide as its widest cell, in parts."""
    dates = dates_width(found)
    if not snippets:
        return listing(found, width, dates=dates)
    parts = (found[at : at + _AT_ONCE] for at in range(0, len(found), _AT_ONCE))
    return Group(*(_Part(part, width, dates) for part in parts))


class _Part:
    """Some hits of a listing, which are laid out only when they are shown."""

    def __init__(self, found: Sequence[Row], width: int, dates: int) -> None:
        """Take the hits, and the widths of the listing and of its dates."""
        self._found, self._width, self._dates = found, width, dates

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the hits."""
        del console, options
        yield listing(self._found, self._width, dates=self._dates, snippets=True)


def listing(
    found: Sequence[Row], width: int, *, dates: int, snippets: bool = False, beside: bool = True
) -> Columns:
    """Lay out records by date and title, with the id in a column of its own if there is room.

    Otherwise the id stands below the title. `dates` is the width of the date column, and `beside` tells
    whether ids may have a column at all, which leaves no place for why a record is related.
    """
    records = [record_in(row) for row in found]
    longest = max(len(record.id) for record in records)
    kinds = max(len(_kind(record)) for record in records)
    told = snippets or any(isinstance(row, Kin) for row in found)
    beside = beside and not told and width >= dates + kinds + longest + _ROOM_FOR_TITLE
    table = grid(dates, *([kinds] if beside else []), None, *([longest] if beside else []))
    for row, record in zip(found, records, strict=True):
        title = _title(row)
        under = _under(row, width - dates - 2) if not beside else []
        first = [text_of(_kind(record), DIM)] if beside else []
        table.add_row(
            _date(row), *first, Group(title, *under), *([text_of(record.id, DIM)] if beside else [])
        )
    return table


def brief(record: Record, width: int, dates: int, *, indent: int) -> Iterator[Text]:
    """Yield a listing's lines for one record, as plain text, which is drawn much faster than a table."""
    first, *more = folded(visible(record.title), width - dates - 2) or [""]
    date = _date(record)
    yield Text.assemble(
        " " * indent, date, " " * (dates + 2 - date.cell_len), linked(first, record.url, Style())
    )
    yield from (Text.assemble(" " * (indent + dates + 2), linked(line, record.url, Style())) for line in more)


def _under(row: Row, room: int) -> list[Text]:
    """Return the lines below a title: kind and id, and what matched, on one line if there is room."""
    record = record_in(row)
    about = text_of(f"{_kind(record)} · {record.id}", DIM)
    if isinstance(row, Hit) and isinstance(record, Action):
        about = text_of(f"{_kind(record)} until {record.end or _UNKNOWN} · {record.id}", DIM)
    snippet = _snippet(row) if isinstance(row, Hit) else text_of(_why(row), DIM)
    if not snippet:
        return [about]
    line = Text.assemble(about, (" · ", DIM), snippet)
    return [line] if line.cell_len <= room else [about, snippet]


def _why(row: Row) -> str:
    """Return why a record is related to another one, with the values of the same kind together."""
    shared: dict[str, list[str]] = {}
    for reason in row.reasons if isinstance(row, Kin) else ():
        kind, _, value = reason.partition(" ")
        shared.setdefault(*((kind, []) if kind in _MANY else (reason, []))).append(value)
    return "; ".join(
        f"{_MANY[kind] if len(values) > 1 else kind} {', '.join(values)}" if kind in _MANY else kind
        for kind, values in shared.items()
    )


def _title(row: Row) -> Text:
    record = record_in(row)
    title = linked(record.title, record.url, STRONG if isinstance(row, Hit) else Style())
    if isinstance(row, Hit) and len(title) == len(record.title):
        _mark(title, row.title.marks)
    return title


def _mark(text: Text, marks: Iterable[tuple[int, int]]) -> None:
    for start, end in marks:
        text.stylize(MATCH, start, end)


def _kind(record: Record) -> str:
    return record.kind if isinstance(record, Article) else record.type


def _when(row: Row) -> str:
    """Return a record's date, marked if inferred; outside a search, an Action's start and end."""
    record = record_in(row)
    mark = "?" if record.date_basis == "inferred" else ""
    if isinstance(row, Action):
        return f"{f'{row.start}{mark}' if row.start else _UNKNOWN:8} - {row.end or _UNKNOWN:7}"
    return (
        f"{record.date}{mark}" if record.date else "undated" if isinstance(record, Article | Action) else ""
    )


def _date(row: Row) -> Text:
    record = record_in(row)
    return text_of(_when(row), DIM if record.date_basis == "inferred" or not record.date else "")


def _snippet(hit: Hit) -> Text:
    """Return what matched with its matches marked, after the name of its field unless that is prose."""
    text = text_of(hit.snippet.text)
    _mark(text, hit.snippet.marks)
    inner = text.plain.strip("…")
    places = [
        name
        for name in hit.matched
        if name != "title" and inner in visible(written(value_of(hit.record, name)))
    ]
    return (
        Text.assemble((f"{HEADERS[places[0]]}: ", DIM), text) if places and places[0] not in _PROSE else text
    )


def columns(shape: Grid, width: int) -> RenderableType:
    """Lay out a grid in named columns, or in blocks where the columns would be too narrow to read.

    One without rows is nothing to look at.
    """
    if not shape.rows:
        return Text("")
    return _columns(shape.fields, [[text_of(cell) for cell in row] for row in shape.rows], width, _SHORT)


def _cells(row: Row, fields: Sequence[str]) -> list[Text]:
    return [_cell(row, name) for name in fields]


def _cell(row: Row, name: str) -> Text:
    """Return the value of a field, with `?` behind the date of a record where that is inferred."""
    record, value = record_in(row), found_value(row, name)
    inferred = record.date_basis == "inferred" and name in _DATES and value == record.date
    return text_of(f"{value}?", DIM) if inferred and value else text_of(value)


def _columns(
    fields: Sequence[str], cells: Sequence[Sequence[Text]], width: int, readable: int
) -> RenderableType:
    """Lay out cells in columns that never break ids and dates, or in blocks where there is no room."""
    least = sum(
        _least_width(name, [row[at] for row in cells], readable) + 2 for at, name in enumerate(fields)
    )
    if least - 2 > width:
        return _blocks(fields, cells)
    table = grid(*(Column(None, wraps=name not in _FIXED, right=name in _RIGHT) for name in fields))
    table.add_row(*(text_of(HEADERS.get(name, name), LABEL) for name in fields))
    for row in cells:
        table.add_row(*row)
    return table


def _least_width(name: str, cells: Iterable[Text], readable: int) -> int:
    """Return the least width of a column, which shows ids and dates in full and other text legibly."""
    longest = max((cell.cell_len for cell in cells), default=0)
    return max(len(HEADERS.get(name, name)), longest if name in _FIXED else min(longest, readable))


def _blocks(fields: Sequence[str], cells: Sequence[Sequence[Text]]) -> RenderableType:
    """Draw each row as lines of name and value, for more columns than there is room for."""
    label = max(len(HEADERS.get(name, name)) for name in fields)
    parts: list[RenderableType] = []
    for row in cells:
        table = grid(label, None)
        for name, cell in zip(fields, row, strict=True):
            if cell:
                table.add_row(text_of(HEADERS.get(name, name), LABEL), cell)
        parts += [table, Text("")]
    return Group(*parts[:-1])


def problems(shape: Problems, width: int) -> RenderableType:
    """Draw problems, one a line; the terminal wraps them."""
    del width
    return Group(*(text_of(str(problem)) for problem in shape.problems))
