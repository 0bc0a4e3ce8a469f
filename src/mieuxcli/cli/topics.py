"""The pages of the manual as a table."""

from typing import NamedTuple

__all__ = ["TOPICS", "Topic"]


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
    "agents": Topic("agents.md", "how a program asks, cites and keeps the hedges"),
}
