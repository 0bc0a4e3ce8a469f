"""What is tried with made-up inputs by the hundred thousand: how each is made, and what must hold of it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch
from xml.etree import ElementTree as ET

import invented
import listings
import saved
import test_properties_queries as queries
from chances import letters, shape
from mieuxcli.archive import Archive, open_archive
from mieuxcli.authoring import toml_of
from mieuxcli.cli import main
from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.options import OPTIONS, Request
from mieuxcli.cli.program import run
from mieuxcli.cli.reader import read as read_plainly
from mieuxcli.compiler import compiled, contents_of, store_of
from mieuxcli.contents import Contents, load, load_lines
from mieuxcli.dates import is_partial_date, names_years, period_between, period_of, period_of_years, read_date
from mieuxcli.documents import document_of
from mieuxcli.errors import MieuxError, UsageError
from mieuxcli.formats import FORMATS, rendered
from mieuxcli.importing import read as read_pages
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.shapes import Rows, Shape
from mieuxcli.snippets import snippet_of, unmarked

__all__ = ["TARGETS", "Target"]


class Target(NamedTuple):
    """What is tried: how an input is made of chance, what must hold of it, and its share of the time."""

    make: Callable[[random.Random], object]
    hold: Callable[..., None]
    share: int


def _soup(chance: random.Random) -> str:
    """Make a query of bits of queries, of bits of dates in a field, or of any letters."""
    kind = chance.random()
    if kind < 0.15:
        return letters(chance, 30)
    if kind < 0.35:
        name = chance.choice(("year", "date", "since", "until", "running"))
        return f'{name}:"{_dated(chance)}"'
    bits = queries.BITS if kind < 0.65 else queries.MILD_BITS
    return chance.choice((" ", " ", "")).join(chance.choices(bits, k=chance.randrange(12)))


def _hold_query(query: str) -> None:
    """A query is refused with a place in it, or means the same when it is printed and read again."""
    refusal = queries.refusal(query)
    if refusal is None:
        meaning = parse(query)
        assert parse(str(meaning)) == meaning
        return
    assert 0 <= refusal.column <= len(query)
    assert refusal.query == query
    assert refusal.message


def _dated(chance: random.Random) -> str:
    if chance.random() < 0.3:
        text = f"{chance.randrange(10000):04}-{chance.randrange(14):02}-{chance.randrange(33):02}"
        at = chance.randrange(len(text))
        return text[: chance.choice((4, 7, 10, 10))] if chance.random() < 0.7 else text[:at] + text[at + 1 :]
    return chance.choice(("", " ", " ", "-")).join(chance.choices(queries.DATE_BITS, k=chance.randrange(6)))


def _hold_date(text: str) -> None:
    """A text is no date, or is a partial date that reads as itself and begins before it ends."""
    with contextlib.suppress(UsageError):
        found = read_date(text)
        assert is_partial_date(found)
        assert read_date(found) == found
        period = period_of(found)
        assert period.begin < period.end
        assert period_between(text, text) == period
    with contextlib.suppress(UsageError):
        years = period_of_years(text)
        assert names_years(text)
        assert years.begin < years.end


def _command_line(chance: random.Random) -> list[str]:
    """Make a command line: mostly a known command, its own options, and words of all kinds."""
    name = chance.choice([*COMMANDS, *COMMANDS, "lsit", "--version"])
    known = COMMANDS[name].options if name in COMMANDS else ()
    words = [
        "crisis",
        "-ukraine",
        "year:2022",
        '-"two words"',
        "-(a",
        "NOT",
        "",
        " ",
        "-",
        "-3",
        "-x",
        "a=b",
        "--no",
    ]
    values = ["2022", "0", "-1", "x", "", "json", "--year", "-", "a,b", "=", "a=b", "id,title", "9" * 30]
    out = [name]
    for _ in range(chance.randrange(5)):
        if chance.random() < 0.4:
            out.append(chance.choice(words) if chance.random() < 0.8 else letters(chance))
            continue
        option = OPTIONS[chance.choice(known if known and chance.random() < 0.85 else list(OPTIONS))]
        flag = chance.choice(option.flags)
        value = chance.choice(values) if chance.random() < 0.8 else letters(chance)
        how = chance.random()
        if option.kind == "flag" or how < 0.1:
            out.append(flag[:-1] if how < 0.05 else flag)
        else:
            out += [f"{flag}={value}"] if how < 0.5 else [flag, value]
    return out


def _told(call: Callable[[], Request | int | None]) -> object:
    try:
        return call()
    except MieuxError as error:
        return type(error), error.message, error.hint


def _by_typer(arguments: list[str]) -> Request | int:
    requests: list[Request] = []

    def keep(request: Request) -> int:
        requests.append(request)
        return 0

    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")):
        code = run(arguments, keep)
    return requests[0] if requests else code


def _hold_command_line(arguments: list[str]) -> None:
    """What the plain reader reads typer reads alike."""
    plain = _told(lambda: read_plainly(arguments))
    if plain is not None:
        assert plain == _told(lambda: _by_typer(arguments))


@cache
def _folder() -> Path:
    """Make a folder in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there
    made = tempfile.TemporaryDirectory(prefix="mieux-fuzz-", dir=memory if memory.is_dir() else None)
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def _archive() -> Archive:
    return open_archive(invented.write(_folder() / "marsupials", invented.MARSUPIALS))


