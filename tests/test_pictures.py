"""The pictures a terminal shows: kept as golden SVG files, the same in every format, whole at every width, and harmless.

`MIEUX_UPDATE_GOLDEN=1 pytest tests/test_pictures.py` writes the files in tests/golden anew; look at what changed before keeping it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from difflib import unified_diff
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from conftest import Run
from test_processes import in_terminal, plain_of

GOLDEN = Path(__file__).with_name("golden")
UPDATE = os.environ.get("MIEUX_UPDATE_GOLDEN") == "1"
SCREENS = {
    "list": ["list", "--year", "2022"],
    "search": ["search", "crisis", "--limit", "6"],
    "show": ["show", "2022-03-30"],
    "facts": ["facts", "countries"],
    "timeline": ["timeline"],
    "timeline-ghana": ["timeline", "--country", "ghana", "--by", "month"],
    "stats": ["stats"],
    "stats-heat": ["stats", "--by", "year,region"],
    "actions": ["actions", "--country", "ghana"],
    "define": ["define", "--limit", "5"],
}
WIDTHS = (80, 100, 200)
# Those whose rows have an id and a title in plain text; key facts have their figure, terms their title alone, counts neither.
WITH_TITLES = ("list", "search", "show", "timeline", "timeline-ghana", "actions")
# Those that show every title they select; the whole timeline shows those of its milestones and counts the rest.
EVERY_TITLE = ("list", "search", "show", "timeline-ghana", "actions")
SIGNS = {"exactly": "", "over": "> ", "close to": "~ ", "around": "≈ ", "up to": "≤ ", "at least": "≥ ", "estimated": "est. "}
CHARACTER = 12.2  # how wide rich draws one column in SVG
GUTTER = 15  # the columns left of a timeline, for the names of its lines

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
HOSTILE = r"""
[archive]
title = "Hostile"

[[phase]]
id = "phase-hostile"
title = "\u001b[31mP\u202e"
start = "2019"
end = "2020"

[[action]]
id = "action-hostile"
title = "\u001b[31mA\u202e"
partner = "\u001b[31mP"
countries = ["\u001b[31mC"]
region = "\u001b[31mR"
start = "2019-05"
end = "2020-02"
topics = ["\u001b[31mT"]
summary = "\u001b[31mS"
url = "https://example.org/action"

[[article]]
id = "2020-03-30-hostile"
title = "\u001b[31mA\u202e"
date = "2020-03-30"
date_basis = "published"
kind = "news"
language = "en"
summary = "A crisis \u001b[31m and \u0007 a bell."
url = "https://example.org/article"
countries = ["\u001b[31mC"]
topics = ["\u001b[31mT"]
people = [{ name = "\u001b[31mN", role = "\u001b[31mR", organisation = "\u001b[31mO", part = "author" }]

[[fact]]
id = "fact-hostile"
metric = "\u001b[31mM"
value = 5
unit = "\u001b[31mU"
qualifier = "over"
scope = "\u001b[31mS"
as_of = "2020"
source_title = "\u001b[31mS"
wording = "\u001b[31mW"
url = "https://example.org/fact"
note = "Disagrees \u001b[31m"

[[term]]
id = "term-hostile"
title = "\u001b[31mT"
expansion = "\u001b[31mE"
meaning = "\u001b[31mM"
url = "https://example.org/term"
"""


Draw = Callable[..., Run]


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width, with more environment where a test needs it."""
    monkeypatch.setenv("TERM", "xterm-256color")

    def call(width: int, *arguments: str | Path, **env: str) -> Run:
        with monkeypatch.context() as patch:
            for name, value in {"COLUMNS": str(width), **env}.items():
                patch.setenv(name, value)
            return run(*arguments)

    return call


def records_of(draw: Draw, name: str) -> list[Any]:
    """Return the records a screen is about, as JSON tells them."""
    found = draw(80, *SCREENS[name], "--format", "json").json
    return [record for span in found for record in span["records"]] if name.startswith("timeline") else list(found)


