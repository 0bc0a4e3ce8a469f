"""The pictures of the page: vector charts as they stand in it, with the numbers that they show."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli import views
from mieuxcli.atlas import coverage_of, world_map
from mieuxcli.charts.facts import svg as facts_svg
from mieuxcli.charts.map import svg as map_svg
from mieuxcli.charts.timeline import svg as timeline_svg
from mieuxcli.markup import Markup, element, joined, link
from mieuxcli.query import Match
from mieuxcli.shapes import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.page.articles import Places
    from mieuxcli.query import Selection
    from mieuxcli.records import Fact
    from mieuxcli.shapes import Map
    from mieuxcli.store import Store

__all__ = ["Picture", "figure", "maps_section", "picture", "plots_of", "styles_of", "timeline_section"]

_TIMED = ("article", "action", "milestone", "phase")
# A plot is some 10 kB: those of the metrics with the most figures are worth it, and fit a mail.
_FEWEST, _MOST_PLOTS = 5, 8

_STYLE = re.compile(r"<style>(.*?)</style>\s*", re.DOTALL)
# Title and description name a picture by their being first in it; tidy knows no ids of theirs.
_NAMED = re.compile(r'(?<=<title) id="[^"]*"|(?<=<desc) id="[^"]*"|\saria-(?:labelledby|describedby)="[^"]*"')
_ID = re.compile(r'(?<=\sid=")|(?<=url\(#)|(?<=href="#)')
# That a square without a number has none is said by the legend.
_EMPTY = re.compile(r"<title>[A-Z]{2}: none</title>")
_TAG, _VALUE = re.compile(r"\s*<[^<>]*>\s*"), re.compile(r'="([\w.#-]+)"(?=[\s/>])')


class Picture(NamedTuple):
    """A chart as an element of the page, with the style that it needs, which is part of that of the page."""

    drawing: Markup
    style: str


def picture(lines: Iterable[str], name: str, *, without: re.Pattern[str] | None = None) -> Picture:
    """Return the lines of an SVG document as a picture whose ids begin with `name`, so that none stands twice.

    What `without` matches is left out.
    """
    text = "".join(lines)
    text = without.sub("", text) if without else text
    bare = _NAMED.sub("", _STYLE.sub("", text)).partition("<svg")
    drawing = _TAG.sub(lambda tag: _shorter(tag, name), bare[1] + bare[2])
    return Picture(Markup(drawing.strip()), "".join(_STYLE.findall(text)))


def _shorter(tag: re.Match[str], name: str) -> str:
    """Return a tag with its ids begun by a name, without needless quotation marks and line ends around it."""
    bare = _VALUE.sub(r"=\1", _ID.sub(f"{name}-", tag[0].strip()))
    return bare if "=" not in bare or not bare.endswith("/>") else f"{bare[:-2].rstrip()} />"


def styles_of(pictures: Iterable[Picture]) -> str:
    """Return the styles of pictures, each once."""
    return "".join(dict.fromkeys(one.style for one in pictures))


def figure(one: Picture, name: str) -> Markup:
    """Return a picture that may be wider than the window, in which the keyboard scrolls it."""
    return element("div", one.drawing, class_="wide", role="group", tabindex="0", aria_label=name)


def timeline_section(store: Store, selection: Selection) -> tuple[Markup, list[Picture]]:
    """Return the timeline of the records, and its picture, where any of them is dated."""
    timed = selection.also(views.type_expression(_TIMED))._replace(sort="date")
    shape = views.series(store.select(timed), "year")._replace(source=views.source_of(store))
    if not shape.periods:
        return Markup(), []
    drawn = picture(timeline_svg(shape), "_timeline")
    section = element("section", element("h2", "When"), figure(drawn, "Timeline"), id="_when", class_="group")
    return section, [drawn]


def plots_of(facts: Iterable[Fact]) -> dict[str, Picture]:
    """Return the plots of the metrics with the most dated figures, which are those that a plot tells most of."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.metric].append(fact)
    dated = {metric: sum(bool(fact.as_of) for fact in inside) for metric, inside in found.items()}
    told = [metric for metric in sorted(dated, key=lambda metric: -dated[metric]) if dated[metric] >= _FEWEST]
    return {
        metric: picture(facts_svg(_figures(found[metric])), f"_plot{number}")
        for number, metric in enumerate(told[:_MOST_PLOTS])
    }


def _figures(facts: list[Fact]) -> Rows:
    ordered = sorted(facts, key=lambda fact: fact.as_of or "9999")
    return Rows((), ordered, "figures")


def maps_section(store: Store, selection: Selection, places: Places) -> tuple[Markup, list[Picture]]:
    """Return the maps of partners and of experts with their numbers, and their pictures."""
    actions = selection.also(Match("type", "action"))
    if not store.count(actions):
        return Markup(), []
    drawn = [
        (name, found, picture(map_svg(found), f"_map-{by}", without=_EMPTY))
        for by, name in (("country", "Partners"), ("expert", "Experts"))
        if (found := world_map(store, actions, by, "Actions")).countries
    ]
    parts = [
        joined(element("h3", name), figure(one, f"Map: {name}"), _numbers(found, places))
        for name, found, one in drawn
    ]
    section = element("section", element("h2", "Where"), *parts, id="_where", class_="group")
    return section, [one for _, _, one in drawn]


def _numbers(found: Map, places: Places) -> Markup:
    """Return the numbers of a map as a table that opens, the greatest first."""
    rows = [
        element(
            "tr",
            element("th", _place(count.label, places), scope="row"),
            element("td", f"{count.number:,}"),
            element("td", f"{count.share or 0:.0%}"),
        )
        for _, count in found.countries
    ]
    heads = ("Country", found.unit, f"of {found.total:,} {found.noun}")
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    table = element("table", element("thead", head), element("tbody", *rows))
    told = element("p", ". ".join(coverage_of(found)) + ".")
    return element("details", element("summary", "The numbers"), told, table, class_="numbers")


def _place(name: str, places: Places) -> Markup:
    anchor = places.values.get(("country", name))
    return link(anchor, name) if anchor else joined(name)
