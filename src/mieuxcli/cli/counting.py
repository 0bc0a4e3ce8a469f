"""The commands that count: timeline, stats."""

from __future__ import annotations

from typing import Annotated

import typer

from mieuxcli import views
from mieuxcli.archive import checked_facet, checked_name
from mieuxcli.cli.emitting import emit, emit_count, format_of, nothing
from mieuxcli.cli.options import HOW, Request
from mieuxcli.errors import UsageError
from mieuxcli.output import say

__all__ = ["stats", "timeline"]

_TWO = 2
_DRAWN = ("table", "svg", "html")
_TIMED = ("article", "action", "milestone", "phase")


def timeline(
    request: Request,
    by: Annotated[str, typer.Option("--by", help="year, month or phase.", metavar="PERIOD", rich_help_panel=HOW)] = "year",
) -> None:
    """Show articles, Actions, milestones and phases in order of time; an Action stands at its start."""
    checked_name("period", by, ("year", "month", "phase"))
    archive = request.archive()
    drawn = format_of(request) in _DRAWN
    types = [] if request.filters.get("type") else [views.type_expression(_TIMED)]
    selection = request.selection(*types, sort="date")
    shape = views.series(archive.documents(selection), by, archive.store.phases() if by == "phase" else None)
    if request.counted:
        emit_count(request, sum(len(span.records) for span in shape.periods))
    if not shape.periods:
        nothing(request, archive, selection)
    emit(request, shape, found=bool(shape.periods))
    left = _left_out(shape, drawn=drawn)
    if left and not request.quiet:
        say(f"mieux: {left}")


def _left_out(shape: views.Series, *, drawn: bool) -> str:
    """Return in words which records a timeline does not show: those without a date, and in a picture those that are only counted."""
    number, named = sum(len(span.records) for span in shape.periods), len(views.named(shape))
    left = f"{shape.undated} in no phase" if shape.by == "phase" else f"{shape.undated} undated"
    parts = [f"{named} of {number} named, --format plain: all"] if drawn and named < number else []
    return "; ".join([*parts, *([left] if shape.undated else [])])


def stats(
    request: Request,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Facet to count by, or two: year,region; without it an overview.", metavar="FACET", rich_help_panel=HOW),
    ] = None,
) -> None:
    """Count records: by type, year, kind, region, and the most frequent countries, people and topics; or by one facet."""
    archive = request.archive()
    format_of(request)
    facets = by.split(",") if by else []
    if len(facets) > _TWO:
        raise UsageError(f"--by {by} is more than two facets", f"one or two: mieux stats --by {','.join(facets[:_TWO])}")
    for facet in facets:
        checked_facet(facet)
    selection = request.selection()
    shape = views.counts(archive, selection, facets, most=request.limit) if by else views.overview(archive, selection)
    if request.counted:
        emit_count(request, shape.total)
    if not shape.total:
        nothing(request, archive, selection)
    emit(request, shape, found=bool(shape.total))
