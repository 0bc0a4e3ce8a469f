"""Rows of TOML and JSON become records with every key of their type; values of a wrong form are problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mieuxcli.archive import open_archive
from mieuxcli.contents import Contents, load
from mieuxcli.documents import document_of, record_of
from mieuxcli.errors import MieuxError
from mieuxcli.fields import TYPES, fields_of
from mieuxcli.forms import fitted
from mieuxcli.records import Article, Person
from rows import ARTICLE, FACT, TERM

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = {"text": "x", "url": "https://example.org/x", "number": 7, "date": "2020"}


def _loaded(tmp_path: Path, name: str, text: str) -> Contents:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path / name)


def _told(contents: Contents) -> list[tuple[int, str, str]]:
    return [(one.line, one.record, one.field) for one in contents.problems]


def _least(type_: str) -> dict[str, object]:
    """Return a row with just the fields that a record of the type cannot be without."""
    return {
        one.name: SAMPLES[one.kind]
        for one in fields_of(type_)
        if type_ in one.needed and type_ not in one.derived and one.name != "type"
    }


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_has_every_key_in_order(type_: str) -> None:
    """A record has all keys of its type in the order of the fields, null or empty where it says nothing."""
    given = _least(type_)
    document = document_of(record_of(type_, given))
    assert list(document) == [one.name for one in fields_of(type_)]
    for one in fields_of(type_):
        if one.name in given:
            assert document[one.name] == given[one.name]
        elif not one.derived:
            assert document[one.name] == ([] if one.kind in ("texts", "people", "events") else None)


def test_people_have_all_their_keys() -> None:
    """A person of a record has all keys of a person in order, null where nothing is known."""
    article = record_of("article", ARTICLE)
    assert isinstance(article, Article)
    (person,) = article.people
    assert document_of(article)["people"] == [person._asdict()]
    assert list(person._asdict()) == list(Person._fields)
    assert {key: value for key, value in person._asdict().items() if value is not None} == {
        "name": "Ana Fernández",
        "part": "author",
    }


@pytest.mark.parametrize(
    ("type_", "row", "date"),
    [("action", {"start": "2019-05"}, "2019-05"), ("phase", {"start": "2009"}, "2009")],
)
def test_actions_and_phases_are_dated_by_their_start(type_: str, row: dict[str, object], date: str) -> None:
    """The date of an Action or a phase is its start."""
    assert record_of(type_, {**_least(type_), **row}).date == date


def test_facts_are_dated_by_their_as_of_date() -> None:
    """The date of a key fact is the day as of which the figure holds."""
    assert record_of("fact", FACT).date == "2020-04-30"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "close to 430 experts (since 2009)"),
        ({"qualifier": "exactly"}, "430 experts (since 2009)"),
        (
            {"value": 5000, "qualifier": "over", "metric": "participants", "unit": "participants"},
            "over 5,000 participants (since 2009)",
        ),
        ({"unit": "%", "value": 42, "metric": "share"}, "share: close to 42% (since 2009)"),
        (
            {"unit": "EUR", "value": 4500000, "qualifier": "exactly", "metric": "budget"},
            "budget: 4,500,000 euro (since 2009)",
        ),
        ({"value": 4, "value_max": 6, "qualifier": "exactly"}, "4 to 6 experts (since 2009)"),
        ({"value": 1.5, "qualifier": "up to"}, "up to 1.5 experts (since 2009)"),
        ({"unit": "people"}, "experts: close to 430 people (since 2009)"),
    ],
)
def test_the_title_of_a_fact_is_its_figure_with_its_hedge(changes: dict[str, object], title: str) -> None:
    """A fact is called by its figure with hedge, unit and scope, and its metric where the unit is not it."""
    assert record_of("fact", {**FACT, **changes}).title == title


def test_a_year_has_no_thousands_separator() -> None:
    """A key fact whose figure is a year shows it as a year."""
    fact = {
        **FACT,
        "metric": "start of operations",
        "value": 2009,
        "unit": "year",
        "qualifier": "exactly",
        "scope": "operations",
    }
    assert "2009" in record_of("fact", fact).title


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
    assert contents.records == [record_of("term", TERM)]


def test_a_null_is_nothing_told(tmp_path: Path) -> None:
    """A key that is null in JSON is the same as a key that is absent, also where it must not be absent."""
    assert _loaded(tmp_path, "a.jsonl", json.dumps({**TERM, "note": None})).records == [
        record_of("term", TERM)
    ]
    assert _told(_loaded(tmp_path, "a.jsonl", json.dumps({**TERM, "meaning": None}))) == [
        (1, "term-a", "meaning")
    ]


def test_fields_of_a_wrong_form_are_left_empty(tmp_path: Path) -> None:
    """A record with wrong fields is set apart, the wrong ones empty, and is not among the records."""
    row = {**ARTICLE, "title": 7, "countries": "Ghana", "people": [{"role": "Officer"}]}
    contents = _loaded(tmp_path, "a.jsonl", json.dumps(row))
    expected = record_of("article", {**ARTICLE, "title": "", "countries": [], "people": []})
    assert contents.records == []
    assert [record for record, _ in contents.partial] == [expected]
    del row["type"]
    assert {name for name, _ in fitted("article", row).wrong} == {"title", "countries", "people"}


@pytest.mark.parametrize(
    ("type_", "row", "key", "right"),
    [
        ("action", {"start": "2019-05", "phase": "MIEUX IX"}, "phase", None),
        ("action", {"start": "2019-05", "date": "2001"}, "date", "2019-05"),
        ("phase", {"start": "2009", "date": "2001"}, "date", "2009"),
        ("fact", {"as_of": "2020", "date": "2001"}, "date", "2020"),
        ("fact", {"title": "seven"}, "title", "x 7 x (x)"),
        ("term", {"date": "2001"}, "date", None),
    ],
)
def test_a_derived_key_written_by_hand_is_a_warning(
    type_: str, row: dict[str, object], key: str, right: str | None, tmp_path: Path
) -> None:
    """A derived key in a TOML file is a warning and is not used, and the archive opens all the same."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in {**_least(type_), **row}.items()]
    contents = _loaded(tmp_path, "a.toml", "\n".join([f"[[{type_}]]", *lines]))
    assert [(one.severity, one.record, one.field, one.message) for one in contents.problems] == [
        ("warning", "x", key, "is derived from the other fields; what is written here is not used")
    ]
    assert contents.errors() == []
    assert document_of(open_archive(tmp_path / "a.toml").get("x"))[key] == right


