"""What holds of any words, dates and snippets, each tried on many made-up values."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mieuxcli.dates import is_partial_date, period_between, period_of, period_of_years, read_date
from mieuxcli.errors import UsageError
from mieuxcli.snippets import Snippet, snippet_of, unmarked
from mieuxcli.words import distance, fold, nearest, spellings, tokens
from strategies import ANY_TEXT, DAYS, DAYS_OF_FOUR_FIGURES, HOSTILE_TEXT, PARTIAL_DATES

MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


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
    """The words of two texts with a space between them are the words of the one and those of the other."""
    # The Greek sigma has a small form of its own at the end of a word; the space ends the word for it.
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
    """The distance is that of a naive reference up to the limit, alike both ways, and 0 between equals."""
    found = distance(one, other, limit)
    assert found == min(_reference(one, other), limit + 1)
    assert found == distance(other, one, limit)
    assert (found == 0) == (one == other)


@settings(max_examples=300)
@given(
    st.lists(st.text("abcde ", min_size=1, max_size=9), max_size=8), st.text("abcde", min_size=5, max_size=9)
)
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
    """A period between dates goes from the first day of the earlier to the last day of the later one."""
    since, until = sorted((one, other))
    period = period_between(since, until)
    assert (period.begin, period.end) == (period_of(since).begin, period_of(until).end)
    assert period.begin < period.end


# Snippets: words of which some are marked, or their end, as the index marks part of a word with a hyphen.


class Word(NamedTuple):
    """A word of a text, with what stands unmarked before and after it."""

    before: str
    word: str
    marked: bool
    after: str

    def __str__(self) -> str:
        """Write the word with its marks."""
        return (
            f"{self.before}\x02{self.word}\x03{self.after}"
            if self.marked
            else f"{self.before}{self.word}{self.after}"
        )


SIGNS = st.sampled_from(("", "", "", ",", ";", ".", ":", "-b"))
HEADS = st.sampled_from(("", "", "", "(", "ab-", "https://example.org/"))
WORDS = st.lists(
    st.builds(Word, HEADS, st.text("abcd\u00e9\U0001f426", min_size=1, max_size=9), st.booleans(), SIGNS),
    max_size=30,
)
WIDTHS = st.integers(1, 60)


def _marked(words: list[Word]) -> str:
    return " ".join(map(str, words))


def _places(snippet: Snippet) -> set[int]:
    return {place for start, end in snippet.marks for place in range(start, end)}


def _core(snippet: Snippet) -> tuple[str, set[int]]:
    """Return a snippet without its ellipses, with the places that are marked in it."""
    before = snippet.text.startswith("\u2026")
    return snippet.text[before : len(snippet.text) - snippet.text.endswith("\u2026")], {
        place - before for place in _places(snippet)
    }


@settings(max_examples=500)
@given(WORDS)
def test_unmarking_takes_out_the_marks_alone(words: list[Word]) -> None:
    """Without its marks a text is what it was, and marked again it differs in joined marks alone."""
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
    """A window has at most its width, whole words where they fit, and the marks of the text."""
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
        if (
            whole.text.startswith(core, start)
            and of_words
            and places == {p - start for p in _places(whole) if 0 <= p - start < len(core)}
        ):
            return
    pytest.fail(f"{snippet} is no piece of {whole}")


@settings(max_examples=600)
@given(WORDS, st.integers(15, 60))
@example([Word("", word, word == "four", ",") for word in ("one", "two", "three", "four", "five", "six")], 20)
def test_a_window_shows_a_match(words: list[Word], width: int) -> None:
    """A window of a text with matches shows one, whatever stands around it, if the words fit."""
    marked = _marked(words)
    whole = unmarked(marked)
    assume(whole.marks and max(map(len, whole.text.split())) <= width - 2)
    assert snippet_of(marked, width).marks