def _hold_search(query: str) -> None:
    """A query finds records or is refused; as many are counted as are found."""
    archive = _archive()
    with contextlib.suppress(MieuxError):
        selection = Selection(parse(query), text=query)
        hits = list(archive.store.hits(selection))
        assert len(hits) == archive.store.count(selection)


@cache
def _documents() -> tuple[str, ...]:
    archive = _archive()
    rows = [document_of(record) for record in archive.store.records()]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[:6])
    return invented.INVENTED, invented.SOUND, lines, json.dumps(rows[:3]), json.dumps({"article": rows[:2]})


def _damaged(chance: random.Random, text: str, bits: list[str]) -> str:
    """Change a text at up to six places: cut, doubled, moved, or with something put there."""
    for _ in range(chance.randint(1, 6)):
        at, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        end = min(end, at + chance.choice((1, 4, 40)))
        piece = text[at:end]
        put = chance.choice(("", piece * 2, chance.choice(bits), letters(chance, 4, halves=False)))
        text = text[:at] + put + text[end:]
    return text


_TOML_BITS = [
    "[[article]]\n",
    "[archive]\n",
    '"',
    "'''",
    "=",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "nan",
    "inf",
    "-",
    "1e999",
]
_TOML_BITS += [
    "99999999999999999999",
    "true",
    "null",
    "[" * 60,
    "2022-03-30",
    "1979-05-27T07:32:00Z",
    "[[term]]\nid='x'\n",
]
_TOML_BITS += [
    "\\ud800",
    "\\u0000",
    ":",
    "id",
    "date",
    "people",
    "NaN",
    "[[country]]\nname='x'\n",
    "\r\n",
    "\ufeff",
]


def _written_archive(chance: random.Random) -> tuple[str, str]:
    text = chance.choice(_documents())
    ending = (
        "toml" if text.startswith(("\n", "[")) and "[[" in text[:200] else "jsonl" if "\n" in text else "json"
    )
    return ending, _damaged(chance, text, _TOML_BITS)


def _hold_archive(made: tuple[str, str]) -> None:
    """A damaged archive is refused with problems or opened, and then holds its records unchanged."""
    ending, text = made
    if ending == "jsonl":
        contents = Contents()
        load_lines(text.split("\n"), contents, "lines.jsonl")
    else:
        file = _folder() / f"archive.{ending}"
        file.write_bytes(text.encode())
        contents = load(file)
    for problem in contents.problems:
        assert "\n" not in str(problem)
    if not contents.errors():
        contents.derive()
        store = store_of(contents)
        assert store.records() == contents.records
        store.close()


@cache
def _pages() -> tuple[tuple[str, str], ...]:
    pages = [("page.txt", saved.LISTING), ("page.txt", saved.DETAIL), ("page.html", saved.HTML_LISTING)]
    pages += [("page.html", page) for page in listings.PAGES.values() if isinstance(page, str)]
    table = "id,title,date,kind,summary,url,people\nx,Wombats,2020-01-01,news,Dig,https://example.org,A; B\n"
    pages += [("page.csv", table * 3), ("page.tsv", table.replace(",", "\t"))]
    return (*pages, ("page.jsonl", _documents()[2]), ("page.json", _documents()[3]))


_PAGE_BITS = [
    "<p>",
    "</p>",
    "<a href=",
    "<!--",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "<h3>",
    "14 July 2020",
    "31 February 2020",
]
_PAGE_BITS += [
    "<time datetime='x'>",
    "\n\n",
    "\r",
    ",",
    '"',
    "\t",
    "}",
    "[",
    "1.2.20",
    "</article>",
    "<script>",
    "<![CDATA[",
]
_PAGE_BITS += [
    "<div>" * 50,
    "Read more",
    "All articles about x",
    "Back to news",
    "\u2028",
    "<meta charset='utf-7'>",
]


