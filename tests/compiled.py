"""Invented archives as JSON Lines and compiled, for the tests that need them as files."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mieuxcli.archive import Archive, open_archive
from mieuxcli.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def written(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write records as JSON Lines; the path is handed back."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def compiled(path: Path, *sources: str | Path) -> Path:
    """Compile in this process; the path is handed back."""
    archives = [part for source in sources for part in ("--archive", str(source))]
    assert main(["compile", str(path), "--quiet", *archives]) == 0
    return path


@contextmanager
def opened(*paths: str | Path) -> Iterator[Archive]:
    """Open archives, and let go of their database at the end of the block."""
    archive = open_archive(*paths)
    yield archive
    archive.store.close()
