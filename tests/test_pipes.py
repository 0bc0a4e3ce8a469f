"""What the program writes as JSON Lines it reads from a pipe, for every type of record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compiled import opened
from conftest import Run
from mieuxcli.archive import Archive
from mieuxcli.fields import TYPES
from rows import TERM

WHOLE = {
    "article": "list",
    "action": "actions",
    "fact": "facts",
    "milestone": "timeline type:milestone",
    "term": "define",
    "phase": "timeline type:phase",
}


def test_every_type_has_a_command_to_list_it() -> None:
    """The tests of pipes leave no type out."""
    assert set(WHOLE) == set(TYPES)


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_written_as_json_lines_is_read_from_a_pipe(
    type_: str, process: Callable[..., Run], archive: Archive
) -> None:
    """The JSON Lines of all records of a type, piped back in, come out of the same command unchanged."""
    command = (*WHOLE[type_].split(), "--format", "jsonl")
    written = process(*command)
    records = [json.loads(line) for line in written.lines]
    assert {record["type"] for record in records} == {type_}
    dated = archive.count(f"type:{type_}") if type_ not in ("milestone", "phase") else len(records)
    assert len(records) == dated > 0
    assert process("--archive", "-", *command, stdin=written.out.encode()) == written


def test_a_search_is_read_from_a_pipe_too(archive: Archive, shell: Callable[..., Run]) -> None:
    """The hits of a search are records again when piped back in, their scores and snippets left out."""
    everything = " OR ".join(f"type:{type_}" for type_ in TYPES)
    got = shell(f"mieux search migration --format jsonl | mieux search {everything} --format ids --archive -")
    assert (got.err, got.code) == ("", 0)
    assert sorted(got.lines) == sorted(record.id for record, _ in archive.search("migration"))


def test_the_records_of_all_types_go_through_one_pipe(
    tmp_path: Path, shell: Callable[..., Run], archive: Archive
) -> None:
    """All records as JSON Lines compile from a pipe into an archive that has each of them unchanged."""
    lists = "; ".join(f"mieux search type:{type_} --format jsonl" for type_ in TYPES)
    assert shell(f"({lists}) | mieux compile all.db --archive - --quiet", tmp_path) == Run("", "", 0)
    with opened(tmp_path / "all.db") as piped:
        assert sorted(piped.store.records(), key=lambda one: one.id) == sorted(
            archive.store.records(), key=lambda one: one.id
        )


def test_a_list_in_a_pipe_closes_the_loop(shell: Callable[..., Run]) -> None:
    """The pipe that the manual shows gives the timeline of the articles that the list selected."""
    piped = shell("mieux list --country ghana --format jsonl | mieux --archive - timeline --format jsonl")
    assert (piped.code, piped.out) == (
        0,
        shell("mieux timeline type:article --country ghana --format jsonl").out,
    )
    assert piped.lines


def test_a_pipe_that_holds_no_records_is_told(process: Callable[..., Run]) -> None:
    """What is no record on standard input is told with its line, exit code 3; nothing is an empty archive."""
    told = process("list", "--archive", "-", stdin=(json.dumps(TERM) + "\nnumbats\n").encode())
    assert (told.out, told.code) == ("", 3)
    assert told.err.startswith("mieux: standard input:2: error: is not JSON")
    assert process("list", "--archive", "-", "--count").out == "0\n"


def test_standard_input_that_is_closed_is_told(shell: Callable[..., Run]) -> None:
    """`--archive -` without a standard input is told in one line with exit code 3, or is an empty archive."""
    told = shell("mieux list --archive - <&-")
    assert told.code in (1, 3)
    assert "should not have happened" not in told.err
