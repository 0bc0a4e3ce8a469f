"""What holds for any input: queries, words, dates, snippets, TOML and records, each tried on many made-up values."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
import tomli
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from mieuxcli.authoring import toml_of
from mieuxcli.dates import is_partial_date, period_between, period_of, period_of_years, read_date
from mieuxcli.errors import QueryError, UsageError
from mieuxcli.fields import FACETS, QUALIFIERS, TYPES, fields_of
from mieuxcli.loading import completed
from mieuxcli.models import RECORDS, Person, document_of, record_of
from mieuxcli.query import FIELD_NAMES, TEXT_FIELDS, Expression, Match, Not, Text, all_of, any_of, parse
from mieuxcli.snippets import Snippet, snippet_of, unmarked
from mieuxcli.words import distance, fold, nearest, spellings, tokens

settings.register_profile("mieux", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mieux")

MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]

# Texts

ANY_CHARACTER = st.characters(exclude_categories=())  # lone surrogates too
ANY_TEXT = st.text(ANY_CHARACTER)
# What TOML, JSON and terminals have quarrels with; lone surrogates are left out, for no UTF-8 file can hold them.
NASTY = ['"', "'", "\\", "\\u", '"""', "'''", "\x7f", "\x00", "\x1b[31m", "\r\n", "\n[[term]]\n", "\t", "# ", "\u200f\u05d0", "\u202e"]
NASTY += ["\U0001f426", "\U0001f468\u200d\U0001f469", "\u2028", "\x85", "\ufeff", "\uffff", "e\u0301", "\u0130", "{", "]", "=", ","]
HOSTILE_TEXT = st.sampled_from(NASTY) | st.text(st.sampled_from("\"\\'\x7f\n a") | st.characters(exclude_categories=["Cs"]), max_size=9)

# Dates

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
DAYS_OF_FOUR_FIGURES = st.dates(date(1000, 1, 1), date(9998, 12, 31))
PARTIAL_DATES = st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0].isoformat()[: pair[1]])

# Queries: bits that mean something to the parser, in any order

BITS = [
    " ",
    " ",
    " ",
    "a",
    "migra*",
    "*",
    "**",
    "-",
    "--",
    "(",
    ")",
    '"',
    "\\",
    '\\"',
    '"two words"',
    "AND",
    "OR",
    "NOT",
    "and",
    ":",
    "http://x",
    "\ud800",
    "\n",
]
BITS += [f"{name}:" for name in FIELD_NAMES] + ["Country:", "county:", "2022", "2020-2022", "2022-13", "x_y", "\u00e9t\u00e9", "\x00"]
SOUP = st.lists(st.sampled_from(BITS), max_size=12).map("".join)
SPACED_SOUP = st.lists(st.sampled_from(BITS), max_size=12).map(" ".join)
# and bits that more often make a query that can be read
MILD_BITS = [
    "a",
    "b",
    "-c",
    "migra*",
    '"two words"',
    "AND b",
    "OR a",
    "NOT",
    "-",
    "(a",
    "(",
    ")",
    "a)",
    "(a OR b)",
    "-(c d)",
    "--e",
    "a*b",
    "\\",
]
MILD_BITS += [
    "country:ghana",
    'person:"x y"',
    "title:x",
    "topic:http://x",
    "year:2020-2022",
    "-since:2021",
    '"\\""',
    "f)(g",
    "\u00e9t\u00e9:x",
]
MILD_SOUP = st.lists(st.sampled_from(MILD_BITS), max_size=8).map(" ".join)
DATE_BITS = [
    " ",
    "30",
    "3",
    "March",
    "mar",
    "2022",
    "1",
    "0",
    "-",
    "/",
    ".",
    ",",
    "Monday",
    "th",
    "of",
    "31",
    "29 February",
    "9999",
    "0999",
]
DATE_BITS += [
    "1e5",
    "nan",
    "999999999999999999999",
    "\u0663",
    "\u00b2",
    "\u00bd",
    "today",
    "\x00",
    "'",
    "0000",
    "0001",
    "00202203",
    "99999",
]
DATE_BITS += ["12:30", "10pm", "am", "T", "Z", "+01:00", "UTC", "XYZ"]
DATED = st.builds(
    lambda name, bits, between: f'{name}:"{between.join(bits)}"',
    st.sampled_from(("year", "date", "since", "until", "running")),
    st.lists(st.sampled_from(DATE_BITS), max_size=6),
    st.sampled_from(("", " ")),
)


def _parses_or_is_refused(query: str) -> None:
    """Parse a query; anything but a QueryError with a place in the query gets out of here."""
    try:
        parse(query)
    except QueryError as error:
        assert 0 <= error.column <= len(query)  # noqa: PT017 - both outcomes are right, and this is what one must have
        assert error.query == query  # noqa: PT017
        assert error.message  # noqa: PT017


