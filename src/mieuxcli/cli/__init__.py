"""The command line: the only package that knows typer. Commands are built when they are asked for, errors end in one place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mieuxcli import __version__
from mieuxcli.cli.commands import COMMANDS, GROUPS, built
from mieuxcli.cli.shaping import HELP_NAMES, plain_usage
from mieuxcli.errors import ArchiveError, ExitCode, MieuxError, OutputError, UsageError
from mieuxcli.output import abandon, say, tell, write

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


class Commands(typer.core.TyperGroup):
    """The group of all commands, each of which is built only when it is asked for; `asked` are the options that follow it."""

    asked: frozenset[str] | None = None

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer keeps its context class private
        """Return the names of the commands in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> typer.core.TyperCommand | None:  # noqa: ANN401
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        return built(cmd_name, None if ctx.resilient_parsing else self.asked)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Find the command, knowing which options follow it, so that no others need to be made."""
        given = [arg.split("=")[0] for arg in args[1:]]
        self.asked = None if set(given) & set(HELP_NAMES) else frozenset(arg for arg in given if arg.startswith("--") and arg != "--")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:  # noqa: ANN401
        """Return the commands that begin so, from the table, without building any of them."""
        from typer.core import CompletionItem  # type: ignore[attr-defined]  # noqa: PLC0415 - typer has no public name for it

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=listing.summary) for name, listing in COMMANDS.items() if name.startswith(incomplete)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the commands in groups by purpose."""
        del ctx
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name].summary) for name in names])


_EPILOG = """\b
Examples:
  mieux list --year 2022                 the articles of a year, newest first
  mieux search crisis                    what the archive has on a word
  mieux show 2022-03-30                  one record in full
  mieux facts experts                    a figure through time, with its hedges
  mieux timeline --by phase              what happened when
  mieux stats --by country               how the records spread
  mieux cite 2022-02-01                  a reference to take along
  mieux check ./mine                     what is to be mended in an archive of one's own

In a pipe the output is tab-separated lines, one record a line; --format json, csv and others say otherwise."""

# The options that install and show completion cost every start a little, so they are there only when asked for, or when help is.
_COMPLETING = "_MIEUX_COMPLETE" in os.environ or len(sys.argv) == 1 or any(arg in HELP_NAMES or "completion" in arg for arg in sys.argv)

app = typer.Typer(
    cls=Commands,
    add_completion=_COMPLETING,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP_NAMES, "max_content_width": 100},
)


@app.callback(invoke_without_command=True, epilog=_EPILOG)
def root(
    ctx: typer.Context,
    archive: Annotated[list[str] | None, typer.Option(metavar="PATH", help="Archive for the command that follows.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Read the MIEUX archive: articles, Actions, key facts, milestones and terms of the EU-ICMPD initiative, 2009 to 2024."""
    if version:
        write([f"mieux {__version__}\n"])
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        write([ctx.get_help() + "\n"])
        raise typer.Exit
    ctx.obj = tuple(archive or ())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; what goes wrong is told in a line or two, never as a traceback."""
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="mieux", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.OK
    except MieuxError as error:
        tell(error)
        return error.exit_code
    except typer.TyperException as error:
        tell(UsageError(*plain_usage(error)))
        return ExitCode.USAGE
    except SystemExit as error:
        # typer leaves so with 1 when the reader of a help text has gone, which is no error.
        return ExitCode.OK if error.code in (None, 0, 1) else ExitCode.USAGE
    except OSError as error:
        abandon()
        tell(OutputError(f"cannot write the output: {error.strerror}"))
        return ExitCode.OUTPUT
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except Exception as error:
        if type(error).__module__ == "sqlite3":
            tell(ArchiveError(f"the archive is damaged: {error}", "mieux compile writes it anew from its files"))
            return ExitCode.ARCHIVE
        if os.environ.get("MIEUX_DEBUG"):
            raise
        say(f"mieux: this should not have happened: {type(error).__name__}: {error}\nhint: please report it; MIEUX_DEBUG=1 shows where")
        return ExitCode.ARCHIVE
