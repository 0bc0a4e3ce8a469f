"""Tables of records: CSV with a header of field names, JSON Lines and JSON.

They are read both as people keep them and as `--format` writes them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.contents import Contents, Place, add_typed
from mieuxcli.errors import UsageError, meant, quoted
from mieuxcli.fields import FIELDS, TYPES, Field, fields_of
from mieuxcli.forms import EXTRA_KEYS
from mieuxcli.importing.drafts import Found, Unread, clean, id_of, iso_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record

__all__ = ["is_table", "read_csv", "read_json"]

_KNOWN = {field.name: field for field in FIELDS}
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_LONGEST_HEADER = 10_000
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?\Z")
_FORMULA = re.compile(r"'[=+\-@]")
_BETWEEN_EVENTS = re.compile(r";\s*(?=\d{4}(?:-\d\d){0,2} )")
_BETWEEN_PEOPLE = re.compile(r";\s*(?![^(]*\))")
_PERSON = re.compile(r"(.+?) \((.*)\)\Z")


class _Row(NamedTuple):
    """What stands at a line: the values of a record, or a problem."""

    line: int
    values: object = None
    problem: str = ""


def is_table(text: str) -> bool:
    """Return whether text begins with a header of field names."""
    header = _header(text, _delimiter(text))
    return len(_KNOWN.keys() & header) > 1 and bool({"id", "title"} & set(header))


def read_csv(text: str, file: str) -> Found:
    """Return the records of CSV.

    Each column that is no field is reported once, and so is each row that is no record.
    """
    delimiter = _delimiter(text)
    header = _header(text, delimiter)
    if not _KNOWN.keys() & header:
        return Found(
            (), [Unread(file, 1 if header else 0, "has no header of field names; mieux fields lists them")]
        )
    unread = [
        Unread(file, 1, _no_field("column", name))
        for name in header
        if name not in _KNOWN and name not in EXTRA_KEYS
    ]
    found = _checked(_csv_rows(text, delimiter, header), file)
    return Found(found.records, [*unread, *found.unread])


def read_json(text: str, file: str) -> Found:
    """Return the records of JSON Lines, of a JSON array, or of an object that holds them in lists."""
    lines = [line for line in text.split("\n") if line.strip()]
    one_a_line = 2 * sum(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines
    ) >= len(lines)
    return _checked(_lines(text) if one_a_line else _array(text), file)


def _delimiter(text: str) -> str:
    return max(",;\t", key=lambda sign: len(_KNOWN.keys() & _header(text, sign)))


def _header(text: str, delimiter: str) -> list[str]:
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    # No header is that long, and the csv module fails on cells that are too long.
    cells = next(csv.reader([first], delimiter=delimiter), []) if len(first) < _LONGEST_HEADER else []
    return ["_".join(clean(cell).casefold().split()) for cell in cells]


def _csv_rows(text: str, delimiter: str, header: Sequence[str]) -> Iterator[_Row]:
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    line = skipped + 1
    try:
        next(rows, None)
        line = rows.line_num + skipped + 1
        for cells in rows:
            if any(cells[len(header) :]):
                yield _Row(line, problem=f"has {len(cells)} cells, the header {len(header)}")
            elif any(cells):
                given = {
                    name: cell
                    for name, cell in zip(header, cells, strict=False)
                    if name in _KNOWN and cell.strip()
                }
                yield _Row(
                    line, {name: _value(_KNOWN[name], _plain(cell), given) for name, cell in given.items()}
                )
            line = rows.line_num + skipped + 1
    except csv.Error as error:
        yield _Row(line, problem=f"is not CSV: {error}")


def _plain(cell: str) -> str:
    """Return the text of a cell without the apostrophe that keeps spreadsheets from running formulas."""
    return clean(cell.removeprefix("'") if _FORMULA.match(cell) else cell)


def _value(field: Field, cell: str, row: dict[str, str]) -> object:
    if field.kind in ("integer", "number") and _NUMBER.match(cell):
        return float(cell) if "." in cell else int(cell)
    if field.kind == "texts":
        return [part for part in map(clean, cell.split(";")) if part]
    if field.kind == "people":
        organisations = [clean(name) for name in row.get("organisations", "").split(";")]
        return [_person(part, organisations) for part in _BETWEEN_PEOPLE.split(cell) if part]
    if field.kind == "events":
        return [
            dict(zip(("date", "what"), part.split(" ", 1), strict=False))
            for part in _BETWEEN_EVENTS.split(cell)
        ]
    return cell


def _person(text: str, organisations: Iterable[str]) -> dict[str, str]:
    """Return the person that a cell describes as `Name (role, organisation, part)`.

    Any of the three may be absent, and role and organisation may contain commas.
    """
    match = _PERSON.match(text)
    if not match:
        return {"name": text}
    pieces = match[2].split(", ")
    part = pieces.pop() if pieces[-1] in _PARTS_PLAYED else ""
    rest = ", ".join(pieces)
    named = [name for name in organisations if name and f", {rest}".endswith(f", {name}")]
    organisation = max(named, key=len) if named else pieces[1] if len(pieces) == 2 else ""
    role = rest.removesuffix(organisation).removesuffix(", ")
    given = {"name": match[1], "role": role, "organisation": organisation, "part": part}
    return {key: value for key, value in given.items() if value}


def _lines(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield from _records(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield _Row(number, problem=_no_json(error))


def _array(text: str) -> Iterator[_Row]:
    """Yield the records of an array with their lines, which a parser of whole documents does not report."""
    decoder = json.JSONDecoder()
    inside = text.lstrip().startswith("[")
    at, counted, line = _next(text, text.find("[") + 1 if inside else 0), 0, 1
    while at < len(text) and not (inside and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield _Row(getattr(error, "lineno", line), problem=_no_json(error))
            return
        yield from _records(line, value)
        at = _next(text, end)
    if inside and at >= len(text):
        yield _Row(text.count("\n") + 1, problem="is not JSON: the array has no end")


def _no_json(error: ValueError | RecursionError) -> str:
    return (
        f"is not JSON: {error.msg} at column {error.colno}"
        if isinstance(error, json.JSONDecodeError)
        else f"is not JSON: {error}"
    )


def _next(text: str, at: int) -> int:
    match = re.compile(r"[\s,]*").match(text, at)
    return match.end() if match else at


def _records(line: int, value: object) -> Iterator[_Row]:
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        yield from (_Row(line, row) for row in value["records"])
    elif (
        isinstance(value, dict)
        and value
        and all(name in TYPES and isinstance(rows, list) for name, rows in value.items())
    ):
        yield from (
            _Row(line, {**row, "type": name} if isinstance(row, dict) else row)
            for name, rows in value.items()
            for row in rows
        )
    else:
        yield _Row(line, value)


def _checked(rows: Iterable[_Row], file: str) -> Found:
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


def _loaded(row: _Row, file: str, strange: set[str]) -> Contents:
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
