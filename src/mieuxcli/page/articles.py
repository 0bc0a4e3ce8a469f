"""A record as an article of the page, with links to what it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.fields import SEPARATOR, fields_of
from mieuxcli.formats.citations import citation_of, host_of
from mieuxcli.formats.references import credit, last_seen
from mieuxcli.harmless import is_link
from mieuxcli.markup import Markup, element, joined, link, outward
from mieuxcli.page.index import label_of
from mieuxcli.records import Article, Event, Fact, Person, Phase, Term, number, prose_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mieuxcli.records import Record

__all__ = ["Places", "article", "dated", "to_record"]

# What stands elsewhere in an article than in its list of fields: the title of a fact is its figure.
_APART = frozenset(
    (
        *("id", "type", "title", "date", "date_basis", "url", "accessed", "archived_url", "note"),
        *("kind", "summary", "meaning", "wording", "source_title"),
        *("value", "value_max", "unit", "start", "as_of"),
    )
)
_IDS = ("actions", "same_figure_as", "disagrees_with", "not_comparable_with")
_ADDRESSES = ("sources", "other_urls")
_INDEXED = {
    "countries": "country",
    "experts_from": "country",
    "partner": "country",
    "people": "person",
    "metric": "metric",
}
# Of these fields each value is an item of a list; the values of others stand side by side.
_LISTED = (*_IDS, *_ADDRESSES, "people", "events", "outputs")
_WORD = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)+)")


class Places(NamedTuple):
    """The anchors and titles of records by id, and the anchors of the values of facets by facet and value.

    `pages` leads from an address to the article that is of it, and `figures` from an article to its key facts.
    `seen` is the day on which most sources were last seen, which the page says once.
    """

    records: Mapping[str, str]
    titles: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    pages: Mapping[str, str]
    figures: Mapping[str, Sequence[str]]
    seen: str | None


def article(record: Record, places: Places) -> Markup:
    """Return a record in full: its fields, source, note and citation."""
    anchor = places.records[record.id]
    language = record.language if isinstance(record, Article) and record.language != "en" else None
    about = joined(_kind(record), _when(record), element("code", record.id), by=" · ")
    return element(
        "article",
        element("h3", record.title, lang=language),
        element("p", about, class_="about"),
        *_prose(record, places),
        _fields(record, places),
        _note(record, places),
        _source(record, places),
        id=anchor,
    )


def to_record(id_: str, places: Places, *, by_title: bool = True) -> Markup:
    """Return a link to a record; its id as it is where the page has no such record."""
    if id_ not in places.records:
        return element("code", id_)
    return link(places.records[id_], places.titles[id_] if by_title else id_)


def dated(record: Record) -> str:
    """Return the date of a record in words that say where it is inferred or unknown."""
    return "".join(_date_parts(record))


def _date_parts(record: Record) -> tuple[str, str, str]:
    """Return what is said before a date, the date, and what is said after it."""
    if not record.date:
        return ("" if isinstance(record, Term) else "undated"), "", ""
    named = {"action": "from ", "phase": "from ", "fact": "as of "}.get(record.type, "")
    return named, record.date, " (date inferred)" if record.date_basis == "inferred" else ""


def _when(record: Record) -> Markup:
    """Return the date of a record in words, in which a script finds it."""
    before, date, after = _date_parts(record)
    return joined(before, element("time", date) if date else "", after)


def _kind(record: Record) -> str:
    kind = value_of(record, "kind")
    named = {"action": "Action", "fact": "key fact"}.get(record.type, record.type)
    return f"{named}, {kind}" if isinstance(kind, str) else named


def _prose(record: Record, places: Places) -> Iterator[Markup]:
    text = prose_of(record)
    if text:
        yield element("p", text, class_="lead")
    if isinstance(record, Fact):
        told = (element("q", record.wording), " – in: ", element("cite", _cited(record, places)))
        yield element("p", *told, class_="lead")


def _cited(fact: Fact, places: Places) -> Markup:
    """Return the title of a figure's source, as a link where the source is an article of the page."""
    id_ = places.pages.get(fact.url or "")
    return link(places.records[id_], fact.source_title) if id_ else joined(fact.source_title)


def _fields(record: Record, places: Places) -> Markup:
    rows = [
        joined(element("dt", label_of(field)), element("dd", value))
        for field in fields_of(record.type)
        if field.name not in _APART and (value := _value(record, field.name, places))
    ]
    figures = [element("li", to_record(id_, places)) for id_ in places.figures.get(record.id, ())]
    if figures:
        rows.append(joined(element("dt", "key facts"), element("dd", element("ul", *figures))))
    return element("dl", *rows) if rows else Markup()


def _value(record: Record, name: str, places: Places) -> Markup:
    value = value_of(record, name)
    if value is None or value == ():
        return Markup()
    parts = value if isinstance(value, tuple) else (value,)
    shown = [_part(record, name, part, places) for part in parts]
    if name in _LISTED and len(shown) > 1:
        return element("ul", *(element("li", one) for one in shown))
    # The separator is that of the full-text index, which the script makes of the text of the page.
    return joined(*shown, by=SEPARATOR)


def _part(record: Record, name: str, part: str | float | Person | Event, places: Places) -> Markup:
    if isinstance(part, Person):
        told = (_indexed("person", part.name, places), part.role or "", part.organisation or "")
        return joined(joined(*told, by=", "), element("i", f" ({part.part})") if part.part else "")
    if isinstance(part, Event):
        return joined(element("i", f"{part.date}: "), part.what)
    if isinstance(part, int | float):
        return joined(number(part, "EUR") if isinstance(record, Phase) else str(part))
    if name in _IDS:
        return to_record(part, places)
    if name in _ADDRESSES:
        return outward(part, part.partition("://")[2].removeprefix("www.") or part)
    return _indexed(_INDEXED[name], part, places) if name in _INDEXED else joined(part)


def _indexed(facet: str, value: str, places: Places) -> Markup:
    anchor = places.values.get((facet, value))
    return link(anchor, value) if anchor else joined(value)


def _note(record: Record, places: Places) -> Markup:
    """Return the note, in which the ids of records are links to them."""
    if not record.note:
        return Markup()
    parts = (
        to_record(part, places, by_title=False) if part in places.records else part
        for part in _WORD.split(record.note)
    )
    return element("p", element("b", "Note: "), *parts, class_="note")


def _source(record: Record, places: Places) -> Markup:
    """Return who says it and when, with a link to the page; the script makes a whole reference of it."""
    citation = citation_of(record)
    url, who = citation.url or "", credit(citation)
    # Where an archived copy would be follows from the address, and would be a tenth of the whole page.
    as_usual = citation.accessed is not None and citation.accessed == places.seen
    seen = "" if as_usual else last_seen(citation._replace(archived=None))
    # A reference names the site unless it has named it as the author already.
    is_named = citation.site is not None and citation.site not in who
    site = (is_named and citation.site) or host_of(url).removeprefix("www.")
    source = joined(outward(url, site if site and is_link(url) else url), seen) if url else ""
    # An archived copy is asked for by the record's own address, which a phase need not have.
    kinds = (
        "cite",
        "sited" if is_named else "",
        "" if citation.archived or not url else "alone",
        "" if citation.accessed or not url else "unseen",
    )
    return element("p", f"{who}. ", source, class_=" ".join(filter(None, kinds)))
