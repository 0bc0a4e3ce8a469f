"""A compiled archive tells when the folder that it was compiled from has changed since."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from saved import empty_archive, saved


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article."""
    mine = empty_archive(tmp_path / "mine")
    saved(mine, ARTICLE, "articles.toml")
    return mine


ARTICLE = """\
[[article]]
id = "2020-03-30-quokkas"
title = "Quokkas"
date = "2020-03-30"
date_basis = "published"
kind = "news"
summary = "They met."
note = "Invented."
"""


def later(path: Path, database: Path, seconds: int = 5) -> None:
    """Give a file a time that is some seconds after that of a database."""
    time = database.stat().st_mtime + seconds
    os.utime(path, (time, time))


def noted(run: Callable[..., Run], database: Path) -> list[str]:
    """Return what a list of an archive says beside its answer, which must be there."""
    got = run("list", "--archive", database)
    assert (got.code, len(got.lines)) == (0, 1)
    return got.err.splitlines()


def test_a_changed_folder_is_noted(run: Callable[..., Run], tmp_path: Path, folder: Path) -> None:
    """What is edited, added or taken away since is noted in one line, unless --quiet asks for none."""
    database = tmp_path / "mine.db"
    assert run("compile", database, "--archive", folder).code == 0
    assert noted(run, database) == []
    file = saved(folder, ARTICLE.replace("They met", "They met again"), "articles.toml")
    later(file, database)
    note = f"note: {folder} has changed since {database} was compiled from it"
    assert noted(run, database) == [note]
    assert run("list", "--archive", database, "--quiet").err == ""
    saved(folder, ARTICLE, "articles.toml")
    (folder / "glossary.toml").unlink(missing_ok=True)
    later(saved(folder, "{}\n", "more.json"), database)
    assert noted(run, database) == [note]


def test_what_only_looks_newer_is_not_noted(run: Callable[..., Run], tmp_path: Path, folder: Path) -> None:
    """A file that is written again as it was, or is not part of the archive, is no change."""
    database = tmp_path / "mine.db"
    run("compile", database, "--archive", folder)
    later(saved(folder, ARTICLE, "articles.toml"), database)
    later(saved(folder, "notes", "notes.txt"), database)
    assert noted(run, database) == []


def test_where_the_folder_is_not_there_nothing_is_said(
    run: Callable[..., Run], tmp_path: Path, folder: Path
) -> None:
    """A file that was moved away from its folder, or whose folder is gone, answers as ever."""
    database = tmp_path / "mine.db"
    run("compile", database, "--archive", folder)
    later(saved(folder, ARTICLE.replace("met", "sat"), "articles.toml"), database)
    away = tmp_path / "elsewhere" / "deep"
    away.mkdir(parents=True)
    assert noted(run, Path(shutil.copy2(database, away / "mine.db"))) == []
    shutil.rmtree(folder)
    assert noted(run, database) == []


def test_the_way_to_the_folder_names_nothing_else(
    run: Callable[..., Run], tmp_path: Path, folder: Path
) -> None:
    """The file holds the way from itself to the folder alone, none for the bundled archive or several."""
    cases: list[tuple[list[str], list[str]]] = [
        ([str(folder)], ["mine"]),
        ([], []),
        (["bundled", str(folder)], []),
    ]
    for number, (archives, way) in enumerate(cases, 1):
        database = tmp_path / f"{number}.db"
        options = [part for name in archives for part in ("--archive", name)]
        assert run("compile", database, *options).code == 0
        connection = sqlite3.connect(database)
        rows = connection.execute("SELECT value FROM archive WHERE key = 'compiled_from'").fetchall()
        connection.close()
        assert [row[0] for row in rows] == way