def _page(chance: random.Random) -> tuple[str, bytes]:
    name, text = chance.choice(_pages())
    data = _damaged(chance, text[: chance.choice((400, 3000, 10**6))], _PAGE_BITS).encode()
    if chance.random() < 0.1:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes(chance.randrange(256) for _ in range(3)) + data[at + 1 :]
    return name if chance.random() < 0.9 else chance.choice(
        ("page", "page.txt", "page.csv", "page.html")
    ), data


def _hold_page(made: tuple[str, bytes]) -> None:
    """A saved page gives records that an archive may hold, or says what was not read."""
    name, data = made
    file = _folder() / name
    file.write_bytes(data)
    try:
        found = read_pages([file])
    except UsageError:
        return
    for item in found.unread:
        assert "\n" not in str(item)
    for record in found.records:
        contents = Contents()
        (_folder() / "one.toml").write_bytes(toml_of(record).encode())
        contents = load(_folder() / "one.toml")
        assert not contents.problems, contents.problems[0]


def _picture(chance: random.Random) -> tuple[str, Shape]:
    made = shape(chance)
    kind = type(made).__name__
    return chance.choice([name for name, form in FORMATS.items() if kind in form.shapes]), made


def _hold_format(made: tuple[str, Shape]) -> None:
    """Every format writes whatever a record holds, as UTF-8 that its own readers read."""
    name, shape = made
    text = "".join(rendered(shape, name))
    text.encode()
    if name in ("json", "csl-json"):
        json.loads(text)
    if name == "jsonl":
        for line in text.split("\n")[:-1]:
            json.loads(line)
    if name == "svg":
        ET.fromstring(text)  # noqa: S314 - our own
    if isinstance(shape, Rows) and name in ("csv", "tsv", "plain", "ids"):
        head = name in ("csv", "tsv")
        rows = list(csv.reader(io.StringIO(text, newline=""))) if name == "csv" else text.split("\n")[:-1]
        assert len(rows) == len(list(shape.rows)) + head


_READING = [name for name, command in COMMANDS.items() if "archive" in command.options]
_WRITING = ("new", "import", "compile", "open", "page", "pack")
_NOT = ("--archive", "--into", "--output", "-o", "--fill")
_ENVIRONMENT = {"MIEUX_DEBUG": "1", "PAGER": "cat", "COLUMNS": "80"}


@cache
def _compiled() -> bytes:
    file = _folder() / "whole.db"
    compiled(contents_of([str(_folder() / "marsupials")]), file)
    return file.read_bytes()


def _damaged_file(chance: random.Random) -> tuple[bytes, list[str]]:
    _archive()
    data = bytearray(_compiled())
    for _ in range(chance.choice((0, 1, 3, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    line = _command_line(chance)
    line[0] = chance.choice([name for name in _READING if name not in _WRITING])
    return bytes(data[: len(data) if chance.random() < 0.9 else chance.randrange(len(data))]), line


def _hold_file(made: tuple[bytes, list[str]]) -> None:
    """Any command over a damaged compiled file ends as the program ends."""
    data, line = made
    file = _folder() / "damaged.db"
    file.write_bytes(data)
    # Nothing is written but to standard output.
    kept = iter(line)
    line = [
        part
        for part in kept
        if not (part in ("-o", "--output") and next(kept, "")) and not part.startswith(_NOT)
    ]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace") for _ in range(2))
    with (
        patch.dict(os.environ, _ENVIRONMENT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main([*line, "--archive", str(file)])
    assert code in (0, 1, 2, 3)


def _snippet(chance: random.Random) -> tuple[str, int]:
    bits = [
        "\x02",
        "\x03",
        "wombat",
        " ",
        " ",
        "e\u0301",
        "\U0001f468\u200d\U0001f469",
        "a" * 30,
        "漢字",
        ".",
        "\u200b",
    ]
    return "".join(chance.choices(bits, k=chance.randrange(40))), chance.randrange(100)


def _hold_snippet(made: tuple[str, int]) -> None:
    """A snippet holds its marks within its text, in order."""
    for snippet in (snippet_of(*made), unmarked(made[0])):
        at = 0
        for begin, end in snippet.marks:
            assert at <= begin <= end <= len(snippet.text)
            at = end


TARGETS = {
    "queries": Target(_soup, _hold_query, 3),
    "dates": Target(_dated, _hold_date, 2),
    "command lines": Target(_command_line, _hold_command_line, 4),
    "searches": Target(_soup, _hold_search, 3),
    "archives": Target(_written_archive, _hold_archive, 3),
    "pages": Target(_page, _hold_page, 4),
    "formats": Target(_picture, _hold_format, 4),
    "compiled files": Target(_damaged_file, _hold_file, 2),
    "snippets": Target(_snippet, _hold_snippet, 1),
}
