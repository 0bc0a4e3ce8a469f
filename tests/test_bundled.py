"""The archive in `data/` is whole and sound: what it must hold, what it must not, and the two pages that it began with.

`seed_runs.txt` has a hash of each run of nine words of those two pages, which are not in the repository. Whoever has them as text makes
it anew with `python tests/test_bundled.py PAGE... > tests/seed_runs.txt`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pycountry
import pytest

from mieuxcli.checking import check
from mieuxcli.dates import is_partial_date, period_of
from mieuxcli.fields import QUALIFIERS
from mieuxcli.loading import Contents, load
from mieuxcli.vocabulary import CONTROLLED
from mieuxcli.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.archive import Archive

DATA = Path(__file__).parents[1] / "data"
SEED_RUNS = Path(__file__).with_name("seed_runs.txt")
RUN = 9
SERIES = "MIEUX+ Reflections"

# The days of the listing of the series, newest first, and of the news item with the key facts.
LISTED = [
    "2024-03-21",
    "2024-03-15",
    "2024-02-20",
    "2023-11-13",
    "2023-10-27",
    "2023-08-29",
    "2023-06-26",
    "2023-02-06",
    "2022-12-19",
    "2022-09-27",
    "2022-05-20",
    "2022-03-30",
    "2022-02-09",
    "2022-02-01",
    "2022-01-26",
    "2021-04-30",
    "2021-04-23",
    "2021-02-03",
    "2020-10-08",
    "2020-06-29",
    "2019-07-22",
    "2019-02-04",
    "2018-09-25",
    "2018-02-23",
    "2017-11-10",
    "2017-10-06",
    "2017-09-18",
]
NEWS = "2020-04-30"


def hashed_runs(text: str) -> list[str]:
    """Return the hash (BLAKE2b of 8 bytes, in hexadecimal) of each run of nine words of a text, its words folded as search folds them."""
    words = tokens(text)
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return [blake2b(run.encode(), digest_size=8).hexdigest() for run in runs]


@pytest.fixture(scope="module")
def contents() -> Contents:
    """All that `data/` holds, checked."""
    return check(load(DATA))


@pytest.fixture(scope="module")
def documents(contents: Contents) -> list[dict[str, Any]]:
    """All records."""
    return contents.documents


@pytest.fixture(scope="module")
def seed_runs() -> frozenset[str]:
    """The hashes of the runs of the two pages."""
    return frozenset(SEED_RUNS.read_text(encoding="ascii").split())


def _of(documents: list[dict[str, Any]], type_: str) -> list[dict[str, Any]]:
    return [document for document in documents if document["type"] == type_]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def test_the_archive_has_no_error_and_no_warning(contents: Contents) -> None:
    """All checks that `mieux check` makes find nothing."""
    assert [str(problem) for problem in contents.problems] == []


def test_ids_are_unique(documents: list[dict[str, Any]]) -> None:
    """No two records have the same id."""
    assert [id_ for id_, number in Counter(document["id"] for document in documents).items() if number > 1] == []


def test_an_id_tells_the_type_of_its_record(documents: list[dict[str, Any]]) -> None:
    """The id of an article begins with its date, any other one with its type."""
    wrong = [
        document["id"]
        for document in documents
        if not document["id"].startswith((document["date"] or "undated") + "-" if document["type"] == "article" else document["type"] + "-")
    ]
    assert wrong == []


def test_pages_are_recorded_once(documents: list[dict[str, Any]]) -> None:
    """No address is that of two articles, nor of two Actions unless the notes of both speak of it; other addresses of a page included."""
    holders: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for document in documents:
        for address in {document["url"], *document.get("other_urls", ())} - {None}:
            page = address.split("//", 1)[1].removeprefix("www.").rstrip("/")
            # A page of a region or of the whole programme is the only source of several Actions.
            if document["type"] == "article" or (document["type"] == "action" and "/actions/" in page):
                holders.setdefault((document["type"], page), []).append(document)
    shared = {place: records for place, records in holders.items() if len(records) > 1}
    assert [page for type_, page in shared if type_ == "article"] == []
    for (_, page), records in shared.items():
        number = re.findall(r"/actions/(\d+)", page)
        assert [record["id"] for record in records if not set(number) & set(re.findall(r"\d+", record["note"] or ""))] == []
    assert len(holders) > 200


def test_references_resolve_to_actions(documents: list[dict[str, Any]]) -> None:
    """Each id that an article or milestone names is that of an Action."""
    actions = {document["id"] for document in _of(documents, "action")}
    named = {id_ for document in documents for id_ in document.get("actions", ())}
    assert named - actions == set()
    assert len(named) > 50


def test_every_record_has_a_source(documents: list[dict[str, Any]]) -> None:
    """Each record has an address, or a note that names the page it was listed on."""
    assert [document["id"] for document in documents if not (document["url"] or document.get("sources") or document["note"])] == []
    assert [document["id"] for document in documents if document["type"] in ("fact", "milestone", "term") and not document["url"]] == []


def test_dates_exist(documents: list[dict[str, Any]]) -> None:
    """Each date, of whatever field, is a year, month or day that exists."""
    names = ("date", "start", "end", "period_start", "period_end", "as_of")
    dates = [document[name] for document in documents for name in names if document.get(name)]
    dates += [event["date"] for document in documents for event in document.get("events", ())]
    assert [date for date in dates if not is_partial_date(date)] == []
    assert len(dates) > 500


def test_dates_are_ordered(documents: list[dict[str, Any]]) -> None:
    """Nothing ends before it starts."""
    pairs = [
        (document["id"], document.get(first), document.get(last))
        for document in documents
        for first, last in (("start", "end"), ("period_start", "period_end"))
    ]
    assert [id_ for id_, start, end in pairs if start and end and period_of(end).end <= period_of(start).begin] == []


def test_dates_lie_in_the_life_of_the_initiative(documents: list[dict[str, Any]]) -> None:
    """No article, Action or milestone is dated before the agreement of December 2008 or after 2024."""
    dated = [document for document in documents if document["type"] in ("article", "action", "milestone") and document["date"]]
    assert [document["id"] for document in dated if not "2008-12" <= document["date"] < "2025"] == []


def test_inferred_dates_tell_their_ground(documents: list[dict[str, Any]]) -> None:
    """A date is published or inferred, and an inferred one has a note; an undated article has neither."""
    articles = _of(documents, "article")
    assert {document["date_basis"] for document in articles if document["date"]} == {"published", "inferred"}
    assert {document["date_basis"] for document in articles if not document["date"]} <= {None}
    assert [document["id"] for document in documents if document["date_basis"] == "inferred" and not document["note"]] == []


def test_values_are_those_of_the_vocabularies(contents: Contents) -> None:
    """Each country, region, topic, area, kind, metric and language is written as its vocabulary writes it."""
    unknown = {
        (name, value)
        for document in contents.documents
        for name, facet in CONTROLLED.items()
        for value in _texts(document.get(name))
        if value not in contents.vocabulary.names(facet)
    }
    assert unknown == set()


def test_people_have_one_spelling(contents: Contents) -> None:
    """Each person of an article is in the vocabulary of people under the name used."""
    named = {person["name"] for document in contents.documents for person in document.get("people", ())}
    assert named - set(contents.vocabulary.names("person")) == set()
    assert len(named) > 30


def test_hedges_are_those_of_the_list(documents: list[dict[str, Any]]) -> None:
    """Each key fact has a hedge of the list, and the archive has hedged figures as well as exact ones."""
    hedges = {document["qualifier"] for document in _of(documents, "fact")}
    assert hedges <= set(QUALIFIERS)
    assert {"exactly", "over", "close to", "around"} <= hedges


def test_country_codes_are_those_of_iso_3166(contents: Contents) -> None:
    """Each country has the two codes of one country of ISO 3166, and no country of ISO 3166 is missing."""
    codes = {entry.name: entry.codes for entry in contents.vocabulary.names("country").values()}
    known = {(country.alpha_2, country.alpha_3) for country in pycountry.countries}
    assert {name: pair for name, pair in codes.items() if pair not in known} == {}
    assert known - set(codes.values()) == set()
    assert len(set(codes.values())) == len(codes)


@pytest.mark.parametrize("alpha2", ["GH", "MD", "CI", "MG", "CR", "NG", "MU", "UA"])
def test_a_country_has_the_code_of_its_name(alpha2: str, contents: Contents) -> None:
    """Codes are not mixed up: the name of ISO 3166, its common name or a part of it is one of the country's names."""
    (entry,) = [entry for entry in contents.vocabulary.names("country").values() if entry.codes[0] == alpha2]
    country = pycountry.countries.get(alpha_2=alpha2)
    assert country is not None
    assert " ".join(tokens(getattr(country, "common_name", country.name))) in entry.typed()


