"""The archive in `data/` is whole and sound: what it must hold, and what it must not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import pycountry
import pytest

from conftest import ROOT
from mieuxcli.checks import check
from mieuxcli.contents import Contents, load
from mieuxcli.dates import is_partial_date, period_of
from mieuxcli.documents import document_of
from mieuxcli.fields import QUALIFIERS
from mieuxcli.records import Action, Article, Fact, Milestone, Phase, Record, Term, number, value_of
from mieuxcli.vocabulary import CONTROLLED
from mieuxcli.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.archive import Archive

# The sizes of this edition; a new edition changes these lines alone.
LEAST = {"article": 165, "action": 105, "fact": 120, "milestone": 50, "phase": 4, "term": 60}
PHASES = {"MIEUX I": "2009", "MIEUX II": "2012", "MIEUX III": "2016", "MIEUX+": "2020"}
FIRST_MONTH, YEAR_AFTER = "2008-12", "2025"
FEWEST = {"pages": 200, "named Actions": 50, "dates": 500, "people": 30, "one country": 80, "hedged": 20}
MOST_WITHOUT_COUNTRY = 9

T = TypeVar("T", bound=Record)


@pytest.fixture(scope="module")
def contents() -> Contents:
    """All that `data/` holds, checked."""
    return check(load(ROOT / "data"))


@pytest.fixture(scope="module")
def records(contents: Contents) -> list[Record]:
    """All records."""
    return contents.records


def _of(records: list[Record], kind: type[T]) -> list[T]:
    return [record for record in records if isinstance(record, kind)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def test_the_archive_has_no_error_and_no_warning(contents: Contents) -> None:
    """All checks that `mieux check` makes find nothing."""
    assert [str(problem) for problem in contents.problems] == []


def test_ids_are_unique(records: list[Record]) -> None:
    """No two records have the same id."""
    assert [id_ for id_, times in Counter(record.id for record in records).items() if times > 1] == []


def _beginnings(record: Record) -> list[str]:
    """Return what an id may begin with: a date that was found later, or more of it, changes no id."""
    if not isinstance(record, Article):
        return [f"{record.type}-"]
    date = record.date or ""
    return ["undated-", *(f"{date[:length]}-" for length in (4, 7, 10) if len(date) >= length)]


def test_an_id_tells_the_type_of_its_record(records: list[Record]) -> None:
    """The id of an article begins with its date as it was first known, any other one with its type."""
    assert [record.id for record in records if not record.id.startswith(tuple(_beginnings(record)))] == []


def _pages(record: Article | Action) -> set[str]:
    addresses = {address for address in (record.url, *record.other_urls) if address}
    return {address.split("//", 1)[1].removeprefix("www.").rstrip("/") for address in addresses}


def test_no_page_is_that_of_two_articles(records: list[Record]) -> None:
    """No address is that of two articles, other addresses of a page included."""
    pages = Counter(page for article in _of(records, Article) for page in _pages(article))
    assert [page for page, times in pages.items() if times > 1] == []


def test_no_page_is_that_of_two_actions_unless_their_notes_speak_of_it(records: list[Record]) -> None:
    """Where the page of an Action is that of another one too, the notes of both name its number."""
    holders: dict[str, list[Action]] = {}
    for action in _of(records, Action):
        for page in _pages(action):
            # A page of a region or of the whole programme is the only source of several Actions.
            if "/actions/" in page:
                holders.setdefault(page, []).append(action)
    for page, actions in holders.items():
        if len(actions) > 1:
            numbers = set(re.findall(r"/actions/(\d+)", page))
            silent = [one.id for one in actions if not numbers & set(re.findall(r"\d+", one.note or ""))]
            assert silent == []
    articles = {page for article in _of(records, Article) for page in _pages(article)}
    assert len(holders) + len(articles) > FEWEST["pages"]


def test_references_resolve_to_actions(records: list[Record]) -> None:
    """Each id that an article or milestone names is that of an Action."""
    actions = {action.id for action in _of(records, Action)}
    named = {id_ for record in records if isinstance(record, Article | Milestone) for id_ in record.actions}
    assert named - actions == set()
    assert len(named) > FEWEST["named Actions"]


def test_every_record_has_a_source(records: list[Record]) -> None:
    """Each record has an address, or a note that names the page it was listed on."""
    assert [one.id for one in records if not (one.url or value_of(one, "sources") or one.note)] == []
    assert [one.id for one in records if isinstance(one, Fact | Milestone | Term) and not one.url] == []


def test_dates_exist(records: list[Record]) -> None:
    """Each date, of whatever field, is a year, month or day that exists."""
    names = ("date", "start", "end", "period_start", "period_end", "as_of")
    dates = [date for record in records for name in names for date in _texts(value_of(record, name))]
    dates += [event.date for article in _of(records, Article) for event in article.events]
    assert [date for date in dates if not is_partial_date(date)] == []
    assert len(dates) > FEWEST["dates"]


def test_dates_are_ordered(records: list[Record]) -> None:
    """Nothing ends before it starts."""
    pairs = [(one.id, one.start, one.end) for one in records if isinstance(one, Action | Phase)]
    pairs += [(fact.id, fact.period_start, fact.period_end) for fact in _of(records, Fact)]
    assert [
        id_ for id_, start, end in pairs if start and end and period_of(end).end <= period_of(start).begin
    ] == []


def test_dates_lie_in_the_life_of_the_initiative(records: list[Record]) -> None:
    """No article, Action or milestone is dated before the first agreement or after the last year."""
    dated = [(one.id, one.date) for one in records if isinstance(one, Article | Action | Milestone)]
    assert [id_ for id_, date in dated if date and not FIRST_MONTH <= date < YEAR_AFTER] == []


def test_inferred_dates_tell_their_ground(records: list[Record]) -> None:
    """A date is published or inferred, and an inferred one has a note; an undated article has neither."""
    articles = _of(records, Article)
    assert {article.date_basis for article in articles if article.date} == {"published", "inferred"}
    assert {article.date_basis for article in articles if not article.date} <= {None}
    assert [one.id for one in records if one.date_basis == "inferred" and not one.note] == []


def test_values_are_those_of_the_vocabularies(contents: Contents) -> None:
    """Each country, region, topic, area, kind, metric and language is written as its vocabulary writes it."""
    unknown = {
        (name, value)
        for record in contents.records
        for name, facet in CONTROLLED.items()
        for value in _texts(value_of(record, name))
        if value not in contents.vocabulary.names(facet)
    }
    assert unknown == set()


def test_people_have_one_spelling(contents: Contents) -> None:
    """Each person of an article is in the vocabulary of people under the name used."""
    named = {person.name for article in _of(contents.records, Article) for person in article.people}
    assert named - set(contents.vocabulary.names("person")) == set()
    assert len(named) > FEWEST["people"]


def test_hedges_are_those_of_the_list(records: list[Record]) -> None:
    """Each key fact has a hedge of the list, and there are hedged figures as well as exact ones."""
    hedges = {fact.qualifier for fact in _of(records, Fact)}
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
    """Codes are not mixed up: the name or common name of ISO 3166 is one of the country's names."""
    (entry,) = [entry for entry in contents.vocabulary.names("country").values() if entry.codes[0] == alpha2]
    country = pycountry.countries.get(alpha_2=alpha2)
    assert country is not None
    assert " ".join(tokens(getattr(country, "common_name", country.name))) in entry.typed()


