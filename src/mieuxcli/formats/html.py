"""HTML: a page of its own with headings, tables and links, and a chart where there is one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mieuxcli.charts import svg
from mieuxcli.fields import FIELDS, fields_of
from mieuxcli.markup import Markup, element, joined, outward
from mieuxcli.records import Fact, Term, prose_of, value_of
from mieuxcli.shapes import (
    Cards,
    Counts,
    Cross,
    Grid,
    Hit,
    Map,
    Overview,
    Rows,
    Series,
    found_value,
    record_in,
    written,
)
from mieuxcli.units import name_of
from mieuxcli.verdicts import verdict_on
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.records import Record
    from mieuxcli.shapes import Card, Count, Row, Shape
    from mieuxcli.snippets import Snippet

__all__ = ["html"]

_HEADERS = {field.name: field.header or field.name.replace("_", " ") for field in FIELDS}
_APART = ("title", "summary", "meaning", "note", "type", "archived_url")
_ADDRESSES = ("url", "archived_url", "other_urls")
_NUMBERS = ("value", "value_max", "score", "number", "budget_eur", "count")
# Nothing is fetched and no script runs, whatever an archive says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem 0; }
.about { opacity: .8; }
svg { max-width: 100%; height: auto; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } }
"""


def html(shape: Shape) -> Iterator[str]:
    """Yield the page of a shape; what is text in an archive is text in the page too."""
    title, parts = _titled(shape)
    picture = Markup("".join(svg(shape)))
    yield "<!doctype html>\n"
    yield '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield f"{element('title', f'mieux: {title}')}\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    yield f"{element('h1', title)}\n"
    if picture:
        yield f"{element('figure', picture)}\n"
    yield from (f"{part}\n" for part in parts)
    yield "</main>\n</body>\n</html>\n"


def _titled(shape: Shape) -> tuple[str, Iterable[Markup]]:
    """Return the heading of a page and what stands below it."""
    if isinstance(shape, Rows):
        rows = list(shape.rows)
        return counted(len(rows), "record"), _rows(shape, rows)
    if isinstance(shape, Cards):
        cards = [_card(card) for card in shape.cards]
        return shape.cards[0].record.title if len(cards) == 1 else counted(len(cards), "record"), cards
    if isinstance(shape, Series):
        return f"{counted(len(shape.records), 'record')} by {shape.by}", _series(shape)
    if isinstance(shape, Cross):
        return f"{counted(shape.total, 'record')} by {shape.facets[0]} and {shape.facets[1]}", [_cross(shape)]
    if isinstance(shape, Counts | Overview):
        units = shape.units if isinstance(shape, Counts) else {}
        tables = [_counts(name, units.get(name, "records"), found) for name, found in shape.by.items()]
        return counted(shape.total, "record"), tables
    if isinstance(shape, Map):
        return shape.unit, [_counts(shape.by, shape.noun, [one.found for one in shape.countries])]
    if isinstance(shape, Grid):
        return "Fields", [
            _table([_HEADERS.get(name, name) for name in shape.fields], map(_texts, shape.rows))
        ]
    return "Problems", [element("p", str(problem)) for problem in shape.problems]


def _texts(row: Iterable[object]) -> list[str]:
    return [str(cell) for cell in row]


def _rows(shape: Rows, rows: Sequence[Row]) -> Iterator[Markup]:
    records = [record_in(row) for row in rows]
    if shape.layout == "figures":
        yield from _figures([record for record in records if isinstance(record, Fact)])
    elif shape.layout == "glossary":
        yield element("dl", *(_meaning(record) for record in records if isinstance(record, Term)))
    elif rows:
        yield _table(
            [_HEADERS.get(name, name) for name in shape.fields],
            ([_cell(row, name) for name in shape.fields] for row in rows),
            numbers=[at for at, name in enumerate(shape.fields) if name in _NUMBERS],
        )
    for facet, found in (shape.facets or {}).items():
        yield _counts(facet, "records", found)


def _cell(row: Row, name: str) -> str:
    record = record_in(row)
    if name == "title":
        return outward(record.url or "", record.title)
    if name == "snippet" and isinstance(row, Hit):
        return _marked(row.snippet)
    return _value(name, found_value(row, name))


