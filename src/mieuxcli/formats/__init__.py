"""The one table of formats and shapes: what a shape can be written as, and by which function."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import UsageError, quoted
from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mieuxcli.views import Shape

__all__ = ["FORMATS", "Format", "check_format", "rendered"]


class Format(NamedTuple):
    """A format: what it is, the module that writes it, and the shapes it is written for."""

    meaning: str
    module: str
    shapes: tuple[str, ...] = ("Rows", "Grid", "Cards", "Counts", "Series")


_RECORDS = ("Rows", "Cards", "Series")

FORMATS = {
    "table": Format("tables, cards and bars for a terminal (the default there)", "console"),
    "plain": Format("tab-separated lines without header (the default in a pipe)", "formats.text"),
    "tsv": Format("tab-separated values with a header", "formats.text"),
    "csv": Format("comma-separated values with a header, RFC 4180", "formats.text"),
    "json": Format("one JSON document", "formats.text"),
    "jsonl": Format("JSON Lines, one record a line", "formats.text"),
    "ids": Format("ids alone, one a line", "formats.text", _RECORDS),
    "md": Format("Markdown: a GitHub table, or a section a record in full", "formats.markdown"),
    "bibtex": Format("BibTeX for biber, one @online a record", "formats.citations", _RECORDS),
    "ris": Format("RIS for reference managers", "formats.citations", _RECORDS),
    "csl-json": Format("CSL-JSON for citation processors", "formats.citations", _RECORDS),
    "svg": Format("a picture of what the terminal shows, as SVG", "console"),
    "html": Format("the same as a page of HTML", "console"),
    "ics": Format("iCalendar, RFC 5545: what is dated to the day", "formats.calendar", _RECORDS),
}


def check_format(name: str) -> None:
    """Raise UsageError, with the nearest names, unless there is such a format."""
    if name not in FORMATS:
        near = nearest(name, FORMATS)
        hint = f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {quoted(name)}", hint)


def rendered(shape: Shape, name: str, *, raw: bool = False) -> Iterable[str]:
    """Return the lines (each with its end) of a shape in a format; UsageError where the format is not for that shape."""
    check_format(name)
    form, kind = FORMATS[name], type(shape).__name__
    if kind not in form.shapes:
        able = ", ".join(other for other, one in FORMATS.items() if kind in one.shapes)
        raise UsageError(f"{name} cannot show {_SHAPES[kind]}", f"formats that can: {able}")
    function: Callable[..., Iterable[str]] = getattr(import_module(f"mieuxcli.{form.module}"), name.replace("-", "_"))
    return function(shape, raw=raw)


_SHAPES = {"Rows": "a list of records", "Grid": "a list of fields", "Cards": "records in full", "Counts": "counts", "Series": "a timeline"}
