"""A terminal for the tests that need one: the program in a pseudo-terminal of a given size."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import termios
from fcntl import ioctl

from conftest import CLEAN, MIEUX

__all__ = ["in_terminal", "plain_of"]


def in_terminal(
    width: int, *arguments: str, env: dict[str, str] | None = None, height: int = 40, told: bool = False
) -> str:
    """Run the program in such a terminal; return what it shows, with standard error where `told`.

    The pager of what is taller than the terminal is `cat`, which waits for nobody.
    """
    parent, child = pty.openpty()
    ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    with subprocess.Popen(
        [MIEUX, *arguments],
        stdin=child,
        stdout=child,
        stderr=child if told else subprocess.DEVNULL,
        env={**CLEAN, "MIEUX_PAGER": "cat", "TERM": "xterm-256color", **(env or {})},
    ) as done:
        os.close(child)
        data = b""
        while part := _read(parent):
            data += part
        done.wait(20)
    os.close(parent)
    return data.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """Return what a terminal shows next; nothing at the end of the program, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def plain_of(text: str) -> str:
    """Return what a terminal shows of a text: without colours and links."""
    return re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[0-9;?]*[A-Za-z]", "", text)
