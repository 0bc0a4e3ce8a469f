"""The commands that refer to sources (cite and open) and to the program itself (fields and help)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli import schemas
from mieuxcli.cli.answer import emit, format_of, shown
from mieuxcli.cli.commands import COMMANDS, TOPICS
from mieuxcli.cli.queries import asked_ids
from mieuxcli.errors import ExitCode, UsageError, quoted, unknown
from mieuxcli.formats.references import reference, styled
from mieuxcli.harmless import is_link
from mieuxcli.records import Fact
from mieuxcli.shapes import Grid, Rows
from mieuxcli.streams import is_terminal, say, write

if TYPE_CHECKING:
    from mieuxcli.cli.options import Request
    from mieuxcli.records import Record

__all__ = ["cite", "fields", "help_", "open_", "page"]

_MANUAL = Path(__file__).parents[1] / "manual"


def _records(request: Request) -> list[Record]:
    store = request.store()
    return [store.get(text) for text in asked_ids(request)]


def cite(request: Request) -> int:
    """Cite records as readable references or in the requested format."""
    if request.style and request.format:
        raise UsageError(
            f"--style {request.style} is a reference to read, and --format {request.format} is another form",
            "one of the two",
        )
    records = _records(request)
    if request.format:
        return emit(request, Rows(("id", "title"), records), found=bool(records))
    if not request.quiet:
        write(
            f"{text}\n"
            for text in (styled(records, request.style) if request.style else map(reference, records))
        )
        for record in records:
            if isinstance(record, Fact) and record.disagrees_with:
                say(f"mieux: disputed; mieux show {record.id} says by whom")
    return ExitCode.OK


def open_(request: Request) -> int:
    """Open the sources of records in a browser, or print their addresses."""
    import webbrowser  # noqa: PLC0415 - it is slow to import

    for record in _records(request):
        if not record.url:
            raise UsageError(
                f"{record.id} has no address", f"mieux show {record.id} tells what is known of its source"
            )
        if request.print or not is_terminal():
            write([record.url + "\n"])
        elif not is_link(record.url):
            raise UsageError(
                f"the address of {record.id} is none that a browser should open: {quoted(record.url)}",
                f"mieux open {record.id} --print prints it",
            )
        elif not webbrowser.open(record.url):
            say(f"mieux: no browser could be started for {record.url}")
    return ExitCode.OK


def fields(request: Request) -> int:
    """List the fields of records, or print JSON Schemas."""
    name = request.query
    if request.schema:
        wanted = schemas.schema(name) if name else {each: schemas.schema(each) for each in schemas.SCHEMAS}
        write([] if request.quiet else [json.dumps(wanted, ensure_ascii=False, indent=2) + "\n"])
        return ExitCode.OK
    rows = schemas.field_rows()
    if name:
        if name not in (row[0] for row in rows):
            raise unknown("field", name, [row[0] for row in rows])
        rows = [row for row in rows if row[0] == name]
    if format_of(request) == "table":
        every = rows[0][2] if not name else ""
        rows = [(*row[:2], "all" if row[2] == every else row[2], *row[3:]) for row in rows]
    return emit(request, Grid(schemas.FIELD_COLUMNS, tuple(rows)), found=bool(rows))


def help_(request: Request) -> int:
    """Explain a topic, or list the topics."""
    topic = request.query
    if topic in COMMANDS:
        from mieuxcli.cli.program import run  # noqa: PLC0415 - only the help of commands needs typer

        return run([topic, "--help"], lambda _: ExitCode.OK)
    if topic and is_terminal():
        from mieuxcli import console  # noqa: PLC0415 - only a terminal needs rich

        shown(console.page(page(topic)))
    else:
        write([page(topic)] if topic else _topics())
    return ExitCode.OK


def _topics() -> list[str]:
    """Return a line for each topic, in columns for a person."""
    wide = max(map(len, TOPICS))
    return [
        f"{name:<{wide}}  {one.meaning}\n" if is_terminal() else f"{name}\t{one.meaning}\n"
        for name, one in TOPICS.items()
    ]


def page(topic: str) -> str:
    """Return the text of a topic of the manual, in Markdown.

    Raises UsageError, with the nearest names, if there is no such topic.
    """
    if topic not in TOPICS:
        raise unknown("topic", topic, [*TOPICS, *COMMANDS])
    return (_MANUAL / TOPICS[topic].file).read_text(encoding="utf-8")
