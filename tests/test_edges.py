"""Single words, dates, options and orders at the edges of what other tests hold as a whole."""

from __future__ import annotations

import pytest

from mieuxcli.archive import Archive
from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.reader import read, with_exclusions
from mieuxcli.dates import MONTHS, date_among, read_date
from mieuxcli.errors import UsageError
from mieuxcli.parser import has_operators, parse
from mieuxcli.query import Among, And, Match, Or, Selection, Text, is_none, parts_of
from mieuxcli.store.order import limit_of, order_of
from mieuxcli.units import unit_of
from mieuxcli.views import related
from mieuxcli.words import fold

SEARCH, SHOW = COMMANDS["search"], COMMANDS["show"]


@pytest.mark.parametrize(
    ("text", "date"),
    [("20221130", "2022-11-30"), ("the 30th of March 2022", "2022-03-30"), ("The March of 2022", "2022-03")],
)
def test_a_date_is_read_with_its_small_words(text: str, date: str) -> None:
    """Eight figures are a day with both figures of its month, and `the` and `of` are no part of a date."""
    assert read_date(text) == date


@pytest.mark.parametrize("text", ["March April", "30 31 March"])
def test_two_months_or_days_without_a_year_are_no_date(text: str) -> None:
    """What would be no date with a year either is not told to want one."""
    with pytest.raises(UsageError, match=r"is not a date$"):
        read_date(text)


@pytest.mark.parametrize(
    ("name", "language"), [("january", "en"), ("janvier", "fr"), ("enero", "es"), ("janeiro", "pt")]
)
def test_january_is_known_in_four_languages(name: str, language: str) -> None:
    """The first month has its number and its language in each of the four."""
    assert MONTHS[name] == (1, language)
    assert date_among([name, "2020"]) == (2, "2020-01")


@pytest.mark.parametrize(
    ("query", "has"), [("a b", False), ("", False), ("a OR b", True), ("-a", True), ("(a)", True)]
)
def test_only_a_query_with_operators_has_them(query: str, *, has: bool) -> None:
    """Words alone are no operators; OR, a minus and brackets are."""
    assert has_operators(query) is has


@pytest.mark.parametrize("word", ["AND", "OR", "NOT"])
def test_an_operator_behind_a_field_is_its_value(word: str) -> None:
    """After the colon of a field an operator is a plain word."""
    assert parse(f"person:{word}") == Match("person", word)


def test_a_lone_hyphen_is_a_word() -> None:
    """A hyphen alone is read plainly, as a word."""
    request = read(["search", "-"])
    assert request is not None
    assert request.words == ("-",)


@pytest.mark.parametrize(
    "arguments",
    [["--year", "-ukraine"], ["-n", "-ukraine"], ["--", "-ukraine"], ["a", "--", "-ukraine"]],
)
def test_a_value_and_what_follows_two_hyphens_are_no_exclusions(arguments: list[str]) -> None:
    """The value of an option, long or short, and everything after `--` is left as it is."""
    assert with_exclusions(SEARCH, arguments) == arguments


@pytest.mark.parametrize("before", [["--reverse"], ["--year=2020"], ["-h"], ["-q"], ["word"]])
def test_a_word_after_a_flag_may_be_excluded(before: list[str]) -> None:
    """After a flag, or an option that has its value, a minus excludes a word."""
    assert with_exclusions(SEARCH, [*before, "-ukraine"]) == [*before, "NOT", "ukraine"]


def test_a_command_without_a_query_excludes_nothing() -> None:
    """Where there is no query a minus before a word is left to typer."""
    assert with_exclusions(SHOW, ["-ukraine", "-x"]) == ["-ukraine", "-x"]


def test_a_selection_is_everything_until_something_narrows_it() -> None:
    """A selection that says nothing has no order, no text and no limit, and its expression selects all."""
    assert Selection() == Selection(And(()), And(()), "", reverse=False, limit=None, literal=False, text="")


def test_the_parts_of_a_conjunction_are_its_own() -> None:
    """A conjunction has its parts; an alternative is one part."""
    one, other = Text("a"), Text("b")
    assert parts_of(And((one, other))) == (one, other)
    assert parts_of(Or((one, other))) == (Or((one, other)),)


@pytest.mark.parametrize("field", ["since", "until", "id", "type"])
def test_none_is_a_value_of_these_fields(field: str) -> None:
    """Fields that every record has, or that begin and end a period, cannot be asked for as missing."""
    assert not is_none(Match(field, "none"))
    assert is_none(Match("country", "None"))


