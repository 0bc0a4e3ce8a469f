"""CSV, JSON and JSON Lines become records, as the program and as people write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mieuxcli.compiler import contents_of
from mieuxcli.documents import document_of
from mieuxcli.fields import FIELDS
from mieuxcli.formats import rendered
from mieuxcli.importing import add, read
from mieuxcli.records import Event, value_of
from mieuxcli.shapes import Rows
from saved import articles, dates_of, empty_archive, problems_of, records_of, saved


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "tsv"])
def test_what_the_program_writes_comes_back(tmp_path: Path, mine: Path, form: str) -> None:
    """Every record of the bundled archive is the same after a way through a file, and known from then on."""
    records = contents_of(["bundled"]).records
    shape = Rows(tuple(one.name for one in FIELDS), records)
    page = saved(tmp_path, "".join(rendered(shape, form)), f"records.{form}")
    found = read([page])
    assert found.unread == []
    assert len(add(found, mine).new) == len(records)
    assert len(add(read([page]), mine).known) == len(records)
    kept = {one.id: one for one in records_of(mine)}
    assert {one.id for one in records} == set(kept)
    changed = [
        (one.id, name)
        for one in records
        for name in document_of(one)
        if value_of(kept[one.id], name) != value_of(one, name)
    ]
    assert changed == []
    assert problems_of(mine) == []


def test_a_table_of_a_few_columns_is_enough(tmp_path: Path, mine: Path) -> None:
    """Dates and lists are read as people write them, and what an article needs is filled in if it follows."""
    table = (
        "Title;Date;URL;Countries;People;Shoe size\r\n"
        'Quokkas;3 mars 2021;https://example.org/q;"Ghana; Togo";'
        '"Ana Example; Bo Example (Officer, ICMPD, author)";\r\n'
        "Wombats;;;;;\r\n"
    )
    found = read([saved(tmp_path, table, "table.csv")])
    assert [(one.line, one.why) for one in found.unread] == [
        (1, "there is no field for the column 'shoe_size'; it is left out")
    ]
    first, second = articles(found)
    assert (first.id, first.date, first.date_basis, first.kind) == (
        "2021-03-03-quokkas",
        "2021-03-03",
        "published",
        "news",
    )
    assert first.countries == ("Ghana", "Togo")
    assert [(one.name, one.role, one.part) for one in first.people] == [
        ("Ana Example", None, None),
        ("Bo Example", "Officer", "author"),
    ]
    assert (second.id, second.date, second.summary, second.note) == (
        "undated-wombats",
        None,
        "Wombats",
        "Imported from table.csv.",
    )
    add(found, mine)
    assert problems_of(mine) == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "t.csv",
            'title,date\nA,"1 May 2020"\nB,31 April 2020\n',
            [(3, "'31 April 2020' is a date that does not exist")],
        ),
        ("t.csv", 'title,date\n"A\nB",2020\nC,2020,x\n', [(4, "has 3 cells, the header 2")]),
        ("t.csv", 'title,date\nA,2020\n"B,2020\n', [(3, "is not CSV: unexpected end of data")]),
        ("t.csv", "title,dat\nA,2020\n", [(1, "there is no field for the column 'dat'; did you mean date?")]),
        ("t.csv", 'title,"date\nA,2020\n', [(1, "is not CSV: unexpected end of data")]),
        ("t.csv", "A,2020\nB,2021\n", [(1, "has no header of field names; mieux fields lists them")]),
        ("t.csv", "", [(0, "has no header of field names; mieux fields lists them")]),
        (
            "t.csv",
            "type,metric,value,unit\nfact,wombats,many,wombats\n",
            [(2, "value: must be a number, not 'many'")],
        ),
        (
            "t.jsonl",
            '{"title": "A"}\nnonsense\n{"title": "B"}\n',
            [(2, "is not JSON: Expecting value at column 1")],
        ),
        (
            "t.jsonl",
            '{"title": "A", "shoes": 4}\n{"title": "B", "shoes": 5}\n',
            [(1, "there is no field for the field 'shoes'; it is left out")],
        ),
        ("t.jsonl", '{"title": 5}\n', [(1, "title: must be a text, not '5'")]),
        ("t.jsonl", '{"type": "country", "name": "Ghana"}\n', [(1, "is vocabulary and no record")]),
        ("t.jsonl", '{"type": "artikel", "title": "A"}\n', [(1, "type: a record needs a type")]),
        ("t.json", '[\n{"title": "A"},\n7\n]', [(3, "type: a record needs a type")]),
        ("t.json", '[\n{"title": "A"},\n', [(3, "is not JSON: the array has no end")]),
        ("t.json", '[\n{"title": "A"},\n{"title"', [(3, "is not JSON: Expecting ':' delimiter at column 9")]),
    ],
)
def test_what_is_no_record_is_told_by_line(
    tmp_path: Path, name: str, text: str, told: list[tuple[int, str]]
) -> None:
    """Columns, rows and values that fit no record are named with their lines; the other rows are read."""
    found = read([saved(tmp_path, text, name)])
    assert {one.line for one in found.unread} == {line for line, _ in told}
    assert all(any(one.why.startswith(why) for one in found.unread) for _, why in told)
    assert {record.title for record in found.records} <= {"A", "B", "A B"}


def test_json_of_people_is_read_whatever_its_shape(tmp_path: Path) -> None:
    """Objects a line, in an array or over several lines, as `records` or by table are all read."""
    one, other = (
        {"title": "A", "date": "2021-03-03"},
        {"title": "B", "date": "3 March 2021", "events": [{"date": "May 2020", "what": "x"}]},
    )
    shapes = [
        f"{json.dumps(one)}\n\n{json.dumps(other)}",
        json.dumps([one, other]),
        json.dumps([one, other], indent=2),
        json.dumps({"records": [one, other]}, indent=1),
        json.dumps({"article": [one, other]}),
        json.dumps([{"period": "2021", "count": 2, "records": [one, other]}]),
    ]
    for shape in shapes:
        found = read([saved(tmp_path, shape, "page")])
        assert (dates_of(found), found.unread) == (["2021-03-03", "2021-03-03"], [])
        assert articles(found)[1].events == (Event("2020-05", "x"),)
