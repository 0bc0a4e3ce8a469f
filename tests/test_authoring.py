"""Records as TOML: how they are laid out, and that they are the same when read again; and new archives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli

from conftest import ROOT
from mieuxcli.authoring import new_archive, toml_of
from mieuxcli.contents import load
from mieuxcli.documents import record_of
from mieuxcli.errors import OutputError, UsageError
from mieuxcli.fields import TYPES, fields_of
from mieuxcli.records import Record

DATA = ROOT / "data"

LAID_OUT = """\
[[article]]
id = "2020-quokkas"
title = "Quokkas \\"and\\" wombats"
date = "2020-03"
kind = "news"
summary = ""
countries = ["Ghana", "C\u00f4te d'Ivoire"]
people = [
  { name = "Ana", part = "author" },
  { name = "Bo", role = "Officer", organisation = "ICMPD" },
]
events = [
  { date = "2020-02-01", what = "A meeting." },
]
note = "Doubtful."
"""


def _term(**row: object) -> Record:
    return record_of("term", {"id": "x", "title": "X", "meaning": "m", "url": "https://example.org", **row})


def _fact(**row: object) -> Record:
    base = {
        "id": "x",
        "url": "u",
        "metric": "experts",
        "qualifier": "over",
        "unit": "persons",
        "scope": "all",
    }
    return record_of("fact", {**base, "source_title": "s", "wording": "w", "value": 1, **row})


def _line(record: Record, key: str) -> str:
    return next(line for line in toml_of(record).splitlines() if line.startswith(f"{key} = "))


def test_a_record_is_laid_out_in_one_way() -> None:
    """Keys have one order with the note last, tables stand one a line, and no key is without a value."""
    row = {
        "note": "Doubtful.",
        "events": [{"date": "2020-02-01", "what": "A meeting."}],
        "people": [
            {"name": "Ana", "part": "author"},
            {"name": "Bo", "role": "Officer", "organisation": "ICMPD"},
        ],
        "countries": ["Ghana", "C\u00f4te d'Ivoire"],
        "topics": [],
        "series": None,
        "summary": "",
        "kind": "news",
        "date": "2020-03",
        "title": 'Quokkas "and" wombats',
        "id": "2020-quokkas",
    }
    assert toml_of(record_of("article", row)) == LAID_OUT


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_derived_is_not_written(type_: str) -> None:
    """A key that is worked out from others, like the phase of an Action, is left to be worked out again."""
    values: dict[str, object] = {
        "text": "x",
        "url": "x",
        "date": "2020",
        "integer": 7,
        "number": 7,
        "texts": ["x"],
    }
    values |= {"people": [{"name": "x"}], "events": [{"date": "2020", "what": "x"}]}
    record = record_of(type_, {field.name: values[field.kind] for field in fields_of(type_)})
    written = tomli.loads(toml_of(record))[type_][0]
    assert set(written) == {field.name for field in fields_of(type_) if type_ not in field.derived}
    assert list(written)[-1] == "note"


@pytest.mark.parametrize(
    ("size", "lines"),
    [(118, ['other_names = ["{}"]']), (117, ['other_names = ["{}"]']), (116, ['other_names = ["{}"]'])],
)
def test_a_list_within_the_width_stays_on_its_line(size: int, lines: list[str]) -> None:
    """A list of up to 120 characters, brackets and quotes included, is written on one line."""
    word = "w" * (size - 2)
    assert _line(_term(other_names=[word]), "other_names") == lines[0].format(word)


def test_a_longer_list_is_written_one_a_line() -> None:
    """A list of more than 120 characters is broken after each of its parts."""
    words = ["one" * 20, "two" * 20]
    assert f'other_names = [\n  "{words[0]}",\n  "{words[1]}",\n]\n' in toml_of(_term(other_names=words))
    assert f'other_names = [\n  "{"w" * 117}",\n]\n' in toml_of(_term(other_names=["w" * 117]))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "no"', r'"say \"no\""'),
        ("back\\slash", r'"back\\slash"'),
        ("\\u0041", r'"\\u0041"'),
        ("two\nlines\tand\rmore", r'"two\nlines\tand\rmore"'),
        ("\x00\x01\x1f", r'"\u0000\u0001\u001f"'),
        ("\b\f", r'"\b\f"'),
        ("\x7f", r'"\u007f"'),
        ("\\\x7f", r'"\\\u007f"'),
        ("\x80\x9f\u2028", '"\x80\x9f\u2028"'),
        ("C\u00f4te \U0001f426 \u200f\u05d0", '"C\u00f4te \U0001f426 \u200f\u05d0"'),
        ('"""', r'"\"\"\""'),
        ("'''", "\"'''\""),
        ("# no comment", '"# no comment"'),
        ("[[article]]", '"[[article]]"'),
        ("{ a = 1 }", '"{ a = 1 }"'),
    ],
)
def test_a_text_is_quoted_so_that_toml_reads_it_back(text: str, written: str) -> None:
    """Quotes, backslashes, control characters and DEL are escaped, everything else is written as it is."""
    term = _term(meaning=text, other_names=[text])
    toml = toml_of(term)
    assert f"\nmeaning = {written}\n" in toml
    assert f"\nother_names = [{written}]\n" in toml
    assert record_of("term", tomli.loads(toml)["term"][0]) == term


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-1, "-1"),
        (138, "138"),
        (1234567, "1234567"),
        (0.5, "0.5"),
        (2.0, "2.0"),
        (1e22, "1e+22"),
        (1e-7, "1e-07"),
    ],
)
def test_a_figure_is_written_as_toml_reads_it_back(value: float, written: str) -> None:
    """Whole numbers stay whole and others keep all their digits."""
    fact = _fact(value=value)
    assert _line(fact, "value") == f"value = {written}"
    found = tomli.loads(toml_of(fact))["fact"][0]["value"]
    assert (found, type(found)) == (value, type(value))


