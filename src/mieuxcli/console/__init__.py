"""The terminal: its width and colours, and what it shows. The only package that imports rich."""

from __future__ import annotations

import os
import shutil
import sys
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType

from mieuxcli.console.cards import card
from mieuxcli.console.counts import counts
from mieuxcli.console.drawing import visible
from mieuxcli.console.rows import columns, rows
from mieuxcli.console.series import series
from mieuxcli.views import Cards, Counts, Grid, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.views import Shape

__all__ = ["colour_wanted", "html", "picture", "svg", "table", "terminal_width", "visible"]

_NARROWEST = 40


def terminal_width() -> int:
    """Return the columns to fill: COLUMNS, else those of the terminal, else 80; never fewer than 40."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def colour_wanted() -> bool:
    """Say whether to colour: NO_COLOR forbids it, FORCE_COLOR asks for it, TERM=dumb cannot, else a terminal gets it."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


def picture(shape: Shape, width: int) -> RenderableType:
    """Return what a terminal of that width shows of a shape."""
    if isinstance(shape, Cards):
        return Group(*(card(one, width) for one in shape.cards))
    if isinstance(shape, Counts):
        return counts(shape, width)
    if isinstance(shape, Series):
        return series(shape, width)
    if isinstance(shape, Grid):
        return columns(shape, width)
    return rows(shape, width)


def _console(width: int, *, colour: bool, record: bool = False) -> Console:
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        record=record,
        _environ={},
    )


def table(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write the picture of a shape as the terminal shows it."""
    del raw
    width = terminal_width()
    console = _console(width, colour=colour_wanted())
    console.print(picture(shape, width))
    drawn = console.file.getvalue()  # type: ignore[attr-defined]  # the file is the StringIO above
    if drawn.strip():
        yield from (line.rstrip(" ") + "\n" for line in drawn.rstrip().split("\n"))


def _recorded(shape: Shape) -> Console:
    console = _console(terminal_width(), colour=True, record=True)
    console.print(picture(shape, console.width))
    return console


def svg(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write the picture as SVG, as wide as the terminal or COLUMNS."""
    del raw
    console = _recorded(shape)
    # rich cuts the descenders of the last line, so that line is an empty one.
    console.print()
    yield console.export_svg(title="mieux", unique_id="mieux") + "\n"


def html(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write the picture as a page of HTML, as wide as the terminal or COLUMNS."""
    del raw
    yield _recorded(shape).export_html(inline_styles=True) + "\n"
