"""Markdown: a GitHub table of records or counts, a section a record in full, a list a period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mieuxcli.formats.text import cell
from mieuxcli.snippets import Snippet
from mieuxcli.views import Card, Cards, Counts, Grid, Related, Rows, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.models import Document

__all__ = ["md"]

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"})
_LISTS = ("people", "events", "outputs", "sources", "other_urls", "actions")
_PROSE = ("id", "type", "title", "summary", "meaning", "note", "url")


def md(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001 - every format takes the same options
    """Write GitHub-flavoured Markdown; what Markdown would take as markup is escaped."""
    if isinstance(shape, Rows | Grid):
        yield from _table(shape.fields, ([_cell_of(record, name) for name in shape.fields] for record in shape.records))
    elif isinstance(shape, Cards):
        for number, card in enumerate(shape.cards):
            yield from ["\n"] * bool(number)
            yield from _section(card)
    elif isinstance(shape, Counts) and "table" in shape.about:
        yield from _crossed(shape.about["table"])
    elif isinstance(shape, Counts):
        for number, (facet, counts) in enumerate(shape.by.items()):
            yield from ["\n"] * bool(number)
            yield from _table((facet, "count", "share"), ([_escaped(one.label), str(one.number), f"{one.share:.1%}"] for one in counts))
    else:
        for number, span in enumerate(shape.periods):
            yield "\n" * bool(number) + f"## {_escaped(span.period)}\n\n"
            yield from (f"- {record['date'] or ''} {_link(record)} (`{record['id']}`)\n" for record in span.records)


def _crossed(table: dict[str, Any]) -> Iterator[str]:
    """Yield how often the values of two facets meet as a table."""
    rows = zip(table["rows"], table["cells"], strict=True)
    header = (" by ".join(table["facets"]), *map(_escaped, table["columns"]))
    yield from _table(header, ([_escaped(row), *(str(number or "") for number in numbers)] for row, numbers in rows))


def _escaped(value: Any) -> str:  # noqa: ANN401 - a document's value
    text = " ".join(cell(value).split()).translate(_SPECIAL)
    # A text that begins like a list or a rule would become one.
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |\n"
    yield "|" + "---|" * len(header) + "\n"
    yield from ("| " + " | ".join(row) + " |\n" for row in rows)


def _cell_of(record: Document, name: str) -> str:
    if name == "title" and "url" in record:
        return _link(record)
    if name == "snippet" and "snippet" in record:
        return _snippet(record)
    return f"`{record['id']}`" if name == "id" else _escaped(record.get(name))


def _snippet(record: Document) -> str:
    marks = tuple((start, end) for start, end in record["snippet_marks"])
    marked = Snippet(record["snippet"], marks).with_marks("\x02", "\x03")
    return _escaped(marked).replace("\x02", "**").replace("\x03", "**")


def _link(record: Document | Related) -> str:
    title, url = (record.title, None) if isinstance(record, Related) else (record["title"], record["url"])
    address = (url or "").replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace("|", "%7C")
    return f"[{_escaped(title)}]({address})" if url and url.isprintable() else _escaped(title)


def _section(card: Card) -> Iterator[str]:
    document = card.document
    yield f"## {_link(document)}\n\n"
    for name in ("summary", "meaning"):
        if document.get(name):
            yield f"{_escaped(document[name])}\n\n"
    yield f"- id: `{document['id']}`\n"
    for name, value in document.items():
        if name not in _PROSE and value not in (None, [], ()):
            yield from _entry(name, value)
    if document["note"]:
        yield f"\n> {_escaped(document['note'])}\n"
    if card.related:
        yield "\nRelated:\n\n"
        yield from (f"- {_link(other)} (`{other.id}`): {_escaped(', '.join(other.reasons))}\n" for other in card.related)


def _entry(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401
    label = name.replace("_", " ")
    if name in _LISTS:
        yield f"- {label}:\n"
        yield from (f"  - {_escaped(part)}\n" for part in value)
    else:
        yield f"- {label}: {_escaped(value)}\n"
