"""Archives of one's own as people use them: new, compiled, laid over each other, from a pipe, killed half-way, in other programs."""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from conftest import CLEAN, INVENTED, MIEUX, ROOT, Run
from mieuxcli.archive import Archive, open_archive, selection_of
from mieuxcli.cli import main
from mieuxcli.fields import TYPES

DATA = ROOT / "data"
NUMBER, KILLS, SEARCHES = 3000, 50, 20
WORDS = ("capacity", "training", "border", "study", "visit", "policy", "expert", "mission", "quokka", "return", "asylum", "diaspora")
TERM = {"type": "term", "id": "term-gcm", "title": "GCM", "url": "https://example.org/gcm", "meaning": "Great Crested Mongoose."}
OWN = {**TERM, "id": "term-own-quokka", "title": "Quokka", "meaning": "A small wallaby."}
WHOLE = {
    "article": "list",
    "action": "actions",
    "fact": "facts",
    "milestone": "timeline type:milestone",
    "term": "define",
    "phase": "timeline type:phase",
}


def _records(number: int, seed: int) -> list[dict[str, Any]]:
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


def _lines(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _compiled(path: Path, *sources: str | Path) -> Path:
    """Compile in this process; the path is handed back."""
    archives = [part for source in sources for part in ("--archive", str(source))]
    assert main(["compile", str(path), "--quiet", *archives]) == 0
    return path


def _compiling(path: Path, source: Path) -> subprocess.Popen[bytes]:
    """Begin to compile as a process of its own."""
    command: list[str | Path] = [MIEUX, "compile", path, "--archive", source, "--quiet"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=CLEAN)


@contextmanager
def _opened(*paths: str | Path) -> Iterator[Archive]:
    archive = open_archive(*paths)
    yield archive
    archive.store.close()


def _answers(path: Path) -> tuple[list[Any], list[Any], dict[str, int]]:
    """Return what an archive answers to three questions that read its records, its index and its facets."""
    with _opened(path) as archive:
        return list(archive.store.documents()), list(archive.hits(selection_of("crisis"))), archive.counts("year")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the repository, compiled by the command."""
    return _compiled(tmp_path_factory.mktemp("whole") / "whole.db", DATA)


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
def test_a_compiled_archive_answers_byte_for_byte_as_the_folder(arguments: str, whole: Path, run: Callable[..., Run]) -> None:
    """What a command writes as JSON of a compiled archive, and says beside it, is what it writes and says of the folder."""
    folder, database = (run(*arguments.split(), "--format", "json", "--archive", path) for path in (DATA, whole))
    assert database == folder
    assert folder.code == 0
    assert folder.json


def test_a_compiled_archive_compiles_to_the_same_answers(whole: Path, tmp_path: Path) -> None:
    """An archive may be compiled from a compiled one, also over that very file, and answers the same."""
    before = _answers(whole)
    again = _compiled(tmp_path / "again.db", whole)
    assert _answers(again) == before
    assert _answers(_compiled(again, again)) == before


def test_a_compiled_archive_is_the_same_bytes_each_time(tmp_path: Path, process: Callable[..., Run]) -> None:
    """Compiled again, under another seed of Python's hashes, an archive is the same file."""
    files = [tmp_path / f"{seed}.db" for seed in ("1", "2")]
    for file in files:
        assert process("compile", file, "--archive", ROOT / "data", env={"PYTHONHASHSEED": file.stem}).code == 0
    one, two = (file.read_bytes() for file in files)
    assert one == two


def test_a_killed_compile_leaves_the_old_file_or_the_new_one(tmp_path: Path, process: Callable[..., Run]) -> None:
    """Killed at any of 50 moments, a compile leaves the old file or the whole new one, and nothing that others trip over."""
    folder = tmp_path / "own"
    folder.mkdir()
    source = _lines(folder / "records.jsonl", _records(NUMBER, 1))
    database = folder / "own.db"
    began = time.perf_counter()
    with _compiling(database, folder) as child:
        assert child.wait() == 0
    duration = time.perf_counter() - began
    after = _answers(database)
    listed = process("list", "--archive", database, "--format", "ids")
    _compiled(database, _lines(tmp_path / "old.jsonl", _records(40, 2)))
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
        # What a compile was killed over is still there, until the next one clears it.
        caught += any(path not in (source, database) for path in folder.iterdir())
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
    assert sorted(folder.iterdir()) == sorted((source, database))
    assert process("list", "--archive", database, "--format", "ids") == listed
    assert _answers(database) == after


def test_searches_during_a_compile_see_one_whole_archive(tmp_path: Path, process: Callable[..., Run]) -> None:
    """Searches while the file they read is compiled anew answer whole, from the archive before or from the one after."""
    database = tmp_path / "own.db"
    sources = [_lines(tmp_path / f"{seed}.jsonl", _records(NUMBER, seed)) for seed in (1, 2)]
    search = ("search", "crisis", "--archive", database, "--format", "jsonl")
    answers = [process(*search) for source in reversed(sources) if _compiled(database, source)]
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
    source = _lines(tmp_path / "records.jsonl", _records(NUMBER, 1))
    with _compiling(tmp_path / "own.db", source) as child:
        while child.poll() is None and not list(tmp_path.glob(".mieux-*/own.db")):
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
    """`datasette --get` answers a search of a compiled archive as it is, with column names that people can read."""
    answer = json.loads(_other_program("datasette", whole, "--get", "/whole/records.json?_search=crisis&_size=3&_shape=objects"))
    assert len(answer["rows"]) == 3
    assert {row["id"] for row in answer["rows"]} <= {record.id for record, _ in archive.search("crisis", literal=True)}
    assert {"id", "type", "title", "date", "url"} <= set(answer["rows"][0])


def test_datasette_counts_what_mieux_counts(whole: Path, archive: Archive) -> None:
    """`datasette --get` with the two parameters alone answers too, and counts the records that the words are in."""
    answer = json.loads(_other_program("datasette", whole, "--get", "/whole/records.json?_search=crisis&_size=3"))
    assert answer["filtered_table_rows_count"] == len(archive.search("crisis", literal=True))
    assert len(answer["rows"]) == 3


def test_sqlite_finds_no_fault_in_a_compiled_archive(whole: Path) -> None:
    """A compiled archive passes the integrity check of SQLite, which covers its full-text indexes in newer versions."""
    connection = sqlite3.connect(f"file:{whole}?mode=ro&immutable=1", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_new_archive_passes_check(tmp_path: Path, run: Callable[..., Run]) -> None:
    """`mieux new` prints the files it made, which are all there are, and `mieux check` has nothing to say of them."""
    folder = tmp_path / "deep" / "mine"
    made = run("new", folder)
    assert (made.code, sorted(made.lines)) == (0, sorted(str(path) for path in folder.iterdir()))
    assert made.err.startswith("hint: ")
    checked = run("check", folder, "--format", "json")
    assert (checked.code, checked.json, checked.err) == (0, [], "mieux: 0 records, errors: 0, warnings: 0\n")
    assert run("new", tmp_path / "quiet", "--quiet") == Run("", "", 0)


def test_a_new_archive_has_the_schema_that_fields_prints(tmp_path: Path, run: Callable[..., Run]) -> None:
    """The schema file of a new archive is what `mieux fields archive --schema` prints, and its TOML files name it."""
    run("new", tmp_path / "mine")
    assert (tmp_path / "mine" / "archive.schema.json").read_text(encoding="utf-8") == run("fields", "archive", "--schema").out
    for file in (tmp_path / "mine").glob("*.toml"):
        assert file.read_text(encoding="utf-8").startswith("#:schema ./archive.schema.json\n")


def test_a_new_archive_can_be_read_and_compiled(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A new archive has no record yet, which is no error: list finds nothing, and it compiles."""
    run("new", tmp_path / "mine")
    for path in (tmp_path / "mine", _compiled(tmp_path / "mine.db", tmp_path / "mine")):
        assert (run("list", "--archive", path).code, run("list", "--archive", path, "--count").out) == (1, "0\n")


def test_a_new_archive_is_made_in_an_empty_folder_only(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A folder that is there may be used as long as it holds nothing, not even a hidden file; else it is left as it is."""
    (tmp_path / "mine").mkdir()
    assert run("new", tmp_path / "mine").code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    again = run("new", tmp_path / "mine")
    assert (again.out, again.code) == ("", 2)
    assert again.err.splitlines()[0] == f"mieux: {tmp_path / 'mine'} is not empty"
    assert {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()} == before
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".keep").touch()
    assert run("new", tmp_path / "hidden").code == 2


@pytest.mark.parametrize("name", ["file", "file/new", "x" * 300, "dangling"])
def test_a_new_archive_that_cannot_be_made_is_told(name: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    """Where the folder cannot be made, one line says so with its path, and the exit code is 4."""
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    made = run("new", tmp_path / name)
    assert (made.out, made.code) == ("", 4)
    assert made.err.startswith(f"mieux: cannot make {tmp_path / name}: ")
    assert made.err.count("\n") == 1


def test_a_new_archive_in_a_symlink_loop_is_told(tmp_path: Path, run: Callable[..., Run]) -> None:
    """A symlink to itself is a folder that cannot be made like any other."""
    (tmp_path / "loop").symlink_to("loop")
    made = run("new", tmp_path / "loop")
    assert (made.code, made.err.split(":")[1]) == (4, f" cannot make {tmp_path / 'loop'}")


def test_a_new_archive_may_have_a_name_that_is_not_utf_8(tmp_path: Path, process: Callable[..., Run]) -> None:
    """A folder whose name is any bytes is made, or told to be impossible; it is not half made."""
    folder = tmp_path / "caf\udce9"
    made = process("new", folder, "--quiet")
    assert made.code in (0, 4), made.err
    assert process("check", folder, "--quiet").code == (0 if made.code == 0 else 3)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An archive of one's own with a term that the bundled one has and one that it has not; its folder is handed back."""
    (tmp_path / "mine").mkdir()
    _lines(tmp_path / "mine" / "terms.jsonl", [TERM, OWN])
    return tmp_path


LAID = [
    "--archive bundled --archive ./mine {}",
    "--archive bundled {} --archive ./mine",
    "{} --archive bundled --archive ./mine",
    "--archive bundled --archive ./mine.db {}",
]


@pytest.mark.parametrize("command", [*LAID, "MIEUX_ARCHIVE=bundled:./mine", "MIEUX_ARCHIVE=:bundled::mine/terms.jsonl:"])
def test_an_archive_of_ones_own_is_laid_over_the_bundled_one(command: str, mine: Path, shell: Callable[..., Run], archive: Archive) -> None:
    """Named by options before or behind the command, or by MIEUX_ARCHIVE with colons, the later archive's records win."""
    _compiled(mine / "mine.db", mine / "mine")
    line = command.replace("MIEUX", "env MIEUX") + " mieux {}" if command.startswith("MIEUX") else f"mieux {command}"
    shown = shell(line.format("show term-gcm term-own-quokka --format json"), mine)
    assert [record["meaning"] for record in shown.json] == [TERM["meaning"], OWN["meaning"]]
    assert len(shell(line.format("define --format ids"), mine).lines) == archive.count("type:term") + 1
    assert shell(line.format("list --count"), mine).out == f"{archive.count('type:article')}\n"


def test_the_order_of_archives_decides(mine: Path, shell: Callable[..., Run], archive: Archive) -> None:
    """With the bundled archive on top its record wins; an option overrules MIEUX_ARCHIVE wholly."""
    under = shell("MIEUX_ARCHIVE=mine:bundled mieux show term-gcm --format json", mine)
    assert under.json[0]["title"] == archive.get("term-gcm").title
    assert under.json[0]["meaning"] != TERM["meaning"]
    assert shell("MIEUX_ARCHIVE=bundled:nowhere mieux define --format ids --archive mine", mine).lines == ["term-gcm", "term-own-quokka"]


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


def test_every_type_has_a_command_to_list_it() -> None:
    """The tests of pipes leave no type out."""
    assert set(WHOLE) == set(TYPES)


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_written_as_json_lines_is_read_from_a_pipe(type_: str, process: Callable[..., Run], archive: Archive) -> None:
    """The JSON Lines of all records of a type, piped back in, come out as the same bytes, from the same command."""
    command = (*WHOLE[type_].split(), "--format", "jsonl")
    written = process(*command)
    records = [json.loads(line) for line in written.lines]
    assert {record["type"] for record in records} == {type_}
    dated = archive.count(f"type:{type_}") if type_ not in ("milestone", "phase") else len(records)
    assert len(records) == dated > 0
    assert process("--archive", "-", *command, stdin=written.out.encode()) == written


def test_a_search_is_read_from_a_pipe_too(archive: Archive, shell: Callable[..., Run]) -> None:
    """The hits of a search, whose scores and snippets are no fields of records, are records again when they are piped back in."""
    everything = " OR ".join(f"type:{type_}" for type_ in TYPES)
    got = shell(f"mieux search migration --format jsonl | mieux search {everything} --format ids --archive -")
    assert (got.err, got.code) == ("", 0)
    assert sorted(got.lines) == sorted(record.id for record, _ in archive.search("migration"))


def test_the_records_of_all_types_go_through_one_pipe(tmp_path: Path, shell: Callable[..., Run], archive: Archive) -> None:
    """All records as JSON Lines compile from a pipe into an archive that has each of them unchanged."""
    lists = "; ".join(f"mieux search type:{type_} --format jsonl" for type_ in TYPES)
    assert shell(f"({lists}) | mieux compile all.db --archive - --quiet", tmp_path) == Run("", "", 0)
    with _opened(tmp_path / "all.db") as piped:
        assert sorted(piped.store.documents(), key=lambda one: str(one["id"])) == sorted(
            archive.store.documents(), key=lambda one: str(one["id"])
        )


def test_a_list_in_a_pipe_closes_the_loop(shell: Callable[..., Run]) -> None:
    """The pipe that the manual shows gives the timeline of the articles that the list selected."""
    piped = shell("mieux list --country ghana --format jsonl | mieux --archive - timeline --format jsonl")
    assert (piped.code, piped.out) == (0, shell("mieux timeline type:article --country ghana --format jsonl").out)
    assert piped.lines


def test_a_pipe_that_holds_no_records_is_told(process: Callable[..., Run]) -> None:
    """What is no record on standard input is told with its line, with exit code 3; nothing at all is an empty archive."""
    told = process("list", "--archive", "-", stdin=(json.dumps(TERM) + "\nnumbats\n").encode())
    assert (told.out, told.code) == ("", 3)
    assert told.err.startswith("mieux: standard input:2: error: is not JSON")
    assert process("list", "--archive", "-", "--count").out == "0\n"


def test_standard_input_that_is_closed_is_told(shell: Callable[..., Run]) -> None:
    """`--archive -` without a standard input is told in one line with exit code 3, or is an empty archive."""
    told = shell("mieux list --archive - <&-")
    assert told.code in (1, 3)
    assert "should not have happened" not in told.err


@pytest.mark.parametrize("name", ["own", "own.sqlite", "own.db.bak", "own.toml", ".db"])
def test_a_compiled_archive_ends_in_db(name: str, invented: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    """A path that does not end in .db is refused with one that does, and is not written."""
    told = run("compile", tmp_path / name, "--archive", invented)
    assert (told.out, told.code) == ("", 2)
    assert told.err.startswith(f"mieux: {tmp_path / name} should end in .db\nhint: mieux compile ")
    assert [path.name for path in tmp_path.iterdir()] == ["invented"]


@pytest.mark.parametrize("name", ["nowhere/own.db", "invented/archive.toml/own.db"])
def test_a_compiled_archive_needs_a_folder(name: str, invented: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    """A compiled archive in a folder that does not exist is one line and exit code 4; no folder is made for it."""
    told = run("compile", tmp_path / name, "--archive", invented)
    assert (told.out, told.code) == ("", 4)
    assert told.err.startswith(f"mieux: cannot write {tmp_path / name}: ")
    assert told.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["invented"]


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("fault", ['[[term]]\nid = "term-a"\n', "[[term]\n", '[[article]]\nid = "undated-numbats"\n', "[[nothing]]\n"])
def test_an_archive_with_errors_is_not_compiled(fault: str, invented: Path, tmp_path: Path, run: Callable[..., Run], *, old: bool) -> None:
    """An archive that check has errors for is refused with exit code 3, and nothing is written; an older file stays."""
    database = tmp_path / "own.db"
    before = _compiled(database, invented).read_bytes() if old else None
    (invented / "more.toml").write_text(fault, encoding="utf-8")
    told = run("compile", database, "--archive", invented)
    assert (told.out, told.code) == ("", 3)
    assert str(invented) in told.err
    assert "hint: mieux check" in told.err
    assert {path.name for path in tmp_path.iterdir()} == ({"invented", "own.db"} if old else {"invented"})
    assert (database.read_bytes() if old else None) == before


def test_a_full_disk_is_told(tmp_path: Path, shell: Callable[..., Run]) -> None:
    """Where the file cannot be written whole, one line names it, the exit code is 4, and the older file stays."""
    _compiled(tmp_path / "own.db", _lines(tmp_path / "own.jsonl", _records(1, 1)))
    before = (tmp_path / "own.db").read_bytes()
    told = shell("ulimit -f 100; mieux compile own.db --archive bundled", tmp_path)
    assert (tmp_path / "own.db").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"own.db", "own.jsonl"}
    assert (told.out, told.code) == ("", 4)
    assert told.err.startswith("mieux: cannot write own.db: ")


def test_a_folder_in_the_place_of_the_file_is_told(invented: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    """A folder that is called like the file cannot be replaced, and the line that says so names it."""
    (tmp_path / "own.db").mkdir()
    told = run("compile", tmp_path / "own.db", "--archive", invented)
    assert told.code == 4
    assert {path.name for path in tmp_path.iterdir()} == {"invented", "own.db"}
    assert told.err.startswith(f"mieux: cannot write {tmp_path / 'own.db'}: ")


def _in_terminal(stream: str, *arguments: str | Path) -> tuple[int, str, str]:
    """Run the program with one of its output streams on a terminal and the other in a pipe: the exit code and what each got."""
    parent, child = pty.openpty()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: child}
    with subprocess.Popen(
        [MIEUX, *arguments], stdin=subprocess.DEVNULL, stdout=streams["stdout"], stderr=streams["stderr"], env=CLEAN
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
    """Long work shows on a terminal's standard error how far it is, in one line that is wiped away when it is done."""
    source = _lines(tmp_path / "own.jsonl", _records(5000, 1))
    code, shown, piped = _in_terminal("stderr", "compile", tmp_path / "own.db", "--archive", source)
    assert (code, piped) == (0, "")
    *steps, last = shown.split("\r")[1:-1]
    assert steps[0] == "compiling 500 of 5,000 (10%)"
    assert [step.split()[1] for step in steps] == [f"{done:,}" for done in range(500, 5001, 500)]
    assert last == f"\x1b[Kmieux: 5,000 records in {tmp_path / 'own.db'}"


def test_progress_is_shown_nowhere_else(tmp_path: Path) -> None:
    """A standard error that is no terminal gets the last line alone, whatever standard output is, and --quiet nothing."""
    source = _lines(tmp_path / "own.jsonl", _records(5000, 1))
    line = f"mieux: 5,000 records in {tmp_path / 'own.db'}\n"
    assert _in_terminal("stdout", "compile", tmp_path / "own.db", "--archive", source) == (0, "", line)


def test_short_work_shows_no_progress(tmp_path: Path) -> None:
    """What is done at once shows nothing on the way, on a terminal either."""
    (tmp_path / "own.toml").write_text(INVENTED, encoding="utf-8")
    shown = _in_terminal("stderr", "compile", tmp_path / "own.db", "--archive", tmp_path / "own.toml")[1]
    assert shown == f"mieux: 4 records in {tmp_path / 'own.db'}\r\n"
