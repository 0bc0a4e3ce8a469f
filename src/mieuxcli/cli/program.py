"""The command line as typer reads it: help, errors, completion and whatever the plain reader leaves to it.

This is the only module that imports typer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

import typer.core
from typer.main import get_install_completion_arguments

from mieuxcli import __version__
from mieuxcli.archive import in_use, open_store, term_titles
from mieuxcli.cli.commands import COMMANDS, GROUPS
from mieuxcli.cli.examples import EXAMPLES, welcome
from mieuxcli.cli.options import FROM, HOW, OPTIONS, WHERE, WHICH, requested
from mieuxcli.cli.reader import with_exclusions
from mieuxcli.errors import ExitCode, MieuxError, UsageError
from mieuxcli.fields import FIELDS, SORTABLE
from mieuxcli.formats import FORMATS, able
from mieuxcli.streams import write
from mieuxcli.words import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from typer._click import Context, HelpFormatter

    from mieuxcli.cli.commands import Command
    from mieuxcli.cli.options import Argument, Option, Request
    from mieuxcli.store import Store

__all__ = ["one_word", "run"]

_HELP_NAMES = ["-h", "--help"]
_SETTINGS = {"help_option_names": _HELP_NAMES, "max_content_width": 100}


def run(arguments: Sequence[str], answer: Callable[[Request], int]) -> int:
    """Read one command line and answer its request.

    Raises UsageError, worded in the program's own style, if typer finds a mistake.
    """
    try:
        code = _root(answer).main(list(arguments), prog_name="mieux", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.OK
    except typer.TyperException as error:
        raise UsageError(*_reworded(error)) from error
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except SystemExit as error:
        # typer exits with 1 if the reader of a help text has closed the pipe, which is not an error.
        return ExitCode.OK if error.code in (None, 0, 1) else ExitCode.USAGE


class _Commands(typer.core.TyperGroup):
    """The group of all commands, which the help lists by purpose."""

    def invoke(self, ctx: Context) -> object:
        """Answer a call without a command, or else keep the archives named before the command and run it."""
        if ctx.params["version"]:
            write([f"mieux {__version__}\n"])
            return ExitCode.OK
        if not ctx._protected_args:  # noqa: SLF001 - typer keeps the command there until it runs it
            write([welcome()])
            return ExitCode.OK
        ctx.obj = tuple(ctx.params["archive"] or ())
        return super().invoke(ctx)

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in the order of the help."""
        del ctx
        return list(COMMANDS)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands in groups by purpose."""
        del ctx
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name].summary) for name in names])


class _Command(typer.core.TyperCommand):
    """A command whose help has options under headings, and whose query may exclude words with a minus."""

    def __init__(self, command: Command, answer: Callable[[Request], int]) -> None:
        """Build a command from the table; its requests go to `answer`."""
        words = [_argument(command.words)] if command.words else []
        super().__init__(
            command.name,
            help=command.text,
            short_help=command.summary,
            params=[*words, *(_option(_offered(OPTIONS[name], command)) for name in command.options)],
            epilog=_shown(EXAMPLES[command.name]),
            context_settings=_SETTINGS,
            rich_markup_mode=None,
        )
        self.command = command
        self.answer = answer

    def invoke(self, ctx: Context) -> int:
        """Answer the request that the words and options form."""
        given = dict(ctx.params)
        value = given.pop(self.command.words.name) if self.command.words else ()
        words = value if isinstance(value, tuple) else () if value is None else (value,)
        given["archive"] = (*(ctx.parent.obj if ctx.parent else ()), *(given.get("archive") or ()))
        return self.answer(requested(self.command.name, words, given))

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read `-word` as an exclusion if the command takes a query, and everything else as typer does."""
        return super().parse_args(ctx, with_exclusions(self.command, args))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the arguments, then the options under their headings, in the same order for every command."""
        sections: dict[str, list[tuple[str, str]]] = {heading: [] for heading in _HEADINGS}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record:
                usual = "Arguments" if param.param_type_name == "argument" else "Other options"
                sections[getattr(param, "rich_help_panel", None) or usual].append(record)
        for heading, records in ((heading, records) for heading, records in sections.items() if records):
            with formatter.section(heading):
                formatter.write_dl(records)


_HEADINGS = ("Arguments", WHICH, HOW, WHERE, FROM, "Other options")
_PIPES = (
    "In a pipe the output is tab-separated lines, one record a line; --format json, csv and others say "
    "otherwise."
)


def _shown(examples: Sequence[tuple[str, str]]) -> str:
    """Return examples as a paragraph that typer does not rewrap."""
    width = max(len(call) for call, _ in examples) + 2
    return "\n".join(
        ["\b", "Examples:", *(f"  mieux {call:<{width}}{meaning}" for call, meaning in examples)]
    )


def _offered(option: Option, command: Command) -> Option:
    """Return an option as a command offers it; --format lists the formats that can show its answers."""
    if option.name != "format":
        return option
    return option._replace(meaning=", ".join(able(command.shows)) + ".")


_FIRST = ("list", "search", "show", "facts", "timeline", "stats", "cite", "check")


def _root(answer: Callable[[Request], int]) -> _Commands:
    """Return the group of all commands, built from the table of commands."""
    return _Commands(
        name="mieux",
        help="Read the MIEUX archive: articles, Actions, key facts, milestones and terms of the EU-ICMPD "
        "initiative, 2009 to 2024.",
        epilog=f"{_shown([EXAMPLES[name][0] for name in _FIRST])}\n\n{_PIPES}",
        commands={name: _Command(command, answer) for name, command in COMMANDS.items()},
        params=[
            typer.core.TyperOption(
                param_decls=["--archive"],
                multiple=True,
                metavar="PATH",
                help="Archive for the command that follows.",
            ),
            typer.core.TyperOption(
                param_decls=["--version", "-V"], is_flag=True, help="Print the version and exit."
            ),
            *get_install_completion_arguments(),
        ],
        invoke_without_command=True,
        context_settings=_SETTINGS,
        rich_markup_mode=None,
    )


def _option(one: Option) -> typer.core.TyperOption:
    flag = one.kind == "flag"
    return typer.core.TyperOption(
        param_decls=[*one.flags, one.key],
        type=bool if flag else str,
        is_flag=flag,
        multiple=one.kind == "texts",
        default=one.default or (False if flag else None),
        show_default=bool(one.default),
        required=one.required,
        metavar=one.metavar or None,
        help=one.meaning,
        rich_help_panel=one.heading,
        autocompletion=_completing(one.completes) if one.completes else None,
    )


def _argument(one: Argument) -> typer.core.TyperArgument:
    return typer.core.TyperArgument(
        param_decls=[one.name],
        type=str,
        nargs=-1 if one.many else 1,
        required=one.required,
        metavar=one.metavar,
        help=one.meaning,
        show_default=False,
        autocompletion=_completing(one.completes) if one.completes else None,
    )


def _reworded(error: typer.TyperException) -> tuple[str, str | None]:
    """Return the message of a typer error in the program's own style, with a hint."""
    message = error.format_message().strip()
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "mieux"
    wrong = re.match(r"No such (option|command):? ?[\"']?(?P<name>[^\s\"'.]+)", message)
    hint = f"{path} --help says what there is"
    if wrong and ctx:
        names = (
            ctx.command.list_commands(ctx)
            if wrong[1] == "command"
            else [name for param in ctx.command.get_params(ctx) for name in param.opts]
        )
        near = nearest(wrong["name"], names)
        hint = f"did you mean {' or '.join(near)}?" if near else hint
        message = f"there is no {wrong[1]} '{wrong['name']}'"
    first = message.split("\n")[0].rstrip(".")
    return first[:1].lower() + first[1:], hint