def test_records_are_selected_by_their_numbers(marsupials: Archive) -> None:
    """The records of a search by other means are those with its numbers, and without numbers none."""
    assert marsupials.store.count(Selection(Among((1, 2)))) == 2
    assert marsupials.store.count(Selection(Among(()))) == 0


def test_a_dispute_may_be_asked_for_where_there_is_none(marsupials: Archive) -> None:
    """`disputed:yes` and both values of the basis of a date are no mistake in any archive."""
    for field, value in (
        ("disputed", "yes"),
        ("linked", "yes"),
        ("basis", "inferred"),
        ("basis", "published"),
    ):
        assert marsupials.store.count(Selection(Match(field, value))) >= 0


def test_the_words_of_an_alternative_rank_as_typed(marsupials: Archive) -> None:
    """A hit of one of two words scores more than a hit of a mere other name of one of them would."""
    store = marsupials.store
    alone = {hit.record.id: hit.score for hit in store.hits(Selection(Text("quokkas")))}
    either = {hit.record.id: hit.score for hit in store.hits(Selection(parse("quokkas OR zzz")))}
    assert alone
    assert all(either[id_] >= score / 2 for id_, score in alone.items())


def test_a_quotation_mark_in_a_phrase_is_searched_for_as_text(marsupials: Archive) -> None:
    """A quotation mark within a phrase ends nothing, and the words around it are found."""
    store = marsupials.store
    assert store.count(Selection(Text('quokkas "in" a', phrase=True))) == store.count(
        Selection(Text("quokkas in a", phrase=True))
    )


def test_hits_come_worst_first_in_reverse_and_by_a_field_when_sorted(archive: Archive) -> None:
    """The order of hits is turned by `reverse`, and is that of a field where one is named."""
    store, query = archive.store, Text("ukraine")
    scores = [hit.score for hit in store.hits(Selection(query))]
    assert len(set(scores)) > 1
    assert scores == sorted(scores, reverse=True)
    assert [hit.score for hit in store.hits(Selection(query, reverse=True))] == scores[::-1]
    ids = [hit.record.id for hit in store.hits(Selection(query, sort="id"))]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("sort", "terms"),
    [
        ("id", "id IS NULL, id, id"),
        ("type", "type IS NULL, type, id"),
        ("title", "fold(title) IS NULL, fold(title), id"),
        ("-date", "first_day DESC, id"),
    ],
)
def test_columns_are_sorted_by_as_columns(sort: str, terms: str) -> None:
    """A field with a column of its own is sorted by that column, whose index SQLite may use."""
    assert order_of(sort, reverse=False) == terms


def test_an_unknown_order_is_named_without_its_minus() -> None:
    """The error about a field to sort by names the field alone."""
    with pytest.raises(UsageError) as told:
        order_of("-titel", reverse=False)
    assert "titel" in told.value.message
    assert "-titel" not in told.value.message


@pytest.mark.parametrize(
    ("asked", "limit"),
    [(None, -1), (0, 0), (5, 5), (2**63 - 1, 2**63 - 1), (2**63, 2**63 - 1), (10**30, 2**63 - 1)],
)
def test_a_limit_is_no_larger_than_sqlite_counts(asked: int | None, limit: int) -> None:
    """No limit is -1, and a limit beyond 64 bits is the largest that SQLite knows."""
    assert limit_of(Selection(limit=asked)) == limit


def test_what_records_hold_is_listed_in_order(marsupials: Archive) -> None:
    """The values of a facet come once and in order, and words of names are told from others."""
    store = marsupials.store
    countries = store.values("country")
    assert countries
    assert countries == sorted(set(countries))
    assert store.is_word_of_name(fold(countries[0]).split()[0])
    assert not store.is_word_of_name("zzz")
    assert all(len(word) > 3 for word in store.rare_words("a in the of quokkas wombats met and for"))


def test_a_card_names_six_related_records_with_three_reasons_each(archive: Archive) -> None:
    """Of many related records six are named, each with at most the three strongest reasons."""
    record = archive.store.get("2022-03-30")
    kin = related(archive.store, record)
    assert len(kin) == 6
    assert max(len(one.reasons) for one in kin) == 3
    assert len(related(archive.store, record, None)) > 6


def test_what_most_types_have_is_counted_in_records() -> None:
    """A facet of three or more types counts records; of one or two, those types by name."""
    assert unit_of("year") == "records"
    assert unit_of("kind") != "records"
