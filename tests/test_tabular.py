"""A compiled archive has views for other programs, with plain columns that say what mieux says."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from compiled import compiled
from conftest import ROOT, Run
from mieuxcli.archive import Archive
from mieuxcli.fields import TYPES


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The archive of the repository as another program opens it."""
    path: Path = compiled(tmp_path_factory.mktemp("plain") / "plain.db", ROOT / "data")
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_has_a_view_with_all_its_records(
    base: sqlite3.Connection, archive: Archive, type_: str
) -> None:
    """`SELECT * FROM articles` and its kin hold the ids of the records of that type."""
    ids = {id_ for (id_,) in base.execute(f"SELECT id FROM {type_}s")}  # noqa: S608 - of a fixed list
    assert ids == {record.id for record in archive.select(f"type:{type_}")}


def test_a_list_of_texts_is_one_column_joined_by_semicolons(base: sqlite3.Connection) -> None:
    """Countries, topics and the like stand in one readable cell."""
    (topics,) = base.execute("SELECT topics FROM articles WHERE id LIKE '2022-03-30%'").fetchone()
    assert "; " in topics
    assert "[" not in topics


def test_expert_flows_count_as_stats_does(base: sqlite3.Connection, run: Callable[..., Run]) -> None:
    """The Actions of each country of experts are those that `mieux stats --by expert` counts."""
    sql = "SELECT expert_country, count(DISTINCT action) FROM expert_flows GROUP BY 1"
    printed = [line.split("\t") for line in run("stats", "--by", "expert").lines]
    counted = {country: int(number) for country, number, *_ in printed if country != "(none)"}
    assert dict(base.execute(sql)) == counted


def test_an_action_with_a_body_has_no_partner_country(base: sqlite3.Connection) -> None:
    """Where the partner is a body, the flow names the body and leaves the country empty."""
    sql = "SELECT partner FROM expert_flows WHERE partner_country IS NULL"
    assert any("COMESA" in partner for (partner,) in base.execute(sql))


def test_datasette_is_told_what_each_column_means(run: Callable[..., Run], tmp_path: Path) -> None:
    """With --metadata, every column of every view has its meaning, and only views and records are shown."""
    path = tmp_path / "told.db"
    assert run("compile", path, "--metadata").code == 0
    told = json.loads((tmp_path / "told.metadata.json").read_bytes())
    assert told["title"] == "MIEUX archive"
    assert told["license"] == "CC-BY-4.0"
    tables = told["databases"]["told"]["tables"]
    with closing(sqlite3.connect(path)) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        for view in views:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({view})")]
            assert set(tables[view]["columns"]) == set(columns)
    assert not (tmp_path / "told.json").exists()


def test_a_compiled_file_stands_alone_unless_asked(run: Callable[..., Run], tmp_path: Path) -> None:
    """Nothing is written beside the file without --metadata."""
    run("compile", tmp_path / "alone.db")
    assert [one.name for one in tmp_path.iterdir()] == ["alone.db"]


def test_the_metadata_is_read_by_datasette(run: Callable[..., Run], tmp_path: Path) -> None:
    """A page of datasette has the licence and meanings, and weighs less than a fifth of one of a hundred records."""
    path = tmp_path / "told.db"
    run("compile", path, "--metadata")

    async def page(*metadata: dict[str, object]) -> str:
        served = Datasette(immutables=[str(path)], metadata=metadata[0] if metadata else None)
        return str((await served.client.get("/told/facts")).text)

    told = json.loads((tmp_path / "told.metadata.json").read_bytes())
    light, heavy = asyncio.run(page(told)), asyncio.run(page())
    assert "CC-BY-4.0" in light
    assert "the printed words of the figure" in light
    assert len(light) * 5 < len(heavy)
