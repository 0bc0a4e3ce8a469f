"""CSL-JSON 1.0, as Zotero and other reference managers export it, and as `--format csl-json` writes it.

The schema is at https://github.com/citation-style-language/schema.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mieuxcli.errors import why_unread
from mieuxcli.importing.drafts import Found, Unread
from mieuxcli.importing.references import Reference, Who, found_in, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_csl", "read_csl"]

# Of these keys no record has one; an item has at least one that is not an id, a title or a type.
_KEYS = frozenset(
    ("URL", "DOI", "ISBN", "ISSN", "issued", "container-title", "citation-key", "publisher-place", "author")
).union(("title-short", "editor", "collection-title", "page", "volume", "genre", "abstract"))
_TYPES = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "book", "chapter", "document", "interview")
).union(("paper-conference", "post", "post-weblog", "report", "speech", "thesis", "webpage"))
_PARTS = ("author", "interviewer")
_FIRST_ITEM = 2_000


def is_csl(text: str) -> bool:
    """Return whether JSON is an array of items as reference managers know them, to judge by the first."""
    begin = text.lstrip()
    if not begin.startswith("[") or '"' not in begin[:_FIRST_ITEM]:
        return False
    try:
        first, _ = json.JSONDecoder().raw_decode(begin, begin.index("{"))
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and (first.get("type") in _TYPES or not _KEYS.isdisjoint(first))


def read_csl(text: str, file: str) -> Found:
    """Return the articles of an array of items; those that are none are named as unread."""
    long = too_long(text, file)
    if long:
        return long
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Found((), [Unread(file, getattr(error, "lineno", 0), f"is not JSON: {why_unread(error)}")])
    wrong = [
        Unread(file, 0, f"item {at} is no object")
        for at, item in enumerate(items, 1)
        if not isinstance(item, dict)
    ]
    found = found_in((_reference(item) for item in items if isinstance(item, dict)), file)
    return Found(found.records, [*found.unread, *wrong])


def _reference(item: dict[str, object]) -> Reference:
    date, inferred = _date(item.get("issued"))
    return Reference(
        title=_text(item.get("title")),
        key=_text(item.get("id")),
        kind=_text(item.get("type")),
        date=date,
        inferred=inferred,
        who=tuple(_who(item)),
        url=_text(item.get("URL")),
        doi=_text(item.get("DOI")),
        abstract=_text(item.get("abstract")),
        note=_text(item.get("note")),
        language=_text(item.get("language")),
        accessed=_date(item.get("accessed"))[0],
    )


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _who(item: dict[str, object]) -> Iterator[Who]:
    for part in _PARTS:
        names = item.get(part)
        for name in names if isinstance(names, list) else ():
            if isinstance(name, dict):
                yield from _named(name, part)


def _named(name: dict[str, object], part: str) -> Iterator[Who]:
    family = " ".join(filter(None, (_text(name.get("non-dropping-particle")), _text(name.get("family")))))
    given = " ".join(filter(None, (_text(name.get("given")), _text(name.get("dropping-particle")))))
    suffix = _text(name.get("suffix"))
    body = _text(name.get("literal")) or ("" if given else family)
    if body:
        yield Who(body, "", part)
    elif given or family:
        yield Who(" ".join(filter(None, (given, family, suffix))), family or given, part)


def _date(value: object) -> tuple[str, bool]:
    """Return a date as text, the first of a range, and whether it is marked as uncertain."""
    if not isinstance(value, dict):
        return "", False
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    circa = bool(value.get("circa"))
    if isinstance(first, list) and first:
        return "-".join(_text(part).zfill(4 if not at else 2) for at, part in enumerate(first)), circa
    return _text(value.get("raw")) or _text(value.get("literal")), circa
