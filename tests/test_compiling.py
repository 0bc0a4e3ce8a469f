"""Compiled archives answer as their folders do, survive a kill at any moment, and open in other programs."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from compiled import compiled, opened, written
from conftest import CLEAN, MIEUX, ROOT, Run
from invented import INVENTED
from mieuxcli.archive import Archive, selection_of
from mieuxcli.records import Record
from mieuxcli.store import Ranked

DATA = ROOT / "data"
NUMBER, KILLS, SEARCHES = 3000, 50, 20
LEFT = ".mieux-new-*"
WORDS: tuple[str, ...] = ("capacity", "training", "border", "study", "visit", "policy")
WORDS += ("expert", "mission", "quokka", "return", "asylum", "diaspora")


def _records(number: int, seed: int) -> list[dict[str, object]]:
    """Return invented articles, the same for the same seed; a crisis is in one of thirty."""
    chance = random.Random(seed)  # noqa: S311 - an invented archive, no secret
    return [
        {
            "type": "article",
            "id": f"{chance.randint(2009, 2024)}-seed-{seed}-{at}",
            "title": " ".join(chance.choices(WORDS, k=6)) + " crisis" * (at % 30 == 0),
            "date": f"{chance.randint(2009, 2024)}-{chance.randint(1, 12):02}",
            "date_basis": "published",
            "url": f"https://example.org/{seed}/{at}",
            "kind": chance.choice(("news", "interview", "opinion")),
            "language": "en",
            "summary": " ".join(chance.choices(WORDS, k=20)) + ".",
            "countries": chance.sample(("Ghana", "Kenya", "Peru", "Georgia"), chance.randint(0, 2)),
        }
        for at in range(number)
    ]


def _compiling(path: Path, source: Path) -> subprocess.Popen[bytes]:
    """Begin to compile as a process of its own."""
    command: list[str | Path] = [MIEUX, "compile", path, "--archive", source, "--quiet"]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN
    )


def _answers(path: Path) -> tuple[list[Record], list[Ranked], dict[str, int]]:
    """Return what an archive answers to three questions that read its records, its index and its facets."""
    with opened(path) as archive:
        return (
            list(archive.store.records()),
            list(archive.store.hits(selection_of("crisis"))),
            archive.counts("year"),
        )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the repository, compiled by the command."""
    return compiled(tmp_path_factory.mktemp("whole") / "whole.db", DATA)


@pytest.mark.parametrize(
    "arguments",
    [
        "list",
        "search crisis",
        "facts",
        "stats",
        "timeline",
        "timeline --by phase",
        "show 2022-03-30",
        "show action-ghana-i phase-mieux-i",
        "define",
        "define gcm",
        "list --country ghana --fields all",
    ],
)
def test_a_compiled_archive_answers_byte_for_byte_as_the_folder(
    arguments: str, whole: Path, run: Callable[..., Run]
) -> None:
    """What a command writes of a compiled archive, and says beside it, is what it writes of the folder."""
    folder, database = (
        run(*arguments.split(), "--format", "json", "--archive", path) for path in (DATA, whole)
    )
    assert database == folder
    assert folder.code == 0
    assert folder.json


def test_a_compiled_archive_compiles_to_the_same_answers(whole: Path, tmp_path: Path) -> None:
    """An archive may be compiled from a compiled one, also over that very file, and answers the same."""
    before = _answers(whole)
    again = compiled(tmp_path / "again.db", whole)
    assert _answers(again) == before
    assert _answers(compiled(again, again)) == before


def test_a_compiled_archive_is_the_same_bytes_each_time(tmp_path: Path, process: Callable[..., Run]) -> None:
    """Compiled again, under another seed of Python's hashes, an archive is the same file."""
    files = [tmp_path / f"{seed}.db" for seed in ("1", "2")]
    for file in files:
        assert (
            process("compile", file, "--archive", ROOT / "data", env={"PYTHONHASHSEED": file.stem}).code == 0
        )
    one, two = (file.read_bytes() for file in files)
    assert one == two


