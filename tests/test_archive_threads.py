"""An archive is closed with its `with` statement, and answers threads one after another."""

from __future__ import annotations

import gc
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from mieuxcli import open_archive
from mieuxcli.archive import Archive
from mieuxcli.errors import ArchiveError

_T = TypeVar("_T")
ASKED: dict[str, Callable[[Archive], object]] = {
    "select": lambda archive: archive.select("type:article"),
    "search": lambda archive: archive.search("crisis -ukraine"),
    "get": lambda archive: archive.get("2022-03-30"),
    "count": lambda archive: archive.count("type:fact"),
    "counts": lambda archive: archive.counts("year"),
}


@pytest.fixture(params=["folder", "compiled"])
def path(request: pytest.FixtureRequest, invented: Path, database: Path) -> Path:
    """An invented archive as a folder and as a compiled file."""
    return invented if request.param == "folder" else database


def test_threads_share_an_archive(archive: Archive) -> None:
    """Eight threads that ask one archive all questions at once get the answers that one thread gets."""
    expected = {name: ask(archive) for name, ask in ASKED.items()}
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            asked = [(name, threads.submit(ASKED[name], archive)) for _ in range(12) for name in ASKED]
            assert all(answer.result() == expected[name] for name, answer in asked)
    finally:
        sys.setswitchinterval(before)


def test_an_archive_is_opened_in_one_thread_and_closed_in_another(path: Path) -> None:
    """Folders and compiled files alike may be opened here, asked there, and closed by a third thread."""

    def elsewhere(step: Callable[[], _T]) -> _T:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(step).result()

    archive = elsewhere(partial(open_archive, path))
    assert elsewhere(archive.count) == archive.count() > 0
    elsewhere(archive.close)
    with pytest.raises(ArchiveError, match="the archive is closed"):
        archive.count()


@pytest.mark.parametrize("name", ASKED)
def test_a_closed_archive_says_so(path: Path, name: str) -> None:
    """After its `with` statement an archive answers no question, and may be closed again."""
    with open_archive(path) as archive:
        assert archive.count() > 0
    archive.close()
    with pytest.raises(ArchiveError, match="the archive is closed") as error:
        ASKED[name](archive)
    assert error.value.hint == "open_archive opens it again"


def test_an_error_inside_closes_the_archive_too(path: Path) -> None:
    """What is raised in a `with` statement goes on, and the archive is closed."""

    def fail() -> None:
        with open_archive(path) as archive:
            opened.append(archive)
            raise LookupError

    opened: list[Archive] = []
    with pytest.raises(LookupError):
        fail()
    with pytest.raises(ArchiveError):
        opened[0].count()


def test_an_archive_left_open_is_closed_without_a_warning(path: Path) -> None:
    """An archive that nobody refers to any more leaves no warning behind, whichever thread opened it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        thread = threading.Thread(target=lambda: open_archive(path).count())
        thread.start()
        thread.join()
        gc.collect()
    assert caught == []
