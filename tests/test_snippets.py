"""Snippets: marks taken out of a text, and the window of it that shows them."""

from __future__ import annotations

import re

import pytest

from mieuxcli.snippets import Snippet, snippet_of, unmarked


def _marked(text: str) -> str:
    """Return a text with the marks of the full-text index for its square brackets."""
    return text.replace("[", "\x02").replace("]", "\x03")


def _shown(snippet: Snippet) -> str:
    return snippet.with_marks("[", "]")


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("", "", ()),
        ("no match", "no match", ()),
        ("[one]", "one", ((0, 3),)),
        ("a [one] b [two] c", "a one b two c", ((2, 5), (8, 11))),
        ("pre[fix]ed", "prefixed", ((3, 6),)),
        ("[one] [two] three", "one two three", ((0, 7),)),
        ("[one] [two] [three]", "one two three", ((0, 13),)),
        ("[one][two]", "onetwo", ((0, 6),)),
        ("[one]\n\t[two]", "one\n\ttwo", ((0, 8),)),
        ("[one], [two]", "one, two", ((0, 3), (5, 8))),
        ("[one] a [two] [three] b [four]", "one a two three b four", ((0, 3), (6, 15), (18, 22))),
        ("[C\u00f4te] \U0001f426 [d]'Ivoire", "C\u00f4te \U0001f426 d'Ivoire", ((0, 4), (7, 8))),
    ],
)
def test_marks_become_places(text: str, plain: str, marks: tuple[tuple[int, int], ...]) -> None:
    """The marks in a text become places, those with nothing but space between them one place."""
    assert unmarked(_marked(text)) == Snippet(plain, marks)


def test_taking_marks_out_leaves_all_else_in() -> None:
    """Nothing but the marks is taken out of a text."""
    assert unmarked("one\0two").text == "one\0two"


@pytest.mark.parametrize(
    ("snippet", "shown"),
    [
        (Snippet(""), ""),
        (Snippet("one two"), "one two"),
        (Snippet("one two", ((0, 3),)), "<b>one</b> two"),
        (Snippet("one two", ((4, 7),)), "one <b>two</b>"),
        (Snippet("one two", ((0, 3), (4, 7))), "<b>one</b> <b>two</b>"),
    ],
)
def test_marks_are_put_round_the_matches(snippet: Snippet, shown: str) -> None:
    """Each match of a snippet comes between what is put before and after it."""
    assert snippet.with_marks("<b>", "</b>") == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("one [two] three", 40, "one [two] three"),
        ("one [two] three", 13, "one [two] three"),
        ("  one \n\n [two]\tthree  ", 13, "one [two] three"),
        ("one [two] three", 12, "one [two]\u2026"),
        ("one two three four five", 12, "one two\u2026"),
        ("[one] two three four five", 12, "[one] two\u2026"),
        ("one two three four [five]", 12, "\u2026four [five]"),
        ("one two three [four] five six seven eight", 16, "\u2026[four] five six\u2026"),
        ("one, two; three: four five six", 11, "one, two\u2026"),
        (
            "a [b] c d e f g h i j k l m n o p q r s [t] [u] [v] w [x] y z",
            20,
            "\u2026q r s [t u v] w [x] y z",
        ),
        ("[a] b c d e f g h i j k l m n o p q r s t u v w [x] y z", 14, "[a] b c d e f g\u2026"),
        ("", 10, ""),
    ],
)
def test_the_window_shows_the_matches(text: str, width: int, shown: str) -> None:
    """A text that fits comes whole, a longer one as the first window with most matches, cut between words."""
    snippet = snippet_of(_marked(text), width)
    assert _shown(snippet) == shown
    assert len(snippet.text) <= width


@pytest.mark.parametrize("width", [3, 5, 10, 20])
def test_a_word_longer_than_the_window_is_cut(width: int) -> None:
    """A word that fits into no window is cut, so that the window is no longer than it may be."""
    snippet = snippet_of("x" * 50 + " end", width)
    assert re.fullmatch("x+\u2026", snippet.text)
    assert len(snippet.text) <= width


@pytest.mark.parametrize("width", range(3, 16))
def test_no_mark_is_empty(width: int) -> None:
    """A match that a window cuts off altogether leaves no mark behind."""
    snippet = snippet_of(_marked("xxxxxx[yyyy]zz [one] two [three]"), width)
    assert all(start < end for start, end in snippet.marks)
    assert len(snippet.text) <= width


def test_a_match_that_reaches_out_of_the_window_is_marked_as_far_as_shown() -> None:
    """A match longer than the window is marked up to the end of the window."""
    assert _shown(snippet_of(_marked("[one two three four five]"), 12)) == "[one two]\u2026"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (
            (
                "one two three four five six Bosnia-and-Herzegovina-[migration] seven eight nine ten"
                " eleven twelve"
            ),
            40,
        ),
        (
            "and more " * 20
            + "https://example.org/a/long/address/of/a/page/on-[migration]"
            + " and more" * 20,
            100,
        ),
        ("one two three four five six seven eight nine Bosnia-and-Herzegovina-[migration]", 24),
    ],
)
def test_a_match_late_in_a_word_is_shown(text: str, width: int) -> None:
    """A window shows a match that stands behind a hyphen or at the end of an address."""
    assert "[migration]" in _shown(snippet_of(_marked(text), width))


@pytest.mark.parametrize(
    "text", ["one two three [four], five", "one two three [four]. Five", "one two three [four]-six"]
)
def test_a_match_before_punctuation_at_the_end_of_a_window_is_shown(text: str) -> None:
    """A window is not taken for the sake of a match that is then cut off."""
    assert "[four]" in _shown(snippet_of(_marked(text), 20))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("see https://example.org/a/long/address/of/more/than/forty/characters/[migration] here", 40),
        ("ab-[migration] a", 12),
    ],
)
def test_a_match_late_in_a_long_word_at_the_end_is_shown(text: str, width: int) -> None:
    """A window shows a match in a word longer than itself that stands near the end of the text."""
    assert "[migration]" in _shown(snippet_of(_marked(text), width))


def test_a_match_longer_than_the_window_is_shown() -> None:
    """A window shows the beginning of a match that is longer than the window."""
    assert "[" in _shown(snippet_of(_marked("one two three four [five six seven eight nine] ten"), 16))


def test_a_mark_never_covers_the_ellipsis() -> None:
    """A phrase cut at its punctuation is marked as far as its words are shown."""
    assert _shown(snippet_of(_marked("one [crisis, management] two three"), 14)) == "one [crisis]\u2026"


@pytest.mark.parametrize("width", [1, 2])
def test_the_narrowest_window_is_no_wider_than_told(width: int) -> None:
    """Even a window of one or two characters is not exceeded."""
    assert len(snippet_of(_marked("a b c d [e] f g h i"), width).text) <= width
