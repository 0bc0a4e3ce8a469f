"""Markdown: tables of records and counts, sections for records in full, and lists for timelines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mieuxcli.fields import fields_of
from mieuxcli.harmless import is_link
from mieuxcli.records import prose_of, value_of
from mieuxcli.shapes import (
    Cards,
    Counts,
    Cross,
    Grid,
    Hit,
    Map,
    Overview,
    Rows,
    Series,
    found_value,
    record_in,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record, Value
    from mieuxcli.shapes import Card, Count, Mapped, Row, Shape
    from mieuxcli.snippets import Snippet

__all__ = ["md"]

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"})
_LISTS = ("people", "events", "outputs", "sources", "other_urls", "actions")
_PROSE = ("id", "type", "title", "summary", "meaning", "note", "url")


def md(shape: Shape) -> Iterator[str]:
    """Yield a shape as GitHub-flavoured Markdown, with characters that would be markup escaped."""
    if isinstance(shape, Rows):
        yield from _table(shape.fields, ([_cell(row, name) for name in shape.fields] for row in shape.rows))
    elif isinstance(shape, Grid):
        yield from _table(
            shape.fields,
            (
                [
                    f"`{_escaped(row[0])}`" if at == 0 and shape.fields[0] == "id" else _escaped(cell)
                    for at, cell in enumerate(row)
                ]
                for row in shape.rows
            ),
        )
    elif isinstance(shape, Cards):
        for number, card in enumerate(shape.cards):
            yield from ["\n"] * bool(number)
            yield from _section(card)
    elif isinstance(shape, Cross):
        yield from _crossed(shape)
    elif isinstance(shape, Counts | Overview):
        yield from _counts(shape.by)
    elif isinstance(shape, Map):
        yield from _table(("code", "country", shape.noun), map(_country, shape.countries))
    elif isinstance(shape, Series):
        for number, span in enumerate(shape.periods):
            yield "\n" * bool(number) + f"## {_escaped(span.period)}\n\n"
            yield from (f"- {record.date or ''} {_link(record)} (`{record.id}`)\n" for record in span.records)


def _country(one: Mapped) -> list[str]:
    return [one.square.code if one.square else "", _escaped(one.found.label), str(one.found.number)]


def _counts(by: dict[str, list[Count]]) -> Iterator[str]:
    for number, (facet, counts) in enumerate(by.items()):
        yield from ["\n"] * bool(number)
        yield from _table(
            (facet, "count", "share"),
            ([_escaped(count.label), str(count.number), f"{count.share:.1%}"] for count in counts),
        )


def _crossed(shape: Cross) -> Iterator[str]:
    """Yield a table of how often the values of two facets meet."""
    rows = zip(shape.rows, shape.cells, strict=True)
    header = (" by ".join(shape.facets), *map(_escaped, shape.columns))
    yield from _table(
        header, ([_escaped(row), *(str(number or "") for number in numbers)] for row, numbers in rows)
    )


def _escaped(value: object) -> str:
    text = " ".join(written(value).split()).translate(_SPECIAL)
    # Text that begins like a list or a rule would become one.
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |\n"
    yield "|" + "---|" * len(header) + "\n"
    yield from ("| " + " | ".join(row) + " |\n" for row in rows)


def _cell(row: Row, name: str) -> str:
    if name == "title":
        return _link(record_in(row))
    if name == "snippet" and isinstance(row, Hit):
        return _snippet(row.snippet)
    return f"`{record_in(row).id}`" if name == "id" else _escaped(found_value(row, name))


def _snippet(snippet: Snippet) -> str:
    return _escaped(snippet.with_marks("\x02", "\x03")).replace("\x02", "**").replace("\x03", "**")


def _link(record: Record) -> str:
    url = record.url
    address = (
        (url or "")
        .replace(" ", "%20")
        .replace("(", "%28")
        .replace(")", "%29")
        .replace("<", "%3C")
        .replace("|", "%7C")
    )
    return f"[{_escaped(record.title)}]({address})" if url and is_link(url) else _escaped(record.title)


def _section(card: Card) -> Iterator[str]:
    record = card.record
    yield f"## {_link(record)}\n\n"
    prose = prose_of(record)
    if prose:
        yield f"{_escaped(prose)}\n\n"
    yield f"- id: `{record.id}`\n"
    if record.url and not is_link(record.url):
        yield from _entry("url", record.url)
    for field in fields_of(record.type):
        value = value_of(record, field.name)
        if field.name not in _PROSE and value not in (None, ()):
            yield from _entry(field.name, value)
    if record.note:
        yield f"\n> {_escaped(record.note)}\n"
    if card.related:
        yield "\nRelated:\n\n"
        for kin in card.related:
            reasons = _escaped(", ".join(kin.reasons))
            yield f"- {_link(kin.record)} (`{kin.record.id}`): {reasons}\n"


def _entry(name: str, value: Value) -> Iterator[str]:
    label = name.replace("_", " ")
    if name in _LISTS and isinstance(value, tuple):
        yield f"- {label}:\n"
        yield from (f"  - {_escaped(part)}\n" for part in value)
    else:
        yield f"- {label}: {_escaped(value)}\n"
