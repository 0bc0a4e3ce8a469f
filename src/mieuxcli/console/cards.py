"""Pictures of records in full: the facts on top, then what it says, who and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from mieuxcli.console.drawing import DIM, HEADERS, LABEL, STRONG, grid, linked, text_of
from mieuxcli.console.facts import doubt, figure

if TYPE_CHECKING:
    from rich.table import Table

    from mieuxcli.models import Document
    from mieuxcli.views import Card, Related

__all__ = ["card"]

_READING_WIDTH = 88
_LISTS = ("people", "events", "outputs", "sources", "other_urls")
_ELSEWHERE = ("id", "type", "title", "date_basis", "summary", "meaning", "note", "url", "wording", "source_title", *_LISTS)


def card(shape: Card, width: int) -> RenderableType:
    """Draw one record in full, in reading width but for its address, which is not broken where the terminal has room for it."""
    reading = min(width, _READING_WIDTH)
    document = shape.document
    parts: list[RenderableType] = [linked(document["title"], document["url"], STRONG), text_of(document["id"], DIM), *_figure(document)]
    facts = [
        (name, _told(document, name)) for name, value in document.items() if value not in (None, [], ()) and not _elsewhere(document, name)
    ]
    parts += [Text(""), _pairs(facts, reading)] if facts else []
    parts += [part for name in ("summary", "meaning") if document.get(name) for part in (Text(""), text_of(document[name]))]
    for name in _LISTS:
        if document.get(name):
            parts += [Text(""), text_of(HEADERS[name], LABEL), *(Padding(text_of(part), (0, 0, 0, 2)) for part in document[name])]
    parts += [Text(""), Text.assemble(doubt(document["note"]), text_of(document["note"]))] if document["note"] else []
    url = [Text(""), linked(document["url"], document["url"], DIM)] if document["url"] else []
    return Group(Constrain(Group(*parts), reading), *url, Constrain(Group(*_belonging(shape)), reading), Text(""))


def _elsewhere(document: Document, name: str) -> bool:
    """Say whether a card tells a field in another place, or under the name that it has in that type."""
    same = {"action": "start", "phase": "start", "fact": "as_of"}.get(document["type"])
    return name in _ELSEWHERE or (name == "date" and same is not None and document["date"] == document[same])


def _told(document: Document, name: str) -> Any:  # noqa: ANN401 - a document's value
    if name == "date" and document["date_basis"]:
        return f"{document['date']} ({document['date_basis']})"
    if name == "phase":
        return f"{document['phase']} (by its start)"
    return document[name]


def _figure(document: Document) -> list[RenderableType]:
    if document["type"] != "fact":
        return []
    line = Text.assemble(text_of(figure(document), STRONG), "  ", text_of(document["scope"]))
    return [Text(""), line, text_of(f"“{document['wording']}”, {document['source_title']}")]


def _pairs(facts: list[tuple[str, Any]], width: int) -> Table:
    label = max(len(HEADERS[name]) for name, _ in facts)
    table = grid(label, max(20, width - label - 2))
    table.columns[1].no_wrap = False
    for name, value in facts:
        table.add_row(text_of(HEADERS[name], LABEL), text_of(value))
    return table


def _belonging(shape: Card) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for name, other in (("before in the series", shape.before), ("after in the series", shape.after)):
        parts += [Text(""), text_of(name, LABEL), _relative(other)] if other else []
    if shape.related:
        parts += [Text(""), text_of("related", LABEL), *(_relative(other) for other in shape.related)]
    return parts


def _relative(other: Related) -> RenderableType:
    why = f" ({', '.join(other.reasons)})" if other.reasons else ""
    return Padding(Group(text_of(other.title), text_of(other.id + why, DIM)), (0, 0, 0, 2))
