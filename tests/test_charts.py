"""Vector charts: what they draw, what they say in words, and that any text leaves them whole."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from mieuxcli import charts
from mieuxcli.archive import Archive
from mieuxcli.charts.elements import ticks, width_of, wrapped
from mieuxcli.records import Action, Fact, number
from mieuxcli.shapes import Count, Counts, Cross
from readers import flat, svg_text

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = (
    ["timeline"],
    ["timeline", "--country", "ghana"],
    ["timeline", "--year", "2020"],
    ["timeline", "--type", "milestone"],
    ["stats"],
    ["stats", "--by", "country"],
    ["stats", "--by", "region,kind"],
    ["stats", "--by", "country,expert"],
    ["facts", "experts"],
    ["facts", "countries"],
    ["map"],
)


def drawn(run: Callable[..., Run], *command: str) -> ET.Element:
    """Return the chart of a command, which must be well-formed XML."""
    got = run(*command, "--format", "svg")
    assert got.code == 0
    return ET.fromstring(got.out)  # noqa: S314 - what the program itself has written


def words(root: ET.Element) -> str:
    """Return all text that a chart shows."""
    return flat(" ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")))


@pytest.mark.parametrize("command", CHARTS, ids=" ".join)
def test_a_chart_tells_a_screen_reader_what_it_shows(run: Callable[..., Run], command: list[str]) -> None:
    """Each chart is an image in English with a title and a description, which its label names."""
    root = drawn(run, *command)
    named = root.attrib["aria-labelledby"].split()
    told = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == "en"
    assert [one.attrib["id"] for one in told if one is not None] == named
    assert all(one is not None and one.text and one.text.strip() for one in told)


@pytest.mark.parametrize("command", CHARTS, ids=" ".join)
def test_no_text_of_a_chart_leaves_it(run: Callable[..., Run], command: list[str]) -> None:
    """Every line of text that is not turned stands between the edges of its chart."""
    root = drawn(run, *command)
    wide, high = (float(part) for part in root.attrib["viewBox"].split()[2:])
    turned = {
        text
        for group in root.iter(f"{SVG}g")
        if "rotate" in group.attrib.get("transform", "")
        for text in group
    }
    for one in root.iter(f"{SVG}text"):
        content = "".join(one.itertext())
        x, room = (
            float(one.attrib["x"]),
            width_of(content, 20 if one.attrib["class"] == "head" else 13) * 0.86,
        )
        name = one.attrib["class"].split()
        left = x - room if "end" in name else x - room / 2 if {"middle", "code", "number"} & {*name} else x
        assert one in turned or (left >= 0 and left + room <= wide and float(one.attrib["y"]) <= high), (
            content
        )


@pytest.mark.parametrize("command", CHARTS, ids=" ".join)
def test_a_chart_has_a_dark_and_a_printed_form(run: Callable[..., Run], command: list[str]) -> None:
    """The style of each chart has colours for dark screens, and nothing comes from elsewhere."""
    text = run(*command, "--format", "svg").out
    assert "prefers-color-scheme: dark" in text
    assert re.findall(r"(?:href|src|url\()\s*=?\s*[\"']?(?!#)", text) == []


def test_counts_are_drawn_with_their_names_and_numbers(run: Callable[..., Run]) -> None:
    """The chart of a facet shows every label whole, with its number."""
    shown = words(drawn(run, "stats", "--by", "region"))
    found = json.loads(run("stats", "--by", "region", "--format", "json").out)["by"]["region"]
    assert [one for one in found if f"{one['label']}" not in shown or f"{one['count']:,}" not in shown] == []


def test_a_longer_bar_counts_more(run: Callable[..., Run]) -> None:
    """The bars of a facet are as long as their numbers are great."""
    root = drawn(run, "stats", "--by", "country", "--limit", "20")
    bars = [
        (int(title.text.rsplit(": ")[1].split()[0].replace(",", "")), float(bar.attrib["width"]))
        for bar in root.iter(f"{SVG}rect")
        if (title := bar.find(f"{SVG}title")) is not None and title.text and "(none)" not in title.text
    ]
    per_one = {round(wide / count, 2) for count, wide in bars}
    assert len(bars) == 20
    assert len(per_one) == 1


def test_two_facets_are_drawn_as_a_table_of_their_numbers(run: Callable[..., Run]) -> None:
    """Each pair of values has a cell that names both and their number."""
    text = svg_title_texts(drawn(run, "stats", "--by", "region,kind"))
    table = json.loads(run("stats", "--by", "region,kind", "--format", "json").out)["table"]
    cells = [
        f"{row}, {column}: {count:,}"
        for row, counts in zip(table["rows"], table["cells"], strict=True)
        for column, count in zip(table["columns"], counts, strict=True)
    ]
    assert cells
    assert [cell for cell in cells if cell not in text] == []


def svg_title_texts(root: ET.Element) -> list[str]:
    """Return the titles of all shapes of a chart."""
    return [one.text or "" for one in root.iter(f"{SVG}title")]


def test_the_greatest_number_of_a_region_is_that_of_its_busiest_month(
    run: Callable[..., Run], archive: Archive
) -> None:
    """The number above each curve is how many Actions of the region ran at once in its busiest month."""
    shown = words(drawn(run, "timeline")).split()
    running = [one for one in archive.select("type:action") if isinstance(one, Action) and one.start]
    months = [f"{year}-{month:02}" for year in range(2008, 2025) for month in range(1, 13)]
    for region in {one.region for one in running}:
        inside = [one for one in running if one.region == region]
        most = max(
            sum(f"{one.start}-01"[:7] <= month <= f"{one.end or one.start}-12"[:7] for one in inside)
            for month in months
        )
        assert str(most) in shown, region


def test_few_actions_are_drawn_by_name(run: Callable[..., Run], archive: Archive) -> None:
    """A timeline of few Actions names each of them."""
    shown = words(drawn(run, "timeline", "--country", "ghana"))
    titles = [one.title for one in archive.select("type:action country:ghana") if one.date]
    assert titles
    assert [title for title in titles if flat(title) not in shown] == []


def test_figures_are_listed_with_hedge_date_and_dispute(run: Callable[..., Run], archive: Archive) -> None:
    """The chart of a metric says each figure in words, with its date, its scope and whether it is disputed."""
    shown = words(drawn(run, "facts", "experts"))
    facts = [one for one in archive.select("type:fact metric:experts") if isinstance(one, Fact)]
    assert facts
    for fact in facts:
        assert f"{number(fact.value, fact.unit)} {fact.unit}" in shown
        assert flat(fact.scope) in shown
        assert (fact.as_of or "undated") in shown
    assert ("disputed" in shown) == any(fact.disagrees_with for fact in facts)


@pytest.mark.parametrize("command", [["list"], ["search", "crisis"], ["facts"], ["show", "2022-03-30"]])
def test_what_has_no_chart_is_drawn_as_on_a_terminal(run: Callable[..., Run], command: list[str]) -> None:
    """`svg` is the picture of the terminal where a chart would show nothing more."""
    assert run(*command, "--format", "svg").out == run(*command, "--format", "terminal-svg").out


@pytest.mark.parametrize("command", [["timeline", "--year", "1900"], ["stats", "--year", "1900"]])
def test_nothing_found_is_an_empty_chart(run: Callable[..., Run], command: list[str]) -> None:
    """Where nothing matches, the chart is whole, says so, and the exit code is 1."""
    got = run(*command, "--format", "svg")
    assert got.code == 1
    assert "0 records" in svg_text(got.out)


@given(st.lists(st.text(), min_size=1, max_size=6, unique=True), st.integers(0, 10**9))
def test_any_label_leaves_a_chart_whole(labels: list[str], most: int) -> None:
    """Whatever the labels and numbers are, the charts of counts are well-formed."""
    found = [Count(label, most // (at + 1), 0.5) for at, label in enumerate(labels)]
    numbers = tuple(tuple(range(len(labels))) for _ in labels)
    names = tuple(labels)
    both = {"one": found, "two": found}
    for shape in (
        Counts(most, {"one": found}),
        Cross(most, both, ("one", "two"), names, names, numbers, {"one": 1}),
    ):
        svg_text("".join(charts.svg(shape)))


@given(st.floats(0, 10**12), st.integers(2, 9))
def test_ticks_are_round_few_and_reach_the_greatest(most: float, many: int) -> None:
    """The numbers along an axis begin at 0, are evenly spread and reach the greatest of what is drawn."""
    found = ticks(most, many)
    steps = {after - before for before, after in pairwise(found)}
    assert found[0] == 0
    assert found[-1] >= most
    assert len(steps) == 1
    assert 2 <= len(found) <= many + 2


@given(st.text(), st.integers(20, 400))
def test_wrapped_text_keeps_its_words_and_fits(content: str, room: int) -> None:
    """A wrapped text has all its letters in order, in lines that fit unless they are a single letter."""
    lines = wrapped(content, room)
    assert "".join("".join(lines).split()) == "".join(content.split())
    assert all(width_of(line) <= room or len(line) == 1 for line in lines)


@pytest.mark.parametrize("facets", ["country", "kind", "expert", "region,year"])
def test_a_chart_of_counts_is_headed_as_the_picture_on_a_terminal(
    run: Callable[..., Run], facets: str
) -> None:
    """What is counted, and how many of it there are, reads the same in a chart and on a terminal, and once."""
    shown = words(drawn(run, "stats", "--by", facets))
    heading = run("stats", "--by", facets, "--format", "table").lines[0]
    assert shown.startswith(heading)
    assert shown.count(f"by {facets.partition(',')[0]}") == 1


def test_marks_that_leave_no_room_for_numbers_share_them(run: Callable[..., Run]) -> None:
    """No number beside a mark of a figure stands on the next mark, or on its number."""
    root = drawn(run, "facts", "experts")
    marks = [
        (float(one.attrib["x"]) + 5, float(one.attrib["y"]) + 5)
        for one in root.iter(f"{SVG}rect")
        if one.attrib.get("rx") == "5"
    ]
    numbers = [
        (float(one.attrib["x"]), float(one.attrib["y"]) - 4, one.text or "")
        for one in root.iter(f"{SVG}text")
        if re.fullmatch(r"\d+(, \d+)*", one.text or "") and one.attrib["class"] == "note"
    ]
    assert len(marks) > 3
    assert numbers
    on = [
        (number, mark)
        for x, y, number in numbers
        for mark, level in marks
        if abs(level - y) < 1 and x - 4 < mark < x + width_of(number)
    ]
    assert on == []
