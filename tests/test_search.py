"""A search answers as people ask: what has every word, else what was meant, else what has most of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import write

Search = Callable[..., Run]

# `wombat` stands in many records and `numbat` in one; `bilbo` and `bilby` are equally near to `bilba`.
BURROWS = """\
[archive]
title = "Burrows"

[[country]]
name = "Ghana"

[[country]]
name = "Moldova"

[[topic]]
name = "crisis management"
aliases = ["upheavals"]

[[topic]]
name = "burrows"

[[metric]]
name = "experts"

[[metric]]
name = "burrow keepers"

[[kind]]
name = "news"

[[kind]]
name = "launch"

[[kind]]
name = "closing"

[[article]]
id = "2020-01-wombats"
title = "Wombats in Ghana"
date = "2020-01"
kind = "news"
language = "en"
summary = "A wombat met a quokka."
countries = ["Ghana"]
topics = ["crisis management"]
url = "https://example.org/1"

[[article]]
id = "2020-02-wombats"
title = "Wombats again"
date = "2020-02"
kind = "news"
language = "en"
summary = "A wombat alone, and Bilbo."
countries = ["Moldova"]
url = "https://example.org/2"

[[article]]
id = "2020-03-wombats"
title = "Wombats once more"
date = "2020-03"
kind = "news"
language = "en"
summary = "A wombat alone, and a bilby."
countries = ["Moldova"]
url = "https://example.org/3"

[[article]]
id = "2020-04-numbat"
title = "The numbat"
date = "2020-04"
kind = "news"
language = "en"
summary = "It digs alone."
countries = ["Moldova"]
url = "https://example.org/4"

[[fact]]
id = "fact-experts-2012"
url = "https://example.org/5"
metric = "experts"
value = 100
qualifier = "over"
unit = "experts"
scope = "since 2009"
as_of = "2012"
source_title = "Facts"
wording = "experts"

[[fact]]
id = "fact-experts-2020"
url = "https://example.org/6"
metric = "experts"
value = 400
qualifier = "over"
unit = "experts"
scope = "since 2009"
as_of = "2020"
source_title = "Facts"
wording = "experts"

[[milestone]]
id = "milestone-begins"
title = "The initiative begins"
date = "2009-01"
kind = "launch"
url = "https://example.org/7"

