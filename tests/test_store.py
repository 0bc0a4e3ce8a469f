"""What queries select, count and rank: each facet and date field, the operators, names and spellings, ids, and hostile texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieuxcli.archive import Archive, open_archive, selection_of
from mieuxcli.errors import AmbiguousId, MieuxError, QueryError, UnknownId, UnknownValue, UsageError
from mieuxcli.fields import FACETS
from mieuxcli.query import FIELD_NAMES, Match, Not, Or, Text, all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHIVE = """\
[[country]]
name = "Ghana"
alpha2 = "GH"
alpha3 = "GHA"
adjectives = ["Ghanaian"]

[[country]]
name = "Côte d'Ivoire"
alpha2 = "CI"
aliases = ["Ivory Coast"]

[[country]]
name = "Moldova"

[[country]]
name = "Portugal"
adjectives = ["Portuguese"]

[[country]]
name = "Guinea"
adjectives = ["Guinean"]

[[country]]
name = "Guinea-Bissau"
adjectives = ["Guinean"]

[[topic]]
name = "crisis management"

[[topic]]
name = "trafficking in human beings"
aliases = ["THB", "modern slavery"]
includes = ["victim referral"]

[[language]]
name = "fr"
includes = ["French"]

[[area]]
name = "Migration and Development"
aliases = ["M&D"]
specific = [{ name = "M&D - Diaspora affairs", aliases = ["Diaspora affairs"] }]

[[metric]]
name = "experts"
aliases = ["specialists deployed"]

[[person]]
name = "Ana Fernández"
variants = ["Ana Fernandes"]

[[phase]]
id = "phase-i"
title = "MIEUX I"
start = "2009"
end = "2011"

[[phase]]
id = "phase-plus"
title = "MIEUX+"
start = "2020-04"
end = "2024-03"

[[action]]
id = "action-ghana-i"
title = "Ghana I: Diaspora"
partner = "Ghana"
thematic_area = "Migration and Development"
specific_areas = ["M&D - Diaspora affairs"]
status = "Completed"
start = "2009-05"
end = "2010-02"
summary = "A program for the center of towns."
countries = ["Ghana"]
region = "Africa"
topics = ["crisis management"]
institutions = ["Ministry of the Interior of Ghana"]
experts_from = ["Portugal"]

[[action]]
id = "action-ghana-ii"
title = "Ghana II: Borders"
partner = "Ghana"
status = "Ongoing"
start = "2021-01"
end = "2022-06"
summary = "Officers were trained."
countries = ["Ghana"]
region = "Africa"

[[action]]
id = "action-moldova"
title = "Moldova: Integration"
partner = "Moldovan police"
summary = "A plan was written."
countries = ["Moldova"]
region = "EU Neighbourhood"

[[article]]
id = "2022-03-30-quokkas"
title = "Quokkas in a crisis"
date = "2022-03-30"
date_basis = "published"
kind = "news"
series = "MIEUX+ Reflections"
language = "en"
summary = "Guidelines of the organisation for labour ministries."
countries = ["Ghana"]
regions = ["Africa"]
topics = ["crisis management"]
people = [{ name = "Ana Fernández", role = "Officer", organisation = "ICMPD" }]
organisations = ["ICMPD"]
actions = ["action-ghana-i"]

[[article]]
id = "2022-05-abidjan"
title = "An interview in Abidjan"
date = "2022-05"
date_basis = "inferred"
kind = "interview"
language = "fr"
summary = "On crisis and management, apart."
countries = ["Côte d'Ivoire"]
regions = ["Africa"]
topics = ["trafficking in human beings"]
people = [{ name = "Bruno Ana Costa" }]
note = "The day is not printed."

[[article]]
id = "2020-review"
title = "A look back"
date = "2020"
date_basis = "published"
kind = "opinion"
language = "en"
summary = "Two years of the GCM for a Guinean reader."
countries = ["Guinea", "Guinea-Bissau"]
regions = ["Global"]

[[article]]
id = "undated-numbats"
title = "Numbats"
kind = "interview"
language = "en"
summary = "Migrants, the Global Compact for Migration and a house for victim referral."
countries = ["Moldova"]
regions = ["EU Neighbourhood"]

[[fact]]
id = "fact-experts"
url = "https://example.org/facts"
metric = "experts"
value = 430
qualifier = "close to"
unit = "experts"
scope = "since 2009"
as_of = "2020-04-30"
source_title = "Facts"
wording = "close to 430"

[[fact]]
id = "fact-participants"
url = "https://example.org/facts"
metric = "participants"
value = 5000
qualifier = "over"
unit = "participants"
scope = "MIEUX III"
source_title = "Facts"
wording = "over 5000"