def test_a_killed_compile_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, process: Callable[..., Run]
) -> None:
    """Killed at any of 50 moments, a compile leaves the old file or the whole new one, and no hindrance."""
    folder = tmp_path / "own"
    folder.mkdir()
    source = written(folder / "records.jsonl", _records(NUMBER, 1))
    database = folder / "own.db"
    began = time.perf_counter()
    with _compiling(database, folder) as child:
        assert child.wait() == 0
    duration = time.perf_counter() - began
    after = _answers(database)
    listed = process("list", "--archive", database, "--format", "ids")
    compiled(database, written(tmp_path / "old.jsonl", _records(40, 2)))
    old, before = database.read_bytes(), _answers(database)
    killed = caught = 0
    chance = random.Random(6)  # noqa: S311 - moments, no secret
    for _ in range(KILLS):
        began = time.perf_counter()
        with _compiling(database, folder) as child:
            with suppress(subprocess.TimeoutExpired):
                child.wait(chance.uniform(0.1, 1.1) * duration)
            child.kill()
            killed += child.wait() == -signal.SIGKILL
            # Where the machine got faster, the next moments come sooner.
            duration = duration if child.returncode else min(duration, time.perf_counter() - began)
        # What a killed compile left is there, its lock held by nobody, until the next one clears it.
        caught += any(folder.glob(LEFT))
        if database.read_bytes() == old:
            continue
        assert _answers(database) == after
        database.write_bytes(old)
    assert _answers(database) == before
    assert killed >= KILLS // 2
    assert caught, "no kill came while the file was written, so nothing was tested"
    assert process("list", "--archive", folder, "--format", "ids") == listed
    assert process("check", folder).code == 0
    assert process("compile", database, "--archive", folder, "--quiet") == Run("", "", 0)
    assert set(folder.iterdir()) == {source, database}
    assert process("list", "--archive", database, "--format", "ids") == listed
    assert _answers(database) == after


