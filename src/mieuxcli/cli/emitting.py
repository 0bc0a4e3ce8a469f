"""What a command has found, out: in the format asked for, with a word to the person where there is nothing, and the exit code."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

import typer

from mieuxcli.errors import ExitCode
from mieuxcli.formats import check_format, rendered
from mieuxcli.output import is_terminal, page, say, terminal_height, write
from mieuxcli.views import Counts, Grid, Rows, Series
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.archive import Archive
    from mieuxcli.cli.options import Request
    from mieuxcli.query import Selection
    from mieuxcli.views import Shape

__all__ = ["emit", "emit_count", "format_of", "nothing", "peeked"]

_T = TypeVar("_T")
_NONE = object()


def format_of(request: Request) -> str:
    """Return the format asked for, else a table for a terminal and plain lines for anything else; UsageError for an unknown one."""
    name = request.format or ("table" if is_terminal() else "plain")
    check_format(name)
    return name


def emit(request: Request, shape: Shape, *, found: bool) -> None:
    """Write a shape, and leave with 1 where nothing was found."""
    name = format_of(request)
    if name == "ics":
        shape = _with_days(request, shape)
    if not request.quiet and name == "table" and is_terminal():
        _show(request, shape)
    elif not request.quiet:
        write(rendered(shape, name, raw=request.raw))
    if not found:
        raise typer.Exit(ExitCode.NOTHING)


def _show(request: Request, shape: Shape) -> None:
    """Show a picture to a person; where the beginning of it does not stay on the screen, say how to see it."""
    if isinstance(shape, Rows):
        shape = shape._replace(records=list(shape.records))
    lines = list(rendered(shape, "table", raw=request.raw))
    if request.pager:
        page(lines)
        return
    write(lines)
    # The picture of a timeline stands at its end.
    if len(lines) >= terminal_height() and not isinstance(shape, Series):
        number = len(list(shape.records)) if isinstance(shape, Rows) else 0
        told = f"{number} records, the first above; --pager shows them" if number > 1 else "the beginning is above; --pager shows it"
        say(f"mieux: {told}")


def _with_days(request: Request, shape: Shape) -> Shape:
    """Return the records of a shape that a calendar can hold, and say how many it cannot."""
    from mieuxcli.formats.calendar import has_a_day  # noqa: PLC0415 - only a calendar needs these
    from mieuxcli.formats.text import documents_of  # noqa: PLC0415

    if isinstance(shape, Counts | Grid):
        return shape
    documents = list(documents_of(shape))
    dated = [document for document in documents if has_a_day(document)]
    if len(dated) < len(documents) and not request.quiet:
        say(f"mieux: {counted(len(documents) - len(dated), 'record')} without a day left out of the calendar")
    return Rows(("id",), dated)


def peeked(items: Iterator[_T]) -> tuple[bool, Iterator[_T]]:
    """Say whether there is anything in an iterator, and return it whole again."""
    first = next(items, _NONE)
    return (False, items) if first is _NONE else (True, chain([cast("_T", first)], items))


def emit_count(request: Request, found: int) -> NoReturn:
    """Write a number alone, unless nothing is to be said, and leave with 1 where it is 0."""
    if not request.quiet:
        write([f"{found}\n"])
    raise typer.Exit(ExitCode.OK if found else ExitCode.NOTHING)


def nothing(request: Request, archive: Archive, selection: Selection) -> None:
    """Say that nothing matched, what was perhaps meant, and which words match alone; nothing at all where quiet was asked for."""
    if request.quiet:
        return
    from mieuxcli.suggesting import suggestion  # noqa: PLC0415 - only what finds nothing pays for it

    say("mieux: nothing matches")
    import shlex  # noqa: PLC0415

    told = suggestion(archive, selection)
    if told.query:
        say(f"hint: did you mean {', '.join(told.corrections.values())}? mieux {request.command} {shlex.quote(told.query)}")
    for word, number in told.alone.items():
        say(f"hint: {word} alone matches {number}")
