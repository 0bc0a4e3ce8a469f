"""Pictures of lists: records by date and title, hits with their snippets, or any columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mieuxcli.console.drawing import DIM, HEADERS, LABEL, MATCH, STRONG, folded, grid, linked, text_of, visible
from mieuxcli.console.facts import facts
from mieuxcli.fields import DEFAULT_FIELDS
from mieuxcli.formats.text import cell
from mieuxcli.views import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mieuxcli.models import Document
    from mieuxcli.views import Count, Grid

__all__ = ["brief", "columns", "dates_width", "listing", "rows"]

_ROOM_FOR_TITLE = 58
_READABLE, _SHORT = 24, 10
_LISTED = (("id", "date", "kind", "title"), ("id", "date", "type", "title"), ("id", "start", "end", "partner"))
_FACTS = ("id", "metric", "qualifier", "value", "unit", "scope", "as_of", "url")
_FIXED = ("id", "date", "start", "end", "as_of", "period_start", "period_end", "date_basis")
_PROSE = ("summary", "meaning", "note")
_MOST_VALUES = 8
_RIGHT = ("value", "value_max", "score", "number", "budget_eur")


def rows(shape: Rows, width: int) -> RenderableType:
    """Draw records: key facts by metric, lists by date and title, anything else as columns."""
    records = list(shape.records)
    if not records:
        return Text("")
    if shape.fields == _FACTS and all(record["type"] == "fact" for record in records):
        return facts(records, width)
    if shape.fields == DEFAULT_FIELDS["term"] and all(record["type"] == "term" for record in records):
        return terms(records)
    found = "snippet" in shape.fields
    drawn = (
        listing(records, width, dates=dates_width(records, found=found), found=found)
        if shape.fields[:4] in _LISTED and not _more(shape)
        else columns(shape._replace(records=records), width)
    )
    return Group(drawn, Text(""), *_facet_lines(shape.facets, width)) if shape.facets else drawn


def _more(shape: Rows) -> bool:
    """Say whether fields are asked for that a listing has no place for."""
    return bool(set(shape.fields[4:]) - {"title", "snippet", "date_basis"})


def dates_width(records: Iterable[Document], *, found: bool = False) -> int:
    """Return how wide a listing's column of dates is."""
    return max((len(_when(record, found=found)) for record in records), default=0)


def listing(records: Sequence[Document], width: int, *, dates: int, found: bool = False, beside: bool = True) -> Table:
    """Lay records out by date and title; the id stands in a column of its own where there is room, else under the title."""
    longest = max(len(record["id"]) for record in records)
    kinds = max(len(_kind(record)) for record in records)
    beside = beside and not found and width >= dates + kinds + longest + _ROOM_FOR_TITLE
    table = grid(dates, *([kinds] if beside else []), None, *([longest] if beside else []))
    for record in records:
        title = _title(record, STRONG if found else Style())
        under = _under(record, width - dates - 2, found=found) if not beside else []
        first = [text_of(_kind(record), DIM)] if beside else []
        table.add_row(_date(record, found=found), *first, Group(title, *under), *([text_of(record["id"], DIM)] if beside else []))
    return table


def brief(record: Document, width: int, dates: int, *, indent: int) -> Iterator[Text]:
    """Yield the lines of a record by date and title alone, as a listing has it; drawn at once, where a table would take its time."""
    first, *more = folded(visible(record["title"]), width - dates - 2) or [""]
    date = _date(record)
    yield Text.assemble(" " * indent, date, " " * (dates + 2 - date.cell_len), linked(first, record["url"], Style()))
    yield from (Text.assemble(" " * (indent + dates + 2), linked(line, record["url"], Style())) for line in more)


def _under(record: Document, room: int, *, found: bool) -> list[Text]:
    """Return what stands under a title: kind and id, and what of it matched, behind them where there is room."""
    about = text_of(f"{_kind(record)} · {record['id']}", DIM)
    if not found:
        return [about]
    if record["type"] == "action":
        about = text_of(f"{_kind(record)} until {record['end'] or '?'} · {record['id']}", DIM)
    snippet = _snippet(record)
    if not snippet:
        return [about]
    one = Text.assemble(about, (" · ", DIM), snippet)
    return [one] if one.cell_len <= room else [about, snippet]


def _title(record: Document, style: Style) -> Text:
    title = linked(record["title"], record["url"], style)
    if len(title) == len(record["title"]):
        _mark(title, record.get("title_marks", ()))
    return title


def _mark(text: Text, marks: Iterable[tuple[int, int]]) -> None:
    for start, end in marks:
        text.stylize(MATCH, start, end)


