"""Saved HTML becomes articles: of the two known forms by itself, of any other news page by trafilatura."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mieuxcli.importing import add, read
from saved import (
    DATES,
    DETAIL,
    HTML_LISTING,
    LISTING,
    NEWS_PAGE,
    WORDS_OF_A_NEWS_PAGE,
    articles,
    as_html,
    dates_of,
    empty_archive,
    problems_of,
    saved,
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


def test_saved_html_of_a_listing_gives_its_articles(tmp_path: Path, mine: Path) -> None:
    """Titles and addresses come from the headings; menus, scripts, tags and footers stay out."""
    found = read([saved(tmp_path, HTML_LISTING, "listing.html")])
    assert found.unread == []
    rows = [(one.date, one.title, one.url, one.summary) for one in articles(found)]
    assert rows == [
        (
            "2021-03-03",
            "Quokkas at the gate",
            "https://www.example.org/en/quokkas",
            "A first teaser about quokkas & friends.",
        ),
        (
            "2020-07-14",
            "Wombats vote",
            "https://www.example.org/en/wombats",
            "A second teaser. On 12 March 2020 it began. It has two paragraphs.",
        ),
    ]
    add(found, mine)
    assert problems_of(mine) == []


@pytest.mark.parametrize(
    "head",
    [
        '<base href="https://example.org/en/">',
        '<link rel="canonical" href="https://example.org/en/list">',
        '<meta property="og:url" content="https://example.org/en/list">',
        "<!--\n Page saved with SingleFile\n url: https://example.org/en/list\n saved date: today\n-->",
        "<!-- saved from url=(0027)https://example.org/en/list -->",
    ],
)
def test_addresses_are_completed_where_the_page_says_where_it_was(tmp_path: Path, head: str) -> None:
    """A short link becomes whole by the base, the address or the remark of the browser that saved it."""
    title, more = '<h2><a href="one">One</a></h2>', '<p>Words. <a href="one">Read more</a></p>'
    body = f"<p>All articles about Notes</p><p>3 March 2021</p>{title}{more}"
    assert (
        read([saved(tmp_path, f"{head}{body}", "page.html")]).records[0].url == "https://example.org/en/one"
    )


@pytest.mark.parametrize(
    "text", ["<![nonsense[<p>x</p>", "<!doctype html><p", "<html><nav>never closed", "<" * 10_000]
)
def test_broken_html_is_told_and_not_stumbled_over(tmp_path: Path, text: str) -> None:
    """Whatever begins like HTML is read as far as it goes."""
    pytest.importorskip("trafilatura")
    assert len(read([saved(tmp_path, text)]).unread) == 1


@pytest.mark.parametrize(
    ("entry", "title", "url"),
    [
        ("<h4>Quokkas at last</h4><p>{date}</p><p>{text}</p>", "Quokkas at last", None),
        ("<p>{date}</p><h4>Quokkas at last</h4><p>{text}</p>", "Quokkas at last", None),
        ("<h3>{date}</h3><p>{text}</p>", "[Words about quokkas]", None),
        (
            '<a href="https://example.org/a"><div>{date}</div><div>{text}</div></a>',
            "[Words about quokkas]",
            "https://example.org/a",
        ),
        (
            '<div>{date}</div><a href="https://example.org/a">Quokkas at the gate again</a><p>{text}</p>',
            "Quokkas at the gate again",
            "https://example.org/a",
        ),
        (
            '<div>{date}</div>{text}<a href="https://example.org/a">Read more »</a>',
            "[Words about quokkas]",
            "https://example.org/a",
        ),
        (
            (
                '<div>{date}</div>{text}<br><a href="https://example.org/\x1b">Read more</a>'
                '<a href="http://[">Read more »</a>'
            ),
            "[Words about quokkas]",
            None,
        ),
        ('<div>{date}</div>{text}<br><a href="a">Read more »</a>', "[Words about quokkas]", None),
    ],
)
def test_listings_are_built_in_several_ways(tmp_path: Path, entry: str, title: str, url: str | None) -> None:
    """Titles above or below a date, as headings or links, and the addresses of entries are found."""
    entries = "".join(
        f"<div>{entry.format(date=date, text='Words about quokkas.')}</div>"
        for date in ("3 March 2021", "2 March 2021")
    )
    found = read([saved(tmp_path, f"<h1>Notes</h1><p>All articles about Notes</p>{entries}", "listing.html")])
    rows = [(one.date, one.title, one.url, one.summary) for one in articles(found)]
    assert rows == [(date, title, url, "Words about quokkas.") for date in ("2021-03-03", "2021-03-02")]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.txt"])
def test_plain_pages_in_html_are_read_as_their_text(tmp_path: Path, name: str) -> None:
    """The two forms are found in HTML without headings too, whatever the file is called."""
    assert dates_of(read([saved(tmp_path, as_html(LISTING), name)])) == DATES
    assert [one.title for one in read([saved(tmp_path, as_html(DETAIL), name)]).records] == [
        "Wombats vote for the first time"
    ]


def test_html_problems_are_told_by_line(tmp_path: Path) -> None:
    """The line of a date that does not exist is that of the HTML file."""
    found = read([saved(tmp_path, as_html(LISTING.replace("03 March 2021", "31 April 2021")), "page.html")])
    assert [(one.line, one.why.split(";")[0]) for one in found.unread] == [
        (4, "'31 April 2021' is a date that does not exist")
    ]


def test_html_in_an_older_encoding_is_read(tmp_path: Path) -> None:
    """HTML that is not UTF-8 is read as it says itself, and as browsers read it where it says nothing."""
    page = as_html(DETAIL.replace("Wombats", "Würger"))
    declared = page.replace("<head>", '<head><meta charset="iso-8859-15">')
    for data in (
        page.encode("cp1252"),
        declared.encode("iso-8859-15"),
        page.replace("<head>", "<head><meta charset=nonsense>").encode("cp1252"),
    ):
        (record,) = read([saved(tmp_path, data, "page.html")]).records
        assert record.title == "Würger vote for the first time"


def test_any_news_page_is_read_by_trafilatura(tmp_path: Path, mine: Path) -> None:
    """Title, date, author, address and first paragraph of a saved news page become an article, once."""
    pytest.importorskip("trafilatura")
    page = saved(tmp_path, NEWS_PAGE, "news.html")
    found = read([page])
    assert found.unread == []
    (record,) = articles(found)
    assert (record.title, record.date, record.language) == ("Numbats read", "2021-03-03", "fr")
    assert (record.url, record.summary) == ("https://www.example.org/numbats", WORDS_OF_A_NEWS_PAGE)
    assert [(one.name, one.part) for one in record.people] == [("Ana Example", "author")]
    assert [len(add(found, mine).new), len(add(read([page]), mine).known)] == [1, 1]
    assert problems_of(mine) == []


def test_a_printed_date_is_taken_and_a_copyright_year_is_not(tmp_path: Path) -> None:
    """Where the page tells no date to machines, that beside its title counts; without one it is undated."""
    pytest.importorskip("trafilatura")
    silent = re.sub(r'<meta property="article:published_time"[^>]*>', "", NEWS_PAGE)
    printed = silent.replace("<h1>Numbats read</h1>", "<h1>Numbats read</h1><p>4 mars 2021</p>")
    assert dates_of(read([saved(tmp_path, printed, "news.html")])) == ["2021-03-04"]
    assert dates_of(read([saved(tmp_path, silent, "news.html")])) == [None]
    assert read([tmp_path / "news.html"]).records[0].id == "undated-numbats-read"


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<title>ICMPD | Numbats read</title>", "<h2>Numbats read</h2>", "2022-05-04"),
        (
            "<title>Numbats read - The Woodland</title>",
            "<h1>The Woodland</h1><h1>Numbats read</h1>",
            "2022-05-04",
        ),
        ("<title>Numbats read</title>", "<h3>Elsewhere</h3>", None),
    ],
)
def test_the_title_of_a_page_is_told_from_the_name_of_its_site(
    tmp_path: Path, head: str, body: str, date: str | None
) -> None:
    """Of a browser's title that also names the site, the part that is a heading is taken."""
    pytest.importorskip("trafilatura")
    line = '<div><span class="posted-on">4 de mayo de 2022</span> by ICMPD</div>'
    text = line + 2 * f"<p>{WORDS_OF_A_NEWS_PAGE}</p>"
    (record,) = articles(read([saved(tmp_path, f"<html><head>{head}</head><body>{body}{text}", "page.html")]))
    assert (record.title, record.date, record.people) == ("Numbats read", date, ())


