"""JSON, JSON Lines and the schemas that they fit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator, ValidationError

from conftest import ROOT, Run
from hostile import TITLES, article, hostile, in_file, with_one
from mieuxcli.archive import Archive
from mieuxcli.cli.commands import COMMANDS
from mieuxcli.documents import document_of
from mieuxcli.fields import TYPES, fields_of
from mieuxcli.schemas import SCHEMAS, schema


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_reads_json_and_json_lines(shell: Callable[..., Run], tmp_path: Path) -> None:
    """Through jq, JSON and JSON Lines have every hostile title as it was."""
    call = f"mieux list --archive '{hostile(tmp_path)}' --sort id --format"
    assert shell(f"{call} json | jq -c 'map(.title)'").json == list(TITLES)
    assert [json.loads(line) for line in shell(f"{call} jsonl | jq -c .title").out.split("\n")[:-1]] == list(
        TITLES
    )


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize(
    "command",
    ["search crisis", "show 2022-03-30", "facts experts", "stats", "timeline --year 2020", "fields"],
)
def test_jq_reads_the_json_of_every_shape(shell: Callable[..., Run], tmp_path: Path, command: str) -> None:
    """What jq gives back is the document that was written, whatever its shape."""
    got = shell(f"mieux {command} --format json | tee '{tmp_path}/told' | jq .").json
    assert got == json.loads((tmp_path / "told").read_text(encoding="utf-8")) != []


VALID = [
    ("records", ["search", " OR ".join(f"type:{type_}" for type_ in TYPES)]),
    ("records", ["search", "crisis"]),
    ("records", ["list", "--year", "2022"]),
    ("records", ["list", "--year", "1999"]),
    ("records", ["show", "2022-03-30", "action-ghana-iv", "term-gcm"]),
    ("records", ["facts", "experts"]),
    ("records", ["actions", "--country", "ghana"]),
    ("records", ["define", "GCM"]),
    ("records", ["cite", "2022-03-30"]),
    ("facets", ["search", "crisis", "--facets"]),
    ("counts", ["stats"]),
    ("counts", ["stats", "--by", "country,year"]),
    ("counts", ["stats", "--year", "1999"]),
    ("map", ["map"]),
    ("map", ["map", "--by", "expert", "--country", "ghana"]),
    ("map", ["map", "--year", "1999"]),
    ("series", ["timeline", "--year", "2020"]),
    ("series", ["timeline", "--year", "2020", "--by", "month"]),
    ("series", ["timeline", "--by", "phase", "--type", "phase"]),
    ("series", ["timeline", "--year", "1999"]),
    ("fields", ["fields"]),
    ("records", ["related", "action-ghana-iv"]),
    ("problems", ["check"]),
]
# These write their table as an array of objects, which no schema describes.
TABLES = (["gaps"], ["person", "chirita"], ["diff", "bundled", "bundled"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_schema(run: Callable[..., Run], name: str) -> None:
    """`fields --schema` prints each schema alone and among all, and each is valid JSON Schema 2020-12."""
    whole = run("fields", name, "--schema").json
    assert whole == run("fields", "--schema").json[name] == schema(name)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(whole)


@pytest.mark.parametrize(("name", "command"), VALID)
def test_json_fits_its_schema(run: Callable[..., Run], name: str, command: list[str]) -> None:
    """What a command writes as JSON fits the schema that the program prints for it."""
    told = run(*command, "--format", "json").json
    assert [error.message for error in Draft202012Validator(schema(name)).iter_errors(told)] == []


def test_every_command_that_writes_json_has_been_checked() -> None:
    """No command that takes --format is left out above; `import`, which needs a file, comes next."""
    taking = {name for name, command in COMMANDS.items() if "format" in command.options}
    assert {*(command[0] for _, command in VALID), *(command[0] for command in TABLES), "import"} == taking


@pytest.mark.parametrize("command", TABLES, ids=lambda command: str(command[0]))
def test_a_table_is_an_array_of_objects_with_the_same_keys(
    run: Callable[..., Run], command: list[str]
) -> None:
    """What is no list of records has an object a row, its keys the header that CSV has."""
    rows = run(*command, "--format", "json").json
    header = run(*command, "--format", "csv").out.splitlines()[0]
    assert {",".join(row) for row in rows} <= {header}


def test_imported_records_fit_their_schema(run: Callable[..., Run], tmp_path: Path, invented: Path) -> None:
    """What `import` says it would add fits the schema of records."""
    file = in_file(
        tmp_path / "new.jsonl", *(article(n, title=f"T {n}", url=f"https://example.org/{n}") for n in (1, 2))
    )
    got = run("import", file, "--into", invented, "--dry-run", "--format", "json")
    assert got.code == 0
    assert len(got.json) == 2
    Draft202012Validator(schema("records")).validate(got.json)


def test_hostile_json_fits_its_schema(run: Callable[..., Run], tmp_path: Path) -> None:
    """Hostile titles change nothing of the shape, in lists, cards, counts and time."""
    for name, command in (
        ("records", ["list"]),
        ("records", ["show", "2020-01-01"]),
        ("counts", ["stats"]),
        ("series", ["timeline"]),
    ):
        Draft202012Validator(schema(name)).validate(
            run(*command, "--archive", hostile(tmp_path), "--format", "json").json
        )


def test_problems_fit_their_schema(run: Callable[..., Run], tmp_path: Path) -> None:
    """The problems of a broken archive fit the schema of problems."""
    got = with_one(
        run,
        tmp_path,
        "check",
        "--format",
        "json",
        url="not an address",
        people=[{"name": "Ana", "part": "dancer"}],
    )
    assert {problem["field"] for problem in got.json} >= {"url", "people"}
    Draft202012Validator(schema("problems")).validate(got.json)


@pytest.mark.parametrize("file", sorted((ROOT / "data").glob("*.toml")), ids=lambda file: str(file.name))
def test_the_files_of_the_archive_fit_the_schema_for_archives(file: Path) -> None:
    """The TOML that the bundled archive is made of fits the schema that editors are given."""
    Draft202012Validator(schema("archive")).validate(tomli.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        {"title": None},
        {"title": 1},
        {"date": "30 March"},
        {"type": "poem"},
        {"colour": "red"},
        {"countries": None},
        {"people": [{}]},
    ],
)
def test_the_schema_of_records_refuses_what_is_wrong(archive: Archive, change: dict[str, object]) -> None:
    """A record with a wrong value, a missing one or an unknown key does not fit its schema."""
    document = {**document_of(archive.get("2022-03-30")), **change}
    with pytest.raises(ValidationError):
        Draft202012Validator(schema("records")).validate([document])


def test_a_record_without_a_key_does_not_fit(archive: Archive) -> None:
    """Every key of a type must be there, even where nothing is known."""
    whole = document_of(archive.get("2022-03-30"))
    for name in whole:
        lacking = {key: value for key, value in whole.items() if key != name}
        assert not Draft202012Validator(schema("records")).is_valid([lacking]), name


ALL_RECORDS = ("list", "actions", "facts", "define", "timeline --type milestone", "timeline --type phase")


def test_json_lines_are_an_archive(shell: Callable[..., Run], tmp_path: Path) -> None:
    """Records of every type, written as JSON Lines and read with `--archive -`, are the same records."""
    calls = "; ".join(f"mieux {command} --format jsonl" for command in ALL_RECORDS)
    everything = " OR ".join(f"type:{type_}" for type_ in TYPES)
    got = shell(
        f"{{ {calls}; }} | tee first | mieux --archive - search '{everything}' --format jsonl > second",
        tmp_path,
    )
    assert got.code == 0
    first, second = (
        [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").split("\n")[:-1]]
        for name in ("first", "second")
    )
    assert {record["type"] for record in first} == {*TYPES}
    keys = {type_: [field.name for field in fields_of(type_)] for type_ in TYPES}
    again = {record["id"]: {key: record[key] for key in keys[record["type"]]} for record in second}
    assert [again[record["id"]] for record in first] == first
    assert len(first) == len(second)


def test_json_lines_of_everything_are_the_same_archive(
    archive: Archive, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """All records of the bundled archive in one file count, sort and facet as they did."""
    file = in_file(tmp_path / "all.jsonl", *map(document_of, archive.store.records()))
    command = ("search", "migration OR migrants", "--sort", "id", "--format", "json")
    assert run(*command, "--archive", file).json == run(*command).json
    assert (
        run("stats", "--by", "phase,person", "--archive", file).out
        == run("stats", "--by", "phase,person").out
    )


@pytest.mark.parametrize("command", ["show 2022-03-30 action-ghana-iv", "search crisis"])
def test_what_commands_add_to_records_is_left_aside(shell: Callable[..., Run], command: str) -> None:
    """Cards and hits, which have more than their record, are read back as the records they are."""
    got = shell(f"mieux {command} --format jsonl | mieux --archive - stats --by type --format json")
    assert got.code == 0
    assert got.json["total"] == len(shell(f"mieux {command} --format jsonl").lines) > 1
