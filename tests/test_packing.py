"""The bag for archivists: checked by bagit, read back by csv, and its sources opened as an archive again."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import bagit
import pytest
from jsonschema import Draft202012Validator

from compiled import opened
from conftest import Run
from hostile import hostile
from mieuxcli.fields import TYPES, fields_of

NAMESPACE = "{http://datacite.org/schema/kernel-4}"


@pytest.fixture
def bag(run: Callable[..., Run], database: Path, tmp_path: Path) -> Path:
    """The invented archive as a bag."""
    folder = tmp_path / "bag"
    got = run("pack", folder, "--archive", database)
    assert (got.code, got.out) == (0, "")
    return folder


def test_the_bag_is_valid(bag: Path) -> None:
    """`bagit.py --validate` accepts the bag as it is."""
    script = Path(sys.executable).with_name("bagit.py")
    done = subprocess.run([sys.executable, script, "--validate", bag], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", ["data/articles.csv", "metadata/datacite.xml"])
def test_one_changed_byte_is_found(bag: Path, file: str) -> None:
    """A byte that changed in a table or in the description makes the bag invalid."""
    data = bytearray((bag / file).read_bytes())
    data[len(data) // 2] ^= 1
    (bag / file).write_bytes(data)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_the_tables_hold_every_record(bag: Path, database: Path) -> None:
    """Each type has a table of its records, whose columns are its fields, in the order of the description."""
    package = json.loads((bag / "data/datapackage.json").read_bytes())
    described = {one["name"]: one for one in package["resources"]}
    with opened(database) as archive:
        for type_ in TYPES:
            text = (bag / f"data/{type_}s.csv").read_text(encoding="utf-8")
            header, *rows = csv.reader(text.splitlines(keepends=True), strict=True)
            assert header == [one.name for one in fields_of(type_)]
            assert header == [one["name"] for one in described[f"{type_}s"]["schema"]["fields"]]
            held = {one.id for one in archive.select(f"type:{type_}")}
            assert {row[0] for row in rows} == held
            assert len(rows) == len(held)


def test_every_column_is_described(bag: Path) -> None:
    """Each column has a type and a meaning, each table a key, and every reference leads to a table."""
    package = json.loads((bag / "data/datapackage.json").read_bytes())
    names = {one["name"] for one in package["resources"]}
    for one in package["resources"]:
        assert all(field["description"] and field["type"] for field in one["schema"]["fields"])
        assert one["schema"]["primaryKey"]
        assert one["schema"]["missingValues"] == [""]
        assert {key["reference"]["resource"] for key in one["schema"]["foreignKeys"]} <= names


def test_the_sources_are_the_same_archive(run: Callable[..., Run], bag: Path, database: Path) -> None:
    """The TOML of the bag holds what was packed: records, vocabularies and what the archive is."""
    got = run("diff", database, bag / "data/toml")
    assert (got.code, got.out) == (0, "")
    run("compile", bag.parent / "again.db", "--archive", bag / "data/toml")
    with opened(database) as old, opened(bag.parent / "again.db") as new:
        assert old.store.vocabulary() == new.store.vocabulary()
        assert old.store.about() == new.store.about()


def test_the_schemas_are_schemas(bag: Path) -> None:
    """Every schema in the bag is a JSON Schema."""
    files = sorted((bag / "data/schemas").iterdir())
    assert files
    for file in files:
        Draft202012Validator.check_schema(json.loads(file.read_bytes()))


def test_datacite_has_what_its_schema_asks_for(bag: Path) -> None:
    """The description has each of the mandatory properties, and a year."""
    root = ET.parse(bag / "metadata/datacite.xml").getroot()  # noqa: S314 - written by us
    needed = ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType")
    assert [name for name in needed if root.find(NAMESPACE + name) is None] == []
    assert (root.findtext(f"{NAMESPACE}publicationYear") or "").isdecimal()


def test_a_folder_with_something_in_it_is_refused(run: Callable[..., Run], tmp_path: Path) -> None:
    """A folder that holds something is left as it is; an empty one is filled."""
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    got = run("pack", folder)
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith(f"mieux: {folder} is there already and not empty\nhint: ")
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]


def test_nothing_is_left_where_it_cannot_be_written(run: Callable[..., Run], tmp_path: Path) -> None:
    """Where the folder around it is not there, one line says so."""
    got = run("pack", tmp_path / "no" / "bag")
    assert (got.code, len(got.err.splitlines())) == (4, 1)
    assert [*tmp_path.iterdir()] == []


def test_what_a_killed_process_left_is_removed(
    run: Callable[..., Run], database: Path, tmp_path: Path
) -> None:
    """A folder that a process began to fill, and did not finish, is not there after the next bag."""
    left = tmp_path / "out" / ".mieux-pack-abcd" / "bag"
    left.mkdir(parents=True)
    (left / "articles.csv").write_text("id", encoding="utf-8")
    assert run("pack", tmp_path / "out" / "bag", "--archive", database).code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bag"]


def test_hostile_records_make_a_valid_bag(run: Callable[..., Run], tmp_path: Path) -> None:
    """Whatever titles are like, the bag is valid and its sources are the same archive."""
    source = hostile(tmp_path)
    assert run("pack", tmp_path / "bag", "--archive", source).code == 0
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert run("diff", source, tmp_path / "bag/data/toml").out == ""
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".mieux")] == []


def test_without_the_extra_one_line_says_how_to_get_it(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where bagit is lacking, the error names the extra."""
    monkeypatch.setitem(sys.modules, "bagit", None)
    got = run("pack", tmp_path / "bag")
    assert got.code == 2
    assert got.err.endswith("hint: pip install 'mieuxcli[pack]'\n")
