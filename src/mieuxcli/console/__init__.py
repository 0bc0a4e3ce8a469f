"""The terminal: its width and colours, and what it shows. The only package that imports rich."""

from __future__ import annotations

import os
import re
import shutil
import sys
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType

from mieuxcli.console.drawing import visible
from mieuxcli.views import Cards, Counts, Grid, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.views import Shape

__all__ = ["colour_wanted", "html", "page", "picture", "svg", "table", "terminal_width", "visible"]

_NARROWEST = 40
_READING_WIDTH = 88
_PAGE = {f"markdown.{name}": "cyan" for name in ("code", "code_block")} | {"markdown.table.border": "dim", "markdown.table.header": "bold"}
_PAGE |= {f"markdown.h{depth}": "bold" for depth in (1, 2, 3)}
# What rich puts around a picture, without its window buttons and without the font that it would fetch from the network.
_SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px;
}}
{styles}
</style>
<defs>{lines}</defs>
<rect width="{width}" height="{height}" rx="8" fill="#292929"/>
<g transform="translate({terminal_x}, 24)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
_CHARACTER = 12.2


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
    """Return what a terminal of that width shows of a shape; each shape pays for its own drawing alone."""
    if isinstance(shape, Cards):
        from mieuxcli.console.cards import card  # noqa: PLC0415

        return Group(*(card(one, width) for one in shape.cards))
    if isinstance(shape, Counts):
        from mieuxcli.console.counts import counts  # noqa: PLC0415

        return counts(shape, width)
    if isinstance(shape, Series):
        from mieuxcli.console.series import series  # noqa: PLC0415

        return series(shape, width)
    from mieuxcli.console.rows import columns, rows  # noqa: PLC0415

    return columns(shape, width) if isinstance(shape, Grid) else rows(shape, width)


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


def page(text: str) -> Iterator[str]:
    """Write a page of Markdown as the terminal shows it, in reading width."""
    from rich.markdown import Markdown  # noqa: PLC0415 - only the manual pays for it
    from rich.theme import Theme  # noqa: PLC0415

    console = _console(min(terminal_width(), _READING_WIDTH), colour=colour_wanted())
    console.push_theme(Theme(_PAGE))
    console.print(Markdown(text, code_theme="ansi_light"))
    yield from (line.rstrip() + "\n" for line in console.file.getvalue().rstrip().split("\n"))  # type: ignore[attr-defined]  # a StringIO


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
    drawn = console.export_svg(unique_id="mieux", code_format=_SVG)
    yield re.sub(r'textLength="[^"]*"([^>]*>)([^<]*)<', _with_wide_characters, drawn)


def _with_wide_characters(text: re.Match[str]) -> str:
    """Return a text of an SVG with the length of its columns; rich counts a wide character as one."""
    from html import unescape  # noqa: PLC0415 - only a picture pays for it

    return f'textLength="{cell_len(unescape(text[2])) * _CHARACTER:g}"{text[1]}{text[2]}<'


def html(shape: Shape, *, raw: bool = False) -> Iterator[str]:
    """Write the picture as a page of HTML, as wide as the terminal or COLUMNS."""
    del raw
    yield _recorded(shape).export_html(inline_styles=True) + "\n"
