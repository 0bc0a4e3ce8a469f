"""What was selected, arranged: series of periods, counts, neighbours, and what is related and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import Opening
from invented import write
from mieuxcli.archive import Archive, open_archive, selection_of
from mieuxcli.query import Selection, Text
from mieuxcli.records import Record
from mieuxcli.shapes import Count, Coverage, Cross
from mieuxcli.snippets import Snippet
from mieuxcli.views import (
    cards,
    counts,
    coverage,
    cross,
    found,
    neighbours,
    overview,
    related,
    series,
    type_expression,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ARCHIVE = """\
[archive]
coverage = "Half of it"

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
title = "Ghana I"
partner = "Ghana"
start = "2009-05"
end = "2010-02"
summary = "Helped."
countries = ["Ghana"]
region = "Africa"
topics = ["training"]
url = "https://example.org/ghana"

[[action]]
id = "action-ghana-ii"
title = "Ghana II"
partner = "Ghana"
start = "2021-01"
summary = "Helped again."
countries = ["Ghana"]
region = "Africa"
topics = ["training"]

[[article]]
id = "2022-03-30-quokkas"
title = "Quokkas and bandicoots"
date = "2022-03-30"
date_basis = "published"
kind = "news"
series = "Reflections"
summary = "A crisis of quokkas."
countries = ["Ghana", "Moldova"]
topics = ["training"]
people = [{ name = "Ana Fernández", role = "Officer", organisation = "ICMPD" }]
organisations = ["ICMPD"]
actions = ["action-ghana-i"]
events = [{ date = "2022-03-28", what = "the summit of marsupials" }]

[[article]]
id = "2022-05-numbats"
title = "Numbats"
date = "2022-05"
date_basis = "inferred"
kind = "news"
series = "Reflections"
summary = "They met."
people = [{ name = "Ana Fernández" }]
note = "The day is not printed."

[[article]]
id = "2020-wombats"
title = "Wombats"
date = "2020"
date_basis = "published"
kind = "opinion"
series = "Reflections"
summary = "They voted."
topics = ["training"]

[[article]]
id = "2016-07-bandicoots"
title = "Bandicoots alone"
date = "2016-07"
date_basis = "published"
kind = "interview"
summary = "An interview."

[[article]]
id = "undated-dingos"
title = "Dingos"
kind = "news"
series = "Reflections"
summary = "They left."

