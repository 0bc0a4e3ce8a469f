"""What can go wrong: the exit codes, the lines and the hints."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
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
from mieuxcli.query import And, Expression, Match, Or, Text
from terminals import in_terminal


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
    assert (error.message, error.query, error.column, error.hint) == (
        "a bracket is opened and not closed",
        "a (b",
        2,
        "close it",
    )


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
    """A value that a filter does not know is told with the nearest ones, or with what lists all."""
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


@pytest.mark.parametrize(
    ("total", "hint"),
    [(2, "2022-a, 2022-b"), (3, "2022-a, 2022-b and 1 more"), (12, "2022-a, 2022-b and 10 more")],
)
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
    """A text in a message stands in quotes, without what a terminal obeys, and is cut at 60 characters."""
    assert quoted(text) == shown
    assert quoted(text).isprintable()


ODD = """
[archive]
title = "Odd"
actions_counted = "²"

[[phase]]
id = "phase-blank"
title = " "
start = "2009"
end = "2010"

[[phase]]
id = "phase-open"
title = "Open"
start = "2009"

[[article]]
id = "0999-01-01-old"
title = "Old"
date = "0999-01-01"
date_basis = "published"
kind = "news"
language = "en"
summary = "S"
url = "https://[www.example.org/x"
people = [{ name = "Costanza Costa", part = "author" }]
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """An archive with values that are unlikely and not forbidden."""
    file = tmp_path / "odd.toml"
    file.write_text(ODD, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "timeline --format table",
        "timeline --until 1000 --format table",
        "stats",
        "stats --by year,kind --format table",
        "cite 0999",
        "cite 0999 --format ris",
        "cite 0999 --format bibtex",
        "cite 0999 --format csl-json",
        "list --format ics",
        "list --limit 9223372036854775808",
        "show 0999 --format table",
    ],
)
def test_odd_values_of_an_archive_are_shown(run: Callable[..., Run], odd: Path, command: str) -> None:
    """No value that an archive may hold, and no number, stops a command."""
    got = run(*command.split(), "--archive", odd)
    assert (got.code, "should not have happened" in got.err) == (0, False)


def test_a_family_name_is_cut_off_its_end(run: Callable[..., Run], odd: Path) -> None:
    """A family name that also begins the given name is taken from the end."""
    assert run("cite", "0999", "--archive", odd).out.startswith("Costa, Costanza (0999, January 1).")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compile", "."), "should end in .db"),
        (("compile", "/"), "should end in .db"),
        (("list", "--since", ""), "is not a date"),
        (("facts", "--as-of", ""), "is not a date"),
        (("timeline", "--by", ""), "there is no period"),
    ],
)
def test_odd_arguments_are_told(run: Callable[..., Run], arguments: tuple[str, ...], said: str) -> None:
    """An argument that makes no sense is told in a line, with exit code 2."""
    got = run(*arguments)
    assert got.code == 2
    assert said in got.err.splitlines()[0]


def test_a_number_of_hundreds_of_digits_is_told(run: Callable[..., Run], tmp_path: Path) -> None:
    """A number that no reader keeps whole is a problem of its record."""
    file = tmp_path / "large.jsonl"
    fact = {
        "type": "fact",
        "id": "fact-a",
        "metric": "m",
        "value": 10**400,
        "unit": "u",
        "qualifier": "over",
        "scope": "s",
    }
    file.write_text(
        json.dumps(fact | {"source_title": "t", "wording": "w", "url": "https://example.org/"}),
        encoding="utf-8",
    )
    assert "value" in run("check", file).out
    assert run("list", "--archive", file).code == 3


def test_a_damaged_compiled_archive_is_told(run: Callable[..., Run], tmp_path: Path) -> None:
    """An archive whose inner pages are broken is told as damaged, whatever is asked of it."""
    file = tmp_path / "own.db"
    assert run("compile", file).code == 0
    data = bytearray(file.read_bytes())
    for at in range(5 * 4096, len(data), 3000):
        data[at] ^= 0xFF
    file.write_bytes(data)
    for command in (("list",), ("search", "crisis"), ("stats",)):
        got = run(*command, "--archive", file)
        assert got.code == 3
        assert "should not have happened" not in got.err


def test_ids_that_are_no_text_are_told(shell: Callable[[str], Run]) -> None:
    """Bytes on standard input that are no UTF-8 are an id that no record has."""
    got = shell(r"printf '\xe9\n' | mieux show -")
    assert got.code == 2
    assert got.err.startswith("mieux: no record has the id")


def test_a_pager_of_spaces_is_none(run: Callable[..., Run], tmp_path: Path) -> None:
    """PAGER with nothing in it but spaces is taken as not set."""
    script = tmp_path / "less"
    script.write_text("#!/bin/sh\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    env = {"PAGER": " ", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    (newest,) = run("list", "--limit", "1", "--format", "ids").lines
    assert newest in in_terminal(80, "list", "--limit", "1", "--pager", env=env)


def test_twenty_names_of_several_words_are_one_search(run: Callable[..., Run]) -> None:
    """Many names of several words have other names looked for, and their ways do not multiply."""
    assert run("search", " ".join(["ivory coast"] * 19), "--count") == run("search", "ivory coast", "--count")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Match("a", "b"), Match("a", "b"), True),
        (Match("a", "b"), Match("a", "c"), False),
        (Text("a"), Text("b"), False),
        (Or(()), And(()), False),
        (Or((Text("a"), Text("b"))), And((Text("a"), Text("b"))), False),
    ],
)
def test_expressions_are_equal_or_not(one: Expression, other: Expression, equal: bool) -> None:  # noqa: FBT001
    """Two expressions are equal or different, never both, and a conjunction never equals an alternative."""
    assert (one == other) is equal
    assert (one != other) is not equal
