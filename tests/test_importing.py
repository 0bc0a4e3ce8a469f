"""Saved pages and tables become records of an archive: every one once, at its date, and never half."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli

from conftest import Run
from mieuxcli.archive import contents_of
from mieuxcli.authoring import new_archive, toml_of
from mieuxcli.checking import check
from mieuxcli.errors import ArchiveError, UsageError
from mieuxcli.fields import FIELDS
from mieuxcli.formats import rendered
from mieuxcli.importing import Added, Found, add, read
from mieuxcli.importing.dating import date_of
from mieuxcli.importing.dating import read as read_date
from mieuxcli.views import Rows

LISTING = """\
Field Notes

All articles about Field Notes

Back to news

03 March 2021

A first teaser about quokkas, which have asked for more shade.

14 July 2020

A second teaser, about wombats.

It runs over two paragraphs. On 2 July 2020 the wombats met.

14 July 2020

A third teaser, of the same day as the second one.
"""
DATES = ["2021-03-03", "2020-07-14", "2020-07-14"]
DETAIL = """\
News - Detail

Wombats vote for the first time

30 April 2020

The wombats of the eastern burrows have voted, after years of digging.

What comes next

Nobody knows what comes next.
"""
WORDS_OF_A_NEWS_PAGE = (
    "The numbats of the western woodlands have opened a library of their own, with shelves low enough for every reader and a "
    "quiet corner for those who would rather sleep. It lends out books for three weeks."
)
NEWS_PAGE = f"""\
<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8"><title>Numbats read | Woodland News</title>
<meta property="og:title" content="Numbats read"><meta property="article:published_time" content="2021-03-03T10:00:00+01:00">
<meta name="author" content="Ana Example"><link rel="canonical" href="https://www.example.org/numbats"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>Numbats read</h1><p>{WORDS_OF_A_NEWS_PAGE}</p>
<p>The librarian, who is a numbat herself, says that termites are not allowed inside, and that silence is a matter of honour.</p>
</article></main><footer>Copyright 2019 Woodland News</footer></body></html>
"""
HTML_LISTING = """\
<!DOCTYPE html><!-- saved from url=(0040)https://www.example.org/en/tags/field-notes -->
<html lang="en-GB"><head><title>Field Notes | Example</title><style>p { color: red }</style><script>var a = "<p>";</script></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<main><h1>Field Notes</h1><p>All articles about <strong>Field Notes</strong></p><a href="/news">Back to news</a>
<article><span class="news-date">03 March 2021</span><h3><a href="/en/quokkas">Quokkas at the
  gate</a></h3><p>A first teaser about quokkas &amp; friends.</p><a href="/en/quokkas">Read more</a></article>
<article><time>14&nbsp;July 2020</time><h3><a href="/en/wombats">Wombats vote</a></h3>
<div><p>A second teaser.</p><p>On 12 March 2020 it began.<br>It has two paragraphs.</p><a href="/tags/votes">Votes</a></div></article>
</main><footer><p>1 January 2019</p></footer></body></html>
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    folder = tmp_path / "mine"
    new_archive(folder)
    return folder


def _saved(folder: Path, text: str | bytes, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _dates(found: Found) -> list[str | None]:
    return [record["date"] for record in found.records]


def _problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check(contents_of([str(folder)])).problems]


def _records(folder: Path) -> list[dict[str, Any]]:
    return contents_of([str(folder)]).documents


def _listing(name: str, count: int) -> str:
    """A listing of so many teasers, one a day."""
    days = (
        f"{1 + at % 28} March {2023 - at // 28}\n\n{name} number {at} has something to tell, and {at} is its number.\n"
        for at in range(count)
    )
    return "\n".join([f"{name}\n\nAll articles about {name}\n\nBack to news\n", *days])


# --- dates ---


@pytest.mark.parametrize(
    ("text", "date", "language"),
    [
        ("3 March 2021", "2021-03-03", "en"),
        ("03 March 2021", "2021-03-03", "en"),
        ("March 3, 2021", "2021-03-03", "en"),
        ("Wednesday, 3rd of March 2021", "2021-03-03", "en"),
        ("Sept. 2021", "2021-09", "en"),
        ("Published on 3 Mar 2021", "2021-03-03", "en"),
        ("3 mars 2021", "2021-03-03", "fr"),
        ("1er mars 2021", "2021-03-01", "fr"),
        ("Publié le mercredi 15 août 2018", "2018-08-15", "fr"),
        ("15 AOÛT 2018", "2018-08-15", "fr"),
        ("15 aou\u0302t 2018", "2018-08-15", "fr"),
        ("3 de marzo de 2021", "2021-03-03", "es"),
        ("1.º de abril del 2021", "2021-04-01", "es"),
        ("miércoles, 3 de marzo de 2021", "2021-03-03", "es"),
        ("2021-03-03", "2021-03-03", ""),
        ("23/03/2021", "2021-03-23", ""),
        ("23-03-2021", "2021-03-23", ""),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, date: str, language: str) -> None:
    """English, French and Spanish dates, and those in digits, are read to the day, or as far as they go."""
    assert date_of(text) == (date, language)
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["", "2021", "In March 2021", "3 March 2021 was a Wednesday", "3 March", "Report 2021", "Vol. 3, 2021", "March of the wombats 2021"],
)
def test_what_is_more_or_less_than_a_date_is_no_date_line(text: str) -> None:
    """A year, a sentence with a date and a title that ends in a year are no dates."""
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [("31 April 2021", "does not exist"), ("29 février 2021", "does not exist"), ("3. März 2021", "no month"), ("03/04/2021", "two dates")],
)
def test_dates_that_cannot_be_are_told(text: str, why: str) -> None:
    """A day that does not exist, a month in no known language and two dates in one are errors."""
    with pytest.raises(UsageError, match=why):
        date_of(text)


# --- the two forms of plain text ---


