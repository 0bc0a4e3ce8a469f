"""What the tests of the checks share: an archive checked as one file, and the lines of what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.checks import check
from mieuxcli.contents import Problem, load

if TYPE_CHECKING:
    from pathlib import Path


def problems_of(folder: Path, text: str, name: str = "sound.toml") -> list[Problem]:
    """Write an archive into a folder and return what the checks find in all of it."""
    (folder / name).write_text(text, encoding="utf-8")
    return check(load(folder)).problems


def line_of(text: str, part: str) -> int:
    """Return the line of a text on which a part of it begins."""
    return text[: text.index(part)].count("\n") + 1
