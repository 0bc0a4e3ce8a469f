"""The commands that look at many records at once: timeline, stats."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mieuxcli import views
from mieuxcli.archive import checked_facet
from mieuxcli.cli.answer import emit, emit_count, format_of, nothing, tell_undated
from mieuxcli.dates import period_of_years
from mieuxcli.errors import UsageError, unknown
from mieuxcli.formats import FORMATS
from mieuxcli.query import Match, Selection, any_of, is_none, types_in
from mieuxcli.shapes import Overview, named
from mieuxcli.streams import say
from mieuxcli.units import NONE, lacking, types_having, unit_of
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mieuxcli.cli.options import Request
    from mieuxcli.query import Expression
    from mieuxcli.shapes import Counts, Cross, Series
    from mieuxcli.store import Store

__all__ = ["stats", "timeline"]

_TIMED = ("article", "action", "milestone", "phase")
_TWO = 2


def timeline(request: Request) -> int:
    """Show records in order of time."""
    by = request.by
    if by not in ("year", "month", "phase"):
        raise unknown("period", by, ("year", "month", "phase"))
    store = request.store()
    drawn = FORMATS[format_of(request)].draws
    types = [] if request.filters.get("type") else [views.type_expression(_TIMED)]
    years = request.filters.get("year", ())
    selection = _under_way(request, years).selection(*types, *_in_years(years), sort="date")
    phases = store.phases() if by == "phase" else None
    shape = views.series(store.select(selection), by, phases, _frame(years))
    if request.counted:
        return emit_count(request, len(shape.records))
    if not shape.periods and request.limit != 0:
        nothing(request, store)
    code = emit(request, shape._replace(source=views.source_of(store)), found=bool(shape.periods))
    # A table says so itself, so that nothing pushes its first lines from the screen.
    if shape.periods and not request.quiet and format_of(request) != "table":
        for left in _left_out(shape, drawn=drawn):
            say(f"mieux: {left}")
        tell_undated(request, store)
    return code


def _under_way(request: Request, years: Sequence[str]) -> Request:
    """Return a request without its years, which `_in_years` selects by.

    Raises UsageError where one cannot be read.
    """
    for year in years:
        if not is_none(Match("year", year)):
            period_of_years(year)
    return request._replace(
        filters={name: values for name, values in request.filters.items() if name != "year"}
    )


def _in_years(years: Sequence[str]) -> list[Expression]:
    """Return what selects what is dated in some years, and what was under way in them."""
    return [any_of(Match(field, year) for year in years for field in ("year", "running"))] if years else []


def _frame(years: Sequence[str]) -> tuple[str, str] | None:
    """Return the first and last day of the one year, or range of years, that a timeline is asked for."""
    if len(years) != 1 or is_none(Match("year", years[0])):
        return None
    period = period_of_years(years[0])
    last = date.fromisoformat(period.end) - timedelta(days=1)
    return period.begin, last.isoformat()


def _left_out(shape: Series, *, drawn: bool) -> Iterator[str]:
    """Yield in words which records a timeline does not show, and which a picture only counts."""
    number, told = len(shape.records), len(named(shape))
    if drawn and told < number:
        yield f"{told} of {number} records named; --format plain has all"
    if shape.undated and shape.by == "phase":
        yield f"{counted(shape.undated, 'record')} in no phase left out"
    elif shape.undated:
        yield f"{counted(shape.undated, 'undated record')} left out"


def stats(request: Request) -> int:
    """Count records by facets, or by those that a first look asks for."""
    store = request.store()
    format_of(request)
    facets = request.by.split(",") if request.by else []
    if len(facets) > _TWO:
        raise UsageError(
            f"--by {request.by} is more than two facets",
            f"one or two: mieux stats --by {','.join(facets[:_TWO])}",
        )
    for facet in facets:
        checked_facet(facet)
    selection = request.selection()
    if len(facets) == _TWO:
        shape: Counts | Cross | Overview = views.cross(
            store, selection, facets[0], facets[1], most=request.limit
        )
    else:
        shape = (
            views.counts(store, selection, facets, most=request.limit)
            if facets
            else views.overview(store, selection)
        )
    if request.counted:
        return emit_count(request, shape.total)
    if not shape.total:
        nothing(request, store)
    shape = shape._replace(source=views.source_of(store))
    code = emit(request, shape, found=bool(shape.total), store=store)
    if not isinstance(shape, Overview) and not request.quiet:
        told = format_of(request) == "table" and len(facets) < _TWO
        _say_coverage(store, selection, facets, shape, told=told)
    return code


def _say_coverage(
    store: Store, selection: Selection, facets: Sequence[str], shape: Counts | Cross, *, told: bool
) -> None:
    """Say what the numbers count, and, where they count Actions alone, how many of all Actions are held.

    What a picture has `told` is not said again, so that nothing pushes its first lines from the screen.
    """
    asked = {match.value for match in types_in(selection.expression)}
    for facet in facets:
        having = views.having(selection, facet)
        whole = f"{store.count(having):,}"
        of = f", {whole} in all" if len(facets) == _TWO else f"; shares are of {whole}"
        values = len(store.counts(facet, having))
        shown = sum(count.label != NONE for count in shape.by[facet])
        parts = [] if told else [f"{unit_of(facet, asked)}{of}"]
        parts += [lacking(facet, store.without(facet, having))] if not told or shown < values else []
        parts += [f"{shown} of {values} shown"] if shown < values else []
        if any(parts):
            say(f"mieux: by {facet}: {'; '.join(filter(None, parts))}")
    actions, all_told = selection.also(Match("type", "action")), views.actions_counted(store)
    only = any(types_having(facet) == ("action",) for facet in facets)
    alone = store.count(actions) == store.count(selection)
    if alone and "phase" in facets and store.count(actions):
        say("mieux: by phase: an Action counts in the phase in which it began")
    if all_told is not None and store.count(actions) and (only or alone):
        held = store.count(Selection(Match("type", "action")))
        say(f"mieux: the archive holds {held} of the {all_told} Actions that the initiative counted")