@pytest.mark.parametrize(
    "text",
    [
        LISTING,
        LISTING.rstrip("\n"),
        "\ufeff" + LISTING,
        LISTING.replace("\n", "\r\n"),
        LISTING.replace("\n", "\r"),
        LISTING.encode("utf-16"),
        LISTING.replace(" ", "\xa0"),
        LISTING.replace("\n", " \t\n"),
        LISTING.replace("\n\n", "\n"),
        LISTING.replace("2021\n\n", "2021\n").replace("2020\n\n", "2020\n"),
        LISTING.replace("Back to news\n\n", "Back to news\n"),
        LISTING.replace("Back to news\n\n", "Back to news\n\nAn intro that was written on 1 May 2019.\n\n"),
        LISTING.replace("Back to news\n\n", ""),
        LISTING.replace("03 March 2021", "3 mars 2021"),
        LISTING.replace("03 March 2021", "March 3, 2021").replace("14 July 2020", "July 14, 2020"),
        LISTING.replace("03 March 2021", "3 de marzo de 2021"),
        LISTING.replace("Field Notes", "Ghana & Togo (2019)"),
        LISTING.replace("03 March", "\u200b03\u2009March"),
        LISTING + "\nLoad more\n\nBack to news\n",
    ],
)
def test_a_listing_gives_an_article_for_each_date(tmp_path: Path, mine: Path, text: str | bytes) -> None:
    """However it was saved, a listing becomes one article a date, in its series, with its words as summary, once."""
    page = _saved(tmp_path, text)
    found = read([page])
    assert (_dates(found), found.unread) == (DATES, [])
    assert {record["series"] for record in found.records} <= {"Field Notes", "Ghana & Togo (2019)"}
    first, second, third = (record["summary"] for record in found.records)
    assert first == "A first teaser about quokkas, which have asked for more shade."
    assert second == "A second teaser, about wombats. It runs over two paragraphs. On 2 July 2020 the wombats met."
    assert third == "A third teaser, of the same day as the second one."
    assert len(add(found, mine).new) == 3
    before = (mine / "articles.toml").read_bytes()
    assert [len(part) for part in add(read([page]), mine)] == [0, 3, 0]
    assert (mine / "articles.toml").read_bytes() == before
    assert _problems(mine) == []


def test_a_teaser_without_a_title_is_named_by_its_first_words(tmp_path: Path) -> None:
    """The title is the first words in brackets, the id the date and a few of them, and the note says where it was seen."""
    record = read([_saved(tmp_path, LISTING)]).records[0]
    assert record["title"] == "[A first teaser about quokkas, which have asked for more…]"
    assert record["id"] == "2021-03-03-a-first-teaser-about-quokkas"
    assert record["note"].startswith('Known only from its teaser under "All articles about Field Notes", imported from page.txt')
    assert (record["kind"], record["date_basis"], record["language"]) == ("news", "published", "en")


@pytest.mark.parametrize(("date", "language"), [("3 mars 2021", "fr"), ("3 de marzo de 2021", "es"), ("2021-03-03", "en")])
def test_the_language_of_a_page_is_that_of_its_dates(tmp_path: Path, date: str, language: str) -> None:
    """A page with French dates is taken for French; dates in digits leave it English, as the words around them are."""
    for page in (LISTING.replace("03 March 2021", date).replace("14 July 2020", date), DETAIL.replace("30 April 2020", date)):
        assert {record["language"] for record in read([_saved(tmp_path, page)]).records} == {language}


@pytest.mark.parametrize(
    "paragraph",
    [
        "On 12 March 2024, the closing event took place.",
        "12 March 2024 was a fine day.",
        "The closing event took place on\n12 March 2024\nin the eastern burrows.",
        "It had been announced since\n12 March 2024\nWombats came from everywhere.",
        "The closing event took place on\n12 March 2024",
        "Nobody remembers March 2024",
    ],
)
def test_a_date_in_a_sentence_begins_no_article(tmp_path: Path, paragraph: str) -> None:
    """A date within a paragraph belongs to it, on a line of its own too where the text is wrapped."""
    found = read([_saved(tmp_path, LISTING.replace("It runs over two paragraphs.", f"{paragraph}\n\nIt runs over two paragraphs."))])
    assert _dates(found) == DATES
    assert paragraph.replace("\n", " ") in found.records[1]["summary"]


def test_a_teaser_of_many_words_is_cut_at_a_word(tmp_path: Path, mine: Path) -> None:
    """A summary has at most sixty words, the last one with an ellipsis, so that the archive passes its check."""
    found = read([_saved(tmp_path, LISTING.replace("wombats met.", "wombats met. " + "Wombat. " * 60))])
    words = found.records[1]["summary"].split()
    assert (len(words), words[-1]) == (60, "Wombat…")
    add(found, mine)
    assert _problems(mine) == []


def test_dates_that_do_not_exist_are_told_by_line_and_their_teasers_left_out(tmp_path: Path) -> None:
    """The teaser of 31 April belongs to no other date, and the line says why it is missing."""
    page = _saved(tmp_path, LISTING.replace("03 March 2021", "31 April 2021"))
    found = read([page])
    assert _dates(found) == DATES[1:]
    assert [str(one) for one in found.unread] == [
        f"{page}:7: '31 April 2021' is a date that does not exist; the teaser below it is left out"
    ]


def test_a_date_without_a_teaser_is_told_by_line(tmp_path: Path) -> None:
    """Two dates in a row leave nothing to import for the first."""
    found = read([_saved(tmp_path, LISTING.replace("03 March 2021\n", "03 March 2021\n\n02 March 2021\n"))])
    assert [(one.line, one.why) for one in found.unread] == [(7, "no teaser stands below this date")]
    assert len(found.records) == 3


@pytest.mark.parametrize(
    "text",
    [
        DETAIL,
        DETAIL.rstrip("\n"),
        "\ufeff" + DETAIL.replace("\n", "\r\n"),
        DETAIL.replace("\n\n", "\n"),
        DETAIL.replace(" ", "\xa0"),
        DETAIL.replace("30 April 2020", "30 avril 2020"),
        DETAIL.replace("30 April 2020", "30 de abril de 2020"),
        DETAIL.replace("30 April 2020", "April 30, 2020"),
        DETAIL.replace("Wombats vote", "Wombats\nvote"),
        "Home\n\nNews\n\n" + DETAIL,
        "News | Detail\n\n" + DETAIL,
        DETAIL.replace("for the first time\n", "for the first time\n\nProject News\n"),
        DETAIL + "\nShare\n\nAll articles about Voting\n",
    ],
)
def test_a_news_page_gives_one_article(tmp_path: Path, mine: Path, text: str) -> None:
    """A news page becomes one article with its title, its date and its first paragraph, once."""
    page = _saved(tmp_path, text)
    found = read([page])
    assert (len(found.records), found.unread) == (1, [])
    record = found.records[0]
    assert (record["title"], record["date"], record["kind"]) == ("Wombats vote for the first time", "2020-04-30", "news")
    assert record["summary"] == "The wombats of the eastern burrows have voted, after years of digging."
    assert record["note"] == "Imported from page.txt."
    assert record["id"] == "2020-04-30-wombats-vote-for-the-first"
    assert [len(add(found, mine).new), len(add(read([page]), mine).known)] == [1, 1]
    assert _problems(mine) == []


