"""The pager on a terminal that sends it what is typed."""

from __future__ import annotations

import os
import pty

import pytest

from conftest import CLEAN, MIEUX
from terminals import in_terminal, plain_of

_READS = """sh -c 'trap "" INT; cat; echo all read; read key < /dev/tty; echo left by $key'"""


def _until(terminal: int, text: bytes) -> None:
    seen = b""
    while text not in seen:
        part = os.read(terminal, 1 << 16)
        assert part, "the terminal was closed"
        seen += part


def test_ctrl_c_leaves_the_pager_in_charge_of_the_terminal() -> None:
    """A pager that takes no notice of Ctrl-C, as less, goes on, and the program ends after it, without error."""
    child, terminal = pty.fork()
    if not child:
        environment = {**CLEAN, "MIEUX_PAGER": _READS, "TERM": "xterm-256color"}
        os.execve(MIEUX, (MIEUX, "list", "--pager"), environment)  # noqa: S606 - no shell is wanted
    _until(terminal, b"all read")
    os.write(terminal, b"\x03")
    _until(terminal, b"^C")
    os.write(terminal, b"q\n")
    _until(terminal, b"left by q")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (("search", "crissis"), "mieux: showing crisis for 'crissis'; --strict does not"),
        (("person", "chirita"), "mieux: Oleg Chirita: named in 17 articles"),
    ],
)
def test_what_is_said_of_an_answer_stands_above_it_in_the_pager(
    arguments: tuple[str, ...], note: str
) -> None:
    """What is taller than the screen begins with the note on it, which it would push off if that came before."""
    shown = in_terminal(80, *arguments, height=24, told=True, env={"MIEUX_PAGER": "sed 's/^/paged: /'"})
    first, second, *_ = shown.splitlines()
    assert first.startswith(f"paged: {note}")
    assert second.startswith("paged: ")
    assert shown.count("mieux: ") == 1


def test_notes_are_not_paged_where_standard_error_goes_elsewhere() -> None:
    """What silences standard error silences the note on an answer in the pager as well."""
    shown = in_terminal(80, "person", "chirita", height=24, env={"MIEUX_PAGER": "sed 's/^/paged: /'"})
    assert plain_of(shown).startswith("paged: 20")
    assert "mieux: " not in shown


def test_a_note_counts_among_the_lines_of_a_screen() -> None:
    """An answer that fits the screen goes through the pager where it leaves its note or the prompt no room."""
    asked, paged = ("search", "crissis", "-n", "2"), {"MIEUX_PAGER": "sed 's/^/paged: /'"}
    lines = len(in_terminal(80, *asked, told=True, env=paged).splitlines())
    assert in_terminal(80, *asked, height=lines + 1, told=True, env=paged).startswith("mieux: ")
    assert in_terminal(80, *asked, height=lines, told=True, env=paged).startswith("paged: mieux: ")
