"""What queries select: each facet and date field, the operators, and other names and spellings."""

from __future__ import annotations

import pytest

from invented import MARSUPIAL_IDS
from mieuxcli.archive import Archive, selection_of
from mieuxcli.query import FIELD_NAMES, Match, Not, Text, all_of, any_of


def _ids(archive: Archive, query: str, *, literal: bool = False) -> list[str]:
    return [record.id for record in archive.store.select(selection_of(query)._replace(literal=literal))]


SELECTED = {
    "": MARSUPIAL_IDS,
    "type:term": {"term-gcm"},
    'subregion:"Western Africa"': {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas"},
    "end:2010": {"action-ghana-i"},
    "type:action end:none": {"action-moldova"},
    "linked:yes": {"action-ghana-i", "action-ghana-ii"},
    "type:action linked:none": {"action-moldova"},
    "disputed:yes": {"fact-experts", "fact-participants"},
    "type:facts": {"fact-experts", "fact-participants"},
    "type:ARTICLE year:2020": {"2020-review"},
    "year:2022": {"2022-03-30-quokkas", "2022-05-abidjan"},
    "year:2021-2022": {"action-ghana-ii", "2022-03-30-quokkas", "2022-05-abidjan"},
    "date:2022": {"2022-03-30-quokkas", "2022-05-abidjan"},
    "date:2022-05-17": {"2022-05-abidjan"},
    'date:"30 March 2022"': {"2022-03-30-quokkas"},
    "date:2020-04": {"2020-review", "fact-experts", "milestone-launch", "phase-plus"},
    "date:2020-04-24": {"2020-review", "milestone-launch", "phase-plus"},
    "since:2022-03-31": {"2022-05-abidjan"},
    "since:2022-05-31": {"2022-05-abidjan"},
    "since:2022-06": set(),
    "until:2009": {"phase-i", "action-ghana-i"},
    "until:2009-04-30": {"phase-i"},
    "since:2009-05 until:2020-03": {"phase-i", "action-ghana-i", "2020-review"},
    "running:2010": {"phase-i", "action-ghana-i"},
    "running:2010-03": {"phase-i"},
    "running:2011-2021": {"phase-i", "phase-plus", "action-ghana-ii"},
    "running:2022-06-30": {"phase-plus", "action-ghana-ii"},
    "running:2022-07-01": {"phase-plus"},
    "basis:inferred": {"2022-05-abidjan"},
    "kind:interview": {"2022-05-abidjan", "undated-numbats"},
    "kind:launch": {"milestone-launch"},
    "series:reflections": {"2022-03-30-quokkas"},
    'series:"MIEUX+ Reflections"': {"2022-03-30-quokkas"},
    "country:ghana": {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas"},
    "country:GH": {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas"},
    "country:gha": {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas"},
    "country:Ghanaian type:article": {"2022-03-30-quokkas"},
    'country:"ivory coast"': {"2022-05-abidjan"},
    'country:"COTE D\'IVOIRE"': {"2022-05-abidjan"},
    "country:ivoire": {"2022-05-abidjan"},
    "country:guinean": {"2020-review"},
    "country:portugal": set(),
    "region:africa": {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas", "2022-05-abidjan"},
    "region:neighbourhood": {"action-moldova", "undated-numbats"},
    "topic:thb": {"2022-05-abidjan"},
    'topic:"victim referral"': {"2022-05-abidjan"},
    'topic:"crisis management"': {"action-ghana-i", "2022-03-30-quokkas"},
    "topic:management": {"action-ghana-i", "2022-03-30-quokkas"},
    "person:fernandez": {"2022-03-30-quokkas"},
    'person:"Ana Fernandes"': {"2022-03-30-quokkas"},
    "person:ana": {"2022-03-30-quokkas", "2022-05-abidjan"},
    'person:"costa bruno"': {"2022-05-abidjan"},
    "organisation:icmpd": {"2022-03-30-quokkas"},
    "organisation:interior": {"action-ghana-i"},
    "language:fr": {"2022-05-abidjan"},
    "language:french": {"2022-05-abidjan"},
    "partner:ghana": {"action-ghana-i", "action-ghana-ii"},
    "partner:police": {"action-moldova"},
    "area:m&d": {"action-ghana-i"},
    'area:"diaspora affairs"': {"action-ghana-i"},
    "status:ongoing": {"action-ghana-ii"},
    'phase:"mieux i"': {"phase-i", "action-ghana-i"},
    "phase:mieux+": {
        "phase-plus",
        "action-ghana-ii",
        "2022-03-30-quokkas",
        "2022-05-abidjan",
        "fact-experts",
        "milestone-launch",
    },
    "expert:portuguese": {"action-ghana-i"},
    "expert:ghana": set(),
    "action:action-ghana-i": {"2022-03-30-quokkas"},
    "action:action-ghana-ii": {"milestone-launch"},
    "metric:experts": {"fact-experts"},
    'metric:"specialists deployed"': {"fact-experts"},
    "qualifier:over": {"fact-participants"},
    'qualifier:"close to"': {"fact-experts"},
    "title:ghana": {"action-ghana-i", "action-ghana-ii"},
    'title:"in abidjan"': {"2022-05-abidjan"},
    "summary:officer": {"action-ghana-ii"},
    "note:printed": {"2022-05-abidjan"},
    "id:2022-0": {"2022-03-30-quokkas", "2022-05-abidjan"},
    "id:term-gcm": {"term-gcm"},
    # words, phrases, prefixes and operators
    "numbats": {"undated-numbats"},
    "NUMBAT": {"undated-numbats"},
    "crisis management": {"action-ghana-i", "2022-03-30-quokkas", "2022-05-abidjan"},
    '"crisis management"': {"action-ghana-i", "2022-03-30-quokkas"},
    '"management crisis"': set(),
    "numb*": {"undated-numbats"},
    "migran*": {"undated-numbats"},
    "numba* OR quok*": {"undated-numbats", "2022-03-30-quokkas"},
    "quokkas OR numbats": {"2022-03-30-quokkas", "undated-numbats"},
    "quokkas numbats": set(),
    "quokkas AND crisis": {"2022-03-30-quokkas"},
    "crisis NOT quokkas type:article": {"2022-05-abidjan"},
    "crisis -quokkas type:article": {"2022-05-abidjan"},
    "type:article -(quokkas OR numbats)": {"2022-05-abidjan", "2020-review"},
    "NOT NOT numbats": {"undated-numbats"},
    "NOT type:article NOT type:action NOT type:fact NOT type:phase": {"milestone-launch", "term-gcm"},
    "quokkas OR crisis type:article": {"2022-03-30-quokkas", "2022-05-abidjan"},
    "(quokkas OR numbats) type:action": set(),
    "kind:interview OR kind:opinion": {"2022-05-abidjan", "undated-numbats", "2020-review"},
    '"NOT" numbats': set(),
    # other names, both ways
    "gcm": {"term-gcm", "2020-review", "undated-numbats"},
    "global compact for migration": {"term-gcm", "2020-review", "undated-numbats"},
    "gcm guinean": {"2020-review"},
    "global compact for migration guinean": {"2020-review"},
    "ivory coast": {"2022-05-abidjan"},
    "ivory coast interview": {"2022-05-abidjan"},
    "modern slavery": {"2022-05-abidjan"},
    "thb": {"2022-05-abidjan"},
    "victim referral": {"2022-05-abidjan", "undated-numbats"},
    "trafficking in human beings": {"2022-05-abidjan"},
    "ghanaian": {"action-ghana-i", "action-ghana-ii", "2022-03-30-quokkas"},
    # British and American spelling, both ways
    "organization": {"2022-03-30-quokkas"},
    "organisation": {"2022-03-30-quokkas"},
    "organizations": {"2022-03-30-quokkas"},
    "labor": {"2022-03-30-quokkas"},
    "labour": {"2022-03-30-quokkas"},
    "programme": {"action-ghana-i"},
    "programmes": {"action-ghana-i"},
    "centre": {"action-ghana-i"},
    # accents and signs
    "fernandez": {"2022-03-30-quokkas"},
    "FERNÁNDEZ": {"2022-03-30-quokkas"},
    "cote d'ivoire": {"2022-05-abidjan"},
    "Co\u0302te": {"2022-05-abidjan"},  # o and a circumflex, as some systems write it
    "5000": {"fact-participants"},
    "quokkas!": {"2022-03-30-quokkas"},
}


@pytest.mark.parametrize("query", SELECTED)
def test_a_query_selects_what_it_means(query: str, marsupials: Archive) -> None:
    """A query selects just these records, and counts, lists and searches agree about them."""
    assert {record.id for record in marsupials.select(query)} == SELECTED[query]
    assert {record.id for record, _ in marsupials.search(query)} == SELECTED[query]
    assert marsupials.count(query) == len(SELECTED[query])


def test_the_table_of_queries_has_every_field() -> None:
    """Each field that a query may name stands in the table above."""
    assert [name for name in FIELD_NAMES if not any(f"{name}:" in query for query in SELECTED)] == []


LITERAL = {
    "gcm": {"term-gcm", "2020-review"},
    "global compact for migration": {"term-gcm", "undated-numbats"},
    "ivory coast": set(),
    "thb": set(),
    "ghanaian": set(),
    "victim referral": {"undated-numbats"},
    "organization": set(),
    "labor": set(),
    "programme": set(),
    "fernandez": {"2022-03-30-quokkas"},
    "country:GH type:article": {"2022-03-30-quokkas"},
}


@pytest.mark.parametrize("query", LITERAL)
def test_a_literal_query_leaves_other_names_and_spellings_out(query: str, marsupials: Archive) -> None:
    """A literal word finds only itself in its forms; accents are folded, and filters take all names."""
    assert set(_ids(marsupials, query, literal=True)) == LITERAL[query]
    assert {record.id for record, _ in marsupials.search(query, literal=True)} == LITERAL[query]


@pytest.mark.parametrize("query", ['"ivory coast"', '"gcm"', "organiz*", '"labor ministries"', "title:gcms"])
def test_phrases_and_prefixes_are_taken_as_they_are_written(query: str, marsupials: Archive) -> None:
    """A phrase or a prefix is not looked for under other names and spellings."""
    assert set(_ids(marsupials, query)) == set(_ids(marsupials, query, literal=True))


def test_two_names_of_several_words_are_both_known_by_their_other_names(marsupials: Archive) -> None:
    """Each of two names in a query may stand under another name in the same record."""
    assert _ids(marsupials, "ivory coast modern slavery") == ["2022-05-abidjan"]


@pytest.mark.parametrize(
    "query", ["quokkas & crisis", "quokkas - crisis", "quokkas / crisis", 'quokkas "&" crisis']
)
def test_signs_among_the_words_do_not_matter(query: str, marsupials: Archive) -> None:
    """A sign between two words, as in "Migration & Development", is passed over like one at a word."""
    assert _ids(marsupials, query) == ["2022-03-30-quokkas"]


@pytest.mark.parametrize(
    "field",
    [
        "type:article",
        "kind:interview",
        "country:ghana",
        "crisis",
        '"crisis management"',
        "numb*",
        "id:2022",
        "title:ghana",
    ],
)
def test_what_is_not_selected_is_all_the_rest(field: str, marsupials: Archive) -> None:
    """NOT selects each record that the query alone does not, also those without a value."""
    assert set(_ids(marsupials, f"NOT {field}")) == MARSUPIAL_IDS - set(_ids(marsupials, field))


@pytest.mark.parametrize("field", ["year:2022", "since:2020", "until:2020", "date:2020-04", "running:2010"])
def test_what_has_no_date_is_not_of_a_year(field: str, marsupials: Archive) -> None:
    """NOT with a date selects the undated records too."""
    assert set(_ids(marsupials, f"NOT {field}")) == MARSUPIAL_IDS - set(_ids(marsupials, field))


def test_an_expression_means_the_same_as_its_text(marsupials: Archive) -> None:
    """A Python program may build the expression that a person would type."""
    typed = "type:article (kind:interview OR crisis) -numbats"
    built = all_of(
        [Match("type", "article"), any_of([Match("kind", "interview"), Text("crisis")]), Not(Text("numbats"))]
    )
    assert (
        [record.id for record in marsupials.select(built)]
        == [record.id for record in marsupials.select(typed)]
        == _ids(marsupials, typed)
    )
    assert marsupials.count(built) == 2