@pytest.mark.parametrize(("title", "date"), [("March 2019", "30 April 2020"), ("What we did on 3 May 2018", "April 30, 2020")])
def test_a_title_may_look_like_a_date(tmp_path: Path, title: str, date: str) -> None:
    """The date is the line below the title, whatever the title says."""
    record = read([_saved(tmp_path, f"News - Detail\n\n{title}\n\n{date}\n\nA text.\n")]).records[0]
    assert (record["title"], record["date"]) == (title, "2020-04-30")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("\nJust a text.\n\n3 March 2021\n\nMore.\n", 2, "neither a news page"),
        ("", 0, "is empty"),
        ("\n \n", 0, "is empty"),
        ("Field Notes\n\nAll articles about Field Notes\n\nNothing here.\n", 3, "no line below this one is a date"),
        ("News - Detail\n\nA title\n\nA text without a date.\n", 1, "no title with a date"),
        ("News - Detail\n\nA title\n\n31 April 2020\n\nA text.\n", 5, "does not exist"),
        ("News - Detail\n\n3 March 2020\n", 1, "no title with a date and a text"),
        ("News - Detail\n\nCafé\n".encode("latin-1"), 3, "is not UTF-8"),
        (b"\x89PNG\r\n\0\0", 1, "is no text"),
        ("News - Detail\n\0", 2, "is no text"),
    ],
)
def test_a_file_in_neither_form_is_told_and_nothing_imported(tmp_path: Path, text: str | bytes, line: int, why: str) -> None:
    """Of a file that is no page in a known form, the line to look at is named, with the reason."""
    found = read([_saved(tmp_path, text)])
    assert len(found.records) == 0
    assert [(one.file, one.line) for one in found.unread] == [(str(tmp_path / "page.txt"), line)]
    assert why in found.unread[0].why


def test_folders_are_read_whole(tmp_path: Path) -> None:
    """All files in a folder and those within it are read, but for hidden ones and the pictures beside a saved page."""
    folder = tmp_path / "saved"
    for name in ("deep", "page_files", ".git"):
        (folder / name).mkdir(parents=True)
        _saved(folder / name, DETAIL.replace("Wombats", name.capitalize()))
    _saved(folder, LISTING)
    _saved(folder, "Nothing.", "other.txt")
    found = read([folder])
    assert len(found.records) == 4
    assert [Path(one.file).name for one in found.unread] == ["other.txt"]
    with pytest.raises(UsageError, match="does not exist"):
        read([tmp_path / "nowhere"])


# --- saved HTML ---


def test_saved_html_of_a_listing_gives_its_articles(tmp_path: Path, mine: Path) -> None:
    """Titles and addresses come from the headings; menus, scripts, tags and footers stay out."""
    found = read([_saved(tmp_path, HTML_LISTING, "listing.html")])
    assert found.unread == []
    rows = [(one["date"], one["title"], one["url"], one["summary"]) for one in found.records]
    assert rows == [
        ("2021-03-03", "Quokkas at the gate", "https://www.example.org/en/quokkas", "A first teaser about quokkas & friends."),
        (
            "2020-07-14",
            "Wombats vote",
            "https://www.example.org/en/wombats",
            "A second teaser. On 12 March 2020 it began. It has two paragraphs.",
        ),
    ]
    add(found, mine)
    assert _problems(mine) == []


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
    """A link that is short for an address becomes whole by the base, the address or the saving browser's remark."""
    body = '<p>All articles about Notes</p><p>3 March 2021</p><h2><a href="one">One</a></h2><p>Words. <a href="one">Read more</a></p>'
    assert read([_saved(tmp_path, f"{head}{body}", "page.html")]).records[0]["url"] == "https://example.org/en/one"


@pytest.mark.parametrize("text", ["<![nonsense[<p>x</p>", "<!doctype html><p", "<html><nav>never closed", "<" * 10_000])
def test_broken_html_is_told_and_not_stumbled_over(tmp_path: Path, text: str) -> None:
    """Whatever begins like HTML is read as far as it goes."""
    pytest.importorskip("trafilatura")
    assert len(read([_saved(tmp_path, text)]).unread) == 1


def _as_html(text: str) -> str:
    return "<html><head><title>x</title><body>" + "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))


@pytest.mark.parametrize(
    ("entry", "title", "url"),
    [
        ("<h4>Quokkas at last</h4><p>{date}</p><p>{text}</p>", "Quokkas at last", None),
        ("<p>{date}</p><h4>Quokkas at last</h4><p>{text}</p>", "Quokkas at last", None),
        ("<h3>{date}</h3><p>{text}</p>", "[Words about quokkas]", None),
        ('<a href="https://example.org/a"><div>{date}</div><div>{text}</div></a>', "[Words about quokkas]", "https://example.org/a"),
        (
            '<div>{date}</div><a href="https://example.org/a">Quokkas at the gate again</a><p>{text}</p>',
            "Quokkas at the gate again",
            "https://example.org/a",
        ),
        ('<div>{date}</div>{text}<a href="https://example.org/a">Read more »</a>', "[Words about quokkas]", "https://example.org/a"),
        (
            '<div>{date}</div>{text}<br><a href="https://example.org/\x1b">Read more</a><a href="http://[">Read more »</a>',
            "[Words about quokkas]",
            None,
        ),
        ('<div>{date}</div>{text}<br><a href="a">Read more »</a>', "[Words about quokkas]", None),
    ],
)
def test_listings_are_built_in_several_ways(tmp_path: Path, entry: str, title: str, url: str | None) -> None:
    """A title stands above or below its date, is a heading or a link; an address is that of the title, of the entry or of "Read more"."""
    entries = "".join(f"<div>{entry.format(date=date, text='Words about quokkas.')}</div>" for date in ("3 March 2021", "2 March 2021"))
    found = read([_saved(tmp_path, f"<h1>Notes</h1><p>All articles about Notes</p>{entries}", "listing.html")])
    rows = [(one["date"], one["title"], one["url"], one["summary"]) for one in found.records]
    assert rows == [(date, title, url, "Words about quokkas.") for date in ("2021-03-03", "2021-03-02")]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.txt"])