def test_every_action_has_a_partner_and_countries(contents: Contents) -> None:
    """Each Action has a partner, a region and countries, unless the partner is a regional organisation."""
    actions = _of(contents.records, Action)
    assert [action.id for action in actions if not (action.partner and action.region)] == []
    bodies = {form for entry in contents.vocabulary.names("organisation").values() for form in entry.typed()}
    bare = [action for action in actions if not action.countries]
    assert [action.id for action in bare if " ".join(tokens(action.partner)) not in bodies] == []
    assert len(bare) <= MOST_WITHOUT_COUNTRY


def test_an_action_of_one_country_is_called_after_it(contents: Contents) -> None:
    """The partner of an Action for one country is that country, by one of its names."""
    countries = contents.vocabulary.names("country")
    single = [action for action in _of(contents.records, Action) if len(action.countries) == 1]
    other = {
        action.id: action.partner
        for action in single
        if not any(
            f" {form} " in f" {' '.join(tokens(action.partner))} "
            for form in countries[action.countries[0]].typed()
        )
    }
    assert other == {}
    assert len(single) > FEWEST["one country"]


def _all_texts(record: Record) -> list[str]:
    return [text for name in document_of(record) for text in _texts(value_of(record, name))]


def test_no_text_has_an_invisible_character(records: list[Record]) -> None:
    """No text of any record has a control, format, separator or private character in it but the space."""
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    wrong = [
        (record.id, text)
        for record in records
        for text in _all_texts(record)
        if any(unicodedata.category(character) in hidden for character in text)
    ]
    assert wrong == []


