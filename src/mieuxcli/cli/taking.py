"""The commands that take something along: cite, open, fields, help."""

from __future__ import annotations

import json
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from mieuxcli import manual, schemas, views
from mieuxcli.archive import checked_name
from mieuxcli.cli.emitting import emit
from mieuxcli.cli.options import HOW, Ids, Request, asked_ids
from mieuxcli.errors import UsageError
from mieuxcli.formats.citations import reference, styled
from mieuxcli.output import is_terminal, say, write

if TYPE_CHECKING:
    from mieuxcli.models import Document

__all__ = ["cite", "fields", "help_", "open_"]

_FIELD_COLUMNS = ("id", "kind", "types", "serves", "meaning")


def _documents(request: Request, ids: list[str] | None) -> list[Document]:
    archive = request.archive()
    return [archive.store.get(text) for text in asked_ids(request, ids)]


def cite(
    request: Request,
    ids: Ids = None,
    style: Annotated[
        str | None, typer.Option("--style", help="apa or chicago, written by citeproc.", metavar="STYLE", rich_help_panel=HOW)
    ] = None,
) -> None:
    """Cite records: a reference to read, or with --format bibtex, ris or csl-json what reference managers read.

    Authors are the persons whom the source names as such, else the body that runs the site.
    """
    if style and request.format:
        raise UsageError(f"--style {style} is a reference to read, and --format {request.format} is another form", "one of the two")
    documents = _documents(request, ids)
    if request.format:
        emit(request, views.Rows(("id", "title"), documents), found=bool(documents))
    elif not request.quiet:
        write(f"{text}\n" for text in (styled(documents, style) if style else map(reference, documents)))


def open_(
    request: Request,
    ids: Ids = None,
    print_: Annotated[bool, typer.Option("--print", help="Print the addresses instead.", rich_help_panel=HOW)] = False,
) -> None:
    """Open the sources of records in a browser; in a pipe, or with --print, print their addresses."""
    for document in _documents(request, ids):
        if not document["url"]:
            raise UsageError(f"{document['id']} has no address", f"mieux show {document['id']} tells what is known of its source")
        if print_ or not is_terminal():
            write([document["url"] + "\n"])
        elif not webbrowser.open(document["url"]):
            say(f"mieux: no browser could be started for {document['url']}")


def fields(
    request: Request,
    name: Annotated[
        str | None, typer.Argument(help="A field, or with --schema a schema; all without it.", metavar="[NAME]", show_default=False)
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print JSON Schemas of what is printed as JSON and of archives.", rich_help_panel=HOW)
    ] = False,
) -> None:
    """List the fields of records: kind of value, types that have it, whether it filters, sorts and is searched, and its meaning."""
    if schema:
        wanted = schemas.schema(name) if name else {each: schemas.schema(each) for each in schemas.SCHEMAS}
        write([] if request.quiet else [json.dumps(wanted, ensure_ascii=False, indent=2) + "\n"])
        return
    rows = schemas.field_rows()
    if name:
        checked_name("field", name, [row["id"] for row in rows])
        rows = [row for row in rows if row["id"] == name]
    emit(request, views.Grid(_FIELD_COLUMNS, rows), found=bool(rows))


def help_(
    request: Request,
    topic: Annotated[str | None, typer.Argument(help=f"One of {', '.join(manual.TOPICS)}.", metavar="[TOPIC]", show_default=False)] = None,
) -> None:
    """Explain a topic: the query language, formats, scripts, archives, data; without one, list the topics."""
    del request
    if topic and is_terminal():
        from mieuxcli import console  # noqa: PLC0415 - only a terminal pays for it

        write(console.page(manual.page(topic)))
        return
    write([manual.page(topic)] if topic else (f"{name}\t{page.meaning}\n" for name, page in manual.TOPICS.items()))
