"""What can go wrong, each with the exit code that a script sees."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AmbiguousId",
    "ArchiveError",
    "ExitCode",
    "MieuxError",
    "OutputError",
    "QueryError",
    "UnknownId",
    "UnknownValue",
    "UsageError",
]


class ExitCode(IntEnum):
    """The exit codes of `mieux`, as the manual lists them."""

    OK = 0
    NOTHING = 1
    USAGE = 2
    ARCHIVE = 3
    OUTPUT = 4
    INTERRUPTED = 130


class MieuxError(Exception):
    """A failure told to the user in one line, with a hint where one helps."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the line and the hint apart, so that each is printed behind its own word."""
        self.message = one_line(message)
        self.hint = one_line(hint) if hint else None
        super().__init__(self.message)


class UsageError(MieuxError):
    """The command line asks for something that does not exist or does not fit."""


class QueryError(MieuxError):
    """A query that cannot be read; `column` counts from 0 into `query`."""

    def __init__(self, message: str, query: str, column: int, hint: str | None = None) -> None:
        """Remember the place, so that a caret can be put under it."""
        super().__init__(message, hint)
        self.query = query
        self.column = column


_LISTED = {"term": "mieux define"}


class UnknownValue(MieuxError):
    """A value that the named filter does not know."""

    def __init__(self, field: str, value: str, near: Sequence[str]) -> None:
        """Name the nearest known values, or say where to find them."""
        hint = f"did you mean {_either(near)}?" if near else f"{_LISTED.get(field, f'mieux stats --by {field}')} lists what there is"
        super().__init__(f"no {field} is called {quoted(value)}", hint)


class UnknownId(MieuxError):
    """An id that no record has or begins with."""

    def __init__(self, text: str, near: Sequence[str]) -> None:
        """Name the nearest ids."""
        hint = f"did you mean {_either(near)}?" if near else "mieux list --format ids prints the ids of the articles"
        super().__init__(f"no record has the id {quoted(text)}", hint)


class AmbiguousId(MieuxError):
    """The beginning of an id that several records share."""

    def __init__(self, text: str, candidates: Sequence[str], total: int) -> None:
        """List the first candidates and say how many there are."""
        more = f" and {total - len(candidates)} more" if total > len(candidates) else ""
        super().__init__(f"{quoted(text)} is the beginning of {total} ids", f"{', '.join(candidates)}{more}")


class ArchiveError(MieuxError):
    """An archive that cannot be read or is not valid."""

    exit_code = ExitCode.ARCHIVE


class OutputError(MieuxError):
    """Output that could not be written."""

    exit_code = ExitCode.OUTPUT


def quoted(text: str) -> str:
    """Return `text` in single quotes, control characters escaped and shortened beyond 60 characters."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return f"'{one_line(shown)}'"


def one_line(text: str) -> str:
    """Return `text` with what is not printable, line ends among it, written as in a Python string."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _either(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