def test_records_written_one_after_another_are_one_file() -> None:
    """The tables of several records make one document with as many records."""
    terms = [_term(id=name) for name in ("one", "two", "three")]
    assert [row["id"] for row in tomli.loads("\n".join(map(toml_of, terms)))["term"]] == [
        "one",
        "two",
        "three",
    ]


@pytest.mark.parametrize("type_", TYPES)
def test_the_archive_is_the_same_written_and_read_again(type_: str, tmp_path: Path) -> None:
    """The records of the archive, written as TOML and loaded, are the records of the archive."""
    records = [record for record in load(DATA).records if record.type == type_]
    file = tmp_path / "all.toml"
    file.write_text("\n".join(map(toml_of, records)), encoding="utf-8")
    contents = load(file)
    assert records
    assert contents.problems == []
    assert contents.records == records


def _tables(file: Path) -> list[str]:
    tables: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("[["):
            tables.append(line)
        elif tables and line.strip() and not line.startswith("#"):
            tables[-1] += line
    return tables


@pytest.mark.parametrize("type_", TYPES)
def test_the_archive_stands_as_it_would_be_written(type_: str) -> None:
    """The records in data/ stand there as they would be written, so that an import changes nothing else."""
    found = [
        table
        for file in sorted(DATA.glob("*.toml"))
        for table in _tables(file)
        if table.startswith(f"[[{type_}]]")
    ]
    assert found
    assert found == [toml_of(record) for record in load(DATA).records if record.type == type_]


@pytest.mark.parametrize("name", ["plain", "two words", "C\u00f4te", "br{a}ce", "it's", "deep/down"])
def test_a_new_archive_is_empty_valid_and_named_after_its_folder(name: str, tmp_path: Path) -> None:
    """A new archive is made with its folders, has no record and no problem, and its schema is JSON."""
    folder = tmp_path / name
    made = new_archive(folder)
    contents = load(folder)
    assert sorted(made) == sorted(folder.iterdir())
    assert (contents.records, contents.problems) == ([], [])
    assert contents.about["title"] == folder.name
    assert json.loads((folder / "archive.schema.json").read_text(encoding="utf-8"))["type"] == "object"


@pytest.mark.parametrize("name", ['say "no"', "back\\slash", "two\nlines"])
def test_a_new_archive_is_valid_whatever_its_folder_is_called(name: str, tmp_path: Path) -> None:
    """A new archive can be read even where the folder's name holds what TOML wants escaped."""
    new_archive(tmp_path / name)
    contents = load(tmp_path / name)
    assert contents.problems == []
    assert contents.about["title"] == name


def test_the_example_in_a_new_archive_is_a_record(tmp_path: Path) -> None:
    """The example in a new archive, with the # in front taken away, is a valid record."""
    new_archive(tmp_path / "new")
    file = tmp_path / "new" / "articles.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    first = lines.index("# [[article]]")
    file.write_text(
        "\n".join(line.removeprefix("# ") for line in lines[first : lines.index("#", first)]),
        encoding="utf-8",
    )
    contents = load(file)
    assert contents.problems == []
    assert [record.id for record in contents.records] == ["2022-03-30-a-few-words"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    """A new archive is never made on top of what is there."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        new_archive(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["file", "file/new"])
def test_a_folder_that_cannot_be_made_is_an_error_of_output(name: str, tmp_path: Path) -> None:
    """A new archive where a file is, or in one, is told as output that could not be written."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot make"):
        new_archive(tmp_path / name)
