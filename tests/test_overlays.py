"""Of archives laid over each other the last one's record wins, by options, by MIEUX_ARCHIVE and compiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compiled import compiled, written
from conftest import Run
from mieuxcli.archive import Archive

TERM = {
    "type": "term",
    "id": "term-gcm",
    "title": "GCM",
    "url": "https://example.org/gcm",
    "meaning": "Great Crested Mongoose.",
}
OWN = {**TERM, "id": "term-own-quokka", "title": "Quokka", "meaning": "A small wallaby."}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The folder of an archive `mine`: one term that the bundled archive has too, one that it has not."""
    (tmp_path / "mine").mkdir()
    written(tmp_path / "mine" / "terms.jsonl", [TERM, OWN])
    return tmp_path


LAID = [
    "--archive bundled --archive ./mine {}",
    "--archive bundled {} --archive ./mine",
    "{} --archive bundled --archive ./mine",
    "--archive bundled --archive ./mine.db {}",
]


@pytest.mark.parametrize(
    "command", [*LAID, "MIEUX_ARCHIVE=bundled:./mine", "MIEUX_ARCHIVE=:bundled::mine/terms.jsonl:"]
)
def test_an_archive_of_ones_own_is_laid_over_the_bundled_one(
    command: str, mine: Path, shell: Callable[..., Run], archive: Archive
) -> None:
    """Named by options anywhere, or by MIEUX_ARCHIVE with colons, the later archive's records win."""
    compiled(mine / "mine.db", mine / "mine")
    line = (
        command.replace("MIEUX", "env MIEUX") + " mieux {}"
        if command.startswith("MIEUX")
        else f"mieux {command}"
    )
    shown = shell(line.format("show term-gcm term-own-quokka --format json"), mine)
    assert [record["meaning"] for record in shown.json] == [TERM["meaning"], OWN["meaning"]]
    assert len(shell(line.format("define --format ids"), mine).lines) == archive.count("type:term") + 1
    assert shell(line.format("list --count"), mine).out == f"{archive.count('type:article')}\n"


def test_the_order_of_archives_decides(mine: Path, shell: Callable[..., Run], archive: Archive) -> None:
    """With the bundled archive on top its record wins; an option overrules MIEUX_ARCHIVE wholly."""
    under = shell("MIEUX_ARCHIVE=mine:bundled mieux show term-gcm --format json", mine)
    assert under.json[0]["title"] == archive.get("term-gcm").title
    assert under.json[0]["meaning"] != TERM["meaning"]
    assert shell("MIEUX_ARCHIVE=bundled:nowhere mieux define --format ids --archive mine", mine).lines == [
        "term-gcm",
        "term-own-quokka",
    ]


def test_check_says_what_is_laid_over(mine: Path, shell: Callable[..., Run]) -> None:
    """`mieux check` warns of each record that replaces one of an archive below, with the place of both."""
    for line in (
        "mieux check bundled ./mine",
        "mieux check --archive bundled --archive ./mine",
        "MIEUX_ARCHIVE=bundled:./mine mieux check",
    ):
        told = shell(f"{line} --format json", mine)
        laid = [problem for problem in told.json if problem["message"].startswith("replaces the record in ")]
        assert [(one["severity"], one["file"], one["line"], one["record"]) for one in laid] == [
            ("warning", "mine/terms.jsonl", 1, "term-gcm")
        ]
        assert told.code == 0


def test_an_overlay_compiles_to_what_it_answers(mine: Path, shell: Callable[..., Run]) -> None:
    """Archives laid over each other compile into one that answers as they do together."""
    over = shell("mieux --archive bundled --archive mine define --format json", mine)
    assert shell("mieux compile both.db --archive bundled --archive mine --quiet", mine) == Run("", "", 0)
    assert shell("mieux define --archive both.db --format json", mine) == over
