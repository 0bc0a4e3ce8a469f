"""Selections of records arranged into the shapes that formats write."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mieuxcli.dates import period_of
from mieuxcli.fields import SEPARATOR, TEXT_COLUMNS, TYPES, facet_named
from mieuxcli.query import EVERYTHING, Expression, Match, Selection, any_of, types_in
from mieuxcli.records import Action, Article, Fact, Milestone, Person, Record, prose_of, value_of
from mieuxcli.shapes import Card, Cards, Count, Counts, Coverage, Cross, Hit, Kin, Overview, Series, Span
from mieuxcli.snippets import MARK, Snippet, snippet_of, unmarked
from mieuxcli.units import NONE, types_having, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.store import Marked, Ranked, Store

__all__ = [
    "PERSON_COLUMNS",
    "actions_counted",
    "cards",
    "counts",
    "cross",
    "found",
    "having",
    "neighbours",
    "overview",
    "people_rows",
    "related",
    "series",
    "source_of",
    "type_expression",
]

PERSON_COLUMNS = ("date", "name", "role", "organisation", "part", "id", "title")
_PIPE_WIDTH = 160
_RELATING = {"topic": 1.0, "country": 1.0, "person": 2.0, "organisation": 1.0, "series": 0.3}
_TOO_FREQUENT = 2000


def type_expression(types: Iterable[str]) -> Expression:
    """Return the expression that selects records of these types."""
    return any_of(Match("type", type_) for type_ in types)


def people_rows(store: Store, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return where articles name people, the latest first, with the role and organisation that they give."""
    wanted = list(names)
    selection = Selection(
        any_of(Match("person", name) for name in wanted), Match("type", "article"), sort="-date"
    )
    articles = [record for record in store.select(selection) if isinstance(record, Article)]
    return tuple(
        _named_in(article, one) for article in articles for one in article.people if one.name in wanted
    )


def _named_in(article: Article, one: Person) -> tuple[str, ...]:
    told = (one.role or "", one.organisation or "", one.part or "")
    return article.date or "undated", one.name, *told, article.id, article.title


def found(ranked: Iterable[Ranked], width: int = _PIPE_WIDTH) -> Iterator[Hit]:
    """Return what was found as hits, each with a snippet of at most `width` characters.

    They are made as they are taken.
    """
    return (_hit(one, width) for one in ranked)


def _hit(one: Ranked, width: int) -> Hit:
    titles = [unmarked(text.text) for text in one.texts if text.column == "title"]
    title = titles[0] if titles and titles[0].text == one.record.title else Snippet(one.record.title)
    matched = dict.fromkeys(text.field for text in one.texts)
    return Hit(one.record, one.score, _best_snippet(one, width), title, tuple(matched), one.missing)


def _best_snippet(one: Ranked, width: int) -> Snippet:
    """Return the best window of the matching text that the title does not show already."""
    inner: dict[str, list[Marked]] = {}
    for text in one.texts:
        if text.column != "title":
            inner.setdefault(text.column, []).append(text)
    if not inner:
        return Snippet(snippet_of(_prose(one.record), width).text)
    marks = {column: sum(text.text.count(MARK) for text in texts) for column, texts in inner.items()}
    best = max(inner, key=lambda column: (marks[column] * TEXT_COLUMNS[column] ** 0.5, column == "summary"))
    lines = [
        line
        for text in inner[best]
        for line in ([text.text] if best in ("summary", "note") else text.text.split(SEPARATOR))
    ]
    return snippet_of(max(lines, key=lambda line: line.count(MARK)), width)


def _prose(record: Record) -> str:
    return record.scope if isinstance(record, Fact) else prose_of(record) or ""


def cards(store: Store, records: Iterable[Record]) -> Cards:
    """Arrange records into cards with what belongs to each."""
    return Cards(
        tuple(Card(record, *neighbours(store, record), related(store, record)) for record in records)
    )