def _kind(record: Document) -> str:
    return str(record["kind"] if record["type"] == "article" else record["type"])


def _when(record: Document, *, found: bool = False) -> str:
    """Return the date of a record with the mark of an inferred one; of an Action in a list without hits its start and end."""
    if record["type"] == "action" and not found:
        return f"{record['start'] or '?':7} - {record['end'] or '?':7}"
    mark = "?" if record["date_basis"] == "inferred" else ""
    return f"{record['date']}{mark}" if record["date"] else "undated" if record["type"] == "article" else ""


def _date(record: Document, *, found: bool = False) -> Text:
    return text_of(_when(record, found=found), DIM if record["date_basis"] == "inferred" or not record["date"] else "")


def _snippet(record: Document) -> Text:
    """Return what matched, its matches marked, behind the name of its field unless it is prose."""
    text = text_of(record.get("snippet"))
    _mark(text, record.get("snippet_marks", ()))
    inner = text.plain.strip("…")
    places = [name for name in record.get("matched", ()) if name != "title" and inner in visible(cell(record[name]))]
    return Text.assemble((f"{HEADERS[places[0]]}: ", DIM), text) if places and places[0] not in _PROSE else text


def terms(records: Sequence[Document]) -> RenderableType:
    """Draw terms as a glossary: the term with what it stands for, its meaning below; the term links to its source."""
    parts: list[RenderableType] = []
    for record in records:
        expansion = text_of(f"  {record['expansion']}") if record["expansion"] else Text("")
        parts += [
            Text.assemble(linked(record["title"], record["url"], STRONG), expansion),
            Padding(text_of(record["meaning"]), (0, 0, 0, 2)),
        ]
    return Group(*parts)


def _blocks(shape: Rows | Grid) -> RenderableType:
    """Draw each record as lines of name and value, for more columns than there is room for."""
    label = max(len(HEADERS.get(name, name)) for name in shape.fields)
    parts: list[RenderableType] = []
    for record in shape.records:
        table = grid(label, None)
        for name in shape.fields:
            if record.get(name) not in (None, [], ""):
                table.add_row(text_of(HEADERS.get(name, name), LABEL), _cell(record, name))
        parts += [table, Text("")]
    return Group(*parts[:-1])


def _cell(record: Mapping[str, Any], name: str) -> Text:
    return _date(record) if name == "date" and record.get("type") != "action" and record["date"] else text_of(record.get(name))


def columns(shape: Rows | Grid, width: int) -> RenderableType:
    """Lay anything out in columns under their names, ids and dates never broken; as blocks where columns would be too narrow to read."""
    records = list(shape.records)
    shape = shape._replace(records=records)
    readable = _READABLE if isinstance(shape, Rows) else _SHORT
    if sum(_least_width(name, records, readable) + 2 for name in shape.fields) - 2 > width:
        return _blocks(shape)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=LABEL)
    for name in shape.fields:
        table.add_column(HEADERS.get(name, name), no_wrap=name in _FIXED, overflow="fold", justify="right" if name in _RIGHT else "left")
    for record in records:
        table.add_row(*(_cell(record, name) for name in shape.fields))
    return table


def _least_width(name: str, records: Sequence[Mapping[str, Any]], readable: int) -> int:
    """Return how wide a column has to be: ids and dates whole, anything else as it is or wide enough to be read."""
    longest = max((cell_len(cell(record.get(name))) for record in records), default=0)
    return max(len(HEADERS.get(name, name)), longest if name in _FIXED else min(longest, readable))


def _facet_lines(facets: dict[str, list[Count]], width: int) -> Iterator[RenderableType]:
    """Yield the most frequent values of each facet, each whole with its number, and how many more there are."""
    label = max(map(len, facets)) + 2
    for facet, counts in facets.items():
        named = [count for count in counts if count.label != "(none)"]
        told = [f"{visible(count.label)} {count.number}" for count in (*named[:_MOST_VALUES], *counts[len(named) :])]
        told += [f"{len(named) - _MOST_VALUES} more"] if len(named) > _MOST_VALUES else []
        first, *more = _joined(told, width - label)
        yield Text.assemble((f"{facet:<{label}}", LABEL), first)
        yield from (Text(" " * label + line) for line in more)


def _joined(parts: list[str], width: int) -> list[str]:
    """Return parts joined by dots in lines of a width, broken between parts alone."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines[-1] else part
        lines = [*lines[:-1], longer] if cell_len(longer) <= width or not lines[-1] else [*lines, part]
    return lines
