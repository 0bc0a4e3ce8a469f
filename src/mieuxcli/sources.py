"""The files that an archive or an import is read from: found, told from devices and the like, and read."""

from __future__ import annotations

import os
import select
import stat
import sys
from typing import TYPE_CHECKING

from mieuxcli.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PIPE_LIMIT", "SUFFIXES", "all_of_input", "bytes_of", "files_of", "other_than_file"]

SUFFIXES = (".toml", ".json", ".jsonl")
PIPE_LIMIT = 1 << 28
_PIECE = 1 << 20
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def other_than_file(path: Path) -> str:
    """Return what a path is instead of a file, such as "a device", or an empty text if it is a file.

    Raises OSError where that cannot be found out.
    """
    return _KINDS.get(stat.S_IFMT(path.stat().st_mode), "")


def files_of(path: Path) -> list[Path]:
    """Return the files of the archive at a path, which is a folder or a single file, in order of name.

    Raises ArchiveError where there is none, or where one of them is a device, a pipe or the like, and OSError
    where the folder cannot be read.
    """
    found = _listed(path)
    for file in found:
        # What does not exist, such as a link in a circle, is told when it is opened.
        other = other_than_file(file) if file.exists() else ""
        if other:
            raise ArchiveError(f"{file} cannot be read: it is {other}, not a file")
    return found


def _listed(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(
            file
            for file in path.iterdir()
            if file.suffix in SUFFIXES and not file.name.endswith(".schema.json")
        )
        if not found:
            raise ArchiveError(
                f"{path} holds no archive",
                "an archive is a folder of .toml, .json or .jsonl files; mieux new DIR makes one",
            )
        return found
    if not path.exists():
        raise ArchiveError(f"{path} does not exist")
    if path.suffix not in SUFFIXES:
        raise ArchiveError(
            f"{path} is no archive",
            "an archive is a folder, a .toml, .json or .jsonl file, or a .db made by mieux compile",
        )
    return [path]


def bytes_of(path: Path, limit: int = PIPE_LIMIT, patience: float = 10) -> bytes:
    """Return what a file holds, or what comes through a pipe, such as that of `<(command)` in a shell.

    A pipe may hold `limit` bytes, and must begin to give some within `patience` seconds. Raises OSError with
    the reason as its text where that fails, and for devices, sockets and directories, which have no end.
    """
    other = other_than_file(path)
    if other == "a pipe":
        return _piped(path, limit, patience)
    if other:
        raise OSError(0, f"it is {other}, not a file")
    return path.read_bytes()


def all_of_input(limit: int = PIPE_LIMIT) -> bytes:
    """Return what standard input holds, which has to be open. Raises OSError if that is more than `limit` bytes."""
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise OSError(0, f"more than {limit:,} bytes came through the pipe")
    return data


def _piped(path: Path, limit: int, patience: float) -> bytes:
    # Opened otherwise, a pipe that nobody writes to would be waited for without end.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb", buffering=0) as pipe:
        if not select.select([pipe], [], [], patience)[0]:
            raise OSError(0, f"nothing came through the pipe within {patience:g} seconds")
        os.set_blocking(handle, True)
        pieces: list[bytes] = []
        length = 0
        while piece := pipe.read(_PIECE):
            pieces.append(piece)
            length += len(piece)
            if length > limit:
                raise OSError(0, f"more than {limit:,} bytes came through the pipe")
        return b"".join(pieces)
