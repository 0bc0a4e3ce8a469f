"""The plain reader and typer read a command line to the same request, or to the same error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.options import OPTIONS, Option, Request
from mieuxcli.cli.program import run
from mieuxcli.cli.reader import read
from mieuxcli.errors import MieuxError

EVERY = sorted({(name, option) for name, command in COMMANDS.items() for option in command.options})
WORDS = st.sampled_from(
    [
        "crisis",
        "-ukraine",
        "year:2022",
        '-"two words"',
        "-(a",
        "NOT",
        "",
        " ",
        "-",
        "--",
        "-3",
        "-x",
        "é",
        "a=b",
        "\x00",
        "--no",
    ]
)
VALUES = st.sampled_from(
    ["2022", "0", "-1", "x", "", "json", "--year", "-", "a,b", "é", "=", "a=b", "id,title"]
)


def _by_typer(arguments: list[str]) -> Request | MieuxError | int:
    """Return what typer makes of a command line: a request, an error, or the exit code of a help text."""
    requests: list[Request] = []

    def keep(request: Request) -> int:
        requests.append(request)
        return 0

    try:
        code = run(arguments, keep)
    except MieuxError as error:
        return error
    return requests[0] if requests else code


def _plainly(arguments: list[str]) -> Request | MieuxError | None:
    try:
        return read(arguments)
    except MieuxError as error:
        return error


def _same(one: Request | MieuxError, other: Request | MieuxError | int) -> bool:
    if isinstance(one, MieuxError) and isinstance(other, MieuxError):
        return (type(one), one.message, one.hint) == (type(other), other.message, other.hint)
    return one == other


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Draw a command line: mostly a known command, mostly its own options, and words of all kinds."""
    name = draw(st.sampled_from([*COMMANDS, "lsit", "--version", "-h"]))
    known = [OPTIONS[option] for option in COMMANDS[name].options] if name in COMMANDS else []
    spelt = st.sampled_from([*known, *known, *known, *OPTIONS.values()]).flatmap(_spelt)
    parts = draw(st.lists(st.one_of(WORDS.map(lambda word: [word]), spelt), max_size=5))
    return [name, *(argument for part in parts for argument in part)]


def _spelt(option: Option) -> st.SearchStrategy[list[str]]:
    """Spell an option with its value beside it or behind an equals sign, without one, or cut short."""
    flag = f"--{option.name}"
    joined = VALUES.map(lambda value: [f"{flag}={value}"])
    beside = VALUES.map(lambda value: [flag, value])
    return (
        st.one_of(beside, joined, st.just([flag]), st.just([flag[:-1]]))
        if option.kind != "flag"
        else st.just([flag])
    )


@given(command_lines())
def test_the_plain_reader_and_typer_agree(arguments: list[str]) -> None:
    """Whatever the plain reader reads it reads as typer does, to the same request or the same error."""
    plain = _plainly(arguments)
    if plain is not None:
        assert _same(plain, _by_typer(arguments)), arguments


@pytest.mark.parametrize(("name", "option"), EVERY)
def test_every_option_of_every_command_is_read_alike(name: str, option: str) -> None:
    """Each option of each command, spelt in full, is read plainly, and as typer reads it."""
    command, told = COMMANDS[name], OPTIONS[option]
    words = ["2022-03-30"] if command.words and command.words.required else []
    needed = [
        part
        for other in command.options
        if OPTIONS[other].required and other != option
        for part in (f"--{other}", "x")
    ]
    for spelling in (
        [[f"--{told.name}"]] if told.kind == "flag" else [[f"--{told.name}", "3"], [f"--{told.name}=3"]]
    ):
        arguments = [name, *words, *needed, *spelling]
        plain = _plainly(arguments)
        assert isinstance(plain, Request)
        # --json and --csv are other spellings of a format.
        key = "format" if option in ("json", "csv") else told.key
        assert getattr(plain, key, None) or plain.filters
        assert plain == _by_typer(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["list", "--help"],
        ["list", "-h"],
        ["lsit"],
        ["list", "--yea", "2022"],
        ["--archive", "x", "list"],
        ["list", "--", "-x"],
    ],
)
def test_what_is_not_spelt_plainly_is_left_to_typer(arguments: list[str]) -> None:
    """Help, abbreviations, unknown commands and options before the command are not the plain reader's."""
    assert read(arguments) is None


def test_an_excluded_word_is_read_plainly() -> None:
    """A minus before a word of a query excludes it, by the plain reader too."""
    request = read(["search", "crisis", "-ukraine"])
    assert request is not None
    assert request.query == "crisis NOT ukraine"
