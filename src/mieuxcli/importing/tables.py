"""Tables of records: CSV with a header of field names, JSON Lines and JSON.

They are read both as people keep them and as `--format` writes them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mieuxcli.contents import Contents, Place, add_typed
from mieuxcli.errors import UsageError, meant, quoted, why_unread
from mieuxcli.fields import FIELDS, TYPES, fields_of
from mieuxcli.forms import EXTRA_KEYS
from mieuxcli.importing.cells import Row, delimiter_of, header_of, rows_of
from mieuxcli.importing.drafts import Found, Unread, id_of, iso_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.records import Record

__all__ = ["is_table", "read_csv", "read_json"]

_KNOWN = {field.name: field for field in FIELDS}


def is_table(text: str) -> bool:
    """Return whether text begins with a header of field names."""
    header = header_of(text, delimiter_of(text))
    return len(_KNOWN.keys() & header) > 1 and bool({"id", "title"} & set(header))


def read_csv(text: str, file: str) -> Found:
    """Return the records of CSV.

    Each column that is no field is reported once, and so is each row that is no record.
    """
    header = header_of(text, delimiter_of(text))
    if not _KNOWN.keys() & header:
        return Found(
            (), [Unread(file, 1 if header else 0, "has no header of field names; mieux fields lists them")]
        )
    unread = [
        Unread(file, 1, _no_field("column", name))
        for name in header
        if name not in _KNOWN and name not in EXTRA_KEYS
    ]
    found = _checked(rows_of(text), file)
    return Found(found.records, [*unread, *found.unread])


def read_json(text: str, file: str) -> Found:
    """Return the records of JSON Lines, of a JSON array, or of an object that holds them in lists."""
    lines = [line for line in text.split("\n") if line.strip()]
    one_a_line = 2 * sum(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines
    ) >= len(lines)
    return _checked(_lines(text) if one_a_line else _array(text), file)


def _lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield from _records(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield Row(number, problem=f"is not JSON: {why_unread(error)}")


def _array(text: str) -> Iterator[Row]:
    """Yield the records of an array with their lines, which a parser of whole documents does not report."""
    decoder = json.JSONDecoder()
    inside = text.lstrip().startswith("[")
    at, counted, line = _next(text, text.find("[") + 1 if inside else 0), 0, 1
    while at < len(text) and not (inside and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Row(getattr(error, "lineno", line), problem=f"is not JSON: {why_unread(error)}")
            return
        yield from _records(line, value)
        at = _next(text, end)
    if inside and at >= len(text):
        yield Row(text.count("\n") + 1, problem="is not JSON: the array has no end")


def _next(text: str, at: int) -> int:
    match = re.compile(r"[\s,]*").match(text, at)
    return match.end() if match else at


def _records(line: int, value: object) -> Iterator[Row]:
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        yield from (Row(line, row) for row in value["records"])
    elif (
        isinstance(value, dict)
        and value
        and all(name in TYPES and isinstance(rows, list) for name, rows in value.items())
    ):
        yield from (
            Row(line, {**row, "type": name} if isinstance(row, dict) else row)
            for name, rows in value.items()
            for row in rows
        )
    else:
        yield Row(line, value)


def _checked(rows: Iterable[Row], file: str) -> Found:
    """Return the records that the loader accepts, with what is wrong with the others."""
    records: list[Record] = []
    unread: list[Unread] = []
    reported: set[str] = set()
    for row in rows:
        strange = _strange(row.values)
        unread += [
            Unread(file, row.line, _no_field("field", name)) for name in strange if name not in reported
        ]
        reported |= strange
        try:
            contents = _loaded(row, file, strange)
        except UsageError as error:
            unread.append(Unread(file, row.line, error.message))
            continue
        records += contents.records
        problems = [
            f"{problem.field}: {problem.message}" if problem.field else problem.message
            for problem in contents.problems
        ]
        if contents.entries:
            problems.append("is vocabulary and no record")
        unread += [Unread(file, row.line, problem) for problem in problems]
    return Found(records, unread)


def _no_field(what: str, name: str) -> str:
    return f"there is no field for the {what} {quoted(name)}; {meant(name, _KNOWN) or 'it is left out'}"


def _strange(values: object) -> set[str]:
    """Return the names in a row that are not fields of its type."""
    if not isinstance(values, dict) or _type_of(values) not in TYPES:
        return set()
    known = {field.name for field in fields_of(_type_of(values))}
    return {
        name
        for name, value in values.items()
        if value not in (None, "", []) and name not in known and name not in EXTRA_KEYS
    }


def _type_of(values: dict[str, object]) -> str:
    """Return the type that a record states, or else the first type that has all its fields."""
    fitting = (type_ for type_ in TYPES if values.keys() <= {field.name for field in fields_of(type_)})
    return str(values.get("type") or next(fitting, TYPES[0]))


def _loaded(row: Row, file: str, strange: set[str]) -> Contents:
    """Return what the loader makes of a row.

    Raises UsageError where the row is no record at all, or has a date that does not exist.
    """
    if row.problem:
        raise UsageError(row.problem)
    contents = Contents()
    values = row.values
    if isinstance(values, dict):
        values = {
            name: value
            for name, value in values.items()
            if value not in (None, "") and name not in strange | EXTRA_KEYS
        }
        values = _drafted(values, _type_of(values), file)
    add_typed(values, contents, Place(file))
    return contents


def _drafted(values: dict[str, object], type_: str, file: str) -> dict[str, object]:
    """Return a record with its dates in ISO form, and with defaults for what a table leaves out."""
    fields = {field.name: field for field in fields_of(type_)} if type_ in TYPES else {}
    read = {
        name: _dated(value) if name in fields and fields[name].kind == "date" else value
        for name, value in values.items()
    }
    events = read.get("events")
    if isinstance(events, list):
        read["events"] = [
            {**event, "date": _dated(event.get("date"))} if isinstance(event, dict) else event
            for event in events
        ]
    if type_ == "article":
        read.setdefault("kind", "news")
        read.setdefault("summary", read.get("title"))
        if read.get("date"):
            read.setdefault("date_basis", "published")
    if fields and not read.get("url"):
        read.setdefault("note", f"Imported from {file}.")
    return {
        "id": id_of(type_, read.get("date"), read.get("title") or read.get("metric")),
        **read,
        "type": type_,
    }


def _dated(value: object) -> object:
    return iso_date(value) if isinstance(value, str) else value