@pytest.mark.parametrize("row", [{**FACT, "title": "x", "date": "2001"}, {**TERM, "date": None}])
def test_derived_keys_in_json_lines_are_no_warning(row: dict[str, object], tmp_path: Path) -> None:
    """What the program prints as JSON Lines has the derived keys too, and is read back without a word."""
    assert _loaded(tmp_path, "a.jsonl", json.dumps(row)).problems == []


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
    """A value that cannot be stored or would be misread is a problem of its file; nothing is raised."""
    file, text = HOSTILE[name]
    contents = _loaded(tmp_path, file, text)
    assert [problem.file for problem in contents.problems] == [str(tmp_path / file)]


@pytest.mark.parametrize(
    "name",
    ["a figure that is no number", "a figure without end", "half a character", "a date in a vocabulary"],
)
def test_what_no_archive_can_hold_is_a_mieux_error_when_opened(name: str, tmp_path: Path) -> None:
    """Opening and listing a hostile archive raises nothing but our own errors."""
    file, text = HOSTILE[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(MieuxError):
        open_archive(tmp_path / file).select(sort="value")


def test_a_date_is_written_in_ascii_digits(tmp_path: Path) -> None:
    """A date in full-width digits, whose year no filter and no facet would find among the others, is told."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in "2020")
    assert _told(_loaded(tmp_path, "a.jsonl", json.dumps({**ARTICLE, "date": wide}))) == [
        (1, "2020-03-30-quokkas", "date")
    ]