def test_every_action_has_a_partner_and_countries(contents: Contents) -> None:
    """Each Action names its partner, the region, and the countries it was for, unless the partner is a regional organisation."""
    actions = _of(contents.documents, "action")
    assert [action["id"] for action in actions if not (action["partner"] and action["region"])] == []
    bodies = {form for entry in contents.vocabulary.names("organisation").values() for form in entry.typed()}
    bare = [action for action in actions if not action["countries"]]
    assert [action["id"] for action in bare if " ".join(tokens(action["partner"])) not in bodies] == []
    assert len(bare) < 10


def test_an_action_of_one_country_is_called_after_it(contents: Contents) -> None:
    """The partner of an Action for one country is that country, by one of its names."""
    countries = contents.vocabulary.names("country")
    single = [action for action in _of(contents.documents, "action") if len(action["countries"]) == 1]
    other = {
        action["id"]: action["partner"]
        for action in single
        if not any(f" {form} " in f" {' '.join(tokens(action['partner']))} " for form in countries[action["countries"][0]].typed())
    }
    assert other == {}
    assert len(single) > 80


def test_no_text_has_an_invisible_character(documents: list[dict[str, Any]]) -> None:
    """No text of any record has a control, format, separator or private character in it but the space."""
    wrong = [
        (document["id"], text)
        for document in documents
        for text in _texts(document)
        if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in text)
    ]
    assert wrong == []


