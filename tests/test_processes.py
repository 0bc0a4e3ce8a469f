"""The program as a process among others: pipes, full disks, closed streams, signals, locales, terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import MIEUX, Run
from terminals import in_terminal, plain_of

HAVE_FULL = Path("/dev/full").exists()


def test_a_reader_that_goes_away_is_no_error(shell: Callable[[str], Run]) -> None:
    """`| head -1` gets its line, nobody complains, and the exit code is 0."""
    got = shell("mieux list --format json | head -c 1; echo; echo ${PIPESTATUS[0]}")
    assert (got.out, got.err) == ("[\n0\n", "")
    assert len(shell("mieux list | head -1").lines) == 1


def test_a_reader_that_takes_its_time_gets_everything() -> None:
    """Where the pipe is full because nobody reads, the program waits, and what is read at last is whole."""
    with subprocess.Popen(
        [MIEUX, "list", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        _wait_until_asleep(child.pid)
        assert len(json.loads(child.stdout.read())) >= 165
        assert (child.wait(20), child.stderr.read()) == (0, b"")


@pytest.mark.skipif(not HAVE_FULL, reason="no /dev/full here")
def test_output_that_cannot_be_written_is_told(shell: Callable[[str], Run]) -> None:
    """A full disk is one line and exit 4, for every kind of output."""
    for command in ("list", "search crisis --format json", "stats --format csv", "--help", "list --count"):
        got = shell(f"mieux {command} > /dev/full; echo $?")
        assert got.lines == ["4"]
        assert got.err.startswith("mieux: cannot write the output")
        assert len(got.err.splitlines()) == 1


def test_a_closed_standard_output_is_told(shell: Callable[[str], Run]) -> None:
    """`>&-` is exit 4 with a line; a closed standard error is nobody's trouble."""
    assert shell("mieux list >&-").code == 4
    assert shell("mieux list >&- 2>&-").code == 4
    assert shell("mieux search nosuchword 2>&-").code == 1


def test_ctrl_c_is_130() -> None:
    """An interrupt ends the program with 130 and no traceback."""
    reader, writer = os.pipe()
    # Standard input that never ends keeps the program reading until the interrupt comes.
    script = (
        "import sys; from mieuxcli.cli import main; print('ready', flush=True); "
        "sys.exit(main(['--archive', '-', 'list']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == b"ready\n"
        _wait_until_asleep(child.pid)
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 130
        assert child.stderr.read() == b""
    os.close(reader)
    os.close(writer)


def _wait_until_asleep(pid: int) -> None:
    """Wait until the process sleeps in a read or write, as /proc tells, by looking again and again."""
    for _ in range(1_000_000):
        if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(") ")[1][0] == "S":
            return


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_any_locale_gets_utf_8(process: Callable[..., Run], env: dict[str, str]) -> None:
    """Output is UTF-8 whatever the locale says, titles in every script among it."""
    got = process("list", "--language", "uk", env=env)
    assert got.code == 0
    assert "Експерти" in got.out


def test_it_needs_no_home_and_no_environment() -> None:
    """Nothing but the program itself has to be there, and nothing is left behind."""
    done = subprocess.run(
        [MIEUX, "search", "crisis"], capture_output=True, env={"PATH": "/usr/bin:/bin"}, cwd="/", check=True
    )
    assert done.stdout
    assert done.stderr == b""


def test_machine_formats_are_never_coloured(process: Callable[..., Run]) -> None:
    """FORCE_COLOR colours tables alone, never what a program reads."""
    for name in ("json", "jsonl", "csv", "tsv", "plain", "ids"):
        assert "\x1b" not in process("list", "--limit", "5", "--format", name, env={"FORCE_COLOR": "1"}).out
    assert "\x1b" in process("list", "--limit", "5", "--format", "table", env={"FORCE_COLOR": "1"}).out
    assert (
        "\x1b"
        not in process(
            "list", "--limit", "5", "--format", "table", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}
        ).out
    )
    assert "\x1b" not in process("list", "--limit", "5", "--format", "table").out


