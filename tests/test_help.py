"""The help: what a bare call says, the order of the sections, the formats offered, and the examples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

import pytest

from conftest import Run
from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.examples import EXAMPLES
from mieuxcli.formats import FORMATS

ORDER = ("Arguments", "Which records", "How they are shown", "To where", "From where", "Other options")
WRITING = ("page", "open", "new", "import", "check", "diff", "compile", "pack", "mcp")


def test_a_bare_call_fits_a_small_terminal_and_names_every_command(run: Callable[..., Run]) -> None:
    """Without a command `mieux` says in 24 lines of 80 what it is, what to try, and where to read on."""
    lines = run().out.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert set(COMMANDS) <= set(re.findall(r"[a-z]+", "\n".join(lines)))
    assert len([line for line in lines if line.startswith("  mieux ")]) >= 4


@pytest.mark.parametrize("name", COMMANDS)
def test_the_sections_of_every_help_stand_in_one_order(run: Callable[..., Run], name: str) -> None:
    """Arguments come first, then which records, then how, then where to and from."""
    sections = re.findall(r"^([A-Z].+):$", run(name, "--help").out, re.MULTILINE)
    assert sections == [one for one in ORDER if one in sections]


@pytest.mark.parametrize("name", [name for name in COMMANDS if "format" in COMMANDS[name].options])
def test_a_command_offers_the_formats_that_can_show_its_answers(run: Callable[..., Run], name: str) -> None:
    """The help of a command lists no format that could not show what the command answers with."""
    found = re.search(r"--format FORMAT\s+([\w\s,-]+)\.", run(name, "--help").out)
    assert found is not None
    offered = found[1].replace("\n", " ").replace(" ", "").split(",")
    assert offered == [one for one, form in FORMATS.items() if {*COMMANDS[name].shows} & {*form.shapes}]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_two_examples_unbroken_at_80_columns(run: Callable[..., Run], name: str) -> None:
    """The help of a command ends with two examples, each on one line."""
    lines = run(name, "--help").out.split("Examples:\n")[1].splitlines()
    assert [line.split("  ")[2] for line in lines] == [f"mieux {call}" for call, _ in EXAMPLES[name]]
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "line", [call for name, calls in EXAMPLES.items() if name not in WRITING for call, _ in calls]
)
def test_the_examples_of_the_help_find_something(
    run: Callable[..., Run], line: str, tmp_path: object
) -> None:
    """What the help gives as an example answers with records."""
    files = ("refs.bib", "actions.xlsx", "g.graphml")
    got = run(*(f"{tmp_path}/{word}" if word in files else word for word in shlex.split(line)))
    assert got.code == 0, got.err