[[milestone]]
id = "milestone-launch"
title = "Launch in Brussels"
date = "2020-04-24"
url = "https://example.org/launch"
kind = "launch"
actions = ["action-ghana-ii"]

[[term]]
id = "term-gcm"
title = "GCM"
expansion = "Global Compact for Migration"
url = "https://example.org/gcm"
meaning = "An agreement of 2018."
"""

ALL = {
    "phase-i",
    "phase-plus",
    "action-ghana-i",
    "action-ghana-ii",
    "action-moldova",
    "2022-03-30-quokkas",
    "2022-05-abidjan",
    "2020-review",
    "undated-numbats",
    "fact-experts",
    "fact-participants",
    "milestone-launch",
    "term-gcm",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive above, opened."""
    file = tmp_path_factory.mktemp("store") / "archive.toml"
    file.write_text(ARCHIVE, encoding="utf-8")
    archive = open_archive(file)
    yield archive
    archive.store.close()


def _ids(archive: Archive, query: str, **more: Any) -> list[str]:  # noqa: ANN401 - whatever a selection takes
    return [document["id"] for document in archive.documents(selection_of(query)._replace(**more))]


SELECTED = {
    "": ALL,
    "type:term": {"term-gcm"},
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
    "phase:mieux+": {"phase-plus", "action-ghana-ii", "2022-03-30-quokkas", "2022-05-abidjan", "fact-experts", "milestone-launch"},
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
def test_a_query_selects_what_it_means(query: str, small: Archive) -> None:
    """A query selects just these records, and counts, lists and searches agree about them."""
    assert {record.id for record in small.select(query)} == SELECTED[query]
    assert {record.id for record, _ in small.search(query)} == SELECTED[query]
    assert small.count(query) == len(SELECTED[query])


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
def test_a_literal_query_leaves_other_names_and_spellings_out(query: str, small: Archive) -> None:
    """With --literal a word finds only itself in its forms; accents are folded and filters take all names as ever."""
    assert set(_ids(small, query, literal=True)) == LITERAL[query]
    assert {record.id for record, _ in small.search(query, literal=True)} == LITERAL[query]


@pytest.mark.parametrize("query", ['"ivory coast"', '"gcm"', "organiz*", '"labor ministries"', "title:gcms"])
def test_phrases_and_prefixes_are_taken_as_they_are_written(query: str, small: Archive) -> None:
    """A phrase or a prefix is not looked for under other names and spellings."""
    assert set(_ids(small, query)) == set(_ids(small, query, literal=True))


def test_two_names_of_several_words_are_both_known_by_their_other_names(small: Archive) -> None:
    """Each of two names in a query may stand under another name in the same record."""
    assert _ids(small, "ivory coast modern slavery") == ["2022-05-abidjan"]


@pytest.mark.parametrize("query", ["quokkas & crisis", "quokkas - crisis", "quokkas / crisis", 'quokkas "&" crisis'])
def test_signs_among_the_words_do_not_matter(query: str, small: Archive) -> None:
    """A sign between two words, as in "Migration & Development", is passed over like one that touches a word."""
    assert _ids(small, query) == ["2022-03-30-quokkas"]


@pytest.mark.parametrize(
    "field", ["type:article", "kind:interview", "country:ghana", "crisis", '"crisis management"', "numb*", "id:2022", "title:ghana"]
)
def test_what_is_not_selected_is_all_the_rest(field: str, small: Archive) -> None:
    """NOT selects each record that the query alone does not, also those without a value."""
    assert set(_ids(small, f"NOT {field}")) == ALL - set(_ids(small, field))


@pytest.mark.parametrize("field", ["year:2022", "since:2020", "until:2020", "date:2020-04", "running:2010"])
def test_what_has_no_date_is_not_of_a_year(field: str, small: Archive) -> None:
    """NOT with a date selects the undated records too."""
    assert set(_ids(small, f"NOT {field}")) == ALL - set(_ids(small, field))


def test_an_expression_means_the_same_as_its_text(small: Archive) -> None:
    """A Python program may build the expression that a person would type."""
    typed = "type:article (kind:interview OR crisis) -numbats"
    built = all_of([Match("type", "article"), any_of([Match("kind", "interview"), Text("crisis")]), Not(Text("numbats"))])
    assert [record.id for record in small.select(built)] == [record.id for record in small.select(typed)] == _ids(small, typed)
    assert small.count(built) == 2


def test_records_come_newest_first_and_undated_ones_last(small: Archive) -> None:
    """Without a sort records go back in time by their first day, then by id; those without a date come last."""
    assert _ids(small, "type:article OR type:milestone OR type:action") == [
        "2022-05-abidjan",
        "2022-03-30-quokkas",
        "action-ghana-ii",
        "milestone-launch",
        "2020-review",
        "action-ghana-i",
        "action-moldova",
        "undated-numbats",
    ]


@pytest.mark.parametrize(
    ("sort", "reverse", "ids"),
    [
        ("date", False, ["2020-review", "2022-03-30-quokkas", "2022-05-abidjan", "undated-numbats"]),
        ("date", True, ["2022-05-abidjan", "2022-03-30-quokkas", "2020-review", "undated-numbats"]),
        ("title", False, ["2020-review", "2022-05-abidjan", "undated-numbats", "2022-03-30-quokkas"]),
        ("-title", False, ["2022-03-30-quokkas", "undated-numbats", "2022-05-abidjan", "2020-review"]),
        ("kind,-date", False, ["2022-05-abidjan", "undated-numbats", "2022-03-30-quokkas", "2020-review"]),
        ("id", True, ["undated-numbats", "2022-05-abidjan", "2022-03-30-quokkas", "2020-review"]),
        ("series", False, ["2022-03-30-quokkas", "2020-review", "2022-05-abidjan", "undated-numbats"]),
    ],
)
def test_records_are_sorted_by_fields(sort: str, reverse: bool, ids: list[str], small: Archive) -> None:  # noqa: FBT001 - a column of the table
    """Records sort by one or more fields, backwards after a minus or when reversed; those without the field come last, then by id."""
    assert [record.id for record in small.select("type:article", sort=sort, reverse=reverse)] == ids


def test_figures_sort_as_numbers(small: Archive) -> None:
    """A figure of four digits comes after one of three."""
    assert [record.id for record in small.select("type:fact", sort="value")] == ["fact-experts", "fact-participants"]
    assert [record.id for record in small.select("type:fact", sort="-value")] == ["fact-participants", "fact-experts"]


@pytest.mark.parametrize(("limit", "number"), [(0, 0), (1, 1), (3, 3), (99, 4), (None, 4)])
def test_a_limit_cuts_the_list_and_not_the_count(limit: int | None, number: int, small: Archive) -> None:
    """A limit takes the first records, and the count is that of all."""
    every = [record.id for record in small.select("type:article")]
    assert [record.id for record in small.select("type:article", limit=limit)] == every[:number]
    assert [record.id for record, _ in small.search("type:article", limit=limit)] == every[:number]
    assert small.store.count(selection_of("type:article")._replace(limit=limit)) == 4


@pytest.mark.parametrize(
    ("sort", "near"), [("titel", "title"), ("people", "one of"), ("date,", "one of"), ("value; DROP TABLE records", "one of")]
)
def test_what_is_no_field_to_sort_by_is_a_usage_error(sort: str, near: str, small: Archive) -> None:
    """A sort by no field, or by a field that holds a list, names what there is."""
    with pytest.raises(UsageError, match="no field to sort by") as told:
        small.select(sort=sort)
    assert near in str(told.value.hint)


def test_hits_come_best_first(small: Archive) -> None:
    """A match in the title counts more than one in the summary, and a phrase more than words apart."""
    hits = small.search("crisis management type:article")
    assert [record.id for record, _ in hits] == ["2022-03-30-quokkas", "2022-05-abidjan"]
    assert hits[0][1] > hits[1][1] > 0
    assert [record.id for record, _ in small.search("crisis type:article")] == ["2022-03-30-quokkas", "2022-05-abidjan"]


def test_hits_without_words_come_newest_first_with_no_score(small: Archive) -> None:
    """A search by filters alone has nothing to rank by."""
    assert [(record.id, score) for record, score in small.search("kind:interview")] == [("2022-05-abidjan", 0.0), ("undated-numbats", 0.0)]


def test_hits_mark_what_matched(small: Archive) -> None:
    """A hit has the texts of the columns that matched, each match between marks, also where it stands under another name."""
    (hit,) = small.hits(selection_of("quokkas"))
    assert hit.marked == {"title": "\x02Quokkas\x03 in a crisis"}
    (other,) = small.hits(selection_of("ivory coast"))
    assert other.marked == {"countries": "\x02Côte d'Ivoire\x03"}


COUNTED = {
    "basis": {"published": 2, "inferred": 1},
    "type": {"article": 4, "action": 3, "fact": 2, "phase": 2, "milestone": 1, "term": 1},
    "year": {"2009": 2, "2020": 4, "2021": 1, "2022": 2},
    "kind": {"interview": 2, "launch": 1, "news": 1, "opinion": 1},
    "series": {"MIEUX+ Reflections": 1},
    "country": {"Ghana": 3, "Moldova": 2, "Côte d'Ivoire": 1, "Guinea": 1, "Guinea-Bissau": 1},
    "region": {"Africa": 4, "EU Neighbourhood": 2, "Global": 1},
    "topic": {"crisis management": 2, "trafficking in human beings": 1},
    "person": {"Ana Fernández": 1, "Bruno Ana Costa": 1},
    "organisation": {"ICMPD": 1, "Ministry of the Interior of Ghana": 1},
    "language": {"en": 3, "fr": 1},
    "partner": {"Ghana": 2, "Moldovan police": 1},
    "area": {"M&D - Diaspora affairs": 1, "Migration and Development": 1},
    "status": {"Completed": 1, "Ongoing": 1},
    "phase": {"MIEUX+": 6, "MIEUX I": 2},
    "expert": {"Portugal": 1},
    "action": {"action-ghana-i": 1, "action-ghana-ii": 1},
    "metric": {"experts": 1, "participants": 1},
    "qualifier": {"close to": 1, "over": 1},
}


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS])
def test_records_are_counted_by_each_facet(facet: str, small: Archive) -> None:
    """A facet counts its values, the most frequent first and then by name; years stand in order of time."""
    counted = small.counts(facet)
    assert counted == COUNTED[facet]
    assert list(counted) == (sorted(counted) if facet == "year" else sorted(counted, key=lambda value: (-counted[value], value)))


