"""Any text is a query or is refused with a place in it, and queries mean the same when printed and parsed."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mieuxcli.errors import QueryError
from mieuxcli.fields import FACETS
from mieuxcli.parser import parse
from mieuxcli.query import FIELD_NAMES, TEXT_FIELDS, Expression, Match, Not, Text, all_of, any_of
from strategies import ANY_TEXT, HOSTILE_TEXT, PARTIAL_DATES

# Bits that mean something to the parser, in any order.
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
BITS += [f"{name}:" for name in FIELD_NAMES] + [
    "Country:",
    "county:",
    "2022",
    "2020-2022",
    "2022-13",
    "x_y",
    "\u00e9t\u00e9",
    "\x00",
]
SOUP = st.lists(st.sampled_from(BITS), max_size=12).map("".join)
SPACED_SOUP = st.lists(st.sampled_from(BITS), max_size=12).map(" ".join)
# Bits that more often make a query that can be read.
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


def refusal(query: str) -> QueryError | None:
    """Parse a query and return why it is refused, if it is; anything but a QueryError gets out of here."""
    try:
        parse(query)
    except QueryError as error:
        return error
    return None


def _parses_or_is_refused(query: str) -> None:
    """Hold that a query is parsed, or refused with a message and a place in it."""
    error = refusal(query)
    if error is not None:
        assert 0 <= error.column <= len(query)
        assert error.query == query
        assert error.message


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
    assume(refusal(query) is None)
    meaning = parse(query)
    assert parse(str(meaning)) == meaning
    assert str(parse(str(meaning))) == str(meaning)


PLAIN_WORDS = st.from_regex(r'(?![A-Za-z_]+:(?!//))(?!-.)[^\s()"]{0,6}[^\s()"*]', fullmatch=True)
VALUES = st.sampled_from(("ghana", "laura zorrilla", "AND", "-x", "a:b", "x*", "")) | HOSTILE_TEXT
FACET_NAMES = st.sampled_from([facet.name for facet in FACETS if facet.name != "year"] + ["id"])
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    PLAIN_WORDS.filter(lambda word: word not in ("AND", "OR", "NOT")).map(Text),
    PLAIN_WORDS.filter(lambda word: word != "-").map(lambda word: Text(word, prefix=True)),
    VALUES.map(lambda words: Text(words, phrase=True)),
    st.builds(
        lambda words, within: Text(words, phrase=True, within=within), VALUES, st.sampled_from(TEXT_FIELDS)
    ),
    st.builds(Match, FACET_NAMES, VALUES),
    st.builds(Match, st.sampled_from(("date", "since", "until", "running")), PARTIAL_DATES),
    st.builds(
        Match,
        st.sampled_from(("year", "running")),
        st.sampled_from(("2022", "2020-2022", "2020 - 2022", "2020..2022")),
    ),
)


def _grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(parts.map(Not), several.map(all_of), several.map(any_of))


@settings(max_examples=500)
@given(st.recursive(LEAVES, _grown, max_leaves=9))
def test_an_expression_printed_and_parsed_is_the_same(expression: Expression) -> None:
    """An expression of any shape is printed as a query that means it."""
    assert parse(str(expression)) == expression
