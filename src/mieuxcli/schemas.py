"""JSON Schemas (2020-12) of what the program prints and of the archives that people edit, made from the table of fields."""

from __future__ import annotations

from typing import Any

from mieuxcli.errors import UsageError, quoted
from mieuxcli.fields import FIELDS, QUALIFIERS, TYPES, Field, fields_of
from mieuxcli.vocabulary import TABLES

__all__ = ["SCHEMAS", "schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_PERSON = {key: {"type": ["string", "null"]} for key in ("role", "organisation", "part", "family")}
_ENUMS = {"qualifier": list(QUALIFIERS), "date_basis": ["published", "inferred"], "type": list(TYPES)}


def _object(properties: dict[str, Any], required: list[str], *, closed: bool = True) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": not closed}


def _people(*, authored: bool) -> dict[str, Any]:
    person = dict.fromkeys(_PERSON, _TEXT) if authored else _PERSON
    return {"type": "array", "items": _object({"name": _TEXT, **person}, ["name"] if authored else ["name", *person])}


_EVENTS = {"type": "array", "items": _object({"date": _DATE, "what": _TEXT}, ["date", "what"])}


def _value(one: Field, *, authored: bool) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "text": _TEXT,
        "url": {"type": "string", "format": "uri"} if authored else _TEXT,
        "date": _DATE,
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "texts": _TEXTS,
        "people": _people(authored=authored),
        "events": _EVENTS,
    }
    value = {**kinds[one.kind], "description": one.meaning}
    if one.name in _ENUMS:
        value["enum"] = _ENUMS[one.name]
    return value


def _nullable(one: Field, type_: str) -> dict[str, Any]:
    value = _value(one, authored=False)
    if one.kind in ("texts", "people", "events") or type_ in one.needed or one.name == "type":
        return value
    return {"anyOf": [value, {"type": "null"}], "description": value.pop("description")}


_HIT = {
    "score": {"type": "number", "description": "how well the record matches; only the order of one answer means something"},
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
}
_NEAR = {"type": ["string", "null"]}
_RELATED = _object(
    {"id": _TEXT, "type": _TEXT, "title": _TEXT, "date": {"type": ["string", "null"]}, "reasons": _TEXTS},
    ["id", "type", "title", "date", "reasons"],
)
_CARD = {"neighbours": _object({"before": _NEAR, "after": _NEAR}, ["before", "after"]), "related": {"type": "array", "items": _RELATED}}


def _record(type_: str) -> dict[str, Any]:
    fields = fields_of(type_)
    properties = {one.name: _nullable(one, type_) for one in fields}
    properties["type"] = {"const": type_}
    return _object({**properties, **_HIT, **_CARD}, [one.name for one in fields])


def _records() -> dict[str, Any]:
    return {
        "$defs": {type_: _record(type_) for type_ in TYPES},
        "type": "array",
        "items": {"oneOf": [{"$ref": f"#/$defs/{type_}"} for type_ in TYPES]},
    }


def _search() -> dict[str, Any]:
    records = _records()
    keys = {"records": {"type": "array", "items": records["items"]}, "facets": _counts()["properties"]["by"]}
    return {"$defs": records["$defs"], **_object(keys, list(keys))}


def _counts() -> dict[str, Any]:
    count = _object({"label": _TEXT, "count": {"type": "integer"}, "share": {"type": "number"}}, ["label", "count", "share"])
    by = {"type": "object", "additionalProperties": {"type": "array", "items": count}}
    labels = {"type": "array", "items": _TEXT}
    cells = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    without = {"type": "object", "additionalProperties": {"type": "integer"}, "description": "how many have no value of a facet"}
    keys = {"facets": labels, "rows": labels, "columns": labels, "cells": cells, "without": without}
    table = _object(keys, list(keys))
    more = {"table": table, "span": {"type": "array", "items": {"type": ["string", "null"]}}, "coverage": {"type": "object"}}
    return _object({"total": {"type": "integer"}, "by": by, **more}, ["total", "by"])


def _series() -> dict[str, Any]:
    records = _records()
    period = _object(
        {"period": _TEXT, "count": {"type": "integer"}, "records": {"type": "array", "items": records["items"]}},
        ["period", "count", "records"],
    )
    return {"$defs": records["$defs"], "type": "array", "items": period}


def _problems() -> dict[str, Any]:
    keys = {
        "severity": {"enum": ["error", "warning"]},
        "file": _TEXT,
        "line": {"type": "integer"},
        "record": _TEXT,
        "field": _TEXT,
        "message": _TEXT,
    }
    return {"type": "array", "items": _object(keys, list(keys))}


def _fields() -> dict[str, Any]:
    keys = dict.fromkeys(("id", "kind", "types", "serves", "meaning"), _TEXT)
    return {"type": "array", "items": _object(keys, list(keys))}


def _archive() -> dict[str, Any]:
    tables = {type_: {"type": "array", "items": _authored(type_)} for type_ in TYPES}
    names = dict.fromkeys(("aliases", "adjectives", "variants", "includes"), _TEXTS)
    entry = _object({"name": _TEXT, **names}, ["name"], closed=False)
    vocabulary = {table: {"type": "array", "items": entry} for table in TABLES}
    about = {"type": "object", "additionalProperties": _TEXT}
    return _object({"archive": about, **tables, **vocabulary}, [])


def _authored(type_: str) -> dict[str, Any]:
    fields = [one for one in fields_of(type_) if type_ not in one.derived]
    return _object({one.name: _value(one, authored=True) for one in fields}, [one.name for one in fields if type_ in one.needed])


SCHEMAS = {
    "records": (_records, "list, search, show, facts, actions, define as JSON"),
    "facets": (_search, "search --facets as JSON"),
    "counts": (_counts, "stats as JSON"),
    "series": (_series, "timeline as JSON"),
    "problems": (_problems, "check as JSON"),
    "fields": (_fields, "fields as JSON"),
    "archive": (_archive, "the files of an archive, as TOML or JSON"),
}


def schema(name: str) -> dict[str, Any]:
    """Return the schema of that name; UsageError where there is none."""
    if name not in SCHEMAS:
        raise UsageError(f"there is no schema {quoted(name)}", f"one of {', '.join(SCHEMAS)}")
    build, meaning = SCHEMAS[name]
    return {"$schema": _DRAFT, "$id": f"urn:mieux:schema:{name}", "title": f"mieux: {name}", "description": meaning, **build()}


def field_rows() -> list[dict[str, str]]:
    """Return a row for each field: its name, kind of value, the types that have it, what it serves, and its meaning."""
    from mieuxcli.fields import FACETS  # noqa: PLC0415

    facets = {name: facet.name for facet in FACETS for name in facet.fields}
    rows = []
    for one in FIELDS:
        sortable = ["sort"] if one.kind not in ("texts", "people", "events") else []
        served = [*sortable, *([f"filter and facet {facets[one.name]}"] if one.name in facets else []), *(["search"] if one.column else [])]
        rows.append({"id": one.name, "kind": one.kind, "types": "; ".join(one.types), "serves": "; ".join(served), "meaning": one.meaning})
    return rows
