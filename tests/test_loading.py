"""TOML, JSON and JSON Lines hold the same records, completed in one way; what cannot be read is told, never raised as it comes."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from mieuxcli.archive import contents_of, open_archive
from mieuxcli.errors import ArchiveError, MieuxError
from mieuxcli.fields import TYPES, fields_of
from mieuxcli.loading import Contents, Place, completed, load, load_lines, with_phases
from mieuxcli.models import Person

ARTICLE: dict[str, Any] = {
    "type": "article",
    "id": "2020-03-30-quokkas",
    "title": "Quokkas",
    "date": "2020-03-30",
    "date_basis": "published",
    "url": "https://example.org/quokkas",
    "kind": "news",
    "summary": "Quokkas met.",
    "people": [{"name": "Ana Fernández", "part": "author"}],
}
FACT: dict[str, Any] = {
    "type": "fact",
    "id": "fact-experts",
    "url": "https://example.org/facts",
    "metric": "experts",
    "value": 430,
    "qualifier": "close to",
    "unit": "experts",
    "scope": "since 2009",
    "source_title": "Facts",
    "wording": "close to 430 experts",
    "as_of": "2020-04-30",
}
TERM: dict[str, Any] = {"type": "term", "id": "term-a", "title": "A", "url": "https://example.org/a", "meaning": "First."}
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
TOPIC = {"type": "topic", "name": "marsupials", "aliases": ["quokkas"]}


def _without_type(row: dict[str, Any]) -> dict[str, Any]:
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


def _told(contents: Contents) -> list[tuple[int, str, str]]:
    return [(one.line, one.record, one.field) for one in contents.problems]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_holds_the_same_records(name: str, tmp_path: Path) -> None:
    """TOML, a JSON list, a JSON object of tables and JSON Lines give the same documents and vocabulary."""
    contents = _loaded(tmp_path, name, WRITTEN[name])
    assert contents.problems == []
    assert contents.documents == [completed("article", ARTICLE), completed("fact", FACT)]
    assert [(entry.facet, entry.name, entry.aliases) for entry in contents.entries] == [("topic", "marsupials", ("quokkas",))]


@pytest.mark.parametrize("name", ["a.toml", "b.json"])
def test_an_archive_says_what_it_is(name: str, tmp_path: Path) -> None:
    """The table `archive` is what the archive says of itself, as texts."""
    assert _loaded(tmp_path, name, WRITTEN[name]).about["title"] == "Invented"
    assert _loaded(tmp_path, "a.toml", TOML).about == {"title": "Invented", "version": "7"}


def test_a_folder_is_all_its_files_in_order_of_their_names(tmp_path: Path) -> None:
    """A folder gives the records of its TOML, JSON and JSON Lines files; other files and schemas in it are left alone."""
    (tmp_path / "c.json").write_text(json.dumps([{**TERM, "id": "term-c"}]), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({**TERM, "id": "term-a"}), encoding="utf-8")
    (tmp_path / "b.toml").write_text('[[term]]\nid = "term-b"\ntitle = "B"\nurl = "https://e.org/b"\nmeaning = "m"\n', encoding="utf-8")
    (tmp_path / "README.md").write_text("no archive", encoding="utf-8")
    (tmp_path / "a.schema.json").write_text('{"title": "no records"}', encoding="utf-8")
    contents = load(tmp_path)
    assert contents.problems == []
    assert [document["id"] for document in contents.documents] == ["term-a", "term-b", "term-c"]
    assert [Path(place.file).name for place in contents.places] == ["a.jsonl", "b.toml", "c.json"]


def test_records_know_their_lines(tmp_path: Path) -> None:
    """The place of a record is the line of its header in TOML, its own line in JSON Lines, and its number in a JSON list."""
    in_toml = _loaded(tmp_path, "a.toml", TOML).places
    assert [place.line for place in in_toml] == [1, 11]
    assert [TOML.splitlines()[place.line - 1] for place in in_toml] == ["[[article]]", "[[fact]]"]
    assert [place.line for place in _loaded(tmp_path, "a.jsonl", "\n" + WRITTEN["a.jsonl"]).places] == [2, 3]
    assert [(place.line, place.number) for place in _loaded(tmp_path, "a.json", WRITTEN["a.json"]).places] == [(0, 1), (0, 2)]


def test_a_header_in_a_comment_is_no_header(tmp_path: Path) -> None:
    """A table that is commented out does not shift the lines of those below it."""
    contents = _loaded(tmp_path, "a.toml", "# [[article]]\n" + TOML)
    assert [place.line for place in contents.places] == [2, 12]


def test_lines_are_counted_in_files_of_windows_too(tmp_path: Path) -> None:
    """A file whose lines end in CR LF has the same lines."""
    (tmp_path / "a.toml").write_bytes(TOML.replace("\n", "\r\n").encode())
    contents = load(tmp_path / "a.toml")
    assert [place.line for place in contents.places] == [1, 11]
    assert contents.documents[0]["summary"] == "Quokkas met."


@pytest.mark.parametrize("type_", TYPES)
def test_a_completed_record_has_every_key_in_order(type_: str) -> None:
    """A document has all keys of its type in the order of the table of fields, null or empty where nothing is known."""
    given = {"fact": FACT, "action": {"start": "2019-05"}, "phase": {"start": "2009"}}.get(type_, {})
    document = completed(type_, given)
    assert list(document) == [one.name for one in fields_of(type_)]
    for one in fields_of(type_):
        if one.name not in given and not one.derived:
            assert document[one.name] == ([] if one.kind in ("texts", "people", "events") else None)


def test_people_have_all_their_keys() -> None:
    """A person in a document has all keys of a person in order, null where nothing is known."""
    (person,) = completed("article", ARTICLE)["people"]
    assert list(person) == [field.name for field in fields(Person)]
    assert {key: value for key, value in person.items() if value is not None} == {"name": "Ana Fernández", "part": "author"}


@pytest.mark.parametrize(("type_", "row", "date"), [("action", {"start": "2019-05"}, "2019-05"), ("phase", {"start": "2009"}, "2009")])
def test_actions_and_phases_are_dated_by_their_start(type_: str, row: dict[str, str], date: str) -> None:
    """The date of an Action or a phase is its start."""
    assert completed(type_, row)["date"] == date


def test_facts_are_dated_by_their_as_of_date() -> None:
    """The date of a key fact is the day as of which the figure holds."""
    assert completed("fact", FACT)["date"] == "2020-04-30"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "close to 430 experts (since 2009)"),
        ({"qualifier": "exactly"}, "430 experts (since 2009)"),
        ({"value": 5000, "qualifier": "over", "metric": "participants", "unit": "participants"}, "over 5,000 participants (since 2009)"),
        ({"unit": "%", "value": 42, "metric": "share"}, "share: close to 42% (since 2009)"),
        ({"unit": "EUR", "value": 4500000, "qualifier": "exactly", "metric": "budget"}, "budget: 4,500,000 euro (since 2009)"),
        ({"value": 4, "value_max": 6, "qualifier": "exactly"}, "4 to 6 experts (since 2009)"),
        ({"value": 1.5, "qualifier": "up to"}, "up to 1.5 experts (since 2009)"),
        ({"unit": "people"}, "experts: close to 430 people (since 2009)"),
    ],
)
def test_the_title_of_a_fact_is_its_figure_with_its_hedge(changes: dict[str, Any], title: str) -> None:
    """A key fact is called by its figure, never without the hedge, the unit and the scope, and by its metric where the unit is not it."""
    assert completed("fact", {**FACT, **changes})["title"] == title


def test_a_year_has_no_thousands_separator() -> None:
    """A key fact whose figure is a year shows it as a year."""
    fact = {**FACT, "metric": "start of operations", "value": 2009, "unit": "year", "qualifier": "exactly", "scope": "operations"}
    assert "2009" in completed("fact", fact)["title"]


def test_what_a_listing_adds_is_left_out(tmp_path: Path) -> None:
    """Records written by --format jsonl, with score, snippet and matched, are read back without them."""
    row = {**completed("term", TERM), "score": 1.5, "snippet": "First.", "matched": ["title"]}
    contents = _loaded(tmp_path, "a.jsonl", json.dumps(row))
    assert contents.problems == []
    assert contents.documents == [completed("term", TERM)]


def test_documents_read_back_as_they_are(tmp_path: Path) -> None:
    """Documents written as JSON Lines, with all their null and derived keys, give the same documents."""
    documents = load(Path(__file__).parents[1] / "data").documents
    contents = _loaded(tmp_path, "a.jsonl", "\n".join(json.dumps(document) for document in documents))
    assert contents.problems == []
    assert contents.documents == documents
    assert len(documents) > 500


def test_records_come_from_lines_of_any_source() -> None:
    """Lines of a stream are read under the name given for it; empty lines count but hold nothing."""
    contents = Contents()
    load_lines(["\n", json.dumps(TERM), "  \n", '{"type": "term"'], contents, "standard input")
    assert [document["id"] for document in contents.documents] == ["term-a"]
    assert contents.places == [Place("standard input", 2)]
    assert [(one.file, one.line) for one in contents.problems] == [("standard input", 4)]


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    """Reading goes on after a problem, so that all are told, and the good records are kept."""
    rows = [{**TERM, "title": 7, "url": None, "colour": "red"}, TERM, {"type": "tern"}, 7]
    contents = _loaded(tmp_path, "a.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert sorted(_told(contents)) == [
        (1, "term-a", "colour"),
        (1, "term-a", "title"),
        (1, "term-a", "url"),
        (3, "", "type"),
        (4, "", "type"),
    ]
    assert [document["id"] for document in contents.documents] == ["term-a"]


def test_a_null_is_nothing_told(tmp_path: Path) -> None:
    """A key that is null in JSON is the same as a key that is absent, also where it must not be absent."""
    assert _loaded(tmp_path, "a.jsonl", json.dumps({**TERM, "note": None})).documents == [completed("term", TERM)]
    assert _told(_loaded(tmp_path, "a.jsonl", json.dumps({**TERM, "meaning": None}))) == [(1, "term-a", "meaning")]


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("a.toml", "a = 1\nb = = 2\n", 2, "is not TOML"),
        ("a.json", '{\n"term": [\n', 3, "is not JSON"),
        ("a.json", "7", 0, "must hold a list of records or an object of tables"),
        ("a.json", "", 1, "is not JSON"),
        ("a.jsonl", "{}\n{,}\n", 2, "is not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("a.json", "[{}]", 0, "a record needs a type, one of article, action"),
        ("a.json", '{"terms": []}', 0, "there is no table 'terms'; did you mean term?"),
        ("a.json", '{"term": [7]}', 0, "each term must be a table of keys and values"),
    ],
)
def test_what_cannot_be_parsed_is_told_with_its_line(name: str, text: str, line: int, message: str, tmp_path: Path) -> None:
    """A file that is no TOML, JSON or JSON Lines, or holds no records, is a problem with its line, and no more."""
    contents = _loaded(tmp_path, name, text)
    assert (contents.problems[-1].file, contents.problems[-1].line) == (str(tmp_path / name), line)
    assert message in contents.problems[-1].message
    assert contents.documents == []


@pytest.mark.parametrize("name", ["a.toml", "a.json", "a.jsonl"])
def test_what_is_not_utf_8_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    """A file in another encoding is a problem that tells where the first byte is that is not UTF-8."""
    (tmp_path / name).write_bytes(b'x = "\xe9"')
    assert [(one.file, one.message) for one in load(tmp_path / name).problems] == [(str(tmp_path / name), "is not UTF-8 at byte 5")]


def test_keys_with_a_dollar_are_for_editors(tmp_path: Path) -> None:
    """A `$schema` in a JSON file is no table."""
    assert _loaded(tmp_path, "a.json", '{"$schema": "https://e.org/s.json", "term": []}').problems == []


def test_what_is_no_archive_at_all_is_an_archive_error(tmp_path: Path) -> None:
    """A path that is missing, empty of records or of another kind is an ArchiveError, not a problem."""
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    for path, message in ((tmp_path / "none", "does not exist"), (tmp_path, "holds no archive"), (tmp_path / "notes.txt", "is no archive")):
        with pytest.raises(ArchiveError, match=message):
            load(path)


def test_a_folder_in_the_place_of_a_file_is_an_archive_error(tmp_path: Path) -> None:
    """A folder that is called like a file cannot be read, and is told so."""
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(ArchiveError, match=r"a\.toml cannot be read"):
        load(tmp_path)


def _dated(date: str | None, type_: str = "article", **more: object) -> dict[str, Any]:
    return {"type": type_, "title": "x", "date": date, **more}


def _phase(title: str, start: str, end: str | None) -> dict[str, Any]:
    return {"type": "phase", "title": title, "date": start, "start": start, "end": end}


PHASES = [_phase("II", "2012-03", "2015"), _phase("I", "2009", "2012-02"), _phase("III", "2020-04-24", None)]


@pytest.mark.parametrize(
    ("date", "phase"),
    [
        (None, None),
        ("2008-12-31", None),
        ("2009", "I"),
        ("2012-02", "I"),
        ("2012", "I"),
        ("2012-03-01", "II"),
        ("2015-12-31", "II"),
        ("2016-01-01", None),
        ("2020-04-23", None),
        ("2020-04-24", "III"),
        ("2030", "III"),
    ],
)
def test_a_date_falls_in_the_last_phase_that_had_begun(date: str | None, phase: str | None) -> None:
    """A record belongs to the last phase that had begun on its first day, unless that phase had ended."""
    documents = [*PHASES, _dated(date)]
    assert [told for _, told in with_phases(documents)] == ["II", "I", "III", phase]


def test_an_action_is_given_the_phase_of_its_start() -> None:
    """An Action without a phase gets the one that its start falls in; one with a phase keeps it."""
    derived, kept = _dated("2013", "action", phase=None), _dated("2013", "action", phase="Other")
    assert [told for _, told in with_phases([*PHASES, derived, kept])][3:] == ["II", "Other"]
    assert (derived["phase"], kept["phase"]) == ("II", "Other")


HOSTILE = {
    "a list for a type": ("a.jsonl", '{"type": []}'),
    "an object for a type": ("a.json", '[{"type": {}}]'),
    "brackets without end in JSON Lines": ("a.jsonl", "[" * 100_000),
    "brackets without end in JSON": ("a.json", "[" * 100_000),
    "brackets without end in TOML": ("a.toml", "a = " + "[" * 100_000),
    "a number of 5000 digits in JSON Lines": ("a.jsonl", '{"value": ' + "1" * 5000 + "}"),
    "a number of 5000 digits in JSON": ("a.json", '[{"value": ' + "1" * 5000 + "}]"),
    "a number of 5000 digits in TOML": ("a.toml", "value = " + "1" * 5000),
    "a figure that is no number": ("a.jsonl", json.dumps({**FACT, "value": float("nan")})),
    "a figure without end": ("a.jsonl", json.dumps({**FACT, "value": float("inf")})),
    "half a character": ("a.jsonl", json.dumps({**TERM, "title": "\ud800"})),
    "a number for aliases": ("a.toml", '[[topic]]\nname = "x"\naliases = 7'),
    "a text for aliases": ("a.toml", '[[topic]]\nname = "x"\naliases = "yz"'),
    "a number among aliases": ("a.toml", '[[topic]]\nname = "x"\naliases = [7]'),
    "a number for a code": ("a.toml", '[[country]]\nname = "x"\nalpha2 = 7'),
    "a specific area without a name": ("a.toml", '[[area]]\nname = "x"\nspecific = [{}]'),
    "a date in a vocabulary": ("a.toml", '[[topic]]\nname = "x"\nsince = 2020-01-01'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_archive_can_hold_is_a_problem(name: str, tmp_path: Path) -> None:
    """A value that cannot be stored or would be misread is told as a problem of its file; nothing is raised."""
    file, text = HOSTILE[name]
    contents = _loaded(tmp_path, file, text)
    assert [problem.file for problem in contents.problems] == [str(tmp_path / file)]


@pytest.mark.parametrize("name", ["a figure that is no number", "a figure without end", "half a character", "a date in a vocabulary"])
def test_what_no_archive_can_hold_is_a_mieux_error_when_opened(name: str, tmp_path: Path) -> None:
    """Opening and listing a hostile archive raises nothing but our own errors."""
    file, text = HOSTILE[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(MieuxError):
        open_archive(tmp_path / file).select(sort="value")


def test_a_date_is_written_in_ascii_digits(tmp_path: Path) -> None:
    """A date in full-width digits, whose year no filter and no facet would find among the others, is told."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in "2020")
    assert _told(_loaded(tmp_path, "a.jsonl", json.dumps({**ARTICLE, "date": wide}))) == [(1, "2020-03-30-quokkas", "date")]


def test_problems_of_all_archives_laid_over_each_other_are_kept(tmp_path: Path) -> None:
    """Of several archives the problems of each are told."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text("{", encoding="utf-8")
    contents = contents_of([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])
    assert [Path(problem.file).name for problem in contents.problems] == ["a.jsonl", "b.jsonl"]
