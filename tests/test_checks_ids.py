"""Two records with one id are an error, told in the same words wherever an archive is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checked import line_of, problems_of
from conftest import Run
from invented import SOUND, write
from mieuxcli.archive import open_archive
from mieuxcli.checks import check
from mieuxcli.compiler import contents_of
from mieuxcli.errors import ArchiveError
from mieuxcli.importing import Found, add

TERM = SOUND[SOUND.index("[[term]]") :]


def test_an_id_given_twice_names_the_place_of_the_other(tmp_path: Path) -> None:
    """The message about a repeated id says in which file and line the first record stands."""
    text = SOUND.replace('"term-gcm"', '"phase-one"')
    (problem,) = problems_of(tmp_path, text)
    assert problem.message.endswith(f"{tmp_path / 'sound.toml'}:{line_of(text, '[[phase]]')}")


def test_an_id_given_twice_in_two_files_of_one_folder_is_an_error(tmp_path: Path) -> None:
    """Two files of one folder cannot both have a record of the same id."""
    (tmp_path / "twice.toml").write_text(TERM, encoding="utf-8")
    (problem,) = problems_of(tmp_path, SOUND)
    assert (problem.severity, problem.file, problem.line, problem.record, problem.field) == (
        "error",
        str(tmp_path / "twice.toml"),
        2,
        "term-gcm",
        "id",
    )


def test_an_id_given_twice_is_an_error_however_the_folder_is_written(tmp_path: Path) -> None:
    """A path with a superfluous dot in it is the same archive, and a repeated id in it is the same error."""
    (tmp_path / "twice.toml").write_text(TERM, encoding="utf-8")
    (tmp_path / "sound.toml").write_text(SOUND, encoding="utf-8")
    problems = check(contents_of([f"{tmp_path.parent}/./{tmp_path.name}"])).problems
    assert [problem.severity for problem in problems] == ["error"]


def test_an_id_given_twice_is_told_where_the_form_of_a_record_is_wrong_too(tmp_path: Path) -> None:
    """A record that repeats an id and has a field of a wrong form is told for both."""
    text = SOUND.replace('"term-gcm"', '"phase-one"').replace('title = "GCM"', "title = 7")
    assert {(one.record, one.field) for one in problems_of(tmp_path, text)} == {
        ("phase-one", "title"),
        ("phase-one", "id"),
    }


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """An archive with the same term in two of its files."""
    write(tmp_path / "twice", SOUND, "a.toml")
    return write(tmp_path / "twice", TERM, "b.toml")


def _message(folder: Path) -> str:
    return (
        f"term-gcm: id: is the id of another record too, in {folder / 'a.toml'}:{line_of(SOUND, '[[term]]')}"
    )


def test_check_tells_of_an_id_given_twice(twice: Path, run: Callable[..., Run]) -> None:
    """`mieux check` tells of the second record with the place of the first, and leaves with 3."""
    done = run("check", twice)
    assert (done.code, done.lines) == (3, [f"{twice / 'b.toml'}:2: error: {_message(twice)}"])


def test_opening_tells_of_an_id_given_twice_as_check_does(twice: Path, run: Callable[..., Run]) -> None:
    """An archive with an id given twice is not opened, and the message is that of check."""
    with pytest.raises(ArchiveError) as told:
        open_archive(twice)
    assert told.value.message.endswith(f": error: {_message(twice)}")
    done = run("list", "--archive", twice)
    assert (done.out, done.code) == ("", 3)
    assert done.err == f"mieux: {told.value.message}\nhint: mieux check {twice} lists all there is to mend\n"


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_tells_of_an_id_given_twice_as_check_does(
    twice: Path, tmp_path: Path, run: Callable[..., Run], *, dry_run: bool
) -> None:
    """Nothing is imported into an archive with an id given twice, and the message is that of check."""
    with pytest.raises(ArchiveError) as told:
        add(Found(()), twice, dry_run=dry_run)
    assert told.value.message.endswith(f": error: {_message(twice)}")
    page = tmp_path / "table.csv"
    page.write_text("title,date\nA,2020\n", encoding="utf-8")
    done = run("import", page, "--into", twice, *(["--dry-run"] if dry_run else []))
    assert (done.out, done.code) == ("", 3)
    assert done.err == f"mieux: {told.value.message}\nhint: mieux check {twice} lists all there is to mend\n"
