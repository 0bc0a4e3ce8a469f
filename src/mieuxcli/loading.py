"""TOML, JSON and JSON Lines into documents and vocabularies; what is wrong comes as a list of problems with their places."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mieuxcli.dates import is_partial_date, period_of
from mieuxcli.errors import ArchiveError, quoted
from mieuxcli.fields import TYPES, Field, fields_of
from mieuxcli.vocabulary import TABLES, Entry, Vocabulary, entry_of
from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["EXTRA_KEYS", "Contents", "Place", "Problem", "completed", "load", "load_lines", "with_field_lines", "with_phases"]

SUFFIXES = (".toml", ".json", ".jsonl")
EXTRA_KEYS = frozenset(("score", "snippet", "snippet_marks", "title_marks", "matched", "related", "neighbours"))
_PARTS = {"people": ({"name"}, {"role", "organisation", "part", "family"}), "events": ({"date", "what"}, set[str]())}
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


class Place(NamedTuple):
    """Where a record stands: the file, its line there (from 1; 0 where not known) and the record's table and number in it."""

    file: str
    line: int = 0
    table: str = ""
    number: int = 0


class Problem(NamedTuple):
    """Something wrong with an archive: how bad it is (error or warning), where, and what would be right."""

    severity: str
    file: str
    line: int
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        """Print the problem on one line, its place first as compilers do."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.severity, self.record, self.field, self.message) if part)


@dataclass(slots=True)
class Contents:
    """What has been read: documents, their places, vocabulary entries, what the archive says of itself, and the problems.

    `broken` are the ids of records that are left out for a problem of their shape.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of all entries that were read."""
        return Vocabulary(self.entries)

    def add(self, document: dict[str, Any], place: Place) -> None:
        """Take one more document with its place."""
        self.documents.append(document)
        self.places.append(place)

    def problem(self, place: Place, record: str, name: str, message: str, severity: str = "error") -> None:
        """Note a problem at a place."""
        self.problems.append(Problem(severity, place.file, place.line, record, name, message))


def load(path: Path) -> Contents:
    """Return what a folder, or one file, of TOML, JSON or JSON Lines holds; ArchiveError where nothing can be read at all."""
    contents = Contents()
    try:
        files = _files(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    for file in files:
        _load_file(file, contents)
    return contents


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and not file.name.endswith(".schema.json"))
        if not found:
            raise ArchiveError(
                f"{path} holds no archive", "an archive is a folder of .toml, .json or .jsonl files; mieux new DIR makes one"
            )
        return found
    if not path.exists():
        raise ArchiveError(f"{path} does not exist")
    if path.suffix not in SUFFIXES:
        raise ArchiveError(f"{path} is no archive", "an archive is a folder, a .toml, .json or .jsonl file, or a .db made by mieux compile")
    return [path]


def _load_file(file: Path, contents: Contents) -> None:
    try:
        if file.suffix == ".jsonl":
            with file.open(encoding="utf-8") as lines:
                load_lines(lines, contents, str(file))
            return
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        contents.problem(Place(str(file)), "", "", f"is not UTF-8 at byte {error.start}")
        return
    if file.suffix == ".toml":
        _load_toml(text, contents, str(file))
    else:
        _load_json(text, contents, str(file))


def load_lines(lines: Iterable[str], contents: Contents, name: str) -> None:
    """Add the records of JSON Lines, one a line, as `--format jsonl` writes them; `name` stands for them in problems."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Place(name, number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            contents.problem(place, "", "", f"is not JSON: {_reason(error)}")
        else:
            _add_typed(row, contents, place)


def _load_json(text: str, contents: Contents, name: str) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        contents.problem(Place(name, getattr(error, "lineno", 0)), "", "", f"is not JSON: {_reason(error)}")
        return
    if isinstance(data, list):
        for number, row in enumerate(data, 1):
            _add_typed(row, contents, Place(name, 0, "record", number))
    elif isinstance(data, dict):
        _load_tables(data, contents, name, {})
    else:
        contents.problem(Place(name), "", "", "must hold a list of records or an object of tables")


def _load_toml(text: str, contents: Contents, name: str) -> None:
    import tomli  # noqa: PLC0415 - a compiled archive is opened without it

    try:
        data = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        contents.problem(Place(name, getattr(error, "lineno", 0)), "", "", f"is not TOML: {_reason(error)}")
        return
    _load_tables(data, contents, name, _headers(text))


