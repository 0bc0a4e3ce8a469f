"""How commands look and read their arguments: option groups in the help, excluded words, errors in our own words."""

from __future__ import annotations

import re
from typing import Any

import typer.core

from mieuxcli.words import nearest

__all__ = ["HELP_NAMES", "Command", "plain_usage"]

HELP_NAMES = ["-h", "--help"]
_EXCLUDED = re.compile(r"-[^\W_](?!$)|-[\"(]")


class Command(typer.core.TyperCommand):
    """A command whose options stand in the help under their own headings, and whose query may exclude words with a minus."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer keeps its context class private
        """Read `-word` as the exclusion of a word where the command takes a query, everything else as typer does."""
        takes_query = any(param.name == "query" for param in self.params)
        flags = {name for param in self.params if getattr(param, "is_flag", False) for name in param.opts}
        return super().parse_args(ctx, _with_exclusions(args, flags | set(HELP_NAMES)) if takes_query else args)

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the arguments, then each group of options under its heading."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record:
                heading = getattr(param, "rich_help_panel", None) or (
                    "Arguments" if param.param_type_name == "argument" else "Other options"
                )
                sections.setdefault(heading, []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)


def _with_exclusions(args: list[str], flags: set[str]) -> list[str]:
    """Return the arguments with NOT for a minus before a word, unless that is the value of the option before it."""
    out: list[str] = []
    for position, arg in enumerate(args):
        if arg == "--":
            return out + args[position:]
        value_of_option = bool(out) and out[-1].startswith("--") and "=" not in out[-1] and out[-1] not in flags
        out += ["NOT", arg[1:]] if _EXCLUDED.match(arg) and not value_of_option else [arg]
    return out


def plain_usage(error: typer.TyperException) -> tuple[str, str | None]:
    """Return what typer says of a wrong command line as our one line and a hint."""
    message = error.format_message().strip()
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "mieux"
    unknown = re.match(r"No such (option|command):? ?[\"']?(?P<name>[^\s\"'.]+)", message)
    hint = f"{path} --help says what there is"
    if unknown and ctx:
        names = (
            ctx.command.list_commands(ctx)
            if unknown[1] == "command"
            else [name for param in ctx.command.get_params(ctx) for name in param.opts]
        )
        near = nearest(unknown["name"], names)
        hint = f"did you mean {' or '.join(near)}?" if near else hint
        message = f"there is no {unknown[1]} '{unknown['name']}'"
    first = message.split("\n")[0].rstrip(".")
    return first[:1].lower() + first[1:], hint
