"""The command that brings saved pages and tables into an archive of one's own: import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mieuxcli.cli.emitting import emit, format_of
from mieuxcli.cli.options import Request
from mieuxcli.output import say
from mieuxcli.views import Rows

if TYPE_CHECKING:
    from mieuxcli.importing import Added, Found

__all__ = ["import_"]

_FIELDS = ("id", "date", "title")


def import_(
    request: Request,
    sources: Annotated[
        list[str],
        typer.Argument(help="Saved pages (text or HTML), CSV or JSON Lines, or folders of them; - reads one.", metavar="FILE..."),
    ],
    into: Annotated[
        str, typer.Option("--into", help="The archive, a folder that mieux new makes.", metavar="DIR", rich_help_panel="To where")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, and write nothing.", rich_help_panel="To where")
    ] = False,
) -> None:
    """Add the records of saved pages and tables to an archive; what it has already is told and not added again.

    A news page is one article, a listing one for each date; saved HTML of other news pages needs mieuxcli[import].
    """
    from mieuxcli.importing import add, read  # noqa: PLC0415 - only this command imports

    format_of(request)
    fields = request.columns(_FIELDS)
    found = read(sources)
    added = add(found, into, dry_run=dry_run)
    if not request.quiet:
        _tell(found, added, into, dry_run=dry_run)
    emit(request, Rows(fields, added.new), found=bool(added.new or added.known))


def _tell(found: Found, added: Added, into: str, *, dry_run: bool) -> None:
    for unread in found.unread:
        say(f"mieux: {unread}")
    for record in added.known:
        say(f"mieux: there already: {record['id']}")
    for remark in added.remarks:
        say(f"mieux: to mend: {remark}")
    would = " (nothing is written)" if dry_run else ""
    say(f"mieux: {len(added.new):,} new in {into}, {len(added.known):,} there already, {len(found.unread):,} not read{would}")