def lines_of_svg(text: str) -> list[str]:
    """Return what an SVG of rich shows, line by line, each piece at the column it stands at."""
    lines: dict[float, str] = {}
    matrix = text.partition('-matrix"')[2]
    for x, y, drawn in re.findall(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', matrix):
        before = lines.get(float(y), "")
        gap = round(float(x) / CHARACTER) - cell_len(before)
        lines[float(y)] = before + " " * gap + unescape(drawn).replace("\xa0", " ")
    return [line.rstrip() for _, line in sorted(lines.items()) if line.strip()]


def lines_of_html(text: str) -> list[str]:
    """Return what the page of HTML shows, line by line."""
    code = re.search(r"<code[^>]*>(.*)</code>", text, re.DOTALL)
    assert code
    return [line.rstrip() for line in unescape(re.sub(r"<[^>]*>", "", code[1])).split("\n") if line.strip()]


def figure_of(record: Any) -> str:  # noqa: ANN401 - a document
    """Return the figure of a key fact as it is to be shown, behind the sign of its hedge."""
    return SIGNS[record["qualifier"]] + (str(record["value"]) if record["unit"] in ("year", "date") else f"{record['value']:,}")


def picture_of(lines: list[str]) -> list[str]:
    """Return the picture at the end of a timeline, from the line of its years on."""
    return lines[len(lines) - lines[::-1].index("") :]


def run_together(text: str) -> str:
    """Return a text without its white space, so that it is the same however it was wrapped."""
    return "".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_pictures_are_as_they_were_kept(draw: Draw, name: str, width: int) -> None:
    """Each screen of the bundled archive is the SVG in tests/golden, to the byte."""
    file = GOLDEN / f"{name}-{width}.svg"
    got = draw(width, *SCREENS[name], "--format", "svg")
    assert got.code == 0
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(got.out, encoding="utf-8", newline="\n")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    changed = "\n".join(unified_diff(lines_of_svg(kept), lines_of_svg(got.out), "kept", "drawn now", lineterm=""))
    if got.out != kept:
        pytest.fail(f"{file.name} differs, MIEUX_UPDATE_GOLDEN=1 writes it anew\n{changed or 'in colours or markup alone'}")


def test_no_kept_picture_is_unused() -> None:
    """tests/golden holds the pictures that are compared and nothing else."""
    wanted = {f"{name}-{width}.svg" for name in SCREENS for width in WIDTHS}
    assert sorted({file.name for file in GOLDEN.iterdir()} - wanted) == []


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("name", SCREENS)
def test_svg_html_and_the_terminal_say_the_same(draw: Draw, name: str, width: int) -> None:
    """The three pictures of a screen have the same words in the same places."""
    shown = [line for line in draw(width, *SCREENS[name], "--format", "table").lines if line.strip()]
    assert lines_of_html(draw(width, *SCREENS[name], "--format", "html").out) == shown
    assert lines_of_svg(draw(width, *SCREENS[name], "--format", "svg").out) == shown


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_asked_for(draw: Draw, name: str, width: int) -> None:
    """COLUMNS is kept by every line of a table, counted in columns of a terminal."""
    lines = draw(width, *SCREENS[name], "--format", "table").lines
    assert lines
    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("name", WITH_TITLES)
def test_plain_text_has_every_id_and_title(draw: Draw, name: str) -> None:
    """Whoever reads plain lines has each record of the selection by id and title."""
    cells = {cell for line in draw(80, *SCREENS[name], "--format", "plain").lines for cell in line.split("\t")}
    assert {record[field] for record in records_of(draw, name) for field in ("id", "title")} - cells == set()


def test_plain_text_has_every_figure_term_and_count(draw: Draw) -> None:
    """Key facts have their id, hedge, value, unit and scope in plain lines, terms title and meaning, counts label and number."""
    facts = draw(80, *SCREENS["facts"], "--format", "plain").out
    for record in records_of(draw, "facts"):
        assert "\t".join(str(record[name]) for name in ("id", "metric", "qualifier", "value", "unit", "scope")) in facts
    terms = draw(80, *SCREENS["define"], "--format", "plain").out
    for record in records_of(draw, "define"):
        assert f"{record['title']}\t{record['expansion'] or ''}\t{record['meaning']}\t{record['url']}" in terms
    lines = draw(80, *SCREENS["stats"], "--format", "plain").out
    for facet, counts in draw(80, *SCREENS["stats"], "--format", "json").json["by"].items():
        for count in counts:
            assert f"{facet}\t{count['label']}\t{count['count']}\t" in lines
    pairs = draw(80, *SCREENS["stats-heat"], "--format", "plain").lines
    table = draw(80, *SCREENS["stats-heat"], "--format", "json").json["table"]
    met = [
        (row, column, number)
        for row, cells in zip(table["rows"], table["cells"], strict=True)
        for column, number in zip(table["columns"], cells, strict=True)
    ]
    assert pairs == ["\t".join(map(str, pair)) for pair in met if pair[2]]


@pytest.mark.parametrize("name", SCREENS)
def test_plain_text_and_words_depend_on_no_terminal(draw: Draw, name: str) -> None:
    """NO_COLOR, TERM=dumb and COLUMNS change nothing in plain lines, and colour nothing in the words of a table."""
    plain = draw(80, *SCREENS[name], "--format", "plain").out
    table = draw(80, *SCREENS[name], "--format", "table", NO_COLOR="1").out
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}):
        assert draw(40, *SCREENS[name], "--format", "plain", **env).out == plain
        told = plain_of(draw(80, *SCREENS[name], "--format", "table", **env).out)
        assert [line.rstrip() for line in told.splitlines()] == table.splitlines()