def test_plain_pages_in_html_are_read_as_their_text(tmp_path: Path, name: str) -> None:
    """The two forms are found in HTML without headings too, whatever the file is called."""
    assert _dates(read([_saved(tmp_path, _as_html(LISTING), name)])) == DATES
    assert [one["title"] for one in read([_saved(tmp_path, _as_html(DETAIL), name)]).records] == ["Wombats vote for the first time"]


def test_html_problems_are_told_by_line(tmp_path: Path) -> None:
    """The line of a date that does not exist is that of the HTML file."""
    found = read([_saved(tmp_path, _as_html(LISTING.replace("03 March 2021", "31 April 2021")), "page.html")])
    assert [(one.line, one.why.split(";")[0]) for one in found.unread] == [(4, "'31 April 2021' is a date that does not exist")]


def test_html_in_an_older_encoding_is_read(tmp_path: Path) -> None:
    """HTML that is not UTF-8 is read as it says itself, and as browsers read it where it says nothing."""
    page = _as_html(DETAIL.replace("Wombats", "Würger"))
    declared = page.replace("<head>", '<head><meta charset="iso-8859-15">')
    for data in (
        page.encode("cp1252"),
        declared.encode("iso-8859-15"),
        page.replace("<head>", "<head><meta charset=nonsense>").encode("cp1252"),
    ):
        assert read([_saved(tmp_path, data, "page.html")]).records[0]["title"] == "Würger vote for the first time"


def test_any_news_page_is_read_by_trafilatura(tmp_path: Path, mine: Path) -> None:
    """Title, date, author, address and first paragraph of a saved news page become an article, once."""
    pytest.importorskip("trafilatura")
    page = _saved(tmp_path, NEWS_PAGE, "news.html")
    found = read([page])
    assert found.unread == []
    record = found.records[0]
    assert (record["title"], record["date"], record["language"]) == ("Numbats read", "2021-03-03", "fr")
    assert (record["url"], record["summary"]) == ("https://www.example.org/numbats", WORDS_OF_A_NEWS_PAGE)
    assert [(one["name"], one["part"]) for one in record["people"]] == [("Ana Example", "author")]
    assert [len(add(found, mine).new), len(add(read([page]), mine).known)] == [1, 1]
    assert _problems(mine) == []


def test_a_printed_date_is_taken_and_a_copyright_year_is_not(tmp_path: Path) -> None:
    """Where the page tells no date to machines, that beside its title counts; without one it is undated."""
    pytest.importorskip("trafilatura")
    silent = re.sub(r'<meta property="article:published_time"[^>]*>', "", NEWS_PAGE)
    printed = silent.replace("<h1>Numbats read</h1>", "<h1>Numbats read</h1><p>4 mars 2021</p>")
    assert _dates(read([_saved(tmp_path, printed, "news.html")])) == ["2021-03-04"]
    assert _dates(read([_saved(tmp_path, silent, "news.html")])) == [None]
    assert read([tmp_path / "news.html"]).records[0]["id"] == "undated-numbats-read"


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<title>ICMPD | Numbats read</title>", "<h2>Numbats read</h2>", "2022-05-04"),
        ("<title>Numbats read - The Woodland</title>", "<h1>The Woodland</h1><h1>Numbats read</h1>", "2022-05-04"),
        ("<title>Numbats read</title>", "<h3>Elsewhere</h3>", None),
    ],
)
def test_the_title_of_a_page_is_told_from_the_name_of_its_site(tmp_path: Path, head: str, body: str, date: str | None) -> None:
    """Where the browser's title also names the site, the part that is a heading counts; a printed date in any wrapping is found."""
    pytest.importorskip("trafilatura")
    text = f'<div><span class="posted-on">4 de mayo de 2022</span> by ICMPD</div><p>{WORDS_OF_A_NEWS_PAGE}</p><p>{WORDS_OF_A_NEWS_PAGE}</p>'
    record = read([_saved(tmp_path, f"<html><head>{head}</head><body>{body}{text}", "page.html")]).records[0]
    assert (record["title"], record["date"], record["people"]) == ("Numbats read", date, [])


def test_html_without_a_text_is_told(tmp_path: Path) -> None:
    """A page that says nothing is not imported."""
    pytest.importorskip("trafilatura")
    found = read([_saved(tmp_path, "<html><body></body></html>", "page.html")])
    assert (len(found.records), len(found.unread)) == (0, 1)


