"""Saved HTML: the lines of a page for the two known forms, and trafilatura for any other news page."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin

from mieuxcli.errors import UsageError
from mieuxcli.importing.drafts import Found, Page, Source, Unread, article, clean
from mieuxcli.importing.listings import listed
from mieuxcli.importing.nodes import BLOCKS, HEADINGS, LEFT_OUT
from mieuxcli.importing.pages import Line, first_date, is_detail, records_in
from mieuxcli.records import Person
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mieuxcli.records import Article

__all__ = ["decoded", "read_html"]

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"\s*saved from url=\(\d+\)(\S+)|.*?^\s*url: (https?://\S+)", re.DOTALL | re.MULTILINE
)
_TITLE_PARTS = re.compile(r"\s[|\-–—:»·]\s")
_DATE_CLASS = re.compile(r"\b(?:date|posted|published|fecha)\b")
_WHOLE = re.compile(r"https?://[^\s/]+\.\S+\Z")
_FEWEST_WORDS = 8
_NEAR = 4


def decoded(data: bytes) -> str:
    """Return HTML that is not UTF-8 as text.

    It is decoded as it declares itself or, failing that, as Windows-1252, which browsers assume too.
    """
    named = _CHARSET.search(data[:4096])
    try:
        return data.decode(named[1].decode("ascii") if named else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def read_html(text: str, file: str) -> Found:
    """Return the records of a saved page.

    Raises UsageError where the page has neither of the known forms and trafilatura is not installed.
    """
    page = _Page(text)
    source = Source(file, page.address, page.language)
    found = None if any(map(is_detail, page.lines)) else listed(text, source, page.whole, page.lines)
    if found:
        return found
    for lines in (page.main, page.lines):
        found = records_in([line._replace(link=page.whole(line.link)) for line in lines], source)
        if found:
            return found
    return _extracted(text, page, source)


def _is_whole(address: str) -> bool:
    return bool(_WHOLE.match(address)) and clean(address) == address


class _Page(HTMLParser):
    """A parser that collects the lines a browser shows of a page, and what its head declares.

    Menus, footers and scripts are left out.
    """

    def __init__(self, text: str) -> None:
        """Parse a whole page."""
        super().__init__()
        self.lines: list[Line] = []
        self.main: list[Line] = []
        self.title = ""
        self.language: str | None = None
        self._addresses: dict[str, str] = {}
        self._open: dict[str, int] = {}
        self._link: str | None = None
        self._link_begins = 0
        self._words: list[str] = []
        self._unlinked = False
        self._first_link: str | None = None
        self._number = 1
        self._starts = True
        self._date = ""
        # The parser fails on a malformed <![...]; the lines before it are kept.
        with suppress(AssertionError):
            self.feed(text)
            self.close()
        self._end_line()

    @property
    def address(self) -> str | None:
        """The address that the page declares, or that the browser saved it from."""
        known = (self._addresses.get(name, "") for name in ("canonical", "og:url", "saved"))
        return next((address for address in known if _is_whole(address)), None)

    def whole(self, link: str | None) -> str | None:
        """Return the absolute address of a link, or None where there is no link.

        A link without a usable address gives "", so that it still counts as a link.
        """
        if link is None:
            return None
        try:
            whole = urljoin(self._addresses.get("base") or self.address or "", link)
        except ValueError:
            return ""
        return whole if _is_whole(whole) else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a block begins, and note links and what the head declares."""
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag in BLOCKS or tag == "br":
            self._end_line(starts=tag != "br")
        elif not self._words and (tag == "time" or _DATE_CLASS.search(given.get("class", ""))):
            self._date = tag
        if tag in BLOCKS:
            self._open["head"] = 0  # its end tag may be omitted
        if tag in LEFT_OUT or tag in HEADINGS or tag in ("main", "title"):
            self._open[tag] = self._open.get(tag, 0) + 1
        if tag == "a":
            self._link, self._link_begins = given.get("href"), len(self._words)

    def handle_endtag(self, tag: str) -> None:
        """End a line where a block ends, or a date at the beginning of one."""
        if tag in BLOCKS or (tag == self._date and self._words):
            self._end_line()
        if self._open.get(tag):
            self._open[tag] -= 1
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        """Add words to the line, unless they are in a part that is left out."""
        if self._open.get("title"):
            self.title += data
        if any(self._open.get(tag) for tag in LEFT_OUT):
            return
        if data.strip() and not self._words:
            self._number = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._unlinked, self._first_link = False, self._link
        if data.strip():
            self._unlinked |= self._link is None
        if data.strip() or self._words:
            self._words.append(data)

    def handle_comment(self, data: str) -> None:
        """Note the address that a browser saved the page from."""
        saved = _SAVED_FROM.match(data)
        if saved:
            self._addresses.setdefault("saved", saved[1] or saved[2])

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html" and re.match(r"[A-Za-z]{2}(?:[-_]|\Z)", given.get("lang", "")):
            self.language = given["lang"][:2].lower()
        elif tag == "link" and given.get("rel", "").lower() == "canonical":
            self._addresses["canonical"] = given.get("href", "")
        elif tag == "meta" and given.get("property") == "og:url":
            self._addresses["og:url"] = given.get("content", "")
        elif tag == "base":
            self._addresses["base"] = given.get("href", "")

    def _end_link(self) -> None:
        """Separate a link such as "Read more" from the sentence in front of it."""
        before, linked = self._words[: self._link_begins], self._words[self._link_begins :]
        if before and linked and Line(0, clean("".join(linked))).is_furniture:
            self._words = before
            self._end_line()
            self._words, self._unlinked, self._first_link = linked, False, self._link
            self._end_line()
        self._link = None

    def _end_line(self, *, starts: bool = True) -> None:
        text = clean("".join(self._words))
        if text:
            heading = any(self._open.get(tag) for tag in HEADINGS)
            line = Line(
                self._number, text, self._starts, heading, None if self._unlinked else self._first_link
            )
            self.lines.append(line)
            if self._open.get("main"):
                self.main.append(line)
            self._starts = starts
        self._starts = self._starts or starts
        self._words, self._date = [], ""


