"""Every fault of an archive is told once, with its file, line, record and field, and a sound archive has none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest

from mieuxcli.archive import contents_of
from mieuxcli.checking import check
from mieuxcli.loading import Problem, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

Where: TypeAlias = tuple[str, int, str, str]
Faulty: TypeAlias = tuple[Path, list[Where]]
DATA = Path(__file__).parents[1] / "data"

# One record of each type and a vocabulary of its own, with nothing wrong in it.
SOUND = """\
[archive]
title = "Sound"

[[country]]
name = "Ghana"
alpha2 = "GH"

[[country]]
name = "Côte d'Ivoire"
aliases = ["Ivory Coast"]

[[region]]
name = "Africa"

[[topic]]
name = "diaspora engagement"
aliases = ["diaspora"]

[[kind]]
name = "news"

[[area]]
name = "Migration and Development"

[[metric]]
name = "experts"

[[language]]
name = "en"

[[phase]]
id = "phase-one"
title = "One"
start = "2019"
end = "2020"
sources = ["https://example.org/one"]

[[action]]
id = "action-ghana-i"
title = "Ghana I"
url = "https://example.org/ghana-i"
number = 7
partner = "Ghana"
thematic_area = "Migration and Development"
status = "Completed"
start = "2019-05"
end = "2020-02"
summary = "Helped to write a policy."
countries = ["Ghana"]
region = "Africa"
topics = ["diaspora engagement"]
experts_from = ["Ghana"]
note = "The page was read twice."

