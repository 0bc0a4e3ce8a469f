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
    told = in_one("".join(line[:GUTTER] for line in picture))
    regions = [record.region for record in records_of(draw, "timeline") if isinstance(record, Action)]
    counted = [f"{region}{regions.count(region)}Actions" for region in ("Africa", "Asia")]
    assert [name for name in ("phases", "articles", "milestones", *counted) if name not in told] == []


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
@pytest.mark.parametrize("country", ["ghana", "mexico", "moldova"])
def test_the_names_of_bars_are_whole(draw: Draw, country: str, width: int) -> None:
    """Where Actions are few each has its bar with its whole name behind, before or below it."""
    told = draw(80, "timeline", "--country", country, "--format", "json").json
    names = [record["title"] for span in told for record in span["records"] if record["type"] == "action"]
    picture = picture_of(draw(width, "timeline", "--country", country, "--format", "table").lines)
    drawn = in_one("".join(line[GUTTER:] for line in picture)).replace("━", "")
    assert [name for name in names if in_one(name) not in drawn] == []
    assert len([line for line in picture if "━" in line or "╌" in line]) == len(names)


# Invented archives


def dots_of(lines: list[str]) -> list[list[int]]:
    """Return for each half of each line the places of its dots, two to a column."""
    found: list[list[int]] = []
    for line in lines:
        cells = [ord(drawn) - 0x2800 if "\u2800" < drawn <= "\u28ff" else 0 for drawn in line[GUTTER:]]
        for sides in ((0x01, 0x08), (0x04, 0x20)):
            dots = [2 * at + side for at, cell in enumerate(cells) for side in (0, 1) if cell & sides[side]]
            found += [dots] if dots else []
    return found


def many(tmp_path: Path, spans: Sequence[tuple[str, str | None]]) -> Path:
    """Write an archive of Actions in one region with these starts and ends."""
    file = tmp_path / "many.jsonl"
    same = {
        "type": "action",
        "partner": "P",
        "countries": ["Ghana"],
        "region": "Africa",
        "summary": "S",
        "url": "https://example.org/",
    }
    records = [
        same | {"id": f"action-{number}", "title": f"A{number}", "start": start, "end": end}
        for number, (start, end) in enumerate(spans)
    ]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return file


def runs_of(lane: list[int]) -> list[tuple[int, int]]:
    """Return where dots without a gap begin and end."""
    begins = [at for at in lane if at - 1 not in lane]
    ends = [at for at in lane if at + 1 not in lane]
    return list(zip(begins, ends, strict=True))


def test_thin_bars_begin_and_end_on_their_days(draw: Draw, tmp_path: Path) -> None:
    """Many Actions have bars of dots, here two a day, many a lane, dotted where no end is known."""
    months = [f"{year}-{month}" for year in (2020, 2021) for month in ("01", "02", "04", "06", "08")]
    bars_of = [("2020", "2021"), ("2020-03", "2020-05"), ("2020-12", None), *zip(months, months, strict=True)]
    file = many(tmp_path, [*bars_of, *[("2020", "2021")] * 6])
    lanes = dots_of(picture_of(drawn_of(draw, 731 + GUTTER, file)))
    assert runs_of(lanes[0]) == [(0, 1461)]
    # The first and last days of months, counted from the first of 2020: two dots a day, and one more later.
    days = [
        (0, 30),
        (31, 59),
        (60, 151),
        (91, 120),
        (152, 181),
        (213, 243),
        (366, 396),
        (397, 424),
        (456, 485),
        (517, 546),
        (578, 608),
    ]
    bars = {(first * 2 + (first > 365), last * 2 + (last > 365)) for first, last in days}
    drawn = [run for lane in lanes for run in runs_of(lane) if run != (0, 1461)]
    assert {run for run in drawn if run[0] < run[1]} == bars
    assert [run for run in drawn if run[0] == run[1]] == [(at, at) for at in range(670, 732, 2)]


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


def test_more_actions_than_lanes_are_drawn_as_how_many_run(draw: Draw, tmp_path: Path) -> None:
    """Where more than forty Actions of a region run at once, the picture shows in one line how many do."""
    file = many(tmp_path, [("2020-01", "2020-12")] * 8 + [("2021-01", "2021-12")] * 80)
    *_, africa, counted = picture_of(drawn_of(draw, 100 + GUTTER, file))
    assert counted.split() == ["88", "Actions"]
    assert set(africa[GUTTER : GUTTER + 49]) == {"▁"}
    assert set(africa[GUTTER + 51 :]) == {"█"}


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
