"""The terminal: its width, its colours and the pictures drawn on it.

This is the only package that imports rich.
"""

from __future__ import annotations

import os
import re
import sys
from html import unescape
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from mieuxcli.console.columns import grid
from mieuxcli.console.drawing import LABEL, STRONG
from mieuxcli.shapes import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mieuxcli.shapes import Shape

__all__ = ["colour_wanted", "page", "picture", "table", "terminal_svg", "terminal_width"]

_NARROWEST = 40
_USUAL = 80
_READING_WIDTH = 88
# rich's own template draws window buttons and fetches a font from the network. Without xml:space, librsvg drops
# the spaces at either end of a piece of a line.
# The two characters that no XML may hold, beside the control characters that are made visible before.
_NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xml:space="preserve" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace; \
font-size: {char_height}px; line-height: {line_height}px;
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
    """Return the width to draw in, in columns.

    COLUMNS comes first, then the width of the terminal, then 80; the result is never below 40.
    """
    asked = os.environ.get("COLUMNS", "")
    try:
        columns = int(asked) if asked.isdecimal() else 0
        columns = columns or os.get_terminal_size(1).columns
    except OSError:
        columns = 0
    return max(_NARROWEST, columns or _USUAL)


def colour_wanted() -> bool:
    """Return whether output is to be coloured.

    NO_COLOR forbids colour, FORCE_COLOR demands it and TERM=dumb rules it out; otherwise a terminal gets it.
    """
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


# Each shape is drawn by a module of its own, which is imported only when it is needed.
_DRAWN = {
    "Rows": ("records", "rows"),
    "Grid": ("records", "columns"),
    "changes": ("changes", "changes"),
    "Cards": ("cards", "cards"),
    "Problems": ("records", "problems"),
    "Counts": ("counts", "counts"),
    "Cross": ("counts", "counts"),
    "Overview": ("counts", "counts"),
    "Series": ("timeline", "timeline"),
    "Map": ("map", "world_map"),
}


def picture(shape: Shape, width: int) -> RenderableType:
    """Return what a terminal of the given width shows of a shape."""
    special = shape.layout if isinstance(shape, Grid) and shape.layout in _DRAWN else ""
    module, name = _DRAWN[special or type(shape).__name__]
    drawn: Callable[[Shape, int], RenderableType] = getattr(import_module(f"mieuxcli.console.{module}"), name)
    return drawn(shape, width)


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


def table(shape: Shape) -> Iterator[str]:
    """Yield the lines of a shape's picture as the terminal shows them."""
    width = terminal_width()
    console = _console(width, colour=colour_wanted())
    drawn = picture(shape, width)
    yield from _lines(console, drawn.renderables if isinstance(drawn, Group) else [drawn])


def _lines(console: Console, parts: Iterable[RenderableType]) -> Iterator[str]:
    """Yield the lines of some parts, each drawn when its turn comes.

    They come without trailing spaces, and without empty lines at the end.
    """
    empty = 0
    for part in parts:
        with console.capture() as drawn:
            console.print(part)
        for line in drawn.get().split("\n")[:-1]:
            if not line.strip():
                empty += 1
                continue
            yield from ["\n"] * empty
            yield line.rstrip(" ") + "\n"
            empty = 0


def page(text: str) -> Iterator[str]:
    """Yield the lines of a page of the manual as the terminal shows them, at reading width.

    The pages are plain Markdown: headings, paragraphs, tables, and commands indented by four spaces. A whole
    Markdown parser would take as long as the rest of the program.
    """
    console = _console(min(terminal_width(), _READING_WIDTH), colour=colour_wanted())
    blocks = (_block(block.splitlines()) for block in text.strip().split("\n\n"))
    yield from _lines(console, (Group(block, Text("")) for block in blocks))


def _block(lines: list[str]) -> RenderableType:
    if lines[0].startswith("#"):
        return Text(lines[0].lstrip("# "), STRONG)
    if lines[0].startswith("    "):
        return Text("\n".join(lines), LABEL)
    if lines[0].startswith("- "):
        points = grid(1, None)
        for point in "\n".join(lines).removeprefix("- ").split("\n- "):
            points.add_row(Text("-"), _with_code(" ".join(point.split())))
        return points
    if not lines[0].startswith("|"):
        return _with_code(" ".join(lines))
    header, _, *rows = (re.split(r"(?<!\\)\|", line.strip("|")) for line in lines)
    table = grid(*[None] * len(header))
    table.add_row(*(Text.assemble(_with_code(cell.strip()), style=STRONG) for cell in header))
    for row in rows:
        table.add_row(*(_with_code(cell.strip()) for cell in row))
    return table


def _with_code(text: str) -> Text:
    """Return a text in which what stands between backticks is styled as code."""
    pieces = text.replace("\\|", "|").split("`")
    return Text.assemble(*((piece, LABEL if at % 2 else "") for at, piece in enumerate(pieces)))


def _recorded(shape: Shape) -> Console:
    console = _console(terminal_width(), colour=True, record=True)
    console.print(picture(shape, console.width))
    return console


def terminal_svg(shape: Shape) -> Iterator[str]:
    """Yield a shape's picture as SVG, drawn at the width of the terminal."""
    console = _recorded(shape)
    # rich clips the descenders of the last line, so an empty line goes below the picture.
    console.print()
    drawn = console.export_svg(unique_id="mieux", code_format=_SVG).translate(_NO_XML)
    yield re.sub(r'textLength="[^"]*"([^>]*>)([^<]*)<', _with_wide_characters, drawn)


def _with_wide_characters(text: re.Match[str]) -> str:
    """Return an SVG text whose length counts a wide character as two columns, where rich counts one."""
    return f'textLength="{cell_len(unescape(text[2])) * _CHARACTER:g}"{text[1]}{text[2]}<'
