"""What the page says first: what the archive is, what it lacks, and where its sources disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.gaps import GAPS, absent
from mieuxcli.markup import Markup, element, joined, link
from mieuxcli.page.articles import dated, to_record
from mieuxcli.parser import parse
from mieuxcli.query import EVERYTHING, Match, Selection
from mieuxcli.records import Action, Article, Fact
from mieuxcli.views import actions_counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mieuxcli.page.articles import Places
    from mieuxcli.records import Record
    from mieuxcli.store import Store

__all__ = ["dataset", "gaps_section", "overview"]


def overview(about: Mapping[str, str], seen: str | None, counts: Sequence[tuple[str, str, int]]) -> Markup:
    """Return what the archive is and how many records of each kind, told by anchor and name, there are."""
    told = [
        joined(element("dt", name), element("dd", about[key]))
        for key, name in (
            ("coverage", "Coverage"),
            ("version", "Version"),
            ("date", "Date"),
            ("licence", "Licence"),
        )
        if about.get(key)
    ]
    if seen:
        named = f"{seen}, where a record names no other day"
        told.append(joined(element("dt", "Sources last seen"), element("dd", named)))
    rows = [
        element("tr", element("th", link(anchor, name), scope="row"), element("td", f"{number:,}"))
        for anchor, name, number in counts
    ]
    head = element("tr", element("th", "Kind of record", scope="col"), element("th", "Records", scope="col"))
    return element(
        "section",
        element("h2", "Overview"),
        element("p", about["description"]) if about.get("description") else "",
        element("table", element("thead", head), element("tbody", *rows)),
        element("dl", *told) if told else "",
        id="_overview",
        class_="group",
    )


def gaps_section(store: Store, selection: Selection, records: Sequence[Record], places: Places) -> Markup:
    """Return what the records of the page lack, and which of its figures disagree."""
    lacking = [
        element(
            "li", f"{number:,} of {_count(store, selection, gap.among):,}: {gap.meaning}", data_q=gap.query
        )
        for gap in GAPS
        if (number := _count(store, selection, gap.query))
    ]
    stated, held = actions_counted(store) or 0, store.count(Selection(Match("type", "action")))
    if stated > held and selection.expression == EVERYTHING:
        told = "at least so many Actions are lacking of those that the initiative counted"
        lacking.append(element("li", f"{stated - held:,} of {stated:,}: {told}"))
    lacking += [
        element("li", f"{one.name} is implied by ", to_record(one.proof, places))
        for one in absent(record for record in records if isinstance(record, Action))
    ]
    pairs = _disagreeing(records, places)
    disputes = [
        element("li", _figure(one, places), " disagrees with ", _figure(other, places))
        for one, other in pairs
    ]
    return element(
        "section",
        element("h2", "What is not known, and where sources disagree"),
        element("h3", "Gaps"),
        element("ul", *lacking) if lacking else element("p", "None is known."),
        element("h3", "Disagreements"),
        element("ul", *disputes) if disputes else element("p", "None is known."),
        id="_gaps",
        class_="group",
    )


def _count(store: Store, selection: Selection, query: str) -> int:
    """Return how many of the selected records a query finds."""
    return store.count(selection.also(parse(query)))


def _disagreeing(records: Sequence[Record], places: Places) -> list[tuple[Fact, Fact]]:
    """Return the pairs of figures in the page that disagree, each once."""
    facts = {record.id: record for record in records if isinstance(record, Fact)}
    pairs = {
        tuple(sorted((fact.id, other)))
        for fact in facts.values()
        for other in fact.disagrees_with
        if other in facts and fact.id in places.records
    }
    return [(facts[one], facts[other]) for one, other in sorted(pairs)]


def _figure(fact: Fact, places: Places) -> Markup:
    return joined(to_record(fact.id, places), f" ({dated(fact)})")


def dataset(about: Mapping[str, str], title: str, records: Sequence[Record]) -> dict[str, object]:
    """Return the page as a schema.org Dataset for machines."""
    days = sorted(record.date for record in records if record.date)
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": about.get("description"),
        "version": about.get("version"),
        "datePublished": about.get("date"),
        "copyrightNotice": about.get("licence"),
        "inLanguage": "en",
        "encodingFormat": "text/html",
        "temporalCoverage": f"{days[0]}/{days[-1]}" if days else None,
        "size": f"{len(records):,} records",
        "isAccessibleForFree": True,
        "hasPart": [_work(record) for record in records if isinstance(record, Article)],
    }
    return {key: value for key, value in described.items() if value is not None}


def _work(article: Article) -> dict[str, object]:
    described = {
        "@type": "CreativeWork",
        "name": article.title,
        "url": article.url,
        "datePublished": article.date,
    }
    return {key: value for key, value in described.items() if value}
