"""What a record of an archive lacks is told where a page has it, and filled in where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from conftest import Run
from mieuxcli.importing import add, read
from saved import HTML_LISTING, empty_archive, problems_of, records_of, saved

TEXT_LISTING = """\
All articles about Field Notes

03 March 2021

A first teaser about quokkas & friends.
"""
HAND = """\
# The head.

[[article]] # by hand
id = '2021-03-03-x'   # odd
title = '[A first teaser about quokkas]' # a comment
date = "2021-03-03"
date_basis = "published"
kind = "news"
summary = "A first teaser about quokkas & friends."
note = "x"
# the end"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


def test_a_listing_in_html_fills_what_one_in_text_lacked(
    run: Callable[..., Run], tmp_path: Path, mine: Path
) -> None:
    """Titles and addresses are told as fillable, filled with --fill, and there from then on."""
    add(read([saved(tmp_path, TEXT_LISTING)]), mine)
    page = saved(tmp_path, HTML_LISTING, "page.html")
    before = (mine / "articles.toml").read_bytes()
    for options in (["--dry-run"], ["--dry-run", "--fill"]):
        told = run("import", page, "--into", mine, *options).err.splitlines()
        assert sum(line.startswith("mieux: fillable: ") for line in told) == 2
        assert "1 there already, 2 fillable, 0 not read" in told[-2 if len(options) == 1 else -1]
        assert (mine / "articles.toml").read_bytes() == before
    got = run("import", page, "--into", mine, "--fill")
    assert (got.code, len(got.lines)) == (0, 1)
    assert "1 there already, 2 filled, 0 not read" in got.err
    record = next(one for one in records_of(mine) if one.date == "2021-03-03")
    assert (record.title, record.url) == ("Quokkas at the gate", "https://www.example.org/en/quokkas")
    assert record.note == 'Listed under "All articles about Field Notes", imported from page.txt.'
    assert problems_of(mine) == []
    again = run("import", page, "--into", mine, "--fill")
    assert again.err.endswith(f"0 new in {mine}, 2 there already, 0 not read\n")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_comments_quotes_and_line_ends_stay(tmp_path: Path, mine: Path, line_end: str) -> None:
    """Only the values change; what is new stands below the id."""
    saved(mine, HAND.replace("\n", line_end), "articles.toml")
    only = HTML_LISTING.replace("<article><time>", "<article hidden><time>")
    added = add(read([saved(tmp_path, only, "page.html")]), mine, fill=True)
    assert [one.field for one in added.filled] == ["url", "title"]
    expected = HAND.replace("# odd\n", '# odd\nurl = "https://www.example.org/en/quokkas"\n').replace(
        "'[A first teaser about quokkas]'", '"Quokkas at the gate"'
    )
    assert expected.replace("\n", line_end) in (mine / "articles.toml").read_bytes().decode()


def test_a_date_is_filled_in(tmp_path: Path, mine: Path) -> None:
    """An undated record gets the date of the page at its address, as one that is published."""
    row: dict[str, object] = {"title": "A", "url": "https://example.org/a", "summary": "S"}
    add(read([saved(tmp_path, json.dumps(row), "one.json")]), mine)
    page = saved(tmp_path, json.dumps(row | {"date": "2021-03-03"}), "two.json")
    assert [str(one) for one in add(read([page]), mine, fill=True).filled] == ["undated-a: date: 2021-03-03"]
    (kept,) = tomli.loads((mine / "articles.toml").read_text(encoding="utf-8"))["article"]
    assert (kept["date"], kept["date_basis"]) == ("2021-03-03", "published")


def test_what_cannot_be_filled_in_stays_fillable(tmp_path: Path, mine: Path) -> None:
    """A record written in one piece, or in JSON, is left as it is, and told."""
    row = 'id = "undated-a", title = "A", kind = "news", summary = "S", url = "https://example.org/a"'
    saved(mine, f"article = [{{ {row} }}]\n", "articles.toml")
    before = (mine / "articles.toml").read_bytes()
    page = saved(
        tmp_path, json.dumps({"title": "A", "url": "https://example.org/a", "date": "2021"}), "two.json"
    )
    added = add(read([page]), mine, fill=True)
    assert (len(added.fillable), added.filled) == (1, [])
    assert (mine / "articles.toml").read_bytes() == before


def test_nothing_that_is_there_is_replaced(tmp_path: Path, mine: Path) -> None:
    """An address, title or date of the archive stays, whatever a page has."""
    saved(mine, HAND.replace("'[A first teaser about quokkas]'", '"Own"'), "articles.toml")
    row = {"title": "Other", "date": "2021-03-03", "summary": "S", "id": "2021-03-03-x"}
    added = add(read([saved(tmp_path, json.dumps(row), "one.json")]), mine, fill=True)
    assert added.filled == []


def test_what_cannot_be_filled_in_is_named_and_the_exit_code_is_1(
    run: Callable[..., Run], tmp_path: Path, mine: Path
) -> None:
    """A record in a JSON file is not edited: one line names it, and the exit code is 1; without --fill it is 0."""
    row = {"id": "2021-03-03-x", "type": "article", "kind": "news", "title": "Quokkas at the gate"}
    row |= {"date": "2021-03-03", "date_basis": "published", "summary": "S", "note": "N"}
    saved(mine, json.dumps(row) + "\n", "more.jsonl")
    page = saved(tmp_path, HTML_LISTING, "page.html")
    assert run("import", page, "--into", mine).code == 0
    assert run("import", page, "--into", mine, "--fill", "--dry-run").code == 0
    got = run("import", page, "--into", mine, "--fill")
    told = "mieux: not filled in, since only tables of TOML files are edited: 2021-03-03-x"
    assert (got.code, got.err.splitlines().count(told)) == (1, 1)
    assert run("import", page, "--into", mine, "--fill", "--quiet").code == 1