[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas"
date = "2020-03-30"
date_basis = "published"
url = "https://example.org/quokkas"
kind = "news"
language = "en"
summary = "Quokkas met."
countries = ["Ghana", "Côte d'Ivoire"]
regions = ["Africa"]
topics = ["diaspora engagement"]
people = [{ name = "Ana Fernández", part = "author" }]
actions = ["action-ghana-i"]
events = [{ date = "2020-03-28", what = "the meeting" }]
other_urls = ["https://example.org/fr/quokkas"]

[[fact]]
id = "fact-experts"
url = "https://example.org/facts"
metric = "experts"
value = 430
qualifier = "close to"
unit = "experts"
scope = "since 2009"
period_start = "2009"
period_end = "2020-04"
as_of = "2020-04-30"
source_title = "Facts"
wording = "close to 430 experts"

[[milestone]]
id = "milestone-launch"
title = "Launch"
date = "2020-04-24"
date_basis = "published"
url = "https://example.org/launch"
kind = "news"

[[term]]
id = "term-gcm"
title = "GCM"
url = "https://example.org/gcm"
expansion = "Global Compact for Migration"
meaning = "An agreement."
"""

LONG = " ".join(["word"] * 61)


class Fault(NamedTuple):
    """A change to the sound archive, and what the one problem then says; `line` is a text that stands on the line named."""

    old: str
    new: str
    line: str
    record: str
    field: str
    message: str
    severity: str = "error"


FAULTS = {
    "a missing title": Fault('title = "Quokkas"\n', "", "[[article]]", "2020-03-30-quokkas", "title", "is missing"),
    "an empty title": Fault('title = "Quokkas"', 'title = ""', 'title = ""', "2020-03-30-quokkas", "title", "is missing"),
    "a missing id": Fault('id = "2020-03-30-quokkas"\n', "", "[[article]]", "article 1", "id", "is missing"),
    "a missing kind": Fault('quokkas"\nkind = "news"', 'quokkas"', "[[article]]", "2020-03-30-quokkas", "kind", "is missing"),
    "a missing summary": Fault('summary = "Quokkas met."\n', "", "[[article]]", "2020-03-30-quokkas", "summary", "is missing"),
    "a missing source of a fact": Fault('url = "https://example.org/facts"\n', "", "[[fact]]", "fact-experts", "url", "is missing"),
    "an unknown key": Fault("regions = ", "reginos = ", "reginos", "2020-03-30-quokkas", "reginos", "did you mean regions?"),
    "a key of another type": Fault(
        'meaning = "An', 'metric = "experts"\nmeaning = "An', 'metric = "experts"\nmeaning', "term-gcm", "metric", "no such key"
    ),
    "a day that does not exist": Fault(
        'date = "2020-03-30"', 'date = "2020-02-30"', 'date = "2020-02-30"', "2020-03-30-quokkas", "date", "not '2020-02-30'"
    ),
    "a date without quotes": Fault(
        'date = "2020-04-24"', "date = 2020-04-24", "date = 2020-04-24", "milestone-launch", "date", "in quotes, not '2020-04-24'"
    ),
    "a date in words": Fault('as_of = "2020-04-30"', 'as_of = "April 2020"', "as_of", "fact-experts", "as_of", "not 'April 2020'"),
    "a text for a list": Fault('regions = ["Africa"]', 'regions = "Africa"', "regions", "2020-03-30-quokkas", "regions", "a list of texts"),
    "a list with a number": Fault('regions = ["Africa"]', "regions = [3]", "regions", "2020-03-30-quokkas", "regions", "a list of texts"),
    "a text for a number": Fault("value = 430", 'value = "430"', "value", "fact-experts", "value", "must be a number, not '430'"),
    "a truth for a number": Fault("value = 430", "value = true", "value", "fact-experts", "value", "must be a number, not 'True'"),
    "a fraction for a whole number": Fault("number = 7", "number = 7.5", "number", "action-ghana-i", "number", "a whole number, not '7.5'"),
    "a number for a text": Fault('title = "GCM"', "title = 7", "title = 7", "term-gcm", "title", "must be a text, not '7'"),
    "a person without a name": Fault(
        'name = "Ana Fernández", part', 'role = "Officer", part', "people", "2020-03-30-quokkas", "people", "each must have name"
    ),
    "an unknown key of a person": Fault('part = "author"', 'rank = "author"', "people", "2020-03-30-quokkas", "people", "and may have"),
    "an unknown part of a person": Fault(
        'part = "author"', 'part = "poet"', "people", "2020-03-30-quokkas", "people", "'poet' must be one of author"
    ),
    "an event on no day": Fault(
        'date = "2020-03-28"', 'date = "2020-13"', "events", "2020-03-30-quokkas", "events", "'2020-13' is no date that exists"
    ),
    "an event without words": Fault(', what = "the meeting"', "", "events", "2020-03-30-quokkas", "events", "must have date and what"),
    "an id with capitals": Fault('"term-gcm"', '"term-GCM"', "term-GCM", "term-GCM", "id", "small letters, digits and single hyphens"),
    "an id with two hyphens": Fault('"term-gcm"', '"term--gcm"', "term--gcm", "term--gcm", "id", "single hyphens"),
    "an article's id without its date": Fault(
        '"2020-03-30-quokkas"', '"quokkas"', '"quokkas"', "quokkas", "id", "should begin with 2020-03-30-", "warning"
    ),
    "an id given twice": Fault('"term-gcm"', '"phase-one"', 'id = "phase-one"\ntitle = "GCM"', "phase-one", "id", "of another record too"),
    "an Action that ends before it starts": Fault(
        'end = "2020-02"', 'end = "2019-04"', 'end = "2019-04"', "action-ghana-i", "end", "2019-04 is before start 2019-05"
    ),
    "a phase that ends before it starts": Fault(
        'end = "2020"\n', 'end = "2018"\n', 'end = "2018"', "phase-one", "end", "2018 is before start 2019"
    ),
    "a period that ends before it begins": Fault(
        'period_end = "2020-04"', 'period_end = "2008-12"', "period_end", "fact-experts", "period_end", "before period_start 2009"
    ),
    "an unknown basis of a date": Fault(
        'date_basis = "published"\nurl = "https://example.org/l',
        'date_basis = "guessed"\nurl = "https://example.org/l',
        'date_basis = "guessed"',
        "milestone-launch",
        "date_basis",
        "'guessed' must be published or inferred",
    ),
    "an inferred date without its ground": Fault(
        'date_basis = "published"\nurl = "https://example.org/q',
        'date_basis = "inferred"\nurl = "https://example.org/q',
        "[[article]]",
        "2020-03-30-quokkas",
        "note",
        "needs its ground",
    ),
    "a date without its basis": Fault(
        'date_basis = "published"\nurl = "https://example.org/q',
        'url = "https://example.org/q',
        "[[article]]",
        "2020-03-30-quokkas",
        "date_basis",
        "date and date_basis go together",
    ),
    "a record without a source": Fault(
        'sources = ["https://example.org/one"]', "sources = []", "[[phase]]", "phase-one", "url", "a record needs a source"
    ),
    "an address without its scheme": Fault(
        '"https://example.org/gcm"', '"www.example.org/gcm"', "www.", "term-gcm", "url", "'www.example.org/gcm' is not a whole address"
    ),
    "an address with a blank": Fault('"https://example.org/gcm"', '"https://example.org/g cm"', "g cm", "term-gcm", "url", "whole address"),
    "a dangling reference": Fault(
        'actions = ["action-ghana-i"]',
        'actions = ["action-ghana-ii"]',
        "actions",
        "2020-03-30-quokkas",
        "actions",
        "no Action 'action-ghana-ii'; did you mean action-ghana-i?",
    ),
    "an alias for a country": Fault(
        '"Ghana", "Côte d\'Ivoire"',
        '"Ghana", "Ivory Coast"',
        '"Ivory Coast"]\nregions',
        "2020-03-30-quokkas",
        "countries",
        "'Ivory Coast' is no country of the vocabulary; write 'Côte d'Ivoire'",
    ),
    "an expert's country misspelt": Fault(
        'experts_from = ["Ghana"]', 'experts_from = ["Gahna"]', "experts_from", "action-ghana-i", "experts_from", "write 'Ghana'"
    ),
    "an unknown region": Fault(
        'region = "Africa"', 'region = "Atlantis"', "region =", "action-ghana-i", "region", "'Atlantis' is no region"
    ),
    "an unknown region in a list": Fault(
        'regions = ["Africa"]', 'regions = ["Atlantis"]', "regions", "2020-03-30-quokkas", "regions", "'Atlantis' is no region"
    ),
    "an alias for a topic": Fault(
        'topics = ["diaspora engagement"]\npeople',
        'topics = ["Diaspora"]\npeople',
        'topics = ["Diaspora"]',
        "2020-03-30-quokkas",
        "topics",
        "write 'diaspora engagement'",
    ),
    "an unknown kind": Fault('kind = "news"\n\n', 'kind = "gossip"\n\n', 'kind = "gossip"', "milestone-launch", "kind", "is no kind"),
    "an unknown area": Fault(
        'thematic_area = "Migration and Development"',
        'thematic_area = "Zoology"',
        "thematic_area",
        "action-ghana-i",
        "thematic_area",
        "no area",
    ),
    "an unknown metric": Fault('metric = "experts"', 'metric = "quokkas"', "metric =", "fact-experts", "metric", "'quokkas' is no metric"),
    "an unknown language": Fault(
        'language = "en"', 'language = "qq"', "language =", "2020-03-30-quokkas", "language", "'qq' is no language"
    ),
    "an unknown qualifier": Fault(
        'qualifier = "close to"',
        'qualifier = "roughly"',
        "qualifier",
        "fact-experts",
        "qualifier",
        "'roughly' must be one of exactly, over",
    ),
    "an unknown status": Fault('"Completed"', '"Done"', "status", "action-ghana-i", "status", "'Done' must be one of Completed"),
    "a control character": Fault(
        '"Quokkas met."', '"Quokkas\\u0007 met."', "u0007", "2020-03-30-quokkas", "summary", "control or invisible"
    ),
    "an invisible character": Fault(
        'title = "GCM"', 'title = "G\\u200bCM"', "u200b", "term-gcm", "title", "control or invisible character"
    ),
    "a control character in a list": Fault(
        'what = "the meeting"', 'what = "the\\tmeeting"', "events", "2020-03-30-quokkas", "events", "control or invisible character"
    ),
    "a leftover of the collecting": Fault(
        '"The page was read twice."',
        '"Only an excerpt was read."',
        "note =",
        "action-ghana-i",
        "note",
        "leftover of the collecting: 'excerpt'",
        "warning",
    ),
    "a summary too long": Fault('"Quokkas met."', f'"{LONG}"', LONG, "2020-03-30-quokkas", "summary", "has 61 words; at most 60"),
    "a meaning too long": Fault('"An agreement."', f'"{LONG}"', LONG, "term-gcm", "meaning", "has 61 words; at most 60"),
    "two spaces": Fault('"Quokkas met."', '"Quokkas  met."', "Quokkas  met", "2020-03-30-quokkas", "summary", "spaces too many", "warning"),
    "a space at the end": Fault('"Launch"', '"Launch "', '"Launch "', "milestone-launch", "title", "spaces too many", "warning"),
    "a formula": Fault(
        '"Quokkas met."', '"=Quokkas met."', "=Quokkas", "2020-03-30-quokkas", "summary", "formula of a spreadsheet", "warning"
    ),
    "a vocabulary row without a name": Fault('name = "Ghana"\nalpha2', "alpha2", "[[country]]\nalpha2", "country", "name", "needs a name"),
    "a TOML error": Fault('title = "GCM"', 'title = "GCM', 'title = "GCM\n', "", "", "is not TOML"),
}

# A country or an Action that cannot be read is missed by the records that name it.
NOT_ALONE = {"a vocabulary row without a name", "a fraction for a whole number"}


def _problems(folder: Path, text: str) -> list[Problem]:
    (folder / "sound.toml").write_text(text, encoding="utf-8")
    return check(load(folder)).problems


def _line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_archive_has_no_problem(tmp_path: Path) -> None:
    """An archive with one good record of each type is checked without a word."""
    assert _problems(tmp_path, SOUND) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    """A fault is told once, with severity, file, line, record and field, and its message says what would be right."""
    fault = FAULTS[name]
    assert SOUND.count(fault.old) == 1
    text = SOUND.replace(fault.old, fault.new)
    problems = _problems(tmp_path, text)
    told = [(one.severity, one.file, one.line, one.record, one.field) for one in problems]
    place = (fault.severity, str(tmp_path / "sound.toml"), _line_of(text, fault.line), fault.record, fault.field)
    assert place in told
    assert fault.message in problems[told.index(place)].message
    assert len(problems) == 1 or name in NOT_ALONE


def test_an_id_given_twice_names_the_place_of_the_other(tmp_path: Path) -> None:
    """The message about a repeated id says in which file and line the first record stands."""
    text = SOUND.replace('"term-gcm"', '"phase-one"')
    (problem,) = _problems(tmp_path, text)
    assert problem.message.endswith(f"{tmp_path / 'sound.toml'}:{_line_of(text, '[[phase]]')}")


def test_an_id_given_twice_in_two_files_of_one_folder_is_an_error(tmp_path: Path) -> None:
    """Two files of one folder cannot both have a record of the same id."""
    (tmp_path / "twice.toml").write_text(SOUND[SOUND.index("[[term]]") :], encoding="utf-8")
    (problem,) = _problems(tmp_path, SOUND)
    assert (problem.severity, problem.file, problem.line, problem.record, problem.field) == (
        "error",
        str(tmp_path / "twice.toml"),
        2,
        "term-gcm",
        "id",
    )


def test_an_id_given_twice_is_an_error_however_the_folder_is_written(tmp_path: Path) -> None:
    """A path with a superfluous dot in it is the same archive, and a repeated id in it is the same error."""
    (tmp_path / "twice.toml").write_text(SOUND[SOUND.index("[[term]]") :], encoding="utf-8")
    (tmp_path / "sound.toml").write_text(SOUND, encoding="utf-8")
    problems = check(contents_of([f"{tmp_path.parent}/./{tmp_path.name}"])).problems
    assert [problem.severity for problem in problems] == ["error"]


def test_an_unknown_table_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    """A table that no archive has is a problem of the file, with the table that was perhaps meant."""
    problems = _problems(tmp_path, SOUND + '\n[[artcle]]\nid = "undated-x"\n')
    assert [(one.file, one.record, one.message) for one in problems] == [
        (str(tmp_path / "sound.toml"), "", "there is no table 'artcle'; did you mean article?")
    ]


def test_a_table_that_is_no_table_is_told(tmp_path: Path) -> None:
    """A key on the top level in the place of a table is a problem, not a record."""
    (problem,) = _problems(tmp_path, 'term = "GCM"\n' + SOUND[: SOUND.index("[[term]]")])
    assert (problem.severity, problem.message) == ("error", "each term must be a table of keys and values")


def test_an_alias_that_names_another_entry_is_told(tmp_path: Path) -> None:
    """A word cannot be the name of one country and an alias of another."""
    (problem,) = _problems(tmp_path, SOUND.replace('alpha2 = "GH"', 'aliases = ["Côte d\'Ivoire"]'))
    assert (problem.severity, problem.record, problem.field) == ("error", "country Ghana", "aliases")
    assert "'Côte d'Ivoire' is the name of another country" in problem.message


def test_values_are_not_controlled_where_there_is_no_vocabulary(tmp_path: Path) -> None:
    """A file that is loaded alone, without any vocabulary, may use whatever names it likes."""
    records = SOUND[SOUND.index("[[phase]]") :].replace('"Africa"', '"Atlantis"')
    (tmp_path / "records.toml").write_text(records, encoding="utf-8")
    assert check(load(tmp_path)).problems == []


def test_a_record_may_name_its_source_in_the_note(tmp_path: Path) -> None:
    """A record without an address has a source where its note names the page it was listed on."""
    bare = SOUND.replace('url = "https://example.org/quokkas"\n', "").replace('other_urls = ["https://example.org/fr/quokkas"]\n', "")
    assert [one.field for one in _problems(tmp_path, bare)] == ["url"]
    assert _problems(tmp_path, bare.replace('kind = "news"\nlang', 'note = "Listed on the page of news."\nkind = "news"\nlang')) == []


def test_an_undated_article_needs_no_basis(tmp_path: Path) -> None:
    """An article without a date has no date_basis, and an id that says it is undated."""
    text = SOUND.replace('date = "2020-03-30"\ndate_basis = "published"\n', "").replace("2020-03-30-quokkas", "undated-quokkas")
    assert _problems(tmp_path, text) == []


@pytest.mark.parametrize(("start", "end"), [("2019-05", "2019"), ("2019", "2019-01"), ("2019-05-07", "2019-05"), ("2019-05", "2019-05-01")])
def test_dates_known_to_different_degrees_may_overlap(start: str, end: str, tmp_path: Path) -> None:
    """An end is before a start only where it is so whatever the unknown month or day is."""
    assert _problems(tmp_path, SOUND.replace('start = "2019-05"\nend = "2020-02"', f'start = "{start}"\nend = "{end}"')) == []


def test_faults_in_json_lines_are_told_with_their_line(tmp_path: Path) -> None:
    """In JSON Lines the line of a problem is the line of the record."""
    file = tmp_path / "records.jsonl"
    file.write_text('\n{"type": "term", "id": "term-a", "title": "A", "url": "https://e.org/a"}\n{"type": "tern"}\n{', encoding="utf-8")
    problems = check(contents_of([str(file)])).problems
    assert [(one.file, one.line, one.record, one.field) for one in problems] == [
        (str(file), 2, "term-a", "meaning"),
        (str(file), 3, "", "type"),
        (str(file), 4, "", ""),
    ]


def test_faults_in_a_json_list_are_told_with_their_number(tmp_path: Path) -> None:
    """A record without an id in a JSON list is called by its type and number."""
    file = tmp_path / "records.json"
    file.write_text('[{"type": "term", "id": "term-a", "title": "A", "url": "https://e.org/a", "meaning": "m"}, {"type": "term"}]')
    problems = check(contents_of([str(file)])).problems
    assert {one.record for one in problems} == {"term 2"}
    assert {one.field for one in problems} == {"id", "title", "url", "meaning"}


def test_a_problem_prints_as_one_line_with_its_place_first() -> None:
    """A problem prints as compilers print theirs, so that editors can jump to it."""
    assert str(Problem("error", "a.toml", 7, "term-a", "title", "is missing")) == "a.toml:7: error: term-a: title: is missing"
    assert str(Problem("warning", "a.jsonl", 0, "", "", "is odd")) == "a.jsonl: warning: is odd"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('other_urls = ["https://example.org/fr/quokkas"]', 'other_urls = ["example.org/fr"]', "other_urls"),
        ('sources = ["https://example.org/one"]', 'sources = ["example.org/one"]', "sources"),
    ],
)
def test_an_address_that_is_not_whole_is_told_in_its_own_field(old: str, new: str, field: str, tmp_path: Path) -> None:
    """A wrong address in a list of addresses is a problem of that list, on its line."""
    text = SOUND.replace(old, new)
    assert [(one.field, one.line) for one in _problems(tmp_path, text)] == [(field, _line_of(text, new))]


def test_a_reference_to_something_that_is_no_action_is_told(tmp_path: Path) -> None:
    """The `actions` of an article name Actions, not any record."""
    problems = _problems(tmp_path, SOUND.replace('actions = ["action-ghana-i"]', 'actions = ["term-gcm"]'))
    assert [(one.record, one.field) for one in problems] == [("2020-03-30-quokkas", "actions")]


def test_a_fault_of_one_record_is_not_told_of_the_records_that_refer_to_it(tmp_path: Path) -> None:
    """A record that has a fault is there all the same, and a reference to it does not dangle."""
    problems = _problems(tmp_path, SOUND.replace("number = 7", 'number = "7"'))
    assert [(one.record, one.field) for one in problems] == [("action-ghana-i", "number")]


def test_lines_are_right_where_tables_are_indented(tmp_path: Path) -> None:
    """A header that is indented, as TOML allows, counts like any other."""
    text = SOUND.replace(
        "[[milestone]]", '  [[term]]\n  id = "term-a"\n  title = "A"\n  url = "https://e.org/a"\n  meaning = "m"\n\n[[milestone]]'
    )
    text = text.replace('"https://example.org/gcm"', '"gcm"')
    assert [(one.record, one.line) for one in _problems(tmp_path, text)] == [("term-gcm", _line_of(text, 'url = "gcm"'))]


def test_lines_are_right_after_a_line_separator_in_a_text(tmp_path: Path) -> None:
    """A line separator inside of a text is no new line of the file."""
    text = SOUND.replace('"Helped to write a policy."', '"Helped to\u2028write a policy."').replace('"https://example.org/gcm"', '"gcm"')
    assert ("term-gcm", _line_of(text, 'url = "gcm"')) in [(one.record, one.line) for one in _problems(tmp_path, text)]


def test_the_line_of_a_missing_field_is_that_of_its_own_record(tmp_path: Path) -> None:
    """A field that the last record lacks is not looked for in the table that follows it."""
    about, records = SOUND.split("\n\n", 1)
    text = f"{records}\n{about}\n".replace('title = "GCM"\n', "")
    assert [(one.record, one.field, one.line) for one in _problems(tmp_path, text)] == [("term-gcm", "title", _line_of(text, "[[term]]"))]


@pytest.mark.parametrize("character", ["\\u2028", "\\u2029"])
def test_characters_that_no_reader_sees_are_told(character: str, tmp_path: Path) -> None:
    """A line or paragraph separator in a text is told like other invisible characters."""
    problems = _problems(tmp_path, SOUND.replace('"Quokkas met."', f'"Quokkas{character} met."'))
    assert [(one.record, one.field) for one in problems] == [("2020-03-30-quokkas", "summary")]


class Put(NamedTuple):
    """A fault put into a record of a copy of the bundled archive: the field's line is replaced, or dropped where there is no new one."""

    file: str
    record: str
    field: str
    line: str | None
    message: str


TEN = (
    Put("actions.toml", "action-angola", "end", 'end = "2008-07"', "2008-07 is before start"),
    Put("actions.toml", "action-armenia-i", "status", 'status = "Finished"', "'Finished' must be one of Completed"),
    Put("articles.toml", "2024-03-15-impact-event", "countries", 'countries = ["Ivory Coast"]', "write 'Côte d'Ivoire'"),
    Put("articles.toml", "2024-02-28-train-the-trainers-part-ii", "url", None, "a record needs a source"),
    Put("articles.toml", "2022-03-30-crisis-resources", "summary", 'summary = "A crisis.\\u0007"', "control or invisible character"),
    Put("facts.toml", "fact-requests-2018-first-year", "value", 'value = "20"', "must be a number, not '20'"),
    Put("facts.toml", "fact-requests-2018-mieux-i", "qualifier", 'qualifier = "roughly"', "'roughly' must be one of exactly"),
    Put("glossary.toml", "term-gcm", "url", 'url = "not an address"', "is not a whole address"),
    Put("milestones.toml", "milestone-2009-04-04-first-request", "date", 'date = "2009-04-31"', "not '2009-04-31'"),
    Put("phases.toml", "phase-mieux-i", "sumary", 'sumary = "Pilot phase."', "did you mean summary?"),
)


def _put(folder: Path, fault: Put) -> None:
    file = folder / fault.file
    lines = file.read_text(encoding="utf-8").split("\n")
    first = lines.index(f'id = "{fault.record}"') + 1
    last = lines.index("", first)
    kept = [line for line in lines[first:last] if not line.startswith(f"{fault.field} = ")]
    lines[first:last] = [fault.line, *kept] if fault.line else kept
    file.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def faulty(tmp_path: Path) -> Faulty:
    """A copy of the bundled archive with ten different faults, and their places."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    for fault in TEN:
        _put(folder, fault)
    return folder, [_place(folder, fault) for fault in TEN]


def _place(folder: Path, fault: Put) -> Where:
    lines = (folder / fault.file).read_text(encoding="utf-8").splitlines()
    at = lines.index(f'id = "{fault.record}"')
    return str(folder / fault.file), (lines.index(fault.line, at) + 1 if fault.line else at), fault.record, fault.field


def test_ten_faults_in_a_copy_of_the_archive_are_all_named(faulty: Faulty) -> None:
    """Ten different faults in the whole archive are ten problems, each with file, line, record, field and what is wrong."""
    folder, places = faulty
    problems = check(contents_of([str(folder)])).problems
    told = {(one.file, one.line, one.record, one.field): one.message for one in problems}
    assert set(told) == set(places)
    assert len(problems) == 10
    assert [fault.message for fault, place in zip(TEN, places, strict=True) if fault.message not in told[place]] == []
    assert {one.severity for one in problems} == {"error"}


def test_the_command_names_all_ten_faults(faulty: Faulty, run: Callable[..., Run]) -> None:
    """`mieux check` leaves with 3 and writes all ten as JSON, and how many they are on standard error."""
    folder, places = faulty
    done = run("check", folder, "--format", "json")
    assert done.code == 3
    assert {(one["file"], one["line"], one["record"], one["field"]) for one in done.json} == set(places)
    assert list(done.json[0]) == ["severity", "file", "line", "record", "field", "message"]
    assert re.fullmatch(r"mieux: \d+ records, errors: 10, warnings: 0\n", done.err)


def test_the_command_writes_a_problem_on_a_line(faulty: Faulty, run: Callable[..., Run]) -> None:
    """In a pipe `mieux check` writes each problem on a line that begins with file and line."""
    folder, places = faulty
    done = run("check", folder)
    assert done.code == 3
    assert {tuple(line.split(": ")[:4]) for line in done.lines} == {
        (f"{file}:{line}", "error", record, field) for file, line, record, field in places
    }


def test_an_archive_with_faults_of_shape_cannot_be_opened(faulty: Faulty, run: Callable[..., Run]) -> None:
    """Another command on a faulty archive names the first fault and the command that lists them all."""
    folder, _ = faulty
    done = run("list", "--archive", folder)
    assert (done.out, done.code) == ("", 3)
    assert "facts.toml" in done.err
    assert "mieux check" in done.err


def test_warnings_alone_do_not_fail_the_command(tmp_path: Path, run: Callable[..., Run]) -> None:
    """`mieux check` leaves with 0 where there are only warnings, which it writes all the same."""
    (tmp_path / "sound.toml").write_text(SOUND.replace('"Launch"', '"Launch "'), encoding="utf-8")
    done = run("check", tmp_path, "--format", "jsonl")
    assert (done.code, done.json["severity"], done.err) == (0, "warning", "mieux: 6 records, errors: 0, warnings: 1\n")


def test_a_record_laid_over_another_is_a_warning(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A record that replaces one of an archive below it is told as a warning with the place of the other."""
    (tmp_path / "under").mkdir()
    (tmp_path / "over").mkdir()
    (tmp_path / "under" / "a.toml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "over" / "b.toml").write_text(SOUND[SOUND.index("[[term]]") :], encoding="utf-8")
    done = run("check", tmp_path / "under", tmp_path / "over", "--format", "json")
    assert done.code == 0
    (problem,) = done.json
    assert (problem["severity"], problem["file"], problem["record"]) == ("warning", str(tmp_path / "over" / "b.toml"), "term-gcm")
    assert str(tmp_path / "under" / "a.toml") in problem["message"]
