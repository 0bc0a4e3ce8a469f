"""Formats for scripts and spreadsheets: plain, tsv, csv, json, jsonl, ids."""

from __future__ import annotations

import json as json_
from typing import TYPE_CHECKING, Any

from mieuxcli.views import Card, Cards, Count, Counts, Grid, Rows, Series, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.models import Document

__all__ = ["cell", "csv", "documents_of", "ids", "json", "jsonl", "plain", "tsv"]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:  # noqa: ANN401 - a document's value
    """Return a value as the text of one cell: lists joined with "; ", people and events written out."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, dict):
        if "what" in value:
            return f"{value['date']} {value['what']}"
        rest = ", ".join(value[key] for key in ("role", "organisation", "part") if value.get(key))
        return f"{value['name']} ({rest})" if rest else str(value["name"])
    return str(value)


def _table(shape: Shape) -> tuple[tuple[str, ...], Iterable[list[Any]]]:
    """Return the header and the rows of a shape as cells."""
    if isinstance(shape, Rows | Grid):
        return shape.fields, ([record.get(name) for name in shape.fields] for record in shape.records)
    if isinstance(shape, Cards):
        return ("id", "field", "value"), ([card.document["id"], *pair] for card in shape.cards for pair in _card_pairs(card))
    if isinstance(shape, Counts) and "table" in shape.about:
        return _pairs(shape.about["table"])
    if isinstance(shape, Counts):
        return ("facet", "label", "count", "share"), ([facet, *count] for facet, counts in shape.by.items() for count in counts)
    return ("period", "date", "type", "id", "title"), (
        [span.period, *(record[name] for name in ("date", "type", "id", "title"))] for span in shape.periods for record in span.records
    )


def _pairs(table: dict[str, Any]) -> tuple[tuple[str, ...], Iterable[list[Any]]]:
    """Return the values of two facets that meet, with how often they do."""
    cells = ((row, numbers) for row, numbers in zip(table["rows"], table["cells"], strict=True))
    met = ([row, column, number] for row, numbers in cells for column, number in zip(table["columns"], numbers, strict=True) if number)
    return (*table["facets"], "count"), met


def _card_pairs(card: Card) -> Iterator[tuple[str, Any]]:
    for name, value in card.document.items():
        if value not in (None, [], ()):
            yield from ((name, part) for part in value) if isinstance(value, list) else [(name, value)]
    for name, near in (("before", card.before), ("after", card.after)):
        if near:
            yield name, near.id
    for other in card.related:
        yield "related", f"{other.id} ({', '.join(other.reasons)})"


def plain(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001 - every format takes the same options
    """Write tab-separated lines without a header; of a single facet or record without the column that repeats it."""
    _, rows = _table(shape)
    single = (isinstance(shape, Counts) and len(shape.by) == 1) or (isinstance(shape, Cards) and len(shape.cards) == 1)
    yield from ("\t".join(_escaped(row[single:])) + "\n" for row in rows)


def tsv(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write tab-separated values with a header; backslash, tab and line ends are escaped as in a C string."""
    header, rows = _table(shape)
    yield "\t".join(header) + "\n"
    yield from ("\t".join(_escaped(row)) + "\n" for row in rows)


def _escaped(row: Iterable[Any]) -> list[str]:
    return [cell(value).translate(_ESCAPES) for value in row]


def csv(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write RFC 4180 with a header; a text that a spreadsheet would run as a formula gets an apostrophe unless `raw`."""
    import csv as csv_  # noqa: PLC0415 - only this format pays for it

    header, rows = _table(shape)
    out = _Line()
    writer = csv_.writer(out)
    for row in (list(header), *rows):
        writer.writerow([_one_line(value) if raw else _harmless(value) for value in row])
        yield out.text


class _Line:
    """Takes what the csv writer writes, one row at a time."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def _one_line(value: Any) -> str:  # noqa: ANN401
    return cell(value).replace("\r\n", "\\n").translate({10: "\\n", 13: "\\r", 9: "\\t"})


def _harmless(value: Any) -> str:  # noqa: ANN401
    text = _one_line(value)
    return "'" + text if cell(value).startswith(_FORMULA) and not isinstance(value, int | float) else text


def ids(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write the ids alone, one a line."""
    return (f"{record['id']}\n" for record in documents_of(shape))


def documents_of(shape: Shape) -> Iterable[Document]:
    """Return the records of a shape, cards with what belongs to them; Counts have none."""
    if isinstance(shape, Rows | Grid):
        return shape.records
    if isinstance(shape, Cards):
        return [_card_document(card) for card in shape.cards]
    return [record for span in shape.periods for record in span.records] if isinstance(shape, Series) else []


def _card_document(card: Card) -> dict[str, Any]:
    near = {"before": card.before.id if card.before else None, "after": card.after.id if card.after else None}
    return {**card.document, "neighbours": near, "related": [_related(other) for other in card.related]}


def _related(other: Any) -> dict[str, Any]:  # noqa: ANN401 - a Related, whose reasons become a list
    return {**other._asdict(), "reasons": list(other.reasons)}


def json(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write one JSON document: an array of records or periods, or an object of counts."""
    if isinstance(shape, Counts):
        yield (
            _dumped(
                {"total": shape.total, "by": {facet: [_count(one) for one in counts] for facet, counts in shape.by.items()}, **shape.about}
            )
            + "\n"
        )
        return
    if isinstance(shape, Rows) and shape.facets is not None:
        facets = {facet: [_count(one) for one in counts] for facet, counts in shape.facets.items()}
        yield _dumped({"records": list(shape.records), "facets": facets}) + "\n"
        return
    items = _periods(shape) if isinstance(shape, Series) else documents_of(shape)
    before = "["
    for item in items:
        yield before + "\n  " + _dumped(item)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def jsonl(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001
    """Write JSON Lines: a record or a count a line; of a timeline the records, in order of time."""
    if isinstance(shape, Counts) and "table" in shape.about:
        header, rows = _pairs(shape.about["table"])
        yield from (_dumped(dict(zip(header, row, strict=True))) + "\n" for row in rows)
    elif isinstance(shape, Counts):
        yield from (_dumped({"facet": facet, **_count(one)}) + "\n" for facet, counts in shape.by.items() for one in counts)
    else:
        yield from (_dumped(item) + "\n" for item in documents_of(shape))


def _periods(shape: Series) -> Iterator[dict[str, Any]]:
    return ({"period": span.period, "count": len(span.records), "records": list(span.records)} for span in shape.periods)


def _count(count: Count) -> dict[str, Any]:
    return {"label": count.label, "count": count.number, "share": count.share}


def _dumped(value: Any) -> str:  # noqa: ANN401
    return json_.dumps(value, ensure_ascii=False, allow_nan=False)