@pytest.mark.parametrize("name", EVERY_TITLE)
def test_forty_columns_show_every_title_and_id(draw: Draw, name: str) -> None:
    """A narrow table wraps titles and ids and drops nothing of them."""
    shown = run_together(draw(40, *SCREENS[name], "--format", "table").out)
    for record in records_of(draw, name):
        assert run_together(record["title"]) in shown
        assert run_together(record["id"]) in shown


def test_forty_columns_show_every_figure_and_term(draw: Draw) -> None:
    """A narrow table of key facts has every id, figure and scope; one of terms every word of their titles; a timeline its milestones."""
    facts = run_together(draw(40, *SCREENS["facts"], "--format", "table").out)
    for record in records_of(draw, "facts"):
        assert run_together(record["id"]) in facts
        assert run_together(f"{SIGNS[record['qualifier']]}{record['value']} {record['unit']}{record['scope']}") in facts
    words = draw(40, *SCREENS["define"], "--format", "table").out.split()
    assert [word for record in records_of(draw, "define") for word in record["title"].split() if word not in words] == []
    timeline = run_together(draw(40, *SCREENS["timeline"], "--format", "table").out)
    milestones = [run_together(record["title"]) for record in records_of(draw, "timeline") if record["type"] == "milestone"]
    assert [title for title in milestones if title not in timeline] == []


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("name", EVERY_TITLE)
def test_ids_and_dates_are_never_broken(draw: Draw, name: str, width: int) -> None:
    """From 60 columns on each id and date stands whole in one line."""
    lines = draw(width, *SCREENS[name], "--format", "table").out
    for record in records_of(draw, name):
        assert record["id"] in lines
        assert record["date"] in lines


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_tells_the_kind_at_every_width(draw: Draw, width: int) -> None:
    """More room never shows less: the kind of an article stands in its row, wherever the id goes."""
    lines = draw(width, *SCREENS["list"], "--format", "table").lines
    for record in records_of(draw, "list"):
        line = next(line for line in lines if record["id"] in line)
        assert record["kind"] in line.replace(record["id"], "").replace(record["title"], ""), line


@pytest.mark.parametrize("width", [80, 100])
def test_counts_on_one_screen(draw: Draw, width: int) -> None:
    """`stats` leaves the prompt its line in a terminal of 24, and has the total, the coverage and what is undated."""
    told = draw(width, "stats", "--format", "json").json
    lines = draw(width, "stats", "--format", "table").lines
    assert len(lines) <= 23
    assert f"{told['total']:,} records" in lines[0]
    assert f"{told['coverage']['actions']} of {told['coverage']['actions_counted_by_source']} Actions" in lines[1]
    assert f"{told['coverage']['articles_without_date']} articles without a date" in lines[1]


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
@pytest.mark.parametrize("facets", ["year,region", "type,region", "kind,language", "year,kind"])
def test_a_heat_table_has_every_number_and_name(draw: Draw, facets: str, width: int) -> None:
    """Two facets against each other keep each name and each number with its shade at any width, and say how many have no value."""
    table = draw(width, "stats", "--by", facets, "--format", "json").json["table"]
    shown = draw(width, "stats", "--by", facets, "--format", "table").out
    numbers = [number for row in table["cells"] for number in row if number]
    assert sorted(map(int, re.findall(r"[░▒▓█](\d+)", shown))) == sorted(numbers)
    words = run_together(shown)
    years = [name[-2:] if name.isdigit() else name for name in (*table["rows"], *table["columns"])]
    assert [name for name in years if set(name.split()) - set(shown.split()) and run_together(name) not in words] == []
    assert [
        facet for facet, number in table["without"].items() if number and run_together(f"{number:,} without a {facet}") not in words
    ] == []


