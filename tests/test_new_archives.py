"""`mieux new` makes a valid empty archive in a folder that holds nothing else, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compiled import compiled
from conftest import Run


def test_a_new_archive_passes_check(tmp_path: Path, run: Callable[..., Run]) -> None:
    """`mieux new` prints the files it made, which are all there are, and `mieux check` finds no fault."""
    folder = tmp_path / "deep" / "mine"
    made = run("new", folder)
    assert (made.code, sorted(made.lines)) == (0, sorted(str(path) for path in folder.iterdir()))
    assert made.err.startswith("hint: ")
    checked = run("check", folder, "--format", "json")
    assert (checked.code, checked.json, checked.err) == (0, [], "mieux: 0 records, errors: 0, warnings: 0\n")
    assert run("new", tmp_path / "quiet", "--quiet") == Run("", "", 0)


def test_a_new_archive_has_the_schema_that_fields_prints(tmp_path: Path, run: Callable[..., Run]) -> None:
    """The schema of a new archive is what `mieux fields archive --schema` prints; its TOML files name it."""
    run("new", tmp_path / "mine")
    assert (tmp_path / "mine" / "archive.schema.json").read_text(encoding="utf-8") == run(
        "fields", "archive", "--schema"
    ).out
    for file in (tmp_path / "mine").glob("*.toml"):
        assert file.read_text(encoding="utf-8").startswith("#:schema ./archive.schema.json\n")


def test_a_new_archive_can_be_read_and_compiled(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A new archive has no record yet, which is no error: list finds nothing, and it compiles."""
    run("new", tmp_path / "mine")
    for path in (tmp_path / "mine", compiled(tmp_path / "mine.db", tmp_path / "mine")):
        assert (run("list", "--archive", path).code, run("list", "--archive", path, "--count").out) == (
            1,
            "0\n",
        )


def test_a_new_archive_is_made_in_an_empty_folder_only(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A folder that holds nothing, not even a hidden file, may be used; any other is left as it is."""
    (tmp_path / "mine").mkdir()
    assert run("new", tmp_path / "mine").code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    again = run("new", tmp_path / "mine")
    assert (again.out, again.code) == ("", 2)
    assert again.err.splitlines()[0] == f"mieux: {tmp_path / 'mine'} is not empty"
    assert {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()} == before
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".keep").touch()
    assert run("new", tmp_path / "hidden").code == 2


@pytest.mark.parametrize("name", ["file", "file/new", "x" * 300, "dangling"])
def test_a_new_archive_that_cannot_be_made_is_told(
    name: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """Where the folder cannot be made, one line says so with its path, and the exit code is 4."""
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    made = run("new", tmp_path / name)
    assert (made.out, made.code) == ("", 4)
    assert made.err.startswith(f"mieux: cannot make {tmp_path / name}: ")
    assert made.err.count("\n") == 1


def test_a_new_archive_in_a_symlink_loop_is_told(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A symlink to itself is a folder that cannot be made like any other."""
    (tmp_path / "loop").symlink_to("loop")
    made = run("new", tmp_path / "loop")
    assert (made.code, made.err.split(":")[1]) == (4, f" cannot make {tmp_path / 'loop'}")


def test_a_new_archive_may_have_a_name_that_is_not_utf_8(tmp_path: Path, process: Callable[..., Run]) -> None:
    """A folder whose name is any bytes is made, or told to be impossible; it is not half made."""
    folder = tmp_path / "caf\udce9"
    made = process("new", folder, "--quiet")
    assert made.code in (0, 4), made.err
    assert process("check", folder, "--quiet").code == (0 if made.code == 0 else 3)