[[fact]]
id = "fact-experts"
url = "https://example.org/ghana"
metric = "experts"
value = 4
qualifier = "exactly"
unit = "experts"
scope = "Ghana I"
source_title = "Ghana I"
wording = "four experts"
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The archive above, opened."""
    archive = open_archive(write(tmp_path_factory.mktemp("views"), ARCHIVE))
    yield archive
    archive.store.close()


@pytest.fixture
def written(tmp_path: Path, opened: Opening) -> Callable[[str], Archive]:
    """Open an archive of this text."""
    return lambda text: opened(write(tmp_path, text))


def _records(archive: Archive, query: str = "") -> list[Record]:
    return archive.select(query, sort="date")


@pytest.mark.parametrize(
    ("by", "periods", "undated"),
    [
        (
            "year",
            {
                "2009": ["phase-i", "action-ghana-i"],
                "2016": ["2016-07-bandicoots"],
                "2020": ["2020-wombats", "phase-plus"],
                "2021": ["action-ghana-ii"],
                "2022": ["2022-03-30-quokkas", "2022-05-numbats"],
            },
            2,
        ),
        (
            "month",
            {
                "2009": ["phase-i"],
                "2009-05": ["action-ghana-i"],
                "2016-07": ["2016-07-bandicoots"],
                "2020": ["2020-wombats"],
                "2020-04": ["phase-plus"],
                "2021-01": ["action-ghana-ii"],
                "2022-03": ["2022-03-30-quokkas"],
                "2022-05": ["2022-05-numbats"],
            },
            2,
        ),
        (
            "phase",
            {
                "MIEUX I": ["phase-i", "action-ghana-i"],
                "MIEUX+": ["phase-plus", "action-ghana-ii", "2022-03-30-quokkas", "2022-05-numbats"],
            },
            4,
        ),
    ],
)
def test_records_stand_in_the_periods_of_their_dates(
    by: str, periods: dict[str, list[str]], undated: int, small: Archive
) -> None:
    """A series has its periods in order of time with their records; what cannot be placed is counted."""
    shape = series(_records(small), by, small.store.phases())
    assert [(span.period, [record.id for record in span.records]) for span in shape.periods] == list(
        periods.items()
    )
    assert (shape.by, shape.undated) == (by, undated)


@pytest.mark.parametrize("by", ["year", "month", "phase"])
def test_a_series_of_nothing_has_no_period(by: str, small: Archive) -> None:
    """Without records, or with undated ones only, there are no periods."""
    assert series([], by, small.store.phases()).periods == ()
    alone = series(_records(small, "dingos"), by, small.store.phases())
    assert (alone.periods, alone.undated) == ((), 1)


def test_phases_stand_in_order_of_time_whatever_they_are_called(written: Callable[[str], Archive]) -> None:
    """A series by phase is oldest first also where a later phase's name comes first in the alphabet."""
    archive = written(ARCHIVE.replace('title = "MIEUX I"', 'title = "Pilot"').replace("MIEUX+", "Extension"))
    shape = series(_records(archive), "phase", archive.store.phases())
    assert [span.period for span in shape.periods] == ["Pilot", "Extension"]


def test_counts_have_a_last_row_for_what_has_no_value(small: Archive) -> None:
    """A facet counts its values, the most frequent first and what has none last, with shares of the whole."""
    shape = counts(small.store, selection_of("type:article"), ("kind", "topic", "year"))
    assert shape.total == 5
    assert shape.by["kind"] == [Count("news", 3, 0.6), Count("interview", 1, 0.2), Count("opinion", 1, 0.2)]
    assert shape.by["topic"] == [Count("training", 2, 0.4), Count("(none)", 3, 0.6)]
    assert [count.label for count in shape.by["year"]] == ["2016", "2020", "2022", "(none)"]
    assert list(shape.by) == ["kind", "topic", "year"]


def test_shares_are_those_of_the_selected_records(small: Archive) -> None:
    """A record with several values counts for each of them, and shares have four digits."""
    shape = counts(small.store, selection_of("type:article -dingos -bandicoots"), ("country",))
    assert shape.by["country"] == [Count("(none)", 2, 1.0)]
    three = counts(small.store, selection_of("series:reflections -dingos"), ("country",))
    assert three.by["country"] == [
        Count("Ghana", 1, 0.3333),
        Count("Moldova", 1, 0.3333),
        Count("(none)", 2, 0.6667),
    ]


def test_the_most_frequent_values_stand_alone(small: Archive) -> None:
    """Where only some rows are asked for, there is no row for what has no value."""
    assert counts(small.store, Selection(), ("type",), most=2).by["type"] == [
        Count("article", 5, 0.5),
        Count("action", 2, 0.2),
    ]


def test_nothing_selected_counts_nothing(small: Archive) -> None:
    """Counts of nothing are empty, not an error."""
    shape = counts(small.store, selection_of("emus"), ("type", "year"))
    assert (shape.total, shape.by) == (0, {"type": [], "year": []})
    assert cross(small.store, selection_of("emus"), "type", "year") == Cross(
        total=0,
        by={"type": [], "year": []},
        facets=("type", "year"),
        rows=(),
        columns=(),
        cells=(),
        without={"type": 0, "year": 0},
    )


