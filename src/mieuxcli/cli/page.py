"""The command that writes an archive, or a part of it, as one page of HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.cli.answer import nothing
from mieuxcli.errors import ExitCode, UsageError
from mieuxcli.page import page as page_of
from mieuxcli.streams import say, write_file
from mieuxcli.words import counted

if TYPE_CHECKING:
    from mieuxcli.cli.options import Request

__all__ = ["page"]

_MOST = 10_000


def page(request: Request) -> int:
    """Write the archive in use, or what the query and the filters select of it, as one page of HTML."""
    name, *query = request.words
    path = Path(name)
    if path.suffix.lower() not in (".html", ".htm"):
        named = path.stem.strip("-")
        raise UsageError(f"{name} should end in .html", f"mieux page {named or 'mieux'}.html")
    asked = request._replace(words=tuple(query))
    store = asked.store()
    selection = asked.selection()
    number = store.count(selection)
    if number > _MOST:
        raise UsageError(
            f"{counted(number, 'record')} are more than a page can carry ({_MOST:,})",
            "select fewer, or mieux compile mieux.db takes any number, and datasette mieux.db shows it in a browser",
        )
    if not number:
        nothing(asked, store)
        return ExitCode.NOTHING
    write_file(name, page_of(store, selection))
    if not request.quiet:
        say(f"mieux: {counted(number, 'record')} in {name}")
    return ExitCode.OK
