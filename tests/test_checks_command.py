"""`mieux check` names all faults of an archive at once; other commands name the first, and how to see all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest

from conftest import ROOT
from invented import SOUND
from mieuxcli.checks import check
from mieuxcli.compiler import contents_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

Where: TypeAlias = tuple[str, int, str, str]
Faulty: TypeAlias = tuple[Path, list[Where]]


class Put(NamedTuple):
    """A fault put into a record of a copy of the bundled archive: the line that its field becomes.

    Without such a line the record loses the field, and its note.
    """

    record: str
    field: str
    line: str
    message: str


TEN = (
    Put("action-angola", "end", 'end = "2008-07"', "2008-07 is before start"),
    Put("action-armenia-i", "status", 'status = "Finished"', "'Finished' must be one of Completed"),
    Put("2024-03-15-impact-event", "countries", 'countries = ["Ivory Coast"]', "write 'Côte d'Ivoire'"),
    Put("2024-02-28-train-the-trainers-part-ii", "url", "", "a record needs a source"),
    Put(
        "2022-03-30-crisis-resources",
        "summary",
        'summary = "A crisis.\\u0007"',
        "control or invisible character",
    ),
    Put("fact-requests-2018-first-year", "value", 'value = "20"', "must be a number, not '20'"),
    Put(
        "fact-requests-2018-mieux-i",
        "qualifier",
        'qualifier = "roughly"',
        "'roughly' must be one of exactly",
    ),
    Put("term-gcm", "url", 'url = "not an address"', "is not a whole address"),
    Put("milestone-2009-04-04-first-request", "date", 'date = "2009-04-31"', "not '2009-04-31'"),
    Put("phase-mieux-i", "sumary", 'sumary = "Pilot phase."', "did you mean summary?"),
)


def _file_of(folder: Path, record: str) -> Path:
    return next(file for file in folder.glob("*.toml") if f'\nid = "{record}"\n' in file.read_text("utf-8"))


def _put(folder: Path, fault: Put) -> None:
    file = _file_of(folder, fault.record)
    lines = file.read_text(encoding="utf-8").split("\n")
    first = lines.index(f'id = "{fault.record}"') + 1
    last = lines.index("", first)
    gone = [fault.field] if fault.line else [fault.field, "note"]
    kept = "\n".join(lines[first:last])
    for name in gone:
        kept = re.sub(rf"^{name} = (?:\[\n(?:  .*\n)*\]|.*)\n?", "", kept, flags=re.MULTILINE)
    lines[first:last] = [line for line in (fault.line, *kept.split("\n")) if line]
    file.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def faulty(tmp_path: Path) -> Faulty:
    """A copy of the bundled archive with ten different faults, and their places."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    for fault in TEN:
        _put(folder, fault)
    return folder, [_place(folder, fault) for fault in TEN]


def _place(folder: Path, fault: Put) -> Where:
    file = _file_of(folder, fault.record)
    lines = file.read_text(encoding="utf-8").splitlines()
    at = lines.index(f'id = "{fault.record}"')
    return str(file), lines.index(fault.line, at) + 1 if fault.line else at, fault.record, fault.field


def test_ten_faults_in_a_copy_of_the_archive_are_all_named(faulty: Faulty) -> None:
    """Ten different faults in the whole archive are ten problems, each with its place and what is wrong."""
    folder, places = faulty
    problems = check(contents_of([str(folder)])).problems
    told = {(one.file, one.line, one.record, one.field): one.message for one in problems}
    assert set(told) == set(places)
    assert len(problems) == 10
    assert [
        fault.message for fault, place in zip(TEN, places, strict=True) if fault.message not in told[place]
    ] == []
    assert {one.severity for one in problems} == {"error"}


def test_the_command_names_all_ten_faults(faulty: Faulty, run: Callable[..., Run]) -> None:
    """`mieux check` leaves with 3 and writes all ten as JSON, and how many they are on standard error."""
    folder, places = faulty
    done = run("check", folder, "--format", "json")
    assert done.code == 3
    assert {(one["file"], one["line"], one["record"], one["field"]) for one in done.json} == set(places)
    assert list(done.json[0]) == ["severity", "file", "line", "record", "field", "message"]
    assert re.fullmatch(r"mieux: \d+ records, errors: 10, warnings: 0\n", done.err)


def test_the_command_writes_a_problem_on_a_line(faulty: Faulty, run: Callable[..., Run]) -> None:
    """In a pipe `mieux check` writes each problem on a line that begins with file and line."""
    folder, places = faulty
    done = run("check", folder)
    assert done.code == 3
    assert {tuple(line.split(": ")[:4]) for line in done.lines} == {
        (f"{file}:{line}", "error", record, field) for file, line, record, field in places
    }


def test_an_archive_with_faults_of_shape_cannot_be_opened(faulty: Faulty, run: Callable[..., Run]) -> None:
    """Another command on a faulty archive names the first fault and the command that lists them all."""
    folder, _ = faulty
    done = run("list", "--archive", folder)
    assert (done.out, done.code) == ("", 3)
    assert "facts.toml" in done.err
    assert "mieux check" in done.err


def test_warnings_alone_do_not_fail_the_command(tmp_path: Path, run: Callable[..., Run]) -> None:
    """`mieux check` leaves with 0 where there are only warnings, which it writes all the same."""
    (tmp_path / "sound.toml").write_text(SOUND.replace('"Launch"', '"Launch "'), encoding="utf-8")
    done = run("check", tmp_path, "--format", "jsonl")
    assert (done.code, done.json["severity"], done.err) == (
        0,
        "warning",
        "mieux: 6 records, errors: 0, warnings: 1\n",
    )


def test_a_record_laid_over_another_is_a_warning(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A record that replaces one of an archive below it is told as a warning with the place of the other."""
    (tmp_path / "under").mkdir()
    (tmp_path / "over").mkdir()
    (tmp_path / "under" / "a.toml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "over" / "b.toml").write_text(SOUND[SOUND.index("[[term]]") :], encoding="utf-8")
    done = run("check", tmp_path / "under", tmp_path / "over", "--format", "json")
    assert done.code == 0
    (problem,) = done.json
    assert (problem["severity"], problem["file"], problem["record"]) == (
        "warning",
        str(tmp_path / "over" / "b.toml"),
        "term-gcm",
    )
    assert str(tmp_path / "under" / "a.toml") in problem["message"]
