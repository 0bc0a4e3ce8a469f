"""Workbooks, read back by openpyxl."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from openpyxl import load_workbook

from conftest import Run
from hostile import TEXTS, TITLES, article, in_file, listed, quickly, titled
from mieuxcli.archive import Archive
from mieuxcli.fields import PLURALS, TYPES, fields_of
from mieuxcli.formats import packed
from mieuxcli.records import value_of
from mieuxcli.shapes import written as as_text
from readers import sheets_of
from terminals import in_terminal

EVERYTHING = ("search", *(part for type_ in TYPES for part in ("--type", type_)))


@pytest.fixture
def book(run: Callable[..., Run], tmp_path: Path) -> Any:  # noqa: ANN401 - openpyxl has no types
    """The whole archive as a workbook."""
    path = tmp_path / "all.xlsx"
    assert run(*EVERYTHING, "-o", path).code == 0
    return load_workbook(path)


def test_every_record_is_in_the_sheet_of_its_type(book: Any, archive: Archive) -> None:  # noqa: ANN401 - as above
    """Each sheet has the records of a type, with the fields of the type in the order of the table."""
    for type_ in TYPES:
        header, *rows = book[PLURALS[type_]].iter_rows(values_only=True)
        assert header[0] == "id"
        assert len(header) >= len(fields_of(type_)) - 1
        assert {row[0] for row in rows} == {one.id for one in archive.select(f"type:{type_}")}


def test_cells_say_what_the_records_say(book: Any, archive: Archive) -> None:  # noqa: ANN401 - as above
    """Days are dates, numbers are numbers, and everything else is the text of the field."""
    sheet = book["key facts"]
    names = [field.name for field in fields_of("fact") if field.name != "type"]
    for row in sheet.iter_rows(min_row=2):
        record = archive.get(row[0].value)
        for name, cell in zip(names, row, strict=False):
            value = value_of(record, name)
            if isinstance(cell.value, datetime):
                assert cell.value.date().isoformat() == value
            elif isinstance(value, int | float):
                assert cell.value == value
            else:
                assert (cell.value or "") == as_text(value)
    assert any(isinstance(cell.value, datetime) for row in sheet.iter_rows() for cell in row)


def test_no_cell_is_a_formula(run: Callable[..., Run], tmp_path: Path) -> None:
    """A text that looks like a formula stays the text that it is."""
    text = listed(run, tmp_path, "--format", "xlsx")
    book = load_workbook(io.BytesIO(text.encode("utf-8", "surrogateescape")))
    cells = [cell for row in book["articles"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}
    assert [
        title for title in TITLES if title.startswith(("=", "+", "@")) and title not in values(cells)
    ] == []


def values(cells: list[Any]) -> set[object]:
    """Return what stands in some cells."""
    return {cell.value for cell in cells}


def test_only_pages_and_mail_are_links(run: Callable[..., Run], tmp_path: Path) -> None:
    """An address of the web is a link, and any other a text."""
    urls = ("https://example.org/a", "mailto:a@example.org", "javascript:alert(1)", "file:///etc/passwd")
    rows = [article(at, url=url) for at, url in enumerate(urls, 1)]
    run("list", "--archive", in_file(tmp_path / "links.jsonl", *rows), "-o", tmp_path / "links.xlsx")
    sheet = load_workbook(tmp_path / "links.xlsx")["articles"]
    linked = {
        cell.value: cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink
    }
    assert linked.keys() & {*urls} == {*urls[:2]}
    assert [target for value, target in linked.items() if target != value] == []


def test_the_header_stays_in_sight(book: Any) -> None:  # noqa: ANN401 - as above
    """The first row and the ids are frozen in each sheet."""
    assert {sheet.freeze_panes for sheet in book} == {"B2"}


def test_fields_choose_the_columns(run: Callable[..., Run]) -> None:
    """--fields names the columns, of which a sheet has those of its type."""
    text = run("list", "--fields", "title,url,metric", "--limit", "2", "--format", "xlsx").out
    assert [len(row) for row in sheets_of(text)["articles"]] == [2, 2]


@quickly
@given(TEXTS)
@example("_x0041_")
@example("x" * 40_000)
def test_any_title_fits_a_cell(text: str) -> None:
    """Whatever a title is, openpyxl opens the workbook and finds its record."""
    book = load_workbook(io.BytesIO(packed(titled(text), "xlsx")))
    assert len([*book["articles"].iter_rows()]) == 2


def test_the_same_records_are_the_same_bytes(run: Callable[..., Run]) -> None:
    """A workbook tells nothing of when it was written."""
    first, second = (run("list", "--format", "xlsx").out for _ in range(2))
    assert first == second


def test_what_was_before_1900_or_is_half_known_stays_a_text(run: Callable[..., Run], tmp_path: Path) -> None:
    """A date that no spreadsheet can hold is the text that the record has."""
    rows = [article(1, date="1899-12-31"), article(2, date="2020-01"), article(3, date="2020")]
    got = run(
        "list",
        "--archive",
        in_file(tmp_path / "old.jsonl", *rows),
        "--fields",
        "date",
        "--sort",
        "-date",
        "-f",
        "xlsx",
    )
    assert sheets_of(got.out)["articles"] == [["2020-01"], ["2020"], ["1899-12-31"]]


def test_a_terminal_gets_no_workbook() -> None:
    """On a terminal one line says how to write a file."""
    seen = in_terminal(80, "list", "--format", "xlsx", told=True)
    assert "xlsx is not for a terminal" in seen
    assert "-o mieux.xlsx" in seen
    assert "PK" not in seen


def test_without_the_extra_one_line_says_how_to_get_it(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where XlsxWriter is lacking, the error names the extra."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    got = run("list", "--format", "xlsx")
    assert (got.code, got.out) == (2, "")
    assert got.err.endswith("hint: pip install 'mieuxcli[xlsx]'\n")