def test_html_without_a_text_is_told(tmp_path: Path) -> None:
    """A page that says nothing is not imported."""
    pytest.importorskip("trafilatura")
    found = read([saved(tmp_path, "<html><body></body></html>", "page.html")])
    assert (len(found.records), len(found.unread)) == (0, 1)


def test_without_trafilatura_a_plain_message_says_what_to_install(tmp_path: Path, mine: Path) -> None:
    """Other news pages need the extra, and the error names it; pages in a known form are read without it."""
    hidden = "import sys; sys.modules['trafilatura'] = None; "
    script = hidden + "from mieuxcli.importing import *; print(len(read(sys.argv[1:]).records))"
    news, listing = saved(tmp_path, NEWS_PAGE, "news.html"), saved(tmp_path, HTML_LISTING, "listing.html")
    without = [sys.executable, "-c", script]
    assert subprocess.run([*without, listing], capture_output=True, text=True, check=True).stdout == "2\n"
    got = subprocess.run([*without, news], capture_output=True, text=True, check=False)
    assert (
        "UsageError: news.html is a saved page that only trafilatura can read, which is not installed"
        in got.stderr
    )
    cli = hidden + "from mieuxcli.cli import main; sys.exit(main(sys.argv[1:]))"
    told = subprocess.run(
        [sys.executable, "-c", cli, "import", news, "--into", mine],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines()[1:] == ["hint: pip install 'mieuxcli[import]'"]
