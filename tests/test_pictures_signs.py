"""What pictures mark beside the words: hedges, doubts, matches and links; and what they must not obey."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from conftest import Run
from mieuxcli.records import Article
from readers import html_text
from screens import (
    FROZEN,
    HEDGES,
    SCREENS,
    Draw,
    drawing,
    facts_of,
    figure_of,
    in_one,
    lines_of_svg,
    records_of,
)
from terminals import in_terminal, plain_of

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


@pytest.fixture
def draw(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Run a command line in this process at a width."""
    return drawing(run, monkeypatch)


# Doubts


@pytest.mark.parametrize("name", ["list", "search", "timeline-ghana"])
def test_inferred_dates_have_their_mark(draw: Draw, name: str) -> None:
    """An inferred date has a question mark behind it in tables, any other has none."""
    shown = draw(80, *SCREENS[name], "--archive", FROZEN, "--format", "table").out
    records = records_of(draw, name, "--archive", FROZEN)
    articles = [record for record in records if isinstance(record, Article)]
    assert {article.date_basis for article in articles} >= {"inferred"}
    for article in articles:
        mark = re.escape("?") if article.date_basis == "inferred" else ""
        first = re.escape(article.title.split(" ")[0])
        assert re.search(rf"^ *{article.date}{mark} +{first}", shown, re.MULTILINE)


def test_a_card_says_in_a_word_that_a_date_is_inferred(draw: Draw) -> None:
    """A record in full has the basis of its date in brackets behind it."""
    records = records_of(draw, "list", "--archive", FROZEN)
    assert {record.date_basis for record in records} == {"published", "inferred"}
    for record in records:
        card = draw(80, "show", record.id, "--archive", FROZEN, "--format", "table").out
        assert f"{record.date} ({record.date_basis})" in card


def test_disagreement_has_a_word(draw: Draw) -> None:
    """Each figure that others disagree with, as its record says, has the word "disputed", no other does."""
    facts = facts_of(draw, *SCREENS["facts"], "--archive", FROZEN)
    disputed = [fact.id for fact in facts if fact.disagrees_with]
    others = [fact.id for fact in facts if fact.note and not fact.disagrees_with]
    shown = draw(200, *SCREENS["facts"], "--archive", FROZEN, "--format", "table", NO_COLOR="1").out
    assert disputed
    assert others
    assert len(re.findall(r"^ +disputed  ", shown, re.MULTILINE)) == len(disputed)
    assert len(re.findall(r"^ +note  ", shown, re.MULTILINE)) == len(others)


@pytest.mark.parametrize("archive", ["bundled", FROZEN], ids=["bundled", "frozen"])
def test_hedges_are_words_before_the_figure(draw: Draw, archive: str | Path) -> None:
    """Every key fact is shown with the words of its hedge before the figure, in lists as on its card."""
    shown = draw(200, "facts", "--archive", archive, "--format", "table")
    facts = facts_of(draw, "facts", "--archive", archive)
    # Behind a figure stands its scope, or the beginning of one that is too long for the line.
    beside = [(line.strip(), line.strip().rpartition("  ")[2]) for line in shown.lines if line.strip()]
    for fact in facts:
        figure = rf"(^|  ){re.escape(figure_of(fact))}(%| |$)"
        assert any(re.search(figure, line) and fact.scope.startswith(end) for line, end in beside), fact.id
        assert in_one(fact.scope) in in_one(shown.out)
    for card in {fact.qualifier: fact for fact in facts}.values():
        told = draw(100, "show", card.id, "--archive", archive, "--format", "table").out
        assert f"\n{figure_of(card)}" in told


def test_the_frozen_archive_has_every_hedge_that_is_printed(draw: Draw) -> None:
    """The test above has met each hedge but "at least", which no page prints."""
    facts = facts_of(draw, "facts", "--archive", FROZEN)
    assert {fact.qualifier for fact in facts} == {*HEDGES} - {"at least"}


# Colour and links


def test_matches_are_bold_where_there_is_colour(draw: Draw) -> None:
    """On a terminal each match of each title and snippet is marked, and nothing else of them."""
    hits = draw(80, *SCREENS["search"], "--format", "json").json
    shown = in_terminal(200, *SCREENS["search"])
    marked = [
        hit[name][start:end]
        for hit in hits
        for name in ("title", "snippet")
        for start, end in hit[f"{name}_marks"]
    ]
    assert marked
    assert re.findall(r"\x1b\[1;4;95m([^\x1b]*)\x1b\[0m", shown) == marked
    assert "\x1b" not in in_terminal(200, *SCREENS["search"], env={"NO_COLOR": "1"})


@pytest.mark.parametrize("name", ["list", "search", "show", "timeline-ghana", "actions"])
def test_titles_link_where_there_is_colour(draw: Draw, name: str) -> None:
    """Each title is a hyperlink to its source on a terminal with colour, and plain text without."""
    shown = in_terminal(200, *SCREENS[name])
    links = {url for url, _ in re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", shown)}
    urls = {record.url for record in records_of(draw, name) if record.url}
    assert urls
    assert urls - links == set()
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in in_terminal(200, *SCREENS[name], env=env)


# What must not be obeyed


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
    """Escape sequences and bidirectional controls of an archive come out as text in every picture."""
    file = tmp_path / "hostile.toml"
    file.write_text(HOSTILE, encoding="utf-8")
    for name, env in (
        ("table", {"NO_COLOR": "1"}),
        ("table", {"FORCE_COLOR": "1"}),
        ("svg", {}),
        ("terminal-svg", {}),
        ("html", {}),
    ):
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
    record = {
        "type": "article",
        "id": "undated-markup",
        "title": title,
        "kind": "news",
        "summary": "S",
        "note": "N",
    }
    file.write_text(json.dumps(record), encoding="utf-8")
    drawn = draw(100, "list", "--archive", file, "--format", "terminal-svg").out
    page = draw(100, "list", "--archive", file, "--format", "html").out
    assert "<script" not in drawn + page
    assert title in "\n".join(lines_of_svg(drawn))
    assert title in html_text(page)


@pytest.mark.parametrize(
    ("command", "field", "unless"),
    [
        ("facts", "as_of", "basis:published"),
        ("actions", "start", "basis:published"),
        ("list", "date", "basis:published"),
    ],
)
def test_inferred_dates_are_marked_in_every_column(draw: Draw, command: str, field: str, unless: str) -> None:
    """A date that is inferred has its mark as `date`, `start` or `as_of`, and one that is printed has none."""
    asked = (command, "--fields", f"{field},id", "--format", "table")
    inferred = draw(200, *asked, "basis:inferred").lines[1:]
    assert inferred
    assert [line for line in inferred if not re.match(r"\d{4}(-\d\d){0,2}\?", line)] == []
    assert "?" not in draw(200, *asked, unless).out


def test_starts_and_ends_of_actions_stand_below_each_other(draw: Draw) -> None:
    """The mark of an inferred start does not move the end of its Action out of line."""
    shown = draw(80, "actions", "--format", "table").lines
    dates = [line for line in shown if re.match(r"\d{4}|unknown", line)]
    assert any("?" in line[:8] for line in dates)
    assert {line.index(" - ") for line in dates} == {8}


def test_a_picture_keeps_the_spaces_at_the_edges_of_its_pieces(draw: Draw) -> None:
    """An SVG says that white space counts, without which librsvg joins a match to the word beside it."""
    drawn = draw(80, *SCREENS["search"], "--format", "terminal-svg").out
    assert 'xml:space="preserve"' in drawn.partition(">")[0]
