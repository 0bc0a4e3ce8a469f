"""Pure answers: what was selected, arranged into one of the four shapes that formats render."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mieuxcli.fields import FIELDS, SEPARATOR, TEXT_COLUMNS, TYPES, facet_named
from mieuxcli.query import EVERYTHING, Expression, Match, Selection, any_of
from mieuxcli.snippets import Snippet, snippet_of, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mieuxcli.archive import Archive
    from mieuxcli.models import Document
    from mieuxcli.store.reading import Hit

__all__ = [
    "Card",
    "Cards",
    "Count",
    "Counts",
    "Grid",
    "Related",
    "Rows",
    "Series",
    "Shape",
    "Span",
    "cards",
    "counts",
    "found",
    "named",
    "neighbours",
    "overview",
    "related",
    "series",
    "type_expression",
]

_PIPE_WIDTH = 160
_RELATING = {"topic": 1.0, "country": 1.0, "person": 2.0, "organisation": 1.0, "series": 0.3}
_TOO_FREQUENT = 2000
_TWO = 2
_FEW = 60


class Rows(NamedTuple):
    """Records, one a row, with the fields to be shown where a format shows columns."""

    fields: tuple[str, ...]
    records: Iterable[Document]
    facets: dict[str, list[Count]] | None = None


class Grid(NamedTuple):
    """Rows that are no records: their columns and what stands in them."""

    fields: tuple[str, ...]
    records: Sequence[Mapping[str, Any]]


class Related(NamedTuple):
    """A record that is like another, and why."""

    id: str
    type: str
    title: str
    date: str | None
    reasons: tuple[str, ...]


class Card(NamedTuple):
    """One record in full with what belongs to it: the pieces before and after it in its series, and related records."""

    document: Document
    before: Related | None
    after: Related | None
    related: tuple[Related, ...]


class Cards(NamedTuple):
    """One or more cards in the order they were asked for."""

    cards: tuple[Card, ...]


class Count(NamedTuple):
    """How many records have a label, and their share of the total (0 to 1)."""

    label: str
    number: int
    share: float


class Counts(NamedTuple):
    """How the selected records spread over facets; `about` says more of the whole: the span of dates, the coverage."""

    total: int
    by: dict[str, list[Count]]
    about: dict[str, Any]


class Span(NamedTuple):
    """A period of a series with the records in it."""

    period: str
    records: tuple[Document, ...]


class Series(NamedTuple):
    """Periods in order of time, and how many of the selected records have no date to be placed by."""

    by: str
    periods: tuple[Span, ...]
    undated: int


Shape: TypeAlias = Rows | Grid | Cards | Counts | Series


def type_expression(types: Iterable[str]) -> Expression:
    """Return the expression that selects records of these types."""
    return any_of(Match("type", type_) for type_ in types)


def found(hits: Iterable[Hit], fields: tuple[str, ...], width: int = _PIPE_WIDTH) -> Rows:
    """Arrange hits into rows whose records also have score, snippet (with the places of its marks) and matched."""
    return Rows(fields, (_hit_document(hit, width) for hit in hits))


def _hit_document(hit: Hit, width: int) -> dict[str, Any]:
    snippet, title = _best_snippet(hit, width), unmarked(hit.marked.get("title", ""))
    return {
        **hit.document,
        "score": hit.score,
        "snippet": snippet.text,
        "snippet_marks": [list(mark) for mark in snippet.marks],
        "title_marks": [list(mark) for mark in title.marks] if title.text == hit.document["title"] else [],
        "matched": [name for column, marked in hit.marked.items() for name in _matched_fields(column, marked, hit.document)],
    }


def _best_snippet(hit: Hit, width: int) -> Snippet:
    """Return the best window of the matching text that the title does not show already."""
    inner = {column: text for column, text in hit.marked.items() if column != "title"}
    if not inner:
        text = hit.document.get("summary") or hit.document.get("meaning") or hit.document.get("scope") or ""
        return Snippet(snippet_of(text, width).text)
    best = max(inner, key=lambda column: (inner[column].count("\x02") * TEXT_COLUMNS[column] ** 0.5, column == "summary"))
    lines = max(inner[best].split(SEPARATOR), key=lambda line: line.count("\x02")) if best not in ("summary", "note") else inner[best]
    return snippet_of(lines, width)


def _matched_fields(column: str, marked: str, document: Document) -> list[str]:
    """Return the fields of a column that have a value with a match."""
    lines = [line for line in marked.split(SEPARATOR) if "\x02" in line]
    plain = {unmarked(line).text for line in lines}
    names = [one.name for one in FIELDS if one.column == column and document.get(one.name)]
    hit = [name for name in names if _lines_of(document[name]) & plain]
    return hit or names[:1]


def _lines_of(value: Any) -> set[str]:  # noqa: ANN401 - a document's value
    if isinstance(value, list):
        return {text for part in value for text in _lines_of(part)}
    if isinstance(value, dict):
        if "what" in value:
            return {" ".join(value["what"].split())}
        return {", ".join(value[key] for key in ("name", "role", "organisation") if value.get(key))}
    return {" ".join(str(value).split())}


def cards(archive: Archive, documents: Iterable[Document]) -> Cards:
    """Arrange records into cards with what belongs to each."""
    return Cards(tuple(Card(document, *neighbours(archive, document), related(archive, document)) for document in documents))


def neighbours(archive: Archive, document: Document) -> tuple[Related | None, Related | None]:
    """Return the pieces before and after a record in its series, by date."""
    if not document.get("series"):
        return None, None
    pieces = list(archive.documents(Selection(Match("series", document["series"]), "date")))
    pieces = [piece for piece in pieces if piece["series"] == document["series"]]
    ids = [piece["id"] for piece in pieces]
    at = ids.index(document["id"])
    near = [pieces[i] if 0 <= i < len(pieces) else None for i in (at - 1, at + 1)]
    before, after = (_related(piece, ()) if piece else None for piece in near)
    return before, after


def _related(document: Document, reasons: tuple[str, ...]) -> Related:
    return Related(document["id"], document["type"], document["title"], document["date"], reasons)


def related(archive: Archive, document: Document, most: int = 6) -> tuple[Related, ...]:
    """Return the records most like one: linked ones first, then by shared topics, countries, people and rare words.

    What is shared weighs by its rarity, ln(N / n) for a value that n of N records have.
    """
    store = archive.store
    reasons: dict[str, dict[str, float]] = {}
    for other, reason in _links(archive, document):
        reasons.setdefault(other, {})[reason] = 100.0
    everything = store.everything()
    for facet, weight in _RELATING.items():
        for value in _facet_values(document, facet):
            sharing = store.sharing(facet, value, _TOO_FREQUENT)
            rarity = weight * math.log((everything + 1) / max(len(sharing), 1))
            for other in sharing:
                reasons.setdefault(other, {})[f"{facet} {value}"] = rarity
    for word in store.rare_words(document["title"]):
        for other in store.having_word(word):
            reasons.setdefault(other, {})[f"word {word}"] = 0.6 * math.log(everything + 1)
    reasons = {other: why for other, why in reasons.items() if other != document["id"] and not _is_chance(why)}
    best = sorted(reasons, key=lambda other: (-sum(reasons[other].values()), other))[:most]
    return tuple(_related(store.get(other), _best_reasons(reasons[other])) for other in best)


def _is_chance(weights: dict[str, float]) -> bool:
    """Say whether one word of the title is all that two records share."""
    return len(weights) == 1 and next(iter(weights)).startswith("word ")


def _best_reasons(weights: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(weights, key=lambda reason: (-weights[reason], reason))[:3])


def _facet_values(document: Document, facet: str) -> list[str]:
    named = facet_named(facet)
    values = [document.get(name) for name in (named.fields if named else ())]
    flat = [part for value in values if value for part in (value if isinstance(value, list) else [value])]
    return [part["name"] if isinstance(part, dict) else part for part in flat]


def _links(archive: Archive, document: Document) -> Iterable[tuple[str, str]]:
    """Yield the records that a record points at or that point at it, with the reason."""
    yield from ((id_, "Action that it is about") for id_ in document.get("actions") or () if archive.store.has(id_))
    if document["type"] == "action":
        yield from ((id_, "about this Action") for id_ in archive.store.sharing("action", document["id"], _TOO_FREQUENT))
    if document["url"]:
        yield from ((id_, "from the same page") for id_ in archive.store.with_url(document["url"]))


def counts(archive: Archive, selection: Selection, facets: Sequence[str], most: int | None = None) -> Counts:
    """Count the selected records by each facet, with a last row (none) for those without a value of it; `most` rows where given."""
    total = archive.store.count(selection)
    about = {"table": cross(archive, selection, *facets)} if len(facets) == _TWO else {}
    return Counts(total, {facet: _counts(archive, selection, facet, total, most) for facet in facets}, about)


def cross(archive: Archive, selection: Selection, one: str, other: str) -> dict[str, Any]:
    """Return how often the values of two facets meet: years across and in order, else the most frequent values first."""
    down, across = (other, one) if one == "year" else (one, other)
    met = {(row, column): number for row, column, number in archive.store.crossed(down, across, selection)}
    named = [[label for label, _ in archive.store.counts(facet, selection)] for facet in (down, across)]
    there = [{pair[at] for pair in met} for at in (0, 1)]
    rows, columns = ([label for label in labels if label in some] for labels, some in zip(named, there, strict=True))
    return {
        "facets": [down, across],
        "rows": rows,
        "columns": columns,
        "cells": [[met.get((row, column), 0) for column in columns] for row in rows],
        "without": {facet: archive.store.without(facet, selection) for facet in (down, across)},
    }


def _counts(archive: Archive, selection: Selection, facet: str, total: int, most: int | None) -> list[Count]:
    rows = archive.store.counts(facet, selection)
    missing = archive.store.without(facet, selection) if most is None else 0
    rows = [*rows[:most], *([("(none)", missing)] if missing else [])]
    return [Count(label, n, round(n / total, 4) if total else 0.0) for label, n in rows]


def overview(archive: Archive, selection: Selection) -> Counts:
    """Count everything that a first look asks for: types, then articles by year, kind and region, and what is most frequent."""
    whole = counts(archive, selection, ("type",))
    first = counts(archive, selection.also(Match("type", "article")), ("year", "kind", "region"))
    frequent = counts(archive, selection, ("country", "person", "topic"), most=10)
    in_order = sorted(whole.by["type"], key=lambda count: TYPES.index(count.label))
    about = {"span": archive.store.span(selection), "coverage": coverage(archive, selection)}
    return Counts(whole.total, {"type": in_order, **first.by, **frequent.by}, about)


def coverage(archive: Archive, selection: Selection) -> dict[str, Any]:
    """Return what the archive says of its coverage, and how many selected articles lack a date or have an inferred one.

    How many Actions a source counted is told of the whole archive alone: of a selection nobody counted them.
    """
    told = archive.store.about()
    counted, whole = told.get("actions_counted", ""), selection.expression == EVERYTHING
    articles = selection.also(Match("type", "article"))
    return {
        "text": told.get("coverage"),
        "actions": archive.store.count(selection.also(Match("type", "action"))),
        "actions_counted_by_source": int(counted) if whole and counted.isdecimal() else None,
        "articles_without_date": archive.store.without("year", articles),
        "articles_with_inferred_date": dict(archive.store.counts("basis", articles)).get("inferred", 0),
    }


def series(documents: Iterable[Document], by: str, phase_of: dict[str, str] | None = None) -> Series:
    """Place records in the years, months or phases of their dates, oldest first; those without a date are only counted."""
    placed: dict[str, list[Document]] = {}
    undated = 0
    for document in documents:
        period = _period(document, by, phase_of or {})
        if period is None:
            undated += 1
        else:
            placed.setdefault(period, []).append(document)
    in_order = sorted(placed, key=lambda period: min(record["date"] for record in placed[period])) if by == "phase" else sorted(placed)
    return Series(by, tuple(Span(period, tuple(placed[period])) for period in in_order), undated)


def named(shape: Series) -> list[Document]:
    """Return the records that a picture of a series names: all where they are few, else the milestones, which stand for the others."""
    records = [record for span in shape.periods for record in span.records]
    return records if len(records) <= _FEW else [record for record in records if record["type"] == "milestone"]


def _period(document: Document, by: str, phase_of: dict[str, str]) -> str | None:
    date = document["date"]
    if not date:
        return None
    if by == "phase":
        return phase_of.get(document["id"])
    return str(date[:4] if by == "year" else date[:7])
