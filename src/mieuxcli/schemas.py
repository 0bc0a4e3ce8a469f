"""JSON Schemas (2020-12) of the program's output and of archives, made from the table of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mieuxcli.errors import unknown
from mieuxcli.fields import FACETS, FIELDS, QUALIFIERS, SORTABLE, TYPES, Field, fields_of
from mieuxcli.vocabulary import ALIASES, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELD_COLUMNS", "SCHEMAS", "field_rows", "schema"]

Schema: TypeAlias = dict[str, object]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PERSON = {key: {"type": ["string", "null"]} for key in ("role", "organisation", "part", "family")}
_ENUMS = {"qualifier": list(QUALIFIERS), "date_basis": ["published", "inferred"], "type": list(TYPES)}


def _object(properties: Mapping[str, object], required: list[str], *, closed: bool = True) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": not closed,
    }


def _people(*, authored: bool) -> Schema:
    person = dict.fromkeys(_PERSON, _TEXT) if authored else _PERSON
    return {
        "type": "array",
        "items": _object({"name": _TEXT, **person}, ["name"] if authored else ["name", *person]),
    }


_EVENTS = {"type": "array", "items": _object({"date": _DATE, "what": _TEXT}, ["date", "what"])}


def _value(field: Field, *, authored: bool) -> Schema:
    kinds: dict[str, Mapping[str, object]] = {
        "text": _TEXT,
        "url": {"type": "string", "format": "uri"} if authored else _TEXT,
        "date": _DATE,
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "texts": _TEXTS,
        "people": _people(authored=authored),
        "events": _EVENTS,
    }
    value = {**kinds[field.kind], "description": field.meaning}
    if field.name in _ENUMS:
        value["enum"] = _ENUMS[field.name]
    return value


def _nullable(field: Field, type_: str) -> Schema:
    value = _value(field, authored=False)
    if field.kind in ("texts", "people", "events") or type_ in field.needed or field.name == "type":
        return value
    return {"anyOf": [value, {"type": "null"}], "description": value.pop("description")}


_HIT = {
    "score": {
        "type": "number",
        "description": "how well the record matches; only the order of one answer means something",
    },
    "snippet": {"type": "string", "description": "the best window of the matching text"},
    "snippet_marks": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}},
        "description": "[start, end) of matches in it",
    },
    "title_marks": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}},
        "description": "[start, end) of matches in the title",
    },
    "matched": {**_TEXTS, "description": "the fields that matched"},
    "missing": {**_TEXTS, "description": "the words of the query that the record lacks"},
}
_NEAR = {"type": ["string", "null"]}
_RELATED = _object(
    {"id": _TEXT, "type": _TEXT, "title": _TEXT, "date": {"type": ["string", "null"]}, "reasons": _TEXTS},
    ["id", "type", "title", "date", "reasons"],
)
_CARD = {
    "neighbours": _object({"before": _NEAR, "after": _NEAR}, ["before", "after"]),
    "related": {"type": "array", "items": _RELATED},
    "reasons": {**_TEXTS, "description": "why the record is like the one that was asked for"},
}


def _record(type_: str) -> Schema:
    fields = fields_of(type_)
    properties = {field.name: _nullable(field, type_) for field in fields}
    properties["type"] = {"const": type_}
    return _object({**properties, **_HIT, **_CARD}, [field.name for field in fields])


def _records() -> Schema:
    return {
        "$defs": {type_: _record(type_) for type_ in TYPES},
        "type": "array",
        "items": {"oneOf": [{"$ref": f"#/$defs/{type_}"} for type_ in TYPES]},
    }


def _search() -> Schema:
    records = _records()
    keys = {"records": {"type": "array", "items": records["items"]}, "facets": _by()}
    return {"$defs": records["$defs"], **_object(keys, list(keys))}


def _by() -> Schema:
    count = _object(
        {"label": _TEXT, "count": {"type": "integer"}, "share": {"type": "number"}},
        ["label", "count", "share"],
    )
    return {"type": "object", "additionalProperties": {"type": "array", "items": count}}


def _counts() -> Schema:
    labels = {"type": "array", "items": _TEXT}
    cells = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    without = {
        "type": "object",
        "additionalProperties": {"type": "integer"},
        "description": "how many have no value of a facet",
    }
    keys = {"facets": labels, "rows": labels, "columns": labels, "cells": cells, "without": without}
    table = _object(keys, list(keys))
    units = {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "what the numbers of a facet count",
    }
    more = {
        "table": table,
        "units": units,
        "span": {"type": "array", "items": {"type": ["string", "null"]}},
        "coverage": {"type": "object"},
    }
    return _object({"total": {"type": "integer"}, "by": _by(), **more}, ["total", "by"])


def _map() -> Schema:
    text, whole, number = ({"type": [kind, "null"]} for kind in ("string", "integer", "number"))
    country = {
        "code": {**text, "description": "ISO 3166-1 alpha-2; null for what the map has no square for"},
        "label": _TEXT,
        "count": {"type": "integer"},
        "share": {"type": "number", "description": "of all selected records"},
        "place": {**text, "description": "where the point is, mostly the capital"},
        "latitude": {**number, "minimum": -90, "maximum": 90},
        "longitude": {**number, "minimum": -180, "maximum": 180},
    }
    coverage = {
        "naming_a_country": {"type": "integer", "description": "how many of the total name any country"},
        "not_drawn": {"type": "integer", "description": "how many labels the map has no square for"},
        "actions": {"type": "integer", "description": "how many Actions the whole archive has"},
        "actions_counted_by_source": whole,
    }
    keys = {
        "total": {"type": "integer", "description": "how many records were selected"},
        "by": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": _object(country, list(country))},
        },
        "units": {"type": "object", "additionalProperties": _TEXT},
        "coverage": _object(coverage, list(coverage)),
    }
    return _object(keys, list(keys))


def _series() -> Schema:
    records = _records()
    period = _object(
        {
            "period": _TEXT,
            "count": {"type": "integer"},
            "records": {"type": "array", "items": records["items"]},
        },
        ["period", "count", "records"],
    )
    return {"$defs": records["$defs"], "type": "array", "items": period}


def _problems() -> Schema:
    keys = {
        "severity": {"enum": ["error", "warning"]},
        "file": _TEXT,
        "line": {"type": "integer"},
        "record": _TEXT,
        "field": _TEXT,
        "message": _TEXT,
    }
    return {"type": "array", "items": _object(keys, list(keys))}


def _fields() -> Schema:
    keys = dict.fromkeys(("id", "kind", "types", "serves", "meaning"), _TEXT)
    return {"type": "array", "items": _object(keys, list(keys))}


def _archive() -> Schema:
    tables = {type_: {"type": "array", "items": _authored(type_)} for type_ in TYPES}
    names = dict.fromkeys((*ALIASES, "includes"), _TEXTS)
    entry = _object({"name": _TEXT, **names}, ["name"], closed=False)
    vocabulary = {table: {"type": "array", "items": entry} for table in TABLES}
    about = {"type": "object", "additionalProperties": _TEXT}
    return _object({"archive": about, **tables, **vocabulary}, [])


def _authored(type_: str) -> Schema:
    fields = [field for field in fields_of(type_) if type_ not in field.derived]
    return _object(
        {field.name: _value(field, authored=True) for field in fields},
        [field.name for field in fields if type_ in field.needed],
    )


SCHEMAS = {
    "records": (_records, "list, search, show, facts, actions, define as JSON"),
    "facets": (_search, "search --facets as JSON"),
    "counts": (_counts, "stats as JSON"),
    "map": (_map, "map as JSON"),
    "series": (_series, "timeline as JSON"),
    "problems": (_problems, "check as JSON"),
    "fields": (_fields, "fields as JSON"),
    "archive": (_archive, "the files of an archive, as TOML or JSON"),
}


def schema(name: str) -> Schema:
    """Return the schema of the given name.

    Raises UsageError, with the nearest names as a hint, where there is none.
    """
    if name not in SCHEMAS:
        raise unknown("schema", name, SCHEMAS)
    build, meaning = SCHEMAS[name]
    return {
        "$schema": _DRAFT,
        "$id": f"urn:mieux:schema:{name}",
        "title": f"mieux: {name}",
        "description": meaning,
        **build(),
    }


FIELD_COLUMNS = ("id", "kind", "types", "serves", "meaning")


def field_rows() -> list[tuple[str, ...]]:
    """Return a row for each field: its name, kind of value, types, uses and meaning."""
    facets = {name: facet.name for facet in FACETS for name in facet.fields}
    rows: list[tuple[str, ...]] = []
    for field in FIELDS:
        sortable = ["sort"] if field.name in SORTABLE else []
        served = [
            *sortable,
            *([f"filter and facet {facets[field.name]}"] if field.name in facets else []),
            *(["search"] if field.column else []),
        ]
        rows.append((field.name, field.kind, "; ".join(field.types), "; ".join(served), field.meaning))
    return rows