def _reason(error: ValueError | RecursionError) -> str:
    """Return what a parser says of a text, with the column where it tells one."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    column = f" at column {error.colno}" if hasattr(error, "colno") else ""
    return f"{getattr(error, 'msg', error)}{column}"


_HEADER = re.compile(r"^[ \t]*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)
_ANY_HEADER = re.compile(r"\s*\[\[?\s*[\w.\"-]+\s*\]\]?\s*(#.*)?$")
_HALF = re.compile("[\ud800-\udfff]")


def _headers(text: str) -> dict[str, list[int]]:
    """Return the lines of the [[table]] headers, which the parser does not tell."""
    found: dict[str, list[int]] = {}
    line, last = 1, 0
    for match in _HEADER.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        found.setdefault(match[1], []).append(line)
    return found


def _load_tables(data: Mapping[str, Any], contents: Contents, name: str, headers: Mapping[str, list[int]]) -> None:
    for table, rows in data.items():
        if table == "archive" and isinstance(rows, dict):
            contents.about.update({key: str(value) for key, value in rows.items()})
            continue
        if table.startswith("$"):
            continue
        if table not in TYPES and table not in TABLES:
            near = nearest(table, (*TYPES, *TABLES))
            contents.problem(Place(name), "", "", f"there is no table {quoted(table)}" + (f"; did you mean {near[0]}?" if near else ""))
            continue
        lines = headers.get(table, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
            line = lines[number - 1] if number <= len(lines) else 0
            _add_row(table, row, contents, Place(name, line, table, number))


def _add_typed(row: Any, contents: Contents, place: Place) -> None:  # noqa: ANN401 - whatever JSON held
    kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(kind, str) or (kind not in TYPES and kind not in TABLES):
        contents.problem(place, "", "type", f"a record needs a type, one of {', '.join(TYPES)}")
    else:
        _add_row(kind, {key: value for key, value in row.items() if key != "type"}, contents, place)


def _add_row(table: str, row: Any, contents: Contents, place: Place) -> None:  # noqa: ANN401
    if not isinstance(row, dict):
        contents.problem(place, "", "", f"each {table} must be a table of keys and values")
    elif table in TABLES:
        _add_entries(table, row, contents, place)
    else:
        before = len(contents.problems)
        _check_row(table, row, contents, place)
        if len(contents.problems) == before:
            contents.add(completed(table, row), place)
        elif isinstance(row.get("id"), str):
            contents.broken.add(row["id"])


def _add_entries(table: str, row: dict[str, Any], contents: Contents, place: Place) -> None:
    wrong = list(_wrong_entry(row))
    for key, message in wrong:
        contents.problem(place, f"{table} {row['name']}" if isinstance(row.get("name"), str) else table, key, message)
    if not wrong:
        contents.entries.extend(entry_of(table, row))


def _wrong_entry(row: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever the table held
    """Yield what is wrong with a row of a vocabulary: the key and the message."""
    if not isinstance(row, dict) or not _fits("text", row.get("name")) or not row["name"]:
        yield "name", "each entry of a vocabulary needs a name"
        return
    for key, value in row.items():
        if key == "specific":
            inner = value if isinstance(value, list) else [None]
            yield from (wrong for part in inner if not _fits("text", part) for wrong in _wrong_entry(part))
        elif key in ("aliases", "adjectives", "variants", "includes"):
            if not _fits("texts", value):
                yield key, f"must be {_KINDS['texts']}, not {quoted(str(value))}"
        elif not _fits("text", value) and (key.startswith("alpha") or not isinstance(value, int | float)):
            yield key, f"must be {_KINDS['text']}, not {quoted(str(value))}"


_KNOWN = {type_: {one.name: one for one in fields_of(type_)} for type_ in TYPES}
_NEEDED = {
    type_: [name for name, one in known.items() if type_ in one.needed and type_ not in one.derived] for type_, known in _KNOWN.items()
}


def _check_row(table: str, row: dict[str, Any], contents: Contents, place: Place) -> None:
    known = _KNOWN[table]
    record = row["id"] if isinstance(row.get("id"), str) else f"{table} {place.number}" if place.number else table
    for name in _NEEDED[table]:
        if row.get(name) in (None, ""):
            contents.problem(place, record, name, "is missing")
    for key, value in row.items():
        if key not in known:
            _check_key(key, known, contents, place, record)
        elif value is not None:
            _check_value(known[key], value, contents, place, record)


def _check_key(key: str, known: Iterable[str], contents: Contents, place: Place, record: str) -> None:
    if key not in EXTRA_KEYS:
        near = nearest(key, known)
        contents.problem(place, record, key, "no such key here" + (f"; did you mean {near[0]}?" if near else ""))


def _check_value(one: Field, value: Any, contents: Contents, place: Place, record: str) -> None:  # noqa: ANN401
    if not _fits(one.kind, value):
        contents.problem(place, record, one.name, f"must be {_KINDS[one.kind]}, not {quoted(str(value))}")
    elif one.kind in _PARTS:
        needed, allowed = _PARTS[one.kind]
        for part in value:
            told = {key for key, inner in part.items() if inner is not None}
            if not needed <= told or told - needed - allowed or not all(_fits("text", part[key]) for key in told):
                contents.problem(
                    place,
                    record,
                    one.name,
                    f"each must have {' and '.join(sorted(needed))}, and may have {', '.join(sorted(allowed)) or 'nothing else'}",
                )
            elif not is_partial_date(part.get("date", "2000")):
                contents.problem(place, record, one.name, f"{quoted(part['date'])} is no date that exists")


def _fits(kind: str, value: Any) -> bool:  # noqa: ANN401
    if kind in ("text", "url"):
        return isinstance(value, str) and not _HALF.search(value)
    if kind == "date":
        return isinstance(value, str) and is_partial_date(value)
    if kind in ("integer", "number"):
        number = isinstance(value, int if kind == "integer" else int | float) and not isinstance(value, bool)
        return number and (abs(value) < _LARGEST if isinstance(value, int) else math.isfinite(value))
    if not isinstance(value, list):
        return False
    return all(_fits("text", part) if kind == "texts" else isinstance(part, dict) for part in value)


# What SQLite and JSON readers keep whole.
_LARGEST = 2**63
_TITLE_UNITS = {"%": "%", "EUR": " euro", "year": ""}


_SHAPES = {type_: tuple((one.name, one.kind) for one in fields_of(type_)) for type_ in TYPES}
_PERSON_KEYS = ("name", "role", "organisation", "part", "family")


def completed(type_: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole document of a record: every key of its type in order, and what is derived."""
    document: dict[str, Any] = {}
    for name, kind in _SHAPES[type_]:
        value = row.get(name)
        if kind == "people":
            value = [{key: part.get(key) for key in _PERSON_KEYS} for part in value or ()]
        elif kind in ("texts", "events"):
            value = list(value or ())
        document[name] = value
    document["type"] = type_
    if type_ in ("action", "phase"):
        document["date"] = document["start"]
    if type_ == "fact":
        document["date"] = document["as_of"]
        document["title"] = _fact_title(document)
    return document


