"""What is no archive, or a damaged or malicious one, is told in one line with its place, or works."""

from __future__ import annotations

import json
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mieuxcli.sources import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

MARK = b"\xef\xbb\xbf"
ROW = {"type": "term", "id": "a", "title": "T", "url": "https://example.org/", "meaning": "M"}
LINE = json.dumps(ROW).encode()
TOML = b'[[term]]\r\nid = "a"\r\ntitle = "T"\r\nurl = "https://example.org/"\r\nmeaning = "M"\r\n'


def _row(**keys: object) -> bytes:
    return json.dumps({**ROW, **keys}).encode()


GOOD = {
    "mark.json": MARK + b"[" + LINE + b"]",
    "mark.jsonl": MARK + LINE + b"\r\n",
    "mark.toml": MARK + TOML,
    "ends.jsonl": b"\r\n" + LINE + b"\r\n\r\n",
}
BAD = {
    "about.json": json.dumps({"archive": {"title": "\ud800"}}).encode(),
    "about-key.json": json.dumps({"archive": {"\ud800": "a"}}).encode(),
    "bytes.toml": b"\xff",
    "bytes.jsonl": b"\xff",
    "deep.json": b"[" * 10_000 + b"]" * 10_000,
    "deep.jsonl": b"[" * 10_000 + b"]" * 10_000,
    "deep.toml": b"a = " + b"[" * 10_000 + b"]" * 10_000,
    "empty.json": b"",
    "half-id.jsonl": _row(id="\ud800"),
    "half-key.jsonl": json.dumps({**ROW, "\ud800": "x"}).encode(),
    "half-name.json": json.dumps({"country": [{"name": "\ud800"}]}).encode(),
    "half-title.jsonl": _row(title="\ud800"),
    "infinite.jsonl": b'{"type": "term", "id": "a", "title": NaN, "url": Infinity, "meaning": -Infinity}',
    "list.jsonl": b"[]",
    "long-number.jsonl": LINE[:-1] + b', "x": ' + b"9" * 10_000 + b"}",
    "missing.jsonl": b'{"type": "term", "id": "a"}',
    "number.jsonl": _row(meaning=1 << 70),
    "table.toml": b"[[nonsense]]\n",
    "twins.jsonl": LINE + b"\n" + LINE,
    "unknown.jsonl": _row(nonsense=1),
    "zero-day.toml": b"[[term]]\ndate = 0000-01-01\n",
}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("command", ["check", "list"])
def test_byte_order_marks_and_line_ends_of_other_systems_are_read(
    name: str, command: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    """Files as editors on Windows save them are archives for every command."""
    file = tmp_path / name
    file.write_bytes(GOOD[name])
    arguments = [file] if command == "check" else ["type:term", "--format", "ids", "--archive", file]
    got = run(command if command == "check" else "search", *arguments)
    assert (got.code, got.out) == (0, "" if command == "check" else "a\n")


@pytest.mark.parametrize("name", BAD)
def test_bad_archives_are_refused_by_every_command_with_their_place(
    name: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    """What `check` refuses, other commands refuse too, with exit code 3, in one line that names the file."""
    file = tmp_path / name
    file.write_bytes(BAD[name])
    assert run("check", file).code == 3
    for command in (["list"], ["search", "x"], ["stats"], ["compile", tmp_path / "a.db"]):
        got = run(*command, "--archive", file)
        assert (got.code, got.out) == (3, "")
        assert got.err.startswith(f"mieux: {file}"), got.err
        assert "should not have happened" not in got.err


@pytest.fixture(params=["pipe", "socket", "device", "directory"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Something of the name of an archive that is not a file."""
    path = tmp_path / "a.jsonl"
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    elif request.param == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


def test_what_is_no_file_is_not_read_as_an_archive(
    no_file: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    """A device, a pipe, a socket or a directory among the files of an archive is refused by its name."""
    got = run("list", "--archive", tmp_path)
    assert (got.code, got.out) == (3, "")
    assert got.err.startswith(f"mieux: {no_file} cannot be read: it is a ")
    assert got.err.count("\n") == 1


@pytest.mark.parametrize("kind", ["socket", "directory"])
def test_what_takes_no_output_is_not_written_over(run: Callable[..., Run], tmp_path: Path, kind: str) -> None:
    """A socket or a directory as the target of `-o` is refused and left as it is."""
    target = tmp_path / "target"
    if kind == "directory":
        target.mkdir()
    else:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(target))
    before = stat.S_IFMT(target.lstat().st_mode)
    got = run("list", "--format", "json", "-o", target)
    assert (got.code, got.err) == (4, f"mieux: cannot write {target}: it is not a file\n")
    assert stat.S_IFMT(target.lstat().st_mode) == before


def test_devices_and_pipes_take_output_as_it_comes(shell: Callable[[str], Run]) -> None:
    """`-o` writes to /dev/stdout, to the null device and to a pipe of the shell, and replaces none of them."""
    got = shell(
        "set -e; mieux list --limit 1 --format ids -o /dev/stdout; mieux list -o /dev/null; "
        "mieux list --limit 1 --format ids -o >(cat >&2); wait $!; test -c /dev/null"
    )
    (first,) = got.lines
    assert got.code == 0
    assert got.err.split() == [first]


def test_a_link_in_a_circle_is_told(run: Callable[..., Run], tmp_path: Path) -> None:
    """A file that is a link to itself is an error of one line."""
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "a.jsonl")
    got = run("list", "--archive", tmp_path)
    assert got.code == 3
    assert got.err.startswith(f"mieux: {tmp_path}/a.jsonl cannot be read: ")


def test_devices_are_not_imported(run: Callable[..., Run], invented: Path) -> None:
    """A device has no end, so an import tells of it instead of reading it."""
    got = run("import", "/dev/zero", "--into", invented)
    assert got.code != 0
    assert "/dev/zero" in got.err
    assert "it is a device, not a file" in got.err


def test_process_substitution_is_imported(shell: Callable[[str], Run], invented: Path) -> None:
    """What comes through a pipe of the shell is imported as a file is."""
    got = shell(f"mieux import <(printf '%s\\n' '{LINE.decode()}') --into {invented} --format ids")
    assert (got.code, got.out) == (0, "a\n")


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe without a writer is told after a while."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nothing came through the pipe") as told:
        bytes_of(tmp_path / "pipe", patience=0.01)
    assert told.value.strerror == "nothing came through the pipe within 0.01 seconds"


def test_no_more_than_a_bound_is_read_from_a_pipe() -> None:
    """A pipe that gives more than the limit is told as such."""
    read, write = os.pipe()
    os.write(write, b"12345")
    os.close(write)
    with pytest.raises(OSError, match="more than 4 bytes"):
        bytes_of(Path(f"/dev/fd/{read}"), limit=4)
    os.close(read)
