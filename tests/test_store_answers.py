"""What the store answers: records in order and by their ids, hits with their marks, and counts of facets."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Opening
from invented import MARSUPIAL_IDS, MARSUPIALS, write
from mieuxcli.archive import Archive, selection_of
from mieuxcli.errors import AmbiguousId, UnknownId, UsageError
from mieuxcli.fields import FACETS, SEPARATOR
from mieuxcli.store import Marked


def _ids(archive: Archive, query: str) -> list[str]:
    return [record.id for record in archive.store.select(selection_of(query))]


def test_records_come_newest_first_and_undated_ones_last(marsupials: Archive) -> None:
    """Unsorted records go back in time by their first day, then by id; those without a date come last."""
    assert _ids(marsupials, "type:article OR type:milestone OR type:action") == [
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
def test_records_are_sorted_by_fields(sort: str, reverse: bool, ids: list[str], marsupials: Archive) -> None:  # noqa: FBT001 - a column of the table
    """Records sort by fields, backwards after a minus or when reversed; those without the field come last."""
    assert [record.id for record in marsupials.select("type:article", sort=sort, reverse=reverse)] == ids


def test_figures_sort_as_numbers(marsupials: Archive) -> None:
    """A figure of four digits comes after one of three."""
    assert [record.id for record in marsupials.select("type:fact", sort="value")] == [
        "fact-experts",
        "fact-participants",
    ]
    assert [record.id for record in marsupials.select("type:fact", sort="-value")] == [
        "fact-participants",
        "fact-experts",
    ]


@pytest.mark.parametrize(("limit", "number"), [(0, 0), (1, 1), (3, 3), (99, 4), (None, 4)])
def test_a_limit_cuts_the_list_and_not_the_count(limit: int | None, number: int, marsupials: Archive) -> None:
    """A limit takes the first records, and the count is that of all."""
    every = [record.id for record in marsupials.select("type:article")]
    assert [record.id for record in marsupials.select("type:article", limit=limit)] == every[:number]
    assert [record.id for record, _ in marsupials.search("type:article", limit=limit)] == every[:number]
    assert marsupials.store.count(selection_of("type:article")._replace(limit=limit)) == 4


@pytest.mark.parametrize(
    ("sort", "near"),
    [("titel", "title"), ("people", "one of"), ("date,", "one of"), ("value; DROP TABLE records", "one of")],
)
def test_what_is_no_field_to_sort_by_is_a_usage_error(sort: str, near: str, marsupials: Archive) -> None:
    """A sort by no field, or by a field that holds a list, names what there is."""
    with pytest.raises(UsageError, match="no field to sort by") as told:
        marsupials.select(sort=sort)
    assert near in str(told.value.hint)


def test_hits_come_best_first(marsupials: Archive) -> None:
    """A match in the title counts more than one in the summary, and a phrase more than words apart."""
    hits = marsupials.search("crisis management type:article")
    assert [record.id for record, _ in hits] == ["2022-03-30-quokkas", "2022-05-abidjan"]
    assert hits[0][1] > hits[1][1] > 0
    assert [record.id for record, _ in marsupials.search("crisis type:article")] == [
        "2022-03-30-quokkas",
        "2022-05-abidjan",
    ]


def test_hits_without_words_come_newest_first_with_no_score(marsupials: Archive) -> None:
    """A search by filters alone has nothing to rank by."""
    assert [(record.id, score) for record, score in marsupials.search("kind:interview")] == [
        ("2022-05-abidjan", 0.0),
        ("undated-numbats", 0.0),
    ]


def test_hits_mark_what_matched(marsupials: Archive) -> None:
    """A hit has the texts that matched, each match between marks, also where it stands under another name."""
    (hit,) = marsupials.store.hits(selection_of("quokkas"))
    assert hit.texts == (Marked("title", "title", "\x02Quokkas\x03 in a crisis"),)
    (other,) = marsupials.store.hits(selection_of("ivory coast"))
    assert other.texts == (Marked("countries", "countries", "\x02Côte d'Ivoire\x03"),)


def test_a_text_that_matched_names_its_field(marsupials: Archive, opened: Opening, tmp_path: Path) -> None:
    """Of fields that share a column the one that matched is told, even if a value holds the separator."""
    (hit,) = marsupials.store.hits(selection_of("interior"))
    assert hit.texts == (
        Marked("organisations", "institutions", "Ministry of the \x02Interior\x03 of Ghana"),
    )
    split = MARSUPIALS.replace('partner = "Ghana"', f'partner = "Ghana{SEPARATOR}Togo"')
    (other,) = opened(write(tmp_path, split)).store.hits(selection_of("interior"))
    assert other.texts == hit.texts


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
    "subregion": {"Western Africa": 3},
    "end": {"2010": 1, "2011": 1, "2022": 1, "2024": 1},
    "linked": {"yes": 2},
    "disputed": {"yes": 2},
}


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS])
def test_records_are_counted_by_each_facet(facet: str, marsupials: Archive) -> None:
    """A facet counts its values, the most frequent first and then by name; years stand in order of time."""
    counted = marsupials.counts(facet)
    assert counted == COUNTED[facet]
    assert list(counted) == (
        sorted(counted)
        if facet in ("year", "end")
        else sorted(counted, key=lambda value: (-counted[value], value))
    )


def test_counts_are_those_of_the_selection(marsupials: Archive) -> None:
    """Only the selected records are counted, and a facet that none of them has is empty."""
    assert marsupials.counts("country", "type:article kind:interview") == {"Côte d'Ivoire": 1, "Moldova": 1}
    assert marsupials.counts("metric", "type:article") == {}
    assert marsupials.counts("type", "crisis -quokkas") == {"action": 1, "article": 1}


def test_what_is_no_facet_is_a_usage_error(marsupials: Archive) -> None:
    """A facet that does not exist is told with the nearest ones."""
    with pytest.raises(UsageError, match="no facet 'contry'") as told:
        marsupials.counts("contry")
    assert told.value.hint == "did you mean country?"


@pytest.mark.parametrize("text", ["2022-03-30-quokkas", "2022-03-30-q", "2022-03", "2022-03-30-quokka"])
def test_a_record_is_found_by_the_beginning_of_its_id(text: str, marsupials: Archive) -> None:
    """An id, or a beginning that no other id has, gets the record."""
    assert marsupials.get(text).id == "2022-03-30-quokkas"


def test_a_whole_id_is_not_ambiguous(marsupials: Archive) -> None:
    """An id that other ids begin with is its own record's."""
    assert marsupials.get("action-ghana-i").title == "Ghana I: Diaspora"


