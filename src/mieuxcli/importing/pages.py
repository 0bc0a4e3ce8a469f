"""The two known forms of pages: a news page with title and date, and a listing of dated teasers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import UsageError
from mieuxcli.importing.drafts import Dated, Found, Page, Source, Unread, article, clean, date_of, headline
from mieuxcli.importing.furniture import is_byline, is_furniture, is_label, is_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.records import Article

__all__ = [
    "Line",
    "first_date",
    "in_neither_form",
    "is_detail",
    "lines_of",
    "records_in",
    "series_of",
]

_DETAIL = re.compile(r"(?:news|actualités?|noticias?) ?[-–—|:] ?(?:detail|détails?|detalles?)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:all articles about|tous les articles (?:sur|à propos de)|todos los artículos sobre) (.+?):?",
    re.IGNORECASE,
)
_SENTENCE_GOES_ON = re.compile(
    r"(?:[,;(]|\b(?:on|of|until|since|from|to|by|and|dated|before|after"
    r"|le|du|au|depuis|el|de|del|al|desde|hasta|et|y))\Z",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?…:»”\")\]]\Z")
_FARTHEST_DATE = 4
_LONGEST_TAG = 4


class Line(NamedTuple):
    """A line of text on a page: its number in the file, and whether it begins a paragraph.

    Saved HTML also shows whether it is a heading, and the address that the whole line links to.
    """

    number: int
    text: str
    starts: bool = True
    heading: bool = False
    link: str | None = None

    @property
    def is_furniture(self) -> bool:
        """Whether the line belongs to the site rather than the page, as "Back to news" does."""
        return is_furniture(self.text)

    @property
    def is_tag(self) -> bool:
        """Whether the line is a link of a few words, such as one to other articles on a subject."""
        return (
            self.link is not None
            and not self.heading
            and len(self.text.split()) <= _LONGEST_TAG
            and first_date([self]) is None
        )


class _Teaser(NamedTuple):
    """One entry of a listing: the line of its date, the date or what is wrong with it, and what follows."""

    line: Line
    date: Dated | str
    heading: Line | None
    lines: Sequence[Line]


def lines_of(text: str) -> list[Line]:
    """Return the lines of a plain text that are not empty.

    Blank lines separate its paragraphs; if it has none, each line is a paragraph.
    """
    texts = [clean(line) for line in re.split(r"\r\n|\r|\n", text)]
    parted = "" in "\n".join(texts).strip("\n").split("\n")
    return [
        Line(number, line, not parted or number == 1 or not texts[number - 2])
        for number, line in enumerate(texts, 1)
        if line
    ]


def records_in(lines: Sequence[Line], source: Source) -> Found | None:
    """Return the article of a news page, or the articles of a listing, or None for a page in neither form.

    The dates that do not exist are returned as well.
    """
    for at, line in enumerate(lines):
        series = series_of(line)
        found = _listing(lines[at + 1 :], series, source) if series else None
        if is_detail(line):
            found = _detail(lines[at + 1 :], source)
        if found:
            return found
    return None


def is_detail(line: Line) -> bool:
    """Return whether a line says that a news page follows."""
    return bool(_DETAIL.fullmatch(line.text))


def series_of(line: Line) -> str | None:
    """Return what a line says the articles listed below it are about, or None."""
    about = _ABOUT.fullmatch(line.text)
    return about[1] if about else None


def in_neither_form(lines: Sequence[Line], file: str) -> Unread:
    """Return why a page has neither form, with the line to look at."""
    for line in lines:
        if series_of(line):
            return Unread(file, line.number, "no line below this one is a date")
        if is_detail(line):
            return Unread(file, line.number, "no title with a date and a text stands below this line")
    forms = (
        "neither a news page (News - Detail, a title, a date)"
        " nor a listing (All articles about ..., then dates with teasers)"
    )
    return Unread(file, lines[0].number, f"is {forms}") if lines else Unread(file, 0, "is empty")


def first_date(lines: Sequence[Line]) -> Dated | None:
    """Return the date of the first line that is one, or None."""
    return next(
        (date for date in (_date_or_problem(line.text) for line in lines) if isinstance(date, Dated)), None
    )


def _date_or_problem(text: str) -> Dated | str | None:
    try:
        return date_of(text)
    except UsageError as error:
        return error.message


def _detail(below_marker: Sequence[Line], source: Source) -> Found | None:
    lines = [line for line in below_marker if not (line.is_furniture or line.is_tag or is_detail(line))]
    dates = [_date_or_problem(line.text) for line in lines[:_FARTHEST_DATE]]
    # The title stands above the date, and may look like a date itself.
    at = next(
        (at for at in sorted(range(len(dates)), key=lambda at: at == 0) if isinstance(dates[at], Dated)), None
    )
    if at is None:
        unread = [
            Unread(source.file, line.number, date)
            for line, date in zip(lines, dates, strict=False)
            if isinstance(date, str)
        ]
        return Found((), unread) if unread else None
    above, below = (lines[:at], lines[at + 1 :]) if at else (lines[1:2], lines[2:])
    title = [line for line in above if line.heading] or above
    body = [line for line in below if not line.heading]
    date = dates[at]
    if not title or not body or not isinstance(date, Dated):
        return None
    source = source._replace(language=source.language or date.language or "en")
    note = f"Imported from {source.file}."
    drafted = article(
        title=_paragraph(title), date=date.date, summary=_paragraph(body), note=note, source=source
    )
    return Found([drafted], (), [Page(drafted, _text(body))])


def _text(lines: Sequence[Line]) -> str:
    """Return the text of lines, a paragraph a line."""
    return "".join(f"\n{line.text}" if line.starts else f" {line.text}" for line in lines).strip()


def _paragraph(lines: Sequence[Line]) -> str:
    """Return the text of the first paragraph."""
    end = next((at for at, line in enumerate(lines) if at and line.starts), len(lines))
    return " ".join(line.text for line in lines[:end])


def _listing(lines: Sequence[Line], series: str, source: Source) -> Found | None:
    teasers = _teasers([line for line in lines if not (is_label(line.text) or is_byline(line.text))])
    languages = Counter(teaser.date.language for teaser in teasers if isinstance(teaser.date, Dated))
    language = source.language or max(languages, key=lambda name: languages[name], default="") or "en"
    records: list[Article] = []
    pages: list[Page] = []
    unread: list[Unread] = []
    for teaser in teasers:
        text = " ".join(
            line.text
            for line in teaser.lines
            if not (
                line.is_furniture
                or _is_aside(line, teaser.line)
                or (teaser.heading and is_more(line.text, teaser.heading.text))
            )
        )
        if isinstance(teaser.date, str):
            unread.append(
                Unread(source.file, teaser.line.number, f"{teaser.date}; the teaser below it is left out")
            )
        elif not text and not teaser.heading:
            unread.append(Unread(source.file, teaser.line.number, "no teaser stands below this date"))
        else:
            records.append(
                _article(teaser, teaser.date.date, text, series, source._replace(language=language))
            )
            pages.append(Page(records[-1], text))
    return Found(records, unread, pages) if teasers else None


def _article(teaser: _Teaser, date: str, text: str, series: str, source: Source) -> Article:
    listing = f'"All articles about {series}", imported from {source.file}'
    title, note = (
        headline(text),
        f"Known only from its teaser under {listing}; the title shown is its first words.",
    )
    if teaser.heading:
        title, note = teaser.heading.text, f"Listed under {listing}."
    source = source._replace(url=_address(teaser))
    return article(title=title, date=date, summary=text or title, note=note, source=source, series=series)


def _address(teaser: _Teaser) -> str | None:
    """Return the address of an entry: that of its title, of the whole entry or of its "Read more"."""
    own = [line for line in (teaser.heading, teaser.line, *teaser.lines) if line]
    return next(
        (
            line.link
            for line in own
            if line.link and (is_more(line.text, "") or not _is_aside(line, teaser.line))
        ),
        None,
    )


def _teasers(lines: Sequence[Line]) -> list[_Teaser]:
    """Return the entries of a listing.

    Titles, which only HTML marks, stand either right above all dates or right below them.
    """
    dates = [
        _date_or_problem(line.text) if _stands_alone(lines, at) else None for at, line in enumerate(lines)
    ]
    places = [at for at, date in enumerate(dates) if date]
    titles_above = all(at and _is_title(lines[at - 1], lines[at]) for at in places)
    found = []
    for at, following in zip(places, (*places[1:], None), strict=False):
        below = lines[at + 1 : following]
        if titles_above and following:
            below = below[:-1]
        beside = lines[at - 1] if titles_above else below[0] if below else None
        heading = beside if beside and _is_title(beside, lines[at]) else None
        found.append(
            _Teaser(lines[at], dates[at] or "", heading, [line for line in below if line is not heading])
        )
    return found


def _is_title(line: Line, date: Line) -> bool:
    """Return whether a line beside a date is the entry's title: a heading, or a link of its own."""
    return line.heading or bool(
        line.link and line.link != date.link and not (line.is_furniture or line.is_tag)
    )


def _is_aside(line: Line, date: Line) -> bool:
    """Return whether a line of an entry is a tag, which no line is where the whole entry is one link."""
    return line.is_tag and line.link != date.link


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line may be a date line rather than a date within a wrapped sentence."""
    below = lines[at + 1] if at + 1 < len(lines) and not lines[at + 1].starts else None
    if below and below.text[:1].islower():
        return False
    if lines[at].starts or not at or lines[at - 1].is_furniture:
        return True
    above = lines[at - 1].text
    return not _SENTENCE_GOES_ON.search(above) and bool(below or _SENTENCE_ENDS.search(above))
