"""What the archive does not know: the overview, the records of a gap, and Actions that others imply."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import MARSUPIALS, SOUND, write
from mieuxcli.documents import record_of
from mieuxcli.gaps import GAPS, Absent, absent
from mieuxcli.records import Action

LACKING = {
    "undated": ({"undated-numbats"}, 4),
    "inferred": ({"2022-05-abidjan"}, 9),
    "start": ({"action-moldova"}, 3),
    "end": ({"action-moldova"}, 3),
    "experts": ({"action-ghana-ii", "action-moldova"}, 3),
    "area": ({"action-ghana-ii", "action-moldova"}, 3),
    "unlinked": ({"action-moldova"}, 3),
    "figures": ({"fact-participants"}, 2),
    "disputed": ({"fact-experts", "fact-participants"}, 2),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The rich invented archive as a folder."""
    return write(tmp_path / "marsupials", MARSUPIALS)


def action(title: str) -> Action:
    """Return an Action of that title."""
    row = {
        "type": "action",
        "id": f"action-{title.lower()}",
        "title": title,
        "partner": "x",
        "region": "Africa",
        "summary": "S.",
    }
    record = record_of("action", row)
    assert isinstance(record, Action)
    return record


@pytest.mark.parametrize("name", [gap.name for gap in GAPS])
def test_a_gap_lists_the_records_that_have_it(run: Callable[..., Run], archive: Path, name: str) -> None:
    """The records of a gap are those that lack the value, as many as the overview says, of as many."""
    ids, whole = LACKING[name]
    assert set(run("gaps", name, "--archive", archive, "--format", "ids").lines) == ids
    rows = {row["gap"]: row for row in run("gaps", "--archive", archive, "--format", "json").json}
    assert (rows[name]["records"], rows[name]["of"]) == (len(ids), whole)
    assert run("gaps", name, "--archive", archive, "--count").out == f"{len(ids)}\n"


def test_gaps_take_filters_and_are_counted(run: Callable[..., Run], archive: Path) -> None:
    """A filter narrows them, `--by` says how they spread, and `--count` counts each record once."""
    found = run("gaps", "experts", "--country", "ghana", "--archive", archive, "--format", "ids")
    assert found.lines == ["action-ghana-ii"]
    spread = run("gaps", "--by", "type", "--archive", archive, "--format", "json").json["by"]["type"]
    numbers = {one["label"]: one["count"] for one in spread}
    assert numbers == {"action": 2, "article": 2, "fact": 2}
    assert run("gaps", "--archive", archive, "--count").out == f"{sum(numbers.values())}\n"


def test_an_archive_without_gaps_has_an_overview_of_zeros(run: Callable[..., Run], tmp_path: Path) -> None:
    """Nothing inferred or disputed is no error, and a gap that no record has finds nothing."""
    sound = write(tmp_path / "sound", SOUND)
    rows = run("gaps", "--archive", sound, "--format", "json").json
    assert {row["gap"]: row["records"] for row in rows}["disputed"] == 0
    assert run("gaps", "inferred", "--archive", sound).code == 1


def test_an_unknown_gap_is_told_with_the_nearest(run: Callable[..., Run]) -> None:
    """A gap that is not there is refused with what was meant."""
    assert run("gaps", "figurs") == Run(
        "", "mieux: there is no gap 'figurs'\nhint: did you mean figures?\n", 2
    )


def test_a_filter_stays_in_the_command_of_a_row(run: Callable[..., Run], archive: Path) -> None:
    """The command beside each gap of a selection lists the records of that selection."""
    rows = run("gaps", "--country", "ghana", "--archive", archive, "--format", "json").json
    assert rows
    for row in rows:
        assert "--country ghana" in row["list"]
        _, *words = shlex.split(row["list"])
        assert run(*words, "--count").out == f"{row['records']}\n"


def test_missing_actions_are_a_gap_of_the_whole_archive(run: Callable[..., Run]) -> None:
    """The Actions that the initiative counted and the archive lacks are a row, of a selection there is none."""
    (row,) = run("gaps", "missing", "--format", "json").json
    assert row["records"] == row["of"] - int(run("actions", "--count").out)
    assert run("gaps", "missing", "--count").out == f"{row['records']}\n"
    assert run("gaps", "missing", "--country", "ghana").code == 1


def test_implied_actions_have_no_whole(run: Callable[..., Run]) -> None:
    """Of how many Actions the unheld numbers are is not known, and no word says that they are proved."""
    row = run("gaps", "--format", "json").json[-1]
    assert (row["gap"], row["of"]) == ("absent", None)
    assert run("gaps", "absent", "--format", "table").lines[0].split() == ["Action", "implied", "by"]


def test_actions_are_implied_by_later_ones_of_the_partner() -> None:
    """Of Rwanda I and IV two lie between, of a partner that begins with II the first is lacking."""
    held = [
        action(title) for title in ("Rwanda I: x", "Rwanda IV", "[Benin II]", "Togo I", "Mali: no numeral")
    ]
    assert absent(held) == [
        Absent("Benin I", "action-[benin ii]"),
        Absent("Rwanda II", "action-rwanda iv"),
        Absent("Rwanda III", "action-rwanda iv"),
    ]


def test_absent_actions_are_listed(run: Callable[..., Run], tmp_path: Path) -> None:
    """`gaps absent` names each with the Action that implies it, as many as the overview says."""
    lacking = write(tmp_path / "lacking", MARSUPIALS.replace("Ghana I: Diaspora", "Diaspora"))
    assert run("gaps", "absent", "--archive", lacking).out == "Ghana I\taction-ghana-ii\n"
    assert run("gaps", "absent", "--archive", lacking, "--count").out == "1\n"
    assert run("gaps", "--archive", lacking).lines[-1].split("\t")[:3] == ["absent", "1", ""]
