"""Pictures of records: lists, search hits with their snippets, columns of fields, and records in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
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
from mieuxcli.console.facts import doubt, facts, figure, glossary
from mieuxcli.fields import fields_of
from mieuxcli.harmless import visible
from mieuxcli.records import Action, Article, Fact, Phase, Term, value_of
from mieuxcli.shapes import Hit, Kin, found_value, record_in, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record, Value
    from mieuxcli.shapes import Card, Cards, Grid, Problems, Row, Rows

__all__ = ["brief", "cards", "columns", "dates_width", "listing", "problems", "rows"]

_READING_WIDTH = 88
_ROOM_FOR_TITLE = 58
_READABLE, _SHORT = 24, 10
_FIXED = ("id", "date", "start", "end", "as_of", "period_start", "period_end", "date_basis")
_PROSE = ("summary", "meaning", "note")
_RIGHT = ("value", "value_max", "score", "number", "budget_eur")
_LISTS = ("people", "events", "outputs", "sources", "other_urls")
_ELSEWHERE = (*_PROSE, *_LISTS, "id", "type", "title", "date_basis", "url", "wording", "source_title")


def rows(shape: Rows, width: int) -> RenderableType:
    """Draw records in their layout: key facts by metric, terms as a glossary, a listing, or columns."""
    found = list(shape.rows)
    if not found:
        return Text("")
    if shape.layout == "figures":
        return facts([row for row in found if isinstance(row, Fact)], width)
    if shape.layout == "glossary":
        return glossary([row for row in found if isinstance(row, Term)])
    drawn = (
        listing(found, width, dates=dates_width(found), snippets="snippet" in shape.fields)
        if shape.layout == "listing"
        else _columns(shape.fields, [_cells(row, shape.fields) for row in found], width, _READABLE)
    )
    return Group(drawn, Text(""), *facet_lines(shape.facets, width)) if shape.facets else drawn


def dates_width(records: Iterable[Row]) -> int:
    """Return the width of the date column in a listing of the records."""
    return max((len(_when(row)) for row in records), default=0)


def listing(
    found: Sequence[Row], width: int, *, dates: int, snippets: bool = False, beside: bool = True
) -> Columns:
    """Lay out records by date and title, with the id in a column of its own if there is room.

    Otherwise the id stands below the title. `dates` is the width of the date column, and `beside` tells
    whether ids may have a column at all.
    """
    records = [record_in(row) for row in found]
    longest = max(len(record.id) for record in records)
    kinds = max(len(_kind(record)) for record in records)
    beside = beside and not snippets and width >= dates + kinds + longest + _ROOM_FOR_TITLE
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
    if isinstance(row, Kin):
        return [about, text_of(", ".join(row.reasons), DIM)]
    if not isinstance(row, Hit):
        return [about]
    if isinstance(record, Action):
        about = text_of(f"{_kind(record)} until {record.end or '?'} · {record.id}", DIM)
    snippet = _snippet(row)
    if not snippet:
        return [about]
    line = Text.assemble(about, (" · ", DIM), snippet)
    return [line] if line.cell_len <= room else [about, snippet]


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
    if isinstance(row, Action):
        return f"{row.start or '?':7} - {row.end or '?':7}"
    mark = "?" if record.date_basis == "inferred" else ""
    return f"{record.date}{mark}" if record.date else "undated" if isinstance(record, Article) else ""


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
    """Lay out a grid in named columns, or in blocks where the columns would be too narrow to read."""
    return _columns(shape.fields, [[text_of(cell) for cell in row] for row in shape.rows], width, _SHORT)


def _cells(row: Row, fields: Sequence[str]) -> list[Text]:
    record = record_in(row)
    marked = record.date is not None and not isinstance(record, Action)
    return [_date(row) if name == "date" and marked else text_of(found_value(row, name)) for name in fields]


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


def cards(shape: Cards, width: int) -> RenderableType:
    """Draw records in full, one below the other."""
    return Group(*(_card(item, width) for item in shape.cards))


def problems(shape: Problems, width: int) -> RenderableType:
    """Draw problems, one a line; the terminal wraps them."""
    del width
    return Group(*(text_of(str(problem)) for problem in shape.problems))


def _card(shape: Card, width: int) -> RenderableType:
    """Draw one record in full, at reading width.

    Only its address may be wider, so that it is not broken where the terminal has room for it.
    """
    reading = min(width, _READING_WIDTH)
    record = shape.record
    parts: list[RenderableType] = [
        linked(record.title, record.url, STRONG),
        text_of(record.id, DIM),
        *_figure(record),
    ]
    names = [field.name for field in fields_of(record.type)]
    values = {name: value_of(record, name) for name in names}
    details = [
        (name, _shown(record, name))
        for name, value in values.items()
        if value not in (None, ()) and not _elsewhere(record, name)
    ]
    parts += [Text(""), _facts_of(details, reading)] if details else []
    parts += [
        part
        for name in ("summary", "meaning")
        if values.get(name)
        for part in (Text(""), text_of(values[name]))
    ]
    for name in _LISTS:
        value = values.get(name)
        if value and isinstance(value, tuple):
            parts += [
                Text(""),
                text_of(HEADERS[name], LABEL),
                *(Padding(text_of(part), (0, 0, 0, 2)) for part in value),
            ]
    parts += [Text(""), Text.assemble(doubt(record), text_of(record.note))] if record.note else []
    url = [Text(""), linked(record.url, record.url, DIM)] if record.url else []
    return Group(
        Constrain(Group(*parts), reading), *url, Constrain(Group(*_belonging(shape)), reading), Text("")
    )


def _elsewhere(record: Record, name: str) -> bool:
    """Return whether a card shows a field in another place, or under the name that its type has for it."""
    twice = name == "date" and (
        (isinstance(record, Action | Phase) and record.date == record.start)
        or (isinstance(record, Fact) and record.date == record.as_of)
    )
    return name in _ELSEWHERE or twice


def _shown(record: Record, name: str) -> Value:
    if name == "date" and record.date_basis:
        return f"{record.date} ({record.date_basis})"
    return (
        f"{record.phase} (by its start)"
        if name == "phase" and isinstance(record, Action)
        else value_of(record, name)
    )


def _figure(record: Record) -> list[RenderableType]:
    if not isinstance(record, Fact):
        return []
    line = Text.assemble(text_of(figure(record), STRONG), "  ", text_of(record.scope))
    return [Text(""), line, text_of(f"“{record.wording}”, {record.source_title}")]


def _facts_of(details: list[tuple[str, Value]], width: int) -> Columns:
    label = max(len(HEADERS[name]) for name, _ in details)
    table = grid(label, Column(max(20, width - label - 2), wraps=True))
    for name, value in details:
        table.add_row(text_of(HEADERS[name], LABEL), text_of(value))
    return table


def _belonging(shape: Card) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for name, other in (("before in the series", shape.before), ("after in the series", shape.after)):
        parts += [Text(""), text_of(name, LABEL), _relative(other)] if other else []
    related = [_relative(kin.record, kin.reasons) for kin in shape.related]
    parts += [Text(""), text_of("related", LABEL), *related] if related else []
    return parts


def _relative(record: Record, reasons: Sequence[str] = ()) -> RenderableType:
    """Draw a related record: its date and title and, below them, its id and why it is related."""
    dated = Text.assemble((f"{record.date or 'undated'}  ", DIM), linked(record.title, record.url, Style()))
    why = f" · {', '.join(reasons)}" if reasons else ""
    return Padding(Group(dated, text_of(record.id + why, DIM)), (0, 0, 0, 2))
