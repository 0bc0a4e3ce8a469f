"""The command line, from its arguments to an exit code; all errors are reported here."""

from __future__ import annotations

import os
import sqlite3
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.reader import read
from mieuxcli.errors import ExitCode, MieuxError, OutputError, damaged
from mieuxcli.streams import abandon, say, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mieuxcli.cli.options import Request

__all__ = ["main", "respond"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Errors are reported in a line or two and never as a traceback, unless MIEUX_DEBUG is set.
    """
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except MieuxError as error:
        tell(error)
        return error.exit_code
    except OSError as error:
        abandon()
        tell(OutputError(f"cannot write the output: {error.strerror}"))
        return ExitCode.OUTPUT
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except sqlite3.Error as error:
        tell(damaged(error))
        return ExitCode.ARCHIVE
    except Exception as error:
        if os.environ.get("MIEUX_DEBUG"):
            raise
        say(
            f"mieux: this should not have happened: {type(error).__name__}: {error}\n"
            "hint: please report it; MIEUX_DEBUG=1 shows where"
        )
        return ExitCode.ARCHIVE


def _run(arguments: Sequence[str]) -> int:
    request = None if "_MIEUX_COMPLETE" in os.environ else read(arguments)
    if request is not None:
        return respond(request)
    from mieuxcli.cli.program import run  # noqa: PLC0415 - most command lines are read without typer

    return run(arguments, respond)


def respond(request: Request) -> int:
    """Run the command of a request and return its exit code."""
    command = COMMANDS[request.command]
    function: Callable[[Request], int] = getattr(
        import_module(f"mieuxcli.cli.{command.module}"), command.function
    )
    return function(request)
