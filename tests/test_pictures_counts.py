"""The pictures of counts: the overview on one screen, and two facets against each other as heat."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conftest import Run
from screens import FROZEN, WIDTHS, Draw, drawing, in_one


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width."""
    return drawing(run, monkeypatch)


def made_of(name: str, words: list[str]) -> bool:
    """Say whether a name stands among some words, whole or in pieces as a narrow column folds it."""
    return not name or any(
        name.startswith(word) and made_of(name.removeprefix(word), words) for word in words
    )


@pytest.mark.parametrize("width", [80, 100])
def test_counts_on_one_screen(draw: Draw, width: int) -> None:
    """`stats` leaves one of 24 lines to the prompt, and has the total, the coverage and what is undated."""
    told = draw(width, "stats", "--format", "json").json
    lines = draw(width, "stats", "--format", "table").lines
    assert len(lines) <= 23
    assert f"{told['total']:,} records" in lines[0]
    covered = told["coverage"]
    assert f"{covered['actions']} of {covered['actions_counted_by_source']} Actions" in lines[1]
    assert f"{covered['articles_without_date']} articles without a date" in lines[1]


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
@pytest.mark.parametrize("facets", ["year,region", "type,region", "kind,language", "year,kind"])
def test_a_heat_table_has_every_number_and_name(draw: Draw, facets: str, width: int) -> None:
    """At any width two facets keep each name, and each number with its shade, and say what has no value."""
    table = draw(width, "stats", "--by", facets, "--format", "json").json["table"]
    shown = draw(width, "stats", "--by", facets, "--format", "table").out
    numbers = [number for row in table["cells"] for number in row if number]
    assert sorted(map(int, re.findall(r"[░▒▓█](\d+)", shown))) == sorted(numbers)
    years = [name[-2:] if name.isdigit() else name for name in (*table["rows"], *table["columns"])]
    words = [word for word in shown.split() if not re.match(r"[░▒▓█]", word)]
    names = [name for name in map(in_one, years) if name not in in_one(shown)]
    assert [name for name in names if not made_of(name, words)] == []
    assert [
        facet
        for facet, number in table["without"].items()
        if number and in_one(f"{number:,} without a {facet}") not in in_one(shown)
    ] == []


def test_a_heat_table_too_wide_for_panels_counts_what_it_leaves_out(draw: Draw) -> None:
    """With dozens of columns the most frequent are shown, and how many more there are."""
    table = draw(80, "stats", "--by", "country,topic", "--format", "json").json["table"]
    shown = draw(80, "stats", "--by", "country,topic", "--format", "table")
    unit, _, drawn = shown.out.partition("\n")
    assert unit == "records with both, by country and topic"
    heads = drawn.split(table["rows"][0])[0].split()
    left = int(shown.lines[-1].split()[0])
    assert shown.lines[-1] == f"{left} more columns: --format csv has them"
    assert set(" ".join(table["columns"][: len(table["columns"]) - left]).split()) == set(heads)


@pytest.mark.parametrize("width", [40, 80])
def test_stats_of_a_few_records_have_no_empty_headings(draw: Draw, width: int) -> None:
    """Without articles there is no heading for them, and nobody counted the Actions of a selection."""
    ghana = ("stats", "--archive", FROZEN, "--type", "action", "--country", "ghana", "--format", "table")
    shown = draw(width, *ghana).out
    assert "articles" not in shown
    assert "of 138" not in shown
    assert shown.startswith("3 records, 2011-07 to 2019-05\n3 Actions\n")


@pytest.mark.parametrize("width", [40, 80])
def test_stats_of_one_record_speak_of_one(draw: Draw, width: int) -> None:
    """One record is told as a record with its one date, one Action as an Action."""
    ghana = ("stats", "--archive", FROZEN, "--type", "action", "--country", "ghana", "--year", "2011")
    assert draw(width, *ghana, "--format", "table").out.startswith("1 record, 2011-07\n1 Action\n")


def test_a_heat_table_breaks_no_word_of_a_heading_that_names_of_rows_could_make_room_for(draw: Draw) -> None:
    """Names of rows wrap between their words before the headings of columns are broken within one."""
    asked = ("stats", "--by", "country,kind")
    kinds = draw(100, *asked, "--format", "json").json["table"]["columns"]
    assert draw(100, *asked, "--format", "table").lines[1].split() == kinds


def test_counts_say_once_what_they_count(draw: Draw) -> None:
    """A picture has what is counted in its heading, so that no note tells it again; lines have it in the note."""
    asked = ("stats", "--by", "kind")
    picture, plain = (draw(80, *asked, "--format", name) for name in ("table", "plain"))
    assert picture.lines[0].startswith("281 articles and milestones, by kind")
    assert picture.err == ""
    assert plain.err == "mieux: by kind: articles and milestones; shares are of 281\n"


def test_counts_that_are_cut_say_what_they_leave_out(draw: Draw) -> None:
    """A picture of the most frequent values alone has a note on how many there are, and what has none."""
    cut = draw(80, "stats", "--by", "year", "-n", "3", "--format", "table")
    assert cut.err == "mieux: by year: 67 of them have no known date; 3 of 17 shown\n"
