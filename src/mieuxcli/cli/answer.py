"""What a command has found goes out: in the format asked for, with a note and the exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from mieuxcli.errors import ExitCode, UsageError, in_shell
from mieuxcli.formats import FORMATS, check_format, packed, rendered
from mieuxcli.harmless import for_terminal
from mieuxcli.query import Match, any_of
from mieuxcli.records import has_a_month
from mieuxcli.shapes import Cards, Grid, Rows, Series, named, records_in
from mieuxcli.streams import is_terminal, say, terminal_height, write, write_file
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mieuxcli.cli.options import Request
    from mieuxcli.shapes import Shape
    from mieuxcli.store import Store

__all__ = ["emit", "emit_count", "format_of", "nothing", "peeked", "shown", "tell_others", "tell_undated"]

_T = TypeVar("_T")


def format_of(request: Request) -> str:
    """Return the format that is asked for, by name or by the ending of the file to write.

    Otherwise it is a table for a terminal and plain lines for anything else. Raises UsageError for an unknown
    format, and for one of bytes on a terminal.
    """
    ending = os.path.splitext(request.output)[1].removeprefix(".")
    shown = not request.output and is_terminal()
    name = request.format or _ENDINGS.get(ending, "") or ("table" if shown else "plain")
    check_format(name)
    if FORMATS[name].binary and shown and not request.quiet:
        raise UsageError(f"{name} is not for a terminal", f"-o mieux.{name} writes it to a file")
    return name


_ENDINGS = {
    **{name: name for name in FORMATS},
    "bib": "bibtex",
    "htm": "html",
    "txt": "plain",
    "markdown": "md",
}


def emit(
    request: Request, shape: Shape, *, found: bool, store: Store | None = None, notes: Sequence[str] = ()
) -> int:
    """Write a shape and return the exit code, which tells whether anything was found.

    The store is asked for what a graph shows besides. Notes are said before, unless nothing is to be said.
    """
    name = format_of(request)
    if name == "ics":
        shape = _with_days(request, shape)
    if name == "graphml" and store is not None:
        linked: Callable[[Store, Shape], Shape] = import_module("mieuxcli.linking").linked
        shape = linked(store, shape)
    on_screen = name == "table" and not request.output and is_terminal()
    if not request.quiet and not on_screen:
        _say_all(notes)
    if request.output:
        write_file(request.output, _written(request, shape, name))
    elif not request.quiet and on_screen:
        _show(request, shape, notes)
    elif not request.quiet:
        write(_written(request, shape, name))
    return ExitCode.OK if found else ExitCode.NOTHING


def _written(request: Request, shape: Shape, name: str) -> Iterable[str | bytes]:
    return [packed(shape, name)] if FORMATS[name].binary else rendered(shape, name, raw=request.raw)


def _say_all(notes: Iterable[str]) -> None:
    for note in notes:
        say(f"mieux: {note}")


def _show(request: Request, shape: Shape, notes: Sequence[str]) -> None:
    """Show a picture to a person, in the pager where it is taller than the screen, as git does."""
    if isinstance(shape, Rows):
        shape = shape._replace(rows=list(shape.rows))
    if request.pager or (_least_lines(shape) >= terminal_height() and not request.no_pager and _can_page()):
        # The pager starts while the picture is drawn.
        _page(_drawn(shape), notes)
    else:
        shown(rendered(shape, "table"), never=request.no_pager, notes=notes)


def _drawn(shape: Shape) -> Iterator[str]:
    yield from rendered(shape, "table")


def _page(lines: Iterable[str], notes: Sequence[str] = ()) -> None:
    """Show lines in the pager, below the notes, which it would push from the screen if they were said before."""
    from mieuxcli.pager import page  # noqa: PLC0415 - only a terminal has a pager

    if notes and not (sys.stderr is not None and sys.stderr.isatty()):
        _say_all(notes)
        notes = ()
    page(chain((for_terminal(f"mieux: {note}") + "\n" for note in notes), lines))


def _can_page() -> bool:
    return os.environ.get("TERM") != "dumb"


def _least_lines(shape: Shape) -> int:
    """Return how many lines the picture of a shape has at least, as far as that is known before it is drawn."""
    if isinstance(shape, Series):
        return len(shape.periods) + len(named(shape))
    if isinstance(shape, Cards):
        # The lines between its parts outweigh that a few fields share a line.
        return sum(len(card.related) + sum(map(bool, card.record)) for card in shape.cards)
    return len(tuple(shape.rows)) if isinstance(shape, Rows | Grid) else 0


def shown(
    lines: Iterable[str], *, always: bool = False, never: bool = False, notes: Sequence[str] = ()
) -> None:
    """Show lines on a terminal, in the pager where they are taller than it, or where that is `always` wanted."""
    rest = iter(lines)
    room = max(terminal_height() - len(notes), 1)
    screen = list(islice(rest, room))
    tall = len(screen) == room and _can_page()
    if always or (tall and not never):
        _page(chain(screen, rest), notes)
    else:
        _say_all(notes)
        write(chain(screen, rest), drawn=True)


def _with_days(request: Request, shape: Shape) -> Shape:
    """Return the records of a shape that a calendar can hold, and say how many it cannot.

    Raises UsageError where it can hold none, since a calendar has at least one event.
    """
    if not isinstance(shape, Rows | Cards | Series):
        return shape
    records = list(records_in(shape))
    dated = [record for record in records if has_a_month(record)]
    left = counted(len(records) - len(dated), "record")
    if records and not dated:
        raise UsageError(f"{left} without a day or month, of which no calendar can be made")
    if len(dated) < len(records) and not request.quiet:
        say(f"mieux: {left} without a day or month left out of the calendar")
    return Rows(("id",), dated)


def peeked(items: Iterator[_T]) -> tuple[bool, Iterator[_T]]:
    """Say whether there is anything in an iterator, and return it whole again."""
    for first in items:
        return True, chain([first], items)
    return False, items


def emit_count(request: Request, found: int) -> int:
    """Write a number alone, unless nothing is to be said, and return the exit code."""
    if not request.quiet:
        write([f"{found}\n"])
    return ExitCode.OK if found else ExitCode.NOTHING


def tell_undated(request: Request, store: Store) -> None:
    """Say how many Actions a year may have had besides those found, since their dates are not known."""
    times = ("year", "running")
    asked = [name for name in times if request.filters.get(name)]
    if not asked or request.quiet:
        return
    timeless = request._replace(
        filters={name: values for name, values in request.filters.items() if name not in times}, limit=None
    )
    fields = ("year", "end") if "running" in asked or request.command == "timeline" else ("year",)
    unknown = any_of(Match(field, "none") for field in fields)
    among = [Match("type", "action"), unknown]
    found = [
        any_of(Match(field, value) for field in _SEEN.get(request.command, (name,)) for value in values)
        for name, values in request.filters.items()
        if name in asked
    ]
    whole = store.count(timeless.selection(*among))
    left = whole - store.count(timeless.selection(*among, *found))
    if left:
        what = "whose start or end is not known" if "end" in fields else "whose start is not known"
        say(f"mieux: {counted(left, 'Action')} {what} may belong here too")


# A timeline of a year also has what was running in it.
_SEEN = {"timeline": ("year", "running")}


def tell_others(request: Request, store: Store) -> None:
    """Say to a person who lists articles on a country which other records are on it."""
    countries = request.filters.get("country", ())
    if request.quiet or not countries or request.filters.get("type") or not is_terminal():
        return
    rest = request._replace(limit=None)
    numbers = [(store.count(rest.selection(Match("type", name))), name) for name in ("action", "milestone")]
    told = [counted(number, {"action": "Action"}.get(name, name)) for number, name in numbers if number]
    if told:
        options = " ".join(f"--country {in_shell(country)}" for country in countries)
        say(f"mieux: {' and '.join(told)} too: mieux timeline {options}")


def nothing(request: Request, store: Store) -> None:
    """Say that nothing matched, and what to try instead; nothing at all where quiet was asked for."""
    if request.quiet:
        return
    from mieuxcli.cli.hints import hints  # noqa: PLC0415 - only what finds nothing pays for it

    say("mieux: nothing matches")
    for hint in hints(request, store):
        say(f"hint: {hint}")
