"""The commands for archives of one's own: new, import, check, diff and compile."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.authoring import new_archive
from mieuxcli.bulk import compile_lines, outline_of
from mieuxcli.checks import check as checked
from mieuxcli.cli.answer import emit, format_of
from mieuxcli.compiler import compiled, contents_of, sound
from mieuxcli.difference import Change, changes
from mieuxcli.errors import ExitCode, UsageError
from mieuxcli.importing import add, read
from mieuxcli.origin import BUNDLED, origin_of
from mieuxcli.packing.datasette import datasette_metadata
from mieuxcli.progress import progress
from mieuxcli.shapes import Grid, Problems, Rows
from mieuxcli.streams import say, write, write_file
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.cli.options import Request
    from mieuxcli.importing import Added, Found

__all__ = ["check", "compile_", "diff", "import_", "new"]

_FIELDS = ("id", "date", "title")


def new(request: Request) -> int:
    """Create an empty archive."""
    folder = Path(request.words[0])
    made = new_archive(folder)
    if not request.quiet:
        write(f"{path}\n" for path in made)
        say(f"hint: fill in {made[0].parent}/articles.toml, then mieux check {folder}")
    return ExitCode.OK


def import_(request: Request) -> int:
    """Add the records of saved pages, tables, references and feeds to an archive.

    The exit code is 1 if anything could not be read or filled in, or no record was found.
    """
    format_of(request)
    if request.into == BUNDLED and not Path(BUNDLED).exists():
        raise UsageError("the bundled archive cannot be changed; name a folder of your own with --into")
    fields = request.columns(_FIELDS)
    found = read(request.words)
    added = add(found, request.into, dry_run=request.dry_run, fill=request.fill)
    if not request.quiet:
        _tell(request, found, added)
    whole = bool(added.new or added.known) and not found.unread and not _unfilled(request, added)
    return emit(request, Rows(fields, added.new), found=whole)


def _unfilled(request: Request, added: Added) -> list[str]:
    """Return the ids of records that should have been filled in, but could not be edited."""
    left = added.fillable if request.fill and not request.dry_run else ()
    return list(dict.fromkeys(fill.id for fill in left if fill not in added.filled))


def _tell(request: Request, found: Found, added: Added) -> None:
    for unread in found.unread:
        say(f"mieux: {unread}")
    for record in added.known:
        say(f"mieux: there already: {record.id}")
    for fill in added.fillable:
        say(f"mieux: {'filled' if fill in added.filled else 'fillable'}: {fill}")
    for remark in added.remarks:
        say(f"mieux: to mend: {remark}")
    if added.homeless:
        figures = counted(added.homeless, "figure")
        say(f"mieux: {figures} not added: a key fact needs a source, and the page has no address")
    unfilled = _unfilled(request, added)
    if unfilled:
        say(f"mieux: not filled in, since only tables of TOML files are edited: {', '.join(unfilled)}")
    would = " (nothing is written)" if request.dry_run else ""
    left = len(added.fillable) - len(added.filled)
    counts = (
        f"{len(added.new):,} new in {request.into}, {len(added.known):,} there already"
        f"{f', {len(added.filled):,} filled' if added.filled else ''}"
        f"{f', {left:,} fillable' if left else ''}, {len(found.unread):,} not read"
    )
    say(f"mieux: {counts}{would}")
    if left and not request.fill:
        say("hint: --fill fills in what the records that are there lack")


def check(request: Request) -> int:
    """Check an archive and report all its problems at once."""
    contents = checked(contents_of(request.words or request.sources() or (BUNDLED,)))
    emit(request, Problems(tuple(contents.problems)), found=True)
    errors = sum(problem.severity == "error" for problem in contents.problems)
    if not request.quiet:
        warnings = len(contents.problems) - errors
        say(f"mieux: {counted(len(contents.records), 'record')}, errors: {errors}, warnings: {warnings}")
    return ExitCode.ARCHIVE if errors else ExitCode.OK


def diff(request: Request) -> int:
    """Show the differences between two archives; the exit code is 1 if there are any."""
    if len(request.words) != 2:
        raise UsageError("diff takes two archives", "mieux diff OLD NEW")
    old, new = (sound(contents_of([name])).records for name in request.words)
    rows = tuple(changes(old, new))
    emit(request, Grid(Change._fields, rows, "changes"), found=True)
    if not request.quiet:
        counts = Counter(change.change for change in {(row.change, row.id): row for row in rows}.values())
        say(
            "mieux: "
            + (", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "no difference")
        )
    return ExitCode.NOTHING if rows else ExitCode.OK


def compile_(request: Request) -> int:
    """Compile an archive into a single file."""
    path = Path(request.words[0])
    if path.suffix != ".db":
        raise UsageError(
            f"{path} should end in .db", f"mieux compile {path.with_suffix('.db')}" if path.name else None
        )
    sources = request.sources()
    # What describes the columns is made from the whole archive.
    number = None if request.metadata else _compiled_by_lines(sources, path)
    if number is None:
        contents = contents_of(sources or (BUNDLED,))
        if len(sources) == 1 and sources[0] != BUNDLED:
            contents.about.update(origin_of(sources[0], str(path)))
        number = len(contents.records)
        with progress(number, "compiling") as step:
            compiled(contents, path, step)
        if request.metadata:
            described = datasette_metadata(contents.about, path.stem)
            name = str(path.with_suffix(".metadata.json"))
            write_file(name, [json.dumps(described, ensure_ascii=False, indent=2) + "\n"])
    if not request.quiet:
        say(f"mieux: {counted(number, 'record')} in {path}")
    return ExitCode.OK


def _compiled_by_lines(sources: Sequence[str], path: Path) -> int | None:
    """Compile a file of JSON Lines without keeping it, and return its number of records; None if it cannot be."""
    outline = outline_of(sources)
    if outline is None:
        return None
    with progress(outline.lines, "compiling") as step:
        return compile_lines(outline, path, step)
