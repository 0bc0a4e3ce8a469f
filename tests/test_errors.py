"""What can go wrong: the exit codes, the lines and the hints."""

from __future__ import annotations

import pytest

from mieuxcli.errors import (
    AmbiguousId,
    ArchiveError,
    ExitCode,
    MieuxError,
    OutputError,
    QueryError,
    UnknownId,
    UnknownValue,
    UsageError,
    quoted,
)


def test_the_exit_codes_are_those_of_the_manual() -> None:
    """Scripts see 0 for success, 1 for nothing found, and a code for each kind of failure."""
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "NOTHING": 1,
        "USAGE": 2,
        "ARCHIVE": 3,
        "OUTPUT": 4,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MieuxError("x"), ExitCode.USAGE),
        (UsageError("x"), ExitCode.USAGE),
        (QueryError("x", "a (", 2), ExitCode.USAGE),
        (UnknownValue("country", "x", ()), ExitCode.USAGE),
        (UnknownId("x", ()), ExitCode.USAGE),
        (AmbiguousId("x", ("xa", "xb"), 2), ExitCode.USAGE),
        (ArchiveError("x"), ExitCode.ARCHIVE),
        (OutputError("x"), ExitCode.OUTPUT),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, MieuxError) else "",
)
def test_every_failure_is_one_kind_with_an_exit_code(error: MieuxError, code: ExitCode) -> None:
    """Every failure can be caught as one kind, tells its line as its text, and carries its exit code."""
    assert isinstance(error, MieuxError)
    assert error.exit_code is code
    assert str(error) == error.message
    assert "\n" not in error.message


@pytest.mark.parametrize("hint", [None, "do that"])
def test_a_line_and_its_hint_are_kept_apart(hint: str | None) -> None:
    """The line says what is wrong and the hint, if there is one, what to do."""
    error = UsageError("this is wrong", hint)
    assert (str(error), error.message, error.hint) == ("this is wrong", "this is wrong", hint)


def test_a_query_error_remembers_its_place() -> None:
    """A wrong query is kept with the column, so that a caret can be put under it."""
    error = QueryError("a bracket is opened and not closed", "a (b", 2, "close it")
    assert (error.message, error.query, error.column, error.hint) == ("a bracket is opened and not closed", "a (b", 2, "close it")


@pytest.mark.parametrize(
    ("near", "hint"),
    [
        ((), "mieux stats --by country lists what there is"),
        (("Ghana",), "did you mean Ghana?"),
        (["Ghana", "Guinea"], "did you mean Ghana or Guinea?"),
        (("Ghana", "Guinea", "Gambia"), "did you mean Ghana, Guinea or Gambia?"),
    ],
)
def test_an_unknown_value_names_the_nearest(near: tuple[str, ...], hint: str) -> None:
    """A value that a filter does not know is told with the nearest ones, or with the command that lists all."""
    error = UnknownValue("country", "Ghnaa", near)
    assert (error.message, error.hint) == ("no country is called 'Ghnaa'", hint)


@pytest.mark.parametrize(
    ("near", "hint"),
    [
        ((), "mieux list --format ids prints the ids of the articles"),
        (("2022-a",), "did you mean 2022-a?"),
        (("2022-a", "2022-b"), "did you mean 2022-a or 2022-b?"),
    ],
)
def test_an_unknown_id_names_the_nearest(near: tuple[str, ...], hint: str) -> None:
    """An id that no record has is told with the nearest ones, or with the command that lists them."""
    error = UnknownId("2022-x", near)
    assert (error.message, error.hint) == ("no record has the id '2022-x'", hint)


@pytest.mark.parametrize(("total", "hint"), [(2, "2022-a, 2022-b"), (3, "2022-a, 2022-b and 1 more"), (12, "2022-a, 2022-b and 10 more")])
def test_an_ambiguous_id_lists_the_first_and_counts_the_rest(total: int, hint: str) -> None:
    """The beginning of several ids is told with the first of them and how many more there are."""
    error = AmbiguousId("2022", ["2022-a", "2022-b"], total)
    assert (error.message, error.hint) == (f"'2022' is the beginning of {total} ids", hint)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "''"),
        ("ghana", "'ghana'"),
        ("C\u00f4te d'Ivoire", "'C\u00f4te d'Ivoire'"),
        ("back\\slash", "'back\\slash'"),
        ("\U0001f426", "'\U0001f426'"),
        ("a\nb\tc", r"'a\nb\tc'"),
        ("\x1b[31mred\x07", r"'\x1b[31mred\x07'"),
        ("\x7f\x9b", r"'\x7f\x9b'"),
        ("\u202egnp.exe", r"'\u202egnp.exe'"),
        ("\ud800", r"'\ud800'"),
        ("\U000e0001", r"'\U000e0001'"),
        ("x" * 60, "'" + "x" * 60 + "'"),
        ("x" * 61, "'" + "x" * 57 + "...'"),
        ("\n" * 100, "'" + r"\n" * 57 + "...'"),
    ],
)
def test_what_a_user_typed_is_quoted_without_its_control_characters(text: str, shown: str) -> None:
    """A text in a message stands in quotes, with nothing in it that a terminal obeys, and no longer than 60 characters."""
    assert quoted(text) == shown
    assert quoted(text).isprintable()