Completed: TypeAlias = "list[tuple[str, str] | str]"


def _completing(what: str) -> Callable[[Context, list[str], str], Completed]:
    """Return the function that completes `ids`, `terms`, `formats`, `sort_fields` or the values of a facet."""

    def complete(ctx: Context, _: list[str], incomplete: str) -> Completed:
        if what == "formats" and isinstance(ctx.command, _Command):
            names = able(ctx.command.command.shows)
            return [(name, FORMATS[name].meaning) for name in names if name.startswith(incomplete)]
        if what == "sort_fields":
            return [(name, meaning) for name, meaning in _SORTED if name.startswith(incomplete)]
        store = _store(ctx)
        if store is None:
            return []
        if what == "ids":
            return list(store.ids(incomplete))
        return _completed(incomplete, term_titles(store) if what == "terms" else store.values(what))

    return complete


_SORTED = [(field.name, field.meaning) for field in FIELDS if field.name in SORTABLE]


def _store(ctx: Context) -> Store | None:
    before = ctx.parent.params.get("archive") if ctx.parent else None
    try:
        return open_store(in_use((*(before or ()), *(ctx.params.get("archive") or ()))))
    except MieuxError:
        return None


def _completed(incomplete: str, values: Iterable[str]) -> Completed:
    """Return the completions of a word to one of the values, ignoring case and accents.

    The letters that were typed are kept, as in `costa-Rica` for `cos`, because typer drops completions that do
    not begin with them. Filters accept either spelling.
    """
    words = [one_word(value) for value in values]
    begun = fold(incomplete)
    exact: Completed = [word for word in words if word.startswith(incomplete)]
    return exact or [incomplete + word[len(incomplete) :] for word in words if fold(word).startswith(begun)]


def one_word(value: str) -> str:
    """Return a value as one word that no shell splits or expands, such as `Costa-Rica`.

    It folds to the same text as the value.
    """
    letters = "".join(char for char in unicodedata.normalize("NFC", value) if not unicodedata.combining(char))
    return "-".join(re.findall(r"[^\W_]+", letters))