def test_nothing_of_the_collecting_is_left(documents: list[dict[str, Any]]) -> None:
    """No record speaks of how it was collected."""
    left = re.compile(r"excerpt|listing-teaser|stored page|\bseed\b|\btodo\b|\bjsonl\b", re.IGNORECASE)
    assert [(document["id"], text) for document in documents for text in _texts(document) if left.search(text)] == []


def test_no_summary_is_longer_than_sixty_words(documents: list[dict[str, Any]]) -> None:
    """Summaries and meanings are short, and no article, Action or term is without one."""
    texts = {document["id"]: document.get("summary") or document.get("meaning") for document in documents}
    assert {id_: len(text.split()) for id_, text in texts.items() if text and len(text.split()) > 60} == {}
    assert [
        document["id"] for document in documents if document["type"] in ("article", "action", "term") and not texts[document["id"]]
    ] == []


def test_no_summary_is_that_of_another_record(documents: list[dict[str, Any]]) -> None:
    """Each article and Action has a summary of its own."""
    texts = Counter(document["summary"] for document in documents if document["type"] in ("article", "action"))
    assert [text for text, number in texts.items() if number > 1] == []


def test_no_summary_shares_nine_words_with_the_pages_it_began_with(documents: list[dict[str, Any]], seed_runs: frozenset[str]) -> None:
    """No summary, meaning or scope has a run of nine or more words that stands in one of the two seed pages."""
    shared = [
        (document["id"], name)
        for document in documents
        for name in ("summary", "meaning", "scope")
        if not seed_runs.isdisjoint(hashed_runs(document.get(name) or ""))
    ]
    assert shared == []


def test_the_hashes_are_those_of_the_pages(documents: list[dict[str, Any]], seed_runs: frozenset[str]) -> None:
    """Two titles, kept as published, have runs of the pages: that of the news item, and one that its teaser quotes; no other title has."""
    titles = {document["id"]: not seed_runs.isdisjoint(hashed_runs(document["title"])) for document in _of(documents, "article")}
    assert {id_[:10] for id_, quoted in titles.items() if quoted} == {NEWS, "2022-02-09"}
    assert len(seed_runs) > 1500
    assert {len(hash_) for hash_ in seed_runs} == {16}


def test_a_run_is_found_whatever_its_case_and_punctuation() -> None:
    """Nine words are the same run in capitals, with accents and between other words; eight words are none."""
    run = "one two three four five six seven eight nine"
    assert hashed_runs(f"Zéro, {run.upper()}! ten")[1] == hashed_runs(run)[0] == hashed_runs(run.replace(" ", " - "))[0]
    assert len(hashed_runs(run + " ten")) == 2
    assert hashed_runs(run.removesuffix(" nine")) == []


def test_the_series_has_the_days_of_its_listing(documents: list[dict[str, Any]]) -> None:
    """The series MIEUX+ Reflections has exactly the 27 listed pieces, each on its day, and no day is inferred."""
    pieces = [article for article in _of(documents, "article") if article["series"] == SERIES]
    assert sorted((piece["date"] for piece in pieces), reverse=True) == LISTED
    assert len(pieces) == len(set(LISTED)) == 27
    assert {piece["date_basis"] for piece in pieces} == {"published"}
    assert {article["series"] for article in _of(documents, "article")} == {SERIES, None}


