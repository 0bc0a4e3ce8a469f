"""The form that a row of TOML or JSON must have to become a record or an entry of a vocabulary."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import is_partial_date
from mieuxcli.documents import record_of
from mieuxcli.errors import meant, quoted
from mieuxcli.fields import TYPES, Field, fields_of
from mieuxcli.vocabulary import ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record

__all__ = ["EXTRA_KEYS", "Fitted", "derived_keys", "fitted", "wrong_entry"]

# The program prints these keys beside the fields of a record, so it must accept them when it reads them back.
EXTRA_KEYS = frozenset(
    (
        "score",
        "snippet",
        "snippet_marks",
        "title_marks",
        "matched",
        "related",
        "neighbours",
        "missing",
        "reasons",
    )
)
_PARTS = {
    "people": ({"name"}, {"role", "organisation", "part", "family"}),
    "events": ({"date", "what"}, set[str]()),
}
_KINDS = {
    "text": "a text",
    "url": "an address",
    "date": "a date as 2022, 2022-03 or 2022-03-30, in quotes",
    "integer": "a whole number",
    "number": "a number",
    "texts": "a list of texts",
    "people": "a list of tables with name, role, organisation, part, family",
    "events": "a list of tables with date and what",
}
# Placeholders for needed fields that are missing or wrong, so that the other fields can still be checked.
_NOTHING: dict[str, object] = {"number": 0, "texts": [], "people": [], "events": []}
# SQLite cannot store larger integers.
_LARGEST = 2**63
_HALF = re.compile("[\ud800-\udfff]")
_KNOWN = {type_: {field.name: field for field in fields_of(type_)} for type_ in TYPES}
_NEEDED = {
    type_: [name for name, field in known.items() if type_ in field.needed and type_ not in field.derived]
    for type_, known in _KNOWN.items()
}


class Fitted(NamedTuple):
    """A record made of what is right in a row, and what is wrong in it, as pairs of key and message."""

    record: Record
    wrong: list[tuple[str, str]]


def fitted(type_: str, row: dict[str, object]) -> Fitted:
    """Return the record that a row holds; fields of the wrong form are left empty and reported."""
    wrong = [*_missing(type_, row), *_wrong(type_, row)]
    names = {name for name, _ in wrong}
    filled = {name: _NOTHING.get(_KNOWN[type_][name].kind, "") for name in _NEEDED[type_]}
    right = {key: value for key, value in row.items() if key not in names and value is not None}
    return Fitted(record_of(type_, {**filled, **right}), wrong)


def derived_keys(type_: str, row: dict[str, object]) -> list[str]:
    """Return the keys of a row that are derived from the others in records of its type."""
    known = _KNOWN[type_]
    return [key for key in row if key in known and type_ in known[key].derived and key != "type"]


def _missing(type_: str, row: dict[str, object]) -> Iterator[tuple[str, str]]:
    return ((name, "is missing") for name in _NEEDED[type_] if row.get(name) in (None, ""))


def _wrong(type_: str, row: dict[str, object]) -> Iterator[tuple[str, str]]:
    known = _KNOWN[type_]
    for key, value in row.items():
        if key in known:
            yield from _wrong_value(known[key], value)
        elif key not in EXTRA_KEYS:
            near = meant(key, known)
            yield key, "no such key here" + (f"; {near}" if near else "")


def _wrong_value(field: Field, value: object) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if not fits(field.kind, value):
        yield field.name, f"must be {_KINDS[field.kind]}, not {quoted(str(value))}"
    elif field.kind in _PARTS and isinstance(value, list):
        needed, allowed = _PARTS[field.kind]
        for part in value:
            given = {key for key, inner in part.items() if inner is not None}
            if (
                not needed <= given
                or part.keys() - needed - allowed
                or not all(fits("text", part[key]) for key in given)
            ):
                may = ", ".join(sorted(allowed)) or "nothing else"
                yield field.name, f"each must have {' and '.join(sorted(needed))}, and may have {may}"
            elif not is_partial_date(part.get("date", "2000")):
                yield field.name, f"{quoted(part['date'])} is no date that exists"


def fits(kind: str, value: object) -> bool:
    """Return whether a value is of a kind: text, url, date, integer, number, texts, people or events."""
    if kind in ("text", "url"):
        return isinstance(value, str) and not _HALF.search(value)
    if kind == "date":
        return isinstance(value, str) and is_partial_date(value)
    if kind in ("integer", "number"):
        number = isinstance(value, int if kind == "integer" else int | float) and not isinstance(value, bool)
        return number and (
            abs(value) < _LARGEST
            if isinstance(value, int)
            else isinstance(value, float) and math.isfinite(value)
        )
    if not isinstance(value, list):
        return False
    return all(fits("text", part) if kind == "texts" else isinstance(part, dict) for part in value)


def wrong_entry(row: object) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row of a vocabulary, as pairs of key and message."""
    if not isinstance(row, dict) or not fits("text", row.get("name")) or not row["name"]:
        yield "name", "each entry of a vocabulary needs a name"
        return
    for key, value in row.items():
        if key == "specific":
            inner = value if isinstance(value, list) else [None]
            yield from (wrong for part in inner if not fits("text", part) for wrong in wrong_entry(part))
        elif key in (*ALIASES, "includes"):
            if not fits("texts", value):
                yield key, f"must be {_KINDS['texts']}, not {quoted(str(value))}"
        elif not fits("text", value) and (key.startswith("alpha") or not isinstance(value, int | float)):
            yield key, f"must be {_KINDS['text']}, not {quoted(str(value))}"