def _value(name: str, value: object) -> Markup:
    if name not in _ADDRESSES or not value:
        return joined(written(value))
    urls = value if isinstance(value, tuple) else (value,)
    return joined(*(outward(str(url), str(url)) for url in urls), by="; ")


def _marked(snippet: Snippet) -> Markup:
    out, at = [], 0
    for start, end in snippet.marks:
        out += [joined(snippet.text[at:start]), element("mark", snippet.text[start:end])]
        at = end
    return joined(*out, snippet.text[at:])


def _table(
    header: Iterable[str], rows: Iterable[Sequence[str]], *, caption: str = "", numbers: Sequence[int] = ()
) -> Markup:
    """Return a table with a row of headings, and some columns of numbers."""

    def kind(at: int) -> str | None:
        return "number" if at in numbers else None

    head = element(
        "tr", *(element("th", name, scope="col", class_=kind(at)) for at, name in enumerate(header))
    )
    body = (
        element("tr", *(element("td", cell, class_=kind(at)) for at, cell in enumerate(row))) for row in rows
    )
    told = [element("caption", caption)] if caption else []
    return element("table", *told, element("thead", head), element("tbody", *body))


def _counts(facet: str, unit: str, found: Iterable[Count]) -> Markup:
    rows = ([name_of(count.label, facet), f"{count.number:,}", f"{count.share:.1%}"] for count in found)
    return _table((facet, "count", "share"), rows, caption=f"{unit}, by {facet}", numbers=(1, 2))


def _cross(shape: Cross) -> Markup:
    rows = zip(shape.rows, shape.cells, strict=True)
    without = ", ".join(f"{number:,} without {name}" for name, number in shape.without.items() if number)
    return _table(
        (" by ".join(shape.facets), *shape.columns),
        ([row, *(f"{number:,}" if number else "" for number in numbers)] for row, numbers in rows),
        caption=without,
        numbers=range(1, len(shape.columns) + 1),
    )


def _series(shape: Series) -> Iterator[Markup]:
    for span in shape.periods:
        yield element("h2", span.period)
        yield element("ul", *(element("li", joined(f"{one.date} ", _linked(one))) for one in span.records))
    if shape.undated:
        yield element("p", f"{counted(shape.undated, 'record')} not shown, without a date", class_="about")


def _linked(record: Record) -> Markup:
    return joined(outward(record.url or "", record.title), " ", element("code", record.id))


def _figures(found: Sequence[Fact]) -> Iterator[Markup]:
    """Yield the figures of each metric, with what they say together, and the page that each is from."""
    for metric, group in groupby(found, key=lambda fact: fact.metric):
        members = list(group)
        yield element("h2", metric)
        yield element("p", verdict_on(members), class_="about")
        yield _table(
            ("as of", "figure", "source", "note"),
            (
                [fact.as_of or "undated", fact.title, outward(fact.url or "", fact.source_title), _note(fact)]
                for fact in members
            ),
        )


def _note(fact: Fact) -> Markup:
    disputed = [element("strong", "disputed"), " "] if fact.disagrees_with else []
    return joined(*disputed, fact.note or "")


def _meaning(term: Term) -> Markup:
    named = joined(outward(term.url or "", term.title), f" {term.expansion}" if term.expansion else "")
    return joined(element("dt", named), element("dd", term.meaning))


def _card(card: Card) -> Markup:
    """Return a record in full: its prose, its fields, its note and what is related to it."""
    record = card.record
    prose = prose_of(record)
    fields = [
        joined(element("dt", _HEADERS[field.name]), element("dd", _value(field.name, value)))
        for field in fields_of(record.type)
        if field.name not in _APART and (value := value_of(record, field.name)) not in (None, ())
    ]
    related = [
        element("li", joined(_linked(kin.record), f": {', '.join(kin.reasons)}")) for kin in card.related
    ]
    return element(
        "article",
        element("h2", outward(record.url or "", record.title)),
        *([element("p", prose)] if prose else []),
        element("dl", *fields),
        *([element("p", element("em", record.note))] if record.note else []),
        *([element("h3", "related"), element("ul", *related)] if related else []),
    )
