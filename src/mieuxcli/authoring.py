"""The TOML that people edit: records as text, records inserted into files, and new archives to fill in."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import tomli

from mieuxcli.documents import document_of
from mieuxcli.errors import OutputError, UsageError
from mieuxcli.fields import Field, fields_of
from mieuxcli.schemas import schema
from mieuxcli.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mieuxcli.records import Record
    from mieuxcli.vocabulary import Entry

__all__ = ["new_archive", "toml_of", "toml_of_about", "toml_of_entry", "with_records"]

_WIDTH = 120


def toml_of(record: Record) -> str:
    """Return the `[[type]]` table of a record, without empty keys and derived ones.

    The keys are in the order of the table of fields, with the note last.
    """
    values = document_of(record)
    lines = [
        f"{field.name} = {_value(values[field.name])}"
        for field in _authored(record.type)
        if values[field.name] not in (None, [])
    ]
    return "\n".join([f"[[{record.type}]]", *lines, ""])


def toml_of_about(about: Mapping[str, str]) -> str:
    """Return the `[archive]` table that says what an archive is."""
    return "\n".join(["[archive]", *(f"{_key(key)} = {_value(value)}" for key, value in about.items()), ""])


def toml_of_entry(entry: Entry) -> str:
    """Return the `[[table]]` of an entry of a vocabulary, with its aliases of all languages in one list."""
    table = next(name for name, facet in TABLES.items() if facet == entry.facet)
    codes = {f"alpha{len(code)}": code for code in entry.codes}
    lists = {"aliases": list(entry.aliases), "includes": list(entry.includes)}
    keys = {"name": entry.name, **{key: value for key, value in lists.items() if value}, **codes}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in {**keys, **dict(entry.rest)}.items()]
    return "\n".join([f"[[{table}]]", *lines, ""])


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _authored(type_: str) -> Iterable[Field]:
    fields = [field for field in fields_of(type_) if type_ not in field.derived]
    return sorted(fields, key=lambda field: field.name == "note")


def _value(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items() if inner is not None)
            + " }"
        )
    if isinstance(value, list):
        parts = [_value(part) for part in value]
        flat = f"[{', '.join(parts)}]"
        if len(flat) <= _WIDTH and not isinstance(value[0], dict):
            return flat
        return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    # A JSON string is a TOML basic string too, except that TOML requires DEL to be escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


_FILES = {
    "archive.toml": """\
#:schema ./archive.schema.json
# What the archive is, and how far it goes.

[archive]
title = {name}
description = ""
coverage = ""
licence = ""
version = "1"
""",
    "articles.toml": """\
#:schema ./archive.schema.json
# The articles, newest first, undated ones last. A record looks like this, without the # in front:
#
# [[article]]
# id = "2022-03-30-a-few-words"       # the date as far as known, or undated, and a few words
# title = "As published"
# date = "2022-03-30"                 # or 2022-03, or 2022
# date_basis = "published"            # or inferred, with the ground in the note
# url = "https://example.org/page"
# kind = "news"                       # news, interview, opinion, reflection, event, publication
# language = "en"
# summary = "What it says, in your own words, at most 60 of them."
# countries = ["Ghana"]
# topics = ["diaspora engagement"]
# people = [{{ name = "Ana Example", role = "Officer", organisation = "ICMPD", part = "author" }}]
# note = "What is doubtful."
#
# mieux fields tells what else a record may have; mieux check tells what is wrong.
""",
}


def new_archive(folder: Path) -> list[Path]:
    """Make an empty archive in a folder and return the files made.

    Raises UsageError where the folder is not empty, and OutputError where it cannot be written.
    """
    schema_text = json.dumps(schema("archive"), ensure_ascii=False, indent=2) + "\n"
    name = folder.name.encode("utf-8", "replace").decode() or "archive"
    texts = {file: text.format(name=_value(name)) for file, text in _FILES.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty", "name a folder that is not there yet")
        made = []
        for file, text in {**texts, "archive.schema.json": schema_text}.items():
            made.append(folder / file)
            made[-1].write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}") from error
    return made


_DATES = {"action": "start", "phase": "start", "fact": "as_of"}


def with_records(text: str, type_: str, records: Sequence[Record]) -> str | None:
    """Return a TOML text with records inserted by date or, failing that, at its end.

    Returns None where the result would not hold exactly the old records and the new ones.
    """
    before = tomli.loads(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    for place in (_inserted, _appended):
        changed = place(text, type_, before.get(type_, []), records, line_end)
        if _holds(changed, before, type_, records):
            return changed
    return None


def _holds(text: str, before: Mapping[str, object], type_: str, records: Sequence[Record]) -> bool:
    """Return whether a text holds the new records, and all that it held before in the same order."""
    try:
        after = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return False
    added = {record.id: tomli.loads(toml_of(record))[type_][0] for record in records}
    rows = after.pop(type_)
    old = [row for row in rows if row["id"] not in added]
    new = {row["id"]: row for row in rows if row["id"] in added}
    return new == added and {**after, type_: old} == {**before, type_: before.get(type_, [])}


def _inserted(
    text: str, type_: str, rows: Sequence[Mapping[str, object]], records: Sequence[Record], line_end: str
) -> str:
    """Insert each record in front of the first older one.

    The records go to the end where the file is not in that order, or not written as one table a record.
    """
    dates = [str(row.get(_DATES.get(type_, "date")) or "") for row in rows]
    headers = [match.start() for match in re.finditer(rf"^\[\[\s*{type_}\s*\]\]", text, re.MULTILINE)]
    if len(headers) != len(rows) or any(one < other for one, other in pairwise(dates)):
        return _appended(text, type_, rows, records, line_end)
    newest_first = sorted(records, key=lambda record: record.date or "", reverse=True)
    pieces: list[str] = []
    done = 0
    for date, header in zip(dates, headers, strict=True):
        newer = [record for record in newest_first if (record.date or "") > date]
        if newer:
            start = _with_comments(text, header)
            pieces += [text[done:start], _blocks(newer, line_end), line_end]
            done, newest_first = start, newest_first[len(newer) :]
    return _appended("".join(pieces) + text[done:], type_, rows, newest_first, line_end)


def _with_comments(text: str, header: int) -> int:
    """Return where a record begins, including the comments directly above it.

    Comments at the beginning of the file belong to the file.
    """
    start = header
    while start and text.startswith("#", above := text.rfind("\n", 0, start - 1) + 1):
        start = above
    return start or header


def _appended(
    text: str, type_: str, rows: Sequence[Mapping[str, object]], records: Sequence[Record], line_end: str
) -> str:
    del type_, rows
    if not records:
        return text
    ended = text if not text or text.endswith("\n") else text + line_end
    return ended + (line_end if text else "") + _blocks(records, line_end)


def _blocks(records: Sequence[Record], line_end: str) -> str:
    return "\n".join(toml_of(record) for record in records).replace("\n", line_end)
