"""The building blocks of all pictures: styles, safe text, grids, bars and axes of dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.style import Style
from rich.text import Text

from mieuxcli.dates import period_of
from mieuxcli.fields import FIELDS
from mieuxcli.harmless import is_link, visible
from mieuxcli.records import Action
from mieuxcli.shapes import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.records import Record

__all__ = [
    "DIM",
    "DOUBT",
    "GUTTER",
    "HEADERS",
    "LABEL",
    "MATCH",
    "STRONG",
    "Axis",
    "axis_of",
    "bar",
    "begin",
    "end",
    "folded",
    "framed",
    "inked",
    "level",
    "linked",
    "ruler",
    "text_of",
]

# rich writes a link into HTML as it is.
_IN_HTML = str.maketrans({'"': "%22", "<": "%3C", ">": "%3E"})
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
HEADERS = {field.name: field.header or field.name.replace("_", " ") for field in FIELDS}
HEADERS["proof"] = "implied by"

# Only the terminal's sixteen colours, so that its own theme, light or dark, decides how they look.
DIM, STRONG, MATCH, LABEL, DOUBT = (
    Style.parse(style)
    for style in ("dim", "bold", "bold underline bright_magenta", "cyan", "bold bright_red")
)


def text_of(value: object, style: Style | str = "") -> Text:
    """Return a value as text in a style, harmless to the terminal."""
    return Text.assemble((visible(written(value)), style))


def linked(text: str, url: str | None, style: Style) -> Text:
    """Return text in a style, linked to its address if it may be followed and where the terminal supports links."""
    if url and is_link(url):
        style += Style(link=url.translate(_IN_HTML))
    return Text.assemble((visible(text), style))


# rich asks a console how wide a tab is.
_FOLDING = Console(_environ={})


def folded(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns, counting a wide character as two."""
    return [line.plain.rstrip() for line in Text(text).wrap(_FOLDING, width)] if text else []


def inked(drawn: str, style: Style) -> Text:
    """Return a drawn line with a style on each run of characters other than spaces.

    In an SVG each run then has a position of its own, whatever the font.
    """
    text = Text(drawn)
    for piece in re.finditer(r"\S+", drawn):
        text.stylize(style, *piece.span())
    return text


def bar(share: float, width: int) -> str:
    """Return a bar of eighth blocks for a share (0 to 1) of a width in columns.

    Any share above 0 gets at least an eighth of a column.
    """
    eighths = max(1, round(share * width * 8)) if share > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def level(number: float, most: float) -> str:
    """Return a block of one of eight heights for a number relative to the greatest, or a space for 0."""
    return _LEVELS[max(ceil(number / most * len(_LEVELS)), 1) - 1] if number else " "


GUTTER = 15  # the columns in front of an axis of dates, for the names of its lines
_ZOOMED = 550
_LEAST = 10


class Axis(NamedTuple):
    """The days from `first` to `last`, laid out over `width` columns."""

    first: date
    last: date
    width: int
    by_month: bool = False

    def at(self, day: date) -> int:
        """Return the column of a day; days outside the axis fall on its nearer end."""
        whole, most = max((self.last - self.first).days, 1), self.width - 1
        return min(max(round((day - self.first).days / whole * most), 0), most)


@cache
def begin(text: str | None) -> date:
    """Return the first day of a partial date: 2022-03-01 for 2022-03.

    Raises ValueError where there is no date.
    """
    return date.fromisoformat(period_of(text or "").begin)


@cache
def end(text: str | None) -> date:
    """Return the last day of a partial date: 2022-03-31 for 2022-03.

    Raises ValueError where there is no date.
    """
    return date.fromisoformat(period_of(text or "").end) - timedelta(days=1)


def axis_of(records: Sequence[Record], width: int) -> Axis:
    """Return the axis that spans the dates of the records, in whole years or, if it is short, whole months.

    It reaches to the ends of Actions, but not to those of phases.
    """
    dates = [record.date for record in records if record.date]
    days = [begin(date_) for date_ in dates] + [end(date_) for date_ in dates]
    days += [end(record.end) for record in records if isinstance(record, Action) and record.end]
    first, last = min(days), max(days)
    if (last - first).days <= _ZOOMED:
        return Axis(first.replace(day=1), end(last.isoformat()[:7]), max(width, _LEAST), by_month=True)
    return Axis(date(first.year, 1, 1), date(last.year, 12, 31), max(width, _LEAST))


def framed(frame: tuple[str, str], width: int) -> Axis:
    """Return the axis of a frame, from its first to its last day, by months where it is short."""
    first, last = date.fromisoformat(frame[0]), date.fromisoformat(frame[1])
    return Axis(first, last, max(width, _LEAST), by_month=(last - first).days <= _ZOOMED)


def ruler(axis: Axis) -> str:
    """Return the line of years along an axis, or of months along a short one.

    Each stands at its first day; some are skipped where they would run into each other.
    """
    years = range(axis.first.year, axis.last.year + 1)
    marks = [(date(year, 1, 1), f"{year:04}") for year in years]
    if axis.by_month:
        months = [date(year, month, 1) for year in years for month in range(1, 13)]
        marks = [(day, day.isoformat()[:7]) for day in months if axis.first <= day <= axis.last]
    elif axis.width < 6 * len(years) and axis.first.year // 100 == axis.last.year // 100:
        marks = [(day, name[2:]) for day, name in marks]
    wide = len(marks[0][1]) + (1 if len(marks[0][1]) == len("08") else 2)
    step = -(-wide * len(marks) // axis.width)
    cells = [" "] * axis.width
    for day, name in marks[::step]:
        at = axis.at(day)
        if at + len(name) <= axis.width:
            cells[at : at + len(name)] = name
    return "".join(cells)
