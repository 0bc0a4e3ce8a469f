"""What people edit: records as TOML, keys in one order and the note last, and new archives to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mieuxcli.errors import OutputError, UsageError
from mieuxcli.fields import Field, fields_of
from mieuxcli.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mieuxcli.models import Document

__all__ = ["new_archive", "toml_of"]

_WIDTH = 120


def toml_of(document: Document) -> str:
    """Return the `[[type]]` table of a document, without the keys that say nothing and those that are derived."""
    type_ = document["type"]
    lines = [f"{one.name} = {_value(document[one.name])}" for one in _authored(type_) if document[one.name] not in (None, [], ())]
    return "\n".join([f"[[{type_}]]", *lines, ""])


def _authored(type_: str) -> Iterable[Field]:
    fields = [one for one in fields_of(type_) if type_ not in one.derived]
    return sorted(fields, key=lambda one: one.name == "note")


def _value(value: Any) -> str:  # noqa: ANN401 - a document's value
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items() if inner is not None) + " }"
    if isinstance(value, list):
        parts = [_value(part) for part in value]
        flat = f"[{', '.join(parts)}]"
        if len(flat) <= _WIDTH and not isinstance(value[0], dict):
            return flat
        return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
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
    """Make an empty archive in a folder and return the files made; UsageError where it holds something, OutputError where it cannot be."""
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
