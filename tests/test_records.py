"""Records as values: their fields are those of the table of fields, and they become JSON and come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from mieuxcli.compiler import contents_of
from mieuxcli.documents import document_of, record_of
from mieuxcli.fields import (
    DEFAULT_FIELDS,
    FACETS,
    FIELDS,
    TEXT_COLUMNS,
    TYPES,
    Facet,
    facet_named,
    fields_of,
)
from mieuxcli.records import Article, Event, Fact, Person, Record, has_a_month, number, value_of

DATA = Path(__file__).parents[1] / "data"
RECORDS: dict[str, type[Record]] = {kind.__name__.lower(): kind for kind in get_args(Record)}
ARTICLE: dict[str, object] = {
    "id": "2020-quokkas",
    "title": "Quokkas",
    "date": "2020-03",
    "kind": "news",
    "summary": "",
    "countries": ["Ghana", "Mali"],
    "people": [
        {"name": "Ana", "part": "author"},
        {"name": "Bo", "role": "Officer", "organisation": "ICMPD"},
    ],
    "events": [{"date": "2020-02-01", "what": "A meeting."}],
}


def _needed(type_: str) -> dict[str, object]:
    """Return a row with what a record of this type cannot be without."""
    return {
        field.name: 1 if field.kind == "number" else "x"
        for field in fields_of(type_)
        if type_ in field.needed and type_ not in field.derived
    }


def test_there_is_a_record_for_every_type() -> None:
    """The types of records are those of the table of fields, in its order, and each is called so."""
    assert tuple(RECORDS) == TYPES
    for type_, kind in RECORDS.items():
        record = record_of(type_, _needed(type_))
        assert isinstance(record, kind)
        assert record.type == type_


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_has_the_fields_of_its_type(type_: str) -> None:
    """A record has the fields that the table gives its type, and those that are not needed are empty."""
    kind = RECORDS[type_]
    assert {"type", *kind._fields} == {field.name for field in fields_of(type_)}
    for field in fields_of(type_):
        empty = () if field.kind in ("texts", "people", "events") else None
        needed = field.name == "type" or type_ in field.needed
        assert needed or kind._field_defaults[field.name] == empty, field.name


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_is_read_from_what_is_needed_alone(type_: str) -> None:
    """A row with the needed keys alone is enough for a record, and all else is empty in it."""
    found = document_of(record_of(type_, _needed(type_)))
    made = {"title": "x 1 x (x)"} if type_ == "fact" else {}
    assert {key: value for key, value in found.items() if value not in (None, [])} == {
        "type": type_,
        **made,
        **_needed(type_),
    }


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_of_the_archive_goes_there_and_back(type_: str) -> None:
    """Every record of the archive is the same after it was JSON, whose keys are in the order of the table."""
    records = [record for record in contents_of([str(DATA)]).records if record.type == type_]
    assert records
    order = [field.name for field in fields_of(type_)]
    for record in records:
        document = document_of(record)
        again = record_of(type_, json.loads(json.dumps(document)))
        assert isinstance(record, RECORDS[type_])
        assert again == record
        assert document_of(again) == document
        assert list(document) == order
        assert [document[name] for name in order if not isinstance(document[name], list)] == [
            value_of(record, name) for name in order if not isinstance(document[name], list)
        ]


def test_a_record_holds_its_lists_as_values() -> None:
    """Lists become tuples, and people and events values of their own."""
    record = record_of("article", ARTICLE)
    assert isinstance(record, Article)
    assert record.countries == ("Ghana", "Mali")
    assert record.people == (Person("Ana", part="author"), Person("Bo", "Officer", "ICMPD"))
    assert record.events == (Event("2020-02-01", "A meeting."),)
    assert record.topics == ()
    assert record.url is None
    assert record.summary == ""


def test_a_document_has_its_people_and_events_in_full() -> None:
    """People and events come as objects with all their keys, null where nothing is known."""
    document = document_of(record_of("article", ARTICLE))
    assert document["people"] == [
        {"name": "Ana", "role": None, "organisation": None, "part": "author", "family": None},
        {"name": "Bo", "role": "Officer", "organisation": "ICMPD", "part": None, "family": None},
    ]
    assert document["events"] == [{"date": "2020-02-01", "what": "A meeting."}]


def test_a_zero_is_not_nothing() -> None:
    """A figure of zero stays zero on its way there and back."""
    record = record_of("fact", {**_needed("fact"), "value": 0})
    assert isinstance(record, Fact)
    assert record.value == 0
    assert document_of(record)["value"] == 0


def test_what_is_derived_is_not_read() -> None:
    """The title and the date of a fact follow from its figure and its as-of date, whatever its row says."""
    row = {**_needed("fact"), "title": "Written by hand", "date": "1999", "as_of": "2020-04"}
    record = record_of("fact", row)
    assert (record.title, record.date) == ("x 1 x (x)", "2020-04")


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Quokkas"), ("countries", ("Ghana", "Mali")), ("type", "article"), ("metric", None)],
)
def test_a_field_is_read_by_its_name(name: str, value: object) -> None:
    """The value of a field comes by its name, and nothing for a field that records of the type lack."""
    assert value_of(record_of("article", ARTICLE), name) == value


@pytest.mark.parametrize(
    ("date", "month"), [("2020-03-30", True), ("2020-03", True), ("2020", False), ("", False)]
)
def test_a_record_is_dated_to_the_month_or_not(date: str, *, month: bool) -> None:
    """A record has a month where its date is a month or a day, not where it is a year or nothing."""
    assert has_a_month(record_of("article", {**ARTICLE, "date": date or None})) is month


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (5000, "experts", "5,000"),
        (2009, "year", "2009"),
        (0.5, "%", "0.5"),
        (1234567.5, "EUR", "1,234,567.5"),
    ],
)
def test_a_figure_has_separators_but_for_a_year(value: float, unit: str, written: str) -> None:
    """The thousands of a figure are separated, and a year is written as years are."""
    assert number(value, unit) == written


@pytest.mark.parametrize(
    "more",
    [{"score": 1.5}, {"snippet": "x", "snippet_marks": [[0, 1]], "matched": ["title"]}, {"related": []}],
)
def test_keys_that_no_record_has_are_left_aside(more: dict[str, object]) -> None:
    """What a command adds to a document does not get in the way of the record."""
    assert record_of("article", {**ARTICLE, **more}) == record_of("article", ARTICLE)


def test_a_record_can_be_a_key_and_not_be_changed() -> None:
    """A record is a value: equal ones are one key, and none can be changed."""
    one, two = record_of("article", ARTICLE), record_of("article", dict(ARTICLE))
    assert len({one, two}) == 1
    with pytest.raises(AttributeError):
        one.title = "Wombats"  # type: ignore[misc]  # that is what is tested


@pytest.mark.parametrize(
    ("type_", "row", "error"),
    [
        ("", {}, KeyError),
        ("wombat", {}, KeyError),
        ("term", {"id": "x", "title": "x"}, TypeError),
        ("article", {"id": "x", "title": "x", "kind": "news", "summary": None}, TypeError),
        ("article", {**ARTICLE, "people": [{"role": "Officer"}]}, TypeError),
        ("article", {**ARTICLE, "events": [{"date": "2020", "what": "x", "where": "y"}]}, TypeError),
    ],
)
def test_a_row_that_is_no_record_is_refused(
    type_: str, row: dict[str, object], error: type[Exception]
) -> None:
    """A row of no known type, or without what its type needs, is an error rather than half a record."""
    with pytest.raises(error):
        record_of(type_, row)


def test_every_field_is_named_once_and_has_a_known_column() -> None:
    """The table of fields has no name twice, and only types and columns of the index that there are."""
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    for field in FIELDS:
        assert set(field.types) <= set(TYPES)
        assert set(field.needed) <= set(field.types)
        assert set(field.derived) <= set(field.types)
        assert field.column in ("", *TEXT_COLUMNS)


def test_the_common_fields_come_first() -> None:
    """Every type begins with the same nine fields."""
    assert {tuple(field.name for field in fields_of(type_)[:9]) for type_ in TYPES} == {
        ("id", "type", "title", "date", "date_basis", "url", "accessed", "archived_url", "note")
    }


@pytest.mark.parametrize("type_", TYPES)
def test_the_columns_shown_are_fields_of_the_type(type_: str) -> None:
    """What is shown of a type, and of any record, are fields that it has."""
    names = {field.name for field in fields_of(type_)}
    assert set(DEFAULT_FIELDS[type_]) <= names
    assert set(DEFAULT_FIELDS["any"]) <= names


@pytest.mark.parametrize("facet", FACETS, ids=[facet.name for facet in FACETS])
def test_a_facet_is_found_by_its_name_and_has_fields(facet: Facet) -> None:
    """Each facet is found by its name, and its values come from fields that there are."""
    assert facet_named(facet.name) is facet
    assert set(facet.fields) <= {field.name for field in FIELDS}


@pytest.mark.parametrize("name", ["", "countries", "Country", "wombat"])
def test_no_other_name_is_a_facet(name: str) -> None:
    """A plural, another case or another word names no facet."""
    assert facet_named(name) is None
