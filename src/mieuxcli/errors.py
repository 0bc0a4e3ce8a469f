"""The errors of the program, each with the exit code that a script sees."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    "either",
    "in_shell",
    "meant",
    "one_line",
    "quoted",
    "unknown",
    "why_unread",
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
    """An error that is reported to the user in one line, with a hint where one helps."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the message and the hint apart, because each is printed on a line of its own."""
        self.message = one_line(message)
        self.hint = one_line(hint) if hint else None
        super().__init__(self.message)


class UsageError(MieuxError):
    """A request for something that does not exist or does not fit."""


class QueryError(MieuxError):
    """A query that cannot be read, with the offset of the error in `query` as `column`."""

    def __init__(self, message: str, query: str, column: int, hint: str | None = None) -> None:
        """Keep the offset, so that a caret can be printed below it."""
        super().__init__(message, hint)
        self.query = query
        self.column = column


_LISTED = {"term": "mieux define"}


class UnknownValue(MieuxError):
    """A value that a filter does not know."""

    def __init__(self, field: str, value: str, near: Sequence[str]) -> None:
        """Suggest the nearest known values or, failing those, the command that lists them."""
        hint = (
            f"did you mean {either(near)}?"
            if near
            else f"{_LISTED.get(field, f'mieux stats --by {field}')} lists what there is"
        )
        super().__init__(f"no {field} is called {quoted(value)}", hint)


class UnknownId(MieuxError):
    """A text that neither is the id of a record nor begins one."""

    def __init__(self, text: str, near: Sequence[str], otherwise: str = "") -> None:
        """Suggest the command that answers otherwise, if there is one, or else the nearest ids."""
        hint = otherwise or (
            f"did you mean {either(near)}?"
            if near
            else "mieux list --format ids prints the ids of the articles"
        )
        super().__init__(f"no record has the id {quoted(text)}", hint)


class AmbiguousId(MieuxError):
    """A text that begins the ids of several records."""

    def __init__(self, text: str, candidates: Sequence[str], total: int) -> None:
        """List the first candidates, and give their total."""
        more = f" and {total - len(candidates)} more" if total > len(candidates) else ""
        super().__init__(f"{quoted(text)} is the beginning of {total} ids", f"{', '.join(candidates)}{more}")


class ArchiveError(MieuxError):
    """An archive that cannot be read or is not valid."""

    exit_code = ExitCode.ARCHIVE


def damaged(error: Exception) -> ArchiveError:
    """Return the error for a compiled archive whose damage showed itself as another error."""
    return ArchiveError(f"the archive is damaged: {error}", "mieux compile writes it anew from its files")


class OutputError(MieuxError):
    """Output that could not be written."""

    exit_code = ExitCode.OUTPUT


def why_unread(error: ValueError | RecursionError) -> str:
    """Return why a parser of JSON or TOML gave up, with the column if it says one."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if "integer string conversion" in str(error):
        return "a number has more than 4,300 digits"
    column = f" at column {error.colno}" if hasattr(error, "colno") else ""
    return f"{getattr(error, 'msg', error)}{column}"


def quoted(text: str) -> str:
    """Return `text` in single quotes, cut to 60 characters and with control characters escaped."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return f"'{one_line(shown)}'"


def in_shell(text: str) -> str:
    """Return `text` as one word of a command line, in quotes where a shell would not take it as it is."""
    import shlex  # noqa: PLC0415 - only a hint needs it

    return shlex.quote(text)


def one_line(text: str) -> str:
    """Return `text` with characters that cannot be printed, such as line ends, escaped as in Python."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def either(words: Sequence[str]) -> str:
    """Return words as a choice: a, b or c."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def meant(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest known name was meant, or an empty text if none is near."""
    near = nearest(name, known, 1)
    return f"did you mean {near[0]}?" if near else ""


def unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    """Return the error for an unknown name, with the nearest known names, or all of them, as a hint."""
    known = list(known)
    near = nearest(name, known)
    return UsageError(
        f"there is no {what} {quoted(name)}",
        f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(known)}",
    )
