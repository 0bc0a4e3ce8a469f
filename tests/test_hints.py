"""Where nothing matches, one hint says what to try, a command that finds something, or why nothing can."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import MARSUPIALS, write

# Command lines of the rich invented archive that find nothing, with the command that their hint offers.
COMMANDS = [
    ("list --expert Portugal", "mieux actions --expert Portugal"),
    ("list --metric experts", "mieux facts --metric experts"),
    ("actions --kind news", "mieux list --kind news"),
    ("list --since 2022 --until 2019", "mieux list --since 2019 --until 2022"),
    ("facts expers", "mieux facts experts"),
    ("list qoukkas", "mieux list quokkas"),
    ("list --country Ghana --kind interview", "mieux list --country Ghana"),
    ("search crisis --kind opinion", "mieux search crisis"),
    ("list numbats borders", "mieux search 'numbats borders'"),
    ("actions numbats", "mieux search numbats"),
    ("search qoukkas -abidjan", "mieux search 'quokkas NOT abidjan'"),
]
REASONS = [
    ("list --year 2031", "the dates of this archive run from 2009 to 2022-05"),
    ("facts nosuchthing", "no metric is called so and no key fact has these words"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rich invented archive."""
    return write(tmp_path / "marsupials", MARSUPIALS)


def hint_of(found: Run) -> str:
    """Return the one hint of a fruitless run, empty where there is none."""
    nothing, *hints = found.err.splitlines()
    assert (found.out, found.code, nothing) == ("", 1, "mieux: nothing matches")
    assert len(hints) <= 1
    return hints[0].removeprefix("hint: ") if hints else ""


def command_in(hint: str) -> str:
    """Return the command that a hint offers."""
    found = re.search(r"mieux .*$", hint)
    assert found, hint
    return found[0]


@pytest.mark.parametrize(("line", "command"), COMMANDS, ids=[line for line, _ in COMMANDS])
def test_a_hint_is_a_command_that_finds_something(
    run: Callable[..., Run], folder: Path, line: str, command: str
) -> None:
    """The command of a hint is as awaited, names the same archive, and finds something as it stands."""
    offered = command_in(hint_of(run(*shlex.split(line), "--archive", folder)))
    assert offered == f"{command} --archive {shlex.quote(str(folder))}"
    found = run(*shlex.split(offered)[1:])
    assert (found.code, bool(found.out)) == (0, True)


@pytest.mark.parametrize(("line", "reason"), REASONS, ids=[line for line, _ in REASONS])
def test_a_hint_may_be_a_reason(run: Callable[..., Run], folder: Path, line: str, reason: str) -> None:
    """Where no command helps, the hint says why nothing can match."""
    assert reason in hint_of(run(*shlex.split(line), "--archive", folder))


def test_a_hint_says_why_a_filter_matches_nothing(run: Callable[..., Run]) -> None:
    """A filter that records of the type cannot have is told as that, not as a lack of matches."""
    assert hint_of(run("list", "--expert", "Spain")).startswith("articles have no expert: ")
    assert hint_of(run("actions", "--kind", "news")).startswith("Actions have no kind: ")


def test_a_hint_tells_how_many_match_without_a_filter(run: Callable[..., Run], folder: Path) -> None:
    """The filter that stands in the way is named, with the number of records without it."""
    found = run("search", "crisis", "--kind", "opinion", "--archive", folder)
    number = run("search", "crisis", "--count", "--archive", folder).out.strip()
    assert hint_of(found).startswith(f"without --kind {number} match: ")


def test_a_hint_quotes_what_a_shell_would_split(run: Callable[..., Run], tmp_path: Path) -> None:
    """Words, values and paths with spaces come back as one argument each."""
    folder = write(tmp_path / "two words", MARSUPIALS)
    offered = command_in(
        hint_of(run("list", "--country", "Ivory Coast", "--kind", "news", "--archive", folder))
    )
    assert shlex.split(offered)[-2:] == ["--archive", str(folder)]
    assert run(*shlex.split(offered)[1:]).code == 0


def test_words_unlike_all_others_lead_to_the_topics(run: Callable[..., Run], folder: Path) -> None:
    """Words that nothing in the archive is like get the command that lists what it is about."""
    command, told = hint_of(run("search", "xylophones", "--archive", folder)).split(" --by topic ")
    assert told == "lists what the records are about"
    assert run(*shlex.split(command)[1:], "--by", "topic").code == 0
    assert hint_of(run("list", "xylophones", "--archive", folder)) == ""


def test_a_metric_is_found_without_what_narrows_it(run: Callable[..., Run]) -> None:
    """Where a metric has no figure so early, the hint is to ask for all of its figures."""
    hint = hint_of(run("facts", "countries", "--as-of", "2009"))
    assert hint == "without the other conditions: mieux facts countries"


def test_a_word_that_is_no_command_is_searched_for(run: Callable[..., Run]) -> None:
    """A bare word is answered with the search for it."""
    told = "looks for the word; mieux --help says what there is"
    assert run("kangaroo").err.endswith(f"hint: mieux search kangaroo {told}\n")
    assert run("two words").err.endswith(f"hint: mieux search two {told}\n")


def test_quiet_gives_no_hint(run: Callable[..., Run], folder: Path) -> None:
    """--quiet leaves out the hint, and the exit code alone tells."""
    found = run("list", "--expert", "Portugal", "--quiet", "--archive", folder)
    assert (found.out, found.err, found.code) == ("", "", 1)


@pytest.mark.parametrize(
    "line",
    [
        "list --expert Spain",
        "list --since 2022 --until 2019",
        "facts expersts",
        "list migrtion",
        "list --country Ghana --topic 'labour migration' --year 2012",
        "actions kangaroo webinars",
        "facts --country Ghana --kind news",
    ],
)
def test_hints_of_the_bundled_archive_can_be_run(run: Callable[..., Run], line: str) -> None:
    """The same holds for the archive that comes with the program."""
    found = run(*shlex.split(command_in(hint_of(run(*shlex.split(line)))))[1:])
    assert (found.code, bool(found.out)) == (0, True)
