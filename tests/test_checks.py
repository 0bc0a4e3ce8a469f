"""Every fault of an archive is told once, with its file, line, record and field; a sound archive has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from checked import line_of, problems_of
from invented import SOUND

if TYPE_CHECKING:
    from pathlib import Path

LONG = " ".join(["word"] * 61)


class Fault(NamedTuple):
    """A change to the sound archive, and what the one problem then says; `line` stands on the line named."""

    old: str
    new: str
    line: str
    record: str
    field: str
    message: str
    severity: str = "error"


FAULTS = {
    "a missing title": Fault(
        'title = "Quokkas"\n', "", "[[article]]", "2020-03-30-quokkas", "title", "is missing"
    ),
    "an empty title": Fault(
        'title = "Quokkas"', 'title = ""', 'title = ""', "2020-03-30-quokkas", "title", "is missing"
    ),
    "a missing id": Fault('id = "2020-03-30-quokkas"\n', "", "[[article]]", "article 1", "id", "is missing"),
    "a missing kind": Fault(
        'quokkas"\nkind = "news"', 'quokkas"', "[[article]]", "2020-03-30-quokkas", "kind", "is missing"
    ),
    "a missing summary": Fault(
        'summary = "Quokkas met."\n', "", "[[article]]", "2020-03-30-quokkas", "summary", "is missing"
    ),
    "a missing source of a fact": Fault(
        'url = "https://example.org/facts"\n', "", "[[fact]]", "fact-experts", "url", "is missing"
    ),
    "an unknown key": Fault(
        "regions = ", "reginos = ", "reginos", "2020-03-30-quokkas", "reginos", "did you mean regions?"
    ),
    "a key of another type": Fault(
        'meaning = "An',
        'metric = "experts"\nmeaning = "An',
        'metric = "experts"\nmeaning',
        "term-gcm",
        "metric",
        "no such key",
    ),
    "a day that does not exist": Fault(
        'date = "2020-03-30"',
        'date = "2020-02-30"',
        'date = "2020-02-30"',
        "2020-03-30-quokkas",
        "date",
        "not '2020-02-30'",
    ),
    "a date without quotes": Fault(
        'date = "2020-04-24"',
        "date = 2020-04-24",
        "date = 2020-04-24",
        "milestone-launch",
        "date",
        "in quotes, not '2020-04-24'",
    ),
    "a date in words": Fault(
        'as_of = "2020-04-30"', 'as_of = "April 2020"', "as_of", "fact-experts", "as_of", "not 'April 2020'"
    ),
    "a text for a list": Fault(
        'regions = ["Africa"]',
        'regions = "Africa"',
        "regions",
        "2020-03-30-quokkas",
        "regions",
        "a list of texts",
    ),
    "a text for the list of sources": Fault(
        'sources = ["https://example.org/one"]',
        'sources = "https://example.org/one"',
        "sources",
        "phase-one",
        "sources",
        "a list of texts",
    ),
    "a list with a number": Fault(
        'regions = ["Africa"]', "regions = [3]", "regions", "2020-03-30-quokkas", "regions", "a list of texts"
    ),
    "a text for a number": Fault(
        "value = 430", 'value = "430"', "value", "fact-experts", "value", "must be a number, not '430'"
    ),
    "a truth for a number": Fault(
        "value = 430", "value = true", "value", "fact-experts", "value", "must be a number, not 'True'"
    ),
    "a fraction for a whole number": Fault(
        "number = 7", "number = 7.5", "number", "action-ghana-i", "number", "a whole number, not '7.5'"
    ),
    "a number for a text": Fault(
        'title = "GCM"', "title = 7", "title = 7", "term-gcm", "title", "must be a text, not '7'"
    ),
    "a person without a name": Fault(
        'name = "Ana Fernández", part',
        'role = "Officer", part',
        "people",
        "2020-03-30-quokkas",
        "people",
        "each must have name",
    ),
    "an unknown key of a person": Fault(
        'part = "author"', 'rank = "author"', "people", "2020-03-30-quokkas", "people", "and may have"
    ),
    "an unknown part of a person": Fault(
        'part = "author"',
        'part = "poet"',
        "people",
        "2020-03-30-quokkas",
        "people",
        "'poet' must be one of author",
    ),
    "an event on no day": Fault(
        'date = "2020-03-28"',
        'date = "2020-13"',
        "events",
        "2020-03-30-quokkas",
        "events",
        "'2020-13' is no date that exists",
    ),
    "an event without words": Fault(
        ', what = "the meeting"', "", "events", "2020-03-30-quokkas", "events", "must have date and what"
    ),
    "an id with capitals": Fault(
        '"term-gcm"', '"term-GCM"', "term-GCM", "term-GCM", "id", "small letters, digits and single hyphens"
    ),
    "an id with two hyphens": Fault(
        '"term-gcm"', '"term--gcm"', "term--gcm", "term--gcm", "id", "single hyphens"
    ),
    "an article's id without its date": Fault(
        '"2020-03-30-quokkas"',
        '"quokkas"',
        '"quokkas"',
        "quokkas",
        "id",
        "should begin with 2020-03-30-",
        "warning",
    ),
    "an id given twice": Fault(
        '"term-gcm"',
        '"phase-one"',
        'id = "phase-one"\ntitle = "GCM"',
        "phase-one",
        "id",
        "of another record too",
    ),
    "an Action that ends before it starts": Fault(
        'end = "2020-02"',
        'end = "2019-04"',
        'end = "2019-04"',
        "action-ghana-i",
        "end",
        "2019-04 is before start 2019-05",
    ),
    "a phase that ends before it starts": Fault(
        'end = "2020"\n', 'end = "2018"\n', 'end = "2018"', "phase-one", "end", "2018 is before start 2019"
    ),
    "a period that ends before it begins": Fault(
        'period_end = "2020-04"',
        'period_end = "2008-12"',
        "period_end",
        "fact-experts",
        "period_end",
        "before period_start 2009",
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
        'sources = ["https://example.org/one"]',
        "sources = []",
        "[[phase]]",
        "phase-one",
        "url",
        "a record needs a source",
    ),
    "an address without its scheme": Fault(
        '"https://example.org/gcm"',
        '"www.example.org/gcm"',
        "www.",
        "term-gcm",
        "url",
        "'www.example.org/gcm' is not a whole address",
    ),
    "an address with a blank": Fault(
        '"https://example.org/gcm"', '"https://example.org/g cm"', "g cm", "term-gcm", "url", "whole address"
    ),
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
        'experts_from = ["Ghana"]',
        'experts_from = ["Gahna"]',
        "experts_from",
        "action-ghana-i",
        "experts_from",
        "write 'Ghana'",
    ),
    "an unknown region": Fault(
        'region = "Africa"',
        'region = "Atlantis"',
        "region =",
        "action-ghana-i",
        "region",
        "'Atlantis' is no region",
    ),
    "an unknown region in a list": Fault(
        'regions = ["Africa"]',
        'regions = ["Atlantis"]',
        "regions",
        "2020-03-30-quokkas",
        "regions",
        "'Atlantis' is no region",
    ),
    "an alias for a topic": Fault(
        'topics = ["diaspora engagement"]\npeople',
        'topics = ["Diaspora"]\npeople',
        'topics = ["Diaspora"]',
        "2020-03-30-quokkas",
        "topics",
        "write 'diaspora engagement'",
    ),
    "an unknown kind": Fault(
        'kind = "news"\n\n',
        'kind = "gossip"\n\n',
        'kind = "gossip"',
        "milestone-launch",
        "kind",
        "is no kind",
    ),
    "an unknown area": Fault(
        'thematic_area = "Migration and Development"',
        'thematic_area = "Zoology"',
        "thematic_area",
        "action-ghana-i",
        "thematic_area",
        "no area",
    ),
    "an unknown metric": Fault(
        'metric = "experts"',
        'metric = "quokkas"',
        "metric =",
        "fact-experts",
        "metric",
        "'quokkas' is no metric",
    ),
    "an unknown language": Fault(
        'language = "en"',
        'language = "qq"',
        "language =",
        "2020-03-30-quokkas",
        "language",
        "'qq' is no language",
    ),
    "an unknown qualifier": Fault(
        'qualifier = "close to"',
        'qualifier = "roughly"',
        "qualifier",
        "fact-experts",
        "qualifier",
        "'roughly' must be one of exactly, over",
    ),
    "an unknown status": Fault(
        '"Completed"', '"Done"', "status", "action-ghana-i", "status", "'Done' must be one of Completed"
    ),
    "a control character": Fault(
        '"Quokkas met."',
        '"Quokkas\\u0007 met."',
        "u0007",
        "2020-03-30-quokkas",
        "summary",
        "control or invisible",
    ),
    "an invisible character": Fault(
        'title = "GCM"',
        'title = "G\\u200bCM"',
        "u200b",
        "term-gcm",
        "title",
        "control or invisible character",
    ),
    "a control character in a list": Fault(
        'what = "the meeting"',
        'what = "the\\tmeeting"',
        "events",
        "2020-03-30-quokkas",
        "events",
        "control or invisible character",
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
    "a summary too long": Fault(
        '"Quokkas met."', f'"{LONG}"', LONG, "2020-03-30-quokkas", "summary", "has 61 words; at most 60"
    ),
    "a meaning too long": Fault(
        '"An agreement."', f'"{LONG}"', LONG, "term-gcm", "meaning", "has 61 words; at most 60"
    ),
    "two spaces": Fault(
        '"Quokkas met."',
        '"Quokkas  met."',
        "Quokkas  met",
        "2020-03-30-quokkas",
        "summary",
        "spaces too many",
        "warning",
    ),
    "a space at the end": Fault(
        '"Launch"', '"Launch "', '"Launch "', "milestone-launch", "title", "spaces too many", "warning"
    ),
    "a formula": Fault(
        '"Quokkas met."',
        '"=Quokkas met."',
        "=Quokkas",
        "2020-03-30-quokkas",
        "summary",
        "formula of a spreadsheet",
        "warning",
    ),
    "a vocabulary row without a name": Fault(
        'name = "Ghana"\nalpha2', "alpha2", "[[country]]\nalpha2", "country", "name", "needs a name"
    ),
    "a TOML error": Fault('title = "GCM"', 'title = "GCM', 'title = "GCM\n', "", "", "is not TOML"),
}

# A country that cannot be read is missed by the records that name it.
NOT_ALONE = {"a vocabulary row without a name"}


def test_a_sound_archive_has_no_problem(tmp_path: Path) -> None:
    """An archive with one good record of each type is checked without a word."""
    assert problems_of(tmp_path, SOUND) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    """A fault is told once, with its severity and place, and the message says what would be right."""
    fault = FAULTS[name]
    assert SOUND.count(fault.old) == 1
    text = SOUND.replace(fault.old, fault.new)
    problems = problems_of(tmp_path, text)
    told = [(one.severity, one.file, one.line, one.record, one.field) for one in problems]
    place = (
        fault.severity,
        str(tmp_path / "sound.toml"),
        line_of(text, fault.line),
        fault.record,
        fault.field,
    )
    assert place in told
    assert fault.message in problems[told.index(place)].message
    assert len(problems) == 1 or name in NOT_ALONE


WRONG_FORMS = {
    "action-ghana-i": {
        "number": ("number = 7", 'number = "7"'),
        "end": ('end = "2020-02"', 'end = "2019-04"'),
        "status": ('"Completed"', '"Done"'),
        "region": ('region = "Africa"', 'region = "Atlantis"'),
        "url": ('"https://example.org/ghana-i"', '"ghana-i"'),
    },
    "2020-03-30-quokkas": {
        "title": ('title = "Quokkas"', "title = 7"),
        "language": ('language = "en"', 'language = "qq"'),
        "summary": ('"Quokkas met."', f'"{LONG}"'),
        "actions": ('actions = ["action-ghana-i"]', 'actions = ["action-ghana-ii"]'),
        "events": ('what = "the meeting"', 'what = "the\\tmeeting"'),
    },
    "fact-experts": {
        "value": ("value = 430", 'value = "430"'),
        "metric": ('metric = "experts"', 'metric = "quokkas"'),
        "qualifier": ('"close to"', '"roughly"'),
        "period_end": ('period_end = "2020-04"', 'period_end = "2008-12"'),
    },
    "term-gcm": {
        "meaning": ('meaning = "An agreement."', "meaning = []"),
        "url": ('"https://example.org/gcm"', '"gcm"'),
        "title": ('title = "GCM"', 'title = "G\\u200bCM"'),
    },
}


@pytest.mark.parametrize("record", WRONG_FORMS)
def test_a_record_whose_form_is_wrong_is_checked_on(record: str, tmp_path: Path) -> None:
    """A record whose form is wrong in one field is checked in its other fields, and told once for each."""
    text = SOUND
    for old, new in WRONG_FORMS[record].values():
        assert text.count(old) == 1
        text = text.replace(old, new)
    problems = problems_of(tmp_path, text)
    assert {one.field: one.line for one in problems} == {
        field: line_of(text, new) for field, (_, new) in WRONG_FORMS[record].items()
    }
    assert len(problems) == len(WRONG_FORMS[record])
    assert {(one.record, one.severity) for one in problems} == {(record, "error")}


def test_a_record_that_lacks_a_field_is_checked_on(tmp_path: Path) -> None:
    """A record without a field that it must have is checked in its other fields."""
    text = SOUND.replace('title = "GCM"\n', "").replace('"An agreement."', f'"{LONG}"')
    assert [(one.record, one.field) for one in problems_of(tmp_path, text)] == [
        ("term-gcm", "title"),
        ("term-gcm", "meaning"),
    ]
