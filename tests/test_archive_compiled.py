"""A compiled archive answers as the files do that it was made of, and one that is no whole one is refused."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mieuxcli.archive import Archive, open_archive, selection_of, term_titles, terms
from mieuxcli.compiler import compiled, contents_of
from mieuxcli.documents import document_of
from mieuxcli.errors import ArchiveError
from mieuxcli.fields import FACETS
from mieuxcli.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Opening

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the repository, compiled."""
    file = tmp_path_factory.mktemp("compiled") / "whole.db"
    compiled(contents_of([str(DATA)]), file)
    return file


@pytest.fixture(scope="module")
def both(whole: Path) -> Iterator[tuple[Archive, Archive]]:
    """The archive of the repository, opened as a folder and compiled."""
    archives = open_archive(DATA), open_archive(whole)
    yield archives
    for archive in archives:
        archive.store.close()


def _documents(archive: Archive, query: str = "") -> list[dict[str, object]]:
    return [document_of(record) for record in archive.store.select(selection_of(query))]


def test_records_come_as_values(archive: Archive, whole: Path) -> None:
    """A Python program gets immutable values whose documents are those that a compiled archive stores."""
    record = archive.get("2022-03-30-crisis")
    assert isinstance(record, Article)
    assert archive.store.get("2022-03-30-crisis") == record
    connection = sqlite3.connect(whole)
    ((stored,),) = connection.execute("SELECT document FROM records WHERE id = ?", (record.id,))
    connection.close()
    assert json.loads(stored) == {name: value for name, value in document_of(record).items() if value}
    with pytest.raises(AttributeError):
        record.title = "Another"  # type: ignore[misc]  # that is what is tested


QUERIES = [
    "",
    "crisis",
    "type:action country:ghana",
    "year:2020-2022 type:article",
    '"study visit"',
    "migra*",
    "ivory coast",
    "gcm OR thb",
    "-type:fact since:2023",
    "running:2015",
    "phase:mieux+ kind:interview",
    "labor",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_compiled_archive_answers_the_same(query: str, both: tuple[Archive, Archive]) -> None:
    """A query selects, ranks, marks and counts the same in a folder and in what is compiled from it."""
    folder, database = both
    selection = selection_of(query)
    assert _documents(database, query) == _documents(folder, query)
    assert list(database.store.hits(selection)) == list(folder.store.hits(selection))
    assert database.count(query) == folder.count(query) > 0


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS])
def test_a_compiled_archive_counts_the_same(facet: str, both: tuple[Archive, Archive]) -> None:
    """Each facet has the same values with the same counts in the folder and in what is compiled from it."""
    folder, database = both
    assert database.counts(facet) == folder.counts(facet)
    assert sum(folder.counts(facet).values()) > 0


def test_a_compiled_archive_says_the_same_of_itself(both: tuple[Archive, Archive]) -> None:
    """Title, coverage and version are compiled too, and so are the phases and the vocabulary."""
    folder, database = both
    assert database.store.about() == folder.store.about()
    assert database.store.phases() == folder.store.phases()
    assert database.store.vocabulary() == folder.store.vocabulary()
    assert terms(database.store, "THB") == terms(folder.store, "THB") != []
    assert term_titles(database.store) == term_titles(folder.store)


def test_what_is_compiled_of_a_compiled_archive_is_the_same(
    database: Path, tmp_path: Path, opened: Opening
) -> None:
    """Compiling a compiled archive changes nothing in its records and names."""
    again = tmp_path / "again.db"
    compiled(contents_of([str(database)]), again)
    one, two = opened(database), opened(again)
    assert two.store.records() == one.store.records()
    assert two.store.vocabulary() == one.store.vocabulary()


def test_compiling_leaves_one_file(invented: Path, tmp_path: Path) -> None:
    """A compiled archive takes the place of an older one, and nothing else is left beside it."""
    folder = tmp_path / "out"
    folder.mkdir()
    for _ in range(2):
        compiled(contents_of([str(invented)]), folder / "a.db")
    assert [file.name for file in folder.iterdir()] == ["a.db"]


def test_what_cannot_be_compiled_leaves_the_old_file(invented: Path, database: Path) -> None:
    """Where an archive has an error, the compiled one of before stays as it was."""
    before = database.read_bytes()
    (invented / "more.toml").write_text('[[term]]\nid = "term-a"\n', encoding="utf-8")
    with pytest.raises(ArchiveError):
        compiled(contents_of([str(invented)]), database)
    assert database.read_bytes() == before
    assert {file.name for file in database.parent.iterdir()} == {"invented", "invented.db"}


def test_an_archive_is_opened_for_reading_only(database: Path, opened: Opening) -> None:
    """Opening and asking a compiled archive changes no byte of it and leaves no other file beside it."""
    before = database.read_bytes()
    archive = opened(database)
    archive.search("numbats")
    archive.store.close()
    assert database.read_bytes() == before
    assert {file.name for file in database.parent.iterdir()} == {"invented", "invented.db"}


@pytest.mark.parametrize("name", ["with space.db", "question?.db", "hash#.db", "percent%41.db", "é.db"])
def test_a_compiled_archive_may_have_any_name(name: str, database: Path, opened: Opening) -> None:
    """Signs in the name of a file are not taken for those of an address."""
    assert opened(database.rename(database.with_name(name))).count() == 4


def _refused(*paths: Path) -> str:
    with pytest.raises(ArchiveError) as told:
        open_archive(*paths)
    assert "\n" not in told.value.message
    return told.value.message


@pytest.mark.parametrize("share", [0.0, 0.00002, 0.0001, 0.001, 0.01, 0.25, 0.5, 0.9, 0.999999])
def test_a_compiled_archive_that_is_cut_short_is_refused(share: float, whole: Path, tmp_path: Path) -> None:
    """Wherever a compiled archive ends too early, it is refused in one line that names it."""
    content = whole.read_bytes()
    short = tmp_path / "short.db"
    short.write_bytes(content[: int(len(content) * share)])
    assert _refused(short).startswith(str(short))


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A SQLite file that is no archive is told to be another program's."""
    file = tmp_path / "other.db"
    connection = sqlite3.connect(file)
    connection.executescript("CREATE TABLE records (id TEXT); INSERT INTO records VALUES ('x');")
    connection.close()
    assert _refused(file) == f"{file} is no archive made by mieux compile"


def test_an_archive_of_another_version_is_refused(database: Path, opened: Opening) -> None:
    """An archive that another version compiled is refused with both versions and what to do."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveError, match=r"another version of mieux \(schema 99, here") as told:
        opened(database)
    assert told.value.hint == "compile it again with mieux compile"


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """A file that is only called like a compiled archive is refused."""
    file = tmp_path / "text.db"
    file.write_text("numbats " * 1000, encoding="utf-8")
    assert _refused(file) == f"{file} cannot be read as an archive: file is not a database"


def test_a_folder_called_like_a_compiled_archive_is_refused(tmp_path: Path) -> None:
    """A folder is no compiled archive, whatever it is called."""
    (tmp_path / "folder.db").mkdir()
    assert _refused(tmp_path / "folder.db") == f"{tmp_path / 'folder.db'} is not a file"
