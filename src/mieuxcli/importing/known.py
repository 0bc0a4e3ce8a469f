"""What makes an imported record the same as one that is there already, and which ids are free."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mieuxcli.importing.drafts import id_of, is_untitled
from mieuxcli.records import Action, Article
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.records import Record

__all__ = ["Known"]

_PAGES = (Article, Action)
_FEWEST_WORDS = 8
_BEFORE_ADDRESS = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


class Known:
    """The records of an archive and of an import into it, indexed by what makes two of them the same."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Index the records of an archive."""
        self._by_id: dict[str, Record] = {}
        self._by_key: dict[tuple[str | None, ...], list[Record]] = {}
        for record in records:
            self.take(record)

    def take(self, record: Record) -> None:
        """Index one more record."""
        self._by_id[record.id] = record
        for key in _keys(record):
            self._by_key.setdefault(key, []).append(record)

    def find(self, record: Record) -> Record | None:
        """Return the record that is the same as this one, or None.

        Pages are the same by their addresses or by date and title; other records by their ids or by words,
        date and source.
        """
        near = (other for key in _keys(record) for other in self._by_key.get(key, ()))
        return next((other for other in near if _is_same(record, other)), None) or self._cited(record)

    def _cited(self, record: Record) -> Record | None:
        """Return the record of another type that a reference of our own making stands for, or None."""
        other = self._by_id.get(record.id)
        cited = other and other.type != record.type and fold(other.title) == fold(record.title)
        return other if cited else None

    def edited(self, record: Record) -> Record | None:
        """Return the record imported under this record's id whose title was changed later, or None."""
        other = self._by_id.get(record.id)
        same = (
            other
            and record.id == _drafted_id(record)
            and (other.type, other.date) == ("article", record.date)
        )
        return other if other and same and _drafted_id(other) != other.id else None

    def free_id(self, record: Record) -> str:
        """Return the id of a record, with a number appended if another record has it."""
        id_ = record.id
        number = 1
        while id_ in self._by_id:
            number += 1
            id_ = f"{record.id}-{number}"
        return id_


def _drafted_id(record: Record) -> str:
    return id_of("article", record.date, record.title)


def _keys(record: Record) -> Iterator[tuple[str | None, ...]]:
    """Yield the keys by which a record may be found; two records of one page share at least one."""
    type_, date, title = record.type, record.date, fold(record.title)
    if not isinstance(record, _PAGES):
        yield "id", type_, record.id
        yield "words", type_, date, title, _bare(record.url or "")
        return
    yield from (("address", type_, address) for address in _addresses(record))
    yield "title", type_, date, title
    yield "begin", type_, date, *_summary(record)[:_FEWEST_WORDS]


def _is_same(one: Record, other: Record) -> bool:
    """Return whether two records with a common key are the same; pages must agree in more than a key."""
    return not (isinstance(one, _PAGES) and isinstance(other, _PAGES)) or _is_same_page(one, other)


def _is_same_page(one: Article | Action, other: Article | Action) -> bool:
    # One page may tell of two Actions; an editor may have changed the title or the partner, hardly both.
    renamed = fold(one.title) != fold(other.title)
    if renamed and isinstance(one, Action) and isinstance(other, Action) and one.partner != other.partner:
        return False
    # An older address that both list proves nothing, because it may have shown two pages in turn.
    if _own(one) & _addresses(other) or _own(other) & _addresses(one):
        return True
    apart = bool(one.url and other.url)
    if is_untitled(one.title) or is_untitled(other.title):
        return one.date == other.date and not apart and _begin_alike(_summary(one), _summary(other))
    return (
        one.date == other.date and fold(one.title) == fold(other.title) and not (apart and one.date is None)
    )


def _begin_alike(one: list[str], other: list[str]) -> bool:
    """Return whether two texts are equal, or one is a beginning of the other that is long enough."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _FEWEST_WORDS and short == long[: len(short)])


def _summary(record: Article | Action) -> list[str]:
    return fold(record.summary).split()


def _addresses(record: Article | Action) -> set[str]:
    return {_bare(address) for address in (record.url, *record.other_urls) if address}


def _own(record: Article | Action) -> set[str]:
    return {_bare(record.url)} if record.url else _addresses(record)


def _bare(address: str) -> str:
    """Return an address without the details in which two spellings of it may differ.

    These are the scheme, www., the fragment, capitals in the host and a slash at the end.
    """
    host, slash, rest = _BEFORE_ADDRESS.sub("", address.partition("#")[0]).partition("/")
    return (host.lower() + slash + rest).rstrip("/")
