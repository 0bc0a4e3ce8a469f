"""A record of any type with any texts and figures stays itself as TOML, as JSON and as a value."""

from __future__ import annotations

import json

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from mieuxcli.authoring import toml_of
from mieuxcli.documents import document_of, record_of
from mieuxcli.fields import QUALIFIERS, TYPES, fields_of
from mieuxcli.records import Person, Record
from strategies import HOSTILE_TEXT, PARTIAL_DATES

PEOPLE = st.fixed_dictionaries(
    {name: HOSTILE_TEXT if name == "name" else st.none() | HOSTILE_TEXT for name in Person._fields}
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
KINDS: dict[str, st.SearchStrategy[object]] = {
    "text": HOSTILE_TEXT,
    "url": HOSTILE_TEXT,
    "date": PARTIAL_DATES,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.integers(-(2**63), 2**63 - 1) | FINITE,
    "texts": st.lists(HOSTILE_TEXT, max_size=4),
    "people": st.lists(PEOPLE, max_size=3),
    "events": st.lists(st.fixed_dictionaries({"date": PARTIAL_DATES, "what": HOSTILE_TEXT}), max_size=3),
}


@st.composite
def records(draw: st.DrawFn, type_: str) -> Record:
    """Return a whole record of a type: what is needed always there, all else there or not."""
    row: dict[str, object] = {}
    for field in fields_of(type_):
        if type_ not in field.derived:
            kind = st.sampled_from(QUALIFIERS) if field.name == "qualifier" else KINDS[field.kind]
            row[field.name] = draw(kind if type_ in field.needed else st.none() | kind)
    return record_of(type_, row)


RECORDS = st.sampled_from(TYPES).flatmap(records)


@settings(max_examples=300)
@given(RECORDS)
def test_a_record_written_as_toml_is_read_as_itself(record: Record) -> None:
    """A record with any texts and figures is the same after it was written as TOML and read again."""
    written = tomli.loads(toml_of(record))
    assert list(written) == [record.type]
    assert [record_of(record.type, row) for row in written[record.type]] == [record]


@settings(max_examples=60)
@given(st.lists(records("article"), min_size=2, max_size=3))
def test_several_records_written_as_toml_are_read_in_order(many: list[Record]) -> None:
    """Records written one after another are read as the same, in order, whatever their texts hold."""
    written = tomli.loads("\n".join(map(toml_of, many)))
    assert [record_of("article", row) for row in written["article"]] == many


@settings(max_examples=300)
@given(RECORDS)
def test_a_record_is_itself_after_being_a_document(record: Record) -> None:
    """A record becomes an object of JSON and the same record again, and equal records have equal objects."""
    document = document_of(record)
    again = record_of(record.type, json.loads(json.dumps(document)))
    assert (type(again), again.type) == (type(record), document["type"])
    assert again == record
    assert document_of(again) == document
    assert hash(again) == hash(record)
