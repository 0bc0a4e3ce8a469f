"""The pictures a terminal shows: kept as golden SVG files, alike in every format, and whole at every width.

The golden files show the frozen archive beside them, so that no edit of the bundled data changes them.
`MIEUX_UPDATE_GOLDEN=1 pytest tests/test_pictures.py` writes them anew; look at what changed before.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import unified_diff

import pytest
from rich.cells import cell_len

from conftest import Run
from mieuxcli.checks import check
from mieuxcli.contents import load
from mieuxcli.fields import TYPES
from mieuxcli.records import Article, Milestone, Term
from mieuxcli.vocabulary import TABLES
from screens import (
    FROZEN,
    GOLDEN,
    SCREENS,
    WIDTHS,
    Draw,
    drawing,
    facts_of,
    figure_of,
    in_one,
    lines_of_svg,
    records_of,
)
from terminals import plain_of

UPDATE = os.environ.get("MIEUX_UPDATE_GOLDEN") == "1"
# Those whose plain lines have an id and a title: facts have a figure, terms a title alone, counts neither.
WITH_TITLES = ("list", "search", "show", "timeline", "timeline-ghana", "actions")
# Those that show each title they select; the whole timeline names its milestones and counts the rest.
EVERY_TITLE = ("list", "search", "show", "timeline-ghana", "actions")


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width."""
    return drawing(run, monkeypatch)


# The kept pictures


def test_the_frozen_archive_is_sound_and_needs_no_other() -> None:
    """The frozen archive has records of all types, nothing wrong in it, and all of its vocabulary itself."""
    contents = check(load(FROZEN))
    assert contents.problems == []
    assert {record.type for record in contents.records} == {*TYPES}
    assert contents.vocabulary.facets() == {*TABLES.values()}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_pictures_are_as_they_were_kept(draw: Draw, name: str, width: int) -> None:
    """Each screen of the frozen archive is the SVG in tests/golden, to the byte."""
    file = GOLDEN / f"{name}-{width}.svg"
    got = draw(width, *SCREENS[name], "--archive", FROZEN, "--format", "terminal-svg")
    assert got.code == 0
    if UPDATE:
        file.write_text(got.out, encoding="utf-8", newline="\n")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    if got.out != kept:
        lines = unified_diff(lines_of_svg(kept), lines_of_svg(got.out), "kept", "drawn now", lineterm="")
        changed = "\n".join(lines) or "in colours or markup alone"
        pytest.fail(f"{file.name} differs, MIEUX_UPDATE_GOLDEN=1 writes it anew\n{changed}")


def test_no_kept_picture_is_unused() -> None:
    """tests/golden holds the pictures that are compared, the archive that they show, and nothing else."""
    wanted = {f"{name}-{width}.svg" for name in SCREENS for width in WIDTHS} | {FROZEN.name}
    assert sorted({file.name for file in GOLDEN.iterdir()} - wanted) == []


# Every format and every width of the bundled archive


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("name", SCREENS)
def test_the_picture_and_the_terminal_say_the_same(draw: Draw, name: str, width: int) -> None:
    """The terminal and its picture as SVG have the same words in the same places."""
    shown = [line for line in draw(width, *SCREENS[name], "--format", "table").lines if line.strip()]
    assert lines_of_svg(draw(width, *SCREENS[name], "--format", "terminal-svg").out) == shown


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
    lines = draw(80, *SCREENS[name], "--format", "plain").lines
    cells = {cell for line in lines for cell in line.split("\t")}
    records = records_of(draw, name)
    assert records
    assert {text for record in records for text in (record.id, record.title)} - cells == set()


def test_plain_text_has_every_figure(draw: Draw) -> None:
    """Key facts have their id, metric, hedge, value, unit and scope in plain lines."""
    told = draw(80, *SCREENS["facts"], "--format", "plain").out
    for fact in facts_of(draw, *SCREENS["facts"]):
        cells = (fact.id, fact.metric, fact.qualifier, fact.value, fact.unit, fact.scope)
        assert "\t".join(map(str, cells)) in told


def test_plain_text_has_every_term(draw: Draw) -> None:
    """Terms have their title, expansion, meaning and address in plain lines."""
    told = draw(80, *SCREENS["define"], "--format", "plain").out
    terms = [record for record in records_of(draw, "define") if isinstance(record, Term)]
    assert len(terms) == 5
    for term in terms:
        assert f"{term.title}\t{term.expansion or ''}\t{term.meaning}\t{term.url}" in told


def test_plain_text_has_every_count(draw: Draw) -> None:
    """Counts have their facet, label and number in plain lines, two facets the pairs of values that meet."""
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
    """NO_COLOR, TERM=dumb and COLUMNS change nothing in plain lines, and colour no word of a table."""
    plain = draw(80, *SCREENS[name], "--format", "plain").out
    table = draw(80, *SCREENS[name], "--format", "table", NO_COLOR="1").out
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}):
        assert draw(40, *SCREENS[name], "--format", "plain", **env).out == plain
        told = plain_of(draw(80, *SCREENS[name], "--format", "table", **env).out)
        assert [line.rstrip() for line in told.splitlines()] == table.splitlines()


@pytest.mark.parametrize("name", EVERY_TITLE)
def test_forty_columns_show_every_title_and_id(draw: Draw, name: str) -> None:
    """A narrow table wraps titles and ids and drops nothing of them."""
    shown = in_one(draw(40, *SCREENS[name], "--format", "table").out)
    for record in records_of(draw, name):
        assert in_one(record.title) in shown
        assert in_one(record.id) in shown


def test_forty_columns_show_every_figure(draw: Draw) -> None:
    """A narrow table of key facts has the id, figure, unit and scope of each."""
    shown = in_one(draw(40, *SCREENS["facts"], "--format", "table").out)
    for fact in facts_of(draw, *SCREENS["facts"]):
        assert in_one(fact.id) in shown
        assert in_one(f"{figure_of(fact)} {fact.unit}{fact.scope}") in shown


def test_forty_columns_show_every_term(draw: Draw) -> None:
    """A narrow table of terms has every word of their titles."""
    words = draw(40, *SCREENS["define"], "--format", "table").out.split()
    titles = [record.title for record in records_of(draw, "define")]
    assert titles
    assert [word for title in titles for word in title.split() if word not in words] == []


def test_forty_columns_show_every_milestone(draw: Draw) -> None:
    """A narrow timeline has the titles of all its milestones."""
    shown = in_one(draw(40, *SCREENS["timeline"], "--format", "table").out)
    titles = [record.title for record in records_of(draw, "timeline") if isinstance(record, Milestone)]
    assert titles
    assert [title for title in titles if in_one(title) not in shown] == []


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("name", EVERY_TITLE)
def test_ids_and_dates_are_never_broken(draw: Draw, name: str, width: int) -> None:
    """From 60 columns on each id and date stands whole in one line."""
    lines = draw(width, *SCREENS[name], "--format", "table").out
    records = records_of(draw, name)
    assert [record for record in records if record.date]
    for record in records:
        assert record.id in lines
        assert (record.date or "") in lines


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_tells_the_kind_at_every_width(draw: Draw, width: int) -> None:
    """More room never shows less: the kind of an article stands in its row, wherever the id goes."""
    lines = draw(width, *SCREENS["list"], "--format", "table").lines
    articles = [record for record in records_of(draw, "list") if isinstance(record, Article)]
    assert articles
    for article in articles:
        line = next(line for line in lines if article.id in line)
        assert article.kind in line.replace(article.id, "").replace(article.title, ""), line
