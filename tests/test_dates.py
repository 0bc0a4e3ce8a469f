"""Dates as far as they are known: what is one, which days it covers, and how people write it."""

from __future__ import annotations

import warnings

import pytest

from mieuxcli.dates import (
    Period,
    date_among,
    is_partial_date,
    period_between,
    period_of,
    period_of_years,
    read_date,
)
from mieuxcli.errors import UsageError

EXAMPLES = "write it as 2022, 2022-03, 2022-03-30, March 2022 or 30 March 2022"
YEARS = "write a year or a range: 2022 or 2020-2022"

ISO = [
    ("2022", "2022-01-01", "2023-01-01"),
    ("0001", "0001-01-01", "0002-01-01"),
    ("9998", "9998-01-01", "9999-01-01"),
    ("2022-01", "2022-01-01", "2022-02-01"),
    ("2022-04", "2022-04-01", "2022-05-01"),
    ("2022-12", "2022-12-01", "2023-01-01"),
    ("2023-02", "2023-02-01", "2023-03-01"),
    ("2024-02", "2024-02-01", "2024-03-01"),
    ("2022-03-30", "2022-03-30", "2022-03-31"),
    ("2022-03-31", "2022-03-31", "2022-04-01"),
    ("2022-12-31", "2022-12-31", "2023-01-01"),
    ("2024-02-28", "2024-02-28", "2024-02-29"),
    ("2024-02-29", "2024-02-29", "2024-03-01"),
    ("9998-12-31", "9998-12-31", "9999-01-01"),
]
NOT_ISO = [
    "202",
    "20222",
    "2022-",
    "2022-3",
    "2022-13",
    "2022-03-32",
    "2022-02-29",
    "1900-02-29",
    "2022-04-31",
    "2022-03-3",
    "2022-3-30",
    "2022/03/30",
    "20220330",
    "2022-03-30T10:00",
    "2022-W13",
    "0000",
    "9999",
    "9999-12-31",
    " 2022",
    "2022 ",
    "2022\n",
    "-2022",
    "+2022",
    "March 2022",
    "n.d.",
]
ZERO = ["2022-00", "2022-03-00", "2022-00-00", "2022-00-15"]


@pytest.mark.parametrize(("text", "begin", "end"), ISO)
def test_an_iso_date_covers_its_days(text: str, begin: str, end: str) -> None:
    """A year, month or day covers the days from its first up to, not including, the first one after it."""
    assert is_partial_date(text)
    assert period_of(text) == Period(begin, end)


@pytest.mark.parametrize("text", NOT_ISO)
def test_what_is_no_iso_date_covers_nothing(text: str) -> None:
    """Another form, or a day that does not exist, is no partial date, and its period is an error."""
    assert not is_partial_date(text)
    with pytest.raises(ValueError, match=r"\w"):
        period_of(text)


def test_an_empty_text_is_no_date() -> None:
    """The empty text names no date."""
    assert not is_partial_date("")


@pytest.mark.parametrize("text", ZERO)
def test_month_and_day_zero_do_not_exist(text: str) -> None:
    """A month 00 or a day 00 is no date, neither in a record nor from a person."""
    with pytest.raises(UsageError):
        read_date(text)
    assert not is_partial_date(text)


@pytest.mark.parametrize("text", ["\uff12\uff10\uff12\uff12", "\u0662\u0660\u0662\u0662-\u0660\u0663"])
def test_only_ascii_digits_are_iso(text: str) -> None:
    """Digits of another script make no ISO date, because ISO dates are compared as text."""
    assert not is_partial_date(text)


def test_a_period_is_open_at_both_ends_unless_told() -> None:
    """A period without begin and end takes in every day there is."""
    assert Period().begin < period_of("0001").begin
    assert Period().end > period_of("9998-12-31").begin


