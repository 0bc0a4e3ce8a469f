"""The table of commands: where each is, what it is for, and in which group of the help it stands."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NamedTuple

import typer

from mieuxcli.cli.options import COUNTING, SELECTING, with_options
from mieuxcli.cli.shaping import HELP_NAMES, Command

__all__ = ["COMMANDS", "GROUPS", "Listing", "built"]


class Listing(NamedTuple):
    """A command in the table: the module and function that run it, its line in the help, and the shared options it takes."""

    module: str
    function: str
    summary: str
    options: tuple[str, ...] = SELECTING


COMMANDS = {
    "list": Listing("reading", "list_", "articles, newest first"),
    "search": Listing("reading", "search", "find records by words, best first"),
    "show": Listing("reading", "show", "records in full, with what belongs to them", ("format", "pager", "archive")),
    "facts": Listing("reading", "facts", "key facts: figures with hedge, scope, date and source"),
    "actions": Listing("reading", "actions", "Actions, the projects with partners"),
    "define": Listing("reading", "define", "terms and acronyms", ("order", "limit", "format", "fields", "pager", "archive")),
    "timeline": Listing("counting", "timeline", "what happened when", COUNTING),
    "stats": Listing("counting", "stats", "how many there are, by any facet", COUNTING),
    "cite": Listing("taking", "cite", "a reference, or data for reference managers", ("format", "archive")),
    "open": Listing("taking", "open_", "the source in a browser", ("archive",)),
    "fields": Listing("taking", "fields", "fields of records, and JSON Schemas", ("format",)),
    "help": Listing("taking", "help_", "a page of the manual", ()),
    "new": Listing("keeping", "new", "an empty, commented archive", ("quiet",)),
    "import": Listing("importing", "import_", "records from saved pages and tables", ("format", "fields")),
    "check": Listing("keeping", "check", "all problems of an archive at once", ("format", "archive")),
    "compile": Listing("keeping", "compile_", "an archive in one file that opens at once", ("quiet", "archive")),
}

GROUPS = {
    "Read": ("list", "search", "show", "facts", "actions", "define"),
    "Look": ("timeline", "stats"),
    "Take along": ("cite", "open", "fields", "help"),
    "Own archives": ("new", "import", "check", "compile"),
}


@cache
def built(name: str, asked: frozenset[str] | None = None) -> typer.core.TyperCommand:
    """Return the command of that name, built from its function with all shared options, or only with those that are asked for."""
    listing = COMMANDS[name]
    function = getattr(import_module(f"mieuxcli.cli.{listing.module}"), listing.function)
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"help_option_names": HELP_NAMES, "max_content_width": 100}
    single.command(name, cls=Command, context_settings=settings, short_help=listing.summary)(with_options(function, listing.options, asked))
    return typer.main.get_command(single)  # type: ignore[return-value]  # a single command is no group
