"""Plain text of a news page or a listing becomes articles, each once, at its date, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from mieuxcli.errors import UsageError
from mieuxcli.importing import add, read
from mieuxcli.importing.drafts import date_of, iso_date
from saved import DATES, DETAIL, LISTING, articles, dates_of, empty_archive, problems_of, saved


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


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
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "In March 2021",
        "3 March 2021 was a Wednesday",
        "3 March",
        "Report 2021",
        "Vol. 3, 2021",
        "March of the wombats 2021",
    ],
)
def test_what_is_more_or_less_than_a_date_is_no_date_line(text: str) -> None:
    """A year, a sentence with a date and a title that ends in a year are no dates."""
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31 April 2021", "does not exist"),
        ("29 février 2021", "does not exist"),
        ("3. März 2021", "no month"),
        ("03/04/2021", "two dates"),
    ],
)
def test_dates_that_cannot_be_are_told(text: str, why: str) -> None:
    """A day that does not exist, a month in no known language and two dates in one are errors."""
    with pytest.raises(UsageError, match=why):
        date_of(text)


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
    """However it was saved, a listing becomes one article a date, in its series, with its words, once."""
    page = saved(tmp_path, text)
    found = read([page])
    assert (dates_of(found), found.unread) == (DATES, [])
    assert {record.series for record in articles(found)} <= {"Field Notes", "Ghana & Togo (2019)"}
    first, second, third = (record.summary for record in articles(found))
    assert first == "A first teaser about quokkas, which have asked for more shade."
    assert (
        second
        == "A second teaser, about wombats. It runs over two paragraphs. On 2 July 2020 the wombats met."
    )
    assert third == "A third teaser, of the same day as the second one."
    assert len(add(found, mine).new) == 3
    before = (mine / "articles.toml").read_bytes()
    assert [len(part) for part in add(read([page]), mine)[:3]] == [0, 3, 0]
    assert (mine / "articles.toml").read_bytes() == before
    assert problems_of(mine) == []


def test_a_teaser_without_a_title_is_named_by_its_first_words(tmp_path: Path) -> None:
    """The title is the first words in brackets, the id the date and some of them; the note has the source."""
    record = articles(read([saved(tmp_path, LISTING)]))[0]
    assert record.title == "[A first teaser about quokkas, which have asked for more…]"
    assert record.id == "2021-03-03-a-first-teaser-about-quokkas"
    assert record.note is not None
    assert record.note.startswith(
        'Known only from its teaser under "All articles about Field Notes", imported from page.txt'
    )
    assert (record.kind, record.date_basis, record.language) == ("news", "published", "en")


@pytest.mark.parametrize(
    ("date", "language"), [("3 mars 2021", "fr"), ("3 de marzo de 2021", "es"), ("2021-03-03", "en")]
)
def test_the_language_of_a_page_is_that_of_its_dates(tmp_path: Path, date: str, language: str) -> None:
    """A page with French dates is taken for French; one with dates in digits is taken for English."""
    for page in (
        LISTING.replace("03 March 2021", date).replace("14 July 2020", date),
        DETAIL.replace("30 April 2020", date),
    ):
        assert {record.language for record in articles(read([saved(tmp_path, page)]))} == {language}


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
    found = read(
        [
            saved(
                tmp_path,
                LISTING.replace(
                    "It runs over two paragraphs.", f"{paragraph}\n\nIt runs over two paragraphs."
                ),
            )
        ]
    )
    assert dates_of(found) == DATES
    assert paragraph.replace("\n", " ") in articles(found)[1].summary


def test_a_teaser_of_many_words_is_cut_at_a_word(tmp_path: Path, mine: Path) -> None:
    """A summary has at most sixty words, the last with an ellipsis, so that the archive passes its check."""
    found = read([saved(tmp_path, LISTING.replace("wombats met.", "wombats met. " + "Wombat. " * 60))])
    words = articles(found)[1].summary.split()
    assert (len(words), words[-1]) == (60, "Wombat…")
    add(found, mine)
    assert problems_of(mine) == []


def test_dates_that_do_not_exist_are_told_by_line_and_their_teasers_left_out(tmp_path: Path) -> None:
    """The teaser of 31 April belongs to no other date, and the line says why it is missing."""
    page = saved(tmp_path, LISTING.replace("03 March 2021", "31 April 2021"))
    found = read([page])
    assert dates_of(found) == DATES[1:]
    assert [str(one) for one in found.unread] == [
        f"{page}:7: '31 April 2021' is a date that does not exist; the teaser below it is left out"
    ]


def test_a_date_without_a_teaser_is_told_by_line(tmp_path: Path) -> None:
    """Two dates in a row leave nothing to import for the first."""
    found = read([saved(tmp_path, LISTING.replace("03 March 2021\n", "03 March 2021\n\n02 March 2021\n"))])
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
    page = saved(tmp_path, text)
    found = read([page])
    assert (len(found.records), found.unread) == (1, [])
    (record,) = articles(found)
    assert (record.title, record.date, record.kind) == (
        "Wombats vote for the first time",
        "2020-04-30",
        "news",
    )
    assert record.summary == "The wombats of the eastern burrows have voted, after years of digging."
    assert record.note == "Imported from page.txt."
    assert record.id == "2020-04-30-wombats-vote-for-the-first"
    assert [len(add(found, mine).new), len(add(read([page]), mine).known)] == [1, 1]
    assert problems_of(mine) == []


@pytest.mark.parametrize(
    ("title", "date"), [("March 2019", "30 April 2020"), ("What we did on 3 May 2018", "April 30, 2020")]
)
def test_a_title_may_look_like_a_date(tmp_path: Path, title: str, date: str) -> None:
    """The date is the line below the title, whatever the title says."""
    (record,) = read([saved(tmp_path, f"News - Detail\n\n{title}\n\n{date}\n\nA text.\n")]).records
    assert (record.title, record.date) == (title, "2020-04-30")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("\nJust a text.\n\n3 March 2021\n\nMore.\n", 2, "neither a news page"),
        ("", 0, "is empty"),
        ("\n \n", 0, "is empty"),
        (
            "Field Notes\n\nAll articles about Field Notes\n\nNothing here.\n",
            3,
            "no line below this one is a date",
        ),
        ("News - Detail\n\nA title\n\nA text without a date.\n", 1, "no title with a date"),
        ("News - Detail\n\nA title\n\n31 April 2020\n\nA text.\n", 5, "does not exist"),
        ("News - Detail\n\n3 March 2020\n", 1, "no title with a date and a text"),
        ("News - Detail\n\nCafé\n".encode("latin-1"), 3, "is not UTF-8"),
        (b"\x89PNG\r\n\0\0", 1, "is no text"),
        ("News - Detail\n\0", 2, "is no text"),
    ],
)
def test_a_file_in_neither_form_is_told_and_nothing_imported(
    tmp_path: Path, text: str | bytes, line: int, why: str
) -> None:
    """Of a file that is no page in a known form, the line to look at is named, with the reason."""
    found = read([saved(tmp_path, text)])
    assert len(found.records) == 0
    assert [(one.file, one.line) for one in found.unread] == [(str(tmp_path / "page.txt"), line)]
    assert why in found.unread[0].why


def test_folders_are_read_whole(tmp_path: Path) -> None:
    """All files in a folder and below are read, but for hidden ones and the pictures beside a saved page."""
    folder = tmp_path / "saved"
    for name in ("deep", "page_files", ".git"):
        (folder / name).mkdir(parents=True)
        saved(folder / name, DETAIL.replace("Wombats", name.capitalize()))
    saved(folder, LISTING)
    saved(folder, "Nothing.", "other.txt")
    found = read([folder])
    assert len(found.records) == 4
    assert [Path(one.file).name for one in found.unread] == ["other.txt"]
    with pytest.raises(UsageError, match="does not exist"):
        read([tmp_path / "nowhere"])