def test_a_compile_clears_what_a_killed_one_left(
    invented: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A file whose lock nobody holds is cleared by the next compile; one that is locked is left alone."""
    for name in (".mieux-new-dead", ".mieux-new-alive"):
        (tmp_path / name).write_bytes(b"half")
    with (tmp_path / ".mieux-new-alive").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run("compile", tmp_path / "own.db", "--archive", invented, "--quiet") == Run("", "", 0)
    assert {path.name for path in tmp_path.iterdir()} == {"invented", "own.db", ".mieux-new-alive"}


def test_searches_during_a_compile_see_one_whole_archive(tmp_path: Path, process: Callable[..., Run]) -> None:
    """Searches while their file is compiled anew answer whole, from the archive before or the one after."""
    database = tmp_path / "own.db"
    sources = [written(tmp_path / f"{seed}.jsonl", _records(NUMBER, seed)) for seed in (1, 2)]
    search = ("search", "crisis", "--archive", database, "--format", "jsonl")
    answers = [process(*search) for source in reversed(sources) if compiled(database, source)]
    assert [len(answer.lines) for answer in answers] == [NUMBER // 30, NUMBER // 30]
    assert answers[0].out != answers[1].out
    searches = compiles = 0
    while searches < SEARCHES or compiles < 2:
        with _compiling(database, sources[(compiles + 1) % 2]) as child:
            while child.poll() is None:
                assert process(*search) in answers
                searches += 1
            assert child.returncode == 0
        compiles += 1
        assert process(*search) == answers[compiles % 2 - 1]
    assert {path.name for path in tmp_path.iterdir()} == {"own.db", "1.jsonl", "2.jsonl"}


def test_an_interrupted_compile_clears_up(tmp_path: Path) -> None:
    """Ctrl-C while the file is written ends with 130 and leaves the folder as it was."""
    source = written(tmp_path / "records.jsonl", _records(NUMBER, 1))
    with _compiling(tmp_path / "own.db", source) as child:
        while child.poll() is None and not list(tmp_path.glob(LEFT)):
            pass
        child.send_signal(signal.SIGINT)
        assert child.communicate()[1] == b""
    assert (child.returncode, [path.name for path in tmp_path.iterdir()]) == (130, ["records.jsonl"])


def _other_program(name: str, *arguments: str | Path) -> str:
    """Return what a program of the same environment prints; the test is skipped where it is not installed."""
    program = Path(sys.executable).with_name(name)
    if not program.exists():
        pytest.skip(f"{name} is not installed beside {sys.executable}")
    done = subprocess.run([program, *arguments], capture_output=True, env=CLEAN, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_sqlite_utils_searches_a_compiled_archive(whole: Path, archive: Archive) -> None:
    """`sqlite-utils search` opens a compiled archive as it is and finds records that mieux finds too."""
    found = json.loads(_other_program("sqlite-utils", "search", whole, "records", "crisis"))
    assert {row["id"] for row in found} == {record.id for record, _ in archive.search("crisis", literal=True)}
    assert {"id", "type", "title", "date", "url", "document"} <= set(found[0])
    assert [json.loads(row["document"])["title"] for row in found] == [row["title"] for row in found]


def test_datasette_serves_a_compiled_archive(whole: Path, archive: Archive) -> None:
    """`datasette --get` answers a search of a compiled archive, with column names that people can read."""
    answer = json.loads(
        _other_program(
            "datasette", whole, "--get", "/whole/records.json?_search=crisis&_size=3&_shape=objects"
        )
    )
    assert len(answer["rows"]) == 3
    assert {row["id"] for row in answer["rows"]} <= {
        record.id for record, _ in archive.search("crisis", literal=True)
    }
    assert {"id", "type", "title", "date", "url"} <= set(answer["rows"][0])


def test_datasette_counts_what_mieux_counts(whole: Path, archive: Archive) -> None:
    """`datasette --get` with just the two parameters also counts the records that the words are in."""
    answer = json.loads(
        _other_program("datasette", whole, "--get", "/whole/records.json?_search=crisis&_size=3")
    )
    assert answer["filtered_table_rows_count"] == len(archive.search("crisis", literal=True))
    assert len(answer["rows"]) == 3


def test_sqlite_finds_no_fault_in_a_compiled_archive(whole: Path) -> None:
    """A compiled archive passes the integrity check of SQLite, in newer versions of its indexes too."""
    connection = sqlite3.connect(f"file:{whole}?mode=ro&immutable=1", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.parametrize("name", ["own", "own.sqlite", "own.db.bak", "own.toml", ".db"])
def test_a_compiled_archive_ends_in_db(
    name: str, invented: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A path that does not end in .db is refused with one that does, and is not written."""
    told = run("compile", tmp_path / name, "--archive", invented)
    assert (told.out, told.code) == ("", 2)
    assert told.err.startswith(f"mieux: {tmp_path / name} should end in .db\nhint: mieux compile ")
    assert [path.name for path in tmp_path.iterdir()] == ["invented"]


@pytest.mark.parametrize("name", ["nowhere/own.db", "invented/archive.toml/own.db"])
def test_a_compiled_archive_needs_a_folder(
    name: str, invented: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A compiled archive in a missing folder is one line and exit code 4; no folder is made for it."""
    told = run("compile", tmp_path / name, "--archive", invented)
    assert (told.out, told.code) == ("", 4)
    assert told.err.startswith(f"mieux: cannot write {tmp_path / name}: ")
    assert told.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["invented"]


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    "fault",
    ['[[term]]\nid = "term-a"\n', "[[term]\n", '[[article]]\nid = "undated-numbats"\n', "[[nothing]]\n"],
)
def test_an_archive_with_errors_is_not_compiled(
    fault: str, invented: Path, tmp_path: Path, run: Callable[..., Run], *, old: bool
) -> None:
    """An archive with errors is refused with exit code 3 and nothing is written; an older file stays."""
    database = tmp_path / "own.db"
    before = compiled(database, invented).read_bytes() if old else None
    (invented / "more.toml").write_text(fault, encoding="utf-8")
    told = run("compile", database, "--archive", invented)
    assert (told.out, told.code) == ("", 3)
    assert str(invented) in told.err
    assert "hint: mieux check" in told.err
    assert {path.name for path in tmp_path.iterdir()} == ({"invented", "own.db"} if old else {"invented"})
    assert (database.read_bytes() if old else None) == before


def test_a_full_disk_is_told(tmp_path: Path, shell: Callable[..., Run]) -> None:
    """Where the file cannot be written whole, a line names it, the exit code is 4, the older file stays."""
    compiled(tmp_path / "own.db", written(tmp_path / "own.jsonl", _records(1, 1)))
    before = (tmp_path / "own.db").read_bytes()
    told = shell("ulimit -f 100; mieux compile own.db --archive bundled", tmp_path)
    assert (tmp_path / "own.db").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"own.db", "own.jsonl"}
    assert (told.out, told.code) == ("", 4)
    assert told.err.startswith("mieux: cannot write own.db: ")


def test_a_folder_in_the_place_of_the_file_is_told(
    invented: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A folder that is called like the file cannot be replaced, and the line that says so names it."""
    (tmp_path / "own.db").mkdir()
    told = run("compile", tmp_path / "own.db", "--archive", invented)
    assert told.code == 4
    assert {path.name for path in tmp_path.iterdir()} == {"invented", "own.db"}
    assert told.err.startswith(f"mieux: cannot write {tmp_path / 'own.db'}: ")


def _in_terminal(stream: str, *arguments: str | Path) -> tuple[int, str, str]:
    """Run the program with one output stream on a terminal: the exit code, and what terminal and pipe got."""
    parent, child = pty.openpty()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: child}
    with subprocess.Popen(
        [MIEUX, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=streams["stdout"],
        stderr=streams["stderr"],
        env=CLEAN,
    ) as done:
        os.close(child)
        shown = b""
        # Linux ends a terminal that nobody writes to any more with an error, others with nothing.
        with suppress(OSError):
            while part := os.read(parent, 65536):
                shown += part
        piped = done.communicate()[stream == "stdout"]
    os.close(parent)
    return done.returncode, shown.decode(), piped.decode()


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    """Long work shows on a terminal's standard error how far it is, in one line, wiped away at the end."""
    source = written(tmp_path / "own.jsonl", _records(5000, 1))
    code, shown, piped = _in_terminal("stderr", "compile", tmp_path / "own.db", "--archive", source)
    assert (code, piped) == (0, "")
    *steps, last = shown.split("\r")[1:-1]
    assert steps[0] == "compiling 500 of 5,000 (10%)"
    assert [step.split()[1] for step in steps] == [f"{done:,}" for done in range(500, 5001, 500)]
    assert last == f"\x1b[Kmieux: 5,000 records in {tmp_path / 'own.db'}"


def test_progress_is_shown_nowhere_else(tmp_path: Path) -> None:
    """A standard error that is no terminal gets the last line alone, whatever standard output is."""
    source = written(tmp_path / "own.jsonl", _records(5000, 1))
    line = f"mieux: 5,000 records in {tmp_path / 'own.db'}\n"
    assert _in_terminal("stdout", "compile", tmp_path / "own.db", "--archive", source) == (0, "", line)


def test_short_work_shows_no_progress(tmp_path: Path) -> None:
    """What is done at once shows nothing on the way, on a terminal either."""
    (tmp_path / "own.toml").write_text(INVENTED, encoding="utf-8")
    shown = _in_terminal("stderr", "compile", tmp_path / "own.db", "--archive", tmp_path / "own.toml")[1]
    assert shown == f"mieux: 4 records in {tmp_path / 'own.db'}\r\n"