READ = [
    ("2022", "2022"),
    ("2022-03", "2022-03"),
    ("2022-03-30", "2022-03-30"),
    ("  2022-03-30\t", "2022-03-30"),
    ("March 2022", "2022-03"),
    ("march 2022", "2022-03"),
    ("MARCH 2022", "2022-03"),
    ("Mar 2022", "2022-03"),
    ("March, 2022", "2022-03"),
    ("2022 March", "2022-03"),
    ("03/2022", "2022-03"),
    ("3-2022", "2022-03"),
    ("2022-3", "2022-03"),
    ("30 March 2022", "2022-03-30"),
    ("March 30, 2022", "2022-03-30"),
    ("30th of March 2022", "2022-03-30"),
    ("2022 March 30", "2022-03-30"),
    ("Wednesday 30 March 2022", "2022-03-30"),
    ("30/3/2022", "2022-03-30"),
    ("30.03.2022", "2022-03-30"),
    ("3/30/2022", "2022-03-30"),
    ("4/4/2022", "2022-04-04"),
    ("29 February 2024", "2024-02-29"),
    ("February 1904", "1904-02"),
    ("1 January 1904", "1904-01-01"),
    ("1 March 0999", "0999-03-01"),
    ("March 0999", "0999-03"),
    ("2 February 1908", "1908-02-02"),
    ("2022-03-30T10:00:00Z", "2022-03-30"),
]
UNREAD = [
    ("", "'' is not a date"),
    ("   ", "'' is not a date"),
    ("today", "'today' is not a date"),
    ("spring 2022", "'spring 2022' is not a date"),
    ("30 mars 2022", "'30 mars 2022' is not a date"),
    ("31/04/2022", "'31/04/2022' is not a date"),
    ("13/13/2022", "'13/13/2022' is not a date"),
    ("0/0/2022", "'0/0/2022' is not a date"),
    ("29 February 2023", "'29 February 2023' is not a date"),
    ("31 June 2022", "'31 June 2022' is not a date"),
    ("2022-2020", "'2022-2020' is not a date"),
    ("12022", "'12022' is not a date"),
    ("999999999999999999999999", "'999999999999999999999999' is not a date"),
    ("2022-13", "'2022-13' is a date that does not exist"),
    ("2022-02-30", "'2022-02-30' is a date that does not exist"),
    ("9999", "'9999' is a date that does not exist"),
    ("March", "'March' is not a date with a year"),
    ("30 March", "'30 March' is not a date with a year"),
    ("March 30", "'March 30' is not a date with a year"),
    ("Mar 22", "'Mar 22' is not a date with a year"),
    ("30/03/22", "'30/03/22' is not a date with a year"),
    ("Wednesday", "'Wednesday' is not a date with a year"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_date_is_read_as_people_write_it(text: str, expected: str) -> None:
    """A date in words or figures becomes the ISO date as far as it is given."""
    assert read_date(text) == expected


@pytest.mark.parametrize(("text", "message"), UNREAD)
def test_what_is_no_date_is_refused_with_examples(text: str, message: str) -> None:
    """No date, no year or a day that does not exist is refused, and the hint says how to write one."""
    with pytest.raises(UsageError) as error:
        read_date(text)
    assert (error.value.message, error.value.hint) == (message, EXAMPLES)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("3/4/2022", "2022-04-03", "2022-03-04"),
        ("3.4.2022", "2022-04-03", "2022-03-04"),
        ("03/04/2022", "2022-04-03", "2022-03-04"),
        ("12/11/2022", "2022-11-12", "2022-12-11"),
        ("3-4-2022", "2022-04-03", "2022-03-04"),
        ("3 4 2022", "2022-04-03", "2022-03-04"),
        ("3, 4, 2022", "2022-04-03", "2022-03-04"),
    ],
)
def test_a_date_that_may_be_two_is_refused_with_both(text: str, one: str, other: str) -> None:
    """Figures that Europeans and Americans read differently are refused, and the hint writes both dates."""
    with pytest.raises(UsageError) as error:
        read_date(text)
    assert error.value.message == f"'{text}' may be two dates"
    assert error.value.hint in (f"write {one} or {other}", f"write {other} or {one}")


@pytest.mark.parametrize(
    "text", ["2022-3-5", "2022/03/05", "2022.03.05", "20220305", "2022-03-05 10:00", "2022-03-05T10:00:00Z"]
)
def test_year_first_means_month_next(text: str) -> None:
    """Figures that begin with the year go on with the month, as in ISO."""
    assert read_date(text) == "2022-03-05"


@pytest.mark.parametrize("text", ["2022-03-05 10:00 or so", "2022-03-05 99:99", "2022-03-05T10:001"])
def test_what_follows_a_day_must_be_a_time(text: str) -> None:
    """A day with something after it that is no time is refused."""
    with pytest.raises(UsageError):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    ["March 9999", "31 December 9999", "12/9999", "March 0000", "1 March 0000", "March 12022", "0am00202203"],
)
def test_a_year_outside_of_the_calendar_is_refused(text: str) -> None:
    """A year that no period has is refused in words and figures, as it is in ISO form."""
    with pytest.raises(UsageError) as error:
        read_date(text)
    assert (error.value.message, error.value.hint) == (f"'{text}' is not a date", EXAMPLES)


@pytest.mark.parametrize("text", ["0/5/2022", "5/0/2022", "00.01.2022"])
def test_a_hint_never_names_a_date_that_does_not_exist(text: str) -> None:
    """A date with a day or month 0 is no date at all, rather than one of two."""
    with pytest.raises(UsageError) as error:
        read_date(text)
    assert error.value.message == f"'{text}' is not a date"


