"""Archives as people edit and print them: records from TOML, JSON and JSON Lines, and their problems."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import ArchiveError, meant, quoted, why_unread
from mieuxcli.fields import TYPES
from mieuxcli.forms import derived_keys, fitted, wrong_entry
from mieuxcli.harmless import visible
from mieuxcli.phases import derived
from mieuxcli.sources import files_of
from mieuxcli.vocabulary import TABLES, Entry, Vocabulary, entries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mieuxcli.records import Record

__all__ = ["Contents", "Place", "Problem", "add_typed", "load", "load_lines", "read_lines"]

_DERIVED = "is derived from the other fields; what is written here is not used"


class Place(NamedTuple):
    """Where a record stands: its file and line, and its table and number there.

    Lines and numbers count from 1, and 0 means unknown.
    """

    file: str
    line: int = 0
    table: str = ""
    number: int = 0


class Problem(NamedTuple):
    """Something wrong with an archive: its severity (error or warning), its place and what would be right."""

    severity: str
    file: str
    line: int
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        """Return the problem on one line, its place first as compilers print it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = (place, self.severity, self.record, self.field, self.message)
        return visible(": ".join(filter(None, parts)))


class Contents:
    """What has been read of an archive: records and their places, vocabulary, metadata and problems.

    `partial` holds records with fields of the wrong form, and their places; these are checked but not kept.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Start with nothing but the entries of a vocabulary."""
        self.records: list[Record] = []
        self.places: list[Place] = []
        self.entries = list(entries)
        self.about: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.partial: list[tuple[Record, Place]] = []

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of all entries that have been read."""
        return Vocabulary(self.entries)

    def placed(self) -> Iterator[tuple[Record, Place]]:
        """Return an iterator over the records with their places."""
        return zip(self.records, self.places, strict=True)

    def add(self, record: Record, place: Place) -> None:
        """Add a record with its place."""
        self.records.append(record)
        self.places.append(place)

    def problem(self, place: Place, record: str, name: str, message: str, severity: str = "error") -> None:
        """Add a problem at a place."""
        self.problems.append(Problem(severity, place.file, place.line, record, name, message))

    def errors(self) -> list[Problem]:
        """Return the problems that make the archive unusable, including records that share an id."""
        return [problem for problem in (*self.problems, *self.twins()) if problem.severity == "error"]

    def twins(self) -> Iterator[Problem]:
        """Yield a problem for each record whose id an earlier record has."""
        seen: dict[str, Place] = {}
        for record, place in (*self.placed(), *self.partial):
            first = seen.setdefault(record.id, place)
            if first is not place:
                where = f"{first.file}:{first.line}" if first.line else first.file
                yield Problem(
                    "error",
                    place.file,
                    place.line,
                    record.id,
                    "id",
                    f"is the id of another record too, in {where}",
                )

    def derive(self) -> None:
        """Fill in the fields that follow from all records together and from the vocabulary."""
        self.records = derived(self.records, self.vocabulary.families())


def load(name: str | Path) -> Contents:
    """Return the contents of a folder, or of a single file, of TOML, JSON or JSON Lines.

    Raises ArchiveError where nothing can be read.
    """
    contents = Contents()
    path = Path(name)
    try:
        files = files_of(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
    for file in files:
        _load_file(file, contents)
    return contents


def read_lines() -> Contents:
    """Return the contents of standard input as JSON Lines.

    Raises ArchiveError where standard input is closed.
    """
    contents = Contents()
    if sys.stdin is None:
        raise ArchiveError("standard input is closed", "a - reads JSON Lines from it")
    # A byte order mark stands at the beginning, if at all.
    lines = (
        line.decode("utf-8" if number else "utf-8-sig", "replace")
        for number, line in enumerate(sys.stdin.buffer)
    )
    load_lines(lines, contents, "standard input")
    return contents


def _load_file(file: Path, contents: Contents) -> None:
    try:
        if file.suffix == ".jsonl":
            with file.open(encoding="utf-8-sig") as lines:
                load_lines(lines, contents, str(file))
            return
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        contents.problem(Place(str(file)), "", "", f"is not UTF-8 at byte {error.start}")
        return
    if file.suffix == ".toml":
        _load_toml(text, contents, str(file))
    else:
        _load_json(text, contents, str(file))


def load_lines(lines: Iterable[str], contents: Contents, name: str, first: int = 1) -> None:
    """Add the records of JSON Lines, one a line, as `--format jsonl` writes them.

    Problems give `name` as their file, and count its lines from `first`.
    """
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        place = Place(name, number)
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            contents.problem(place, "", "", f"is not JSON: {why_unread(error)}")
        else:
            add_typed(row, contents, place)


def _load_json(text: str, contents: Contents, name: str) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        contents.problem(
            Place(name, getattr(error, "lineno", 0)), "", "", f"is not JSON: {why_unread(error)}"
        )
        return
    if isinstance(data, list):
        for number, row in enumerate(data, 1):
            add_typed(row, contents, Place(name, 0, "record", number))
    elif isinstance(data, dict):
        _load_tables(data, contents, name, {})
    else:
        contents.problem(Place(name), "", "", "must hold a list of records or an object of tables")


def _load_toml(text: str, contents: Contents, name: str) -> None:
    import tomli  # noqa: PLC0415 - JSON and compiled archives are read without it

    try:
        data = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        contents.problem(
            Place(name, getattr(error, "lineno", 0)), "", "", f"is not TOML: {why_unread(error)}"
        )
        return
    _load_tables(data, contents, name, _headers(text))


_HEADER = re.compile(r"^[ \t]*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)


def _headers(text: str) -> dict[str, list[int]]:
    """Return the lines of the [[table]] headers, which the parser does not report."""
    found: dict[str, list[int]] = {}
    line, last = 1, 0
    for match in _HEADER.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        found.setdefault(match[1], []).append(line)
    return found


def _load_tables(
    data: Mapping[str, object], contents: Contents, name: str, headers: Mapping[str, list[int]]
) -> None:
    for table, rows in data.items():
        if table == "archive" and isinstance(rows, dict):
            _add_about(rows, contents, Place(name))
            continue
        if table.startswith("$"):
            continue
        if table not in TYPES and table not in TABLES:
            near = meant(table, (*TYPES, *TABLES))
            contents.problem(
                Place(name), "", "", f"there is no table {quoted(table)}" + (f"; {near}" if near else "")
            )
            continue
        lines = headers.get(table, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
            line = lines[number - 1] if number <= len(lines) else 0
            _add_row(table, row, contents, Place(name, line, table, number))


def _add_about(row: dict[str, object], contents: Contents, place: Place) -> None:
    for key, value in row.items():
        # JSON can spell lone surrogates, which no UTF-8 file and no database holds.
        if re.search("[\ud800-\udfff]", f"{key}{value}"):
            contents.problem(place, "archive", key, "must be a text, not " + quoted(f"{value}"))
        else:
            contents.about[key] = str(value)


def add_typed(row: object, contents: Contents, place: Place) -> None:
    """Add a row that names its own type, as each line of JSON Lines does."""
    kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(kind, str) or (kind not in TYPES and kind not in TABLES):
        contents.problem(place, "", "type", f"a record needs a type, one of {', '.join(TYPES)}")
    else:
        _add_row(kind, {key: value for key, value in row.items() if key != "type"}, contents, place)


def _add_row(table: str, row: object, contents: Contents, place: Place) -> None:
    if not isinstance(row, dict):
        contents.problem(place, "", "", f"each {table} must be a table of keys and values")
    elif table in TABLES:
        _add_entries(table, row, contents, place)
    else:
        _add_record(table, row, contents, place)


def _add_record(type_: str, row: dict[str, object], contents: Contents, place: Place) -> None:
    named = (
        row["id"] if isinstance(row.get("id"), str) else f"{type_} {place.number}" if place.number else type_
    )
    # Lines written by the program itself have the derived keys as well.
    by_hand = derived_keys(type_, row) if place.file.endswith(".toml") else []
    for name in by_hand:
        contents.problem(place, str(named), name, _DERIVED, "warning")
    record, wrong = fitted(type_, {key: value for key, value in row.items() if key not in by_hand})
    for name, message in wrong:
        contents.problem(place, str(named), name, message)
    if not wrong:
        contents.add(record, place)
    elif isinstance(row.get("id"), str):
        contents.partial.append((record, place))


def _add_entries(table: str, row: dict[str, object], contents: Contents, place: Place) -> None:
    wrong = list(wrong_entry(row))
    for key, message in wrong:
        contents.problem(
            place, f"{table} {row['name']}" if isinstance(row.get("name"), str) else table, key, message
        )
    if not wrong:
        contents.entries.extend(entries_of(table, row))