def test_without_trafilatura_a_plain_message_says_what_to_install(tmp_path: Path, mine: Path) -> None:
    """Other news pages need the extra, and the error names it; pages in a known form are read without it."""
    script = "import sys; sys.modules['trafilatura'] = None; from mieuxcli.importing import *; print(len(read(sys.argv[1:]).records))"
    news, listing = _saved(tmp_path, NEWS_PAGE, "news.html"), _saved(tmp_path, HTML_LISTING, "listing.html")
    without = [sys.executable, "-c", script]
    assert subprocess.run([*without, listing], capture_output=True, text=True, check=True).stdout == "2\n"
    got = subprocess.run([*without, news], capture_output=True, text=True, check=False)
    assert "UsageError: news.html is a saved page that only trafilatura can read, which is not installed" in got.stderr
    cli = "import sys; sys.modules['trafilatura'] = None; from mieuxcli.cli import main; sys.exit(main(sys.argv[1:]))"
    told = subprocess.run([sys.executable, "-c", cli, "import", news, "--into", mine], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines()[1:] == ["hint: pip install 'mieuxcli[import]'"]


# --- tables ---


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_what_the_program_writes_comes_back(tmp_path: Path, mine: Path, form: str) -> None:
    """Every record of the bundled archive, of every type, is the same after a way through a file, and known the second time."""
    documents = contents_of(["bundled"]).documents
    shape = Rows(tuple(one.name for one in FIELDS), documents)
    page = _saved(tmp_path, "".join(rendered(shape, form)), f"records.{form}")
    found = read([page])
    assert found.unread == []
    assert len(add(found, mine).new) == len(documents)
    assert len(add(read([page]), mine).known) == len(documents)
    # CSV tells neither whose role or organisation a single word is, nor an event from a semicolon within one.
    # The phase of an Action is derived when an archive is opened, and not written by hand.
    loose = ("phase", "people", "events") if form == "csv" else ("phase",)
    kept = {one["id"]: one for one in _records(mine)}
    assert {one["id"] for one in documents} == set(kept)
    changed = [
        (one["id"], name) for one in documents for name, value in one.items() if kept[one["id"]][name] != value and name not in loose
    ]
    assert changed == []
    people = {one["id"]: [person["name"] for person in one["people"]] for one in documents if one.get("people")}
    assert people == {id_: [person["name"] for person in kept[id_]["people"]] for id_ in people}
    assert _problems(mine) == []


def test_a_table_of_a_few_columns_is_enough(tmp_path: Path, mine: Path) -> None:
    """Dates as people write them, lists by semicolons, and what an article cannot be without is filled in as far as it follows."""
    table = (
        "Title;Date;URL;Countries;People;Shoe size\r\n"
        "Quokkas;3 mars 2021;https://example.org/q;Ghana; Ana Example; Bo Example (Officer, ICMPD, author);\r\n"
    ).replace("Ghana; Ana Example; Bo Example (Officer, ICMPD, author)", '"Ghana; Togo";"Ana Example; Bo Example (Officer, ICMPD, author)"')
    found = read([_saved(tmp_path, table + "Wombats;;;;;\r\n", "table.csv")])
    assert [(one.line, one.why) for one in found.unread] == [(1, "there is no field for the column 'shoe_size'; it is left out")]
    first, second = found.records
    assert (first["id"], first["date"], first["date_basis"], first["kind"]) == ("2021-03-03-quokkas", "2021-03-03", "published", "news")
    assert first["countries"] == ["Ghana", "Togo"]
    assert [(one["name"], one["role"], one["part"]) for one in first["people"]] == [
        ("Ana Example", None, None),
        ("Bo Example", "Officer", "author"),
    ]
    assert (second["id"], second["date"], second["summary"], second["note"]) == (
        "undated-wombats",
        None,
        "Wombats",
        "Imported from table.csv.",
    )
    add(found, mine)
    assert _problems(mine) == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("t.csv", 'title,date\nA,"1 May 2020"\nB,31 April 2020\n', [(3, "'31 April 2020' is a date that does not exist")]),
        ("t.csv", 'title,date\n"A\nB",2020\nC,2020,x\n', [(4, "has 3 cells, the header 2")]),
        ("t.csv", 'title,date\nA,2020\n"B,2020\n', [(3, "is not CSV: unexpected end of data")]),
        ("t.csv", "title,dat\nA,2020\n", [(1, "there is no field for the column 'dat'; did you mean date?")]),
        ("t.csv", 'title,"date\nA,2020\n', [(1, "is not CSV: unexpected end of data")]),
        ("t.csv", "A,2020\nB,2021\n", [(1, "has no header of field names; mieux fields lists them")]),
        ("t.csv", "", [(0, "has no header of field names; mieux fields lists them")]),
        ("t.csv", "type,metric,value,unit\nfact,wombats,many,wombats\n", [(2, "value: must be a number, not 'many'")]),
        ("t.jsonl", '{"title": "A"}\nnonsense\n{"title": "B"}\n', [(2, "is not JSON: Expecting value at column 1")]),
        (
            "t.jsonl",
            '{"title": "A", "shoes": 4}\n{"title": "B", "shoes": 5}\n',
            [(1, "there is no field for the field 'shoes'; it is left out")],
        ),
        ("t.jsonl", '{"title": 5}\n', [(1, "title: must be a text, not '5'")]),
        ("t.jsonl", '{"type": "country", "name": "Ghana"}\n', [(1, "is vocabulary and no record")]),
        ("t.jsonl", '{"type": "artikel", "title": "A"}\n', [(1, "type: a record needs a type")]),
        ("t.json", '[\n{"title": "A"},\n7\n]', [(3, "type: a record needs a type")]),
        ("t.json", '[\n{"title": "A"},\n', [(3, "is not JSON: the array has no end")]),
        ("t.json", '[\n{"title": "A"},\n{"title"', [(3, "is not JSON: Expecting ':' delimiter at column 9")]),
    ],
)
def test_what_is_no_record_is_told_by_line(tmp_path: Path, name: str, text: str, told: list[tuple[int, str]]) -> None:
    """Columns, rows and values that fit no record are named with their lines; the other rows are read."""
    found = read([_saved(tmp_path, text, name)])
    assert {one.line for one in found.unread} == {line for line, _ in told}
    assert all(any(one.why.startswith(why) for one in found.unread) for _, why in told)
    assert {record["title"] for record in found.records} <= {"A", "B", "A B"}


def test_json_of_people_is_read_whatever_its_shape(tmp_path: Path) -> None:
    """An object a line, an array, one object over several lines, an object of records and one of tables are all read."""
    one, other = {"title": "A", "date": "2021-03-03"}, {"title": "B", "date": "3 March 2021", "events": [{"date": "May 2020", "what": "x"}]}
    shapes = [
        f"{json.dumps(one)}\n\n{json.dumps(other)}",
        json.dumps([one, other]),
        json.dumps([one, other], indent=2),
        json.dumps({"records": [one, other]}, indent=1),
        json.dumps({"article": [one, other]}),
        json.dumps([{"period": "2021", "count": 2, "records": [one, other]}]),
    ]
    for shape in shapes:
        found = read([_saved(tmp_path, shape, "page")])
        assert (_dates(found), found.unread) == (["2021-03-03", "2021-03-03"], [])
        assert found.records[1]["events"] == [{"date": "2020-05", "what": "x"}]


# --- what is there already ---


