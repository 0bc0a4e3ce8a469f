"""A saved page as a tree of elements, as far as telling its parts apart needs one."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from mieuxcli.importing.drafts import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BLOCKS", "HEADINGS", "LEFT_OUT", "Node", "tree_of"]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS.union(
    ("address", "article", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figure"),
    ("form", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "td"),
    ("th", "tr", "ul"),
)
LEFT_OUT = frozenset(
    ("aside", "button", "figcaption", "footer", "head", "iframe", "nav", "noscript", "object", "script")
).union(("select", "style", "svg", "template", "textarea"))
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr")
)
# An element of these ends one of the same kind that is still open, since its end tag may be omitted.
_ENDS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
}
_DEEPEST = 150
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|screen-reader-text|sr-only|assistive-text|element-invisible|hidden-text)"
    r"(?:$|[\s_-])"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


class Node:
    """An element: its tag, attributes, parent, line in the file, and the elements and words in it."""

    def __init__(self, tag: str, given: dict[str, str], parent: Node | None, line: int) -> None:
        """Make an element without anything in it."""
        self.tag, self.given, self.parent, self.line = tag, given, parent, line
        self.inside: list[Node | str] = []

    @property
    def classes(self) -> str:
        """The names of its classes, with what role it plays for machines."""
        return f"{self.given.get('class', '')} {self.given.get('itemprop', '')}".lower()

    @property
    def is_hidden(self) -> bool:
        """Whether a browser shows nothing of it, or only screen readers say it."""
        return (
            "hidden" in self.given
            or self.given.get("aria-hidden") == "true"
            or bool(_HIDDEN.search(self.classes) or _NOT_SHOWN.search(self.given.get("style", "").lower()))
        )

    def walk(self) -> Iterator[Node]:
        """Yield this element and all elements in it, in the order of the page."""
        yield self
        for part in self.inside:
            if isinstance(part, Node):
                yield from part.walk()

    def above(self) -> Iterator[Node]:
        """Yield the elements that it is in, the nearest first."""
        node = self.parent
        while node:
            yield node
            node = node.parent

    def words(self) -> str:
        """Return the words that are shown of it."""
        return clean("".join(self.pieces()))

    def pieces(self) -> Iterator[str]:
        """Yield the words that are shown of it as they stand in the file, parted as a browser does."""
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif not part.is_hidden and part.tag not in ("script", "style", "svg", "template"):
                space = " " if part.tag in BLOCKS or part.tag == "br" else ""
                yield from (space, *part.pieces(), space)


class _Builder(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Node("", {}, None, 1)
        self._open = [self.root]
        # The parser fails on a malformed <![...]; what stands before it is kept.
        with suppress(AssertionError):
            self.feed(text)
            self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS:
            self._end(_ENDS[tag], ("ul", "ol", "dl", "table"))
        elif tag in BLOCKS:
            self._end(("p",), ("td", "button"))
        node = Node(tag, {name: value or "" for name, value in attrs}, self._open[-1], self.getpos()[0])
        self._open[-1].inside.append(node)
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        self._end((tag,), ())

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def _end(self, tags: tuple[str, ...], within: tuple[str, ...]) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in tags:
                del self._open[at:]
                return
            if self._open[at].tag in within:
                return


def tree_of(text: str) -> Node:
    """Return the element that holds all of a page."""
    return _Builder(text).root
