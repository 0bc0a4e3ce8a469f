"""The terminal: width, colour, links, and the pictures of each shape. The only module that imports rich."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mieuxcli.fields import FIELDS
from mieuxcli.formats.text import cell
from mieuxcli.loading import number
from mieuxcli.views import Card, Cards, Count, Counts, Grid, Related, Rows, Series, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.models import Document

__all__ = ["colour_wanted", "picture", "table", "terminal_width", "visible"]

_READING_WIDTH = 88
_NARROWEST = 40
_ROOM_FOR_TITLE = 44
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEDGES = {"exactly": "", "over": ">", "close to": "~", "around": "≈", "up to": "≤", "at least": "≥", "estimated": "est."}
_HEADERS = {one.name: one.header or one.name.replace("_", " ") for one in FIELDS}

DIM, STRONG, MATCH, LABEL, DOUBT = (Style.parse(style) for style in ("dim", "bold", "bold magenta", "cyan", "yellow"))


def terminal_width() -> int:
    """Return the columns to fill: COLUMNS, else those of the terminal, else 80; never fewer than 40."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def colour_wanted() -> bool:
    """Say whether to colour: NO_COLOR forbids it, FORCE_COLOR asks for it, TERM=dumb cannot, else a terminal gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


def visible(text: str) -> str:
    """Return `text` with control characters and bidirectional controls shown as `<U+001B>`, so that no terminal obeys them."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _BIDI else c for c in text)