def test_a_heat_table_too_wide_for_panels_counts_what_it_leaves_out(draw: Draw) -> None:
    """With dozens of columns the most frequent are shown, and how many more there are."""
    table = draw(80, "stats", "--by", "country,topic", "--format", "json").json["table"]
    *_, last = draw(80, "stats", "--by", "country,topic", "--format", "table").lines
    heads = draw(80, "stats", "--by", "country,topic", "--format", "table").out.split("Costa Rica")[0].split()
    left = int(last.split()[0])
    assert last == f"{left} more columns: --format csv has them"
    assert set(" ".join(table["columns"][: len(table["columns"]) - left]).split()) == set(heads)


@pytest.mark.parametrize("width", [40, 80])
def test_stats_of_a_few_records_have_no_empty_headings(draw: Draw, width: int) -> None:
    """A selection without articles has no heading for them, one record is a record, and nobody counted the Actions of a selection."""
    shown = draw(width, "stats", "--type", "action", "--country", "ghana", "--format", "table").out
    assert "articles" not in shown
    assert "of 138" not in shown
    assert shown.startswith("3 records, 2011-07 to 2019-05\n3 Actions\n")
    one = draw(width, "stats", "--type", "action", "--country", "ghana", "--year", "2011", "--format", "table").out
    assert one.startswith("1 record, 2011-07\n1 Action\n")


def test_inferred_dates_have_their_mark(draw: Draw) -> None:
    """A date that was inferred has a question mark behind it in tables, any other has none, and a card says it in a word."""
    for name in ("list", "search", "timeline-ghana"):
        shown = draw(80, *SCREENS[name], "--format", "table").out
        records = [record for record in records_of(draw, name) if record["type"] == "article"]
        assert {record["date_basis"] for record in records} >= {"inferred"}
        for record in records:
            inferred = record["date_basis"] == "inferred"
            first = re.escape(record["title"].split(" ")[0])
            assert re.search(rf"^ *{record['date']}{re.escape('?') if inferred else ''} +{first}", shown, re.MULTILINE)
    card = next(record for record in records_of(draw, "list") if record["date_basis"] == "inferred")
    assert f"{card['date']} (inferred)" in draw(80, "show", card["id"], "--format", "table").out


def test_disagreement_has_a_word(draw: Draw) -> None:
    """Each figure that other sources contradict says so by the word "disputed", no other does."""
    notes = [record["note"] or "" for record in records_of(draw, "facts")]
    disputed = [note for note in notes if "isagree" in note]
    shown = draw(200, *SCREENS["facts"], "--format", "table", NO_COLOR="1").out
    assert disputed
    assert len(re.findall(r"^ +disputed  ", shown, re.MULTILINE)) == len(disputed)
    assert len(re.findall(r"^ +note  ", shown, re.MULTILINE)) == len([note for note in notes if note and note not in disputed])


def test_hedges_have_their_signs(draw: Draw) -> None:
    """Every key fact of the archive is shown with the sign of its hedge before the figure, in lists as on its card."""
    shown = {line.strip() for line in draw(200, "facts", "--format", "table").lines}
    records = draw(80, "facts", "--format", "json").json
    assert {record["qualifier"] for record in records} >= {"over", "close to", "around", "up to", "estimated", "exactly"}
    for record in records:
        assert any(re.search(rf"(^|  ){re.escape(figure_of(record))}(%| |$)", line) and record["scope"] in line for line in shown), record[
            "id"
        ]
    for hedge in SIGNS:
        card = next((record for record in records if record["qualifier"] == hedge), None)
        if card:
            assert f"\n{figure_of(card)}" in draw(100, "show", card["id"], "--format", "table").out


@pytest.mark.parametrize("width", WIDTHS)
def test_phases_stand_in_the_timeline_by_name(draw: Draw, width: int) -> None:
    """The four phases are bands with their names, in the order of time."""
    band = next(line for line in draw(width, "timeline", "--format", "table").lines if line.startswith("phases"))
    titles = [record["title"] for record in records_of(draw, "timeline") if record["type"] == "phase"]
    assert re.findall(r"MIEUX ?[I+]+", band) == titles
    assert band.count("├") == len(titles)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_of_the_whole_timeline_stays_on_the_screen(draw: Draw, width: int) -> None:
    """In a terminal of 24 lines the picture is there at the end, with a line for what is said of undated records and one for the prompt."""
    picture = picture_of(draw(width, "timeline", "--format", "table").lines)
    assert len(picture) <= 22
    told = run_together("".join(line[:GUTTER] for line in picture))
    assert [name for name in ("phases", "articles", "milestones", "Africa44Actions", "Asia9Actions") if name not in told] == []


