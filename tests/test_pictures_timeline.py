"""The picture of a timeline: its axis, the bands of phases, the bars of Actions, and what stands for many."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from conftest import Run
from mieuxcli.records import Action, Phase
from screens import GUTTER, WIDTHS, Draw, drawing, in_one, picture_of, records_of

# Two years are 731 days, so that on 731 columns and the gutter each column is one day.
TWO_YEARS = """
[archive]
title = "Two years"

[[phase]]
id = "phase-one"
title = "One"
start = "2020-01"
end = "2020-06"

[[phase]]
id = "phase-two"
title = "Two"
start = "2020-08"
end = "2021-12"

[[action]]
id = "action-spring"
title = "Spring"
partner = "Ghana"
countries = ["Ghana"]
region = "Africa"
start = "2020-03"
end = "2020-05"
summary = "S"
url = "https://example.org/spring"

[[action]]
id = "action-whole"
title = "Whole"
partner = "Ghana"
countries = ["Ghana"]
region = "Africa"
start = "2020"
end = "2021"
summary = "S"
url = "https://example.org/whole"

[[action]]
id = "action-open"
title = "Open"
partner = "Laos"
countries = ["Laos"]
region = "Asia"
start = "2021-02"
summary = "S"
url = "https://example.org/open"
"""


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width."""
    return drawing(run, monkeypatch)


def drawn_of(draw: Draw, width: int, archive: Path) -> list[str]:
    """Return the lines of a timeline of an archive at a width."""
    return draw(width, "timeline", "--archive", archive, "--format", "table").lines


def line_of(lines: Sequence[str], name: str) -> str:
    """Return the line of a picture with that name in the gutter."""
    return next(line for line in lines if line.startswith(name))


# The bundled archive


@pytest.mark.parametrize("width", WIDTHS)
def test_phases_stand_in_the_timeline_by_name(draw: Draw, width: int) -> None:
    """The phases are bands with their names, in the order of time."""
    band = line_of(draw(width, "timeline", "--format", "table").lines, "phases")
    titles = [record.title for record in records_of(draw, "timeline") if isinstance(record, Phase)]
    assert titles
    assert re.findall(r"MIEUX ?[I+]+", band) == titles
    assert band.count("├") == len(titles)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_of_the_whole_timeline_stays_on_the_screen(draw: Draw, width: int) -> None:
    """Of 24 lines the picture leaves one to what is said of undated records and one to the prompt."""
    picture = picture_of(draw(width, "timeline", "--format", "table").lines)
    assert len(picture) <= 22
    regions = [record.region for record in records_of(draw, "timeline") if isinstance(record, Action)]
    counted = [f"{region}  {regions.count(region)} Actions, at most " for region in sorted(set(regions))]
    told = "\n".join(picture)
    assert [name for name in ("phases", "articles", "milestones", *counted) if f"\n{name}" not in told] == []
    assert "◆ milestone; " in told


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
@pytest.mark.parametrize("country", ["ghana", "mexico", "moldova"])
def test_the_names_of_bars_are_whole(draw: Draw, country: str, width: int) -> None:
    """Where Actions are few each has its bar with its whole name behind, before or below it."""
    told = draw(80, "timeline", "--country", country, "--format", "json").json
    names = [record["title"] for span in told for record in span["records"] if record["type"] == "action"]
    picture = picture_of(draw(width, "timeline", "--country", country, "--format", "table").lines)
    drawn = in_one("".join(line[GUTTER:] for line in picture)).replace("━", "")
    assert [name for name in names if in_one(name) not in drawn] == []
    bars = [line for line in picture if "━" in line or ("╌" in line and "╌ goes on" not in line)]
    assert len(bars) == len(names)


# Invented archives


def many(tmp_path: Path, spans: Sequence[tuple[str, str | None]], in_asia: int = 0) -> Path:
    """Write an archive of Actions with these starts and ends, so many of them in Asia and the rest in Africa."""
    file = tmp_path / "many.jsonl"
    same = {
        "type": "action",
        "partner": "P",
        "countries": ["Ghana"],
        "summary": "S",
        "url": "https://example.org/",
    }
    records = [
        same
        | {"region": "Asia" if number < in_asia else "Africa"}
        | {"id": f"action-{number}", "title": f"A{number}", "start": start, "end": end}
        for number, (start, end) in enumerate(spans)
    ]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return file


def curve_of(lines: Sequence[str]) -> list[int]:
    """Return the height of the one curve of a picture in each column, in eighths of a line."""
    rows = [line[GUTTER:] for line in lines if set(line[GUTTER:]) & set("▁▂▃▄▅▆▇█")]
    width = max(map(len, rows))
    return [
        sum(" ▁▂▃▄▅▆▇█".index(char) for char in column)
        for column in zip(*(row.ljust(width) for row in rows), strict=True)
    ]


