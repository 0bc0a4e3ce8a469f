"""The commands for archives of one's own: new, check, compile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mieuxcli.archive import BUNDLED, compiled, contents_of
from mieuxcli.cli.options import Request
from mieuxcli.errors import ExitCode, UsageError
from mieuxcli.output import progress, say, write
from mieuxcli.words import counted

__all__ = ["check", "compile_", "new"]


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
    if request.quiet:
        pass
    elif request.format == "json":
        write([json.dumps(problems, ensure_ascii=False, indent=2) + "\n"])
    elif request.format == "jsonl":
        write(json.dumps(problem, ensure_ascii=False) + "\n" for problem in problems)
    else:
        write(f"{problem}\n" for problem in contents.problems)
    errors = sum(problem.severity == "error" for problem in contents.problems)
    if not request.quiet:
        say(f"mieux: {counted(len(contents.documents), 'record')}, errors: {errors}, warnings: {len(problems) - errors}")
    if errors:
        raise typer.Exit(ExitCode.ARCHIVE)


def new(
    request: Request,
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not hold anything yet.", metavar="DIR")],
) -> None:
    """Make an empty archive: commented files to fill in, with the schema that editors check and complete them by."""
    from mieuxcli.authoring import new_archive  # noqa: PLC0415

    made = new_archive(folder)
    if not request.quiet:
        write(f"{path}\n" for path in made)
        say(f"hint: fill in {made[0].parent}/articles.toml, then mieux check {folder}")


def compile_(
    request: Request,
    path: Annotated[
        Path, typer.Argument(help="File to write; one that is there is replaced when the new one is whole.", metavar="PATH.db")
    ],
) -> None:
    """Compile an archive into one file that opens at once, whatever its size.

    It is an SQLite database with a full-text index: datasette serves it, sqlite-utils searches it.
    """
    if path.suffix != ".db":
        raise UsageError(f"{path} should end in .db", f"mieux compile {path.with_suffix('.db')}" if path.name else None)
    contents = contents_of(request.sources() or (BUNDLED,))
    with progress(len(contents.documents), "compiling") as step:
        compiled(contents, path, step)
    if not request.quiet:
        say(f"mieux: {counted(len(contents.documents), 'record')} in {path}")
