"""TOML, JSON and JSON Lines hold the same records; what cannot be read is reported with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import ROOT
from mieuxcli.compiler import contents_of
from mieuxcli.contents import Contents, Place, load, load_lines
from mieuxcli.documents import document_of, record_of
from mieuxcli.errors import ArchiveError
from mieuxcli.records import value_of
from rows import ARTICLE, FACT, TERM

TOML = """\
[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas"
date = "2020-03-30"
date_basis = "published"
url = "https://example.org/quokkas"
kind = "news"
summary = "Quokkas met."
people = [{ name = "Ana Fernández", part = "author" }]

[[fact]]
id = "fact-experts"
url = "https://example.org/facts"
metric = "experts"
value = 430
qualifier = "close to"
unit = "experts"
scope = "since 2009"
source_title = "Facts"
wording = "close to 430 experts"
as_of = "2020-04-30"

[[topic]]
name = "marsupials"
aliases = ["quokkas"]

[archive]
title = "Invented"
version = 7
"""
TOPIC: dict[str, object] = {"type": "topic", "name": "marsupials", "aliases": ["quokkas"]}


def _without_type(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != "type"}


WRITTEN = {
    "a.toml": TOML,
    "a.json": json.dumps([ARTICLE, FACT, TOPIC]),
    "b.json": json.dumps(
        {
            "article": [_without_type(ARTICLE)],
            "fact": [_without_type(FACT)],
            "topic": [_without_type(TOPIC)],
            "archive": {"title": "Invented"},
        }
    ),
    "a.jsonl": "\n".join(json.dumps(row) for row in (ARTICLE, FACT, TOPIC)),
}


def _loaded(tmp_path: Path, name: str, text: str) -> Contents:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path / name)


def _ids(contents: Contents) -> list[str]:
    return [record.id for record in contents.records]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_holds_the_same_records(name: str, tmp_path: Path) -> None:
    """TOML, a JSON list, a JSON object of tables and JSON Lines give the same records and vocabulary."""
    contents = _loaded(tmp_path, name, WRITTEN[name])
    assert contents.problems == []
    assert contents.records == [record_of("article", ARTICLE), record_of("fact", FACT)]
    assert [(entry.facet, entry.name, entry.aliases) for entry in contents.entries] == [
        ("topic", "marsupials", ("quokkas",))
    ]


@pytest.mark.parametrize("name", ["a.toml", "b.json"])
def test_an_archive_says_what_it_is(name: str, tmp_path: Path) -> None:
    """The table `archive` is what the archive says of itself, as texts."""
    assert _loaded(tmp_path, name, WRITTEN[name]).about["title"] == "Invented"
    assert _loaded(tmp_path, "a.toml", TOML).about == {"title": "Invented", "version": "7"}


def test_a_folder_is_all_its_files_in_order_of_their_names(tmp_path: Path) -> None:
    """A folder gives the records of its TOML, JSON and JSON Lines files, and ignores schemas and others."""
    (tmp_path / "c.json").write_text(json.dumps([{**TERM, "id": "term-c"}]), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({**TERM, "id": "term-a"}), encoding="utf-8")
    (tmp_path / "b.toml").write_text(
        '[[term]]\nid = "term-b"\ntitle = "B"\nurl = "https://e.org/b"\nmeaning = "m"\n', encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("no archive", encoding="utf-8")
    (tmp_path / "a.schema.json").write_text('{"title": "no records"}', encoding="utf-8")
    contents = load(tmp_path)
    assert contents.problems == []
    assert _ids(contents) == ["term-a", "term-b", "term-c"]
    assert [Path(place.file).name for place in contents.places] == ["a.jsonl", "b.toml", "c.json"]


def test_records_know_their_lines(tmp_path: Path) -> None:
    """A record has its header's line in TOML, its own line in JSON Lines, its number in a JSON list."""
    in_toml = _loaded(tmp_path, "a.toml", TOML).places
    assert [place.line for place in in_toml] == [1, 11]
    assert [TOML.splitlines()[place.line - 1] for place in in_toml] == ["[[article]]", "[[fact]]"]
    assert [place.line for place in _loaded(tmp_path, "a.jsonl", "\n" + WRITTEN["a.jsonl"]).places] == [2, 3]
    assert [
        (place.line, place.number) for place in _loaded(tmp_path, "a.json", WRITTEN["a.json"]).places
    ] == [(0, 1), (0, 2)]


def test_records_come_with_their_places(tmp_path: Path) -> None:
    """Each record is handed out together with the place that it was read at."""
    placed = [(record.id, place) for record, place in _loaded(tmp_path, "a.toml", TOML).placed()]
    file = str(tmp_path / "a.toml")
    assert placed == [
        ("2020-03-30-quokkas", Place(file, 1, "article", 1)),
        ("fact-experts", Place(file, 11, "fact", 1)),
    ]


def test_a_header_in_a_comment_is_no_header(tmp_path: Path) -> None:
    """A table that is commented out does not shift the lines of those below it."""
    contents = _loaded(tmp_path, "a.toml", "# [[article]]\n" + TOML)
    assert [place.line for place in contents.places] == [2, 12]


def test_lines_are_counted_in_files_of_windows_too(tmp_path: Path) -> None:
    """A file whose lines end in CR LF has the same lines."""
    (tmp_path / "a.toml").write_bytes(TOML.replace("\n", "\r\n").encode())
    contents = load(tmp_path / "a.toml")
    assert [place.line for place in contents.places] == [1, 11]
    assert value_of(contents.records[0], "summary") == "Quokkas met."


def test_what_a_listing_adds_is_left_out(tmp_path: Path) -> None:
    """Records written by --format jsonl, with score, snippet and matched, are read back without them."""
    term = record_of("term", TERM)
    row = {**document_of(term), "score": 1.5, "snippet": "First.", "matched": ["title"]}
    contents = _loaded(tmp_path, "a.jsonl", json.dumps(row))
    assert contents.problems == []
    assert contents.records == [term]


def test_documents_read_back_as_they_are(tmp_path: Path) -> None:
    """Records written as JSON Lines, with all their null and derived keys, give the same records."""
    records = load(ROOT / "data").records
    contents = _loaded(tmp_path, "a.jsonl", "\n".join(json.dumps(document_of(record)) for record in records))
    assert contents.problems == []
    assert contents.records == records
    assert len(records) > 500


def test_records_come_from_lines_of_any_source() -> None:
    """Lines of a stream are read under the name given for it; empty lines count but hold nothing."""
    contents = Contents()
    load_lines(["\n", json.dumps(TERM), "  \n", '{"type": "term"'], contents, "standard input")
    assert _ids(contents) == ["term-a"]
    assert contents.places == [Place("standard input", 2)]
    assert [(one.file, one.line) for one in contents.problems] == [("standard input", 4)]


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("a.toml", "a = 1\nb = = 2\n", 2, "is not TOML"),
        ("a.json", '{\n"term": [\n', 3, "is not JSON"),
        ("a.json", "7", 0, "must hold a list of records or an object of tables"),
        ("a.json", "", 1, "is not JSON"),
        (
            "a.jsonl",
            "{}\n{,}\n",
            2,
            "is not JSON: Expecting property name enclosed in double quotes at column 2",
        ),
        ("a.json", "[{}]", 0, "a record needs a type, one of article, action"),
        ("a.json", '{"terms": []}', 0, "there is no table 'terms'; did you mean term?"),
        ("a.json", '{"term": [7]}', 0, "each term must be a table of keys and values"),
    ],
)
def test_what_cannot_be_parsed_is_told_with_its_line(
    name: str, text: str, line: int, message: str, tmp_path: Path
) -> None:
    """A file that is no TOML, JSON or JSON Lines, or holds no records, is one problem with its line."""
    contents = _loaded(tmp_path, name, text)
    assert (contents.problems[-1].file, contents.problems[-1].line) == (str(tmp_path / name), line)
    assert message in contents.problems[-1].message
    assert contents.records == []


