"""The manual and the man page: they name everything that there is, and nothing that there is not."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import mieuxcli
from conftest import ROOT, Run
from mieuxcli.cli.commands import COMMANDS, GROUPS, TOPICS
from mieuxcli.cli.options import OPTIONS
from mieuxcli.cli.reference import page
from mieuxcli.errors import ExitCode, UsageError
from mieuxcli.fields import QUALIFIERS, TYPES
from mieuxcli.formats import FORMATS
from mieuxcli.query import FIELD_NAMES

MAN = ROOT / "man" / "mieux.1"
PACKAGE = Path(mieuxcli.__file__).parent
PAGES = "\n".join(page(topic) for topic in TOPICS)


@cache
def rendered(width: int = 400, *flags: str) -> str:
    """Return the man page as `man` shows it on lines of that width; nothing may be said of it on the way."""
    env = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "MANWIDTH": str(width),
        "MAN_KEEP_FORMATTING": "",
        "GROFF_NO_SGR": "1",
    }
    done = subprocess.run(
        ["man", "--warnings", *flags, "-E", "UTF-8", "-l", MAN], capture_output=True, env=env, check=True
    )
    assert done.stderr == b""
    return re.sub(".\b", "", done.stdout.decode())


def shown() -> str:
    """Return the words of the man page as it is rendered, on one line."""
    return words(rendered(400, "--no-hyphenation"))


def words(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def options() -> list[tuple[str, str, str]]:
    """Return each option of each command: the command, the option and its help."""
    return [
        (command.name, f"--{one.name}", one.meaning)
        for command in COMMANDS.values()
        for one in map(OPTIONS.__getitem__, command.options)
    ]


def names_in_code() -> set[str]:
    """Return the environment variables that the sources ask for."""
    found = {"COLUMNS"}  # by shutil.get_terminal_size
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "os.environ.get",
                "os.getenv",
                "environ.get",
                "getenv",
            ):
                found.add(ast.literal_eval(node.args[0]))
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                found.add(ast.literal_eval(node.slice))
    return {name for name in found if not name.startswith("_")}


# The man page


def test_the_man_page_is_what_its_script_writes() -> None:
    """man/mieux.1 is up to date with the help and the manual."""
    done = subprocess.run(
        [sys.executable, "scripts/man.py"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == MAN.read_text(encoding="utf-8")


needs_man = pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")


@needs_man
@pytest.mark.parametrize("width", [60, 80, 200])
def test_man_renders_it_without_a_warning(width: int) -> None:
    """`man --warnings` has nothing to say, whatever the width, and shows all sections."""
    text = rendered(width)
    for heading in (
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDS",
        "OPTIONS",
        "QUERY LANGUAGE",
        "FORMATS",
        "EXAMPLES",
        "SEE ALSO",
    ):
        assert f"\n{heading}\n" in text


@needs_man
def test_man_warns_of_what_is_wrong(tmp_path: Path) -> None:
    """A page with a macro that does not exist gets a warning, which shows that the test above can fail."""
    (tmp_path / "wrong.1").write_text(MAN.read_text(encoding="utf-8") + ".nosuchmacro\n", encoding="utf-8")
    done = subprocess.run(
        ["man", "--warnings", "-l", tmp_path / "wrong.1"], capture_output=True, text=True, check=False
    )
    assert "nosuchmacro" in done.stderr


@needs_man
def test_the_rendered_page_has_every_sentence_of_the_manual() -> None:
    """Each paragraph of the manual stands in the man page, without its Markdown."""
    whole = shown()
    for paragraph in re.split(r"\n\n|\n(?=\||    )", PAGES):
        if not paragraph.startswith(("#", "|", "    ")):
            assert words(re.sub(r"`([^`]+)`|\*\*([^*]+)\*\*", r"\1\2", paragraph)) in whole


@needs_man
def test_the_rendered_page_has_every_row_of_the_tables_of_the_manual() -> None:
    """Each cell of the tables of the manual stands in the man page."""
    whole = shown()
    for row in re.findall(r"^\|(.+)\|$", PAGES, re.MULTILINE):
        for cell in re.split(r"(?<!\\)\|", row):
            assert words(cell.replace("`", "")) in whole or set(cell) <= set("- ")


@needs_man
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_man_page(command: str) -> None:
    """The man page names each command with the whole of its help, and has it in a group."""
    text = shown()
    assert f" mieux {command} {words(COMMANDS[command].text.replace('`', ''))}" in text
    assert sum(command in names for names in GROUPS.values()) == 1


@needs_man
@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_man_page(command: str) -> None:
    """The man page has each option of each command with its help, shared or its own."""
    text = shown()
    entries = [
        (name, rf"{re.escape(name)}\b[^.]{{0,20}} {re.escape(words(help_))}")
        for of, name, help_ in options()
        if of == command and help_
    ]
    assert [name for name, entry in entries if not re.search(entry, text)] == []
    assert [name for of, name, help_ in options() if of == command and not help_] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_is_what_the_table_says(run: Callable[..., Run], command: str) -> None:
    """`--help` of a command has its text, and each of its options with its kind of value and its meaning."""
    told = "".join(run(command, "--help").out.split())
    given = [OPTIONS[name] for name in COMMANDS[command].options if name != "format"]
    wanted = [COMMANDS[command].text, *(f"--{one.name} {one.metavar} {one.meaning}" for one in given)]
    assert [text for text in wanted if "".join(text.split()) not in told] == []


ROOT_OPTIONS = ("--archive", "--help", "-h", "--version", "--install-completion", "--show-completion")


@pytest.mark.parametrize("option", ROOT_OPTIONS)
def test_the_options_before_a_command_are_told(process: Callable[..., Run], option: str) -> None:
    """What `mieux --help` lists beside the commands stands in the manual or the man page too."""
    assert option in process("--help").out
    assert option in PAGES + MAN.read_text(encoding="utf-8").replace("\\-", "-")


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_told(code: ExitCode) -> None:
    """The page on scripts, and the man page with it, have a line for each exit code."""
    assert re.search(rf"^\| {int(code)} \| \w", page("scripts"), re.MULTILINE)
    assert f".TP\n{int(code)}\n" in MAN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(names_in_code()))
def test_every_environment_variable_is_told(name: str) -> None:
    """The page on scripts has a line for each environment variable that the code asks for."""
    assert f"\n| `{name}` | " in page("scripts")
    assert f"\\fB{name}\\fR\n" in MAN.read_text(encoding="utf-8")


def test_the_code_asks_for_variables() -> None:
    """The search for variables in the code finds those that are known to be there."""
    assert names_in_code() >= {"MIEUX_ARCHIVE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"}


# The pages


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_printed(run: Callable[..., Run], topic: str) -> None:
    """`mieux help TOPIC` prints the page as it is, and `mieux help` lists it with what it is about."""
    got = run("help", topic)
    assert (got.code, got.err, got.out) == (0, "", page(topic))
    assert got.out.startswith("# ")
    assert f"{topic}\t{TOPICS[topic].meaning}" in run("help").lines
    assert topic in run("help", "--help").out


def test_every_page_is_a_topic() -> None:
    """No page lies in the folder that nobody can print."""
    assert {topic.file for topic in TOPICS.values()} == {
        file.name for file in (PACKAGE / "manual").glob("*.md")
    }


def test_an_unknown_topic_is_refused(run: Callable[..., Run]) -> None:
    """A topic that is not there is told with the nearest one, else with all of them."""
    assert run("help", "querry") == Run(
        "", "mieux: there is no topic 'querry'\nhint: did you mean query?\n", 2
    )
    assert run("help", "x").err.endswith(f"hint: one of {', '.join([*TOPICS, *COMMANDS])}\n")
    with pytest.raises(UsageError):
        page("../__init__.py")


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_of_a_query_is_in_its_page(name: str) -> None:
    """The page on the query language has each name that may stand before a colon."""
    assert re.search(rf"`{name}[`:]", page("query"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_in_its_page(run: Callable[..., Run], name: str) -> None:
    """The page on formats has each format in its table, for the shapes that it is for."""
    (row,) = [
        line
        for line in page("formats").splitlines()
        if line.startswith("| `") and f"`{name}`" in line.split("|")[1]
    ]
    shapes = FORMATS[name].shapes
    meant = "all" if "Counts" in shapes else "records" if "Rows" in shapes else "`map`"
    assert row.split("|")[3].strip() == meant
    assert name in run("map" if meant == "`map`" else "list", "--help").out


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_is_in_its_page(type_: str) -> None:
    """The page on records has a row for each type."""
    assert f"\n| {type_} | " in page("data")


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_every_hedge_is_in_its_page(qualifier: str) -> None:
    """The page on records names each hedge that a key fact may have."""
    assert qualifier in words(page("data"))


# What the manual names, there is


def test_every_command_that_the_manual_names_there_is() -> None:
    """No page shows a command that does not exist."""
    named = set(re.findall(r"(?:`|    |\| )mieux (?:--archive \S+ )?([a-z]+)", PAGES))
    assert named
    assert named - {*COMMANDS} == set()


def test_every_option_that_the_manual_names_there_is() -> None:
    """No page shows an option that does not exist."""
    known = {option for _, option, _ in options()} | {*ROOT_OPTIONS}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGES))
    assert named
    assert named - known == set()


def test_every_format_that_the_manual_names_there_is() -> None:
    """The table of formats has no row for one that does not exist."""
    table = page("formats").split("| for |")[1].split("\n\n")[0]
    named = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    }
    assert named - {*FORMATS} == set()


def test_every_variable_that_the_manual_names_there_is() -> None:
    """The table of variables has no row for one that no code asks for."""
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page("scripts"), re.MULTILINE)) - names_in_code() == set()


# What is told beside an answer: what a picture leaves out, what figures say together, what a count counts.
NOTES = re.compile(r"undated|\d figures?[,;]|: shares are of|shares are of \d")
READING = re.compile(
    r"mieux (?:--archive \S+ )?(list|search|show|facts|actions|define|timeline|stats|cite|fields|help)\b"
)


def examples() -> list[str]:
    """Return the command lines that the manual and the man page show, where they need no other archive."""
    indented = re.findall(r"^    (mieux .+)$", PAGES, re.MULTILINE)
    piped = re.findall(r"`(mieux [^`]+ \| mieux [^`]+)`", words(PAGES))
    listed = re.findall(
        r"^\\fB(mieux .+)\\fR$",
        MAN.read_text(encoding="utf-8").split(".SH EXAMPLES")[1].replace("\\-", "-"),
        re.MULTILINE,
    )
    lines = [line for line in (*indented, *piped, *listed) if "./" not in line]
    return [line for line in lines if all(READING.match(call) for call in line.split(" | "))]


def test_there_are_examples() -> None:
    """The manual and the man page show at least one command line each that can be run here."""
    assert len(examples()) >= 5


@pytest.mark.parametrize("line", examples())
def test_every_example_works(shell: Callable[..., Run], tmp_path: Path, line: str) -> None:
    """A command line that the manual shows gives an answer, and nothing goes wrong."""
    got = shell(line, tmp_path)
    assert got.code == 0
    assert got.out
    assert "hint: " not in got.err
