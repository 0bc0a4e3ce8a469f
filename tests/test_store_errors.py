"""What the store refuses: unknown values with the nearest names, and whatever hostile text is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import MARSUPIAL_IDS
from mieuxcli.archive import Archive
from mieuxcli.errors import MieuxError, QueryError, UnknownValue
from mieuxcli.query import FIELD_NAMES, Expression, Match, Not, Or, Text


@pytest.mark.parametrize(
    ("query", "column", "hint"),
    [
        ("crisis country:Gahna", 15, "did you mean Ghana?"),
        ('country:"Cote dIvoire"', 8, "did you mean Côte d'Ivoire?"),
        ("kind:intervew", 5, "did you mean interview?"),
        ("metric:expert", 7, "did you mean experts?"),
        ("topic:quokkas", 6, "mieux stats --by topic lists what there is"),
    ],
)
def test_an_unknown_value_in_a_query_shows_its_place_and_the_nearest_names(
    query: str, column: int, hint: str, marsupials: Archive
) -> None:
    """An unknown value of a facet is an error at its column, with the names that were perhaps meant."""
    with pytest.raises(QueryError, match="is called") as told:
        marsupials.select(query)
    assert (told.value.query, told.value.column, told.value.hint) == (query, column, hint)


def test_an_unknown_value_in_an_expression_names_the_nearest_names(marsupials: Archive) -> None:
    """A value in an expression, as an option makes it, has no place in a query."""
    with pytest.raises(UnknownValue, match="no country is called 'Gahna'") as told:
        marsupials.select(Match("country", "Gahna"))
    assert told.value.hint == "did you mean Ghana?"


HOSTILE = [
    '"',
    "'",
    "\\",
    "()",
    "(" * 60,
    ")" * 60,
    "(" * 51 + "a" + ")" * 51,
    "*",
    "**",
    "a*b*",
    "-",
    "--",
    "AND",
    "OR OR",
    "NOT",
    "a OR",
    ":",
    "::",
    "country:",
    'country:""',
    "country:*",
    'title:""',
    "title:*",
    "id:%",
    "id:''",
    "year:",
    "year:0",
    "year:9999",
    "year:2022-2020",
    "date:99999999999999999999",
    "date:nan",
    'date:"\0"',
    "date:01/02/2020",
    "since:2020-02-30",
    "running:2020-13",
    "NEAR(a b)",
    "{title}: a",
    "^a + b",
    "a'; DROP TABLE records; --",
    '"a"" OR 1=1',
    "\0",
    "\x02a\x03",
    "\u202e\u200b",
    "\udcff",
    "\ufdfa" * 100,
    "😀*",
    "a" * 100_000,
    "a " * 1_000,
    '"' + "a " * 1_000 + '"',
    " ".join(f"w{n}" for n in range(500)),
    "country:" + "x" * 10_000,
    " OR ".join(["a"] * 400),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_raises_nothing_but_our_own_errors(query: str, marsupials: Archive) -> None:
    """Whatever is typed, it selects something, selects nothing, or is told to be wrong."""
    for ask in (marsupials.count, marsupials.select, marsupials.search):
        _asked(ask, query)
    assert marsupials.count() == len(MARSUPIAL_IDS)


def _asked(ask: Callable[[str | Expression], object], query: str | Expression) -> None:
    try:
        ask(query)
    except MieuxError as error:
        assert "\n" not in error.message  # noqa: PT017 - most queries raise nothing


@pytest.mark.parametrize(
    "query",
    [
        "NOT " * 5_000 + "a",
        "-" * 5_000 + "a",
        " OR ".join(["a"] * 2_000),
        "country:\udcff",
        "id:\udcff",
    ],
    ids=["not", "minus", "or", "facet", "id"],
)
def test_a_query_too_deep_or_no_text_raises_nothing_but_our_own_errors(
    query: str, marsupials: Archive
) -> None:
    """Thousands of operators, or a byte that is no text, select something or are told to be wrong."""
    for ask in (marsupials.count, marsupials.select, marsupials.search):
        _asked(ask, query)


_PIECES = st.one_of(
    st.sampled_from(
        [
            "AND",
            "OR",
            "NOT",
            "-",
            "(",
            ")",
            '"',
            "*",
            ":",
            "\\",
            "'",
            " ",
            "crisis",
            "gcm",
            "ivory coast",
            "2022",
            "2020-04",
            "é",
        ]
    ),
    st.sampled_from([f"{name}:" for name in FIELD_NAMES]),
    st.text(max_size=4),
)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(query=st.lists(_PIECES, max_size=12).map(" ".join) | st.lists(_PIECES, max_size=12).map("".join))
def test_no_text_raises_anything_but_our_own_errors(query: str, marsupials: Archive) -> None:
    """Any text may stand for a query."""
    _asked(marsupials.select, query)
    _asked(marsupials.search, query)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(field=st.sampled_from(FIELD_NAMES), value=st.text(max_size=8))
def test_no_value_raises_anything_but_our_own_errors(field: str, value: str, marsupials: Archive) -> None:
    """Any text may stand for a value of any field, also in an expression."""
    _asked(marsupials.count, Match(field, value))
    _asked(marsupials.count, Not(Or((Match(field, value), Text(value, prefix=True)))))
