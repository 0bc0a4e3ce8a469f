"""The libraries that come with an extra, imported only where something needs them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mieuxcli.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["library"]


def library(module: str, name: str, what: str, extra: str) -> ModuleType:
    """Return a module of a library, which `what` needs and an extra brings.

    Raises UsageError, with the line that installs it, where it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{what} needs {name}, which is not installed", f"pip install 'mieuxcli[{extra}]'"
        ) from error