def table(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write the picture of a shape as the terminal shows it."""
    del raw
    width = terminal_width()
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour_wanted(),
        color_system="standard" if colour_wanted() else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(picture(shape, width))
    yield from (line.rstrip(" ") + "\n" for line in out.getvalue().rstrip("\n").split("\n") if out.getvalue().strip())


def picture(shape: Shape, width: int) -> RenderableType:
    """Return what a terminal of that width shows of a shape."""
    if isinstance(shape, Cards):
        return Group(*(_card(card, min(width, _READING_WIDTH)) for card in shape.cards))
    if isinstance(shape, Counts):
        return _counts(shape, width)
    if isinstance(shape, Series):
        return _series(shape, width)
    if isinstance(shape, Grid):
        return _columns(shape, width)
    return _rows(shape._replace(records=list(shape.records)), width)


def _text(value: Any, style: Style | str = "") -> Text:  # noqa: ANN401 - a document's value
    return Text(visible(cell(value)), style)


def _linked(text: str, url: str | None, style: Style) -> Text:
    return Text(visible(text), style + Style(link=url) if url and url.isprintable() else style)


def _grid(*widths: int | None) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, no_wrap=width is not None, overflow="fold")
    return grid


# Rows


def _rows(shape: Rows, width: int) -> RenderableType:
    if not shape.records:
        return Text("")
    facts = all(record["type"] == "fact" for record in shape.records)
    if facts and "wording" not in shape.fields and shape.fields[:3] == ("id", "metric", "qualifier"):
        return _facts(shape.records, width)
    found = "snippet" in shape.fields
    if shape.fields[:4] in _LISTINGS:
        listing: RenderableType = _listing(shape, width, found=found)
    else:
        listing = _columns(shape, width)
    return Group(listing, Text(""), _facet_lines(shape.facets)) if shape.facets else listing


_LISTINGS = (("id", "date", "kind", "title"), ("id", "date", "type", "title"), ("id", "start", "end", "partner"))


def _listing(shape: Rows, width: int, *, found: bool) -> RenderableType:
    """Lay records out by date and title; the id stands in a column of its own where there is room, else under the title."""
    longest = max(len(record["id"]) for record in shape.records)
    dates = max(len(_when(record)) for record in shape.records)
    beside = width >= dates + longest + _ROOM_FOR_TITLE + 14 and not found
    grid = _grid(dates, None, *([longest] if beside else []))
    for record in shape.records:
        title = _linked(record["title"], record["url"], STRONG if found else Style())
        kind = record["kind"] if record.get("kind") and record["type"] == "article" else record["type"]
        under = [] if beside else [_text(f"{kind} · {record['id']}", DIM)]
        snippet = [_snippet(record)] if found and record.get("snippet") else []
        cells: list[RenderableType] = [_date(record), Group(title, *under, *snippet)]
        grid.add_row(*cells, *([_text(record["id"], DIM)] if beside else []))
    return grid


def _when(record: Document) -> str:
    if record["type"] == "action":
        return f"{record['start'] or '?':7} - {record['end'] or '?':7}"
    return record["date"] or ("undated" if record["type"] == "article" else "")


def _date(record: Document) -> Text:
    doubtful = record["date_basis"] == "inferred" or not record["date"]
    return _text(_when(record) + "?" * (record["date_basis"] == "inferred"), DIM if doubtful else "")


def _snippet(record: Document) -> Text:
    text = _text(record["snippet"])
    for start, end in record["snippet_marks"]:
        text.stylize(MATCH, start, end)
    return text


def _columns(shape: Rows | Grid, width: int) -> Table:
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=LABEL, width=None)
    for name in shape.fields:
        fixed = name in ("id", "date", "start", "end", "as_of", "period_start", "period_end")
        grid.add_column(
            _HEADERS.get(name, name), no_wrap=fixed, overflow="fold", justify="right" if name in ("value", "score", "number") else "left"
        )
    for record in shape.records:
        grid.add_row(*(_text(record.get(name)) for name in shape.fields))
    del width
    return grid


def _facet_lines(facets: dict[str, list[Count]]) -> Table:
    grid = _grid(max(map(len, facets)), None)
    for facet, counts in facets.items():
        grid.add_row(_text(facet, LABEL), _text(" · ".join(f"{count.label} {count.number}" for count in counts)))
    return grid


# Facts


def _facts(records: Iterable[Document], width: int) -> RenderableType:
    parts: list[RenderableType] = []
    for metric, group in groupby(records, key=lambda record: record["metric"]):
        members = list(group)
        parts += [_text(metric, STRONG), Padding(_facts_of(members, width - 2), (0, 0, 1, 2))]
    return Group(*parts)


def figure(record: Document) -> str:
    """Return a figure with its hedge as a sign, its upper end and its unit: `> 120 countries`."""
    upper = f" to {number(record['value_max'], record['unit'])}" if record["value_max"] is not None else ""
    unit = "%" if record["unit"] == "%" else " " + record["unit"]
    return f"{_HEDGES.get(record['qualifier'], record['qualifier'])} {number(record['value'], record['unit'])}{upper}{unit}".strip()


def _facts_of(members: list[Document], width: int) -> Table:
    grid = _grid(10, None)
    longest = max(member["value"] for member in members) or 1
    bars = len({member["unit"] for member in members}) == 1 and len(members) > 1
    for member in members:
        line = Text.assemble(_text(figure(member), STRONG), "  ", _text(member["scope"]))
        bar = [Text(_bar(member["value"] / longest, min(30, width - 14)), LABEL)] if bars else []
        note = member["note"] or ""
        doubt = [Text.assemble(("disputed: " if "isagree" in note else "note: ", DOUBT), _text(note, DIM))] if note else []
        source = _linked(f"{member['source_title']}", member["url"], DIM)
        grid.add_row(
            _text(member["as_of"] or "undated", "" if member["as_of"] else DIM), Group(line, *bar, source, _text(member["id"], DIM), *doubt)
        )
    return grid


def _bar(share: float, width: int) -> str:
    eighths = max(1, round(share * width * 8)) if share > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


# Cards


_IN_HEAD = (
    "id",
    "type",
    "title",
    "summary",
    "meaning",
    "note",
    "url",
    "people",
    "events",
    "outputs",
    "other_urls",
    "sources",
    "wording",
    "source_title",
)


def _card(card: Card, width: int) -> RenderableType:
    document = card.document
    parts: list[RenderableType] = [_linked(document["title"], document["url"], STRONG), _text(document["id"], DIM), Text("")]
    if document["type"] == "fact":
        parts += [
            Text.assemble(_text(figure(document), STRONG), "  ", _text(document["scope"])),
            _text(f"“{document['wording']}”, {document['source_title']}"),
            Text(""),
        ]
    facts = [(name, value) for name, value in document.items() if name not in _IN_HEAD and value not in (None, [], ())]
    parts += [_pairs(facts, width)] if facts else []
    for name in ("summary", "meaning"):
        parts += [Text(""), _text(document[name])] if document.get(name) else []
    for name in ("people", "events", "outputs", "sources", "other_urls"):
        parts += (
            [Text(""), _text(_HEADERS[name], LABEL), *(Padding(_text(part), (0, 0, 0, 2)) for part in document[name])]
            if document.get(name)
            else []
        )
    parts += [Text(""), Text.assemble(("note  ", DOUBT), _text(document["note"]))] if document["note"] else []
    parts += [Text(""), _linked(document["url"], document["url"], DIM)] if document["url"] else []
    parts += _belonging(card)
    return Padding(Group(*parts), (0, 0, 1, 0), expand=False)


def _pairs(facts: list[tuple[str, Any]], width: int) -> Table:
    label = max(len(_HEADERS[name]) for name, _ in facts)
    grid = _grid(label, max(20, width - label - 2))
    grid.columns[1].no_wrap = False
    for name, value in facts:
        grid.add_row(_text(_HEADERS[name], LABEL), _text(value))
    return grid


def _belonging(card: Card) -> list[RenderableType]:
    parts: list[RenderableType] = []
    near = [(name, other) for name, other in (("before in the series", card.before), ("after in the series", card.after)) if other]
    for name, other in near:
        parts += [Text(""), _text(name, LABEL), _relative(other)]
    if card.related:
        parts += [Text(""), _text("related", LABEL), *(_relative(other) for other in card.related)]
    return parts


def _relative(other: Related) -> RenderableType:
    why = f" ({', '.join(other.reasons)})" if other.reasons else ""
    return Padding(Group(_text(other.title), _text(other.id + why, DIM)), (0, 0, 0, 2))


# Counts


def _counts(shape: Counts, width: int) -> RenderableType:
    parts: list[RenderableType] = []
    for facet, counts in shape.by.items():
        parts += [_text(f"by {facet}", STRONG), _bars(counts, width), Text("")]
    first, last = shape.about.get("span") or (None, None)
    dates = f", {first} to {last}" if first else ""
    total = _text(f"{shape.total:,} records{dates}", STRONG)
    coverage = [_text(_coverage(shape.about["coverage"]), DIM)] if shape.about.get("coverage") else []
    return Group(total, *coverage, Text(""), *parts[:-1])


def _coverage(told: dict[str, Any]) -> str:
    """Return in words what an archive covers and what it lacks."""
    counted = told["actions_counted_by_source"]
    of = f" of {counted}" if counted else ""
    return (
        f"{told['actions']}{of} Actions; {told['articles_without_date']} articles have no date, "
        f"{told['articles_with_inferred_date']} an inferred one"
    )


def _bars(counts: list[Count], width: int) -> Table:
    label = min(max((len(count.label) for count in counts), default=0), max(12, width // 2 - 12))
    numbers = max((len(f"{count.number:,}") for count in counts), default=0)
    grid = _grid(label, numbers, 4, None)
    most = max((count.number for count in counts), default=1) or 1
    grid.columns[0].no_wrap = False
    grid.columns[1].justify = grid.columns[2].justify = "right"
    for count in counts:
        bar = _bar(count.number / most, max(8, width - label - numbers - 12))
        grid.add_row(_text(count.label), _text(f"{count.number:,}"), _text(f"{count.share:.0%}", DIM), Text(bar, LABEL))
    return grid


# Series


def _series(shape: Series, width: int) -> RenderableType:
    most = max((len(span.records) for span in shape.periods), default=1)
    parts: list[RenderableType] = []
    for span in shape.periods:
        bar = _bar(len(span.records) / most, min(40, width - 20))
        parts.append(Text.assemble(_text(span.period, STRONG), "  ", (bar, LABEL), f" {len(span.records)}"))
        parts.append(Padding(_listing(Rows((), span.records), width - 2, found=False), (0, 0, 1, 2)))
    return Group(*parts)
