"""The plain reader, which turns a plainly spelt command line into its request without importing typer.

A plainly spelt command line is a known command followed by words and by its own options, written in full, with
their values after a space or an equals sign. Everything else (help, completion, options before the command,
abbreviations, mistakes) is left to typer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mieuxcli.cli.commands import COMMANDS
from mieuxcli.cli.options import OPTIONS, requested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.cli.commands import Command
    from mieuxcli.cli.options import Option, Request

__all__ = ["read", "with_exclusions"]

_EXCLUDED = re.compile(r"-[^\W_](?!$)|-[\"(]")


def read(arguments: Sequence[str]) -> Request | None:
    """Return the request of a plainly spelt command line, or None for any other.

    Raises UsageError if the value of an option is not valid.
    """
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        return None
    options = {flag: option for option in map(OPTIONS.__getitem__, command.options) for flag in option.flags}
    rest = with_exclusions(command, arguments[1:])
    parted = _parted(rest, options)
    if parted is None:
        return None
    words, given = parted
    missing = any(option.required and option.key not in given for option in options.values())
    return None if missing or not _fits(command, words) else requested(command.name, words, given)


def _fits(command: Command, words: tuple[str, ...]) -> bool:
    taken = command.words
    if taken is None:
        return not words
    return (taken.many or len(words) <= 1) and (bool(words) or not taken.required)


def _parted(
    arguments: Sequence[str], options: dict[str, Option]
) -> tuple[tuple[str, ...], dict[str, object]] | None:
    """Return the words and the values of the options, or None if anything is not spelt plainly."""
    words: list[str] = []
    given: dict[str, object] = {each.key: each.default for each in options.values() if each.default}
    rest = iter(arguments)
    for argument in rest:
        if not argument.startswith("-") or argument == "-":
            words.append(argument)
            continue
        name, equals, value = argument.partition("=")
        option = options.get(name)
        if option is None or (equals and (option.kind == "flag" or not name.startswith("--"))):
            return None
        if option.kind == "flag":
            given[option.key] = True
            continue
        if not equals:
            value = next(rest, "-")
        if value.startswith("-"):
            return None
        before = given.get(option.key, ())
        given[option.key] = (
            (*before, value) if option.kind == "texts" and isinstance(before, tuple) else value
        )
    return tuple(words), given


def with_exclusions(command: Command, arguments: Sequence[str]) -> list[str]:
    """Return the arguments with NOT in place of a minus before a word of a query.

    The value of an option is left as it is.
    """
    options = [OPTIONS[name] for name in command.options]
    flags = {"-h", "--help", *(flag for one in options if one.kind == "flag" for flag in one.flags)}
    short = {f"-{one.short}" for one in options if one.kind != "flag" and one.short}
    out: list[str] = []
    for position, argument in enumerate(arguments):
        if argument == "--" or not command.takes_query:
            return out + list(arguments[position:])
        before = out[-1] if out else ""
        long = before.startswith("--") and "=" not in before and before not in flags
        value_of_option = long or before in short
        out += ["NOT", argument[1:]] if _EXCLUDED.match(argument) and not value_of_option else [argument]
    return out