@pytest.mark.parametrize("text", ["Monday March 2022", "Thursday, June 2021", "Wednesday 2022"])
def test_a_weekday_alone_makes_no_day(text: str) -> None:
    """A weekday without its day is refused, rather than a day made up."""
    with pytest.raises(UsageError) as error:
        read_date(text)
    assert (error.value.message, error.value.hint) == (f"'{text}' is not a date", EXAMPLES)


@pytest.mark.parametrize("text", ["30 March 2022 10:00 XYZ", "2022-03-30T10:00 CET"])
def test_reading_a_date_never_warns(text: str) -> None:
    """A time with a zone is read, or refused, without a warning of the library."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            assert read_date(text) == "2022-03-30"
        except UsageError as error:
            assert error.hint == EXAMPLES  # noqa: PT017 - being refused would be as good
    assert [str(one.message) for one in caught] == []


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2022", "2022-01-01", "2023-01-01"),
        (" 2022 ", "2022-01-01", "2023-01-01"),
        ("2020-2022", "2020-01-01", "2023-01-01"),
        ("2020 - 2022", "2020-01-01", "2023-01-01"),
        ("2020\u20132022", "2020-01-01", "2023-01-01"),
        ("2020..2022", "2020-01-01", "2023-01-01"),
        ("2020-2020", "2020-01-01", "2021-01-01"),
        ("0001-9998", "0001-01-01", "9999-01-01"),
    ],
)
def test_a_range_of_years_includes_both(text: str, begin: str, end: str) -> None:
    """A year or a range of years, with a hyphen, a dash or two dots, covers all their days."""
    assert period_of_years(text) == Period(begin, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "202",
        "20222",
        "2022-",
        "-2022",
        "2020-22",
        "2022-03",
        "0000",
        "9999",
        "2020-9999",
        "2020,2021",
    ],
)
def test_what_is_no_year_is_refused(text: str) -> None:
    """What is neither a year nor a range of years is refused, and the hint shows both."""
    with pytest.raises(UsageError) as error:
        period_of_years(text)
    assert (error.value.message, error.value.hint) == (f"'{text}' is not a year", YEARS)


def test_a_range_that_ends_before_it_begins_is_turned_round_in_the_hint() -> None:
    """A range of years the wrong way round is refused with the right way round as a hint."""
    with pytest.raises(UsageError) as error:
        period_of_years("2022-2020")
    assert (error.value.message, error.value.hint) == ("'2022-2020' ends before it begins", "write 2020-2022")


def test_a_range_in_two_scripts_is_not_turned_round_unseen() -> None:
    """No range of years ends before it begins, whatever digits it is written in."""
    with pytest.raises(UsageError):
        period_of_years("2020-\u0662\u0660\u0661\u0669")


@pytest.mark.parametrize(
    ("since", "until", "begin", "end"),
    [
        (None, None, "", "9999"),
        ("2021", None, "2021-01-01", "9999"),
        (None, "2021", "", "2022-01-01"),
        ("2021-03", "2021-03", "2021-03-01", "2021-04-01"),
        ("March 2021", "30 March 2022", "2021-03-01", "2022-03-31"),
    ],
)
def test_since_and_until_take_in_their_own_days(
    since: str | None, until: str | None, begin: str, end: str
) -> None:
    """A period is from the first day of the one to the last of the other; an end left out is open."""
    assert period_between(since, until) == Period(begin, end)


@pytest.mark.parametrize(("since", "until"), [("soon", None), (None, "soon"), ("2020", "soon")])
def test_since_and_until_refuse_what_is_no_date(since: str | None, until: str | None) -> None:
    """An end of a period that is no date is refused."""
    with pytest.raises(UsageError, match="'soon' is not a date"):
        period_between(since, until)


@pytest.mark.parametrize(("since", "until"), [("", None), (None, ""), (" ", "2022")])
def test_an_empty_date_is_no_open_end(since: str | None, until: str | None) -> None:
    """What a shell variable that is not set leaves of an option is an error, and no other selection."""
    with pytest.raises(UsageError, match="is not a date"):
        period_between(since, until)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2018", (1, "2018")),
        ("2018 workshop", (1, "2018")),
        ("march 2017", (2, "2017-03")),
        ("sept 2017 workshop", (2, "2017-09")),
        ("mars 2017", (2, "2017-03")),
        ("fevrier 2012", (2, "2012-02")),
        ("enero 2012", (2, "2012-01")),
        ("dezembro 2012", (2, "2012-12")),
    ],
)
def test_the_first_words_may_be_a_date(words: str, found: tuple[int, str]) -> None:
    """A year, or a month by its name in four languages with its year, is a date of one or two words."""
    assert date_among(words.split()) == found


@pytest.mark.parametrize(
    "words", ["", "march", "march workshop", "workshop 2018", "1899", "2118", "20180", "138", "may we 2018"]
)
def test_other_words_are_no_date(words: str) -> None:
    """A month without a year, another number, or a date further on is none."""
    assert date_among(words.split()) is None
