"""The manual: the pages that `mieux help TOPIC` prints and the man page is made of."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mieuxcli.errors import UsageError, quoted
from mieuxcli.words import nearest

__all__ = ["TOPICS", "Topic", "page"]


class Topic(NamedTuple):
    """A page of the manual: the file it is in and what it is about."""

    file: str
    meaning: str


TOPICS = {
    "query": Topic("query.md", "the query language"),
    "formats": Topic("formats.md", "the formats and what is in them"),
    "scripts": Topic("scripts.md", "streams, exit codes and the environment"),
    "archives": Topic("archives.md", "archives of one's own"),
    "data": Topic("data.md", "what the records are"),
}


def page(topic: str) -> str:
    """Return the text of a topic, in Markdown; UsageError, with the nearest names, where there is none."""
    if topic not in TOPICS:
        near = nearest(topic, TOPICS)
        raise UsageError(f"there is no topic {quoted(topic)}", f"did you mean {near[0]}?" if near else f"one of {', '.join(TOPICS)}")
    return Path(__file__).with_name(TOPICS[topic].file).read_text(encoding="utf-8")
