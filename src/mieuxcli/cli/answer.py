"""What a command has found, out: in the format asked for, with a word to the person where there is nothing, and the exit code."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from mieuxcli.errors import ExitCode
from mieuxcli.formats import check_format, rendered
from mieuxcli.records import has_a_day
from mieuxcli.shapes import Cards, Rows, Series, records_in
from mieuxcli.streams import is_terminal, page, say, terminal_height, write
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.cli.options import Request
    from mieuxcli.shapes import Shape
    from mieuxcli.store import Store

__all__ = ["emit", "emit_count", "format_of", "nothing", "peeked"]

_T = TypeVar("_T")


def format_of(request: Request) -> str:
    """Return the format asked for, else a table for a terminal and plain lines for anything else; UsageError for an unknown one."""
    name = request.format or ("table" if is_terminal() else "plain")
    check_format(name)
    return name


def emit(request: Request, shape: Shape, *, found: bool) -> int:
    """Write a shape and return the exit code, which tells whether anything was found."""
    name = format_of(request)
    if name == "ics":
        shape = _with_days(request, shape)
    if not request.quiet and name == "table" and is_terminal():
        _show(request, shape)
    elif not request.quiet:
        write(rendered(shape, name, raw=request.raw))
    return ExitCode.OK if found else ExitCode.NOTHING


def _show(request: Request, shape: Shape) -> None:
    """Show a picture to a person; where the beginning of it does not stay on the screen, say how to see it."""
    if isinstance(shape, Rows):
        shape = shape._replace(rows=list(shape.rows))
    lines = list(rendered(shape, "table"))
    if request.pager:
        page(lines)
        return
    write(lines)
    # The picture of a timeline stands at its end.
    if len(lines) >= terminal_height() and not isinstance(shape, Series):
        number = len(list(shape.rows)) if isinstance(shape, Rows) else 0
        told = (
            f"{number} records, the first above; --pager shows them"
            if number > 1
            else "the beginning is above; --pager shows it"
        )
        say(f"mieux: {told}")


def _with_days(request: Request, shape: Shape) -> Shape:
    """Return the records of a shape that a calendar can hold, and say how many it cannot."""
    if not isinstance(shape, Rows | Cards | Series):
        return shape
    records = list(records_in(shape))
    dated = [record for record in records if has_a_day(record)]
    if len(dated) < len(records) and not request.quiet:
        say(f"mieux: {counted(len(records) - len(dated), 'record')} without a day left out of the calendar")
    return Rows(("id",), dated)


def peeked(items: Iterator[_T]) -> tuple[bool, Iterator[_T]]:
    """Say whether there is anything in an iterator, and return it whole again."""
    for first in items:
        return True, chain([first], items)
    return False, items


def emit_count(request: Request, found: int) -> int:
    """Write a number alone, unless nothing is to be said, and return the exit code, which tells whether it is 0."""
    if not request.quiet:
        write([f"{found}\n"])
    return ExitCode.OK if found else ExitCode.NOTHING


def nothing(request: Request, store: Store) -> None:
    """Say that nothing matched, and what to try instead; nothing at all where quiet was asked for."""
    if request.quiet:
        return
    from mieuxcli.cli.hints import hints  # noqa: PLC0415 - only what finds nothing pays for it

    say("mieux: nothing matches")
    for hint in hints(request, store):
        say(f"hint: {hint}")
