"""HTML that is safe by its making: what is no markup yet is escaped where it is put."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from html import escape
from urllib.parse import quote

from mieuxcli.harmless import is_link, visible

__all__ = ["Markup", "data_block", "element", "joined", "link", "outward", "packed_block"]

# Values of attributes that HTML takes without quotes; they and ends left out spare a twentieth of a page.
_BARE = re.compile(r"[a-zA-Z0-9_#.-]+\Z")
# Elements that end by themselves before the next one, so HTML lets their end be left out.
_ENDLESS = ("dd", "dt", "li", "p", "td", "th", "tr")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *inside: str, **attributes: str | None) -> Markup:
    """Return an element, text inside and values of attributes escaped, without the attributes that are None.

    An underscore at the end of an attribute's name keeps it from being a word of Python.
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_quoted(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{joined(*inside)}" + f"</{name}>" * (name not in _ENDLESS))


def _quoted(value: str) -> str:
    return value if _BARE.match(value) else f'"{escape(visible(value))}"'


def joined(*parts: str, by: str = "") -> Markup:
    """Return parts as one piece of HTML, those escaped that are none, with control characters shown."""
    told = (
        part if isinstance(part, Markup) else escape(visible(part), quote=False) for part in parts if part
    )
    return Markup(by.join(told))


def link(anchor: str, text: str) -> Markup:
    """Return a link to a place in the page."""
    return element("a", text, href=f"#{quote(anchor)}")


def outward(url: str, text: str) -> Markup:
    """Return a link to an address outside; the text alone where it is none that a browser may be sent to."""
    if not is_link(url):
        return joined(text)
    # The page as a whole sends no referrer, and no link opens another window.
    return element("a", text, href=url)


def data_block(kind: str, value: object, id_: str | None = None) -> Markup:
    """Return a value as JSON in a block that no browser runs, and that nothing inside it can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return element("script", Markup(text), type=kind, id=id_)


def packed_block(value: object, id_: str) -> Markup:
    """Return a value as JSON in a block that no browser runs, compressed by zlib and written in Base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    packed = b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()
    return element("script", Markup(packed), type="application/zlib", id=id_)
