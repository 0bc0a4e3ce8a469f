"""How the tests read the formats back: by the parsers of other people's tools where there are some."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from bibtexparser.entrypoint import parse_string as bibtexparsed
from icalendar import Calendar, Event
from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = [
    "MARKDOWN",
    "bibtex_read",
    "csv_read",
    "events_of",
    "flat",
    "html_text",
    "inline_text",
    "inlines_of",
    "svg_text",
    "table_of",
    "tsv_read",
]


def flat(text: str) -> str:
    """Return a text on one line, as the formats write it that have no line ends."""
    return " ".join(text.split())


def csv_read(text: str) -> list[list[str]]:
    """Read CSV strictly, as RFC 4180 has it."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def tsv_read(text: str) -> list[list[str]]:
    """Read TSV back: lines end in a line feed, cells in a tab, and the escapes are those of the manual."""
    plain = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    lines = text.removesuffix("\n").split("\n")
    return [
        [re.sub(r"\\.", lambda match: plain[match[0]], cell) for cell in line.split("\t")] for line in lines
    ]


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def inline_text(token: Token) -> str:
    """Return the text of an inline token as a reader sees it."""
    return "".join(child.content for child in token.children or ())


def inlines_of(text: str) -> list[Token]:
    """Return the inline tokens of Markdown in order."""
    return [token for token in MARKDOWN.parse(text) if token.type == "inline"]


def table_of(text: str) -> list[list[str]]:
    """Return the rows of the tables in Markdown as texts, the headers first."""
    rows: list[list[str]] = []
    for token in MARKDOWN.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
    return rows


def bibtex_read(text: str) -> list[dict[str, str]]:
    """Read BibTeX with bibtexparser, which must understand every block of it."""
    library = bibtexparsed(text)
    assert library.failed_blocks == []
    assert [block for block in library.blocks if block not in library.entries] == []
    return [
        {
            "type": entry.entry_type,
            "key": entry.key,
            **{key: one.value for key, one in entry.fields_dict.items()},
        }
        for entry in library.entries
    ]


def events_of(text: str) -> list[Event]:
    """Return the events of a calendar, whose lines must end in CRLF and be no longer than 75 bytes."""
    lines = text.encode("utf-8").split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = Calendar.from_ical(text)
    assert calendar.name == "VCALENDAR"
    assert {"VERSION", "PRODID"} <= {*calendar}
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    assert all(event.errors == [] and {"UID", "DTSTAMP", "DTSTART"} <= {*event} for event in events)
    return events


def svg_text(text: str) -> str:
    """Return the text of a picture, which must be well-formed XML."""
    root = ET.fromstring(text)  # noqa: S314 - what the program itself has written
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return flat(" ".join("".join(line.itertext()) for line in root.iter("{http://www.w3.org/2000/svg}text")))


class Body(HTMLParser):
    """Collects the text of a page from <body> on, and the names of the tags there."""

    def __init__(self) -> None:
        """Begin before the body."""
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note the tag, and forget what came before the body."""
        del attrs
        self.tags, self.text = ([], "") if tag == "body" else ([*self.tags, tag], self.text)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def html_text(text: str) -> str:
    """Return the text of a page, which must hold nothing that runs or is fetched."""
    body = Body()
    body.feed(text)
    body.close()
    assert {*body.tags}.isdisjoint({"script", "img", "iframe", "object", "embed", "form", "link"})
    return flat(body.text)