def test_a_cross_has_the_years_across_and_in_order(small: Archive) -> None:
    """Two facets meet in cells, the years across and in order, the other's most frequent values first."""
    selection = selection_of("type:article")
    shape = cross(small.store, selection, "kind", "year")
    assert shape.by == counts(small.store, selection, ("kind", "year")).by
    assert (shape.total, shape.facets, shape.without) == (5, ("kind", "year"), {"kind": 0, "year": 1})
    assert (shape.rows, shape.columns) == (("news", "interview", "opinion"), ("2016", "2020", "2022"))
    assert shape.cells == ((0, 0, 2), (1, 0, 0), (0, 1, 0))
    assert cross(small.store, selection, "year", "kind") == shape


def test_the_coverage_counts_what_articles_lack(written: Callable[[str], Archive]) -> None:
    """Undated articles and inferred dates are counted; a source's count of Actions is of the whole alone."""
    archive = written(ARCHIVE.replace("[archive]", '[archive]\nactions_counted = "7"'))
    assert coverage(archive.store, Selection()) == Coverage("Half of it", 2, 7, 1, 1)
    assert coverage(archive.store, selection_of("year:2022")) == Coverage("Half of it", 0, None, 0, 1)


def test_an_overview_counts_types_in_their_order_and_articles_apart(small: Archive) -> None:
    """A first look has the types in their order, articles by year, kind and region, and the span of dates.

    Shares are those of the seven records that can have the value.
    """
    shape = overview(small.store, Selection())
    assert shape.coverage == coverage(small.store, Selection())
    assert shape.total == 10
    assert [(count.label, count.number) for count in shape.by["type"]] == [
        ("article", 5),
        ("action", 2),
        ("fact", 1),
        ("phase", 2),
    ]
    assert list(shape.by) == ["type", "year", "kind", "region", "country", "person", "topic"]
    assert shape.by["region"] == [Count("(none)", 5, 1.0)]
    assert shape.by["country"] == [Count("Ghana", 3, 0.4286), Count("Moldova", 1, 0.1429)]
    assert shape.span == ("2009", "2022-05")


def test_neighbours_are_the_pieces_before_and_after_in_the_series(small: Archive) -> None:
    """A piece of a series knows the ones before and after it by date; those without a date come last."""
    around = {}
    for record in _records(small, "series:reflections"):
        around[record.id] = tuple(piece and piece.id for piece in neighbours(small.store, record))
    assert around == {
        "2020-wombats": (None, "2022-03-30-quokkas"),
        "2022-03-30-quokkas": ("2020-wombats", "2022-05-numbats"),
        "2022-05-numbats": ("2022-03-30-quokkas", "undated-dingos"),
        "undated-dingos": ("2022-05-numbats", None),
    }


@pytest.mark.parametrize("id_", ["2016-07-bandicoots", "action-ghana-i", "fact-experts"])
def test_what_is_in_no_series_has_no_neighbours(id_: str, small: Archive) -> None:
    """A record without a series has nothing before and after it."""
    assert neighbours(small.store, small.get(id_)) == (None, None)


def test_series_that_differ_in_a_sign_are_two(written: Callable[[str], Archive]) -> None:
    """The neighbours of a piece of `Reflections` are not those of `Reflections+`."""
    text = ARCHIVE.replace(
        'kind = "opinion"\nseries = "Reflections"', 'kind = "opinion"\nseries = "Reflections+"'
    )
    archive = written(text)
    assert neighbours(archive.store, archive.get("2020-wombats")) == (None, None)


def _related(archive: Archive, id_: str) -> dict[str, tuple[str, ...]]:
    return {one.record.id: one.reasons for one in related(archive.store, archive.get(id_))}


def test_related_records_tell_the_reasons(small: Archive) -> None:
    """What a record points at comes first, then what shares most with it; the weightiest reasons lead."""
    like = _related(small, "2022-03-30-quokkas")
    assert next(iter(like)) == "action-ghana-i"
    assert like["action-ghana-i"] == ("Action that it is about", "country Ghana", "topic training")
    assert like["action-ghana-ii"] == ("country Ghana", "topic training")
    assert like["2022-05-numbats"] == ("person Ana Fernández", "series Reflections")
    assert like["2020-wombats"] == ("topic training", "series Reflections")
    assert "2016-07-bandicoots" not in like, "one word of the title alone relates nothing"
    assert "2022-03-30-quokkas" not in like


