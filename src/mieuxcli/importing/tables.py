"""Records in tables: CSV with a header of field names, JSON Lines and JSON, as people keep them and as `--format` writes them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mieuxcli.errors import UsageError, quoted
from mieuxcli.fields import FIELDS, TYPES, Field, fields_of
from mieuxcli.importing.dating import read as read_date
from mieuxcli.importing.drafting import Found, Unread, clean, id_of
from mieuxcli.loading import EXTRA_KEYS, Contents, load_lines
from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.models import Document

__all__ = ["is_table", "read_csv", "read_json"]

_KNOWN = {one.name: one for one in FIELDS}
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_LONGEST_HEADER = 10_000
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?\Z")
_FORMULA = re.compile(r"'[=+\-@]")
_BETWEEN_EVENTS = re.compile(r";\s*(?=\d{4}(?:-\d\d){0,2} )")
_BETWEEN_PEOPLE = re.compile(r";\s*(?![^(]*\))")
_PERSON = re.compile(r"(.+?) \((.*)\)\Z")


class _Row(NamedTuple):
    """What stands at a line: the values of a record, or what is wrong there."""

    line: int
    values: Any = None
    problem: str = ""


def is_table(text: str) -> bool:
    """Say whether text begins with a header of field names."""
    header = _header(text, _delimiter(text))
    return len(_KNOWN.keys() & header) > 1 and bool({"id", "title"} & set(header))


def read_csv(text: str, file: str) -> Found:
    """Return the records of CSV; columns that are no fields are told once, rows that are no records each."""
    delimiter = _delimiter(text)
    header = _header(text, delimiter)
    if not _KNOWN.keys() & header:
        return Found((), [Unread(file, 1 if header else 0, "has no header of field names; mieux fields lists them")])
    unread = [Unread(file, 1, _no_field("column", name)) for name in header if name not in _KNOWN and name not in EXTRA_KEYS]
    found = _checked(_csv_rows(text, delimiter, header), file)
    return Found(found.records, [*unread, *found.unread])


def read_json(text: str, file: str) -> Found:
    """Return the records of JSON Lines, of a JSON array, or of one object that has them as `records`."""
    lines = [line for line in text.split("\n") if line.strip()]
    one_a_line = 2 * sum(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines) >= len(lines)
    return _checked(_lines(text) if one_a_line else _array(text), file)


def _delimiter(text: str) -> str:
    return max(",;\t", key=lambda one: len(_KNOWN.keys() & _header(text, one)))


def _header(text: str, delimiter: str) -> list[str]:
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    # Longer than any header, and than the csv module takes a cell to be.
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
                given = {name: cell for name, cell in zip(header, cells, strict=False) if name in _KNOWN and cell.strip()}
                yield _Row(line, {name: _value(_KNOWN[name], _plain(cell), given) for name, cell in given.items()})
            line = rows.line_num + skipped + 1
    except csv.Error as error:
        yield _Row(line, problem=f"is not CSV: {error}")


def _plain(cell: str) -> str:
    """Return the text of a cell, without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return clean(cell.removeprefix("'") if _FORMULA.match(cell) else cell)


def _value(one: Field, cell: str, row: dict[str, str]) -> Any:  # noqa: ANN401 - a document's value
    if one.kind in ("integer", "number") and _NUMBER.match(cell):
        return float(cell) if "." in cell else int(cell)
    if one.kind == "texts":
        return [part for part in map(clean, cell.split(";")) if part]
    if one.kind == "people":
        organisations = [clean(name) for name in row.get("organisations", "").split(";")]
        return [_person(part, organisations) for part in _BETWEEN_PEOPLE.split(cell) if part]
    if one.kind == "events":
        return [dict(zip(("date", "what"), part.split(" ", 1), strict=False)) for part in _BETWEEN_EVENTS.split(cell)]
    return cell