@pytest.mark.parametrize("width", [40, 60, *WIDTHS])
@pytest.mark.parametrize("country", ["ghana", "mexico", "moldova"])
def test_the_names_of_bars_are_whole(draw: Draw, country: str, width: int) -> None:
    """Where Actions are few each has its bar with its whole name behind, before or below it."""
    told = draw(80, "timeline", "--country", country, "--format", "json").json
    names = [record["title"] for span in told for record in span["records"] if record["type"] == "action"]
    picture = picture_of(draw(width, "timeline", "--country", country, "--format", "table").lines)
    drawn = run_together("".join(line[GUTTER:] for line in picture)).replace("━", "")
    assert [name for name in names if run_together(name) not in drawn] == []
    assert len([line for line in picture if "━" in line or "╌" in line]) == len(names)


def dots_of(lines: list[str]) -> list[list[int]]:
    """Return for each half of each line the places of its dots, two to a column."""
    found = []
    for line in lines:
        cells = [ord(drawn) - 0x2800 if "\u2800" < drawn <= "\u28ff" else 0 for drawn in line[GUTTER:]]
        for left, right in ((0x01, 0x08), (0x04, 0x20)):
            found.append([2 * at + half for at, cell in enumerate(cells) for half, bit in enumerate((left, right)) if cell & bit])
    return [lane for lane in found if lane]


def many(tmp_path: Path, spans: Sequence[tuple[str, str | None]]) -> Path:
    """Write an archive of Actions in one region with these starts and ends."""
    file = tmp_path / "many.jsonl"
    same = {"type": "action", "partner": "P", "countries": ["Ghana"], "region": "Africa", "summary": "S", "url": "https://example.org/"}
    records = [
        same | {"id": f"action-{number}", "title": f"A{number}", "start": start, "end": end} for number, (start, end) in enumerate(spans)
    ]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return file


def runs_of(lane: list[int]) -> list[tuple[int, int]]:
    """Return where dots without a gap begin and end."""
    begins = [at for at in lane if at - 1 not in lane]
    ends = [at for at in lane if at + 1 not in lane]
    return list(zip(begins, ends, strict=True))


def test_thin_bars_begin_and_end_on_their_days(draw: Draw, tmp_path: Path) -> None:
    """Many Actions have bars of dots, here two a day, in one lane where they do not touch; one whose end is not known is dotted."""
    months = [f"{year}-{month}" for year in (2020, 2021) for month in ("01", "02", "04", "06", "08")]
    bars_of = [("2020", "2021"), ("2020-03", "2020-05"), ("2020-12", None), *zip(months, months, strict=True)]
    file = many(tmp_path, [*bars_of, *[("2020", "2021")] * 6])
    lanes = dots_of(picture_of(draw(731 + GUTTER, "timeline", "--archive", file, "--format", "table").lines))
    assert runs_of(lanes[0]) == [(0, 1461)]
    # The first day of a month and its last one, counted from the first of 2020, two dots a day and one more in the second half.
    days = [(0, 30), (31, 59), (60, 151), (91, 120), (152, 181), (213, 243), (366, 396), (397, 424), (456, 485), (517, 546), (578, 608)]
    bars = {(first * 2 + (first > 365), last * 2 + (last > 365)) for first, last in days}
    drawn = [run for lane in lanes for run in runs_of(lane) if run != (0, 1461)]
    assert {run for run in drawn if run[0] < run[1]} == bars
    assert [run for run in drawn if run[0] == run[1]] == [(at, at) for at in range(670, 732, 2)]


@pytest.mark.parametrize(("ends", "drawn"), [("2019-12", "┤"), ("2024-03", "╌"), (None, "╌")])
def test_a_band_is_closed_where_its_phase_ends(draw: Draw, tmp_path: Path, ends: str | None, drawn: str) -> None:
    """A phase that has no known end, or goes on after the picture, is drawn as going on; a name of wide characters takes its room."""
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
    band = next(line for line in draw(80, "timeline", "--archive", file, "--format", "table").lines if line.startswith("phases"))
    assert band[-1] == drawn
    assert "第一段階" in band
    assert cell_len(band) == 80


