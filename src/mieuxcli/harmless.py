"""What an archive from a stranger may hold is made harmless: text for a terminal, addresses for links."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["for_terminal", "is_link", "visible"]

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SCHEMES = ("http://", "https://", "mailto:")


def visible(text: str) -> str:
    """Return `text` with control characters shown as `<U+001B>`, so that no terminal obeys them.

    Bidirectional controls, line separators and lone surrogates are shown in the same way.
    """
    if text.isprintable():
        return text
    return "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _BIDI else c
        for c in text
    )


def for_terminal(text: str) -> str:
    """Return `text` as `visible` does, but for the line ends and tabs that formats are made of."""
    return "".join(part if part in _LAID_OUT else visible(part) for part in re.split(r"(\r?\n|\t)", text))


_LAID_OUT = ("\n", "\r\n", "\t")


def is_link(address: str) -> bool:
    """Return whether an address may be followed: of the schemes http, https and mailto, in visible characters."""
    lower = address.lower()
    return (
        lower.startswith(_SCHEMES) and lower not in _SCHEMES and address.isprintable() and " " not in address
    )
