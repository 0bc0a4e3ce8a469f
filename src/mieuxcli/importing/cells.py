"""The rows and cells of CSV and TSV, as `--format` writes them and as spreadsheets and people do."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.fields import FIELDS, Field
from mieuxcli.importing.drafts import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Row", "delimiter_of", "header_of", "rows_of"]

_KNOWN = {field.name: field for field in FIELDS}
_PARTS_PLAYED = ("author", "interviewer", "interviewee", "speaker")
_LONGEST_HEADER = 10_000
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?\Z")
_FORMULA = re.compile(r"'[=+\-@]")
_BETWEEN_EVENTS = re.compile(r";\s*(?=\d{4}(?:-\d\d){0,2} )")
_BETWEEN_PEOPLE = re.compile(r";\s*(?![^(]*\))")
_PERSON = re.compile(r"(.+?) \((.*)\)\Z")
_BETWEEN_LABELS = re.compile(r", (?=(?:role|organisation|part): )")
_LABELLED = re.compile(r"(role|organisation|part): (.+)\Z")
_QUOTED = re.compile(r'(?:^|(?<=\t))"((?:[^"]|"")*)"(?=\t|\r?$)', re.MULTILINE)
_DOUBLED = re.compile(r'"(?:[^"]|"")*"\Z')
_QUOTE_FIRST = re.compile(r'(?:^|(?<=\t))"', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
# A sign with a backslash in front belongs to the words. It is kept out of the way by a control character,
# of which a cleaned cell has none.
_SIGNS = "\\;(),"
_HIDDEN = {f"\\{sign}": chr(number) for number, sign in enumerate(_SIGNS, 1)}
_SHOWN = dict(enumerate(_SIGNS, 1))


class Row(NamedTuple):
    """What stands at a line: the values of a record, or a problem."""

    line: int
    values: object = None
    problem: str = ""


class _Cells(NamedTuple):
    line: int
    cells: Sequence[str]
    problem: str = ""


def delimiter_of(text: str) -> str:
    """Return the sign that parts a header into the most names of fields."""
    return max(",;\t", key=lambda sign: len(_KNOWN.keys() & header_of(text, sign)))


def header_of(text: str, delimiter: str) -> list[str]:
    """Return the names of the columns as fields are spelt."""
    first = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    # No header is that long, and the csv module fails on cells that are too long.
    cells = next(csv.reader([first], delimiter=delimiter), []) if len(first) < _LONGEST_HEADER else []
    return ["_".join(clean(cell).casefold().split()) for cell in cells]


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rows below the header, those that are not whole as problems."""
    delimiter = delimiter_of(text)
    header = header_of(text, delimiter)
    written_out = delimiter == "\t" and not _is_quoted(text, header)
    for line, cells, problem in _split(text) if written_out else _parsed(text, delimiter):
        if problem:
            yield Row(line, problem=problem)
        elif any(cells) and (len(cells) < len(header) or any(cells[len(header) :])):
            yield Row(line, problem=f"has {len(cells)} cells, the header {len(header)}")
        elif any(cells):
            plain = clean if written_out else _plain
            given = {
                name: plain(cell)
                for name, cell in zip(header, cells, strict=False)
                if name in _KNOWN and cell.strip()
            }
            yield Row(line, {name: _value(_KNOWN[name], cell, given) for name, cell in given.items()})


def _parsed(text: str, delimiter: str) -> Iterator[_Cells]:
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    skipped = text[: len(text) - len(text.lstrip())].count("\n")
    line = skipped + 1
    try:
        next(rows, None)
        line = rows.line_num + skipped + 1
        for cells in rows:
            yield _Cells(line, cells)
            line = rows.line_num + skipped + 1
    except csv.Error as error:
        rest = sum(1 for row in text.split("\n")[line:] if row.strip())
        after = f", and the {rest} lines after it are not read" if rest else ""
        yield _Cells(line, (), f"is not CSV: {error}{after}")


