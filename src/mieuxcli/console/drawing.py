"""What all pictures are drawn with: styles, texts made harmless, grids, bars."""

from __future__ import annotations

import re
import unicodedata
from math import ceil
from textwrap import wrap
from typing import Any

from rich.cells import cell_len, chop_cells
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mieuxcli.fields import FIELDS
from mieuxcli.formats.text import cell

__all__ = ["DIM", "DOUBT", "HEADERS", "LABEL", "MATCH", "STRONG", "bar", "folded", "grid", "inked", "level", "linked", "text_of", "visible"]

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
HEADERS = {one.name: one.header or one.name.replace("_", " ") for one in FIELDS}

# The sixteen colours of the terminal, so that its own theme, light or dark, decides how they look.
DIM, STRONG, MATCH, LABEL, DOUBT = (
    Style.parse(style) for style in ("dim", "bold", "bold underline bright_magenta", "cyan", "bold bright_red")
)


def visible(text: str) -> str:
    """Return `text` with control characters and bidirectional controls shown as `<U+001B>`, so that no terminal obeys them."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _BIDI else c for c in text)


def text_of(value: Any, style: Style | str = "") -> Text:  # noqa: ANN401 - a document's value
    """Return a value as the text of a cell, harmless to the terminal."""
    return Text.assemble((visible(cell(value)), style))


def linked(text: str, url: str | None, style: Style) -> Text:
    """Return a text that links to an address where the terminal can."""
    return Text.assemble((visible(text), style + Style(link=url) if url and url.isprintable() else style))


def grid(*widths: int | None) -> Table:
    """Return a borderless table with columns of these widths; None takes what is left, and wraps."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        table.add_column(width=width, no_wrap=width is not None, overflow="fold")
    return table


def folded(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many columns, wide characters counted as two."""
    return wrap(text, width) if cell_len(text) == len(text) else chop_cells(text, width)


def inked(drawn: str, style: Style) -> Text:
    """Return a drawn line with a style on what is not space, so that in an SVG each piece has a place of its own, whatever the font."""
    text = Text(drawn)
    for piece in re.finditer(r"\S+", drawn):
        text.stylize(style, *piece.span())
    return text


def bar(share: float, width: int) -> str:
    """Return a bar of eighth blocks for a share (0 to 1) of a width; whatever is more than nothing shows."""
    eighths = max(1, round(share * width * 8)) if share > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def level(number: float, most: float) -> str:
    """Return a number as the height of a block in eight levels of the greatest; nothing as a space."""
    return _LEVELS[max(ceil(number / most * len(_LEVELS)), 1) - 1] if number else " "
