"""What an archive has already: records found again by address, by date and title, and by what their teasers begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mieuxcli.importing.drafting import id_of
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.models import Document

__all__ = ["Known"]

_PAGES = ("article", "action")
_FEWEST_WORDS = 8
_NO_TITLE = re.compile(r"\[.*\]\Z")
_BEFORE_ADDRESS = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


class Known:
    """The records of an archive, and those that an import adds to them, by what makes two of them the same."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Know the records of an archive."""
        self._by_id: dict[str, Document] = {}
        self._by_key: dict[tuple[str | None, ...], list[Document]] = {}
        for document in documents:
            self.take(document)

    def take(self, document: Document) -> None:
        """Know one more record."""
        self._by_id[document["id"]] = document
        for key in _keys(document):
            self._by_key.setdefault(key, []).append(document)

    def find(self, document: Document) -> Document | None:
        """Return the record that is the same page, or what is no page: that has the same id, or words, date and source."""
        near = (other for key in _keys(document) for other in self._by_key.get(key, ()))
        return next((other for other in near if document["type"] not in _PAGES or _is_same_page(document, other)), None)

    def edited(self, document: Document) -> Document | None:
        """Return the record that was imported under the id of this one and has been given another title since."""
        other = self._by_id.get(document["id"])
        same = other and document["id"] == id_of("article", document) and (other["type"], other["date"]) == ("article", document["date"])
        return other if other and same and id_of("article", other) != other["id"] else None

    def free_id(self, document: Document) -> str:
        """Return the id of a record, with a number behind it where another one has it."""
        id_: str = document["id"]
        number = 1
        while id_ in self._by_id:
            number += 1
            id_ = f"{document['id']}-{number}"
        return id_


def _keys(document: Document) -> Iterator[tuple[str | None, ...]]:
    """Yield what a record may be found by; two pages that are the same share at least one key."""
    type_, date, title = document["type"], document["date"], fold(document["title"])
    if type_ not in _PAGES:
        yield "id", type_, document["id"]
        yield "words", type_, date, title, _bare(document["url"] or "")
        return
    yield from (("address", type_, address) for address in _addresses(document))
    yield "title", type_, date, title
    yield "begin", type_, date, *_summary(document)[:_FEWEST_WORDS]


def _is_same_page(one: Document, other: Document) -> bool:
    # An older address that both list may have shown two pages in turn.
    if _own(one) & _addresses(other) or _own(other) & _addresses(one):
        return True
    apart = bool(one["url"] and other["url"])
    if _NO_TITLE.match(one["title"]) or _NO_TITLE.match(other["title"]):
        return one["date"] == other["date"] and not apart and _begin_alike(_summary(one), _summary(other))
    return one["date"] == other["date"] and fold(one["title"]) == fold(other["title"]) and not (apart and one["date"] is None)


def _begin_alike(one: list[str], other: list[str]) -> bool:
    """Say whether one text is the other, or a beginning of it that is long enough to tell."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _FEWEST_WORDS and short == long[: len(short)])


def _summary(document: Document) -> list[str]:
    return fold(document["summary"] or "").split()


def _addresses(document: Document) -> set[str]:
    return {_bare(address) for address in (document["url"], *(document["other_urls"] or ())) if address}


def _own(document: Document) -> set[str]:
    return {_bare(document["url"])} if document["url"] else _addresses(document)


def _bare(address: str) -> str:
    """Return an address without what two spellings of it may differ in: scheme, www., capitals of the host, a slash at the end."""
    host, slash, rest = _BEFORE_ADDRESS.sub("", address.partition("#")[0]).partition("/")
    return (host.lower() + slash + rest).rstrip("/")
