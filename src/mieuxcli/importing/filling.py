"""What a record of an archive lacks and an imported one has, and how it comes into the text of its file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import tomli

from mieuxcli.importing.drafts import is_untitled
from mieuxcli.records import Action, Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record

__all__ = ["Fill", "fills", "with_fills"]

_TEASER_NOTE = re.compile(r"Known only from its teaser under (.*); the title shown is its first words\.\Z")
_STRING = r"""(?:"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')[^'\n]*')"""


class Fill(NamedTuple):
    """A field that a record lacks, with the value that an imported page has for it."""

    id: str
    field: str
    value: str

    def __str__(self) -> str:
        """Return the record, the field and its value on one line."""
        return f"{self.id}: {self.field}: {self.value}"


def fills(pairs: Iterable[tuple[Record, Record]]) -> list[Fill]:
    """Return what the second of each pair lacks and the first, which is the same record, has."""
    found: dict[tuple[str, str], Fill] = {}
    for new, old in pairs:
        for fill in _fills(new, old):
            found.setdefault((fill.id, fill.field), fill)
    return list(found.values())


def _fills(new: Record, old: Record) -> Iterator[Fill]:
    if not isinstance(new, Article | Action) or not isinstance(old, Article | Action):
        return
    if new.url and not old.url and new.url not in old.other_urls:
        yield Fill(old.id, "url", new.url)
    if is_untitled(old.title) and not is_untitled(new.title):
        yield Fill(old.id, "title", new.title)
    if isinstance(old, Article) and new.date and not old.date:
        yield Fill(old.id, "date", new.date)


def with_fills(text: str, type_: str, wanted: Sequence[Fill]) -> tuple[str, list[Fill]]:
    """Return a TOML text with fields filled in, and those that are; comments and order stay.

    A field is left as it was where the text would not hold exactly the old values and the new one.
    """
    done = []
    for fill in wanted:
        changed = _filled(text, type_, fill)
        if changed is not None:
            text = changed
            done.append(fill)
    return text, done


def _filled(text: str, type_: str, fill: Fill) -> str | None:
    wanted = tomli.loads(text)
    row = next((one for one in wanted.get(type_, ()) if one.get("id") == fill.id), None)
    if row is None:
        return None
    values = {fill.field: fill.value}
    teaser = _TEASER_NOTE.match(str(row.get("note", "")))
    if fill.field == "title" and teaser:
        values["note"] = f"Listed under {teaser[1]}."
    if fill.field == "date" and "date_basis" not in row:
        values["date_basis"] = "published"
    row.update(values)
    for begin, end in _blocks(text, type_):
        changed = text[:begin] + _set(text[begin:end], values) + text[end:]
        try:
            if tomli.loads(changed) == wanted:
                return changed
        except tomli.TOMLDecodeError:
            continue
    return None


def _blocks(text: str, type_: str) -> Iterator[tuple[int, int]]:
    """Yield where each table of a type begins and ends."""
    begins = [match.start() for match in re.finditer(rf"^\s*\[\[\s*{type_}\s*\]\]", text, re.MULTILINE)]
    yield from zip(begins, (*begins[1:], len(text)), strict=False)


def _set(block: str, values: dict[str, str]) -> str:
    """Return a table with values in place of those of the same keys, or below its id."""
    line_end = "\r\n" if "\r\n" in block else "\n"
    for key, value in values.items():
        string = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        own = re.compile(rf"^(\s*{key}\s*=\s*){_STRING}", re.MULTILINE)
        below = re.compile(rf"^([ \t]*)id\s*=\s*{_STRING}[^\n]*(?:\n|\Z)", re.MULTILINE)
        changed, count = own.subn(lambda match, new=string: match[1] + new, block, count=1)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        at = None if count else below.search(block)
        if at:
            parted = "" if at[0].endswith("\n") else line_end
            line = f"{parted}{at[1]}{key} = {string}{line_end}"
            changed = block[: at.end()] + line + block[at.end() :]
        block = changed
    return block
