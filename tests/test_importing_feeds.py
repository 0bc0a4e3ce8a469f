"""RSS and Atom are read as articles by feedparser, and what could grow without bound is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import quickly
from mieuxcli.errors import UsageError
from mieuxcli.importing import Found, add, read
from mieuxcli.importing.feeds import read_feed
from mieuxcli.records import Person
from saved import articles, empty_archive, problems_of, saved

RSS = """\
<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
	<title>Field Notes</title>
	<atom:link href="https://www.example.org/feed/" rel="self" type="application/rss+xml" />
	<link>https://www.example.org</link>
	<description>Notes</description>
	<lastBuildDate>Mon, 04 Apr 2022 08:00:00 +0000</lastBuildDate>
	<language>en-GB</language>
	<item>
		<title>Quokkas &#038; friends</title>
		<link>https://www.example.org/quokkas/</link>
		<dc:creator><![CDATA[Ana Example]]></dc:creator>
		<pubDate>Wed, 30 Mar 2022 00:30:00 +0200</pubDate>
		<category><![CDATA[Notes]]></category>
		<guid isPermaLink="false">https://www.example.org/?p=1</guid>
		<description><![CDATA[<p>The quokkas &amp; others <b>met</b>.</p>]]></description>
		<content:encoded><![CDATA[<p>The quokkas met, at length.</p>]]></content:encoded>
	</item>
	<item>
		<title>Wombats</title>
		<link>https://www.example.org/wombats/</link>
		<description>Without a day.</description>
	</item>
</channel>
</rss>
"""
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr-FR">
  <title>Notes</title>
  <id>https://www.example.org/</id>
  <updated>2022-04-04T08:00:00Z</updated>
  <entry>
    <title type="html">Les &lt;i&gt;quokkas&lt;/i&gt;</title>
    <link rel="alternate" type="text/html" href="https://www.example.org/quokkas"/>
    <id>tag:example.org,2022:1</id>
    <published>2022-03-30T00:30:00+02:00</published>
    <updated>2022-04-01T00:30:00+02:00</updated>
    <author><name>Ana Example</name></author>
    <summary type="html">&lt;p&gt;Ils se sont vus.&lt;/p&gt;</summary>
  </entry>
  <entry>
    <title>Les wombats</title>
    <link href="https://www.example.org/wombats"/>
    <id>tag:example.org,2022:2</id>
    <updated>2022-04-01T00:30:00+02:00</updated>
    <summary>Vus aussi.</summary>
  </entry>
</feed>
"""


def test_rss_is_read(tmp_path: Path) -> None:
    """Title, address, printed day, author and the words of the description become an article."""
    got = read([saved(tmp_path, RSS, "feed.xml")])
    assert got.unread == []
    one, two = articles(got)
    assert (one.title, one.date, one.date_basis) == ("Quokkas & friends", "2022-03-30", "published")
    assert (one.url, one.language) == ("https://www.example.org/quokkas/", "en")
    assert one.summary == "The quokkas & others met."
    assert one.people == (Person("Ana Example", part="author"),)
    assert (two.title, two.date, two.date_basis) == ("Wombats", None, None)


def test_atom_is_read(tmp_path: Path) -> None:
    """The day of publication goes before that of the last change, which alone is inferred and said."""
    got = read([saved(tmp_path, ATOM, "feed.atom")])
    assert got.unread == []
    one, two = articles(got)
    assert (one.title, one.date, one.url) == ("Les quokkas", "2022-03-30", "https://www.example.org/quokkas")
    assert (one.summary, one.language) == ("Ils se sont vus.", "fr")
    assert one.people == (Person("Ana Example", part="author"),)
    assert (two.date, two.date_basis) == ("2022-04-01", "inferred")
    assert two.note == "The date is that of the last change, the only one in the feed."


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_feeds_are_valid_records_and_known_the_second_time(tmp_path: Path, text: str) -> None:
    """The checks find nothing in what entries become, and a second import adds nothing."""
    mine = empty_archive(tmp_path / "mine")
    page = saved(tmp_path, text, "page")
    assert len(add(read([page]), mine).new) == 2
    again = add(read([page]), mine)
    assert (again.new, len(again.known)) == ([], 2)
    assert problems_of(mine) == []


BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE rss [
<!ENTITY a "quokka quokka quokka quokka quokka quokka quokka quokka quokka quokka">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/hostname">
]>
<rss version="2.0"><channel><item><title>&b;&c;</title></item></channel></rss>
"""


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (BOMB, ":3: defines entities of its own, which no feed needs, and is refused"),
        (
            RSS.replace("Without a day.</description>", "Without a day.</descr>"),
            ":26: is not well-formed (mismatched tag); 2 of 2 entries are read",
        ),
        (RSS[: RSS.index("<item>")] + "</channel></rss>", ":1: is a feed without entries"),
        (
            '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
            ":1: is XML of the kind <urlset>, which is not read; RSS and Atom are",
        ),
    ],
)
def test_what_is_no_whole_feed_is_told(tmp_path: Path, text: str, unread: str) -> None:
    """Entities, broken and empty feeds and other XML are each told in one line with their place."""
    page = saved(tmp_path, text, "feed.xml")
    assert [str(one) for one in read([page]).unread] == [f"{page}{unread}"]


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is named a feed and holds an address is text, and no connection is opened."""
    monkeypatch.setattr("socket.socket.connect", None)
    page = saved(tmp_path, "https://www.example.org/feed/", "feed.rss")
    assert len(read([page]).unread) == 1


@quickly
@given(st.text(max_size=60), st.sampled_from([RSS, ATOM]), st.integers(60, 1500), st.integers(0, 9))
def test_no_damage_ends_in_an_error(text: str, sample: str, at: int, cut: int) -> None:
    """Whatever stands in a feed, what could be read of it is given."""
    assert isinstance(read_feed(sample[:at] + text + sample[at + cut :], "a"), Found)


def test_without_its_library_a_feed_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the extra one line names the file, the form and the library, and how to get it."""
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(UsageError, match=r"^feed\.xml is a feed, which only feedparser can read") as error:
        read([saved(tmp_path, RSS, "feed.xml")])
    assert error.value.hint == "pip install 'mieuxcli[import]'"