def test_an_action_is_related_to_what_is_about_it(small: Archive) -> None:
    """An Action leads to the articles about it and to what comes from its page."""
    like = _related(small, "action-ghana-i")
    assert set(list(like)[:2]) == {"2022-03-30-quokkas", "fact-experts"}
    assert like["2022-03-30-quokkas"][0] == "about this Action"
    assert like["fact-experts"][0] == "from the same page"


def test_related_records_are_at_most_as_many_as_asked_for(small: Archive) -> None:
    """Only the best are given, each with its whole record."""
    (best,) = related(small.store, small.get("2022-03-30-quokkas"), most=1)
    assert best.record == small.get("action-ghana-i")


def test_what_shares_nothing_has_no_related_records(written: Callable[[str], Archive]) -> None:
    """A record that is like no other has none, and that is no error."""
    archive = written(ARCHIVE.replace('title = "MIEUX I"', 'title = "Pilot"'))
    assert _related(archive, "phase-plus") == {}


def test_a_reference_is_a_whole_id(written: Callable[[str], Archive]) -> None:
    """An article that names a missing Action is not about another record whose id begins so."""
    archive = written(ARCHIVE.replace('actions = ["action-ghana-i"]', 'actions = ["phase-p"]'))
    assert "phase-plus" not in _related(archive, "2022-03-30-quokkas")


def test_a_card_has_what_belongs_to_the_record(small: Archive) -> None:
    """Cards come in the order asked for, each with its record, its neighbours and related records."""
    records = [small.get("undated-dingos"), small.get("action-ghana-i")]
    first, second = cards(small.store, records).cards
    assert (first.record, second.record) == tuple(records)
    assert first.before is not None
    assert (first.before.id, first.after) == ("2022-05-numbats", None)
    assert second.related == related(small.store, records[1])


@pytest.mark.parametrize(
    ("query", "matched", "snippet"),
    [
        ("numbats", ["title"], "They met."),
        ("quokkas", ["title", "summary"], "A crisis of [quokkas]."),
        ("fernandez quokkas", ["title", "people", "summary"], "Ana [Fernández], Officer, ICMPD"),
        ("summit", ["events"], "the [summit] of marsupials"),
        ("moldova", ["countries"], "[Moldova]"),
        ("printed", ["note"], "The day is not [printed]."),
        ("icmpd", ["people", "organisations"], "Ana Fernández, Officer, [ICMPD]"),
    ],
)
def test_a_hit_tells_where_it_matched(query: str, matched: list[str], snippet: str, small: Archive) -> None:
    """A hit names the fields that matched and shows the best text beside the title, its matches marked."""
    (hit,) = found(small.store.hits(selection_of(query)))
    assert sorted(hit.matched) == sorted(matched)
    assert hit.snippet.with_marks("[", "]") == snippet
    assert bool(hit.title.marks) == ("title" in matched)
    assert hit.score > 0


def test_a_hit_without_words_shows_its_summary(small: Archive) -> None:
    """Where nothing was looked for there is no match and no mark, but a text all the same."""
    (hit,) = found(small.store.hits(selection_of("kind:opinion")))
    assert (hit.snippet, hit.matched, hit.score) == (Snippet("They voted."), (), 0.0)
    assert hit.title == Snippet("Wombats")


def test_types_are_selected_together(small: Archive) -> None:
    """An expression of several types selects the records of each of them."""
    assert small.count(type_expression(["action", "phase"])) == 4
    assert small.store.count(Selection(type_expression(["article"])).also(Text("numbats"))) == 1
