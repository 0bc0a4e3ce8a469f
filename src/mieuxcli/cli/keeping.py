"""The commands for archives of one's own: check."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from mieuxcli.archive import BUNDLED, contents_of
from mieuxcli.cli.options import Request
from mieuxcli.errors import ExitCode, UsageError
from mieuxcli.output import say, write

__all__ = ["check"]


def check(
    request: Request,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Archives to check, laid over each other; the one in use without any.", metavar="[PATH]...", show_default=False
        ),
    ] = None,
) -> None:
    """Check an archive and name all its problems at once, each with file, line, record and field.

    Errors give exit code 3; warnings alone do not. --format json writes them for editors and CI.
    """
    from mieuxcli import checking  # noqa: PLC0415 - only this command checks

    if request.format not in ("", "plain", "table", "json", "jsonl"):
        raise UsageError(f"check cannot be written as {request.format}", "formats that can: plain, json, jsonl")
    contents = checking.check(contents_of(tuple(paths or ()) or request.sources() or (BUNDLED,)))
    problems = [problem._asdict() for problem in contents.problems]
    if request.format == "json":
        write([json.dumps(problems, ensure_ascii=False, indent=2) + "\n"])
    elif request.format == "jsonl":
        write(json.dumps(problem, ensure_ascii=False) + "\n" for problem in problems)
    else:
        write(f"{problem}\n" for problem in contents.problems)
    errors = sum(problem.severity == "error" for problem in contents.problems)
    if not request.quiet:
        say(f"mieux: {len(contents.documents)} records, {errors} errors, {len(problems) - errors} warnings")
    if errors:
        raise typer.Exit(ExitCode.ARCHIVE)
