"""CSV and TSV, read back by the csv module, by a spreadsheet and by the rules of the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from openpyxl import Workbook, load_workbook

from conftest import Run
from hostile import TEXTS, TITLES, card_of, listed, quickly, rows_of, titled, written
from mieuxcli.shapes import Shape
from readers import csv_read, tsv_read

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(text: str) -> str:
    """Return a text as the manual says that CSV has it: line ends and tabs written out."""
    return text.replace("\r\n", "\\n").translate({10: "\\n", 13: "\\r", 9: "\\t"})


def csv_cell(text: str) -> str:
    """Return the line with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + csv_line(text) if text.startswith(FORMULA_SIGNS) else csv_line(text)


def test_csv_is_read_back_by_the_csv_module(run: Callable[..., Run], tmp_path: Path) -> None:
    """The csv module reads every hostile title back, each record on a line of its own."""
    text = listed(run, tmp_path, "--format", "csv", "--fields", "id,title,organisations")
    rows = csv_read(text)
    assert rows[0] == ["id", "title", "organisations"]
    assert [row[1] for row in rows[1:]] == [csv_cell(title) for title in TITLES]
    assert text.count("\n") == text.count("\r\n") == len(rows)
    assert [row[2].endswith("; B") for row in rows[1:]] == [True] * len(TITLES)


def test_raw_csv_is_read_back_as_it_is(run: Callable[..., Run], tmp_path: Path) -> None:
    """With --raw the csv module reads the titles back without an apostrophe, formulas too."""
    rows = csv_read(listed(run, tmp_path, "--format", "csv", "--fields", "title,summary", "--raw"))
    assert rows[1:] == [[csv_line(title)] * 2 for title in TITLES]


def test_a_spreadsheet_runs_no_cell_of_a_csv(run: Callable[..., Run], tmp_path: Path) -> None:
    """The rows, put into a sheet and read back, are the same texts and none of them a formula."""
    rows = csv_read(listed(run, tmp_path, "--format", "csv", "--fields", "id,title,summary"))
    assert in_sheet(tmp_path, rows) == [[(value, "s") for value in row] for row in rows]


def test_a_spreadsheet_runs_formulas_of_raw_csv(run: Callable[..., Run], tmp_path: Path) -> None:
    """With --raw texts that begin with an equals sign are formulas in a sheet: the test above can fail."""
    rows = csv_read(listed(run, tmp_path, "--format", "csv", "--fields", "title", "--raw"))
    formulas = [value for ((value, kind),) in in_sheet(tmp_path, rows) if kind == "f"]
    assert formulas == [title for title in TITLES if title.startswith("=")]


def in_sheet(folder: Path, rows: Iterable[list[str]]) -> list[list[tuple[str, str]]]:
    """Save rows as a workbook, and return the values and kinds of its cells as they are loaded again."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    return [
        [(cell.value, cell.data_type) for cell in row] for row in load_workbook(folder / "sheet.xlsx").active
    ]


@pytest.mark.parametrize(
    "shape",
    [
        rows_of("organisations", organisations=["=cmd()"]),
        rows_of("people", people=[{"name": "=cmd()"}]),
        card_of(people=[{"name": "=cmd()"}]),
    ],
    ids=["list", "people", "card"],
)
def test_nested_values_are_harmless_too(shape: Shape) -> None:
    """A list or a person that begins like a formula is made harmless as a text is."""
    text = written(shape, "csv")
    assert "=cmd()" in text
    assert [cell for row in csv_read(text) for cell in row if cell.startswith("=")] == []


def test_raw_csv_joins_lists_as_csv_does() -> None:
    """--raw leaves texts as they are; lists are joined as ever."""
    rows = rows_of(
        "countries", "people", countries=["Ghana", "Togo"], people=[{"name": "Ana Li", "role": "Officer"}]
    )
    assert written(rows, "csv", raw=True) == written(rows, "csv")


def test_tsv_is_read_back_exactly(run: Callable[..., Run], tmp_path: Path) -> None:
    """Tabs, line ends and backslashes come back from TSV as they were; `plain` is TSV without its header."""
    text = listed(run, tmp_path, "--format", "tsv", "--fields", "title,summary,id")
    assert [row[:2] for row in tsv_read(text)] == [
        ["title", "summary"],
        *([title, title] for title in TITLES),
    ]
    assert (
        listed(run, tmp_path, "--format", "plain", "--fields", "title,summary,id") == text.split("\n", 1)[1]
    )


@quickly
@given(TEXTS)
@example("\\")
@example("\\\n")
def test_any_text_comes_back_from_tsv(text: str) -> None:
    """Whatever a title is, TSV has it back, alone and in a list, where semicolons of its own are marked."""
    part = text.replace("\\", "\\\\").replace(";", "\\;")
    assert tsv_read(written(titled(text), "tsv"))[1][1:] == [text, f"{part}; {part}"]


@quickly
@given(TEXTS)
def test_any_text_comes_back_from_csv(text: str) -> None:
    """Whatever a title is, CSV has it on one line and harmless, and raw CSV has it without an apostrophe."""
    plain = written(titled(text), "csv")
    assert plain.count("\n") == plain.count("\r") == 2
    assert csv_read(plain)[1][1] == csv_cell(text)
    assert csv_read(written(rows_of("title", title=text), "csv", raw=True))[1] == [csv_line(text)]


def test_nested_values_are_joined() -> None:
    """Lists are joined with a semicolon; people have role, organisation and part, events their date."""
    rows = rows_of(
        "countries",
        "people",
        "events",
        countries=["Ghana", "Togo"],
        people=[
            {"name": "Ana Li", "role": "Officer", "organisation": "ICMPD", "part": "author"},
            {"name": "Bo"},
        ],
        events=[
            {"date": "2019-05", "what": "A meeting."},
            {"date": "2019-06-01", "what": "Another,\nlonger."},
        ],
    )
    joined = [
        "Ghana; Togo",
        "Ana Li (Officer, ICMPD, author); Bo",
        "2019-05 A meeting.; 2019-06-01 Another,\nlonger.",
    ]
    assert tsv_read(written(rows, "tsv"))[1] == joined
    assert csv_read(written(rows, "csv"))[1] == [*map(csv_cell, joined)]