def _split(text: str) -> Iterator[_Cells]:
    """Yield the rows of a TSV in which quotes are letters, and tabs and line ends are written out."""
    lines = enumerate(text.split("\n"), 1)
    next((line for _, line in lines if line.strip()), None)
    own = _is_own(header_of(text, "\t"))
    for number, line in lines:
        if line.strip():
            cells = line.removesuffix("\r").split("\t")
            yield _Cells(number, [_ESCAPED.sub(_unescaped, cell) for cell in cells] if own else cells)


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[0])


def _is_own(header: Sequence[str]) -> bool:
    """Return whether a header is one that the program writes, with names of fields alone."""
    return "id" in header and _KNOWN.keys() >= set(header)


def _is_quoted(text: str, header: Sequence[str]) -> bool:
    """Return whether a TSV quotes cells as spreadsheets do: all of them, or those that need it.

    The program never quotes, and words that it writes may begin with quotation marks.
    """
    if text.lstrip().startswith('"'):
        return True
    lines = [line.removesuffix("\r").split("\t") for line in text.split("\n") if line.strip()]
    if _is_own(header) and all(len(cells) == len(header) for cells in lines):
        begun = [cell for cells in lines for cell in cells if cell.startswith('"')]
        return bool(begun) and all(_DOUBLED.match(cell) and '""' in cell[1:-1] for cell in begun)
    cells = [match[1] for match in _QUOTED.finditer(text)]
    needed = '\t\r\n"' if _is_own(header) else '\t\r\n",;'
    rest = _QUOTED.sub("", text)
    return bool(cells) and not _QUOTE_FIRST.search(rest) and all(set(cell) & set(needed) for cell in cells)


def _plain(cell: str) -> str:
    """Return the text of a cell without the apostrophe that keeps spreadsheets from running formulas."""
    return clean(cell.removeprefix("'") if _FORMULA.match(cell) else cell)


def _value(field: Field, cell: str, row: dict[str, str]) -> object:
    if field.kind in ("integer", "number") and _NUMBER.match(cell):
        return float(cell) if "." in cell else int(cell)
    if field.kind not in ("texts", "people", "events"):
        return cell
    hidden = re.sub(r"\\[\\;(),]", lambda match: _HIDDEN[match[0]], cell)
    if field.kind == "texts":
        return [_shown(part) for part in map(str.strip, hidden.split(";")) if part]
    if field.kind == "people":
        organisations = [clean(name) for name in row.get("organisations", "").split(";")]
        return [_person(part, organisations) for part in _BETWEEN_PEOPLE.split(hidden) if part]
    return [
        dict(zip(("date", "what"), map(_shown, part.split(" ", 1)), strict=False))
        for part in _BETWEEN_EVENTS.split(hidden)
    ]


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _person(text: str, organisations: Iterable[str]) -> dict[str, str]:
    """Return the person that a cell describes as `Name (role, organisation, part)`.

    Any of the three may be absent. Where it would not be clear which is which the program writes
    `Name (role: Head of Unit, Training, organisation: ICMPD)`; in what others write role and organisation may
    contain commas too.
    """
    match = _PERSON.match(text)
    if not match:
        return {"name": _shown(text)}
    labelled = [_LABELLED.match(piece) for piece in _BETWEEN_LABELS.split(match[2])]
    given = {one[1]: _shown(one[2]) for one in labelled if one}
    if len(given) < len(labelled):
        given = _told_apart(_shown(match[2]), organisations)
    return {"name": _shown(match[1])} | {key: value for key, value in given.items() if value}


def _told_apart(text: str, organisations: Iterable[str]) -> dict[str, str]:
    pieces = text.split(", ")
    part = pieces.pop() if pieces[-1] in _PARTS_PLAYED else ""
    rest = ", ".join(pieces)
    named = [name for name in organisations if name and f", {rest}".endswith(f", {name}")]
    organisation = max(named, key=len) if named else pieces[1] if len(pieces) == 2 else ""
    role = rest.removesuffix(organisation).removesuffix(", ")
    return {"role": role, "organisation": organisation, "part": part}
