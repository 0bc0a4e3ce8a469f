"""The figures of a page become key facts with their hedges, and only those that the archive's metrics know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from hostile import quickly
from mieuxcli.compiler import contents_of
from mieuxcli.importing import add, read
from mieuxcli.importing.figures import Figure, figures_in
from mieuxcli.importing.nouns import Nouns
from mieuxcli.records import Fact, Record
from mieuxcli.vocabulary import Entry
from saved import empty_archive, problems_of, saved

METRICS = [
    Entry("metric", "countries", ("partner countries",)),
    Entry("metric", "experts", ("migration experts",)),
    Entry("metric", "participants", ("individuals",)),
    Entry("metric", "actions", ("projects",)),
    Entry("metric", "training sessions", ("trainings",)),
    Entry("metric", "phase duration", ("months",)),
    Entry("metric", "share of participants"),
    Entry("metric", "budget", ("funding", "euro")),
]
NOUNS = Nouns(METRICS, {"actions": "Actions"})


def figures(text: str, *, english: bool = True) -> list[Figure]:
    """Return the figures of a text, whose metrics are invented."""
    return figures_in(text, NOUNS, english=english)


@pytest.mark.parametrize(
    ("text", "metric", "value", "most", "qualifier", "unit", "wording"),
    [
        ("It sent nearly 300 experts.", "experts", 300, None, "close to", "experts", "nearly 300 experts"),
        ("More than 40 countries came.", "countries", 40, None, "over", "countries", "More than 40 countries"),
        ("40+ countries came.", "countries", 40, None, "over", "countries", "40+ countries"),
        (
            "There were about 1.5 million participants.",
            "participants",
            1_500_000,
            None,
            "around",
            "participants",
            "about 1.5 million participants",
        ),
        (
            "Between 20 and 30 participants came.",
            "participants",
            20,
            30,
            "exactly",
            "participants",
            "Between 20 and 30 participants",
        ),
        ("It had 20–30 participants.", "participants", 20, 30, "exactly", "participants", "20–30 participants"),
        ("The budget is € 12.5 million.", "budget", 12_500_000, None, "exactly", "EUR", "€ 12.5 million"),
        ("Funding of some 2 million euros came.", "budget", 2_000_000, None, "around", "EUR", "some 2 million euros"),
        ("A dozen countries joined.", "countries", 12, None, "around", "countries", "A dozen countries"),
        (
            "Two thirds of participants agreed.",
            "share of participants",
            66.67,
            None,
            "around",
            "%",
            "Two thirds of participants",
        ),
        (
            "And 35 per cent of the participants agreed.",
            "share of participants",
            35,
            None,
            "exactly",
            "%",
            "35 per cent of the participants",
        ),
        ("Up to 12 trainings a year.", "training sessions", 12, None, "up to", "training sessions", "Up to 12 trainings"),
        ("At least 5,000 individuals.", "participants", 5000, None, "at least", "participants", "At least 5,000 individuals"),
        ("An estimated 15 000 individuals.", "participants", 15000, None, "estimated", "participants", "An estimated 15 000 individuals"),
        ("MIEUX III concluded 61 Actions.", "actions", 61, None, "exactly", "Actions", "61 Actions"),
        ("It sent 430 well-known migration experts.", "experts", 430, None, "exactly", "experts", "430 well-known migration experts"),
        ("Over 12 partner countries.", "countries", 12, None, "over", "countries", "Over 12 partner countries"),
        ("In all twenty countries.", "countries", 20, None, "exactly", "countries", "twenty countries"),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_hedge(  # noqa: PLR0917 - one parameter a part of the figure
    text: str, metric: str, value: float, most: float | None, qualifier: str, unit: str, wording: str
) -> None:
    """Number, hedge, unit and printed words are as the sentence has them."""
    assert [figure[:6] for figure in figures(text)] == [(metric, value, most, qualifier, unit, wording)]


@pytest.mark.parametrize(
    "text",
    [
        "Fewer than 12 countries came.",
        "Twelve other countries came.",
        "They met 12 additional experts.",
        "In 2009 countries met.",
        "It lasted 36 months.",
        "On 12 March experts met.",
        "It has 12 rooms for countries.",
        "97% of experts agreed.",
        "A hotel for € 12.5 million was built.",
        "Two experts came.",
        "See article 12 countries must heed.",
        "There are 5.000 participants.",
        "Version 3.12.5 countries",
        "Hundreds of experts came.",
        "COVID-19 countries",
    ],
)
def test_what_is_no_clear_figure_is_left_alone(text: str) -> None:
    """Hedges without a word of ours, years, durations, other nouns and numbers of two readings are not taken."""
    assert figures(text) == []


def test_a_point_parts_thousands_where_the_language_has_it_so() -> None:
    """In a French page 5.000 is five thousand, and the hedge is read in French."""
    (figure,) = figures("Plus de 5.000 participants.", english=False)
    assert (figure.value, figure.qualifier) == (5000, "over")


@quickly
@given(
    st.lists(
        st.sampled_from(["12", "5,000", "€", "%", "of", "experts", "between", "and", ".", "\n", "½"])
    ).map(" ".join)
    | st.text()
)
def test_any_text_can_be_read(text: str) -> None:
    """Whatever a page says, each figure found stands in it, word for word."""
    for figure in figures(text):
        assert figure.wording in text
        assert figure.value > 0


PAGE = """\
<html lang="en"><head><link rel="canonical" href="https://www.example.org/news/x"></head><body><main>
<p>News - Detail</p><h1>Quokkas teach</h1><p>30 April 2020</p>
<p>The quokkas have been teaching for years.</p>
<p>Since opening their school in 2009, close to 430 migration experts came. In 2019 alone they ran 61 Actions in
West Africa. More than 40 countries took part, and 3 of 4 liked it.</p></main></body></html>
"""
TEXT = """\
News - Detail