[[milestone]]
id = "milestone-over"
title = "Last burrow dug"
date = "2024-03"
kind = "closing"
url = "https://example.org/8"
"""
WOMBATS = {"2020-01-wombats", "2020-02-wombats", "2020-03-wombats"}


@pytest.fixture
def search(run: Callable[..., Run], tmp_path: Path) -> Search:
    """Search the archive of burrows."""
    folder = write(tmp_path / "burrows", BURROWS)
    return lambda *words: run("search", *words, "--archive", folder)


def ids(found: Run) -> list[str]:
    """Return the first column, which is the id under --format ids."""
    return found.lines


def test_nothing_has_all_so_most_is_shown(search: Search) -> None:
    """Where no record has every word, the one that has most of them comes first, and it is told."""
    found = search("wombat", "quokka", "moldova", "--format", "ids")
    assert ids(found)[0] == "2020-01-wombats"
    assert set(ids(found)) >= {"2020-02-wombats", "2020-03-wombats"}
    assert found.code == 0
    assert (
        found.err
        == "mieux: nothing has all of 'wombat', 'quokka', 'moldova'; showing what has most of them\n"
    )


def test_a_rare_word_weighs_more(search: Search) -> None:
    """Of two records with one word each, the one whose word is rarer comes first."""
    assert ids(search("wombat", "numbat", "--format", "ids"))[0] == "2020-04-numbat"
    assert ids(search("numbat", "wombat", "--format", "ids"))[0] == "2020-04-numbat"


def test_a_word_that_nothing_has_is_named(search: Search) -> None:
    """A word that no record has and none is near to is left out, and the note says which."""
    found = search("wombat", "xylophone", "--format", "ids")
    assert set(ids(found)) == WOMBATS
    assert found.err == "mieux: nothing has 'xylophone'; showing what has most of the other words\n"


def test_words_that_nothing_has_find_nothing(search: Search) -> None:
    """Where no word is known, nothing is shown, rather than something alike."""
    found = search("xylophone", "zeppelin")
    assert (found.out, found.code) == ("", 1)
    assert found.err.startswith("mieux: nothing matches\n")


def test_what_has_all_is_answered_to_the_letter(search: Search) -> None:
    """Where a record has every word, only such records are shown, and there is nothing to tell."""
    found = search("wombat", "quokka", "--format", "ids")
    assert (ids(found), found.err) == (["2020-01-wombats"], "")


@pytest.mark.parametrize("words", [("wombat", "xylophone"), ("wombat", "quokka", "moldova"), ("wombst",)])
def test_what_is_printed_counted_and_exported_is_the_same(search: Search, words: tuple[str, ...]) -> None:
    """A fall-back is one set: its ids, its number, its CSV, its JSON and its facets agree."""
    found = ids(search(*words, "--format", "ids"))
    assert len(found) > 1
    assert search(*words, "--count").out == f"{len(found)}\n"
    assert [row["id"] for row in search(*words, "--format", "json").json] == found
    assert [row["id"] for row in csv.DictReader(io.StringIO(search(*words, "--format", "csv").out))] == found
    facets = search(*words, "--format", "json", "--facets").json["facets"]
    assert sum(count["count"] for count in facets["type"]) == len(found)
    assert ids(search(*words, "--format", "ids", "--limit", "1")) == found[:1]


def test_a_correction_is_shown_at_once_and_told(search: Search) -> None:
    """A misspelt word is answered with what it was meant to be, and the note says so."""
    found = search("wombst", "--format", "ids")
    assert ids(found) == ids(search("wombat", "--format", "ids"))
    assert found.err == "mieux: showing wombat for 'wombst'; --strict does not\n"


def test_names_are_corrected(search: Search) -> None:
    """A misspelt country is corrected as a word is."""
    found = search("modlova", "--format", "ids")
    assert set(ids(found)) == {"2020-02-wombats", "2020-03-wombats", "2020-04-numbat"}
    assert "showing moldova for 'modlova'" in found.err


def test_two_equally_near_corrections_are_both_shown(search: Search) -> None:
    """Where two words are equally near, the records of both are shown, and both are named."""
    found = search("bilba", "--format", "ids")
    assert set(ids(found)) == {"2020-02-wombats", "2020-03-wombats"}
    assert found.err == "mieux: showing bilbo and bilby for 'bilba'; --strict does not\n"


def test_short_words_and_numbers_are_not_corrected(search: Search) -> None:
    """Words of three letters and numbers have too many neighbours to be corrected."""
    assert search("bil", "--count").code == 1
    assert search("2019", "--count").code == 1


def test_a_name_of_several_words_is_one_word(search: Search) -> None:
    """What is one name is found or missing as one."""
    (first, *_) = search("numbat", "crisis", "management", "--format", "json").json
    assert (first["id"], first["missing"]) == ("2020-01-wombats", ["numbat"])
    last = search("numbat", "crisis", "management", "--format", "json").json[-1]
    assert (last["id"], last["missing"]) == ("2020-04-numbat", ["crisis management"])


def test_words_without_meaning_are_left_out_of_a_question(search: Search) -> None:
    """Words that only ask are dropped where the whole finds nothing, and what is left is told."""
    for question in (
        "where is the numbat?",
        "où est le numbat ?",
        "dónde está el numbat",
        "onde fica o numbat",
    ):
        found = search(question, "--format", "ids")
        assert ids(found) == ["2020-04-numbat"], question
    assert search("where is the numbat?").err == "mieux: searched for numbat\n"


@pytest.mark.parametrize("question", ["how many experts", "number of experts", "combien d'experts"])
def test_a_question_for_a_number_leads_with_the_figures(search: Search, question: str) -> None:
    """The key facts of the metric come first, the latest at the top."""
    assert ids(search(question, "--format", "ids"))[:2] == ["fact-experts-2020", "fact-experts-2012"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("when did the initiative end?", "milestone-over"),
        ("when did it start?", "milestone-begins"),
        ("quand a-t-elle pris fin ?", "milestone-over"),
        ("cuándo empezó", "milestone-begins"),
    ],
)
def test_a_question_for_a_time_leads_with_the_milestones(search: Search, question: str, first: str) -> None:
    """Asked when something began or ended, the archive answers with the milestone of that."""
    assert ids(search(question, "--format", "ids"))[0] == first


@pytest.mark.parametrize(
    "query",
    [
        '"wombat xylophone"',
        "wombst OR xylophone",
        "wombst AND quokka",
        "wombst NOT quokka",
        "xylo*",
        "title:xylophone",
        "country:Ghana numbat",
    ],
)
def test_quotes_operators_prefixes_and_filters_hold_to_the_letter(search: Search, query: str) -> None:
    """What the query language spells out finds exactly that, or nothing."""
    found = search(query)
    assert (found.out, found.code) == ("", 1)


def test_a_filter_stays_where_words_are_left_out(search: Search) -> None:
    """A fall-back never shows what a filter excludes."""
    assert set(ids(search("wombat", "xylophone", "country:Moldova", "--format", "ids"))) == {
        "2020-02-wombats",
        "2020-03-wombats",
    }
    assert ids(search("wombat", "xylophone", "--country", "Ghana", "--format", "ids")) == ["2020-01-wombats"]


def test_json_says_what_a_hit_lacks(search: Search) -> None:
    """Each hit names the words of the query that it does not have; one that has all names none."""
    rows = search("wombat", "quokka", "moldova", "--format", "json").json
    assert rows[0]["missing"] == ["moldova"]
    assert {row["id"]: row["missing"] for row in rows}["2020-02-wombats"] == ["quokka"]
    assert [row["missing"] for row in search("quokka", "--format", "json").json] == [[]]


def test_a_hit_that_has_all_stands_above_those_that_lack_some(search: Search) -> None:
    """After a correction, what has every word comes first, and the note says that the rest has not."""
    found = search("wombst", "moldova", "--format", "json")
    assert [row["missing"] for row in found.json[:2]] == [[], []]
    assert [(row["id"], row["missing"]) for row in found.json[2:]] == [("2020-04-numbat", ["wombat"])]
    assert "showing what has all of 'wombat', 'moldova', then what has most of them" in found.err


@pytest.mark.parametrize("words", [("wombat", "xylophone"), ("wombst",), ("where", "is", "the", "numbat")])
def test_strict_finds_only_what_has_every_word(search: Search, words: tuple[str, ...]) -> None:
    """With --strict nothing is left out, corrected or dropped."""
    found = search(*words, "--strict")
    assert (found.out, found.code) == ("", 1)
    assert "showing" not in found.err


def test_quiet_tells_nothing(search: Search) -> None:
    """--quiet leaves out the note as well."""
    assert search("wombat", "xylophone", "--quiet").err == ""
