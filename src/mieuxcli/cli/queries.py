"""The commands that ask the archive: list, search, show, facts, actions, define."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mieuxcli import views
from mieuxcli.archive import near_terms
from mieuxcli.archive import terms as terms_called
from mieuxcli.cli.answer import emit, emit_count, format_of, nothing, peeked, tell_others, tell_undated
from mieuxcli.errors import UnknownId, UnknownValue, UsageError, in_shell
from mieuxcli.fields import DEFAULT_FIELDS, LAYOUTS
from mieuxcli.formats import FORMATS, wants_marks
from mieuxcli.parser import parse
from mieuxcli.query import EVERYTHING, Expression, Match, Selection, Text, all_of, any_of, parts_of, types_in
from mieuxcli.records import Fact
from mieuxcli.search import searched
from mieuxcli.shapes import Grid, Rows
from mieuxcli.streams import say
from mieuxcli.verdicts import verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mieuxcli.cli.options import Request
    from mieuxcli.records import Record
    from mieuxcli.shapes import Row
    from mieuxcli.store import Store

__all__ = ["actions", "asked_ids", "define", "facts", "list_", "rows_of", "search", "show"]

# The ids of a million records are a tenth of it.
_MOST_PIPED = 1 << 28
_HIT_FACETS = ("year", "type", "kind", "country", "topic")


def list_(request: Request) -> int:
    """List the articles, or records of the types asked for."""
    store = request.store()
    code = _list(request, store, "article")
    if not request.counted and not request.words:
        tell_others(request, store)
    return code


def actions(request: Request) -> int:
    """List the Actions."""
    store = request.store()
    code = _list(request, store, "action")
    if not request.counted:
        tell_undated(request, store)
    return code


def facts(request: Request) -> int:
    """List the key facts, those of a metric where the words name one."""
    store = request.store()
    query = _with_metric(store, parse(request.query))
    more = [] if request.as_of is None else [Match("until", request.as_of)]
    more += [Match("disputed", "yes")] if request.disputed else []
    if not request.quiet and not FORMATS[format_of(request)].draws:
        _say_verdict(request, store, query, more)
    return _list(request, store, "fact", *more, query=query, sort="metric,date")


def _say_verdict(request: Request, store: Store, query: Expression, more: list[Match]) -> None:
    """Say what the figures of a metric say together, where the words chose one."""
    if not any(isinstance(part, Match) and part.field == "metric" for part in parts_of(query)):
        return
    selection = request.selection(Match("type", "fact"), *more, query=query, sort="metric,date")
    found = [record for record in store.select(selection) if isinstance(record, Fact)]
    for metric in dict.fromkeys(fact.metric for fact in found):
        partial = _narrowed(request, query, more)
        verdict = verdict_on([fact for fact in found if fact.metric == metric], partial=partial)
        say(f"mieux: {metric}: {verdict}")


def _narrowed(request: Request, query: Expression, more: Sequence[Expression]) -> bool:
    """Return whether more than a metric chooses among the key facts."""
    conditions = [part for part in parts_of(query) if part != EVERYTHING]
    metrics = [part for part in conditions if isinstance(part, Match) and part.field in ("metric", "type")]
    filters = any(values for name, values in request.filters.items() if name not in ("metric", "type"))
    return bool(more) or filters or request.limit is not None or len(metrics) < len(conditions)


def _with_metric(store: Store, query: Expression) -> Expression:
    """Return the query with the words that name a metric, if they do, as a filter on it."""
    parts = parts_of(query)
    words = [part for part in parts if isinstance(part, Text) and not part.within]
    metric = Match("metric", " ".join(word.text for word in words))
    try:
        store.names("metric", metric.value)
    except UnknownValue:
        return query
    return all_of([metric, *(part for part in parts if part not in words)])


def _list(
    request: Request,
    store: Store,
    type_: str,
    *more: Expression,
    query: Expression | None = None,
    sort: str = "-date",
) -> int:
    """Select records of one type, unless others are asked for, and write them as rows."""
    format_of(request)
    asked = parse(request.query) if query is None else query
    named = [name for match in types_in(asked) for name in store.names("type", match.value)]
    types = request.filters.get("type") or tuple(dict.fromkeys(named)) or (type_,)
    kind = types[0] if len(types) == 1 and types[0] in DEFAULT_FIELDS else "any"
    columns = request.columns(DEFAULT_FIELDS[kind])
    narrowed = any_of(Match("type", name) for name in types)
    selection = request.selection(narrowed, *more, query=asked, sort=sort)
    if request.counted:
        return emit_count(request, store.count(selection))
    found, records = peeked(store.select(selection))
    if not found and request.limit != 0:
        nothing(request, store)
    partial = kind == "fact" and _narrowed(request, asked, more)
    rows = rows_of(columns, kind, records)._replace(partial=partial)
    return emit(request, rows, found=found, store=store)


def rows_of(columns: tuple[str, ...], kind: str, records: Iterable[Row]) -> Rows:
    """Return records in the layout of their kind, where nobody asked for other fields than it has."""
    return Rows(columns, records, LAYOUTS[kind] if columns == DEFAULT_FIELDS[kind] else "columns")


def search(request: Request) -> int:
    """Find records by words, best first."""
    if not request.query and not any(request.filters.values()):
        raise UsageError(
            "search needs something to search for",
            "as in: mieux search crisis, or mieux list for all articles",
        )
    store = request.store()
    name = format_of(request)
    if request.facets and not FORMATS[name].facets:
        able = ", ".join(other for other, form in FORMATS.items() if form.facets)
        raise UsageError(f"{name} has no place for facets", f"formats that have: {able}")
    default = (*DEFAULT_FIELDS["any"], "snippet")
    columns = request.columns(default)
    asked = request.selection(sort="")
    answer = searched(store, asked, strict=request.strict, marks=wants_marks(name, columns))
    if request.counted:
        return emit_count(request, store.count(answer.selection))
    found, hits = peeked(views.found(answer.hits))
    if not found and request.limit != 0:
        nothing(request, store)
    shape = Rows(columns, hits, "listing" if columns == default else "columns")
    if request.facets:
        shape = shape._replace(facets=views.counts(store, answer.selection, _HIT_FACETS).by)
    return emit(request, shape, found=found, store=store, notes=answer.remarks if found else ())


def show(request: Request) -> int:
    """Show records in full, with what belongs to them."""
    store = request.store()
    format_of(request)
    records = [_record(store, text) for text in asked_ids(request)]
    return emit(request, views.cards(store, records), found=bool(records))


def _record(store: Store, text: str) -> Record:
    """Return the record with an id.

    Raises UnknownId, with the command for a country or a person where the text is the name of one.
    """
    try:
        return store.get(text)
    except UnknownId:
        for facet, command in _CALLED.items():
            names = store.named_exactly(facet, text)
            if names:
                otherwise = f"mieux {command} {in_shell(names[0])} tells of the {facet}"
                raise UnknownId(text, (), otherwise) from None
        raise


_CALLED = {"country": "timeline --country", "person": "person"}


def asked_ids(request: Request) -> list[str]:
    """Return the ids that were asked for; for `-` or, in a pipe, for none those on standard input.

    Raises UsageError where there are none.
    """
    if request.words and request.words != ("-",):
        return list(request.words)
    closed = sys.stdin is None or (sys.stdin.isatty() and not request.words)
    piped = b"" if closed else sys.stdin.buffer.read(_MOST_PIPED + 1)
    if len(piped) > _MOST_PIPED:
        raise UsageError(f"more than {_MOST_PIPED:,} bytes of ids came through the pipe")
    found = [
        text
        for line in piped.decode("utf-8", "replace").splitlines()
        if (text := line.split("\t")[0].strip())
    ]
    if not found:
        raise UsageError(
            f"{request.command} needs an id", "mieux list --format ids prints the ids of the articles"
        )
    return found


def define(request: Request) -> int:
    """Define a term, or list all terms."""
    store = request.store()
    if not request.words:
        return _list(request, store, "term", sort="title")
    terms = terms_called(store, request.query)
    if terms:
        return emit(request, rows_of(request.columns(DEFAULT_FIELDS["term"]), "term", terms), found=True)
    return _define_otherwise(request, store)


def _define_otherwise(request: Request, store: Store) -> int:
    """Say what else is called so, a person or a place.

    Raises UnknownValue, with the nearest terms, where nothing is.
    """
    for facet in ("person", "country", "partner"):
        names = store.named_exactly(facet, request.query)
        if not names:
            continue
        if not request.quiet:
            say(f"mieux: {names[0]} is no term but a {facet}")
        if facet == "person":
            return emit(request, Grid(views.PERSON_COLUMNS, views.people_rows(store, names)), found=True)
        return emit(
            request, Grid(("what", "records", "list"), tuple(_place(store, facet, names[0]))), found=True
        )
    near = near_terms(store, request.query)
    raise UnknownValue("term", request.query, near)


def _place(store: Store, facet: str, name: str) -> Iterator[tuple[str | int, ...]]:
    """Yield what the archive has on a country or partner: how many records, and the command that lists them."""
    rows: list[tuple[str, list[Expression], str]] = [
        (what, [Match("type", type_), Match(named, name)], f"{command} --{named}")
        for what, type_, named, command in _PLACES[facet]
    ]
    rows.append(("everything with the word", [Text(name)], "search"))
    for what, query, command in rows:
        number = store.count(Selection(all_of(query)))
        if number:
            yield what, number, f"mieux {command} {in_shell(name)}"


# What may be held on a place: in words, the type of the records, the facet that names it, and the command.
_PLACES = {
    "partner": (("Actions with it", "action", "partner", "actions"),),
    "country": (
        ("Actions with it", "action", "country", "actions"),
        ("Actions with its experts", "action", "expert", "actions"),
        ("articles", "article", "country", "list"),
        ("milestones", "milestone", "country", "list --type milestone"),
    ),
}