def test_all_days_of_the_pages_it_began_with_are_there(documents: list[dict[str, Any]]) -> None:
    """There is an article on each of the 28 days, that of the news item not in the series."""
    assert {*LISTED, NEWS} - {article["date"] for article in _of(documents, "article")} == set()
    (news,) = [article for article in _of(documents, "article") if article["date"] == NEWS and "fourth phase" in article["title"]]
    assert (news["series"], news["date_basis"], news["kind"]) == (None, "published", "news")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2022-03-30", "crisis"),
        ("2022-03-30", "humanitarian crisis"),
        ("2022-02-01", '"cultural agility"'),
        ("2017-11-10", '"study visit"'),
        ("2022-05-20", '"africa unity day"'),
        ("2019-07-22", "internship"),
        ("2018-02-23", "madagascar diaspora"),
        ("2020-04-30", '"five-C approach"'),
    ],
)
def test_the_key_terms_of_a_page_find_its_article(date: str, words: str, archive: Archive) -> None:
    """A reader who searches for a key term of a page finds the article of that day."""
    assert date in [record.date for record in archive.select(f"{words} type:article")]


@pytest.mark.parametrize(
    ("type_", "least"), [("article", 165), ("action", 105), ("fact", 120), ("milestone", 50), ("phase", 4), ("term", 60)]
)
def test_the_archive_is_as_large_as_it_was(type_: str, least: int, documents: list[dict[str, Any]]) -> None:
    """There are at least so many records of each type, and just four phases."""
    number = len(_of(documents, type_))
    assert number >= least
    assert type_ != "phase" or number == least


class Figure(NamedTuple):
    """A figure as its page prints it; `scope` is a part of what the key fact says of it."""

    metric: str
    hedge: str
    value: int
    unit: str
    as_of: str
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
    Figure("share of experts", "exactly", 97, "%", NEWS, "experts"),
    Figure("phase duration", "exactly", 3, "years", NEWS, "MIEUX+"),
    Figure("event participants", "around", 100, "participants", "2024-03-15", "12 March 2024"),
]


@pytest.mark.parametrize("figure", FIGURES)
def test_the_figures_of_the_pages_are_there(figure: Figure, documents: list[dict[str, Any]]) -> None:
    """Each figure of the two pages is one key fact, exact to hedge, digit, unit, day and scope."""
    facts = [Figure(*(fact[key] for key in ("metric", "qualifier", "value", "unit", "as_of", "scope"))) for fact in _of(documents, "fact")]
    assert [figure.scope in fact.scope for fact in facts if fact[:5] == figure[:5]] == [True]


@pytest.mark.parametrize("metric", ["countries", "experts", "actions"])
def test_figures_since_the_start_tell_their_period(metric: str, documents: list[dict[str, Any]]) -> None:
    """The figures of the news item "since 2009" begin in 2009 and end in the month of the page."""
    periods = [
        (fact["period_start"], fact["period_end"])
        for fact in _of(documents, "fact")
        if (fact["metric"], fact["as_of"], fact["scope"]) == (metric, NEWS, "since 2009")
    ]
    assert periods == [("2009", "2020-04")]


def test_the_closing_event_has_its_day(documents: list[dict[str, Any]]) -> None:
    """The around 100 participants are those of 12 March 2024."""
    (fact,) = [fact for fact in _of(documents, "fact") if (fact["value"], fact["as_of"]) == (100, "2024-03-15")]
    assert (fact["period_start"], fact["period_end"]) == ("2024-03-12", "2024-03-12")


def test_a_hedge_stands_in_the_title_of_its_fact(documents: list[dict[str, Any]]) -> None:
    """No hedged figure is shown without its hedge."""
    hedged = [fact for fact in _of(documents, "fact") if fact["qualifier"] != "exactly"]
    assert [fact["id"] for fact in hedged if f"{fact['qualifier']} {fact['value']:,}" not in fact["title"]] == []
    assert len(hedged) > 20


def test_phases_follow_each_other(documents: list[dict[str, Any]]) -> None:
    """The four phases are MIEUX I, II, III and MIEUX+, each of which starts after the one before it."""
    phases = sorted(_of(documents, "phase"), key=lambda phase: str(phase["start"]))
    assert [phase["title"] for phase in phases] == ["MIEUX I", "MIEUX II", "MIEUX III", "MIEUX+"]
    assert [phase["start"][:4] for phase in phases] == ["2009", "2012", "2016", "2020"]


def test_every_dated_action_falls_in_a_phase(archive: Archive) -> None:
    """The phase of an Action is derived from its start, and no start falls between two phases."""
    assert archive.counts("phase", "type:action since:2009").keys() == {"MIEUX I", "MIEUX II", "MIEUX III", "MIEUX+"}
    assert sum(archive.counts("phase", "type:action").values()) == archive.count("type:action since:2009")


if __name__ == "__main__":
    sys.stdout.writelines(sorted({hash_ + "\n" for page in sys.argv[1:] for hash_ in hashed_runs(Path(page).read_text(encoding="utf-8"))}))
