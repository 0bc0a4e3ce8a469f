"""The command line as typer reads it: help, errors, completion and whatever the plain reader leaves to it.

This is the only module that imports typer.
"""

from __future__ import annotations

import os
import re
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import typer.core
from typer.main import get_install_completion_arguments

from mieuxcli import __version__
from mieuxcli.archive import in_use
from mieuxcli.cli.answer import shown
from mieuxcli.cli.commands import COMMANDS, GROUPS
from mieuxcli.cli.completion import completed, in_any_case, values
from mieuxcli.cli.examples import EXAMPLES, welcome
from mieuxcli.cli.options import FROM, HOW, OPTIONS, WHERE, WHICH, requested
from mieuxcli.cli.reader import with_exclusions
from mieuxcli.errors import ExitCode, UsageError, in_shell
from mieuxcli.formats import able
from mieuxcli.streams import is_terminal, write
from mieuxcli.words import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer._click import Context, HelpFormatter
    from typer._click.shell_completion import CompletionItem

    from mieuxcli.cli.commands import Command
    from mieuxcli.cli.options import Argument, Option, Request

__all__ = ["run"]

_HELP_NAMES = ["-h", "--help"]
_SETTINGS = {"help_option_names": _HELP_NAMES, "max_content_width": 100}


def run(arguments: Sequence[str], answer: Callable[[Request], int]) -> int:
    """Read one command line and answer its request.

    Raises UsageError, worded in the program's own style, if typer finds a mistake.
    """
    try:
        if _asking() == "zsh":
            return _offer_to_zsh(arguments, answer)
        code = _root(answer).main(list(arguments), prog_name="mieux", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.OK
    except typer.TyperException as error:
        raise UsageError(*_reworded(error)) from error
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except SystemExit as error:
        # typer exits with 1 if the reader of a help text has closed the pipe, which is not an error.
        return ExitCode.OK if error.code in (None, 0, 1) else ExitCode.USAGE


def _offer_to_zsh(arguments: Sequence[str], answer: Callable[[Request], int]) -> int:
    """Write what completes a line in zsh, in the form in which it completes in any case."""
    offer = StringIO()
    try:
        with redirect_stdout(offer):
            _root(answer).main(list(arguments), prog_name="mieux", standalone_mode=False)
    finally:
        write([in_any_case(offer.getvalue())])
    return ExitCode.OK


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

    def get_help_option(self, ctx: Context) -> typer.core.TyperOption | None:
        """Return the option that shows the help, in the pager where it is taller than the terminal."""
        return _paged(super().get_help_option(ctx))

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

    def get_help_option(self, ctx: Context) -> typer.core.TyperOption | None:
        """Return the option that shows the help, in the pager where it is taller than the terminal."""
        return _paged(super().get_help_option(ctx))

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


def _paged(option: typer.core.TyperOption | None) -> typer.core.TyperOption | None:
    if option is not None:
        option.callback = _help_shown
    return option


def _help_shown(ctx: Context, _: object, wanted: bool) -> None:  # noqa: FBT001 - so typer calls it
    if wanted and not ctx.resilient_parsing:
        lines = [line + "\n" for line in ctx.get_help().split("\n")]
        if is_terminal():
            shown(lines)
        else:
            write(lines)
        ctx.exit()


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
    option = _Option(
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
    )
    option.completes = one.completes
    return option


def _argument(one: Argument) -> typer.core.TyperArgument:
    argument = _Argument(
        param_decls=[one.name],
        type=str,
        nargs=-1 if one.many else 1,
        required=one.required,
        metavar=one.metavar,
        help=one.meaning,
        show_default=False,
    )
    argument.completes = one.completes
    return argument


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
        if near:
            hint = f"did you mean {' or '.join(near)}?"
        elif wrong[1] == "command" and wrong["name"][:1].isalnum():
            hint = (
                f"mieux search {in_shell(wrong['name'])} looks for the word; mieux --help says what there is"
            )
        message = f"there is no {wrong[1]} '{wrong['name']}'"
    first = message.split("\n")[0].rstrip(".")
    return first[:1].lower() + first[1:], hint


def _offers(what: str, ctx: Context, begun: str) -> list[CompletionItem]:
    """Return what completes the word that is begun, as the shell that asks can take it."""
    from typer._click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell asks for it

    command = ctx.command.command if isinstance(ctx.command, _Command) else None
    before = ctx.parent.params.get("archive") if ctx.parent else None
    archive = in_use((*(before or ()), *(ctx.params.get("archive") or ())))
    found = completed(what, begun, values(what, command, archive, begun), _asking())
    return [CompletionItem(value, help=meaning or None) for value, meaning in found]


def _asking() -> str:
    """Return the name of the shell that asks for completion, or nothing."""
    return os.environ.get("_MIEUX_COMPLETE", "").partition("_")[2]


class _Option(typer.core.TyperOption):
    """An option whose value is completed as the table of options says."""

    completes = ""

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return what completes the value that is begun."""
        return _offers(self.completes, ctx, incomplete) if self.completes else []


class _Argument(typer.core.TyperArgument):
    """An argument that is completed as the table of commands says."""

    completes = ""

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return what completes the word that is begun."""
        return _offers(self.completes, ctx, incomplete) if self.completes else []