Quokkas teach

30 April 2020

Close to 430 migration experts came, from more than 40 countries.
"""


def facts_of(records: object) -> list[Fact]:
    """Return the key facts among records."""
    assert isinstance(records, list)
    return [record for record in records if isinstance(record, Fact)]


def test_the_figures_of_a_page_become_key_facts(tmp_path: Path) -> None:
    """Each has the page's address and date, the printed words and the time or place that they are about, once."""
    mine = empty_archive(tmp_path / "mine")
    page = saved(tmp_path, PAGE, "page.html")
    facts = facts_of(add(read([page]), mine).new)
    assert [(one.metric, one.value, one.qualifier, one.unit, one.wording) for one in facts] == [
        ("experts", 430, "close to", "experts", "close to 430 migration experts"),
        ("actions", 61, "exactly", "Actions", "61 Actions"),
        ("countries", 40, "over", "countries", "More than 40 countries"),
    ]
    assert [(one.scope, one.period_start, one.period_end) for one in facts] == [
        ("since 2009", "2009", None),
        ("in West Africa, year 2019", "2019", "2019"),
        ("as the page tells", None, None),
    ]
    assert {(one.url, one.as_of, one.source_title) for one in facts} == {
        ("https://www.example.org/news/x", "2020-04-30", "Quokkas teach")
    }
    assert problems_of(mine) == []
    again = add(read([page]), mine)
    assert (again.new, facts_of(again.known)) == ([], facts)


def test_figures_of_a_page_without_address_are_counted(run: Callable[..., Run], tmp_path: Path) -> None:
    """A key fact needs a source: without one it is not added, which one line tells, and the exit code is 0."""
    mine = empty_archive(tmp_path / "mine")
    got = run("import", saved(tmp_path, TEXT), "--into", mine)
    assert (got.code, len(got.lines)) == (0, 1)
    assert got.err.splitlines() == [
        "mieux: 2 figures not added: a key fact needs a source, and the page has no address",
        f"mieux: 1 new in {mine}, 0 there already, 0 not read",
    ]


def test_the_record_of_the_archive_gives_the_address(tmp_path: Path) -> None:
    """A page without address that the archive has with one becomes the source of its key facts."""
    mine = empty_archive(tmp_path / "mine")
    article = read([saved(tmp_path, TEXT)]).records[0]._replace(url="https://www.example.org/news/x")
    assert len(add(read([saved(tmp_path, f"{_line(article)}\n", "a.jsonl")]), mine).new) == 1
    added = add(read([saved(tmp_path, TEXT)]), mine)
    assert [(one.value, one.url) for one in facts_of(added.new)] == [
        (430, "https://www.example.org/news/x"),
        (40, "https://www.example.org/news/x"),
    ]
    assert added.homeless == 0


def _line(record: Record) -> str:
    return f'{{"title": "{record.title}", "date": "{record.date}", "url": "{record.url}"}}'


def test_the_news_item_that_the_archive_began_with_has_its_figures(tmp_path: Path) -> None:
    """The key facts that the archive has of a page are found there already, whatever was edited in them."""
    facts = [one for one in contents_of(["bundled"]).records if isinstance(one, Fact)]
    known = [one for one in facts if one.as_of == "2020-04-30" and one.metric in {"experts", "countries"}]
    assert len(known) == 2
    mine = empty_archive(tmp_path / "mine")
    rows = "".join(
        f'{{"type": "fact", "id": "{one.id}", "metric": "{one.metric}", "value": {one.value}, "qualifier": '
        f'"{one.qualifier}", "unit": "{one.unit}", "scope": "edited", "as_of": "{one.as_of}", "source_title": "S", '
        f'"wording": "W", "url": "https://www.example.org/news/x"}}\n'
        for one in known
    )
    assert len(add(read([saved(tmp_path, rows, "facts.jsonl")]), mine).new) == 2
    page = PAGE.replace("More than 40", "Over 120")
    added = add(read([saved(tmp_path, page, "page.html")]), mine)
    assert {one.id for one in added.known} == {one.id for one in known}
    assert [one.value for one in facts_of(added.new)] == [61]
