"""Listings of Joomla, Drupal and WordPress become articles, each title with its own date and teaser."""

from __future__ import annotations

from pathlib import Path

import pytest

from listings import ENTRIES, PAGES
from mieuxcli.importing import add, read
from saved import articles, dates_of, empty_archive, problems_of, saved


@pytest.mark.parametrize("name", PAGES)
def test_every_entry_of_a_listing_is_right(tmp_path: Path, name: str) -> None:
    """All titles, dates and addresses are those of the entries, and the summaries hold the teasers alone."""
    page = PAGES[name].replace("<head>", '<head><link rel="canonical" href="https://www.example.org/news">')
    found = read([saved(tmp_path, page, "page.html")])
    assert found.unread == []
    assert [one.title for one in found.records] == [one.title for one in ENTRIES]
    assert dates_of(found) == [one.date for one in ENTRIES]
    assert [one.url for one in found.records] == [f"https://www.example.org{one.path}" for one in ENTRIES]
    ends = "…" if "classic" in name or "byline" in name else "."
    assert [one.summary for one in articles(found)] == [f"{one.summary[:-1]}{ends}" for one in ENTRIES]
    assert {one.language for one in articles(found)} == {"fr" if "drupal" in name else "en"}
    assert {one.series for one in articles(found)} == {"Field Notes" if "marked" in name else None}


def test_listings_go_into_an_archive_once(tmp_path: Path) -> None:
    """The same entries saved from two systems are twelve articles, not twenty-four."""
    mine = empty_archive(tmp_path / "mine")
    pages = [saved(tmp_path, PAGES[name], f"{name}.html") for name in PAGES]
    assert [len(part) for part in add(read(pages), mine)[:3]] == [12, 84, 0]
    assert problems_of(mine) == []


def test_an_entry_without_a_date_or_with_a_wrong_one_is_told(tmp_path: Path) -> None:
    """What cannot be dated is left out with its line, and the other entries are read."""
    page = PAGES["wordpress-blocks"].replace("2021-12-05", "2021-12-32").replace("5 December", "32 December")
    date = page[page.index('<div class="wp-block-post-date"><time datetime="2021-11') :].split("\n")[0]
    found = read([saved(tmp_path, page.replace(date, ""), "page.html")])
    assert len(found.records) == 10
    assert ["that does not exist" in one.why for one in found.unread] == [True, False]
    assert found.unread[1].why == "no date stands in this entry; the entry is left out"
    assert all(page.split("\n")[one.line - 1].startswith("<h2") for one in found.unread)


def test_dates_of_an_old_drupal_are_read_where_they_are_clear(tmp_path: Path) -> None:
    """Without a date for machines `mer 25/03/2021 - 10:00` is read, and `05/03/2021` is told as unclear."""
    entry = (
        '<article><h2><a href="/{0}">Wombats {0}</a></h2><div class="submitted">Soumis par ana le '
        "mer 25/03/2021 - 10:00</div><p>They dig, and dig, and dig.</p></article>"
    )
    page = f'<html lang="fr"><main>{"".join(entry.format(at) for at in range(3))}</main></html>'
    found = read([saved(tmp_path, page.replace("25/03", "05/03", 1), "page.html")])
    assert dates_of(found) == ["2021-03-25", "2021-03-25"]
    assert [one.summary for one in articles(found)] == ["They dig, and dig, and dig."] * 2
    assert len(found.unread) == 1


def test_what_stands_beside_a_news_page_makes_it_no_listing(tmp_path: Path) -> None:
    """A page with a text of its own and two dated entries under it is one article."""
    pytest.importorskip("trafilatura")
    entries = "".join(
        f'<article><h3><a href="/{at}">Other {at}</a></h3><time datetime="2020-01-02">x</time></article>'
        for at in range(2)
    )
    text = "".join(
        f"<p>{'The numbats of the woodlands have opened a library. ' * 9}{at}</p>" for at in range(3)
    )
    page = f"<html><title>Numbats read</title><main><h1>Numbats read</h1>{text}{entries}</main></html>"
    assert [one.title for one in read([saved(tmp_path, page, "page.html")]).records] == ["Numbats read"]


def test_entries_without_an_element_each_are_paired_too(tmp_path: Path) -> None:
    """Where titles, labels, dates and teasers stand in one row, each title still gets its own date."""
    entry = (
        '<h2><a href="{0.path}">{0.title}</a></h2><dl><dt>Details</dt><dd>Written by: Ana de Admin</dd>'
        '<dd>{1}</dd></dl><p>{0.summary}</p><p><a href="{0.path}">Read more: {0.title}</a></p>'
    )
    body = "".join(entry.format(one, one.long()) for one in ENTRIES)
    page = f"<html><body><p>All articles about Digging</p>{body}</body></html>"
    found = read([saved(tmp_path, page, "page.html")])
    assert [(one.title, one.date, one.summary) for one in articles(found)] == [
        (one.title, one.date, one.summary) for one in ENTRIES
    ]


def test_a_teaser_that_begins_like_a_byline_is_kept(tmp_path: Path) -> None:
    """`By the river` is no byline, since rivers are not written with a capital."""
    page = "All articles about Digging\n\n5 March 2021\n\nBy the river, wombats sleep\n"
    assert [one.summary for one in articles(read([saved(tmp_path, page)]))] == ["By the river, wombats sleep"]


def test_a_deep_page_is_read(tmp_path: Path) -> None:
    """Elements within elements without end are read or told, and do not exhaust the reader."""
    page = PAGES["joomla"].replace("<main>", "<main>" + "<div>" * 3000)
    found = read([saved(tmp_path, page, "page.html")])
    assert found.records or found.unread