def test_more_actions_than_lanes_are_drawn_as_how_many_run(draw: Draw, tmp_path: Path) -> None:
    """Where more than forty Actions of a region run at once, the picture shows in one line how many do."""
    file = many(tmp_path, [("2020-01", "2020-12")] * 8 + [("2021-01", "2021-12")] * 80)
    *_, africa, counted = picture_of(draw(100 + GUTTER, "timeline", "--archive", file, "--format", "table").lines)
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
    records = [same | {"id": f"{date}-a", "title": date, "date": date} for date in ("2020", "2021-07-01", "2022")]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    line = next(line for line in draw(90 + GUTTER, "timeline", "--archive", file, "--format", "table").lines if line.startswith("articles"))
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
    lines = picture_of(draw(731 + GUTTER, "timeline", "--archive", two_years, "--format", "table").lines)
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
    lines = draw(width, "timeline", "--archive", two_years, "--format", "table").lines
    spring = next(line for line in lines if "━" in line and line.strip().endswith("Spring"))[GUTTER:]
    last = width - GUTTER - 1
    assert abs(spring.index("━") - 60 / 730 * last) <= 1
    assert abs(spring.rindex("━") - 151 / 730 * last) <= 1


def test_matches_are_bold_where_there_is_colour(draw: Draw) -> None:
    """What a search matched is marked on a terminal, each match of each title and snippet and nothing else of them."""
    records = records_of(draw, "search")
    shown = in_terminal(200, *SCREENS["search"])
    marked = [record[name][start:end] for record in records for name in ("title", "snippet") for start, end in record[f"{name}_marks"]]
    assert marked
    assert re.findall(r"\x1b\[1;4;95m([^\x1b]*)\x1b\[0m", shown) == marked
    assert "\x1b" not in in_terminal(200, *SCREENS["search"], env={"NO_COLOR": "1"})


@pytest.mark.parametrize("name", EVERY_TITLE)
def test_titles_link_where_there_is_colour(draw: Draw, name: str) -> None:
    """Each title is a hyperlink to its source on a terminal with colour, and plain text without."""
    shown = in_terminal(200, *SCREENS[name])
    links = {url: plain_of(text) for url, text in re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", shown)}
    for record in records_of(draw, name):
        if record["url"]:
            assert record["url"] in links
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in in_terminal(200, *SCREENS[name], env=env)


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "list --fields id,title,topics,people",
        "search crisis",
        "search crisis --facets",
        "show 2020-03-30-hostile",
        "show action-hostile",
        "show fact-hostile",
        "show term-hostile",
        "facts",
        "timeline",
        "stats",
        "stats --by topic",
        "stats --by year,topic",
        "stats --by topic,country",
        "actions",
        "define",
    ],
)
def test_control_characters_are_shown_and_not_sent(draw: Draw, tmp_path: Path, command: str) -> None:
    """Escape sequences and bidirectional controls from an archive come out as text in every picture, with colour and without."""
    file = tmp_path / "hostile.toml"
    file.write_text(HOSTILE, encoding="utf-8")
    for name, env in (("table", {"NO_COLOR": "1"}), ("table", {"FORCE_COLOR": "1"}), ("svg", {}), ("html", {})):
        got = draw(200, *command.split(), "--archive", file, "--format", name, **env)
        assert got.code == 0
        # Red is no colour that a picture uses, so a red that is sent is the archive's.
        assert "\x1b[31m" not in got.out
        assert re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", plain_of(got.out)) is None
        assert command.startswith("stats") or "U+001B" in unescape(got.out)


def test_markup_in_a_title_is_no_markup_of_a_picture(draw: Draw, tmp_path: Path) -> None:
    """What means something to XML or HTML is escaped in SVG and HTML, and shown as it is."""
    title = "a < b & </text></pre><script>x</script>"
    file = tmp_path / "markup.jsonl"
    record = {"type": "article", "id": "undated-markup", "title": title, "kind": "news", "summary": "S", "note": "N"}
    file.write_text(json.dumps(record), encoding="utf-8")
    for name, lines_of in (("svg", lines_of_svg), ("html", lines_of_html)):
        got = draw(100, "list", "--archive", file, "--format", name).out
        assert "<script" not in got
        assert title in "\n".join(lines_of(got))