def test_a_table_taller_than_the_terminal_is_shown_in_the_pager() -> None:
    """What does not fit the screen goes to the pager, as git does it, and nothing does with --no-pager."""
    pager = {"MIEUX_PAGER": "sed s/^/paged:/", "NO_COLOR": "1"}
    whole = in_terminal(80, "search", "crisis", height=24, told=True, env=pager).splitlines()
    assert [line for line in whole if not line.startswith("paged:")] == []
    assert len(whole) >= 24
    bare = in_terminal(80, "search", "crisis", "--no-pager", height=24, told=True, env=pager)
    assert bare.splitlines() == [line.removeprefix("paged:") for line in whole]
    for fitting in (
        ("search", "crisis", "--limit", "3"),
        ("search", "crisis", "--quiet"),
        ("timeline", "--type", "milestone"),
        ("stats",),
    ):
        assert "paged:" not in in_terminal(80, *fitting, height=200, told=True, env=pager)


@pytest.mark.parametrize("arguments", [("list", "--help"), ("help", "list"), ("help", "query"), ("--help",)])
def test_help_that_is_taller_than_the_screen_goes_to_the_pager(arguments: tuple[str, ...]) -> None:
    """The beginning of a long help does not scroll away, and a short screen of it needs no pager."""
    pager = {"MIEUX_PAGER": "sed s/^/paged:/", "NO_COLOR": "1"}
    whole = in_terminal(80, *arguments, height=24, told=True, env=pager).splitlines()
    assert len(whole) > 24
    assert [line for line in whole if not line.startswith("paged:")] == []
    bare = in_terminal(80, *arguments, height=200, told=True, env=pager).splitlines()
    assert bare == [line.removeprefix("paged:") for line in whole]


@pytest.mark.parametrize(
    "arguments",
    [("timeline", "--format", "svg", "--output", os.devnull), ("stats", "--by", "year", "-n", "3")],
)
def test_what_is_said_of_a_screen_fits_sixty_columns(arguments: tuple[str, ...]) -> None:
    """The notes below a picture do not wrap on the narrowest terminal that pictures are made for."""
    *_, note = plain_of(in_terminal(60, *arguments, height=24, told=True)).splitlines()
    assert note.startswith("mieux: ")
    assert len(note) <= 60


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["search", "crisis"],
        ["show", "2022-03-30"],
        ["facts"],
        ["timeline"],
        ["stats"],
        ["actions"],
        ["define"],
        ["list", "--fields", "all", "--limit", "2"],
    ],
)
def test_a_terminal_is_filled_and_not_overrun(width: int, arguments: list[str]) -> None:
    """No line is wider than the terminal, whatever its width, and something is shown."""
    text = plain_of(in_terminal(width, *arguments))
    assert text.strip()
    assert [line for line in text.splitlines() if len(line) > width] == []


def test_a_terminal_gets_colour_unless_it_is_refused() -> None:
    """A terminal gets colours and links; NO_COLOR and TERM=dumb get plain text."""
    assert "\x1b[" in in_terminal(80, "list", "--limit", "3")
    assert "\x1b" not in in_terminal(80, "list", "--limit", "3", env={"NO_COLOR": "1"})
    assert "\x1b" not in in_terminal(80, "list", "--limit", "3", env={"TERM": "dumb"})


def test_text_from_the_archive_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    """Markup, emoji codes, escape sequences and bidirectional controls in a title come out as text."""
    title = "[bold]x[/bold] :smile: \x1b[31mred \u202eevil"
    record = json.dumps(
        {
            "type": "article",
            "id": "undated-hostile",
            "title": title,
            "kind": "news",
            "summary": "S",
            "note": "N",
        }
    )
    file = tmp_path / "hostile.jsonl"
    file.write_text(record, encoding="utf-8")
    for command in (["list"], ["show", "undated-hostile"], ["search", "evil"], ["list", "--fields", "title"]):
        text = in_terminal(100, *command, "--archive", str(file), env={"NO_COLOR": "1"})
        assert "[bold]x[/bold] :smile: <U+001B>[31mred <U+202E>evil" in text
