"""The archive has all that the two pages told which it began with, and none of their sentences.

`seed_runs.txt` has a hash of each run of nine words of those two pages, which are not in the repository.
Whoever has them as text makes it anew with `python tests/test_seed_pages.py PAGE... > tests/seed_runs.txt`.
"""

from __future__ import annotations

import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mieuxcli.records import Article, Fact, Record, value_of
from mieuxcli.words import tokens

if TYPE_CHECKING:
    from mieuxcli.archive import Archive

SEED_RUNS = Path(__file__).with_name("seed_runs.txt")
RUN = 9
SERIES = "MIEUX+ Reflections"

# The days of the listing of the series, by year and newest first, and of the news item with the key facts.
LISTED = ["2024-03-21", "2024-03-15", "2024-02-20"]
LISTED += ["2023-11-13", "2023-10-27", "2023-08-29", "2023-06-26", "2023-02-06"]
LISTED += ["2022-12-19", "2022-09-27", "2022-05-20", "2022-03-30", "2022-02-09", "2022-02-01", "2022-01-26"]
LISTED += ["2021-04-30", "2021-04-23", "2021-02-03"]
LISTED += ["2020-10-08", "2020-06-29"]
LISTED += ["2019-07-22", "2019-02-04"]
LISTED += ["2018-09-25", "2018-02-23"]
LISTED += ["2017-11-10", "2017-10-06", "2017-09-18"]
NEWS = "2020-04-30"
# The articles whose titles, kept as published, have runs of the pages: the news item, and one that is quoted.
QUOTED_TITLES = {NEWS, "2022-02-09"}
KEY_TERMS = [
    ("2022-03-30", "crisis"),
    ("2022-03-30", "humanitarian crisis"),
    ("2022-02-01", '"cultural agility"'),
    ("2017-11-10", '"study visit"'),
    ("2022-05-20", '"africa unity day"'),
    ("2019-07-22", "internship"),
    ("2018-02-23", "madagascar diaspora"),
    ("2020-04-30", '"five-C approach"'),
]


class Figure(NamedTuple):
    """A figure as its page prints it; `scope` is a part of what the key fact says of it."""

    metric: str
    hedge: str
    value: float
    unit: str
    as_of: str | None
    scope: str


FIGURES = [
    Figure("countries", "over", 120, "countries", NEWS, "since 2009"),
    Figure("experts", "close to", 430, "experts", NEWS, "since 2009"),
    Figure("actions", "exactly", 109, "Actions", NEWS, "since 2009"),
    Figure("actions", "exactly", 61, "Actions", NEWS, "MIEUX III"),
    Figure("continents", "exactly", 4, "continents", NEWS, "MIEUX III"),
    Figure("participants", "over", 5000, "participants", NEWS, "MIEUX III"),
    Figure("participants growth", "exactly", 42, "%", NEWS, "MIEUX III"),
    Figure("share of participants", "exactly", 92, "%", NEWS, "participants"),
    # A metric of its own since each metric holds one thing: experts whose careers benefited.
    Figure("career benefit", "exactly", 97, "%", NEWS, "experts"),
    Figure("phase duration", "exactly", 3, "years", NEWS, "MIEUX+"),
    Figure("event participants", "around", 100, "participants", "2024-03-15", "12 March 2024"),
]


def hashed_runs(text: str) -> list[str]:
    """Return the hash of each run of nine words of a text, its words folded as search folds them.

    A hash is BLAKE2b of 8 bytes, in hexadecimal.
    """
    words = tokens(text)
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return [blake2b(run.encode(), digest_size=8).hexdigest() for run in runs]


@pytest.fixture(scope="module")
def seed_runs() -> frozenset[str]:
    """The hashes of the runs of the two pages."""
    return frozenset(SEED_RUNS.read_text(encoding="ascii").split())


@pytest.fixture(scope="module")
def records(archive: Archive) -> list[Record]:
    """All records."""
    return archive.store.records()


@pytest.fixture(scope="module")
def articles(records: list[Record]) -> list[Article]:
    """All articles."""
    return [record for record in records if isinstance(record, Article)]


@pytest.fixture(scope="module")
def facts(records: list[Record]) -> list[Fact]:
    """All key facts."""
    return [record for record in records if isinstance(record, Fact)]


