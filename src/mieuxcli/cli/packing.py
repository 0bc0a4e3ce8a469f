"""The command that packs an archive for archivists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.errors import ExitCode
from mieuxcli.packing import MOST_ON_A_PAGE, packed
from mieuxcli.streams import say
from mieuxcli.words import counted

if TYPE_CHECKING:
    from mieuxcli.cli.options import Request

__all__ = ["pack"]


def pack(request: Request) -> int:
    """Pack the archive in use as a bag."""
    number = packed(request.store(), Path(request.words[0]))
    if not request.quiet:
        say(f"mieux: {counted(number, 'record')} in {request.words[0]}")
        if number > MOST_ON_A_PAGE:
            say(f"mieux: no page in it, as it would carry more than {MOST_ON_A_PAGE:,} records")
    return ExitCode.OK
