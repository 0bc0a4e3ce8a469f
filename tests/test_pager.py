"""The pager on a terminal that sends it what is typed."""

from __future__ import annotations

import os
import pty

from conftest import CLEAN, MIEUX

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
