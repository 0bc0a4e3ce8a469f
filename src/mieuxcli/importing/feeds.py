"""RSS and Atom, read by feedparser, which is in the extra `import`."""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import TYPE_CHECKING

from mieuxcli.importing.drafts import Found, Unread, clean
from mieuxcli.importing.nodes import tree_of
from mieuxcli.importing.references import Reference, Who, found_in, needed, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["other_xml", "read_feed", "root_of"]

_ROOT = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<([A-Za-z][\w:.-]*)", re.DOTALL
)
_ENTITY = re.compile(r"<!ENTITY\b")
_RFC_822 = re.compile(r"\b\d{1,2} [A-Za-z]{3,9} \d{4}\b")
_HEAD = 20_000
FEEDS = ("rss", "feed", "rdf:RDF")


def root_of(text: str) -> str:
    """Return the name of the first element of XML or HTML, or an empty text if there is none near the top."""
    match = _ROOT.match(text[:_HEAD])
    return match[1] if match else ""


def other_xml(text: str, file: str) -> Unread:
    """Return that a file is XML of a kind that is not read, with the name of its first element."""
    return Unread(file, 1, f"is XML of the kind <{root_of(text)}>, which is not read; RSS and Atom are")


def read_feed(text: str, file: str) -> Found:
    """Return the articles of RSS 0.9 to 2.0 or Atom 1.0, with the entries that are not read.

    A feed with entities of its own is refused, since they can grow without bound. Raises UsageError where
    feedparser is not installed.
    """
    long = too_long(text, file)
    if long:
        return long
    entity = _ENTITY.search(text)
    if entity:
        line = text.count("\n", 0, entity.start()) + 1
        return Found(
            (), [Unread(file, line, "defines entities of its own, which no feed needs, and is refused")]
        )
    try:
        feedparser = import_module("feedparser")
    except ImportError as error:
        raise needed(file, "a feed", "feedparser") from error
    # As a stream, since feedparser takes a short text for an address and fetches it.
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    got = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
    )
    language = str(got.feed.get("language", ""))
    found = found_in([_entry(entry, language) for entry in got.entries], file)
    return Found(found.records, [*found.unread, *_broken(got, text, file)])


def _broken(got: Mapping[str, object], text: str, file: str) -> Iterator[Unread]:
    """Yield what is wrong with a feed as a whole, and how many of its entries are missing."""
    entries = got["entries"]
    read = len(entries) if isinstance(entries, list) else 0
    begun = len(re.findall(r"<(?:item|entry)[\s>/]", text))
    problem = got.get("bozo_exception") if got.get("bozo") else None
    if problem:
        line = getattr(problem, "getLineNumber", lambda: 0)() or 0
        why = clean(str(getattr(problem, "getMessage", lambda: problem)()))
        yield Unread(file, line, f"is not well-formed ({why}); {read} of {begun} entries are read")
    elif not read:
        yield Unread(file, 1, "is a feed without entries")


def _entry(entry: Mapping[str, object], language: str) -> Reference:
    def text(name: str) -> str:
        return str(entry[name] or "") if name in entry else ""

    published, updated = text("published"), text("updated")
    content = entry.get("content")
    whole = content[0].get("value", "") if isinstance(content, list) and content else ""
    return Reference(
        title=_words(text("title")),
        key=text("link") or text("id"),
        date=_date(published or updated),
        inferred=not published,
        who=tuple(_authors(entry)),
        url=text("link") or text("id"),
        abstract=_words(text("summary") or str(whole)),
        note=""
        if published or not updated
        else "The date is that of the last change, the only one in the feed.",
        language=text("language") or language,
    )


def _words(markup: str) -> str:
    """Return the words of a text that may be HTML."""
    return tree_of(markup).words() if re.search(r"[<&]", markup) else clean(markup)


def _date(text: str) -> str:
    """Return the day as printed, in the time zone of the feed, of a date as RFC 822 or RFC 3339 has it."""
    day = _RFC_822.search(text)
    return day[0] if day else text


def _authors(entry: Mapping[str, object]) -> Iterator[Who]:
    authors = entry.get("authors")
    for author in authors if isinstance(authors, list) else ():
        name = clean(str(author.get("name") or ""))
        if " " in name and "@" not in name:
            yield Who(name, name.rpartition(" ")[2])