def test_counts_are_those_of_the_selection(small: Archive) -> None:
    """Only the selected records are counted, and a facet that none of them has is empty."""
    assert small.counts("country", "type:article kind:interview") == {"Côte d'Ivoire": 1, "Moldova": 1}
    assert small.counts("metric", "type:article") == {}
    assert small.counts("type", "crisis -quokkas") == {"action": 1, "article": 1}


def test_what_is_no_facet_is_a_usage_error(small: Archive) -> None:
    """A facet that does not exist is told with the nearest ones."""
    with pytest.raises(UsageError, match="no facet 'contry'") as told:
        small.counts("contry")
    assert told.value.hint == "did you mean country?"


@pytest.mark.parametrize("text", ["2022-03-30-quokkas", "2022-03-30-q", "2022-03", "2022-03-30-quokka"])
def test_a_record_is_found_by_the_beginning_of_its_id(text: str, small: Archive) -> None:
    """An id, or a beginning that no other id has, gets the record."""
    assert small.get(text).id == "2022-03-30-quokkas"


def test_a_whole_id_is_not_ambiguous(small: Archive) -> None:
    """An id that other ids begin with is its own record's."""
    assert small.get("action-ghana-i").title == "Ghana I: Diaspora"


def test_an_ambiguous_beginning_lists_the_ids(small: Archive) -> None:
    """A beginning that several ids share is an AmbiguousId that names them and says how many they are."""
    with pytest.raises(AmbiguousId, match="'action-ghana' is the beginning of 2 ids") as told:
        small.get("action-ghana")
    assert told.value.hint == "action-ghana-i, action-ghana-ii"
    with pytest.raises(AmbiguousId, match="13 ids") as every:
        small.get("")
    assert str(every.value.hint).endswith(" and 5 more")


