"""Archives open from folders and files, laid over each other, and what is none is refused in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mieuxcli
from mieuxcli.archive import Archive, near_terms, open_archive, selection_of, terms
from mieuxcli.compiler import compiled, contents_of
from mieuxcli.documents import document_of
from mieuxcli.errors import ArchiveError, MieuxError, UsageError
from mieuxcli.records import Term
from mieuxcli.views import related

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Opening, Run

TERM = {
    "type": "term",
    "id": "undated-numbats",
    "title": "Numbats again",
    "url": "https://example.org/again",
    "meaning": "Another.",
}


def _ids(archive: Archive) -> list[str]:
    return [record.id for record in archive.select(sort="id")]


def _documents(archive: Archive, query: str = "") -> list[dict[str, object]]:
    return [document_of(record) for record in archive.store.select(selection_of(query))]


def _term(path: Path, **changes: str) -> Path:
    path.write_text(json.dumps({**TERM, **changes}) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["folder", ".toml", ".json", ".jsonl", ".db"])
def test_an_archive_opens_from_each_kind_of_path(
    suffix: str, invented: Path, database: Path, tmp_path: Path, opened: Opening
) -> None:
    """The same records in a folder, a TOML, JSON, JSON Lines or compiled file are the same archive."""
    documents = _documents(opened(invented))
    paths = {
        "folder": invented,
        ".toml": invented / "archive.toml",
        ".db": database,
        ".json": tmp_path / "a.json",
        ".jsonl": tmp_path / "a.jsonl",
    }
    paths[".json"].write_text(json.dumps(documents), encoding="utf-8")
    paths[".jsonl"].write_text("\n".join(json.dumps(document) for document in documents), encoding="utf-8")
    archive = opened(paths[suffix])
    assert _ids(archive) == ["2020-03-30-quokkas", "action-ghana-i", "phase-one", "undated-numbats"]
    assert _documents(archive) == documents


def test_a_path_may_be_text_or_a_path(invented: Path, opened: Opening) -> None:
    """A path is taken as text as well as as a Path."""
    assert _ids(opened(str(invented))) == _ids(opened(invented))


def test_without_a_path_the_archive_of_the_program_opens(archive: Archive, opened: Opening) -> None:
    """No path at all and `bundled` are the archive that comes with the program."""
    assert _ids(opened("bundled")) == _ids(archive)
    assert archive.count("type:phase") == 4


@pytest.mark.parametrize(("name", "content"), [("over.jsonl", ""), ("over.db", ""), ("over", "folder")])
def test_the_later_record_of_an_id_wins(
    name: str, content: str, invented: Path, tmp_path: Path, opened: Opening
) -> None:
    """Of archives laid over each other the record of the last one stands, in the place of the first."""
    over = tmp_path / name
    if content == "folder":
        over.mkdir()
        _term(over / "terms.jsonl")
    elif name.endswith(".db"):
        compiled(contents_of([str(_term(tmp_path / "terms.jsonl"))]), over)
    else:
        _term(over)
    both = opened(invented, over)
    assert both.get("undated-numbats") == Term(
        id="undated-numbats",
        title="Numbats again",
        url="https://example.org/again",
        meaning="Another.",
    )
    assert _ids(both) == _ids(opened(invented))
    assert [record.id for record in both.store.records()][-1] == "undated-numbats"
    assert opened(over, invented).get("undated-numbats").title == "Numbats"


def test_the_last_of_three_archives_wins(invented: Path, tmp_path: Path, opened: Opening) -> None:
    """A record may be replaced more than once, and new ones join the others."""
    second, third = (
        _term(tmp_path / "second.jsonl", title="Second"),
        _term(tmp_path / "third.jsonl", title="Third"),
    )
    new = _term(tmp_path / "new.jsonl", id="term-new")
    archive = opened(invented, second, new, third)
    assert archive.get("undated-numbats").title == "Third"
    assert archive.count() == 5


def test_a_compiled_archive_may_lie_below(database: Path, tmp_path: Path, opened: Opening) -> None:
    """A compiled archive takes part in an overlay like any other."""
    assert opened(database, _term(tmp_path / "over.jsonl")).get("undated-numbats").title == "Numbats again"


def test_records_of_ones_own_join_the_bundled_archive(tmp_path: Path, opened: Opening) -> None:
    """A file of one's own over the bundled archive adds its records to all the others."""
    archive = opened("bundled", _term(tmp_path / "own.jsonl", id="term-own"))
    assert archive.count("type:phase") == 4
    assert archive.get("term-own").title == "Numbats again"