@settings(max_examples=4000)
@given(ANY_TEXT)
def test_no_text_breaks_the_parser(query: str) -> None:
    """Any text at all is a query, or is refused with a column in it."""
    _parses_or_is_refused(query)


@settings(max_examples=4000)
@given(SOUP | SPACED_SOUP)
def test_no_mixture_of_signs_breaks_the_parser(query: str) -> None:
    """Operators, brackets, quotes and fields in any order are a query, or are refused with a column in it."""
    _parses_or_is_refused(query)


@settings(max_examples=2000)
@given(DATED)
@example('date:"March 9999"')
@example('date:"1 March 0999"')
@example('date:"30 March 2022 12:30 XYZ"')
def test_no_date_breaks_the_parser(query: str) -> None:
    """Any value of a date field is a date, or is refused with a column in the query."""
    _parses_or_is_refused(query)


@settings(max_examples=500)
@given(MILD_SOUP | SPACED_SOUP)
def test_a_query_printed_and_parsed_again_means_the_same(query: str) -> None:
    """Whatever a text means as a query, the printed form of it means the same, and is printed the same."""
    try:
        meaning = parse(query)
    except QueryError:
        assume(False)  # noqa: FBT003 - the name of the parameter is not public
    assert parse(str(meaning)) == meaning
    assert str(parse(str(meaning))) == str(meaning)


PLAIN_WORDS = st.from_regex(r'(?![A-Za-z_]+:(?!//))(?!-.)[^\s()"]{0,6}[^\s()"*]', fullmatch=True)
VALUES = st.sampled_from(("ghana", "laura zorrilla", "AND", "-x", "a:b", "x*", "")) | HOSTILE_TEXT
FACET_NAMES = st.sampled_from([facet.name for facet in FACETS if facet.name != "year"] + ["id"])
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    PLAIN_WORDS.filter(lambda word: word not in ("AND", "OR", "NOT")).map(Text),
    PLAIN_WORDS.filter(lambda word: word != "-").map(lambda word: Text(word, prefix=True)),
    VALUES.map(lambda words: Text(words, phrase=True)),
    st.builds(lambda words, within: Text(words, phrase=True, within=within), VALUES, st.sampled_from(TEXT_FIELDS)),
    st.builds(Match, FACET_NAMES, VALUES),
    st.builds(Match, st.sampled_from(("date", "since", "until", "running")), PARTIAL_DATES),
    st.builds(Match, st.sampled_from(("year", "running")), st.sampled_from(("2022", "2020-2022", "2020 - 2022", "2020..2022"))),
)


def _grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(parts.map(Not), several.map(all_of), several.map(any_of))


@settings(max_examples=500)
@given(st.recursive(LEAVES, _grown, max_leaves=9))
def test_an_expression_printed_and_parsed_is_the_same(expression: Expression) -> None:
    """An expression of any shape is printed as a query that means it."""
    assert parse(str(expression)) == expression