def test_nothing_of_the_collecting_is_left(records: list[Record]) -> None:
    """No record speaks of how it was collected."""
    left = re.compile(r"excerpt|listing-teaser|stored page|\bseed\b|\btodo\b|\bjsonl\b", re.IGNORECASE)
    assert [(one.id, text) for one in records for text in _all_texts(one) if left.search(text)] == []


def _summary(record: Record) -> str:
    if isinstance(record, Term):
        return record.meaning
    return (record.summary or "") if isinstance(record, Article | Action | Phase) else ""


def test_no_summary_is_longer_than_sixty_words(records: list[Record]) -> None:
    """Summaries and meanings are short, and no article, Action or term is without one."""
    words = {record.id: len(_summary(record).split()) for record in records}
    assert {id_: count for id_, count in words.items() if count > 60} == {}
    assert [one.id for one in records if isinstance(one, Article | Action | Term) and not words[one.id]] == []


def test_no_summary_is_that_of_another_record(records: list[Record]) -> None:
    """Each article and Action has a summary of its own."""
    texts = Counter(record.summary for record in records if isinstance(record, Article | Action))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("type_", LEAST)
def test_the_archive_is_as_large_as_it_was(type_: str, records: list[Record]) -> None:
    """There are at least so many records of each type, and just so many phases."""
    found = sum(record.type == type_ for record in records)
    assert found >= LEAST[type_]
    assert type_ != "phase" or found == LEAST[type_]


def test_a_hedge_stands_in_the_title_of_its_fact(records: list[Record]) -> None:
    """No hedged figure is shown without its hedge."""
    hedged = [fact for fact in _of(records, Fact) if fact.qualifier != "exactly"]
    shown = {fact.id: f"{fact.qualifier} {number(fact.value, fact.unit)}" for fact in hedged}
    assert [fact.id for fact in hedged if shown[fact.id] not in fact.title] == []
    assert len(hedged) > FEWEST["hedged"]


def test_phases_follow_each_other(records: list[Record]) -> None:
    """The phases of the initiative are all there, and each starts after the one before it."""
    phases = sorted(_of(records, Phase), key=lambda phase: phase.start or "")
    assert [(phase.title, (phase.start or "")[:4]) for phase in phases] == [*PHASES.items()]


def test_every_dated_action_falls_in_a_phase(archive: Archive) -> None:
    """The phase of an Action is derived from its start, and no start falls between two phases."""
    assert archive.counts("phase", "type:action since:2009").keys() == PHASES.keys()
    assert sum(archive.counts("phase", "type:action").values()) == archive.count("type:action since:2009")
