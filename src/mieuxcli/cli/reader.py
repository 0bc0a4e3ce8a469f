"""The plain reader: a command line that is spelt plainly, straight to its request, without the library that reads all others.

Plainly spelt is a known command, then its own options in full with their values beside or behind an equals sign, and words. Whatever
else there is (help, completion, options before the command, abbreviations, mistakes) is typer's to read.
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
    """Return the request of a plainly spelt command line, None for any other; UsageError where a value is none."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        return None
    options = {flag: one for one in map(OPTIONS.__getitem__, command.options) for flag in one.flags}
    rest = with_exclusions(command, arguments[1:])
    parted = _parted(rest, options)
    if parted is None:
        return None
    words, given = parted
    missing = any(one.required and one.key not in given for one in options.values())
    return None if missing or not _fits(command, words) else requested(command.name, words, given)


def _fits(command: Command, words: tuple[str, ...]) -> bool:
    taken = command.words
    if taken is None:
        return not words
    return (taken.many or len(words) <= 1) and (bool(words) or not taken.required)


def _parted(
    arguments: Sequence[str], options: dict[str, Option]
) -> tuple[tuple[str, ...], dict[str, object]] | None:
    """Return the words and the values of the options, None where anything is not spelt plainly."""
    words: list[str] = []
    given: dict[str, object] = {one.key: one.default for one in options.values() if one.default}
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
        told = value if equals else next(rest, "-")
        if told.startswith("-"):
            return None
        before = given.get(option.key, ())
        given[option.key] = (*before, told) if option.kind == "texts" and isinstance(before, tuple) else told
    return tuple(words), given


def with_exclusions(command: Command, arguments: Sequence[str]) -> list[str]:
    """Return the arguments with NOT for a minus before a word of a query, unless that is the value of the option before it."""
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