def test_what_an_archive_says_of_itself_is_laid_over_too(
    invented: Path, tmp_path: Path, opened: Opening
) -> None:
    """The later archive's title stands; what it does not say is the earlier one's."""
    (tmp_path / "over.toml").write_text('[archive]\ncoverage = "All of it"\n', encoding="utf-8")
    assert opened(invented, tmp_path / "over.toml").store.about() == {
        "title": "Invented",
        "coverage": "All of it",
    }


def test_an_archive_without_a_vocabulary_has_the_bundled_one(
    invented: Path, database: Path, opened: Opening
) -> None:
    """An archive without countries of its own, compiled or not, takes a country by its code or other name."""
    for path in (invented, database):
        archive = opened(path)
        assert [record.id for record in archive.select("country:CI")] == ["2020-03-30-quokkas"]
        assert [record.id for record in archive.select("ivory coast")] == ["2020-03-30-quokkas"]


def test_an_archive_with_countries_of_its_own_has_no_others(invented: Path, opened: Opening) -> None:
    """A vocabulary of an archive replaces the whole bundled one of that facet."""
    (invented / "countries.toml").write_text(
        '[[country]]\nname = "Ghana"\naliases = ["Gold Coast"]\n', encoding="utf-8"
    )
    archive = opened(invented)
    assert archive.count('country:"gold coast"') == 1
    with pytest.raises(MieuxError, match="no country is called 'CI'"):
        archive.count("country:CI")


def test_a_path_that_is_part_of_another_is_another_archive(
    invented: Path, tmp_path: Path, opened: Opening
) -> None:
    """An archive `new` lies over an archive `new-and-old` as any other does."""
    (tmp_path / "new").mkdir()
    _term(tmp_path / "new" / "terms.jsonl")
    assert (
        opened(invented.rename(tmp_path / "new-and-old"), tmp_path / "new").get("undated-numbats").title
        == "Numbats again"
    )


def test_an_archive_laid_over_itself_is_itself(invented: Path, database: Path, opened: Opening) -> None:
    """An archive that is named twice, as by an option and the environment, is no different for it."""
    for path in (invented, database):
        assert _ids(opened(path, path)) == _ids(opened(path))


def _program(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mieuxcli", *map(str, arguments)]
    where = Path(mieuxcli.__file__).parents[1]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=where, check=False
    )


def test_records_come_from_standard_input() -> None:
    """The path `-` is JSON Lines on standard input."""
    done = _program(
        "define", "--archive", "-", "--format", "json", stdin=json.dumps({**TERM, "title": "Écureuil"})
    )
    assert [term["title"] for term in json.loads(done.stdout)] == ["Écureuil"]
    assert (done.returncode, done.stderr) == (0, "")


def test_records_of_standard_input_lie_over_an_archive(invented: Path) -> None:
    """A record on standard input replaces one of a folder, also where there is a - in the path of that."""
    over = invented.rename(invented.with_name("my-archive"))
    done = _program("define", "--archive", over, "--archive", "-", "--format", "json", stdin=json.dumps(TERM))
    assert (done.returncode, [term["title"] for term in json.loads(done.stdout or "[]")]) == (
        0,
        ["Numbats again"],
    )


def _refused(*paths: Path) -> str:
    with pytest.raises(ArchiveError) as told:
        open_archive(*paths)
    assert "\n" not in told.value.message
    return told.value.message


@pytest.mark.parametrize("name", ["missing", "missing.db", "missing.toml", "missing.jsonl", "missing/deeper"])
def test_a_missing_path_is_refused(name: str, invented: Path, tmp_path: Path) -> None:
    """A path that does not exist is refused, alone and over another archive."""
    assert _refused(tmp_path / name) == f"{tmp_path / name} does not exist"
    assert _refused(invented, tmp_path / name) == f"{tmp_path / name} does not exist"