def neighbours(store: Store, record: Record) -> tuple[Record | None, Record | None]:
    """Return the pieces before and after a record in its series, by date."""
    if not isinstance(record, Article) or not record.series:
        return None, None
    inside = store.select(Selection(Match("series", record.series), sort="date"))
    pieces = [piece for piece in inside if isinstance(piece, Article) and piece.series == record.series]
    at = [piece.id for piece in pieces].index(record.id)
    before, after = (pieces[i] if 0 <= i < len(pieces) else None for i in (at - 1, at + 1))
    return before, after


def related(store: Store, record: Record, most: int | None = 6) -> tuple[Kin, ...]:
    """Return the records that are most like one, linked ones first.

    The others follow by shared topics, countries, people and rare words. What is shared weighs by its rarity,
    ln(N / n) for a value that n of N records have.
    """
    reasons: dict[str, dict[str, float]] = {}
    for other, reason in _links(store, record):
        reasons.setdefault(other, {})[reason] = 100.0
    everything = store.everything()
    for facet, weight in _RELATING.items():
        for value in _facet_values(record, facet):
            sharing = store.sharing(facet, value, _TOO_FREQUENT)
            rarity = weight * math.log((everything + 1) / max(len(sharing), 1))
            for other in sharing:
                reasons.setdefault(other, {})[f"{facet} {value}"] = rarity
    for word in store.rare_words(record.title):
        for other in store.having_word(word):
            reasons.setdefault(other, {})[f"word {word}"] = 0.6 * math.log(everything + 1)
    reasons = {other: why for other, why in reasons.items() if other != record.id and not _is_chance(why)}
    best = sorted(reasons, key=lambda other: (-sum(reasons[other].values()), other))[:most]
    return tuple(Kin(store.get(other), _best_reasons(reasons[other])) for other in best)


def _is_chance(weights: dict[str, float]) -> bool:
    """Say whether one word of the title is all that two records share."""
    return len(weights) == 1 and next(iter(weights)).startswith("word ")


def _best_reasons(weights: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(weights, key=lambda reason: (-weights[reason], reason))[:3])


def _facet_values(record: Record, facet: str) -> list[str]:
    named = facet_named(facet)
    values = [value_of(record, name) for name in (named.fields if named else ())]
    flat = [part for value in values if value for part in (value if isinstance(value, tuple) else (value,))]
    return [part.name if isinstance(part, Person) else str(part) for part in flat]


def _links(store: Store, record: Record) -> Iterable[tuple[str, str]]:
    """Yield the records that a record points at or that point at it, with the reason."""
    if isinstance(record, Article | Milestone):
        yield from ((id_, "Action that it is about") for id_ in record.actions if store.has(id_))
    if isinstance(record, Action):
        yield from ((id_, "about this Action") for id_ in store.sharing("action", record.id, _TOO_FREQUENT))
    if record.url:
        yield from ((id_, "from the same page") for id_ in store.with_url(record.url))


def counts(store: Store, selection: Selection, facets: Sequence[str], most: int | None = None) -> Counts:
    """Count the selected records by each facet, with a last row (none) for those without a value of it.

    Shares are of the records of the types that can have a value. With `most`, only so many rows are counted.
    """
    by = {facet: _counts(store, selection, facet, most) for facet in facets}
    units = {facet: unit_of(facet, _asked(selection)) for facet in facets}
    wholes = {facet: store.count(having(selection, facet)) for facet in facets}
    return Counts(store.count(selection), by, units, wholes)


def cross(store: Store, selection: Selection, one: str, other: str, most: int | None = None) -> Cross:
    """Count how often the values of two facets meet.

    Years are the columns and in order; of other facets the most frequent values come first.
    """
    alone = counts(store, selection, (one, other), most)
    down, across = (other, one) if one == "year" else (one, other)
    met = {(row, column): number for row, column, number in store.crossed(down, across, selection)}
    labels = [[label for label, _ in store.counts(facet, selection)] for facet in (down, across)]
    meeting = [{pair[at] for pair in met} for at in (0, 1)]
    rows, columns = (
        tuple(label for label in known if label in some) for known, some in zip(labels, meeting, strict=True)
    )
    cells = tuple(tuple(met.get((row, column), 0) for column in columns) for row in rows)
    without = {facet: _without(store, selection, facet) for facet in (down, across)}
    return Cross(alone.total, alone.by, (down, across), rows, columns, cells, without)