def _person(text: str, organisations: Iterable[str]) -> dict[str, str]:
    """Return the person that a cell tells of as `Name (role, organisation, part)`, any of which may be absent or hold a comma."""
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
    """Yield the records of an array with their lines, which the parser of a whole document does not tell."""
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
    return f"is not JSON: {error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else f"is not JSON: {error}"


def _next(text: str, at: int) -> int:
    match = re.compile(r"[\s,]*").match(text, at)
    return match.end() if match else at


def _records(line: int, value: Any) -> Iterator[_Row]:  # noqa: ANN401 - whatever JSON held
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        yield from (_Row(line, one) for one in value["records"])
    elif isinstance(value, dict) and value and all(name in TYPES and isinstance(rows, list) for name, rows in value.items()):
        yield from (_Row(line, {**one, "type": name} if isinstance(one, dict) else one) for name, rows in value.items() for one in rows)
    else:
        yield _Row(line, value)


def _checked(rows: Iterable[_Row], file: str) -> Found:
    """Return the records of the rows that the loader takes; the others are told with what it says of them."""
    records: list[Document] = []
    unread: list[Unread] = []
    told: set[str] = set()
    for row in rows:
        strange = _strange(row.values)
        unread += [Unread(file, row.line, _no_field("field", name)) for name in strange if name not in told]
        told |= strange
        try:
            contents = _loaded(row, file, strange)
        except UsageError as error:
            unread.append(Unread(file, row.line, error.message))
            continue
        records += contents.documents
        problems = [f"{one.field}: {one.message}" if one.field else one.message for one in contents.problems]
        if contents.entries:
            problems.append("is vocabulary and no record")
        unread += [Unread(file, row.line, problem) for problem in problems]
    return Found(records, unread)


def _no_field(what: str, name: str) -> str:
    near = nearest(name, _KNOWN)
    return f"there is no field for the {what} {quoted(name)}" + (f"; did you mean {near[0]}?" if near else "; it is left out")


def _strange(values: Any) -> set[str]:  # noqa: ANN401
    """Return the names in a row that no field of its type has."""
    if not isinstance(values, dict) or _type_of(values) not in TYPES:
        return set()
    known = {one.name for one in fields_of(_type_of(values))}
    return {name for name, value in values.items() if value not in (None, "", []) and name not in known and name not in EXTRA_KEYS}


def _type_of(values: dict[str, Any]) -> str:
    """Return the type of a record: as it says, else the first one that has all its fields."""
    fitting = (type_ for type_ in TYPES if values.keys() <= {one.name for one in fields_of(type_)})
    return str(values.get("type") or next(fitting, TYPES[0]))


def _loaded(row: _Row, file: str, strange: set[str]) -> Contents:
    """Return what the loader makes of a row; UsageError where the row was no record to begin with, or has a date that is none."""
    if row.problem:
        raise UsageError(row.problem)
    contents = Contents()
    values = row.values
    if isinstance(values, dict):
        values = {name: value for name, value in values.items() if value not in (None, "") and name not in strange | EXTRA_KEYS}
        values = _drafted(values, _type_of(values), file)
    load_lines([json.dumps(values)], contents, file)
    return contents


def _drafted(values: dict[str, Any], type_: str, file: str) -> dict[str, Any]:
    """Return a record with its dates in ISO form, and with what follows from the rest where a table leaves it out."""
    fields = {one.name: one for one in fields_of(type_)} if type_ in TYPES else {}
    read = {name: _dated(value) if name in fields and fields[name].kind == "date" else value for name, value in values.items()}
    if isinstance(read.get("events"), list):
        read["events"] = [{**one, "date": _dated(one.get("date"))} if isinstance(one, dict) else one for one in read["events"]]
    if type_ == "article":
        read.setdefault("kind", "news")
        read.setdefault("summary", read.get("title"))
        if read.get("date"):
            read.setdefault("date_basis", "published")
    if fields and not read.get("url"):
        read.setdefault("note", f"Imported from {file}.")
    return {"id": id_of(type_, read), **read, "type": type_}


def _dated(value: Any) -> Any:  # noqa: ANN401
    return read_date(value) if isinstance(value, str) else value