def test_an_ambiguous_beginning_lists_the_ids(marsupials: Archive) -> None:
    """A beginning that several ids share is an AmbiguousId that names them and says how many they are."""
    with pytest.raises(AmbiguousId, match="'action-ghana' is the beginning of 2 ids") as told:
        marsupials.get("action-ghana")
    assert told.value.hint == "action-ghana-i, action-ghana-ii"
    with pytest.raises(AmbiguousId, match="13 ids") as every:
        marsupials.get("")
    assert str(every.value.hint).endswith(" and 5 more")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("ghana", "action-ghana-i or action-ghana-ii"),
        ("term-gcn", "term-gcm"),
        ("2022-quokkas", "2022-03-30-quokkas"),
    ],
)
def test_an_unknown_id_names_the_nearest_ones(text: str, near: str, marsupials: Archive) -> None:
    """An id that no record has or begins with is an UnknownId, with ids that have its words."""
    with pytest.raises(UnknownId, match=f"no record has the id '{text}'") as told:
        marsupials.get(text)
    assert near in str(told.value.hint)


@pytest.mark.parametrize("text", ["%", "2022-03-30-quokkas\0", "'; --", "\udcff", "\U0010ffff", "x" * 10_000])
def test_a_hostile_id_is_unknown(text: str, marsupials: Archive) -> None:
    """Whatever stands for an id, it is a record's or unknown, never another error."""
    with pytest.raises(UnknownId):
        marsupials.get(text)


def test_ids_are_completed_by_their_beginning(marsupials: Archive) -> None:
    """The ids that begin so come in order; without a beginning, all of them."""
    assert marsupials.store.ids("action-g") == ["action-ghana-i", "action-ghana-ii"]
    assert marsupials.store.ids() == sorted(MARSUPIAL_IDS)
