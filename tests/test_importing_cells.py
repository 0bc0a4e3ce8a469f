"""The cells of CSV and TSV come back as they were, whatever words are in them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieuxcli.fields import FIELDS
from mieuxcli.formats import rendered
from mieuxcli.importing import add, read
from mieuxcli.importing.tables import read_csv
from mieuxcli.records import Article, Event, Person
from mieuxcli.shapes import Rows
from saved import articles, empty_archive, saved

_WORDS = st.lists(
    st.sampled_from(
        ["Ana", "\\", ";", ",", "(a)", "(", ")", "; 2017", "role:", ", part: x", '"', "author", "ñ"]
    ),
    min_size=1,
    max_size=4,
).map(lambda words: " ".join("".join([" ", *words]).split()))
_PEOPLE = st.builds(
    Person,
    st.lists(st.sampled_from(["Ana", "Li", "(b)", ";", "\\"]), min_size=1, max_size=3).map(" ".join),
    st.none() | st.sampled_from(["Head, Unit", "Officer", "author", "A; B", "x, part: y", "(a; b) c", "d)"]),
    st.none() | st.sampled_from(["ICMPD", "DG, Togo", "X (Y), Z", "speaker", "a\\", "role: q"]),
    st.none() | st.sampled_from(["author", "speaker"]),
    st.none(),
)
_EVENTS = st.builds(Event, st.sampled_from(["2017", "2018-03", "2019-01-02"]), _WORDS)


def _written(record: Article, form: str) -> str:
    return "".join(rendered(Rows(tuple(one.name for one in FIELDS), [record]), form))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_PEOPLE, max_size=3), st.lists(_EVENTS, max_size=3), st.lists(_WORDS.filter(bool), max_size=3)
)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_people_events_and_lists_come_back(
    form: str, people: list[Person], events: list[Event], organisations: list[str]
) -> None:
    """Parts are told from each other whatever commas, semicolons, brackets and labels the words hold."""
    before = Article(
        "2020-a",
        "A",
        "news",
        "S",
        people=tuple(people),
        events=tuple(events),
        organisations=tuple(organisations),
    )
    found = read_csv(_written(before, form), f"t.{form}")
    (after,) = articles(found)
    assert found.unread == []
    assert (after.events, after.organisations) == (before.events, before.organisations)
    assert list(after.people) == people


def test_quotes_and_escapes_of_our_own_tsv_are_read(tmp_path: Path) -> None:
    """Words that begin with a quotation mark, backslashes and written-out tabs come back."""
    titles = ['"Cash" for work', 'He said "no"', r"C:\new", "two\twords", '"Whole"', '"Whole, too"', '"open']
    rows = [Article(f"2020-{at}", title, "news", "S") for at, title in enumerate(titles)]
    text = "".join(rendered(Rows(("id", "title", "kind", "summary"), rows), "tsv"))
    found = read([saved(tmp_path, text, "t.tsv")])
    assert found.unread == []
    assert [one.title for one in found.records] == [title.replace("\t", " ") for title in titles]


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_tsv_of_a_spreadsheet_is_read(tmp_path: Path, quoting: int) -> None:
    """A spreadsheet quotes cells with quotes, tabs and line ends in them."""
    rows = [["Title", "Date"], ['"Cash" for work', "2020"], ["a\tb", "2021"], ["c\nd", "2022"]]
    out = io.StringIO()
    csv.writer(out, delimiter="\t", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    found = read([saved(tmp_path, out.getvalue(), "t.tsv")])
    assert found.unread == []
    assert [one.title for one in found.records] == ['"Cash" for work', "a b", "c d"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_row_with_too_few_cells_is_told(tmp_path: Path, sign: str) -> None:
    """A row that is cut off is not read, and those around it are."""
    text = f"title{sign}date\nA{sign}2020\nB\nC{sign}2021\n"
    found = read([saved(tmp_path, text, "t.csv")])
    assert [one.title for one in found.records] == ["A", "C"]
    assert [(one.line, one.why) for one in found.unread] == [(3, "has 1 cells, the header 2")]


def test_lines_after_broken_csv_are_counted(tmp_path: Path) -> None:
    """Where a quotation mark is out of place the number of lines that stay unread is told."""
    found = read([saved(tmp_path, 'title,date\n"A"x,2020\nB,2021\nC,2022\n', "t.csv")])
    assert found.records == []
    assert [one.why.partition(", and ")[2] for one in found.unread] == ["the 2 lines after it are not read"]


def test_actions_known_from_one_page_are_several(tmp_path: Path) -> None:
    """Two Actions of different partners may have the address of the page that tells of both."""
    rows = [
        {
            "type": "action",
            "title": f"{name} II",
            "partner": name,
            "url": "https://example.org/1",
            "summary": "S",
        }
        | {"region": "Africa"}
        for name in ("Ghana", "Togo")
    ]
    found = read([saved(tmp_path, json.dumps(rows), "t.json")])
    assert [len(part) for part in add(found, empty_archive(tmp_path / "mine"))[:2]] == [2, 0]
