"""Records as values: their fields are those of the table of fields, and they come from documents and go back."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from mieuxcli.fields import DEFAULT_FIELDS, FACETS, FIELDS, TEXT_COLUMNS, TYPES, Facet, facet_named, fields_of
from mieuxcli.loading import completed, load
from mieuxcli.models import RECORDS, Article, Event, Fact, Person, document_of, record_of

DATA = Path(__file__).parents[1] / "data"

ARTICLE = completed(
    "article",
    {
        "id": "2020-quokkas",
        "title": "Quokkas",
        "date": "2020-03",
        "kind": "news",
        "summary": "",
        "countries": ["Ghana", "Mali"],
        "people": [{"name": "Ana", "part": "author"}, {"name": "Bo", "role": "Officer", "organisation": "ICMPD"}],
        "events": [{"date": "2020-02-01", "what": "A meeting."}],
    },
)


def test_there_is_a_record_for_every_type() -> None:
    """The types of records are those of the table of fields, in its order."""
    assert tuple(RECORDS) == TYPES


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_has_the_fields_of_its_type(type_: str) -> None:
    """A record has the fields that the table gives its type, and those that are not needed are empty unless given."""
    named = {field.name: field for field in fields_of(type_)}
    assert {field.name for field in fields(RECORDS[type_])} == set(named)
    for field in fields(RECORDS[type_]):
        empty = () if named[field.name].kind in ("texts", "people", "events") else None
        needed = field.name == "type" or type_ in named[field.name].needed
        assert needed or field.default == empty, field.name


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_is_read_from_what_is_needed_alone(type_: str) -> None:
    """A document with the needed keys alone is enough for a record, and all else is empty in it."""
    needed = {field.name: 1 if field.kind == "number" else "x" for field in fields_of(type_) if type_ in field.needed}
    found = document_of(record_of({"type": type_, **needed}))
    assert {key: value for key, value in found.items() if value not in (None, [])} == {"type": type_, **needed}


@pytest.mark.parametrize("type_", TYPES)
def test_a_record_of_the_archive_goes_there_and_back(type_: str) -> None:
    """Every record of the archive is the same document after it was a value, with its keys in the same order of the type."""
    documents = [document for document in load(DATA).documents if document["type"] == type_]
    assert documents
    order = [field.name for field in fields(RECORDS[type_])]
    for document in documents:
        record = record_of(document)
        assert isinstance(record, RECORDS[type_])
        assert document_of(record) == document
        assert list(document_of(record)) == order
        assert record_of(document_of(record)) == record


def test_a_record_holds_its_lists_as_values() -> None:
    """Lists become tuples, and people and events values of their own."""
    record = record_of(ARTICLE)
    assert isinstance(record, Article)
    assert record.countries == ("Ghana", "Mali")
    assert record.people == (Person("Ana", part="author"), Person("Bo", "Officer", "ICMPD"))
    assert record.events == (Event("2020-02-01", "A meeting."),)
    assert record.topics == ()
    assert record.url is None
    assert record.summary == ""


def test_a_document_has_its_people_and_events_in_full() -> None:
    """People and events come as objects with all their keys, null where nothing is known."""
    document = document_of(record_of(ARTICLE))
    assert document["people"] == [
        {"name": "Ana", "role": None, "organisation": None, "part": "author", "family": None},
        {"name": "Bo", "role": "Officer", "organisation": "ICMPD", "part": None, "family": None},
    ]
    assert document["events"] == [{"date": "2020-02-01", "what": "A meeting."}]


def test_a_zero_is_not_nothing() -> None:
    """A figure of zero stays zero on its way there and back."""
    base = {"id": "x", "title": "x", "metric": "x", "qualifier": "exactly", "unit": "x", "scope": "x", "source_title": "x", "wording": "x"}
    record = record_of({"type": "fact", **base, "value": 0})
    assert isinstance(record, Fact)
    assert record.value == 0
    assert document_of(record)["value"] == 0


@pytest.mark.parametrize("more", [{"score": 1.5}, {"snippet": "x", "snippet_marks": [[0, 1]], "matched": ["title"]}, {"related": []}])
def test_keys_that_no_record_has_are_left_aside(more: dict[str, Any]) -> None:
    """What a command adds to a document does not get in the way of the record."""
    assert record_of({**ARTICLE, **more}) == record_of(ARTICLE)


def test_a_record_can_be_a_key_and_not_be_changed() -> None:
    """A record is a value: equal ones are one key, and none can be changed."""
    one, two = record_of(ARTICLE), record_of(dict(ARTICLE))
    assert len({one, two}) == 1
    with pytest.raises(FrozenInstanceError):
        one.title = "Wombats"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({}, KeyError),
        ({"type": "wombat"}, KeyError),
        ({"type": "term", "id": "x", "title": "x"}, TypeError),
        ({"type": "article", "id": "x", "title": "x", "kind": "news", "summary": None}, TypeError),
        ({**ARTICLE, "people": [{"role": "Officer"}]}, TypeError),
        ({**ARTICLE, "events": [{"date": "2020", "what": "x", "where": "y"}]}, TypeError),
    ],
)
def test_a_document_that_is_no_record_is_refused(document: dict[str, Any], error: type[Exception]) -> None:
    """A document of no known type, or without what its type needs, is an error rather than half a record."""
    with pytest.raises(error):
        record_of(document)


def test_every_field_is_named_once_and_has_a_known_column() -> None:
    """The table of fields has no name twice, no type that is not there, and no column that is not in the index."""
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    for field in FIELDS:
        assert set(field.types) <= set(TYPES)
        assert set(field.needed) <= set(field.types)
        assert set(field.derived) <= set(field.types)
        assert field.column in ("", *TEXT_COLUMNS)


def test_the_common_fields_come_first() -> None:
    """Every type begins with the same seven fields."""
    assert {tuple(field.name for field in fields_of(type_)[:7]) for type_ in TYPES} == {
        ("id", "type", "title", "date", "date_basis", "url", "note")
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