@pytest.mark.parametrize(
    ("there", "here", "same"),
    [
        ({"url": "https://www.example.org/a/"}, {"title": "Other", "url": "http://example.org/a"}, True),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/a"]},
            {"title": "Other", "url": "https://example.org/a"},
            True,
        ),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/o"]},
            {"title": "Other", "other_urls": ["https://example.org/o"]},
            True,
        ),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/o"]},
            {"title": "Other", "url": "https://example.org/c", "other_urls": ["https://example.org/o"]},
            False,
        ),
        ({"title": "Wömbats: vote!"}, {"title": "wombats vote"}, True),
        ({"title": "Wombats vote"}, {"title": "Wombats vote", "date": "2021-03-04"}, False),
        ({"title": "Wombats vote", "date": None}, {"title": "Wombats vote", "date": None}, True),
        (
            {"title": "Report", "date": None, "url": "https://example.org/1"},
            {"title": "Report", "date": None, "url": "https://example.org/2"},
            False,
        ),
        ({"title": "[One two]", "summary": "One two three four five six seven eight nine."}, {"title": "[One]", "summary": "One"}, False),
        (
            {"title": "A title since", "summary": "One two three four five six seven eight nine."},
            {"title": "[One two]", "summary": "One two three four five six seven eight nine ten."},
            True,
        ),
    ],
)
def test_a_record_that_is_there_is_known(tmp_path: Path, mine: Path, there: dict[str, Any], here: dict[str, Any], *, same: bool) -> None:
    """The same address, the same date and title, or the same date and beginning of a teaser make the same record."""
    base = {"type": "article", "title": "First", "date": "2021-03-03"}
    add(read([_saved(tmp_path, json.dumps(base | there), "one.json")]), mine)
    added = add(read([_saved(tmp_path, json.dumps(base | here), "other.json")]), mine)
    assert [len(added.new), len(added.known)] == [not same, same]
    assert len({record["id"] for record in _records(mine)}) == 2 - same


def test_records_that_were_edited_after_an_import_are_known(tmp_path: Path, mine: Path) -> None:
    """Whoever gives imported teasers their titles and own words does not get them again."""
    page = _saved(tmp_path, LISTING)
    add(read([page]), mine)
    text = (mine / "articles.toml").read_text(encoding="utf-8")
    edited = re.sub(r"^title = .*quokkas.*$", 'title = "Shade"', text, flags=re.MULTILINE).replace("A first teaser about", "Own words on")
    (mine / "articles.toml").write_text(edited, encoding="utf-8")
    assert [len(part) for part in add(read([page]), mine)] == [0, 3, 0]


def test_other_teasers_of_the_same_day_that_begin_alike_are_new(tmp_path: Path, mine: Path) -> None:
    """Teasers that part after the words of their ids are different records with different ids, and both stay so."""
    one, other = ("In this interview about the long way of the wombats, we meet " + name for name in ("Ana.", "Bo."))
    page = _saved(tmp_path, f"All articles about Talks\n\n3 March 2021\n\n{one}\n\n3 March 2021\n\n{other}\n")
    added = add(read([page]), mine)
    assert [record["id"] for record in added.new] == ["2021-03-03-in-this-interview-about-the", "2021-03-03-in-this-interview-about-the-2"]
    assert [len(part) for part in add(read([page, page]), mine)] == [0, 4, 0]


def test_the_same_page_twice_in_one_import_is_added_once(tmp_path: Path, mine: Path) -> None:
    """A page under two names is one page."""
    assert [len(part) for part in add(read([_saved(tmp_path, DETAIL), _saved(tmp_path, DETAIL, "again.txt")]), mine)] == [1, 1, 0]


# --- writing ---


def test_text_is_put_in_and_nothing_else_moves(tmp_path: Path, mine: Path) -> None:
    """New records stand where their dates belong; every byte that was there before is there, in the same order, comments too."""
    old = textwrap.dedent(
        """\
        # The head of the file.

        # On the newest one.
        [[article]] # here
        id = '2021-01-01-first'   # with odd   spaces
        title = "First"
        date = "2021-01-01"
        date_basis = "published"
        kind = "news"
        summary = '''
        [[article]]'''
        note = "x"

        [[article]]
        id = "undated-last"
        title = "Last"
        kind = "news"
        summary = "Last."
        note = "x"
        # the end, without a line end"""
    ).replace("'''\n[[article]]'''", '"First."')
    _saved(mine, old, "articles.toml")
    add(read([_saved(tmp_path, LISTING)]), mine)
    new = (mine / "articles.toml").read_text(encoding="utf-8")
    assert [row["date"][:10] if "date" in row else None for row in tomli.loads(new)["article"]] == [
        "2021-03-03",
        "2021-01-01",
        "2020-07-14",
        "2020-07-14",
        None,
    ]
    blocks = [toml_of(record) for record in _records(mine) if "imported" in (record["note"] or "")]
    assert new.startswith("# The head of the file.\n\n[[article]]\n")
    for block in blocks:
        assert block in new
        new = new.replace(block + "\n", "", 1)
    assert new == old