@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.jsonl"])
def test_what_is_not_utf_8_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    """A file in another encoding is a problem that tells where the first byte is that is not UTF-8."""
    (tmp_path / name).write_bytes(b'x = "\xe9"')
    assert [(one.file, one.message) for one in load(tmp_path / name).problems] == [
        (str(tmp_path / name), "is not UTF-8 at byte 5")
    ]


def test_keys_with_a_dollar_are_for_editors(tmp_path: Path) -> None:
    """A `$schema` in a JSON file is no table."""
    assert _loaded(tmp_path, "a.json", '{"$schema": "https://e.org/s.json", "term": []}').problems == []


def test_what_is_no_archive_at_all_is_an_archive_error(tmp_path: Path) -> None:
    """A path that is missing, empty of records or of another kind is an ArchiveError, not a problem."""
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    for path, message in (
        (tmp_path / "none", "does not exist"),
        (tmp_path, "holds no archive"),
        (tmp_path / "notes.txt", "is no archive"),
    ):
        with pytest.raises(ArchiveError, match=message):
            load(path)


def test_a_folder_in_the_place_of_a_file_is_an_archive_error(tmp_path: Path) -> None:
    """A folder that is called like a file cannot be read, and is told so."""
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(ArchiveError, match=r"a\.toml cannot be read"):
        load(tmp_path)


def test_problems_of_all_archives_laid_over_each_other_are_kept(tmp_path: Path) -> None:
    """Of several archives the problems of each are told."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text("{", encoding="utf-8")
    contents = contents_of([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert [Path(problem.file).name for problem in contents.problems] == ["a.jsonl", "b.jsonl"]