def _asked(selection: Selection) -> set[str]:
    return {match.value for match in types_in(selection.expression)}


def having(selection: Selection, facet: str) -> Selection:
    """Return what of a selection can have a value of a facet."""
    types = types_having(facet, _asked(selection))
    return selection if set(types) == set(TYPES) else selection.also(type_expression(types))


def _without(store: Store, selection: Selection, facet: str) -> int:
    return store.without(facet, having(selection, facet))


def _counts(store: Store, selection: Selection, facet: str, most: int | None) -> list[Count]:
    inside = having(selection, facet)
    rows = store.counts(facet, inside if facet == "end" else selection)
    whole = store.count(inside)
    missing = _without(store, selection, facet) if most is None else 0
    rows = [*rows[:most], *([(NONE, missing)] if missing else [])]
    return [Count(label, n, round(n / whole, 4) if whole else 0.0) for label, n in rows]


def overview(store: Store, selection: Selection) -> Overview:
    """Count what a first look asks for: types, articles by year, kind and region, what is frequent."""
    whole = counts(store, selection, ("type",))
    first = counts(store, selection.also(Match("type", "article")), ("year", "kind", "region"))
    frequent = counts(store, selection, ("country", "person", "topic"), most=10)
    in_order = sorted(whole.by["type"], key=lambda count: (*TYPES, count.label).index(count.label))
    by = {"type": in_order, **first.by, **frequent.by}
    return Overview(whole.total, by, store.span(selection), coverage(store, selection))


def actions_counted(store: Store) -> int | None:
    """Return how many Actions the initiative counted, if the archive says so."""
    stated = store.about().get("actions_counted", "")
    return int(stated) if stated.isdecimal() else None


def coverage(store: Store, selection: Selection) -> Coverage:
    """Return what the archive says of its coverage, and what its selected articles lack.

    How many Actions a source counted is told of the whole archive alone: of a selection nobody counted them.
    """
    whole = selection.expression == EVERYTHING
    articles = selection.also(Match("type", "article"))
    return Coverage(
        store.about().get("coverage"),
        store.count(selection.also(Match("type", "action"))),
        actions_counted(store) if whole else None,
        store.without("year", articles),
        dict(store.counts("basis", articles)).get("inferred", 0),
    )


def source_of(store: Store) -> str:
    """Return what an archive is called, with its version or date, or nothing where it does not say."""
    about = store.about()
    name = about.get("title") or about.get("name") or ""
    edition = about.get("version") or about.get("date") or ""
    return f"Source: {name}, {edition}" if name and edition else f"Source: {name}" if name else ""


def series(
    records: Iterable[Record],
    by: str,
    phase_of: dict[str, str] | None = None,
    frame: tuple[str, str] | None = None,
) -> Series:
    """Place records in the years, months or phases of their dates, oldest first; undated ones are counted.

    `frame` is the first and the last day that are looked at: what had begun before, and still ran, comes
    first as a period of its own.
    """
    placed: dict[str, list[Record]] = {}
    left = [0, 0]
    for record in records:
        period = _period(record, by, phase_of or {}, frame)
        if period is None:
            left[record.type == "action"] += 1
        else:
            placed.setdefault(period, []).append(record)
    first = {period: min(record.date or "" for record in inside) for period, inside in placed.items()}
    in_order = sorted(
        placed, key=lambda period: (not period.startswith("before "), by == "phase" and first[period], period)
    )
    periods = tuple(Span(period, tuple(placed[period])) for period in in_order)
    return Series(by, periods, sum(left), frame, left[True])


def _period(record: Record, by: str, phase_of: dict[str, str], frame: tuple[str, str] | None) -> str | None:
    if not record.date:
        return None
    if frame and period_of(record.date).end <= frame[0]:
        return f"before {frame[0][:4]}, still running"
    return phase_of.get(record.id) if by == "phase" else record.date[: 4 if by == "year" else 7]
