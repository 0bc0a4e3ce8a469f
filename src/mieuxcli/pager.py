"""The pager, which shows on a terminal what is taller than it."""

from __future__ import annotations

import errno
import os
import shlex
import signal
from contextlib import ExitStack, suppress
from itertools import islice
from typing import TYPE_CHECKING

from mieuxcli.streams import terminal_height, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

__all__ = ["page"]


def page(lines: Iterable[str]) -> None:
    """Show lines, those of the first screen at once, in the program that MIEUX_PAGER or PAGER names, else in less.

    That is started before the first line is asked for.

    Lines go to standard output where neither can be started. As git does, less is told by LESS, unless that is
    set, to leave at once what fits the screen, to keep colours, and to leave the text there when it ends.
    Until it ends, Ctrl-C does no more than end the flow of lines: what it means is up to the pager.
    """
    try:
        pager, pipe = _pager()
    except (OSError, ValueError, IndexError):
        write(lines, drawn=True)
        return
    rest, handler = iter(lines), signal.getsignal(signal.SIGINT)
    try:
        # Leaving the block flushes the pipe, which fails where a reader has gone before it had everything.
        with suppress(BrokenPipeError, KeyboardInterrupt), pipe:
            _fill(pipe, islice(rest, terminal_height()))
            _fill(pipe, rest)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.waitpid(pager, 0)
        signal.signal(signal.SIGINT, handler)


def _pager() -> tuple[int, BinaryIO]:
    """Start the pager, and return the number of its process and the pipe that it reads.

    Raises OSError where it cannot be started, and ValueError or IndexError where its name is no command.
    """
    command = shlex.split(os.environ.get("MIEUX_PAGER") or os.environ.get("PAGER") or "less")
    if not hasattr(os, "posix_spawnp"):
        raise OSError(errno.ENOSYS, "this system starts no pager")
    source, pipe = os.pipe()
    with os.fdopen(source, "rb"), ExitStack() as unless_started:
        file = unless_started.enter_context(os.fdopen(pipe, "wb"))
        # Importing subprocess would take longer than all else that happens here.
        process = os.posix_spawnp(
            command[0],
            command,
            {"LESS": "FRX", "LV": "-c", **os.environ},
            file_actions=[(os.POSIX_SPAWN_DUP2, source, 0)],
            setsigdef=[signal.SIGPIPE],  # Python ignores it, and so would what it starts
        )
        unless_started.pop_all()
    return process, file


def _fill(pipe: BinaryIO, lines: Iterable[str]) -> None:
    pipe.write("".join(lines).encode("utf-8", "backslashreplace"))
    pipe.flush()
