"""The query language: what a query means, how a wrong one is refused, and how expressions are printed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from mieuxcli.dates import Period
from mieuxcli.errors import QueryError, UsageError
from mieuxcli.fields import FACETS
from mieuxcli.parser import column_of, parse
from mieuxcli.query import (
    DATE_FIELDS,
    EVERYTHING,
    FIELD_NAMES,
    TEXT_FIELDS,
    And,
    Expression,
    Match,
    Not,
    Or,
    Selection,
    Text,
    all_of,
    any_of,
    period_of_match,
    texts_of,
)
from mieuxcli.search import corrections

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run
    from mieuxcli.archive import Archive

A, B, C, D = (Text(letter) for letter in "abcd")
EXAMPLES = "write it as 2022, 2022-03, 2022-03-30, March 2022 or 30 March 2022"
YEARS = "write a year or a range: 2022 or 2020-2022"
OPERATOR = 'put a word that looks like an operator in quotes: "AND"'
UNCLOSED = 'close it with "'
BRACKET = 'close it with ), or put it in quotes: "("'
UNOPENED = "remove the ) or put it in quotes"
STAR = "as in migra*"
DEEP = "at most 50 brackets and exclusions fit into each other"

# A query, what it means, and how that is printed.
RIGHT: list[tuple[str, Expression, str]] = [
    ("", EVERYTHING, ""),
    (" \t\n", EVERYTHING, ""),
    ("a", A, "a"),
    ("  a  ", A, "a"),
    ("a b", And((A, B)), "a b"),
    ("a AND b", And((A, B)), "a b"),
    ("a b AND c", And((A, B, C)), "a b c"),
    ("(a b) c", And((A, B, C)), "a b c"),
    ("a OR b", Or((A, B)), "a OR b"),
    ("a OR b OR c", Or((A, B, C)), "a OR b OR c"),
    ("(a OR b) OR c", Or((A, B, C)), "a OR b OR c"),
    ("a b OR c d", Or((And((A, B)), And((C, D)))), "(a b) OR (c d)"),
    ("a (b OR c) d", And((A, Or((B, C)), D)), "a (b OR c) d"),
    ("(((a)))", A, "a"),
    ("(a)(b)", And((A, B)), "a b"),
    ("-a", Not(A), "NOT a"),
    ("NOT a", Not(A), "NOT a"),
    ("--a", Not(Not(A)), "NOT NOT a"),
    ("a -b", And((A, Not(B))), "a NOT b"),
    ("-a b", And((Not(A), B)), "NOT a b"),
    ("-(a b)", Not(And((A, B))), "NOT (a b)"),
    ("NOT (a OR b) c", And((Not(Or((A, B))), C)), "NOT (a OR b) c"),
    ("-a OR b", Or((Not(A), B)), "NOT a OR b"),
    ("- a", And((Text("-"), A)), "- a"),
    ("a -", And((A, Text("-"))), "a -"),
    ("(-)", Text("-"), "-"),
    ("a-b", Text("a-b"), "a-b"),
    ("a b-c_d:e", And((A, Text("b-c_d:e"))), "a b-c_d:e"),
    ("and or not", And((Text("and"), Text("or"), Text("not"))), "and or not"),
    ("AND*", Text("AND", prefix=True), "AND*"),
    ('"AND"', Text("AND", phrase=True), '"AND"'),
    ("migra*", Text("migra", prefix=True), "migra*"),
    ("migra***", Text("migra", prefix=True), "migra*"),
    ("a*b", Text("a*b"), "a*b"),
    ("-migra*", Not(Text("migra", prefix=True)), "NOT migra*"),
    ('"two words"', Text("two words", phrase=True), '"two words"'),
    ('-"two words"', Not(Text("two words", phrase=True)), 'NOT "two words"'),
    ('"(a) OR -b"', Text("(a) OR -b", phrase=True), '"(a) OR -b"'),
    ('""', Text("", phrase=True), '""'),
    ('a"b"c', And((A, Text("b", phrase=True), C)), 'a "b" c'),
    (r'"say \"no\""', Text('say "no"', phrase=True), r'"say \"no\""'),
    (r'"back\\"', Text("back\\", phrase=True), r'"back\\"'),
    (r'"\a"', Text("a", phrase=True), '"a"'),
    ("back\\slash", Text("back\\slash"), "back\\slash"),
    ("http://example.org/a?b=c", Text("http://example.org/a?b=c"), "http://example.org/a?b=c"),
    ("\u00e9t\u00e9:x", Text("\u00e9t\u00e9:x"), "\u00e9t\u00e9:x"),
    ("\U0001f426", Text("\U0001f426"), "\U0001f426"),
    ("country:ghana", Match("country", "ghana"), "country:ghana"),
    ("Country:Ghana", Match("country", "Ghana"), "country:Ghana"),
    ("country: ghana", Match("country", "ghana"), "country:ghana"),
    ("country:OR", Match("country", "OR"), "country:OR"),
    ('country:""', Match("country", ""), 'country:""'),
    ("country:c\u00f4te", Match("country", "c\u00f4te"), "country:c\u00f4te"),
    ("-country:ghana", Not(Match("country", "ghana")), "NOT country:ghana"),
    ('person:"laura zorrilla"', Match("person", "laura zorrilla"), 'person:"laura zorrilla"'),
    (r'kind:"x\"y"', Match("kind", 'x"y'), r'kind:"x\"y"'),
    ("id:2020-03", Match("id", "2020-03"), "id:2020-03"),
    ("id:a/b", Match("id", "a/b"), "id:a/b"),
    ("year:2020-2022", Match("year", "2020-2022"), "year:2020-2022"),
    ('date:"30 March 2022"', Match("date", "30 March 2022"), 'date:"30 March 2022"'),
    (
        "since:2021-03 until:2021",
        And((Match("since", "2021-03"), Match("until", "2021"))),
        "since:2021-03 until:2021",
    ),
    ("running:2019-2021", Match("running", "2019-2021"), "running:2019-2021"),
    ("running:2019..2021", Match("running", "2019..2021"), "running:2019..2021"),
    ("title:diaspora", Text("diaspora", phrase=True, within="title"), 'title:"diaspora"'),
    ('note:"two words"', Text("two words", phrase=True, within="note"), 'note:"two words"'),
    ("summary:AND", Text("AND", phrase=True, within="summary"), 'summary:"AND"'),
    ("title:http://a.b", Text("http://a.b", phrase=True, within="title"), 'title:"http://a.b"'),
    ("type:action OR a", Or((Match("type", "action"), A)), "type:action OR a"),
    ("(" * 50 + "a" + ")" * 50, A, "a"),
    ("(a) " * 60, And((A,) * 60), "a " * 59 + "a"),
    ("a " * 500, And((A,) * 500), "a " * 499 + "a"),
    ("title:migra*", Text("migra", prefix=True, within="title"), "title:migra*"),
    ("title:a*b", Text("a*b", phrase=True, within="title"), 'title:"a*b"'),
    ('title:"migra*"', Text("migra*", phrase=True, within="title"), 'title:"migra*"'),
    ("title:**", Text("**", phrase=True, within="title"), 'title:"**"'),
    ("title:-x", Text("-x", phrase=True, within="title"), 'title:"-x"'),
    ("country:-ghana", Match("country", "-ghana"), 'country:"-ghana"'),
    ("id:- a", And((Match("id", "-"), A)), 'id:"-" a'),
]

# A wrong query, the column of what is wrong, the message and the hint.
WRONG: list[tuple[str, int, str, str | None]] = [
    ("(", 1, "the query ends where a word is expected", OPERATOR),
    (")", 0, "there is ')' where a word is expected", OPERATOR),
    ("()", 1, "there is ')' where a word is expected", OPERATOR),
    ("a)", 1, "a bracket is closed that was not opened", UNOPENED),
    ("a ) b", 2, "a bracket is closed that was not opened", UNOPENED),
    ("(a))", 3, "a bracket is closed that was not opened", UNOPENED),
    ("-)", 1, "a bracket is closed that was not opened", UNOPENED),
    ("(a", 0, "a bracket is opened and not closed", BRACKET),
    ("a (b", 2, "a bracket is opened and not closed", BRACKET),
    ("((a)", 0, "a bracket is opened and not closed", BRACKET),
    ("(a (b OR c)", 0, "a bracket is opened and not closed", BRACKET),
    ("(" * 51 + "a" + ")" * 51, 50, "the query is nested too deep", DEEP),
    ("NOT " * 51 + "a", 200, "the query is nested too deep", DEEP),
    ("-(" * 26 + "a" + ")" * 26, 50, "the query is nested too deep", DEEP),
    ("a " * 501, 1000, "the query is too long", "it may have 500 words and signs"),
    ("AND", 0, "there is 'AND' where a word is expected", OPERATOR),
    ("AND a", 0, "there is 'AND' where a word is expected", OPERATOR),
    ("a AND", 5, "the query ends where a word is expected", OPERATOR),
    ("a AND AND b", 6, "there is 'AND' where a word is expected", OPERATOR),
    ("a AND OR b", 6, "there is 'OR' where a word is expected", OPERATOR),
    ("OR a", 0, "there is 'OR' where a word is expected", OPERATOR),
    ("a OR", 4, "the query ends where a word is expected", OPERATOR),
    ("a OR OR b", 5, "there is 'OR' where a word is expected", OPERATOR),
    ("a OR )", 5, "there is ')' where a word is expected", OPERATOR),
    ("(a OR)", 5, "there is ')' where a word is expected", OPERATOR),
    ("NOT", 3, "the query ends where a word is expected", OPERATOR),
    ("a NOT", 5, "the query ends where a word is expected", OPERATOR),
    ("NOT OR a", 4, "there is 'OR' where a word is expected", OPERATOR),
    ("-(", 2, "the query ends where a word is expected", OPERATOR),
    ("*", 0, "a * needs the beginning of a word before it", STAR),
    ("a *", 2, "a * needs the beginning of a word before it", STAR),
    ("-**", 1, "a * needs the beginning of a word before it", STAR),
    ('"', 0, "a quotation mark is opened and not closed", UNCLOSED),
    ('a "b', 2, "a quotation mark is opened and not closed", UNCLOSED),
    ('"a" "', 4, "a quotation mark is opened and not closed", UNCLOSED),
    (r'"a\"', 0, "a quotation mark is opened and not closed", UNCLOSED),
    ('"a\\', 0, "a quotation mark is opened and not closed", UNCLOSED),
    ('title:"abc', 6, "a quotation mark is opened and not closed", UNCLOSED),
    ("county:ghana", 0, "there is no field 'county'", "did you mean country:?"),
    ("a contry:ghana", 2, "there is no field 'contry'", "did you mean country:?"),
    ("Titel:x", 0, "there is no field 'Titel'", "did you mean title:?"),
    ("zzzzzz:x", 0, "there is no field 'zzzzzz'", "fields are " + ", ".join(FIELD_NAMES)),
    ("country:", 8, "a value is missing after country:", "as in country:ghana"),
    ("a title:", 8, "a value is missing after title:", "as in title:diaspora"),
    ("(year:)", 6, "a value is missing after year:", "as in year:2020-2022"),
    ("kind:(news)", 5, "a value is missing after kind:", "as in kind:interview"),
    ("topic:area:x", 6, "a value is missing after topic:", "as in topic:word"),
    ("year:abc", 5, "'abc' is not a year", YEARS),
    ("a OR year:2022-03", 10, "'2022-03' is not a year", YEARS),
    ('year:""', 5, "'' is not a year", YEARS),
    ("year:9999", 5, "'9999' is not a year", YEARS),
    ("year:-2020", 5, "'-2020' is not a year", YEARS),
    ("running:2022-2020", 8, "'2022-2020' ends before it begins", "write 2020-2022"),
    ("year:2022-2020", 5, "'2022-2020' ends before it begins", "write 2020-2022"),
    ("date:soon", 5, "'soon' is not a date", EXAMPLES),
    ("date:2022-13", 5, "'2022-13' is a date that does not exist", EXAMPLES),
    ("date:3/4/2022", 5, "'3/4/2022' may be two dates", "write 2022-04-03 or 2022-03-04"),
    ('a date:"30 Foo 2022"', 7, "'30 Foo 2022' is not a date", EXAMPLES),
    ("since:yesterday", 6, "'yesterday' is not a date", EXAMPLES),
    ("until: March", 7, "'March' is not a date with a year", EXAMPLES),
    ("running:2019-abcd", 8, "'2019-abcd' is not a date", EXAMPLES),
    ("running:2019-02-30", 8, "'2019-02-30' is a date that does not exist", EXAMPLES),
]


@pytest.mark.parametrize(("query", "meaning", "printed"), RIGHT)
def test_a_query_is_read_and_printed(query: str, meaning: Expression, printed: str) -> None:
    """A query becomes the expression it means, which is printed in one way and read again as itself."""
    expression = parse(query)
    assert expression == meaning
    assert str(expression) == printed
    assert parse(printed) == meaning


@pytest.mark.parametrize(("query", "column", "message", "hint"), WRONG)
def test_a_wrong_query_is_refused_at_its_place(
    query: str, column: int, message: str, hint: str | None
) -> None:
    """A wrong query is refused with the column, what is wrong there and what to write instead."""
    with pytest.raises(QueryError) as error:
        parse(query)
    found = error.value
    assert (found.query, found.column, found.message, found.hint) == (query, column, message, hint)


@pytest.mark.parametrize(
    "query", ["NOT " * 5000 + "a", "-" * 5000 + "a", "(" * 5000, "a OR " * 5000, "-(" * 5000]
)
def test_a_very_long_query_is_refused(query: str) -> None:
    """A query of thousands of signs is refused with a column in it, and does not end the program."""
    with pytest.raises(QueryError, match="too long") as error:
        parse(query)
    assert 0 < error.value.column < len(query)


@pytest.mark.parametrize(
    "query", ['date:"March 9999"', 'since:"1 January 9999"', 'until:"1 March 0000"', 'running:"March 9999"']
)
def test_a_year_outside_of_the_calendar_is_refused_at_its_place(query: str) -> None:
    """A date in words with a year that is not dealt with is refused like any other wrong date."""
    with pytest.raises(QueryError) as error:
        parse(query)
    assert error.value.column == query.index(":") + 1


@pytest.mark.parametrize(
    ("query", "at"), [("country:ghana", 8), ("a country: ghana", 11), ('-(b OR person:"x y")', 14)]
)
def test_a_match_knows_the_column_of_its_value(query: str, at: int) -> None:
    """The column of a value is found in its query, so that a wrong one can be pointed at."""
    found: list[Match] = []
    rest: list[Expression] = [parse(query)]
    while rest:
        one = rest.pop()
        if isinstance(one, Match):
            found.append(one)
        elif isinstance(one, And | Or):
            rest.extend(one.parts)
        elif isinstance(one, Not):
            rest.append(one.part)
    assert [column_of(match, query) for match in found] == [at]


@pytest.mark.parametrize("query", ["", "ghana", "kind:ghana", "country:togo", 'note:"country:ghana"', "("])
def test_a_match_of_an_option_has_no_column(query: str) -> None:
    """A match that a query does not hold has no column in it."""
    assert column_of(Match("country", "ghana"), query) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (And((A, B)), Or((A, B))),
        (And(()), Or(())),
        (Match("title", "a"), Text("a", phrase=True, within="title")),
        (Not(A), A),
        (Not(A), And((A,))),
    ],
)
def test_expressions_of_two_kinds_are_never_equal(one: Expression, other: Expression) -> None:
    """A conjunction is no alternative, and no two kinds of expressions with the same parts are equal."""
    assert one != other
    assert len({one, other}) == 2


def test_expressions_of_the_same_parts_are_equal() -> None:
    """Expressions are values: equal ones are one key."""
    assert len({parse("a OR -country:ghana"), parse("a  OR  NOT country:ghana")}) == 1


def test_every_facet_date_and_text_field_can_be_named() -> None:
    """The fields of the language are the facets, the dates, the text fields and the id, each once."""
    assert set(FIELD_NAMES) == {facet.name for facet in FACETS} | set(DATE_FIELDS) | set(TEXT_FIELDS) | {"id"}
    assert len(FIELD_NAMES) == len(set(FIELD_NAMES))


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_takes_a_value(name: str) -> None:
    """Each field takes a value, which dates and others keep as it was written."""
    expression = parse(f"{name}:2020")
    assert expression == (
        Text("2020", phrase=True, within=name) if name in TEXT_FIELDS else Match(name, "2020")
    )


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_says_how_its_missing_value_is_written(name: str) -> None:
    """A field without a value is refused after the colon, with an example that itself is right."""
    with pytest.raises(QueryError) as error:
        parse(f"{name}:")
    assert error.value.column == len(name) + 1
    assert error.value.hint is not None
    assert str(parse(error.value.hint.removeprefix("as in "))).startswith(f"{name}:")


def test_one_part_alone_is_no_group() -> None:
    """A group of one part is that part, and a group in a group of its kind is one group."""
    assert all_of([A]) == any_of([A]) == A
    assert all_of([And((A, B)), C]) == And((A, B, C))
    assert any_of([A, Or((B, C))]) == Or((A, B, C))
    assert all_of([Or((A, B)), C]) == And((Or((A, B)), C))
    assert any_of([And((A, B)), C]) == Or((And((A, B)), C))


def test_no_part_at_all_is_everything() -> None:
    """Nothing joined by AND is everything, and everything adds nothing to a group."""
    assert all_of([]) == EVERYTHING
    assert all_of([EVERYTHING, A]) == A


def test_a_selection_is_narrowed_by_more_expressions() -> None:
    """A selection takes more conditions and keeps the rest as it was."""
    selection = Selection(parse("a"), sort="date", limit=3, text="a").also(Match("kind", "news"), Not(B))
    assert selection.expression == And((A, Match("kind", "news"), Not(B)))
    assert selection == Selection(A, And((Match("kind", "news"), Not(B))), sort="date", limit=3, text="a")
    assert Selection().also(A).expression == A


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", []),
        ("a", ["a"]),
        ("a -b (c OR -d)", ["a", "c"]),
        ("NOT NOT a", []),
        ('country:ghana title:x "y z" w*', ["x", "y z", "w"]),
    ],
)
def test_the_texts_of_a_query_are_those_a_hit_may_show(query: str, texts: list[str]) -> None:
    """The texts of an expression come in order, without those that are excluded."""
    assert [text.text for text in texts_of(parse(query))] == texts


@pytest.mark.parametrize(
    ("name", "value", "begin", "end"),
    [
        ("year", "2022", "2022-01-01", "2023-01-01"),
        ("year", "2020-2022", "2020-01-01", "2023-01-01"),
        ("date", "2022-03", "2022-03-01", "2022-04-01"),
        ("date", "30 March 2022", "2022-03-30", "2022-03-31"),
        ("since", "2022-03", "2022-03-01", "9999"),
        ("until", "2022-03", "", "2022-04-01"),
        ("running", "2022", "2022-01-01", "2023-01-01"),
        ("running", "2022-03", "2022-03-01", "2022-04-01"),
        ("running", "2022-03-30", "2022-03-30", "2022-03-31"),
        ("running", "2020-2022", "2020-01-01", "2023-01-01"),
        ("running", "2020 - 2022", "2020-01-01", "2023-01-01"),
        ("running", "2022 March", "2022-03-01", "2022-04-01"),
    ],
)
def test_a_match_of_a_date_field_names_a_period(name: str, value: str, begin: str, end: str) -> None:
    """Each date field makes a period of its value in its own way."""
    assert period_of_match(Match(name, value)) == Period(begin, end)


@pytest.mark.parametrize("name", DATE_FIELDS)
def test_a_match_of_a_date_field_refuses_what_is_no_date(name: str) -> None:
    """The value of an option is refused as in a query, though it has no column."""
    with pytest.raises(UsageError, match="'soon' is not a"):
        period_of_match(Match(name, "soon"))


def _corrected(run: Callable[..., Run], *arguments: str) -> str:
    """Return the query that the hint of a fruitless list has in its command."""
    got = run("list", *arguments)
    assert got.code == 1
    *_, command = shlex.split(got.err.splitlines()[1].partition("? ")[2])[:3]
    return command


def test_a_query_put_for_another_keeps_what_was_typed(run: Callable[..., Run]) -> None:
    """A corrected query is what was typed with the word corrected, and options stay options."""
    assert _corrected(run, "migraton kind:news") == "migration kind:news"
    assert _corrected(run, "migraton", "--kind", "news") == "migration"
    assert run("list", "migraton", "--kind", "news").err.endswith(" migration --kind news\n")


@pytest.mark.parametrize(
    ("word", "corrected"),
    [("ghxna", ["ghana"]), ("qzana", []), ("qzrica", ["africa", "rica"]), ("qzxica", [])],
)
def test_a_word_of_five_letters_may_be_one_off_and_a_longer_one_two(
    archive: Archive, word: str, corrected: list[str]
) -> None:
    """One letter may be wrong in a word of five, two in a longer one; of equally near words two are given."""
    assert corrections(archive.store, word) == corrected


def test_short_words_and_numbers_are_not_corrected(archive: Archive) -> None:
    """Words of up to three letters and numbers are left alone."""
    assert [corrections(archive.store, word) for word in ("gha", "iom", "19999", "zqxj")] == [[]] * 4


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("(migraton OR xyzzyq) ghana", And((Or((Text("migration"), Text("xyzzyq"))), Text("ghana")))),
        ('"migraton policy"', Text("migration policy", phrase=True)),
    ],
)
def test_a_query_put_for_another_keeps_its_brackets(
    run: Callable[..., Run], typed: str, meant: Expression
) -> None:
    """A corrected query means what was typed, its alternatives in brackets and its phrases in quotes."""
    assert parse(_corrected(run, typed)) == meant
