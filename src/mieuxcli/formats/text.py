"""Formats for scripts and spreadsheets: plain, tsv, csv, json, jsonl and ids."""

from __future__ import annotations

import json as json_
import re
from typing import TYPE_CHECKING

from mieuxcli.documents import document_of
from mieuxcli.fields import fields_of
from mieuxcli.records import Event, Person, value_of
from mieuxcli.shapes import (
    Cards,
    Counts,
    Cross,
    Grid,
    Hit,
    Kin,
    Map,
    Overview,
    Problems,
    Rows,
    Series,
    found_value,
    records_in,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.shapes import Card, Count, Row, Shape

__all__ = ["csv", "ids", "json", "jsonl", "plain", "tsv"]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_UNCLEAR_NAME = re.compile(r" \(|^[^(]*\)")
_LABEL = re.compile(r",(?= (?:role|organisation|part): )")
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _table(shape: Shape) -> tuple[tuple[str, ...], Iterable[Iterable[object]]]:
    """Return the header of a shape and its rows of cells."""
    if isinstance(shape, Rows):
        return shape.fields, ([found_value(row, name) for name in shape.fields] for row in shape.rows)
    if isinstance(shape, Grid):
        return shape.fields, shape.rows
    if isinstance(shape, Cards):
        return ("id", "field", "value"), (
            (card.record.id, *pair) for card in shape.cards for pair in _card_pairs(card)
        )
    if isinstance(shape, Cross):
        return (*shape.facets, "count"), _pairs(shape)
    if isinstance(shape, Counts | Overview):
        return ("facet", "label", "count", "share"), (
            (facet, *count) for facet, counts in shape.by.items() for count in counts
        )
    if isinstance(shape, Series):
        return ("period", "date", "type", "id", "title"), (
            (span.period, record.date, record.type, record.id, record.title)
            for span in shape.periods
            for record in span.records
        )
    if isinstance(shape, Map):
        return ("code", "country", "count"), (
            (one.square.code if one.square else "", one.found.label, one.found.number)
            for one in shape.countries
        )
    return ("severity", "file", "line", "record", "field", "message"), shape.problems


def _pairs(shape: Cross) -> Iterator[tuple[str, str, int]]:
    """Yield each pair of values of two facets that meet, with how often they do."""
    for row, numbers in zip(shape.rows, shape.cells, strict=True):
        yield from (
            (row, column, number) for column, number in zip(shape.columns, numbers, strict=True) if number
        )


def _card_pairs(card: Card) -> Iterator[tuple[str, object]]:
    for field in fields_of(card.record.type):
        value = value_of(card.record, field.name)
        if value not in (None, ()):
            yield from (
                ((field.name, part) for part in value) if isinstance(value, tuple) else [(field.name, value)]
            )
    for name, near in (("before", card.before), ("after", card.after)):
        if near:
            yield name, near.id
    for other in card.related:
        yield "related", f"{other.record.id} ({', '.join(other.reasons)})"


def plain(shape: Shape) -> Iterator[str]:
    """Yield tab-separated lines without a header.

    A single facet or record is written without the first column, which would only repeat its name.
    """
    if isinstance(shape, Problems):
        yield from (f"{problem}\n" for problem in shape.problems)
        return
    _, rows = _table(shape)
    single = (isinstance(shape, Counts) and len(shape.by) == 1) or (
        isinstance(shape, Cards) and len(shape.cards) == 1
    )
    yield from ("\t".join(_escaped(row)[single:]) + "\n" for row in rows)


def tsv(shape: Shape) -> Iterator[str]:
    """Yield tab-separated values with a header.

    Backslashes, tabs and line ends are escaped as in a C string.
    """
    header, rows = _table(shape)
    yield "\t".join(header) + "\n"
    yield from ("\t".join(_escaped(row)) + "\n" for row in rows)


def _escaped(row: Iterable[object]) -> list[str]:
    return [_joined(value).translate(_ESCAPES) for value in row]


def _joined(value: object) -> str:
    """Return a value as text, from which its parts can be told again.

    Where words of a list hold what parts it, a backslash stands in front of that. People whose role and
    organisation could be taken for each other have them named.
    """
    if not isinstance(value, list | tuple) or isinstance(value, Person | Event):
        return written(value)
    return "; ".join(_person(part) if isinstance(part, Person) else _kept(written(part)) for part in value)


def _person(person: Person) -> str:
    """Return a person as `Name (role, organisation, part)`, with each of them named if they are not clear."""
    said = {name: getattr(person, name) for name in ("role", "organisation", "part")}
    there = {name: words for name, words in said.items() if words}
    words = [said["role"] or "", said["organisation"] or ""]
    clear = not any("," in one or ": " in one or one in _PARTS_PLAYED for one in words)
    if clear and (said["role"] or not said["organisation"]):
        rest = ", ".join(_kept(one) for one in there.values())
    else:
        kept = ((name, _LABEL.sub(r"\\,", _kept(one))) for name, one in there.items())
        rest = ", ".join(f"{name}: {one}" for name, one in kept)
    name = _kept(person.name)
    if _UNCLEAR_NAME.search(name):
        name = re.sub(r"[()]", r"\\\g<0>", name)
    return f"{name} ({rest})" if rest else name


def _kept(text: str) -> str:
    """Return words of a list with a backslash in front of each semicolon and backslash."""
    return text.replace("\\", "\\\\").replace(";", "\\;")


def csv(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Yield comma-separated values (RFC 4180) with a header.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, unless `raw` is set.
    """
    import csv as csv_  # noqa: PLC0415 - only this format needs it

    header, rows = _table(shape)
    out = _Line()
    writer = csv_.writer(out)
    for row in (header, *rows):
        writer.writerow([_one_line(value) if raw else _harmless(value) for value in row])
        yield out.text


class _Line:
    """A file for the csv writer, which holds the last row written to it."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def _one_line(value: object) -> str:
    return _joined(value).replace("\r\n", "\\n").translate({10: "\\n", 13: "\\r", 9: "\\t"})


def _harmless(value: object) -> str:
    text = _one_line(value)
    return "'" + text if written(value).startswith(_FORMULA) and not isinstance(value, int | float) else text


def ids(shape: Shape) -> Iterator[str]:
    """Yield the ids alone, one a line."""
    return (f"{record.id}\n" for record in records_in(shape))


def json(shape: Shape) -> Iterator[str]:
    """Yield one JSON document: an array of records or periods, or an object of counts."""
    if isinstance(shape, Counts | Cross | Overview):
        yield _dumped({"total": shape.total, "by": _facets(shape.by), **_more(shape)}) + "\n"
    elif isinstance(shape, Map):
        yield _dumped(shape.document) + "\n"
    elif isinstance(shape, Rows) and shape.facets is not None:
        yield _dumped({"records": list(map(_object, shape.rows)), "facets": _facets(shape.facets)}) + "\n"
    elif isinstance(shape, Problems):
        yield (
            json_.dumps([problem._asdict() for problem in shape.problems], ensure_ascii=False, indent=2)
            + "\n"
        )
    else:
        yield from _array(_periods(shape) if isinstance(shape, Series) else _objects(shape))


def _array(items: Iterable[dict[str, object]]) -> Iterator[str]:
    before = "["
    for item in items:
        yield before + "\n  " + _dumped(item)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _more(shape: Counts | Cross | Overview) -> dict[str, object]:
    if isinstance(shape, Cross):
        table = shape._asdict()
        return {"table": {name: table[name] for name in ("facets", "rows", "columns", "cells", "without")}}
    if isinstance(shape, Overview):
        return {"span": shape.span, "coverage": shape.coverage._asdict()}
    return {"units": shape.units}


def jsonl(shape: Shape) -> Iterator[str]:
    """Yield JSON Lines: one record, count or problem a line.

    A timeline gives its records in chronological order.
    """
    if isinstance(shape, Cross):
        header = (*shape.facets, "count")
        yield from (_dumped(dict(zip(header, row, strict=True))) + "\n" for row in _pairs(shape))
    elif isinstance(shape, Counts | Overview):
        yield from (
            _dumped({"facet": facet, **_count(count)}) + "\n"
            for facet, counts in shape.by.items()
            for count in counts
        )
    elif isinstance(shape, Map):
        yield from (_dumped(one.document) + "\n" for one in shape.countries)
    elif isinstance(shape, Problems):
        yield from (_dumped(problem._asdict()) + "\n" for problem in shape.problems)
    else:
        yield from (_dumped(item) + "\n" for item in _objects(shape))


def _objects(shape: Rows | Grid | Cards | Series) -> Iterator[dict[str, object]]:
    """Yield the records of a shape as objects.

    Hits come with how they matched, and cards with their neighbours and related records.
    """
    if isinstance(shape, Rows):
        yield from map(_object, shape.rows)
    elif isinstance(shape, Grid):
        yield from (dict[str, object](zip(shape.fields, row, strict=True)) for row in shape.rows)
    else:
        yield from map(_card, shape.cards) if isinstance(shape, Cards) else map(document_of, shape.records)


def _object(row: Row) -> dict[str, object]:
    if isinstance(row, Kin):
        return {**document_of(row.record), "reasons": row.reasons}
    if not isinstance(row, Hit):
        return document_of(row)
    marks = {
        "snippet": row.snippet.text,
        "snippet_marks": row.snippet.marks,
        "title_marks": row.title.marks,
        "matched": row.matched,
        "missing": row.missing,
    }
    return {**document_of(row.record), "score": row.score, **marks}


def _card(card: Card) -> dict[str, object]:
    near = {"before": card.before.id if card.before else None, "after": card.after.id if card.after else None}
    return {
        **document_of(card.record),
        "neighbours": near,
        "related": list(map(_kin, card.related)),
    }


def _kin(kin: Kin) -> dict[str, object]:
    record = kin.record
    named = {"id": record.id, "type": record.type, "title": record.title, "date": record.date}
    return {**named, "reasons": kin.reasons}


def _periods(shape: Series) -> Iterator[dict[str, object]]:
    for span in shape.periods:
        yield {
            "period": span.period,
            "count": len(span.records),
            "records": list(map(document_of, span.records)),
        }


def _facets(by: dict[str, list[Count]]) -> dict[str, object]:
    return {facet: [_count(count) for count in counts] for facet, counts in by.items()}


def _count(count: Count) -> dict[str, object]:
    return {"label": count.label, "count": count.number, "share": count.share}


def _dumped(value: object) -> str:
    return json_.dumps(value, ensure_ascii=False, allow_nan=False)
