"""Invented pages as people save them, and the archives that they are imported into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.authoring import new_archive
from mieuxcli.checks import check
from mieuxcli.compiler import contents_of
from mieuxcli.records import Article

if TYPE_CHECKING:
    from pathlib import Path

    from mieuxcli.importing import Found
    from mieuxcli.records import Record

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
    "The numbats of the western woodlands have opened a library of their own, with shelves low enough for "
    "every reader and a quiet corner for those who would rather sleep. It lends out books for three weeks."
)
NEWS_PAGE = f"""\
<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8"><title>Numbats read | Woodland News</title>
<meta property="og:title" content="Numbats read">
<meta property="article:published_time" content="2021-03-03T10:00:00+01:00">
<meta name="author" content="Ana Example"><link rel="canonical" href="https://www.example.org/numbats"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>Numbats read</h1><p>{WORDS_OF_A_NEWS_PAGE}</p>
<p>The librarian, who is a numbat herself, says that termites are not allowed inside, and that silence
is a matter of honour.</p>
</article></main><footer>Copyright 2019 Woodland News</footer></body></html>
"""
HTML_LISTING = """\
<!DOCTYPE html><!-- saved from url=(0040)https://www.example.org/en/tags/field-notes -->
<html lang="en-GB"><head><title>Field Notes | Example</title><style>p { color: red }</style>
<script>var a = "<p>";</script></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<main><h1>Field Notes</h1><p>All articles about <strong>Field Notes</strong></p>
<a href="/news">Back to news</a>
<article><span class="news-date">03 March 2021</span><h3><a href="/en/quokkas">Quokkas at the
  gate</a></h3><p>A first teaser about quokkas &amp; friends.</p><a href="/en/quokkas">Read more</a></article>
<article><time>14&nbsp;July 2020</time><h3><a href="/en/wombats">Wombats vote</a></h3>
<div><p>A second teaser.</p><p>On 12 March 2020 it began.<br>It has two paragraphs.</p>
<a href="/tags/votes">Votes</a></div></article>
</main><footer><p>1 January 2019</p></footer></body></html>
"""


def empty_archive(folder: Path) -> Path:
    """Make an empty archive, as `mieux new` makes it, and return its folder."""
    new_archive(folder)
    return folder


def saved(folder: Path, text: str | bytes, name: str = "page.txt") -> Path:
    """Save a page under a name in a folder, and return its path."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def dates_of(found: Found) -> list[str | None]:
    """Return the dates of what was found."""
    return [record.date for record in found.records]


def articles(found: Found) -> list[Article]:
    """Return the records that were found, all of which must be articles."""
    there = [record for record in found.records if isinstance(record, Article)]
    assert len(there) == len(found.records)
    return there


def problems_of(folder: Path) -> list[str]:
    """Return what the checks find in an archive."""
    return [str(problem) for problem in check(contents_of([str(folder)])).problems]


def records_of(folder: Path) -> list[Record]:
    """Return the records of an archive."""
    return contents_of([str(folder)]).records


def listing_of(name: str, count: int) -> str:
    """Return a listing of so many teasers, one a day."""
    days = (
        f"{1 + at % 28} March {2023 - at // 28}\n\n"
        f"{name} number {at} has something to tell, and {at} is its number.\n"
        for at in range(count)
    )
    return "\n".join([f"{name}\n\nAll articles about {name}\n\nBack to news\n", *days])


def as_html(text: str) -> str:
    """Return a plain text as HTML without any heading, a paragraph a line."""
    return "<html><head><title>x</title><body>" + "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))