@settings(max_examples=1000)
@given(ANY_TEXT | HOSTILE_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    """A folded text is folded already, and its words are those of the text."""
    assert fold(fold(text)) == fold(text)
    assert tokens(fold(text)) == tokens(text)
    assert [word for one in tokens(text) for word in tokens(one)] == tokens(text)


@settings(max_examples=500)
@given(ANY_TEXT, ANY_TEXT)
def test_words_of_two_texts_side_by_side_are_those_of_both(one: str, other: str) -> None:
    """A space parts words, so the words of two texts with a space between are the words of the one and the other."""
    # Greek has a letter that looks at its neighbours for its small form; the space ends its look, so it need not be left out.
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


@settings(max_examples=300)
@given(st.text("abceilmorstuyzng", min_size=1, max_size=14))
def test_no_word_is_its_own_other_spelling(word: str) -> None:
    """Other spellings of a word are words, and the word itself is none of them."""
    assert word not in spellings(word)
    assert all(tokens(other) == [other] for other in spellings(word))


def _reference(one: str, other: str) -> int:
    """Return the optimal string alignment distance straight from its definition."""

    @cache
    def upto(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        found = min(upto(i - 1, j) + 1, upto(i, j - 1) + 1, upto(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            found = min(found, upto(i - 2, j - 2) + 1)
        return found

    return upto(len(one), len(other))


@settings(max_examples=1500)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 8))
def test_the_distance_is_that_of_its_definition(one: str, other: str, limit: int) -> None:
    """The distance is that of a naive reference up to the limit, the same both ways, and nothing only between equals."""
    found = distance(one, other, limit)
    assert found == min(_reference(one, other), limit + 1)
    assert found == distance(other, one, limit)
    assert (found == 0) == (one == other)


@settings(max_examples=300)
@given(st.lists(st.text("abcde ", min_size=1, max_size=9), max_size=8), st.text("abcde", min_size=5, max_size=9))
def test_a_known_name_is_nearest_to_itself(names: list[str], name: str) -> None:
    """A name that is known is the first of the nearest ones, and only known names are near."""
    found = nearest(name.upper(), [*names, name])
    assert fold(found[0]) == name or name in fold(found[0]).split()
    assert set(found) <= {*names, name}


@settings(max_examples=500)
@given(PARTIAL_DATES)
def test_a_partial_date_contains_its_own_begin(text: str) -> None:
    """The period of a date begins in it, ends after it, and the day before its end is in it too."""
    period = period_of(text)
    assert is_partial_date(text)
    assert period.begin.startswith(text)
    assert period.begin < period.end
    assert (date.fromisoformat(period.end) - timedelta(days=1)).isoformat().startswith(text)
    assert not period.end.startswith(text)


@settings(max_examples=500)
@given(DAYS)
def test_a_day_lies_in_its_month_and_that_in_its_year(day: date) -> None:
    """The periods of a day, its month and its year lie in each other."""
    inner, middle, outer = (period_of(day.isoformat()[:size]) for size in (10, 7, 4))
    assert outer.begin <= middle.begin <= inner.begin < inner.end <= middle.end <= outer.end
    assert period_of_years(day.isoformat()[:4]) == outer


@settings(max_examples=500)
@given(PARTIAL_DATES)
def test_an_iso_date_is_read_as_itself(text: str) -> None:
    """An ISO date that exists is what is read of it, with space around it or not."""
    assert read_date(text) == text
    assert read_date(f" {text}\n") == text


@settings(max_examples=500)
@given(DAYS_OF_FOUR_FIGURES)
def test_a_date_written_out_is_read_as_written(day: date) -> None:
    """A day or month written out, in the order of Europe or America, is read as the day or month it is."""
    month = MONTHS[day.month - 1]
    iso = day.isoformat()
    assert read_date(f"{day.day} {month} {day.year}") == iso
    assert read_date(f"{month[:3]} {day.day}, {day.year}") == iso
    assert read_date(f"{month} {day.year}") == iso[:7]
    assert read_date(f"{day.month}/{day.year}") == iso[:7]


@settings(max_examples=500)
@given(DAYS_OF_FOUR_FIGURES, st.sampled_from("/."))
def test_a_date_in_figures_is_read_or_refused_for_its_two_readings(day: date, between: str) -> None:
    """Day, month and year in figures are that day, unless they may be the day with both exchanged."""
    text = between.join((str(day.day), str(day.month), str(day.year)))
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(UsageError, match="may be two dates") as error:
            read_date(text)
        assert error.value.hint is not None
        assert day.isoformat() in error.value.hint
    else:
        assert read_date(text) == day.isoformat()


@settings(max_examples=300)
@given(PARTIAL_DATES, PARTIAL_DATES)
def test_a_period_between_dates_covers_both(one: str, other: str) -> None:
    """A period from the earlier to the later date begins with the first day of the one and ends with the last of the other."""
    since, until = sorted((one, other))
    period = period_between(since, until)
    assert (period.begin, period.end) == (period_of(since).begin, period_of(until).end)
    assert period.begin < period.end


# Snippets: words, some of them marked or marked at their end, as the index marks a part of a word with a hyphen


class Word(NamedTuple):
    """A word of a text, with what stands unmarked before and after it."""

    before: str
    word: str
    marked: bool
    after: str

    def __str__(self) -> str:
        """Write the word with its marks."""
        return f"{self.before}\x02{self.word}\x03{self.after}" if self.marked else f"{self.before}{self.word}{self.after}"


SIGNS = st.sampled_from(("", "", "", ",", ";", ".", ":", "-b"))
HEADS = st.sampled_from(("", "", "", "(", "ab-", "https://example.org/"))
WORDS = st.lists(st.builds(Word, HEADS, st.text("abcd\u00e9\U0001f426", min_size=1, max_size=9), st.booleans(), SIGNS), max_size=30)
WIDTHS = st.integers(1, 60)


def _marked(words: list[Word]) -> str:
    return " ".join(map(str, words))


def _places(snippet: Snippet) -> set[int]:
    return {place for start, end in snippet.marks for place in range(start, end)}


def _core(snippet: Snippet) -> tuple[str, set[int]]:
    """Return a snippet without its ellipses, with the places that are marked in it."""
    before = snippet.text.startswith("\u2026")
    return snippet.text[before : len(snippet.text) - snippet.text.endswith("\u2026")], {place - before for place in _places(snippet)}


@settings(max_examples=500)
@given(WORDS)
def test_unmarking_takes_out_the_marks_alone(words: list[Word]) -> None:
    """Without its marks a text is what it was, and marked again it differs only in marks that have been joined."""
    found = unmarked(_marked(words))
    assert found.text == " ".join(word.before + word.word + word.after for word in words)
    assert found.with_marks("", "") == found.text
    again = found.with_marks("\x02", "\x03")
    assert unmarked(again) == found
    assert all(start < end for start, end in found.marks)
    assert all(before[1] < after[0] for before, after in zip(found.marks, found.marks[1:], strict=False))


@settings(max_examples=800)
@given(WORDS, WIDTHS)
def test_a_window_is_a_piece_of_the_text_with_its_marks(words: list[Word], width: int) -> None:
    """A window is no longer than told, is made of whole words where they fit, and is marked exactly where the text is."""
    marked = _marked(words)
    whole = unmarked(marked)
    snippet = snippet_of(marked, width)
    assert len(snippet.text) <= width
    if len(whole.text) <= width:
        assert snippet == whole
        return
    core, places = _core(snippet)
    longest = max(map(len, whole.text.split()))
    padded = f" {whole.text} "
    for start in range(len(whole.text) - len(core) + 1):
        left, right = padded[start], padded[start + len(core) + 1 :].lstrip(",;:")
        of_words = longest > width - 2 or (left == " " and right.startswith(" "))
        if whole.text.startswith(core, start) and of_words and places == {p - start for p in _places(whole) if 0 <= p - start < len(core)}:
            return
    pytest.fail(f"{snippet} is no piece of {whole}")


@settings(max_examples=600)
@given(WORDS, st.integers(15, 60))
@example([Word("", word, word == "four", ",") for word in ("one", "two", "three", "four", "five", "six")], 20)
def test_a_window_shows_a_match(words: list[Word], width: int) -> None:
    """A window of a text with matches shows one, whatever stands before or after it, if the words fit into the window."""
    marked = _marked(words)
    whole = unmarked(marked)
    assume(whole.marks and max(map(len, whole.text.split())) <= width - 2)
    assert snippet_of(marked, width).marks


# Records

PEOPLE = st.fixed_dictionaries(
    {field.name: HOSTILE_TEXT if field.name == "name" else st.none() | HOSTILE_TEXT for field in fields(Person)},
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": HOSTILE_TEXT,
    "url": HOSTILE_TEXT,
    "date": PARTIAL_DATES,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.integers(-(2**63), 2**63 - 1) | FINITE,
    "texts": st.lists(HOSTILE_TEXT, max_size=4),
    "people": st.lists(PEOPLE, max_size=3),
    "events": st.lists(st.fixed_dictionaries({"date": PARTIAL_DATES, "what": HOSTILE_TEXT}), max_size=3),
}


@st.composite
def documents(draw: st.DrawFn, type_: str) -> dict[str, Any]:
    """Return a whole document of a type: what is needed always there, all else there or not."""
    row: dict[str, Any] = {}
    for field in fields_of(type_):
        if type_ not in field.derived:
            kind = st.sampled_from(QUALIFIERS) if field.name == "qualifier" else KINDS[field.kind]
            row[field.name] = draw(kind if type_ in field.needed else st.none() | kind)
    return completed(type_, row)


DOCUMENTS = st.sampled_from(TYPES).flatmap(documents)


@settings(max_examples=300)
@given(DOCUMENTS)
def test_a_document_written_as_toml_is_read_as_itself(document: dict[str, Any]) -> None:
    """A record of any type with any texts and figures is the same after it was written as TOML and read again."""
    written = tomli.loads(toml_of(document))
    type_ = document["type"]
    assert list(written) == [type_]
    assert [completed(type_, row) for row in written[type_]] == [document]


@settings(max_examples=60)
@given(st.lists(documents("article"), min_size=2, max_size=3))
def test_several_documents_written_as_toml_are_read_in_order(many: list[dict[str, Any]]) -> None:
    """Records written one after another are read as the same records in the same order, whatever their texts hold."""
    written = tomli.loads("\n".join(map(toml_of, many)))
    assert [completed("article", row) for row in written["article"]] == many


@settings(max_examples=300)
@given(DOCUMENTS)
def test_a_document_is_itself_after_being_a_record(document: dict[str, Any]) -> None:
    """A document becomes a record of its type and the same document again, and equal records have equal documents."""
    record = record_of(document)
    assert type(record) is RECORDS[document["type"]]
    assert document_of(record) == document
    assert record_of(document_of(record)) == record
    assert hash(record_of(document_of(record))) == hash(record)