def test_a_curve_counts_what_runs_on_each_day(draw: Draw, tmp_path: Path) -> None:
    """With a column a day a curve has the height of what ran on it; without a known end only the start counts."""
    spans = [("2020", "2021"), ("2020-03", "2020-05"), ("2020-12", None), *[("2021-06", "2021-06")] * 17]
    lines = picture_of(drawn_of(draw, 731 + GUTTER, many(tmp_path, spans)))
    heading, *_, meaning = lines[1:]
    assert heading.startswith("Africa  20 Actions, at most 18 at a time (2021-06)")
    assert meaning.startswith("curves: █ is 2 Actions under way at a time; 1 Action without an end ")
    days = [1] * 731
    for first, last, number in ((60, 151, 1), (335, 365, 1), (517, 546, 17)):
        days[first : last + 1] = [before + number for before in days[first : last + 1]]
    assert curve_of(lines) == [4 * number for number in days]


def test_curves_of_all_regions_have_one_scale(draw: Draw, tmp_path: Path) -> None:
    """Where one region has ten times the Actions of another at a time, its curve is ten times as high."""
    file = many(tmp_path, [("2020", "2021")] * 33, in_asia=3)
    lines = picture_of(drawn_of(draw, 100, file))
    asia = lines.index("Asia  3 Actions, at most 3 at a time (2020-01): P")
    assert lines[1] == "Africa  30 Actions, at most 30 at a time (2020-01): P"
    assert curve_of(lines[:asia]) == [10 * number for number in curve_of(lines[asia:])]


def test_the_whole_of_many_actions_is_counted_in_few_lines(draw: Draw, tmp_path: Path) -> None:
    """However many Actions run at once, the picture keeps to the screen and tells the highest number."""
    lines = picture_of(
        drawn_of(draw, 80, many(tmp_path, [("2020-01", "2020-12")] * 8 + [("2021-01", None)] * 880))
    )
    assert len(lines) <= 22
    assert lines[2].split()[0] == "880"


@pytest.mark.parametrize(("ends", "drawn"), [("2019-12", "┤"), ("2024-03", "╌"), (None, "╌")])
def test_a_band_is_closed_where_its_phase_ends(
    draw: Draw, tmp_path: Path, ends: str | None, drawn: str
) -> None:
    """A phase without a known end, or with one beyond the picture, goes on; a wide name has its room."""
    file = tmp_path / "phase.jsonl"
    phase = {"type": "phase", "id": "phase-a", "title": "第一段階", "start": "2019-01", "end": ends}
    milestone = {
        "type": "milestone",
        "id": "milestone-a",
        "title": "M",
        "kind": "launch",
        "date": "2019-12-01",
        "url": "https://example.org/",
    }
    file.write_text(json.dumps(phase) + "\n" + json.dumps(milestone), encoding="utf-8")
    band = line_of(drawn_of(draw, 80, file), "phases")
    assert band[-1] == drawn
    assert "第一段階" in band
    assert cell_len(band) == 80


def test_an_article_dated_by_its_year_alone_is_spread_over_it(draw: Draw, tmp_path: Path) -> None:
    """A date that is a whole year makes no heap at its January."""
    file = tmp_path / "years.jsonl"
    same = {
        "type": "article",
        "kind": "news",
        "summary": "S",
        "note": "N",
        "language": "en",
        "url": "https://example.org/",
        "date_basis": "published",
    }
    records = [
        same | {"id": f"{date}-a", "title": date, "date": date} for date in ("2020", "2021-07-01", "2022")
    ]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    line = line_of(drawn_of(draw, 90 + GUTTER, file), "articles")
    assert line[GUTTER:].count("█") == 1
    assert abs(line[GUTTER:].count("▁") - 60) <= 2


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """An invented archive of two years with known dates."""
    file = tmp_path / "two-years.toml"
    file.write_text(TWO_YEARS, encoding="utf-8")
    return file


def test_bars_and_bands_begin_and_end_on_their_days(draw: Draw, two_years: Path) -> None:
    """With one column a day, bars and bands begin and end in the columns of their first and last days."""
    lines = picture_of(drawn_of(draw, 731 + GUTTER, two_years))
    ruler, phases, whole, _, spring, opened, *_ = [line[GUTTER:] for line in lines]
    assert (ruler.index("2020"), ruler.index("2021")) == (0, 366)
    assert [at for at, drawn in enumerate(phases) if drawn in "├┤"] == [0, 181, 213, 730]
    assert ("One" in phases[:182], "Two" in phases[213:]) == (True, True)
    assert (whole.index("━"), whole.rindex("━")) == (0, 730)
    assert (spring.index("━"), spring.rindex("━")) == (60, 151)
    assert "Spring" in spring
    # An end that is not known is drawn as such; 2021-02 has 28 days from day 397 on.
    assert re.search("━+╌", opened)
    assert (opened.index("━"), opened.index("╌")) == (397, 424)


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
def test_bars_keep_their_place_at_any_width(draw: Draw, two_years: Path, width: int) -> None:
    """Scaled to any width, a bar begins and ends within a column of where its days fall."""
    lines = drawn_of(draw, width, two_years)
    spring = next(line for line in lines if "━" in line and line.strip().endswith("Spring"))[GUTTER:]
    last = width - GUTTER - 1
    assert abs(spring.index("━") - 60 / 730 * last) <= 1
    assert abs(spring.rindex("━") - 151 / 730 * last) <= 1
