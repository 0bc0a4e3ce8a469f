"""A workbook for spreadsheets (Office Open XML): a sheet for each type of record, with real dates and numbers."""

from __future__ import annotations

from datetime import date, datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import UsageError
from mieuxcli.extras import library
from mieuxcli.fields import DEFAULT_FIELDS, FIELDS, PLURALS, fields_of
from mieuxcli.harmless import is_link
from mieuxcli.shapes import Rows, found_value, record_in, records_in, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from mieuxcli.shapes import Row, Shape

__all__ = ["xlsx"]

# The limits of Excel: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
_MOST_ROWS = 1_048_576
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079
_LONGEST_TEXT = 32_767
_EXACT = 10**15
_WIDTHS = {"date": 12, "integer": 9, "number": 12, "url": 40, "texts": 30}
_WIDE = ("title", "summary", "meaning", "scope", "note", "wording", "snippet")
_HEADERS = {field.name: field.header or field.name.replace("_", " ") for field in FIELDS}
_KINDS = {field.name: field.kind for field in FIELDS}
_DEFAULTS = frozenset(DEFAULT_FIELDS.values())


class _Styles(NamedTuple):
    header: Format
    day: Format
    link: Format


def xlsx(shape: Shape) -> bytes:
    """Return the records of a shape as a workbook, which is the same for the same records.

    A sheet has all fields of its type unless others were asked for. Raises UsageError where XlsxWriter is not
    installed, or where a sheet cannot hold so many records.
    """
    xlsxwriter = library("xlsxwriter", "XlsxWriter", "xlsx", "xlsx")
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        # Excel takes the time of writing otherwise, and no two files would be equal.
        book.set_properties({"created": datetime(1980, 1, 1, tzinfo=timezone.utc)})
        _fill(book, shape)
    return out.getvalue()


def _fill(book: Workbook, shape: Shape) -> None:
    styles = _Styles(
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"hyperlink": True}),
    )
    asked = shape.fields if isinstance(shape, Rows) else ()
    rows: Iterable[Row] = shape.rows if isinstance(shape, Rows) else records_in(shape)
    sheets: dict[str, _Sheet] = {}
    for row in rows:
        type_ = record_in(row).type
        if type_ not in sheets:
            sheets[type_] = _Sheet(book, styles, type_, _columns(type_, asked))
        sheets[type_].add(row)
    if not sheets:
        book.add_worksheet("nothing")


def _columns(type_: str, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a sheet: the fields asked for, else all of its type and what hits have besides."""
    more = tuple(name for name in asked if name not in _KINDS)
    own = tuple(name for name in asked if name in _KINDS)
    having = tuple(field.name for field in fields_of(type_))
    if own in _DEFAULTS or not own:
        return (*(name for name in having if name != "type"), *more)
    return tuple(name for name in asked if name in having or name in more)


class _Sheet:
    """A sheet that is filled row by row."""

    def __init__(self, book: Workbook, styles: _Styles, type_: str, columns: tuple[str, ...]) -> None:
        self.sheet: Worksheet = book.add_worksheet(PLURALS[type_])
        self.styles, self.columns, self.rows, self.links = styles, columns, 0, 0
        self.sheet.freeze_panes(1, 1)
        for at, name in enumerate(columns):
            width = 50 if name in _WIDE else _WIDTHS.get(_KINDS.get(name, ""), 16)
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(0, at, _HEADERS.get(name, name), styles.header)

    def add(self, row: Row) -> None:
        self.rows += 1
        if self.rows >= _MOST_ROWS:
            raise UsageError(
                f"a sheet holds no more than {_MOST_ROWS - 1:,} records", "--format csv holds any"
            )
        for at, name in enumerate(self.columns):
            self._write(at, _KINDS.get(name, ""), found_value(row, name))

    def _write(self, at: int, kind: str, value: object) -> None:
        text = _clean(written(value))
        if isinstance(value, int | float) and abs(value) < _EXACT:
            self.sheet.write_number(self.rows, at, value)
        elif kind == "date" and (day := _day(text)):
            self.sheet.write_datetime(self.rows, at, day, self.styles.day)
        elif kind == "url" and self._may_link(text):
            self.links += 1
            self.sheet.write_url(self.rows, at, text, self.styles.link, string=text)
        elif text:
            # Written as a string, a text that begins with = is none that a spreadsheet computes.
            self.sheet.write_string(self.rows, at, text)

    def _may_link(self, text: str) -> bool:
        return is_link(text) and len(text) <= _LONGEST_LINK and self.links < _MOST_LINKS


def _clean(text: str) -> str:
    """Return a text that a cell can hold: without lone surrogates, and cut with an ellipsis where too long."""
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return whole if len(whole) <= _LONGEST_TEXT else whole[: _LONGEST_TEXT - 1] + "…"


def _day(text: str) -> date | None:
    """Return a day that spreadsheets can hold as a date; months, years and what was before 1900 stay texts."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2022-03-30") else None
    except ValueError:
        return None
    return day if day and day.year >= 1900 else None
