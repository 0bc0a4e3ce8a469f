"""The command `map`: what it counts, its picture on a terminal, and the formats for other programs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import geojson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conftest import Run
from mieuxcli.atlas import class_of, classes, heading_of, step
from mieuxcli.formats import rendered
from mieuxcli.shapes import Count, Map, Mapped
from mieuxcli.words import counted
from mieuxcli.world import squares
from screens import FROZEN, Draw, drawing
from strategies import ANY_TEXT

GHANA = ("map", "--country", "ghana", "--archive", FROZEN)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width."""
    return drawing(run, monkeypatch)


# What is counted


@pytest.mark.parametrize("by", ["country", "expert"])
@pytest.mark.parametrize("more", [(), ("--region", "africa"), ("--since", "2015"), ("diaspora",)])
def test_the_map_counts_as_stats_does(run: Callable[..., Run], by: str, more: tuple[str, ...]) -> None:
    """Partners and countries of experts have the numbers and shares that `stats` has of Actions."""
    told = run("map", *more, "--by", by, "--format", "json").json
    stats = run("stats", *more, "--type", "action", "--by", by, "--format", "json").json
    rows = [{key: row[key] for key in ("label", "count", "share")} for row in told["by"][by]]
    assert rows == [row for row in stats["by"][by] if row["label"] != "(none)"]
    missing = sum(row["count"] for row in stats["by"][by] if row["label"] == "(none)")
    assert told["coverage"]["naming_a_country"] == stats["total"] - missing
    assert told["total"] == stats["total"]


def test_another_type_can_be_counted(run: Callable[..., Run]) -> None:
    """With --type the map counts articles instead of Actions, and says so."""
    told = run("map", "--type", "article", "--format", "json").json
    assert told["units"] == {"country": "articles about it"}
    assert told["total"] == int(run("list", "--count").out)


def test_the_coverage_is_told_beside_the_answer(run: Callable[..., Run]) -> None:
    """In a pipe standard error says how many of the records name a country, and what the archive holds."""
    held = run("list", "--type", "action", "--archive", FROZEN, "--count").out.strip()
    assert run("map", "--by", "expert", "--archive", FROZEN).err == (
        f"mieux: 7 of {held} Actions name a country of experts; the archive holds {held} of all 138\n"
    )


def test_nothing_matched_is_an_empty_answer(run: Callable[..., Run]) -> None:
    """Where no record names a country the exit code is 1, and each format is empty and valid."""
    for name in ("plain", "json", "geojson", "svg", "table"):
        got = run("map", "--year", "1999", "--format", name)
        assert got.code == 1
        assert got.err.startswith("mieux: nothing matches\n")
    assert run("map", "--year", "1999", "--format", "geojson").json == {
        "type": "FeatureCollection",
        "features": [],
    }
    assert run("map", "--year", "1999", "--format", "json").json["by"] == {"country": []}


def test_records_that_name_no_country_are_told(run: Callable[..., Run]) -> None:
    """Where something matches and none of it names a country, that is what is said, with exit code 1."""
    got = run("map", "expert:none", "--by", "expert", "--archive", FROZEN, "--format", "table")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith("mieux: 0 of 1 Actions name a country of experts;")


def test_the_map_is_by_country_or_expert_alone(run: Callable[..., Run]) -> None:
    """Another facet is refused in a line that names the two."""
    got = run("map", "--by", "exprt")
    assert (got.code, got.out) == (2, "")
    assert "expert" in got.err


def test_what_has_no_square_is_counted_and_told(run: Callable[..., Run], tmp_path: Path) -> None:
    """A country that the map does not know is in the table without a code, and said not to be drawn."""
    (tmp_path / "own.toml").write_text(
        """
[[country]]
name = "Ghana"
alpha2 = "GH"

[[country]]
name = "Atlantis"

[[action]]
id = "action-one"
title = "One"
partner = "Atlantis"
countries = ["Atlantis", "Ghana"]
region = "Africa"
start = "2020"
summary = "Under water."
""",
        encoding="utf-8",
    )
    got = run("map", "--archive", tmp_path)
    assert got.out == "\tAtlantis\t1\nGH\tGhana\t1\n"
    assert "not drawn, as the map has no square for them: Atlantis" in got.err
    told = run("map", "--archive", tmp_path, "--format", "json").json
    assert told["coverage"]["not_drawn"] == 1
    assert told["by"]["country"][0]["code"] is None
    points = run("map", "--archive", tmp_path, "--format", "geojson").json["features"]
    assert [point["id"] for point in points] == ["GH"]


