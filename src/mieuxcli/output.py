"""Standard output and standard error: what a stream is, writing to it, and what happens when it cannot be written."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mieuxcli.errors import MieuxError, OutputError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["abandon", "is_terminal", "page", "progress", "say", "tell", "terminal_height", "write"]

_CHUNK = 1 << 16
_LONG = 5000


def is_terminal() -> bool:
    """Say whether standard output is a terminal that a person looks at."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_height() -> int:
    """Return the lines of the terminal that standard output is, 24 where it does not tell."""
    return os.get_terminal_size(sys.stdout.fileno()).lines or 24


def write(lines: Iterable[str]) -> None:
    """Write lines to standard output as UTF-8; OutputError where that fails, silence where the reader has gone."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    out = sys.stdout.buffer
    try:
        pending: list[bytes] = []
        size = 0
        for line in lines:
            data = line.encode("utf-8", "backslashreplace")
            pending.append(data)
            size += len(data)
            if size > _CHUNK:
                out.write(b"".join(pending))
                pending, size = [], 0
        out.write(b"".join(pending))
        out.flush()
    except BrokenPipeError:
        abandon()
    except OSError as error:
        abandon()
        raise OutputError(f"cannot write the output: {error.strerror}") from error


def page(lines: Iterable[str]) -> None:
    """Show lines in the program that PAGER names, else in less; on standard output where neither can be started."""
    import shlex  # noqa: PLC0415 - only --pager pays for these
    import subprocess  # noqa: PLC0415

    try:
        pager = subprocess.Popen(shlex.split(os.environ.get("PAGER", "")) or ["less", "-R"], stdin=subprocess.PIPE)  # noqa: S603 - the user's own
    except (OSError, ValueError):
        write(lines)
        return
    with pager:
        try:
            pager.communicate("".join(lines).encode("utf-8", "backslashreplace"))
        except BrokenPipeError:
            return


def abandon() -> None:
    """Point standard output at nothing, so that the interpreter's last flush has nobody to complain to."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def say(text: str) -> None:
    """Say a line to the person, on standard error; a closed or full standard error is nobody's trouble."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
    except OSError:
        return


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show how far long work is, on standard error and only where that is a terminal; yields what to call with the number done."""
    if sys.stderr is None or not sys.stderr.isatty() or total < _LONG:
        yield lambda _: None
        return

    def step(done: int) -> None:
        if done % (_LONG // 10) == 0:
            sys.stderr.write(f"\r{what} {done:,} of {total:,} ({done / total:.0%})")
            sys.stderr.flush()

    try:
        yield step
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def tell(error: MieuxError) -> None:
    """Say what is wrong in one line, with the place in the query and the hint where there are any."""
    say(f"mieux: {error.message}")
    if isinstance(error, QueryError) and error.query.isprintable() and len(error.query) < 200:
        say(f"  {error.query}\n  {' ' * error.column}^")
    if error.hint:
        say(f"hint: {error.hint}")
