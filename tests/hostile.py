"""Records whose titles trouble every format, texts like them for properties, and how they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

import strategies  # noqa: F401 - its profile is that of `quickly`
from conftest import Run
from mieuxcli.documents import record_of
from mieuxcli.formats import rendered
from mieuxcli.shapes import Card, Cards, Rows, Shape

__all__ = [
    "BITS",
    "EVIL",
    "TEXTS",
    "TITLES",
    "URL",
    "article",
    "attacking",
    "card_of",
    "hostile",
    "in_file",
    "listed",
    "quickly",
    "rows_of",
    "titled",
    "with_one",
    "written",
]

quickly = settings(max_examples=150)

TITLES = (
    "commas, \"quotes\", ``'' and 'apostrophes'",
    "two\nlines\r\nand a\rthird",
    "{balanced} braces {}",
    "unbalanced }{ {",
    "back\\slash \\n \\t \\textbf{x}",
    "ends in a backslash\\",
    "=cmd()",
    '=HYPERLINK("http://example.org","here")',
    "+1 more",
    "-leading dash",
    "--format=json",
    "@SUM(A1) @online{x,",
    "pipes | a || b |",
    "\U0001f426 \U0001f468\u200d\U0001f469\u200d\U0001f467 emoji",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202ertl\u202c",
    "zero\u200bwidth\u200d and\ufeff",
    "%&$#_~^ % & $ # _ ~ ^",
    "tab\there",
    "<b>bold</b> [link](http://example.org) ![x](y) `code` *em* __strong__ ~~struck~~ # h",
    "1. number",
    "- item",
    "ER  - and TY  - JOUR",
    "END:VEVENT; a:b, c",
    "e\u0301 \u0141 \xf8 \xa0 \u2028 separators",
)
URL = "https://example.org/a_(b)?x=1&y=%20|#z"


def article(number: int = 1, /, **keys: object) -> dict[str, object]:
    """Return an article as it is authored, valid unless a key says otherwise."""
    day = f"2020-01-{number:02}"
    base = {
        "type": "article",
        "id": f"{day}-hostile",
        "title": "T",
        "date": day,
        "date_basis": "published",
        "kind": "news",
    }
    return {**base, "url": URL, "summary": "S", "note": "N", **keys}


def in_file(path: Path, *records: dict[str, object]) -> Path:
    """Write records as JSON Lines, and return the file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def hostile(folder: Path) -> Path:
    """Write an archive of an article for each hostile title, which is its summary and note too."""
    records = [
        article(n, title=text, summary=text, note=text, organisations=[text, "B"])
        for n, text in enumerate(TITLES, 1)
    ]
    return in_file(folder / "hostile.jsonl", *records)


def listed(run: Callable[..., Run], folder: Path, *arguments: str) -> str:
    """List the hostile archive in the order of the titles, and return what was written."""
    got = run("list", "--archive", hostile(folder), "--sort", "id", *arguments)
    assert (got.code, got.err) == (0, "")
    return got.out


def with_one(run: Callable[..., Run], folder: Path, *arguments: str, **keys: object) -> Run:
    """Run a command line on an archive of one article with these keys."""
    return run(*arguments, "--archive", in_file(folder / "one.jsonl", article(**keys)))


def written(shape: Shape, name: str, *, raw: bool = False) -> str:
    """Write a shape in a format, without the command line."""
    return "".join(rendered(shape, name, raw=raw))


def rows_of(*fields: str, **keys: object) -> Rows:
    """Return one article with these keys as a row of these fields."""
    return Rows(fields, [record_of("article", article(**keys))])


def titled(text: str) -> Rows:
    """Return one article with this title, which is its organisations too, as a row."""
    return rows_of("id", "title", "organisations", title=text, organisations=[text, text])


def card_of(**keys: object) -> Cards:
    """Return one article with these keys as a record in full."""
    return Cards((Card(record_of("article", article(**keys)), None, None, ()),))


# Left out are lone surrogates, which no UTF-8 file holds, and NUL, which some readers take for the end.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
BITS = [
    "\\",
    '"',
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "|",
    "\\|",
    "{",
    "}",
    "}}",
    "@",
    "=",
    "+",
    "-",
    "%",
    "&",
    "#",
    "$",
    "_",
    "~",
    "^",
]
BITS += [
    "[",
    "](",
    ")",
    "`",
    "*",
    "**",
    "<",
    ">",
    "!",
    " ",
    "  ",
    "a",
    "\\n",
    "\\,",
    "ER  - ",
    "END:VEVENT",
    "\u202e",
    "\ufeff",
    "\u2028",
    "\x85",
]
TEXTS = st.lists(st.sampled_from(BITS) | CHARACTERS, min_size=1, max_size=12).map("".join).filter(str.strip)


# Text that would end a script, a style, a comment or an attribute, and run.
EVIL = "</script></style><img src=x onerror=alert(1)><!-- \" ' onclick=alert(2) <script>alert(3)</script>"


def attacking(tmp_path: Path) -> Path:
    """Write an archive whose every text and address attacks the page that it is put into."""
    attack = json.dumps(EVIL)
    text = f"""
[archive]
title = {attack}
description = {attack}
licence = {attack}

[[article]]
id = {json.dumps(EVIL + "1")}
title = {attack}
date = "2020-01-01"
date_basis = "published"
url = "javascript:alert(1)"
other_urls = ["data:text/html,x", {attack}]
kind = "news"
summary = {attack}
note = {attack}
language = "en"
organisations = [{attack}]
people = [{{ name = {attack}, role = {attack}, organisation = {attack} }}]

[[article]]
id = "main"
title = "Main"
kind = "news"
language = "en"
summary = "x"
url = "JavaScript:alert(1)"

[[term]]
id = "_main"
title = "__proto__"
meaning = {attack}
url = "vbscript:x"
"""
    folder = tmp_path / "hostile"
    folder.mkdir()
    folder.joinpath("all.toml").write_text(text, encoding="utf-8")
    return folder