@given(st.lists(st.integers(1, 10_000), min_size=1))
def test_classes_hold_each_number_once_and_each_reaches_twice_as_far(numbers: list[int]) -> None:
    """Up to four classes join without a gap, and the last ends at the greatest number."""
    ranges = classes(numbers)
    assert 1 <= len(ranges) <= 4
    assert (ranges[0][0], ranges[-1][1]) == (1, max(numbers))
    assert all(one[1] + 1 == other[0] for one, other in pairwise(ranges))
    assert all(one[1] == other[1] // 2 for one, other in pairwise(ranges))
    assert all(ranges[class_of(n, ranges)][0] <= n <= ranges[class_of(n, ranges)][1] for n in numbers)
    steps = [step(at, len(ranges)) for at in range(len(ranges))]
    assert steps == sorted(set(steps))
    assert steps[-1] == 3


# The picture on a terminal


def test_the_picture_of_a_few_countries(draw: Draw) -> None:
    """What the terminal shows of the frozen archive at 80 columns, line by line where there is something."""
    lines = draw(80, "map", "--archive", FROZEN, "--format", "table").lines
    assert lines[:2] == [
        "Actions by partner country: 1 to 3 in each of 6 countries",
        "8 of 8 Actions name a partner country; the archive holds 8 of all 138",
    ]
    marked = [word for line in lines[2:20] for word in line.split() if word[:2].isupper()]
    assert [word[:3] for word in marked] == ["UA▄", "GE▄", "CR▄", "PH▄", "GH█", "MG▄"]
    assert lines[-2:] == [
        "ab none   AB▄ 1   AB█ 2–3 Actions",
        "Ghana 3 · Costa Rica 1 · Georgia 1 · Madagascar 1 · Philippines 1 · Ukraine 1",
    ]


@pytest.mark.parametrize("by", ["country", "expert"])
def test_the_map_fits_a_small_terminal(draw: Draw, by: str) -> None:
    """Heading, coverage, map, legend and names leave one of 24 lines of 80 to the prompt."""
    got = draw(80, "map", "--by", by, "--format", "table")
    assert len(got.lines) < 24
    assert got.err == ""
    assert all(cell_len(line) <= 80 for line in got.lines)


@pytest.mark.parametrize("width", [80, 104, 160])
@pytest.mark.parametrize("by", ["country", "expert"])
def test_each_country_is_on_the_map_in_its_square(draw: Draw, by: str, width: int) -> None:
    """Capital letters are those of the countries that are named; without colour small ones say none."""
    told = draw(width, "map", "--by", by, "--format", "json").json["by"][by]
    numbers = {row["code"]: row["count"] for row in told}
    lines = draw(width, "map", "--by", by, "--format", "table").lines[2:20]
    cell = max(line.find(square.code.lower()) for line in lines for square in squares().values()) // 25
    for code, square in squares().items():
        drawn = lines[square.row].ljust(width)[square.column * cell :][:cell]
        assert drawn[:2] == (code if code in numbers else code.lower())
        if code in numbers and cell > 3:
            assert drawn[2:].strip() == str(numbers[code])


def test_a_narrow_terminal_has_letters_and_names(draw: Draw) -> None:
    """At 60 columns squares are letters or dots and three lines name countries; at 40 all are named."""
    sixty = draw(60, "map", "--format", "table")
    assert "··" in sixty.out
    assert "Costa Rica 6 · Mexico 5" in sixty.out
    forty = draw(40, "map", "--format", "table")
    assert "··" not in forty.out
    told = draw(40, "map", "--format", "json").json["by"]["country"]
    named = [part for line in forty.lines for part in line.split(" · ")]
    assert [part for part in named if part in {f"{row['label']} {row['count']}" for row in told}]
    assert {f"{row['label']} {row['count']}" for row in told} <= set(named)


def test_colour_is_an_extra(draw: Draw) -> None:
    """With colour the same letters stand in the same places."""
    plain = draw(80, "map", "--format", "table").out
    coloured = draw(80, "map", "--format", "table", FORCE_COLOR="1").out
    assert coloured != plain
    assert (
        "".join(part.partition("m")[2] if at else part for at, part in enumerate(coloured.split("\x1b[")))
        == plain
    )


@pytest.mark.parametrize(
    ("numbers", "heading"),
    [
        ((4,), "Actions by partner country: 4 in 1 country"),
        ((1, 1), "Actions by partner country: 1 in each of 2 countries"),
        ((3, 2, 1), "Actions by partner country: 1 to 3 in each of 3 countries"),
    ],
)
def test_the_heading_counts(numbers: tuple[int, ...], heading: str) -> None:
    """The heading says what is counted, the least and the greatest number, and how many countries."""
    assert heading_of(_map(*((f"Land {n}", number) for n, number in enumerate(numbers)))) == heading


# The formats for other programs


def test_plain_lines_are_code_name_and_number(run: Callable[..., Run]) -> None:
    """In a pipe a country is a line, the most frequent first; tsv and csv have a header."""
    assert run("map", "--archive", FROZEN).lines[:2] == ["GH\tGhana\t3", "CR\tCosta Rica\t1"]
    assert run(*GHANA, "--format", "tsv").lines == ["code\tcountry\tcount", "GH\tGhana\t3"]
    assert run(*GHANA, "--csv").lines == ["code,country,count", "GH,Ghana,3"]
    assert run(*GHANA, "--format", "md").lines[0] == "| code | country | Actions |"
    assert run(*GHANA, "--count").out == "3\n"


@pytest.mark.parametrize("by", ["country", "expert"])
def test_geojson_is_valid_and_has_a_point_a_country(run: Callable[..., Run], by: str) -> None:
    """A GeoJSON library finds nothing wrong, and each point is longitude before latitude."""
    found = geojson.loads(run("map", "--by", by, "--format", "geojson").out)
    assert found.is_valid
    told = run("map", "--by", by, "--format", "json").json
    assert [point["properties"]["name"] for point in found["features"]] == [
        row["label"] for row in told["by"][by]
    ]
    assert len(found["features"]) > 50
    for point, row in zip(found["features"], told["by"][by], strict=True):
        assert point["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        assert point["properties"]["counted"] == told["units"][by]
        assert point["properties"]["count"] == row["count"]


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL is not installed")
def test_ogrinfo_reads_the_points(run: Callable[..., Run], tmp_path: Path) -> None:
    """GDAL counts as many points as there are countries."""
    assert run("map", "-o", tmp_path / "points.geojson").code == 0
    told = subprocess.run(
        ["ogrinfo", "-al", "-so", tmp_path / "points.geojson"], capture_output=True, text=True, check=True
    )
    assert f"Feature Count: {len(run('map').lines)}" in told.stdout


def test_the_drawing_says_in_words_what_it_shows(run: Callable[..., Run]) -> None:
    """The SVG has a title, all countries with their numbers in words, a square for each country, and its source."""
    root = ET.fromstring(run("map", "--format", "svg").out)  # noqa: S314 - our own
    named = (root.get("aria-labelledby") or "").split()
    assert [element.get("id") for element in (root[0], root[1])] == named
    words = root[1].text or ""
    rows = run("map", "--format", "json").json["by"]["country"]
    assert all(f"{row['label']} {row['count']}" in words for row in rows)
    groups = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert len(groups) == len(squares())
    titles = {group.findtext(f"{SVG}title") for group in groups}
    assert {f"{row['label']}: {counted(row['count'], 'Action')}" for row in rows} <= titles
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert any("Source: MIEUX archive" in text for text in texts)
    style = root.findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme: dark" in style
    assert "url(" not in style


def _map(*rows: tuple[str, int]) -> Map:
    known = [*squares().values()]
    countries = tuple(Mapped(known[at], Count(label, number, 0.5)) for at, (label, number) in enumerate(rows))
    return Map("country", "Actions", 9, 9, countries, 9, None)


@given(st.lists(st.tuples(ANY_TEXT, st.integers(1, 10**6)), max_size=9))
def test_any_name_leaves_every_format_whole(rows: list[tuple[str, int]]) -> None:
    """Whatever countries are called, the SVG parses as XML, the GeoJSON is valid and no line is too wide."""
    shape = _map(*rows)
    svg = "".join(rendered(shape, "svg"))
    assert len(ET.fromstring(svg.encode())) > len(squares())  # noqa: S314 - our own
    assert geojson.loads("".join(rendered(shape, "geojson"))).is_valid
    assert all(cell_len(line.rstrip("\n")) <= 80 for line in rendered(shape, "table"))
