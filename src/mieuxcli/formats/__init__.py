"""The table of formats: the shapes that each can show, what it shows of them, and its module."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import UsageError, unknown
from mieuxcli.shapes import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mieuxcli.shapes import Shape

__all__ = ["FORMATS", "Format", "able", "check_format", "rendered", "wants_marks"]

_COUNTS = ("Counts", "Cross", "Overview")
_RECORDS = ("Rows", "Cards", "Series")
_ALL = ("Rows", "Grid", "Cards", *_COUNTS, "Series", "Map")


class Format(NamedTuple):
    """A format: what it is, the module that writes it, and the shapes it can show.

    `draws` marks a picture, which names only what it has room for; `columns`, a format that shows just the
    fields asked for; `marks`, one that shows where a hit matched; `facets`, one with a place for the facets
    of a search; `raw`, one read by spreadsheets, which makes cells that look like formulas harmless unless
    raw cells are wanted.
    """

    meaning: str
    module: str
    shapes: tuple[str, ...] = _ALL
    draws: bool = False
    columns: bool = False
    marks: bool = True
    facets: bool = False
    raw: bool = False


FORMATS = {
    "table": Format(
        "tables, cards and bars for a terminal (the default there)",
        "console",
        (*_ALL, "Problems"),
        draws=True,
        facets=True,
    ),
    "plain": Format(
        "tab-separated lines without header (the default in a pipe)",
        "formats.text",
        (*_ALL, "Problems"),
        columns=True,
    ),
    "tsv": Format("tab-separated values with a header", "formats.text", columns=True),
    "csv": Format("comma-separated values with a header, RFC 4180", "formats.text", columns=True, raw=True),
    "json": Format("one JSON document", "formats.text", (*_ALL, "Problems"), facets=True),
    "jsonl": Format("JSON Lines, one record a line", "formats.text", (*_ALL, "Problems")),
    "ids": Format("ids alone, one a line", "formats.text", _RECORDS, marks=False),
    "md": Format("Markdown: a GitHub table, or a section a record in full", "formats.markdown"),
    "bibtex": Format(
        "BibTeX, one @misc a record, for classic styles too", "formats.citations", _RECORDS, marks=False
    ),
    "biblatex": Format(
        "BibLaTeX for biber, one @online a record", "formats.citations", _RECORDS, marks=False
    ),
    "ris": Format("RIS for reference managers", "formats.citations", _RECORDS, marks=False),
    "csl-json": Format("CSL-JSON for citation processors", "formats.citations", _RECORDS, marks=False),
    "svg": Format(
        "a chart of counts, of a metric's figures, a timeline or a map, as SVG; else as terminal-svg",
        "charts",
        draws=True,
        facets=True,
    ),
    "terminal-svg": Format(
        "a picture of what the terminal shows, as SVG", "console", draws=True, facets=True
    ),
    "geojson": Format("GeoJSON, RFC 7946: a point a country", "formats.geojson", ("Map",), marks=False),
    "html": Format("a page of HTML with tables, links and the chart", "formats.html", facets=True),
    "ics": Format(
        "iCalendar, RFC 5545: what is dated to the day or month", "formats.calendar", _RECORDS, marks=False
    ),
}
_CALLED = {
    "Rows": "a list of records",
    "Grid": "a list of fields",
    "Problems": "problems",
    "Cards": "records in full",
    **dict.fromkeys(_COUNTS, "counts"),
    "Series": "a timeline",
    "Map": "a map",
}


def able(shapes: Iterable[str]) -> list[str]:
    """Return the names of the formats that can show one of these shapes."""
    wanted = frozenset(shapes)
    return [name for name, form in FORMATS.items() if wanted.intersection(form.shapes)]


def check_format(name: str) -> None:
    """Raise UsageError, with the nearest names as a hint, unless the format exists."""
    if name not in FORMATS:
        raise unknown("format", name, FORMATS)


def wants_marks(name: str, columns: tuple[str, ...]) -> bool:
    """Return whether a format, given these columns, shows where hits matched."""
    form = FORMATS[name]
    return "snippet" in columns if form.columns else form.marks


def rendered(shape: Shape, name: str, *, raw: bool = False) -> Iterable[str]:
    """Return the lines of a shape in a format, each with its line end.

    Raises UsageError where there is no such format, or where it cannot show the shape.
    """
    check_format(name)
    form, kind = FORMATS[name], type(shape).__name__
    if kind not in form.shapes:
        raise UsageError(
            f"{name} cannot show {_CALLED[kind]}", f"formats that can: {', '.join(able([kind]))}"
        )
    if isinstance(shape, Rows) and name in ("svg", "html"):
        shape = shape._replace(rows=tuple(shape.rows))
    if name == "svg" and not import_module("mieuxcli.charts").has_chart(shape):
        return rendered(shape, "terminal-svg")
    function: Callable[..., Iterable[str]] = getattr(
        import_module(f"mieuxcli.{form.module}"), name.replace("-", "_")
    )
    return function(shape, raw=raw) if form.raw else function(shape)
