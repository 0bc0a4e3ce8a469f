"""The records as CSV, described by a Frictionless data package (https://specs.frictionlessdata.io, version 1)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.documents import document_of
from mieuxcli.fields import PLURALS, TYPES, Field, fields_of
from mieuxcli.schemas import value_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mieuxcli.records import Record

__all__ = ["Table", "data_package", "licence_of", "tables"]

_LISTS = ("texts", "people", "events")
_KINDS = {**dict.fromkeys(_LISTS, "array"), "integer": "integer", "number": "number"}
# The fields that hold ids of other records, by the table that spells each id out in a row of its own.
_LINKS = {
    "article_actions": ("article", ("actions",), "action"),
    "milestone_actions": ("milestone", ("actions",), "action"),
    "fact_relations": ("fact", ("same_figure_as", "disagrees_with", "not_comparable_with"), "fact"),
}
_LICENCE = re.compile(r"\bCC-(BY(?:-[A-Z]+)*)-(\d\.\d)\b")


class Table(NamedTuple):
    """A table: its name, what it is, its columns as Frictionless describes them, its keys, and its rows."""

    name: str
    title: str
    columns: tuple[Mapping[str, object], ...]
    key: tuple[str, ...]
    references: tuple[Mapping[str, object], ...]
    rows: tuple[tuple[object, ...], ...]

    def text(self) -> str:
        """Return the table as CSV after RFC 4180, with nothing where nothing is known, and lists as JSON."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column["name"] for column in self.columns])
        writer.writerows(map(_cell, row) for row in self.rows)
        return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def tables(records: Sequence[Record]) -> list[Table]:
    """Return a table for each type of record, and one for each kind of link between records."""
    held = {type_: [record for record in records if record.type == type_] for type_ in TYPES}
    ids = {type_: {record.id for record in held[type_]} for type_ in TYPES}
    links = [_links(name, held[_LINKS[name][0]], ids[_LINKS[name][2]]) for name in _LINKS]
    return [*(_table(type_, held[type_]) for type_ in TYPES), *links]


def _table(type_: str, records: Iterable[Record]) -> Table:
    phase = (_reference("phase", "phases", "title"),) if type_ == "action" else ()
    rows = tuple(tuple(document_of(record).values()) for record in records)
    columns = tuple(_column(field, type_) for field in fields_of(type_))
    return Table(f"{type_}s", PLURALS[type_], columns, ("id",), phase, rows)


def _column(field: Field, type_: str) -> Mapping[str, object]:
    """Return the description of a column; dates are texts, since most types know no month without a day."""
    allowed = {key: value for key, value in value_schema(field).items() if key in ("pattern", "enum")}
    needed = {"required": True} if type_ in field.needed or field.name == "type" else {}
    constraints = {**needed, **allowed}
    return {
        "name": field.name,
        "type": _KINDS.get(field.kind, "string"),
        "description": field.meaning,
        **({"constraints": constraints} if constraints else {}),
    }


def _links(name: str, records: Iterable[Record], targets: set[str]) -> Table:
    """Return a table of links to records that are held; the others stand in the lists of the records alone."""
    type_, fields, target = _LINKS[name]
    related = target == type_
    other = "other" if related else target
    rows = []
    for record in records:
        document = document_of(record)
        for field in fields:
            named = document[field]
            ids = dict.fromkeys(named) if isinstance(named, list) else {}
            rows += [(record.id, *([field] if related else []), id_) for id_ in ids if id_ in targets]
    names = (type_, *(["relation"] if related else []), other)
    meanings = {
        type_: f"id of the {type_}",
        "relation": "field of the key fact that names the other",
        other: f"id of the {other if related else target} {'key fact' if related else 'concerned'}",
    }
    columns: tuple[Mapping[str, object], ...] = tuple(
        {"name": one, "type": "string", "description": meanings[one], "constraints": {"required": True}}
        for one in names
    )
    references = (_reference(type_, f"{type_}s", "id"), _reference(other, f"{target}s", "id"))
    return Table(name, name.replace("_", " "), columns, names, references, tuple(rows))


def _reference(field: str, resource: str, target: str) -> Mapping[str, object]:
    return {"fields": field, "reference": {"resource": resource, "fields": target}}


def data_package(
    about: Mapping[str, str], tabular: Sequence[Table], texts: Mapping[str, bytes]
) -> Mapping[str, object]:
    """Return the description of a package with these tables, whose bytes `texts` holds by file name."""
    name = re.sub(r"[^a-z0-9]+", "-", about.get("title", "").lower()).strip("-") or "archive"
    told = {key: about[key] for key in ("title", "description", "version") if about.get(key)}
    spdx, address = licence_of(about)
    stated = {"name": spdx or "other", "title": about.get("licence") or "not stated"}
    return {
        "profile": "tabular-data-package",
        "name": name,
        **told,
        "licenses": [{**stated, **({"path": address} if address else {})}],
        "resources": [_resource(table, texts[f"{table.name}.csv"]) for table in tabular],
    }


def _resource(table: Table, data: bytes) -> Mapping[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": table.columns,
            "primaryKey": table.key,
            "foreignKeys": table.references,
            "missingValues": [""],
        },
    }


def licence_of(about: Mapping[str, str]) -> tuple[str, str]:
    """Return the SPDX name and the address of a Creative Commons licence that an archive states, if it does."""
    found = _LICENCE.search(about.get("licence", ""))
    if not found:
        return "", ""
    return found[0], f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