@pytest.mark.parametrize(
    ("old", "places"),
    [
        ("", [0, 1, 2]),
        ("[[article]]\n{old}", [0, 2, 3]),
        ("[[article]]\n{older}\n[[article]]\n{old}", [2, 3, 4]),
        ("  [[article]]\n{old}", [1, 2, 3]),
        ('[[ "article" ]]\n{old}', [1, 2, 3]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_records_are_placed_by_date_or_at_the_end(tmp_path: Path, mine: Path, old: str, places: list[int], line_end: str) -> None:
    """Where a file is not newest first, or not told record by record, new ones come last; its line ends are kept."""
    rows = {
        name: f'id = "{date}-x"\ntitle = "{name}"\ndate = "{date}"\ndate_basis = "published"\nkind = "news"\nsummary = "x"\nnote = "x"\n'
        for name, date in (("old", "2021-01-01"), ("older", "2020-01-01"))
    }
    _saved(mine, old.format(**rows).replace("\n", line_end), "articles.toml")
    add(read([_saved(tmp_path, LISTING)]), mine)
    got = (mine / "articles.toml").read_bytes().decode()
    assert [at for at, row in enumerate(tomli.loads(got)["article"]) if row["title"].startswith("[")] == places
    assert got.count("\n") == got.count(line_end) or not old
    assert _problems(mine) == []


def test_a_file_that_cannot_take_a_table_is_left_alone(tmp_path: Path, mine: Path) -> None:
    """An array written in one piece cannot be added to; the records go into a file of their own."""
    old = 'article = [{ id = "2020-x", title = "x", date = "2020", date_basis = "published", kind = "news", summary = "x", note = "x" }]\n'
    _saved(mine, old, "articles.toml")
    add(read([_saved(tmp_path, LISTING)]), mine)
    assert (mine / "articles.toml").read_text(encoding="utf-8") == old
    assert len(tomli.loads((mine / "imported-articles.toml").read_text(encoding="utf-8"))["article"]) == 3
    assert len(_records(mine)) == 4
    assert [len(part) for part in add(read([tmp_path / "page.txt"]), mine)] == [0, 3, 0]


def test_records_go_where_their_kind_is(tmp_path: Path, invented: Path, mine: Path) -> None:
    """An archive in one file stays one; without any file for articles one is made, with a head."""
    assert len(add(read([_saved(tmp_path, LISTING)]), invented).new) == 3
    assert [path.name for path in invented.iterdir()] == ["archive.toml"]
    (mine / "articles.toml").unlink()
    add(read([tmp_path / "page.txt"]), mine)
    assert (mine / "articles.toml").read_text(encoding="utf-8").startswith("# ")
    assert _problems(mine) == []


def test_modes_and_links_of_files_are_kept(tmp_path: Path, mine: Path) -> None:
    """A file that others may write stays so, and a link leads where it led."""
    real = tmp_path / "real.toml"
    (mine / "articles.toml").rename(real)
    real.chmod(0o664)
    (mine / "articles.toml").symlink_to(real)
    add(read([_saved(tmp_path, LISTING)]), mine)
    assert (mine / "articles.toml").is_symlink()
    assert (real.stat().st_mode & 0o777, len(_records(mine))) == (0o664, 3)


def test_what_check_will_say_of_new_records_is_told(tmp_path: Path, mine: Path) -> None:
    """A row that an archive can hold but its check complains of is added, and the complaint told."""
    added = add(read([_saved(tmp_path, "title,url,topics\nA,https://example.org/a,wombat rights\n", "t.csv")]), mine)
    assert len(added.new) == 1
    assert [remark.split(" of ")[0] for remark in added.remarks] == ["undated-a: topics: 'wombat rights' is no topic"]


@pytest.mark.parametrize("state", ["missing", "file", "empty", "broken", "twice"])
def test_a_target_that_is_no_valid_archive_is_refused(tmp_path: Path, mine: Path, state: str) -> None:
    """Nothing is written into what is no archive, or one that needs mending first."""
    target = {"missing": tmp_path / "missing", "file": mine / "archive.toml", "empty": tmp_path / "empty"}.get(state, mine)
    (tmp_path / "empty").mkdir()
    if state in ("broken", "twice"):
        row = '[[article]]\nid = "2020-x"\ntitle = "x"\nkind = "news"\nsummary = "x"\n'
        _saved(mine, "[[article\n" if state == "broken" else row * 2, "articles.toml")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = read([_saved(tmp_path.parent, LISTING, f"{tmp_path.name}.txt")])
    for dry_run in (True, False):
        with pytest.raises(ArchiveError):
            add(found, target, dry_run=dry_run)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


# --- kills, and imports at once ---

IMPORT = """
import sys
from mieuxcli.importing import add, read
found = read([sys.argv[1]])
print("ready", flush=True)
add(found, sys.argv[2])
"""


def _whole(folder: Path, texts: tuple[bytes, bytes]) -> bool:
    """Say whether the archive is the new one; fails unless it is one of the two, and valid."""
    got = (folder / "articles.toml").read_bytes()
    assert got in texts
    assert contents_of([str(folder)]).problems == []
    return got == texts[1]


def _two_states(folder: Path, page: Path) -> tuple[bytes, bytes]:
    """Return the articles of an archive with some before and after an import of a page, and put it back."""
    add(read([_saved(page.parent, LISTING, "before.txt")]), folder)
    old = (folder / "articles.toml").read_bytes()
    add(read([page]), folder)
    new = (folder / "articles.toml").read_bytes()
    _saved(folder, old, "articles.toml")
    return old, new


def test_an_import_killed_at_any_moment_leaves_a_whole_archive(tmp_path: Path, mine: Path) -> None:
    """Fifty imports are killed at random moments; each leaves the old archive or the new one, and the next leaves nothing lying about."""
    page = _saved(tmp_path, _listing("Quokka", 120))
    texts = _two_states(mine, page)
    moments = random.Random(6)  # noqa: S311 - nothing secret
    span = 0.0
    for kill in (False, *[True] * 50):
        with subprocess.Popen([sys.executable, "-c", IMPORT, page, mine], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            begun = time.monotonic()
            if kill:
                try:
                    child.wait(moments.uniform(0, span))
                except subprocess.TimeoutExpired:
                    child.send_signal(signal.SIGKILL)
            child.wait()
            span = span or time.monotonic() - begun
        assert _whole(mine, texts) or kill
        _saved(mine, texts[0], "articles.toml")
    add(read([page]), mine)
    assert _whole(mine, texts)
    assert sorted(path.name for path in mine.iterdir()) == ["archive.schema.json", "archive.toml", "articles.toml"]


def test_an_odd_file_does_not_end_the_import_of_the_others(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """What a reader of markup trips over, a date that is a number and a file that is no page are told; the rest is read."""
    (tmp_path / "picture.svg").write_text(run("stats", "--format", "svg").out, encoding="utf-8")
    (tmp_path / "number.json").write_text('[{"title": "A", "date": 2020, "url": "https://example.org/c"}]', encoding="utf-8")
    page = _saved(tmp_path, _listing("Quokka", 3))
    got = run("import", tmp_path / "picture.svg", tmp_path / "number.json", page, "--into", mine)
    assert got.code == 0
    assert len(got.lines) == 3
    assert "picture.svg" in got.err


def test_the_hits_of_a_search_are_imported_without_a_remark(shell: Callable[..., Run], mine: Path) -> None:
    """What search and show add to a record is known to the import and no field of it."""
    got = shell(f"mieux search crisis --limit 2 --format jsonl | mieux import - --into {mine} --dry-run")
    assert got.code == 0
    assert "left out" not in got.err


KILLED_BETWEEN_LINES = """
import os, random, signal, sys
from pathlib import Path
from mieuxcli.importing import add, read

page, folder = sys.argv[1], Path(sys.argv[2])
found, articles = read([page]), folder / "articles.toml"
old = articles.read_bytes()

def run(last):
    done = 0
    def trace(frame, event, argument):
        nonlocal done
        if not frame.f_code.co_filename.endswith("writing.py"):
            return None
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
    add(found, folder)
    sys.settrace(None)
    return done

total = run(0)
new = articles.read_bytes()
late = range(max(total - 60, 1), total)
for last in [*random.Random(6).sample(range(1, total), 20), *random.Random(6).sample(late, 30)]:
    articles.write_bytes(old)
    child = os.fork()
    if not child:
        run(last)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    print({old: "old", new: "new"}[articles.read_bytes()])
"""


def test_an_import_killed_between_any_two_lines_leaves_a_whole_archive(tmp_path: Path, mine: Path) -> None:
    """An import that kills itself at the first, the last or any other line of its writing leaves the old archive or the new one."""
    page = _saved(tmp_path, _listing("Quokka", 30))
    texts = _two_states(mine, page)
    done = subprocess.run([sys.executable, "-c", KILLED_BETWEEN_LINES, page, mine], capture_output=True, text=True, check=True)
    assert len(done.stdout.split()) == 50
    assert set(done.stdout.split()) == {"old", "new"}
    _whole(mine, texts)
    add(read([page]), mine)
    assert sorted(path.name for path in mine.iterdir()) == ["archive.schema.json", "archive.toml", "articles.toml"]


def test_imports_at_once_lose_nothing(tmp_path: Path, mine: Path) -> None:
    """Eight imports into one archive at the same time leave the records of all of them."""
    pages = [_saved(tmp_path, _listing(f"Wombat {name}", 40), f"{name}.txt") for name in "abcdefgh"]
    children = [subprocess.Popen([sys.executable, "-c", IMPORT, page, mine], stdout=subprocess.DEVNULL) for page in pages]
    assert [child.wait() for child in children] == [0] * 8
    assert len(_records(mine)) == 8 * 40
    assert _problems(mine) == []
    dates = [record["date"] for record in _records(mine)]
    assert dates == sorted(dates, reverse=True)


# --- the command ---


def test_the_command_shows_what_is_new_and_tells_the_rest(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """New records go to standard output; what is there already, what could not be read and the sum go to standard error."""
    page = _saved(tmp_path, LISTING.replace("03 March 2021", "31 April 2021"))
    got = run("import", page, "--into", mine)
    assert (got.code, len(got.lines)) == (0, 2)
    assert got.lines[0].split("\t") == [
        "2020-07-14-a-second-teaser-about-wombats",
        "2020-07-14",
        "[A second teaser, about wombats. It runs over two paragraphs…]",
    ]
    assert got.err.splitlines() == [
        f"mieux: {page}:7: '31 April 2021' is a date that does not exist; the teaser below it is left out",
        f"mieux: 2 new in {mine}, 0 there already, 1 not read",
    ]
    again = run("import", page, "--into", mine, "--format", "json")
    assert (again.code, again.json) == (0, [])
    assert "mieux: there already: 2020-07-14-a-second-teaser-about-wombats" in again.err.splitlines()
    assert run("check", mine).code == 0


def test_a_dry_run_shows_the_records_and_writes_nothing(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """`--dry-run` prints what an import would, ids included, and leaves every file as it is."""
    before = {path: path.read_bytes() for path in mine.iterdir()}
    dry = run("import", _saved(tmp_path, LISTING), "--into", mine, "--dry-run")
    assert {path: path.read_bytes() for path in mine.iterdir()} == before
    assert dry.err.endswith("(nothing is written)\n")
    assert run("import", tmp_path / "page.txt", "--into", mine).out == dry.out


def test_exit_codes_of_an_import(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """Nothing found is 1, a wrong command line or a missing file 2, a target that is no archive 3."""
    page = _saved(tmp_path, "Nothing here.")
    assert run("import", page, "--into", mine).code == 1
    for wrong in (["import", page], ["import", "--into", mine], ["import", tmp_path / "no.txt", "--into", mine]):
        got = run(*wrong)
        assert (got.code, got.out) == (2, "")
    before = (mine / "articles.toml").read_bytes()
    assert run("import", _saved(tmp_path, LISTING), "--into", mine, "--format", "nonsense").code == 2
    assert (mine / "articles.toml").read_bytes() == before
    got = run("import", page, "--into", tmp_path / "nowhere")
    assert (got.code, got.out) == (3, "")
    assert got.err.splitlines()[1] == f"hint: mieux new {tmp_path / 'nowhere'} makes an archive"


@pytest.mark.parametrize(
    ("text", "count"),
    [(LISTING, 3), (_as_html(LISTING), 3), ('title,date\nA,"3 March 2021"\n', 1), ('{"title": "A", "date": "2021-03"}\n', 1)],
)
def test_standard_input_is_guessed_by_what_it_holds(process: Callable[..., Run], mine: Path, text: str, count: int) -> None:
    """`-` takes a page, HTML, CSV or JSON Lines without being told which."""
    got = process("import", "-", "--into", mine, stdin=text.encode())
    assert (got.code, len(got.lines)) == (0, count)


def test_one_archive_goes_into_another(shell: Callable[..., Run], mine: Path) -> None:
    """What a query selects can be imported in one line."""
    got = shell(f"mieux list --country ghana --format jsonl | mieux import - --into {mine} | wc -l; mieux list --country ghana --count")
    assert len(set(got.lines)) == 1


def test_an_unwritable_folder_is_told(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """A file that stands where the new one would be written is an error of output, and the archive stays as it was."""
    before = (mine / "articles.toml").read_bytes()
    (mine / ".mieux-import-articles.toml.tmp").mkdir()
    got = run("import", _saved(tmp_path, LISTING), "--into", mine)
    assert (got.code, got.out) == (4, "")
    assert got.err.startswith(f"mieux: cannot write to {mine}: ")
    assert (mine / "articles.toml").read_bytes() == before


def test_what_an_import_gives_back_is_plain_values(mine: Path) -> None:
    """Programs may call the two functions that the command calls."""
    assert add(Found(()), mine) == Added([], [], [])