def test_a_file_of_another_kind_is_refused(tmp_path: Path, opened: Opening) -> None:
    """A file that no archive is made of is refused with what an archive is."""
    (tmp_path / "notes.txt").write_text("numbats", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"notes\.txt is no archive") as told:
        opened(tmp_path / "notes.txt")
    assert "mieux compile" in str(told.value.hint)


def test_an_empty_folder_is_refused(tmp_path: Path, opened: Opening) -> None:
    """A folder without any file of an archive is refused with how to make one."""
    with pytest.raises(ArchiveError, match="holds no archive") as told:
        opened(tmp_path)
    assert "mieux new" in str(told.value.hint)


def test_a_faulty_archive_is_refused_with_its_first_problem(tmp_path: Path, opened: Opening) -> None:
    """The first problem is told with its place, the number of the others and the command that lists them."""
    (tmp_path / "terms.jsonl").write_text(
        '{"type": "term", "id": "term-a", "title": "A"}\n', encoding="utf-8"
    )
    with pytest.raises(ArchiveError) as told:
        opened(tmp_path)
    assert (
        told.value.message
        == f"{tmp_path / 'terms.jsonl'}:1: error: term-a: url: is missing (and 1 more problems)"
    )
    assert "mieux check" in str(told.value.hint)


def test_an_id_given_twice_is_refused(invented: Path) -> None:
    """Two records of one archive cannot have the same id."""
    _term(invented / "terms.jsonl")
    assert "undated-numbats: id: is the id of another record too" in _refused(invented)


@pytest.mark.parametrize(("name", "code"), [("missing.db", 3), ("empty.db", 3), ("text.db", 3)])
def test_the_command_tells_a_refused_archive_in_one_line(
    name: str, code: int, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A command on a refused archive writes nothing, leaves with 3, and says in one line what is wrong."""
    (tmp_path / "empty.db").write_bytes(b"")
    (tmp_path / "text.db").write_text("numbats " * 100, encoding="utf-8")
    done = run("list", "--archive", tmp_path / name)
    assert (done.out, done.code) == ("", code)
    first, *rest = done.err.splitlines()
    assert first.startswith(f"mieux: {tmp_path / name} ")
    assert [line for line in rest if not line.startswith("hint: ")] == []


@pytest.mark.parametrize("suffix", ["", ".db"])
def test_a_name_too_long_is_refused(suffix: str) -> None:
    """A path that no file system takes does not exist."""
    _refused(Path("x" * 1000 + suffix))


def test_a_path_with_a_line_break_is_told_in_one_line() -> None:
    """A message is one line, whatever the path is."""
    _refused(Path("a\nb"))


def test_a_dangling_reference_does_not_hide_the_record(invented: Path, opened: Opening) -> None:
    """An article that names an Action the archive does not have can be opened and shown all the same."""
    file = invented / "archive.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            'actions = ["action-ghana-i"]', 'actions = ["action-nowhere"]'
        ),
        encoding="utf-8",
    )
    archive = opened(invented)
    assert "action-nowhere" not in [
        one.record.id for one in related(archive.store, archive.get("2020-03-30-quokkas"))
    ]


def test_terms_are_found_by_all_their_names(archive: Archive) -> None:
    """A term is found by its letters and its expansion in any case; another word may be near one."""
    by_name = {
        name: [term.title for term in terms(archive.store, name)]
        for name in ("gcm", "global compact for migration", "quokka")
    }
    assert by_name == {"gcm": ["GCM"], "global compact for migration": ["GCM"], "quokka": []}
    assert "GCM" in near_terms(archive.store, "gcmm")


@pytest.mark.parametrize("facet", ["", "contry", "countries"])
def test_what_is_no_facet_cannot_be_counted(facet: str, archive: Archive) -> None:
    """Only facets can be counted."""
    with pytest.raises(UsageError, match="no facet"):
        archive.counts(facet)
