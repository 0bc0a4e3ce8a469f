"""What differs between two archives, record by record and field by field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import SOUND, write

NEW = SOUND.replace('title = "Quokkas"', 'title = "Wombats"').replace(
    'id = "fact-experts"', 'id = "fact-other"'
)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two archives: in the second a title is another, a key fact is gone and another one is there."""
    return write(tmp_path / "old", SOUND), write(tmp_path / "new", NEW)


def test_differences_are_told_by_record_and_field(run: Callable[..., Run], pair: tuple[Path, Path]) -> None:
    """What was added, removed and changed is told in order of the ids, and the exit code is 1."""
    got = run("diff", *pair, "--format", "json")
    assert got.code == 1
    assert [(row["change"], row["id"], row["field"]) for row in got.json] == [
        ("changed", "2020-03-30-quokkas", "title"),
        ("removed", "fact-experts", "title"),
        ("added", "fact-other", "title"),
    ]
    assert (got.json[0]["old"], got.json[0]["new"]) == ("Quokkas", "Wombats")


def test_the_other_way_round_is_the_opposite(run: Callable[..., Run], pair: tuple[Path, Path]) -> None:
    """What was added is removed if the archives change places."""
    old, new = pair
    there = {(row["change"], row["id"]) for row in run("diff", old, new, "--format", "json").json}
    back = {(row["change"], row["id"]) for row in run("diff", new, old, "--format", "json").json}
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(opposite[change], id_) for change, id_ in there} == back


def test_an_archive_does_not_differ_from_itself(run: Callable[..., Run], pair: tuple[Path, Path]) -> None:
    """Without a difference the exit code is 0 and JSON is an empty array."""
    old, _ = pair
    got = run("diff", old, old, "--format", "json")
    assert (got.code, got.json) == (0, [])


def test_what_is_derived_is_no_difference(run: Callable[..., Run], tmp_path: Path) -> None:
    """A phase that another start of the phase gives an Action is not told of the Action."""
    old = write(tmp_path / "old", SOUND)
    new = write(tmp_path / "new", SOUND.replace('title = "One"', 'title = "Two"'))
    rows = run("diff", old, new, "--format", "json").json
    assert {(row["id"], row["field"]) for row in rows} == {("phase-one", "title")}


@pytest.mark.parametrize("name", ["plain", "tsv", "csv", "md", "jsonl", "table"])
def test_differences_are_written_in_other_formats(
    run: Callable[..., Run], pair: tuple[Path, Path], name: str
) -> None:
    """Each format names the records that differ."""
    got = run("diff", *pair, "--format", name)
    assert got.code == 1
    for word in ("fact-other", "fact-experts", "Wombats"):
        assert word in got.out


@pytest.mark.parametrize("number", [1, 3])
def test_two_archives_are_needed(run: Callable[..., Run], pair: tuple[Path, Path], number: int) -> None:
    """One archive or three are refused."""
    got = run("diff", *[*pair, pair[0]][:number])
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith("mieux: ")


def test_an_archive_that_cannot_be_read_is_no_empty_one(
    run: Callable[..., Run], pair: tuple[Path, Path]
) -> None:
    """What is wrong with an archive is told with exit code 3, and its records are not taken for removed."""
    old, new = pair
    next(new.glob("*.toml")).write_text("[[article", encoding="utf-8")
    got = run("diff", old, new)
    assert (got.code, got.out) == (3, "")
    assert "is not TOML" in got.err


def test_a_picture_of_differences_has_each_record_once(
    run: Callable[..., Run], pair: tuple[Path, Path]
) -> None:
    """On a terminal a record stands with its title, or with what each changed field was and is."""
    shown = [line.split() for line in run("diff", *pair, "--format", "table").lines]
    assert shown[:4] == [
        ["changed", "2020-03-30-quokkas", "·", "article"],
        ["title"],
        ["-", "Quokkas"],
        ["+", "Wombats"],
    ]
    assert [line[:2] for line in shown if line[-1] == "fact"] == [
        ["removed", "fact-experts"],
        ["added", "fact-other"],
    ]