def _fact_title(fact: Mapping[str, Any]) -> str:
    unit = _TITLE_UNITS.get(fact["unit"], f" {fact['unit']}")
    hedge = "" if fact["qualifier"] == "exactly" else fact["qualifier"] + " "
    upper = "" if fact["value_max"] is None else f" to {number(fact['value_max'], fact['unit'])}"
    named = "" if fact["metric"] in unit.lower() else f"{fact['metric']}: "
    return f"{named}{hedge}{number(fact['value'], fact['unit'])}{upper}{unit} ({fact['scope']})"


def number(value: float, unit: str) -> str:
    """Return a figure with separators between its thousands, but not in a year."""
    return str(value) if unit == "year" else f"{value:,}"


def with_phases(documents: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield each document with the phase that its date falls in, and give an Action without a phase its own.

    A date belongs to the last phase that had begun by then, unless that phase had ended.
    """
    begun = ((period_of(d["start"]).begin, d["end"], d["title"]) for d in documents if d["type"] == "phase" and d["start"])
    phases = sorted(begun, key=lambda phase: phase[0])
    for document in documents:
        phase = document["title"] if document["type"] == "phase" else document.get("phase") or _phase_at(document["date"], phases)
        if document["type"] == "action":
            document["phase"] = phase
        yield document, phase


def _phase_at(date: str | None, phases: list[tuple[str, str | None, str]]) -> str | None:
    if not date:
        return None
    day = period_of(date).begin
    begun = [(end, title) for begin, end, title in phases if begin <= day]
    if not begun:
        return None
    end, title = begun[-1]
    return title if end is None or day < period_of(end).end else None


def with_field_lines(problems: list[Problem]) -> list[Problem]:
    """Return the problems with the line of the field, instead of that of the record, where a TOML file shows it."""
    texts = {
        problem.file: Path(problem.file).read_text(encoding="utf-8").split("\n")
        for problem in problems
        if problem.file.endswith(".toml") and problem.line and problem.field
    }
    return [
        problem._replace(line=_field_line(texts[problem.file], problem)) if problem.file in texts and problem.field else problem
        for problem in problems
    ]


def _field_line(lines: list[str], problem: Problem) -> int:
    key = re.compile(rf"\s*\"?{re.escape(problem.field)}\"?\s*=")
    for number, line in enumerate(lines[problem.line :], problem.line + 1):
        if key.match(line):
            return number
        if _ANY_HEADER.match(line):
            break
    return problem.line