def test_no_summary_shares_nine_words_with_the_pages_it_began_with(
    records: list[Record], seed_runs: frozenset[str]
) -> None:
    """No summary, meaning or scope has a run of nine or more words of one of the two seed pages."""
    shared = [
        (record.id, name)
        for record in records
        for name in ("summary", "meaning", "scope")
        if not seed_runs.isdisjoint(hashed_runs(str(value_of(record, name) or "")))
    ]
    assert shared == []


def test_the_hashes_are_those_of_the_pages(articles: list[Article], seed_runs: frozenset[str]) -> None:
    """Two titles, kept as published, have runs of the pages; no other title has."""
    quoted = {one.id[:10] for one in articles if not seed_runs.isdisjoint(hashed_runs(one.title))}
    assert quoted == QUOTED_TITLES
    assert len(seed_runs) > 1500
    assert {len(hash_) for hash_ in seed_runs} == {16}


def test_a_run_is_found_whatever_its_case_and_punctuation() -> None:
    """Nine words are one run in capitals, with accents and between other words; eight words are none."""
    run = "one two three four five six seven eight nine"
    assert (
        hashed_runs(f"Zéro, {run.upper()}! ten")[1]
        == hashed_runs(run)[0]
        == hashed_runs(run.replace(" ", " - "))[0]
    )
    assert len(hashed_runs(run + " ten")) == 2
    assert hashed_runs(run.removesuffix(" nine")) == []


def test_the_series_has_the_days_of_its_listing(articles: list[Article]) -> None:
    """The series has exactly the 27 listed pieces, each on its day, and no day is inferred."""
    pieces = [article for article in articles if article.series == SERIES]
    assert sorted((piece.date or "" for piece in pieces), reverse=True) == LISTED
    assert len(pieces) == len(set(LISTED)) == 27
    assert {piece.date_basis for piece in pieces} == {"published"}
    assert {article.series for article in articles} == {SERIES, None}


def test_all_days_of_the_pages_it_began_with_are_there(articles: list[Article]) -> None:
    """There is an article on each of the 28 days, that of the news item not in the series."""
    assert {*LISTED, NEWS} - {article.date for article in articles} == set()
    (news,) = [one for one in articles if one.date == NEWS and "fourth phase" in one.title]
    assert (news.series, news.date_basis, news.kind) == (None, "published", "news")


@pytest.mark.parametrize(("date", "words"), KEY_TERMS)
def test_the_key_terms_of_a_page_find_its_article(date: str, words: str, archive: Archive) -> None:
    """A reader who searches for a key term of a page finds the article of that day."""
    assert date in [record.date for record in archive.select(f"{words} type:article")]


@pytest.mark.parametrize("figure", FIGURES)
def test_the_figures_of_the_pages_are_there(figure: Figure, facts: list[Fact]) -> None:
    """Each figure of the two pages is one key fact, exact to hedge, digit, unit, day and scope."""
    found = [
        Figure(fact.metric, fact.qualifier, fact.value, fact.unit, fact.as_of, fact.scope) for fact in facts
    ]
    assert [figure.scope in fact.scope for fact in found if fact[:5] == figure[:5]] == [True]


@pytest.mark.parametrize("metric", ["countries", "experts", "actions"])
def test_figures_since_the_start_tell_their_period(metric: str, facts: list[Fact]) -> None:
    """The figures of the news item "since 2009" begin in 2009 and end in the month of the page."""
    periods = [
        (fact.period_start, fact.period_end)
        for fact in facts
        if (fact.metric, fact.as_of, fact.scope) == (metric, NEWS, "since 2009")
    ]
    assert periods == [("2009", "2020-04")]


def test_the_closing_event_has_its_day(facts: list[Fact]) -> None:
    """The around 100 participants are those of 12 March 2024."""
    (fact,) = [fact for fact in facts if (fact.value, fact.as_of) == (100, "2024-03-15")]
    assert (fact.period_start, fact.period_end) == ("2024-03-12", "2024-03-12")


if __name__ == "__main__":
    pages = [Path(page).read_text(encoding="utf-8") for page in sys.argv[1:]]
    sys.stdout.writelines(sorted({hash_ + "\n" for page in pages for hash_ in hashed_runs(page)}))
