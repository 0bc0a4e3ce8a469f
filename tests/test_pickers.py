"""The line for fzf that the manual has, run without a terminal by fzf's own filter."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Run

LINE = re.compile(r"^ *(mieux list --format tsv \| fzf .*)$", re.MULTILINE)


@pytest.mark.skipif(not shutil.which("fzf"), reason="fzf is not installed")
@pytest.mark.parametrize("page", ["README.md", "src/mieuxcli/manual/scripts.md"])
def test_what_is_picked_is_shown(shell: Callable[..., Run], page: str) -> None:
    """The line, with the query given instead of typed, shows in full the record that fzf picks."""
    (line,) = LINE.findall((ROOT / page).read_text(encoding="utf-8"))
    got = shell(line.replace("| fzf", '| fzf --filter "\'nutrition 2022-05-20"') + " | head -50")
    assert got.code == 0
    assert "2022-05-20-migration-and-nutrition" in got.out


@pytest.mark.skipif(not shutil.which("fzf"), reason="fzf is not installed")
def test_the_preview_shows_the_record_at_hand(shell: Callable[..., Run]) -> None:
    """What stands in for {1} is the id, from which the preview shows the record."""
    (line,) = LINE.findall(Path(ROOT / "README.md").read_text(encoding="utf-8"))
    preview = re.search(r"--preview '([^']*)'", line)
    assert preview
    id_ = shell("mieux list --format tsv | sed -n 2p | cut -f 1").out.strip()
    assert id_ in shell(preview[1].replace("{1}", id_)).out