class _Extract(Protocol):
    """What trafilatura extracts from a page; the library itself has no type annotations."""

    title: str | None
    text: str | None
    author: str | None
    date: str | None
    url: str | None
    description: str | None
    sitename: str | None


def _extracted(text: str, page: _Page, source: Source) -> Found:
    try:
        trafilatura = import_module("trafilatura")
    except ImportError as error:
        raise UsageError(
            f"{source.file} is a saved page that only trafilatura can read, which is not installed",
            "pip install 'mieuxcli[import]'",
        ) from error
    # Pages without text are reported below, so the library's own log would repeat them.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # An extensive search takes any year on the page for its date, such as that of the copyright.
    dates = {"extensive_search": False, "original_date": True}
    try:
        got: _Extract | None = trafilatura.bare_extraction(
            text,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=dates,
        )
    except Exception:  # noqa: BLE001 - no markup may end the import of the other files
        got = None
    title = _title(got, page) if got else ""
    summary = _summary(title, got) if got and title else ""
    if not got or not title or not summary:
        return Found(
            (), [Unread(source.file, 1, "has no title and text that could be told from the rest of the page")]
        )
    drafted = _article(title, summary, got, page, source)
    return Found([drafted], (), [Page(drafted, got.text or "")])


def _article(title: str, summary: str, got: _Extract, page: _Page, source: Source) -> Article:
    printed = first_date(_beside(title, page.main or page.lines))
    known = Source(
        source.file,
        source.url or (got.url if _is_whole(got.url or "") else None),
        source.language or (printed.language if printed else None) or None,
    )
    return article(
        title=title,
        date=got.date or (printed.date if printed else None),
        summary=summary,
        note=f"Imported from {source.file}.",
        source=known,
        people=[Person(name, part="author") for name in _authors(got)],
    )


def _title(got: _Extract, page: _Page) -> str:
    """Return the title found or, if it is no heading, the longest part of the browser's title that is."""
    title = clean(got.title or "")
    headings = {fold(line.text): line.text for line in page.lines if line.heading}
    named = [headings[part] for part in map(fold, _TITLE_PARTS.split(page.title)) if part in headings]
    if fold(title) in headings or not named:
        return title
    return max(named if _TITLE_PARTS.search(title) else [*named, title], key=len)


def _beside(title: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the few lines around the title, where a news page prints its date."""
    at = next((at for at, line in enumerate(lines) if fold(line.text) == fold(title)), None)
    return lines[max(0, at - _NEAR) : at + _NEAR + 1] if at is not None else ()


def _summary(title: str, got: _Extract) -> str:
    """Return the first paragraph of sufficient length, or else the page's own description."""
    texts = (clean(text.removeprefix("- ")) for text in (got.text or "").split("\n"))
    long = (text for text in texts if len(text.split()) >= _FEWEST_WORDS and fold(text) != fold(title))
    return next(long, "") or clean(got.description or "")


def _authors(got: _Extract) -> Iterator[str]:
    """Yield the authors that may be people, whose names have several words and are not the site's."""
    for name in (got.author or "").split(";"):
        if " " in clean(name) and fold(name) != fold(got.sitename or ""):
            yield clean(name)