@pytest.mark.parametrize(
    ("text", "near"), [("ghana", "action-ghana-i or action-ghana-ii"), ("term-gcn", "term-gcm"), ("2022-quokkas", "2022-03-30-quokkas")]
)
def test_an_unknown_id_names_the_nearest_ones(text: str, near: str, small: Archive) -> None:
    """An id that no record has or begins with is an UnknownId, with ids that have its words."""
    with pytest.raises(UnknownId, match=f"no record has the id '{text}'") as told:
        small.get(text)
    assert near in str(told.value.hint)


@pytest.mark.parametrize("text", ["%", "2022-03-30-quokkas\0", "'; --", "\udcff", "\U0010ffff", "x" * 10_000])
def test_a_hostile_id_is_unknown(text: str, small: Archive) -> None:
    """Whatever stands for an id, it is a record's or unknown, never another error."""
    with pytest.raises(UnknownId):
        small.get(text)


def test_ids_are_completed_by_their_beginning(small: Archive) -> None:
    """The ids that begin so come in order; without a beginning, all of them."""
    assert small.store.ids("action-g") == ["action-ghana-i", "action-ghana-ii"]
    assert small.store.ids() == sorted(ALL)


@pytest.mark.parametrize(
    ("query", "column", "hint"),
    [
        ("crisis country:Gahna", 15, "did you mean Ghana?"),
        ('country:"Cote dIvoire"', 8, "did you mean Côte d'Ivoire?"),
        ("kind:intervew", 5, "did you mean interview?"),
        ("metric:expert", 7, "did you mean experts?"),
        ("topic:quokkas", 6, "mieux stats --by topic lists what there is"),
    ],
)
def test_an_unknown_value_in_a_query_shows_its_place_and_the_nearest_names(query: str, column: int, hint: str, small: Archive) -> None:
    """A value that a facet does not know is an error at its column, with the names that were perhaps meant."""
    with pytest.raises(QueryError, match="is called") as told:
        small.select(query)
    assert (told.value.query, told.value.column, told.value.hint) == (query, column, hint)


