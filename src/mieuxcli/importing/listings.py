"""Listings that a content management system made: each entry an element with its title, date and teaser.

Joomla, Drupal, WordPress and most others write them so. Titles are paired with dates by the element that
both are in, whichever comes first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import UsageError
from mieuxcli.importing.drafts import Dated, Found, Source, Unread, article, clean, date_of
from mieuxcli.importing.furniture import is_byline, is_label, is_more
from mieuxcli.importing.nodes import BLOCKS, HEADINGS, LEFT_OUT, Node, tree_of
from mieuxcli.importing.pages import Line, first_date, series_of
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mieuxcli.records import Article

__all__ = ["listed"]

_FEWEST = 2
_FURNITURE_WORDS = 25
_TEXT_OF_A_PAGE = 120
_ASIDE = re.compile(r"(?:^|[\s_-])(?:sidebar|related|breadcrumbs?|menu|widget-area)(?:$|[\s_-])")
_ABOUT_THE_ENTRY = re.compile(
    r"(?:^|[\s_-])(?:meta|metadata|byline|author|submitted|article-info|readmore|read-more|more-link|more-text"
    r"|links|tags|taxonom\w*|terms|cat-links|categor\w*|comments?|posted|posted-on|date|share|social|edit-link"
    r"|hits|pager|created|createdby|published|modified|uid|entry-footer|field__label)(?:$|[\s_-])"
)
_CHANGED = re.compile(r"(?:^|[\s_-])(?:updated|modified|datemodified)(?:$|[\s_-])")
_PUBLISHED = re.compile(r"(?:^|[\s_-])(?:published|datepublished|created|datecreated|posted-on)(?:$|[\s_-])")
_HOUR = re.compile(r"(?:,| -| at| à| a las)? \d{1,2}(?::|h)\d\d(?::\d\d)?(?: ?[ap]m)?\Z", re.IGNORECASE)
_BEFORE_A_DATE = re.compile(
    r"(?:.*?(?:\b(?:on|le|el|published|publié|publicado)\b|[:|·,]) ?:?)", re.IGNORECASE
)
_LABEL = re.compile(r"\w[\w ]{0,30} ?:")
_CUT_OFF = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*\Z")


class _Entry(NamedTuple):
    """One entry of a listing: the element it is, its heading, the address, and what is said of its date."""

    node: Node
    heading: Node
    address: str
    date: Dated | str | None


def listed(
    text: str, source: Source, whole: Callable[[str], str | None], lines: Sequence[Line]
) -> Found | None:
    """Return the entries of a listing, or None for a page that is none; `whole` completes an address."""
    tree = tree_of(text)
    headings = [node for node in _shown(_main(tree)) if node.tag in HEADINGS and _address(node)]
    entries = [_entry(node, headings) for node in headings]
    dated = [entry for entry in entries if entry.date]
    if len(dated) < _FEWEST or _has_a_text(tree, entries):
        return None
    # Headings of another rank, or of none with a date, are those of a part of the page.
    ranks = {entry.heading.tag for entry in dated}
    entries = [entry for entry in entries if entry.heading.tag in ranks]
    language = next((entry.date.language for entry in dated if isinstance(entry.date, Dated)), "")
    source = source._replace(language=source.language or language or "en")
    series = next((about for about in map(series_of, lines) if about), None)
    found: list[Article] = []
    unread: list[Unread] = []
    for entry in entries:
        if isinstance(entry.date, Dated):
            found.append(
                _article(entry, entry.date, series, source._replace(url=whole(entry.address) or None))
            )
        else:
            why = f"{entry.date or 'no date stands in this entry'}; the entry is left out"
            unread.append(Unread(source.file, entry.heading.line, why))
    return Found(found, unread)


def _main(tree: Node) -> Node:
    mains = (node for node in tree.walk() if node.tag == "main" or node.given.get("role") == "main")
    return next(mains, tree)


def _shown(node: Node) -> Iterator[Node]:
    """Yield the elements that are part of what the page is about."""
    for part in node.inside:
        if isinstance(part, Node) and not (
            part.tag in LEFT_OUT - {"footer"} or part.is_hidden or _ASIDE.search(part.classes)
        ):
            yield part
            yield from _shown(part)


def _address(heading: Node) -> str:
    """Return where a heading leads, by a link in it or one that it is in."""
    links = [node for node in (*heading.walk(), *heading.above()) if node.tag == "a"]
    return next((link.given["href"] for link in links if link.given.get("href")), "")


def _entry(heading: Node, headings: Sequence[Node]) -> _Entry:
    """Return the entry of a heading: the largest element in which it is the only one."""
    others = {id(node) for other in headings if other is not heading for node in (other, *other.above())}
    node = heading
    while (
        node.parent and id(node.parent) not in others and node.parent.tag not in ("main", "body", "html", "")
    ):
        node = node.parent
    return _Entry(node, heading, _address(heading), _date(node, heading))


def _has_a_text(tree: Node, entries: Sequence[_Entry]) -> bool:
    """Return whether the page is about something itself, and has the entries only beside it."""
    own = {id(entry.node) for entry in entries}
    count = 0
    for node in _shown(_main(tree)):
        if node.tag == "p" and not any(id(above) in own for above in (node, *node.above())):
            count += len(node.words().split())
    return count > _TEXT_OF_A_PAGE


def _date(entry: Node, heading: Node) -> Dated | str | None:
    """Return the date of an entry, what is wrong with it, or None."""
    times = [node for node in entry.walk() if node.tag == "time"]
    told = [node for node in times if not any(_CHANGED.search(one.classes) for one in _beside(node))] or times
    first = [node for node in told if any(_PUBLISHED.search(one.classes) for one in _beside(node))]
    problem: str | None = None
    for node in (*first, *told):
        for words in (node.words(), node.given.get("datetime", "")[: len("2021-03-03")]):
            date = _read(words)
            if isinstance(date, Dated):
                return date
            problem = problem or date
    for block in _blocks(entry, heading, everything=True):
        date = _read(block.text)
        if isinstance(date, Dated):
            return date
        problem = problem or date
    return problem


def _beside(time: Node) -> tuple[Node, ...]:
    """Return the elements whose classes say what the date of a time element is."""
    return (time, *time.above())[:2]


def _read(words: str) -> Dated | str | None:
    """Return the date that words consist of, after an author and before an hour, or what is wrong with it."""
    words = _HOUR.sub("", words)
    if len(words.split()) > _FURNITURE_WORDS:
        return None
    problem: str | None = None
    ends = [0, *(match.end() for match in _BEFORE_A_DATE.finditer(words))]
    for end in ends:
        try:
            date = date_of(words[end:].strip())
        except UsageError as error:
            problem = problem or error.message
            continue
        if date:
            return date
    return problem


class _Block(NamedTuple):
    """Words of an entry that stand by themselves, and whether they are nothing but links."""

    text: str
    linked: bool


def _blocks(entry: Node, heading: Node, *, everything: bool = False) -> list[_Block]:
    """Return the blocks of an entry below and above its heading, or everything that stands there."""
    blocks: list[_Block] = []
    words: list[tuple[str, bool]] = []

    def end() -> None:
        text = clean("".join(piece for piece, _ in words))
        if text:
            blocks.append(_Block(text, all(linked for piece, linked in words if piece.strip())))
        words.clear()

    def go(node: Node, *, linked: bool) -> None:
        for part in node.inside:
            if isinstance(part, str):
                words.append((part, linked))
            elif part is heading or not _is_teaser(part, heading, everything=everything):
                end()
            elif part.tag in BLOCKS or part.tag == "footer":
                end()
                go(part, linked=linked)
                end()
            else:
                words.append((" " if part.tag == "br" else "", linked))
                go(part, linked=linked or part.tag == "a")

    go(entry, linked=False)
    end()
    return blocks


def _is_teaser(node: Node, heading: Node, *, everything: bool) -> bool:
    """Return whether an element may hold words of the teaser rather than words about the entry."""
    if node.is_hidden or node.tag in (*(LEFT_OUT - {"footer"}), "figure"):
        return False
    if everything or any(one is heading for one in node.walk()):
        return True
    words = node.words()
    if node.tag == "a" and is_more(words, heading.words()):
        return False
    short = len(words.split()) <= _FURNITURE_WORDS
    return not (short and (node.tag in ("time", "footer") or _ABOUT_THE_ENTRY.search(node.classes)))


def _article(entry: _Entry, date: Dated, series: str | None, source: Source) -> Article:
    title = entry.heading.words()
    # Where classes name all of an entry something else, its words are the teaser.
    for everything in (False, True):
        blocks = _blocks(entry.node, entry.heading, everything=everything)
        text = _CUT_OFF.sub("…", " ".join(one.text for one in blocks if not _is_furniture(one, title)))
        if text:
            break
    listing = f'under "All articles about {series}", imported from' if series else "in"
    note = f"Listed {listing} {source.file}."
    return article(
        title=title, date=date.date, summary=text or title, note=note, source=source, series=series
    )


def _is_furniture(block: _Block, title: str) -> bool:
    line = Line(0, block.text, link="" if block.linked else None)
    return bool(
        line.is_furniture
        or line.is_tag
        or is_byline(block.text)
        or is_more(block.text, title)
        or is_label(block.text)
        or _LABEL.fullmatch(block.text)
        or fold(block.text) == fold(title)
        or first_date([line])
    )
