"""HTML: a page that a browser, a screen reader and a search engine understand."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from conftest import Run
from mieuxcli.archive import Archive
from readers import flat, html_text

PAGES = (
    ["list", "--year", "2022"],
    ["search", "crisis"],
    ["search", "crisis", "--facets"],
    ["show", "2022-03-30"],
    ["facts", "experts"],
    ["facts"],
    ["actions"],
    ["define"],
    ["timeline"],
    ["stats"],
    ["stats", "--by", "country,expert"],
    ["map"],
    ["fields"],
    ["gaps"],
    ["related", "2022-03-30"],
)
VOID = {"meta", "br", "hr"}


class Tree(HTMLParser):
    """Checks that every element is closed in its turn, but for those that HTML ends by itself."""

    endless = frozenset({"dd", "dt", "li", "p", "td", "th", "tr"})

    def __init__(self) -> None:
        """Begin before the page."""
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID | self.endless:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of a chart that ends at once."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that what ends is what began last."""
        assert tag in self.endless or self.open.pop() == tag


def tree_of(text: str) -> Tree:
    """Return the elements of a page, which must be closed in their turn."""
    tree = Tree()
    tree.feed(text)
    tree.close()
    assert tree.open == []
    return tree


@pytest.mark.parametrize("command", PAGES, ids=" ".join)
def test_a_page_has_a_language_a_title_and_one_heading(run: Callable[..., Run], command: list[str]) -> None:
    """Each page says its language and title, fits a telephone and has one main heading."""
    text = run(*command, "--format", "html").out
    found = tree_of(text).found
    names = [name for name, _ in found]
    assert text.startswith("<!doctype html>")
    assert dict(found)["html"] == {"lang": "en"}
    assert names.count("h1") == names.count("main") == 1
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in found


@pytest.mark.parametrize("command", PAGES, ids=" ".join)
def test_a_page_runs_nothing_and_fetches_nothing(run: Callable[..., Run], command: list[str]) -> None:
    """No page has a script or an address that a browser would fetch, and its policy forbids both."""
    text = run(*command, "--format", "html").out
    assert "default-src 'none'" in text
    assert {name for name, _ in tree_of(text).found}.isdisjoint({"script", "img", "iframe", "object", "link"})
    assert re.findall(r"\s(?:src|on\w+)=", text) == []


def test_a_list_is_a_table_with_headings_and_links(run: Callable[..., Run], archive: Archive) -> None:
    """Every record of a list is a row whose title links to its page."""
    found = tree_of(run("list", "--year", "2022", "--format", "html").out).found
    records = archive.select("type:article year:2022")
    links = [given["href"] for name, given in found if name == "a"]
    assert [name for name, _ in found].count("tr") == len(records) + 1
    assert [record.url for record in records if record.url and record.url not in links] == []
    assert {given.get("scope") for name, given in found if name == "th"} == {"col"}


def test_a_record_in_full_says_all_its_fields(run: Callable[..., Run], archive: Archive) -> None:
    """The page of a record has its title, its prose, its note and its countries."""
    (record,) = archive.select("id:2022-03-30", limit=1) or archive.select(
        "type:article country:ghana", limit=1
    )
    shown = html_text(run("show", record.id, "--format", "html").out)
    assert flat(record.title) in shown
    assert not record.note or flat(record.note) in shown


def test_the_matches_of_a_search_are_marked(run: Callable[..., Run]) -> None:
    """What matched stands in mark elements."""
    assert "<mark>crisis</mark>" in run("search", "crisis", "--format", "html").out.lower()


def test_a_page_of_counts_has_the_chart_and_the_table(run: Callable[..., Run]) -> None:
    """Counts are drawn, and stand in a table for those who do not see the chart."""
    names = [name for name, _ in tree_of(run("stats", "--by", "region", "--format", "html").out).found]
    assert {"svg", "table", "caption"} <= {*names}
