"""One self-contained page of HTML that searches itself, for those without a shell."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter, defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

from mieuxcli.formats.references import seen_on
from mieuxcli.markup import Markup, data_block, element, joined, link, packed_block
from mieuxcli.page.articles import Places, article, to_record
from mieuxcli.page.index import OFFERED, search_data
from mieuxcli.page.overview import dataset, gaps_section, overview
from mieuxcli.page.pictures import figure, maps_section, plots_of, styles_of, timeline_section
from mieuxcli.query import Match
from mieuxcli.records import Article, Fact, value_of
from mieuxcli.verdicts import verdict_on
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mieuxcli.page.pictures import Picture
    from mieuxcli.query import Selection
    from mieuxcli.records import Record
    from mieuxcli.store import Store

__all__ = ["page"]

_GROUPS = (
    ("article", "Articles", "-date"),
    ("action", "Actions", "-date"),
    ("fact", "Key facts", "metric,-date"),
    ("milestone", "Milestones", "-date"),
    ("phase", "Phases", "date"),
    ("term", "Terms", "title"),
)
_INDEXES = (("country", "Countries"), ("person", "People"))
# The facets whose values have a place of their own in the page.
_PLACED = ("country", "person", "metric")
_SCRIPTS = ("words", "index", "query", "ranking", "search", "reading", "page")


def page(store: Store, selection: Selection) -> Iterator[str]:
    """Yield the lines of a page with the selected records, which asks nothing of anywhere."""
    groups = {
        type_: list(store.select(selection.also(Match("type", type_))._replace(sort=sort)))
        for type_, _, sort in _GROUPS
    }
    records = [record for inside in groups.values() for record in inside]
    holders = {facet: _holders(facet, records) for facet in _PLACED}
    places = _places(records, holders)
    about = store.about()
    title = about.get("title") or "An archive"
    sections = [(f"_{type_}s", name, groups[type_]) for type_, name, _ in _GROUPS if groups[type_]]
    when, timelines = timeline_section(store, selection)
    where, maps = maps_section(store, selection, places)
    plots = plots_of(record for record in records if isinstance(record, Fact))
    style = _own("page.css") + styles_of((*timelines, *maps, *plots.values()))
    anchors = [
        ("_overview", "Overview"),
        *([("_when", "When")] if when else []),
        *([("_where", "Where")] if where else []),
        ("_gaps", "Gaps"),
        *((anchor, name) for anchor, name, _ in sections),
        *((f"_{facet}", name) for facet, name in _INDEXES),
    ]
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en">\n'
    yield f"{_head(title, style, dataset(about, title, records))}\n<body>\n"
    yield f"{link('_main', 'Skip to the records')}\n{_header(title, anchors)}\n"
    yield '<main id="_main" tabindex="-1">\n'
    yield f"{_results()}\n"
    yield f"{overview(about, places.seen, [(anchor, name, len(inside)) for anchor, name, inside in sections])}\n"
    yield f"{when}\n{where}\n"
    yield f"{gaps_section(store, selection, records, places)}\n"
    for anchor, name, inside in sections:
        yield f'<section id="{anchor}" class="group">\n{element("h2", name)}\n'
        yield from (f"{part}\n" for part in _articles(inside, places, plots))
        yield "</section>\n"
    for facet, name in _INDEXES:
        yield f"{_index(facet, name, holders[facet], places)}\n"
    yield "</main>\n"
    yield f"{_footer()}\n"
    order = {record.id: number for number, record in enumerate(store.records())}
    data = search_data(records, store.vocabulary(), order, seen_on(places.seen))
    yield f"{packed_block(data, '_data')}\n"
    yield f"{element('script', Markup(_script()))}\n</body>\n</html>\n"


def _own(name: str) -> str:
    """Return the text of a file that comes with this package."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    return '"use strict";\n' + "".join(_own(f"{name}.js") for name in _SCRIPTS)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(title: str, style: str, described: Mapping[str, object]) -> Markup:
    layout, script = _own("layout.js"), _script()
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(layout)} {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return joined(
        Markup('<head>\n<meta charset="utf-8">\n'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">\n'),
        Markup('<meta name="referrer" content="no-referrer">\n'),
        Markup('<meta name="color-scheme" content="light dark">\n'),
        element("title", title),
        element("style", Markup(style)),
        element("script", Markup(layout)),
        data_block("application/ld+json", described),
        Markup("\n</head>"),
    )


def _header(title: str, anchors: Iterable[tuple[str, str]]) -> Markup:
    links = element("ul", *(element("li", link(anchor, name)) for anchor, name in anchors))
    return element("header", element("h1", title), element("nav", links, aria_label="Sections"), _form())


def _form() -> Markup:
    """Return the search form, which the script shows; without it the page is read as it stands."""
    field = Markup('<input id="_q" name="q" type="search" autocomplete="off" spellcheck="false">')
    facets = [
        element("label", facet.capitalize(), element("select", "", id=f"_by_{facet}", name=facet))
        for facet in OFFERED
    ]
    hint = 'Search: words, "a phrase", begin*, -without, this OR that, country:ghana'
    label = element("label", hint, field, class_="words")
    filters = element("details", element("summary", "Filters"), element("div", *facets), id="_filters")
    clear = element("button", "Clear", type="reset")
    return element("form", label, filters, clear, id="_search", role="search", hidden="")


def _results() -> Markup:
    return element(
        "section",
        element("h2", "Results", id="_found"),
        element("div", "", id="_introduction"),
        element("p", "", id="_count", role="status"),
        element("ol", "", id="_hits"),
        element("button", "Show more", type="button", id="_more", hidden=""),
        id="_results",
        hidden="",
    )


def _footer() -> Markup:
    return element(
        "footer",
        element(
            "p",
            "Written by mieux page. This file holds all it shows and asks nothing of any server; links "
            "named by a site lead outside.",
        ),
    )


def _places(records: Sequence[Record], holders: Mapping[str, Mapping[str, object]]) -> Places:
    """Return where each record, country and person is; what begins with _ is the page's own."""
    anchors = {
        record.id: record.id if _is_plain(record.id) else f"_record-{number}"
        for number, record in enumerate(records)
    }
    values = {
        (facet, value): f"{facet}={slug}"
        for facet, names in holders.items()
        for value, slug in _slugs(names).items()
    }
    pages = {
        url: record.id
        for record in records
        if isinstance(record, Article)
        for url in (record.url, *record.other_urls)
        if url
    }
    figures: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if isinstance(record, Fact) and record.url in pages:
            figures[pages[record.url]].append(record.id)
    seen = Counter(record.accessed for record in records if record.accessed and record.url)
    usual = seen.most_common(1)[0][0] if seen else None
    return Places(anchors, {record.id: record.title for record in records}, values, pages, figures, usual)


def _slugs(names: Iterable[str]) -> dict[str, str]:
    """Return names as they are written in addresses, each another one."""
    found: dict[str, str] = {}
    for name in names:
        slug = fold(name).replace(" ", "-")
        found[name] = slug if slug and slug not in found.values() else f"{slug}-{len(found)}"
    return found


def _is_plain(id_: str) -> bool:
    return bool(id_) and id_.isascii() and id_.replace("-", "").isalnum()


def _articles(records: Sequence[Record], places: Places, plots: Mapping[str, Picture]) -> Iterator[Markup]:
    """Yield the records of a group; key facts under their metric, with what its figures say together."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for record in records:
        if isinstance(record, Fact):
            facts[record.metric].append(record)
        else:
            yield article(record, places)
    for metric, inside in facts.items():
        heading = element("h3", metric, class_="metric", id=places.values["metric", metric])
        plot = figure(plots[metric], f"Plot: {metric}") if metric in plots else ""
        yield element("div", heading, element("p", verdict_on(inside)), plot)
        yield from (article(fact, places) for fact in inside)


def _holders(facet: str, records: Sequence[Record]) -> dict[str, list[Record]]:
    """Return the records that name each country or person, under the names in order."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for name in dict.fromkeys(_named(facet, record)):
            found[name].append(record)
    return {name: found[name] for name in sorted(found, key=lambda name: (fold(name), name))}


def _named(facet: str, record: Record) -> Iterator[str]:
    if facet == "metric":
        return iter((record.metric,)) if isinstance(record, Fact) else iter(())
    if facet == "person":
        return (one.name for one in record.people) if isinstance(record, Article) else iter(())
    value = value_of(record, "countries")
    return (str(name) for name in value) if isinstance(value, tuple) else iter(())


def _index(facet: str, name: str, holders: Mapping[str, Sequence[Record]], places: Places) -> Markup:
    """Return an index of countries or people, with links to the records that name each."""
    entries = [
        joined(
            element("h3", value, id=places.values[facet, value]),
            element("ul", *(element("li", to_record(record.id, places)) for record in inside)),
        )
        for value, inside in holders.items()
    ]
    body = entries or [element("p", "No record names any.")]
    return element("section", element("h2", name), *body, id=f"_{facet}", class_="group")
