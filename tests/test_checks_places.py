"""Faults are told where they stand, in every format; what may look like a fault and is none is not told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from checked import line_of, problems_of
from invented import SOUND
from mieuxcli.checks import check
from mieuxcli.compiler import contents_of
from mieuxcli.contents import Problem, load
from rows import TERM

if TYPE_CHECKING:
    from pathlib import Path


def test_an_unknown_table_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    """A table that no archive has is a problem of the file, with the table that was perhaps meant."""
    problems = problems_of(tmp_path, SOUND + '\n[[artcle]]\nid = "undated-x"\n')
    assert [(one.file, one.record, one.message) for one in problems] == [
        (str(tmp_path / "sound.toml"), "", "there is no table 'artcle'; did you mean article?")
    ]


def test_a_table_that_is_no_table_is_told(tmp_path: Path) -> None:
    """A key on the top level in the place of a table is a problem, not a record."""
    (problem,) = problems_of(tmp_path, 'term = "GCM"\n' + SOUND[: SOUND.index("[[term]]")])
    assert (problem.severity, problem.message) == ("error", "each term must be a table of keys and values")


def test_an_alias_that_names_another_entry_is_told(tmp_path: Path) -> None:
    """A word cannot be the name of one country and an alias of another."""
    (problem,) = problems_of(tmp_path, SOUND.replace('alpha2 = "GH"', 'aliases = ["Côte d\'Ivoire"]'))
    assert (problem.severity, problem.record, problem.field) == ("error", "country Ghana", "aliases")
    assert "'Côte d'Ivoire' is the name of another country" in problem.message


def test_values_are_not_controlled_where_there_is_no_vocabulary(tmp_path: Path) -> None:
    """A file that is loaded alone, without any vocabulary, may use whatever names it likes."""
    records = SOUND[SOUND.index("[[phase]]") :].replace('"Africa"', '"Atlantis"')
    (tmp_path / "records.toml").write_text(records, encoding="utf-8")
    assert check(load(tmp_path)).problems == []


def test_a_record_may_name_its_source_in_the_note(tmp_path: Path) -> None:
    """A record without an address has a source where its note names the page it was listed on."""
    bare = SOUND.replace('url = "https://example.org/quokkas"\n', "").replace(
        'other_urls = ["https://example.org/fr/quokkas"]\n', ""
    )
    assert [one.field for one in problems_of(tmp_path, bare)] == ["url"]
    assert (
        problems_of(
            tmp_path,
            bare.replace('kind = "news"\nlang', 'note = "Listed on the page of news."\nkind = "news"\nlang'),
        )
        == []
    )


def test_an_undated_article_needs_no_basis(tmp_path: Path) -> None:
    """An article without a date has no date_basis, and an id that says it is undated."""
    text = SOUND.replace('date = "2020-03-30"\ndate_basis = "published"\n', "").replace(
        "2020-03-30-quokkas", "undated-quokkas"
    )
    assert problems_of(tmp_path, text) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [("2019-05", "2019"), ("2019", "2019-01"), ("2019-05-07", "2019-05"), ("2019-05", "2019-05-01")],
)
def test_dates_known_to_different_degrees_may_overlap(start: str, end: str, tmp_path: Path) -> None:
    """An end is before a start only where it is so whatever the unknown month or day is."""
    assert (
        problems_of(
            tmp_path, SOUND.replace('start = "2019-05"\nend = "2020-02"', f'start = "{start}"\nend = "{end}"')
        )
        == []
    )


def test_faults_in_json_lines_are_told_with_their_line(tmp_path: Path) -> None:
    """In JSON Lines the line of a problem is the line of the record."""
    file = tmp_path / "records.jsonl"
    file.write_text(
        '\n{"type": "term", "id": "term-a", "title": "A", "url": "https://e.org/a"}\n{"type": "tern"}\n{',
        encoding="utf-8",
    )
    problems = check(contents_of([str(file)])).problems
    assert [(one.file, one.line, one.record, one.field) for one in problems] == [
        (str(file), 2, "term-a", "meaning"),
        (str(file), 3, "", "type"),
        (str(file), 4, "", ""),
    ]


def test_a_line_of_json_with_a_wrong_form_is_checked_on(tmp_path: Path) -> None:
    """A record of JSON Lines whose form is wrong in one field is checked in its other fields too."""
    file = tmp_path / "records.jsonl"
    file.write_text('\n{"type": "term", "id": "term-a", "title": 7, "url": "e.org", "meaning": "m  m"}')
    problems = check(contents_of([str(file)])).problems
    assert [(one.severity, one.line, one.record, one.field) for one in problems] == [
        ("error", 2, "term-a", "title"),
        ("error", 2, "term-a", "url"),
        ("warning", 2, "term-a", "meaning"),
    ]


def test_faults_in_a_json_list_are_told_with_their_number(tmp_path: Path) -> None:
    """A record without an id in a JSON list is called by its type and number."""
    file = tmp_path / "records.json"
    file.write_text(json.dumps([TERM, {"type": "term"}]))
    problems = check(contents_of([str(file)])).problems
    assert {one.record for one in problems} == {"term 2"}
    assert {one.field for one in problems} == {"id", "title", "url", "meaning"}


def test_a_problem_prints_as_one_line_with_its_place_first() -> None:
    """A problem prints as compilers print theirs, so that editors can jump to it."""
    assert (
        str(Problem("error", "a.toml", 7, "term-a", "title", "is missing"))
        == "a.toml:7: error: term-a: title: is missing"
    )
    assert str(Problem("warning", "a.jsonl", 0, "", "", "is odd")) == "a.jsonl: warning: is odd"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('other_urls = ["https://example.org/fr/quokkas"]', 'other_urls = ["example.org/fr"]', "other_urls"),
        ('sources = ["https://example.org/one"]', 'sources = ["example.org/one"]', "sources"),
    ],
)
def test_an_address_that_is_not_whole_is_told_in_its_own_field(
    old: str, new: str, field: str, tmp_path: Path
) -> None:
    """A wrong address in a list of addresses is a problem of that list, on its line."""
    text = SOUND.replace(old, new)
    assert [(one.field, one.line) for one in problems_of(tmp_path, text)] == [(field, line_of(text, new))]


def test_a_reference_to_something_that_is_no_action_is_told(tmp_path: Path) -> None:
    """The `actions` of an article name Actions, not any record."""
    problems = problems_of(tmp_path, SOUND.replace('actions = ["action-ghana-i"]', 'actions = ["term-gcm"]'))
    assert [(one.record, one.field) for one in problems] == [("2020-03-30-quokkas", "actions")]


def test_a_fault_of_one_record_is_not_told_of_the_records_that_refer_to_it(tmp_path: Path) -> None:
    """A record that has a fault is there all the same, and a reference to it does not dangle."""
    problems = problems_of(tmp_path, SOUND.replace("number = 7", 'number = "7"'))
    assert [(one.record, one.field) for one in problems] == [("action-ghana-i", "number")]


def test_lines_are_right_where_tables_are_indented(tmp_path: Path) -> None:
    """A header that is indented, as TOML allows, counts like any other."""
    term = '  [[term]]\n  id = "term-a"\n  title = "A"\n  url = "https://e.org/a"\n  meaning = "m"\n\n'
    text = SOUND.replace("[[milestone]]", f"{term}[[milestone]]")
    text = text.replace('"https://example.org/gcm"', '"gcm"')
    assert [(one.record, one.line) for one in problems_of(tmp_path, text)] == [
        ("term-gcm", line_of(text, 'url = "gcm"'))
    ]


def test_lines_are_right_after_a_line_separator_in_a_text(tmp_path: Path) -> None:
    """A line separator inside of a text is no new line of the file."""
    text = SOUND.replace('"Helped to write a policy."', '"Helped to\u2028write a policy."').replace(
        '"https://example.org/gcm"', '"gcm"'
    )
    assert ("term-gcm", line_of(text, 'url = "gcm"')) in [
        (one.record, one.line) for one in problems_of(tmp_path, text)
    ]


def test_the_line_of_a_missing_field_is_that_of_its_own_record(tmp_path: Path) -> None:
    """A field that the last record lacks is not looked for in the table that follows it."""
    about, records = SOUND.split("\n\n", 1)
    text = f"{records}\n{about}\n".replace('title = "GCM"\n', "")
    assert [(one.record, one.field, one.line) for one in problems_of(tmp_path, text)] == [
        ("term-gcm", "title", line_of(text, "[[term]]"))
    ]


@pytest.mark.parametrize("character", ["\\u2028", "\\u2029"])
def test_characters_that_no_reader_sees_are_told(character: str, tmp_path: Path) -> None:
    """A line or paragraph separator in a text is told like other invisible characters."""
    problems = problems_of(tmp_path, SOUND.replace('"Quokkas met."', f'"Quokkas{character} met."'))
    assert [(one.record, one.field) for one in problems] == [("2020-03-30-quokkas", "summary")]
