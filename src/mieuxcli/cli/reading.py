"""The commands that read: list, search, show, facts, actions, define."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mieuxcli import views
from mieuxcli.cli import completing
from mieuxcli.cli.emitting import emit, emit_count, format_of, nothing, peeked
from mieuxcli.cli.options import HOW, WHICH, Ids, Request, asked_ids
from mieuxcli.errors import UnknownValue, UsageError
from mieuxcli.fields import DEFAULT_FIELDS
from mieuxcli.query import And, Expression, Match, Text, all_of, any_of, parse

if TYPE_CHECKING:
    from mieuxcli.archive import Archive

__all__ = ["actions", "define", "facts", "list_", "search", "show"]

_COLUMNS = ("plain", "tsv", "csv")
_UNMARKED = ("ids", "bibtex", "ris", "csl-json", "ics")
_WITH_FACETS = ("table", "json", "svg", "html")
_HIT_FACETS = ("year", "type", "kind", "country", "topic")


def list_(request: Request) -> None:
    """List the articles, newest first; those without a date come last. With --type, records of that type."""
    _emit_rows(request, request.archive(), "article")


def actions(request: Request) -> None:
    """List the Actions, the projects that MIEUX did with partners, latest start first."""
    _emit_rows(request, request.archive(), "action")


def facts(
    request: Request,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="What was claimed by the end of that day, month or year.", metavar="DATE", rich_help_panel=WHICH),
    ] = None,
) -> None:
    """List the key facts by metric and time: each figure with its hedge, unit, scope, as-of date and source.

    Words that name a metric choose it: mieux facts experts.
    """
    archive = request.archive()
    query = _with_metric(archive, parse(request.query))
    until = [] if as_of is None else [Match("until", as_of)]
    _emit_rows(request, archive, "fact", *until, query=query, sort="metric,date")


def _with_metric(archive: Archive, query: Expression) -> Expression:
    """Return the query with the words that name a metric, if they do, as a filter on it."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = [part for part in parts if isinstance(part, Text) and not part.within]
    named = Match("metric", " ".join(word.text for word in words))
    try:
        archive.store.names("metric", named.value)
    except UnknownValue:
        return query
    return all_of([named, *(part for part in parts if part not in words)])


def _emit_rows(
    request: Request, archive: Archive, type_: str, *more: Expression, query: Expression | None = None, sort: str = "-date"
) -> None:
    """Select records of one type, unless others are asked for, and write them as rows."""
    format_of(request)
    types = request.filters.get("type") or (type_,)
    columns = request.columns(DEFAULT_FIELDS.get(types[0], DEFAULT_FIELDS["any"]) if len(types) == 1 else DEFAULT_FIELDS["any"])
    selection = request.selection(any_of(Match("type", name) for name in types), *more, query=query, sort=sort)
    if request.counted:
        emit_count(request, archive.store.count(selection))
    found, documents = peeked(archive.documents(selection))
    if not found:
        nothing(request, archive, selection)
    emit(request, views.Rows(columns, documents), found=found)


def search(
    request: Request,
    facets: Annotated[
        bool, typer.Option("--facets", help="Add how the hits spread over year, type, kind, country and topic.", rich_help_panel=HOW)
    ] = False,
) -> None:
    """Find articles, Actions, key facts, milestones and terms by words, best first.

    Words must all be found; "phrases", -word, OR, prefix* and field:value work: mieux help query.
    """
    if not request.query and not any(request.filters.values()):
        raise UsageError("search needs something to search for", "as in: mieux search crisis, or mieux list for all articles")
    archive = request.archive()
    name = format_of(request)
    if facets and name not in _WITH_FACETS:
        raise UsageError(f"{name} has no place for facets", f"formats that have: {', '.join(_WITH_FACETS)}")
    columns = request.columns((*DEFAULT_FIELDS["any"], "snippet"))
    selection = request.selection(sort="")
    if request.counted:
        emit_count(request, archive.store.count(selection))
    marked = "snippet" in columns if name in _COLUMNS else name not in _UNMARKED
    found, hits = peeked(archive.hits(selection, marked=marked))
    if not found:
        nothing(request, archive, selection)
    shape = views.found(hits, columns)
    if facets:
        shape = shape._replace(facets=views.counts(archive, selection, _HIT_FACETS).by)
    emit(request, shape, found=found)


def show(
    request: Request,
    ids: Ids = None,
) -> None:
    """Show records in full: all fields, source, note, neighbours in the series and related records."""
    archive = request.archive()
    format_of(request)
    documents = [archive.store.get(text) for text in asked_ids(request, ids)]
    emit(request, views.cards(archive, documents), found=bool(documents))


def define(
    request: Request,
    term: Annotated[
        list[str] | None,
        typer.Argument(
            help="Term or acronym, as GCM; all without it.", metavar="[TERM]", show_default=False, autocompletion=completing.terms
        ),
    ] = None,
) -> None:
    """Define a term or acronym: what it stands for, what it means, and the source; without a term, list them all."""
    archive = request.archive()
    if not term:
        _emit_rows(request, archive, "term", sort="title")
        return
    text = " ".join(term)
    documents = archive.terms(text)
    if not documents:
        raise UnknownValue("term", text, archive.near_terms(text))
    emit(request, views.Rows(request.columns(DEFAULT_FIELDS["term"]), documents), found=bool(documents))