def test_an_unknown_value_in_an_expression_names_the_nearest_names(small: Archive) -> None:
    """A value in an expression, as an option makes it, has no place in a query."""
    with pytest.raises(UnknownValue, match="no country is called 'Gahna'") as told:
        small.select(Match("country", "Gahna"))
    assert told.value.hint == "did you mean Ghana?"


HOSTILE = [
    '"',
    "'",
    "\\",
    "()",
    "(" * 60,
    ")" * 60,
    "(" * 51 + "a" + ")" * 51,
    "*",
    "**",
    "a*b*",
    "-",
    "--",
    "AND",
    "OR OR",
    "NOT",
    "a OR",
    ":",
    "::",
    "country:",
    'country:""',
    "country:*",
    'title:""',
    "title:*",
    "id:%",
    "id:''",
    "year:",
    "year:0",
    "year:9999",
    "year:2022-2020",
    "date:99999999999999999999",
    "date:nan",
    'date:"\0"',
    "date:01/02/2020",
    "since:2020-02-30",
    "running:2020-13",
    "NEAR(a b)",
    "{title}: a",
    "^a + b",
    "a'; DROP TABLE records; --",
    '"a"" OR 1=1',
    "\0",
    "\x02a\x03",
    "\u202e\u200b",
    "\udcff",
    "\ufdfa" * 100,
    "😀*",
    "a" * 100_000,
    "a " * 1_000,
    '"' + "a " * 1_000 + '"',
    " ".join(f"w{n}" for n in range(500)),
    "country:" + "x" * 10_000,
    " OR ".join(["a"] * 400),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_raises_nothing_but_our_own_errors(query: str, small: Archive) -> None:
    """Whatever is typed, it selects something, selects nothing, or is told to be wrong."""
    for ask in (small.count, small.select, small.search):
        _asked(ask, query)
    assert small.count() == len(ALL)


def _asked(ask: Any, query: object) -> None:  # noqa: ANN401 - one of the questions of an archive
    try:
        ask(query)
    except MieuxError as error:
        assert "\n" not in error.message  # noqa: PT017 - most queries raise nothing


@pytest.mark.parametrize(
    "query",
    [
        "NOT " * 5_000 + "a",
        "-" * 5_000 + "a",
        " OR ".join(["a"] * 2_000),
        "country:\udcff",
        "id:\udcff",
    ],
    ids=["not", "minus", "or", "facet", "id"],
)
def test_a_query_too_deep_or_no_text_raises_nothing_but_our_own_errors(query: str, small: Archive) -> None:
    """A query of thousands of operators, or with a byte that is no text, selects something or is told to be wrong."""
    for ask in (small.count, small.select, small.search):
        _asked(ask, query)


_PIECES = st.one_of(
    st.sampled_from(
        ["AND", "OR", "NOT", "-", "(", ")", '"', "*", ":", "\\", "'", " ", "crisis", "gcm", "ivory coast", "2022", "2020-04", "é"]
    ),
    st.sampled_from([f"{name}:" for name in FIELD_NAMES]),
    st.text(max_size=4),
)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(query=st.lists(_PIECES, max_size=12).map(" ".join) | st.lists(_PIECES, max_size=12).map("".join))
def test_no_text_raises_anything_but_our_own_errors(query: str, small: Archive) -> None:
    """Any text may stand for a query."""
    _asked(small.select, query)
    _asked(small.search, query)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(field=st.sampled_from(FIELD_NAMES), value=st.text(max_size=8))
def test_no_value_raises_anything_but_our_own_errors(field: str, value: str, small: Archive) -> None:
    """Any text may stand for a value of any field, also in an expression."""
    _asked(small.count, Match(field, value))
    _asked(small.count, Not(Or((Match(field, value), Text(value, prefix=True)))))
