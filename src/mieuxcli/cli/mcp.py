"""The command that serves assistants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.assistants import server_of
from mieuxcli.errors import ExitCode

if TYPE_CHECKING:
    from mieuxcli.cli.options import Request

__all__ = ["mcp"]


def mcp(request: Request) -> int:
    """Answer an assistant over standard input and output until it goes away."""
    server_of(request.store()).run("stdio")
    return ExitCode.OK
