"""The progress of long work, shown on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]

_LONG = 5000


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show the progress of long work on standard error, if that is a terminal.

    Yields a function to be called with the number of items done.
    """
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
