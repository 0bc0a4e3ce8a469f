"""The picture of a record in full, with its neighbours in a series and the records that are related to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.columns import Column, grid
from mieuxcli.console.drawing import DIM, HEADERS, LABEL, STRONG, linked, text_of
from mieuxcli.console.facts import doubt
from mieuxcli.console.records import dates_width, listing
from mieuxcli.fields import fields_of
from mieuxcli.records import Action, Fact, Phase, value_of
from mieuxcli.verdicts import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.console.columns import Columns
    from mieuxcli.records import Record, Value
    from mieuxcli.shapes import Card, Cards, Row

__all__ = ["cards"]

_READING_WIDTH = 88
_INDENT = 2
_LISTS = ("people", "events", "outputs", "sources", "other_urls")
_IN_FIGURE = ("value", "value_max", "unit", "scope")
_ELSEWHERE = (
    *("id", "type", "title", "date_basis", "url", "archived_url", "accessed"),
    *("summary", "meaning", "note", "wording", "source_title"),
    *_LISTS,
)


def cards(shape: Cards, width: int) -> RenderableType:
    """Draw records in full, one below the other."""
    return Group(*(_card(item, width) for item in shape.cards))


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
    return Group(
        Constrain(Group(*parts), reading),
        *_addresses(record),
        Constrain(Group(*_belonging(shape, reading)), reading),
        Text(""),
    )


def _addresses(record: Record) -> list[Text]:
    """Return a record's address, when it was read, and the address of an archived copy."""
    parts = [linked(record.url, record.url, DIM)] if record.url else []
    accessed = f"{HEADERS['accessed']} {record.accessed}" if record.accessed else ""
    archived = f"{HEADERS['archived_url']}:" if record.archived_url else ""
    if accessed or archived:
        parts.append(text_of("; ".join(filter(None, (accessed, archived))), DIM))
    if record.archived_url:
        parts.append(linked(record.archived_url, record.archived_url, DIM))
    return [Text(""), *parts] if parts else []


def _elsewhere(record: Record, name: str) -> bool:
    """Return whether a card shows a field in another place, or under the name that its type has for it."""
    twice = name == "date" and (
        (isinstance(record, Action | Phase) and record.date == record.start)
        or (isinstance(record, Fact) and record.date == record.as_of)
    )
    return name in _ELSEWHERE or twice or (isinstance(record, Fact) and name in _IN_FIGURE)


def _shown(record: Record, name: str) -> Value:
    if name == "date" and record.date_basis:
        return f"{record.date} ({record.date_basis})"
    if isinstance(record, Fact):
        return _shown_of_fact(record, name)
    if name == "start" and record.date_basis == "inferred":
        return f"{value_of(record, name)} (inferred)"
    return (
        f"{record.phase} (by its start)"
        if name == "phase" and isinstance(record, Action)
        else value_of(record, name)
    )


def _shown_of_fact(fact: Fact, name: str) -> Value:
    if name == "qualifier" and fact.qualifier == "exactly":
        return "none (a plain number)"
    if name == "as_of" and fact.date_basis == "inferred":
        return f"{fact.as_of} (inferred)"
    return value_of(fact, name)


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


def _belonging(shape: Card, width: int) -> list[RenderableType]:
    """Return the neighbours in the series and the related records, each as a listing under its heading."""
    listed: list[tuple[str, Sequence[Row]]] = [
        ("before in the series", [shape.before] if shape.before else []),
        ("after in the series", [shape.after] if shape.after else []),
        ("related", shape.related),
    ]
    dates = dates_width([row for _, rows in listed for row in rows])
    parts: list[RenderableType] = []
    for name, rows in listed:
        if rows:
            found = listing(rows, width - _INDENT, dates=dates, beside=False)
            parts += [Text(""), text_of(name, LABEL), Padding(found, (0, 0, 0, _INDENT))]
    return parts
