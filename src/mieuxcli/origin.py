"""Where an archive is, and what a compiled one was compiled from, so that it can be told when that has changed."""

from __future__ import annotations

import os
from _blake2 import blake2b  # importing hashlib would lengthen the start
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BUNDLED", "KEYS", "SUFFIXES", "changed_since", "origin_of", "path_of"]

BUNDLED = "bundled"
# Importing pathlib would lengthen the start by a tenth.
_COMPILED = os.path.join(os.path.dirname(__file__), "archive.db")
_AUTHORED = os.path.join(os.path.dirname(__file__), "..", "..", "data")

KEYS = ("compiled_from", "compiled_digest")
# The files of an archive that people edit.
SUFFIXES = (".toml", ".json", ".jsonl")


def path_of(name: str) -> str:
    """Return the path of an archive.

    The bundled archive is the compiled file or, in a checkout, the folder of its source files.
    """
    if name != BUNDLED:
        return name
    return _COMPILED if os.path.exists(_COMPILED) else os.path.normpath(_AUTHORED)


def origin_of(folder: str, database: str) -> dict[str, str]:
    """Return where a folder is from a database, and a digest of its files, BLAKE2b of 16 bytes in hexadecimal.

    The result is empty for what is no folder, or is on another drive than the database.
    """
    if not os.path.isdir(folder):
        return {}
    try:
        way = os.path.relpath(folder, os.path.dirname(os.path.abspath(database)))
    except ValueError:
        return {}
    return dict(zip(KEYS, (way, _digest(folder)), strict=True))


def changed_since(origin: Mapping[str, str], database: str) -> str | None:
    """Return the folder that a database was compiled from if its files have changed since, or None.

    Only where the folder or a file in it is newer than the database are the files read.
    """
    way, digest = (origin.get(key) for key in KEYS)
    if not way or not digest:
        return None
    folder = os.path.normpath(os.path.join(os.path.dirname(database), way))
    try:
        compiled = os.stat(database).st_mtime_ns
        newest = max(os.stat(path).st_mtime_ns for path in (folder, *_files(folder)))
        return folder if newest > compiled and _digest(folder) != digest else None
    except OSError:
        return None


def _files(folder: str) -> list[str]:
    names = (name for name in os.listdir(folder) if name.endswith(SUFFIXES))
    return sorted(os.path.join(folder, name) for name in names if not name.endswith(".schema.json"))


def _digest(folder: str) -> str:
    digest = blake2b(digest_size=16)
    for path in _files(folder):
        with open(path, "rb") as file:
            digest.update(
                os.path.basename(path).encode("utf-8", "surrogateescape") + b"\0" + file.read() + b"\0"
            )
    return digest.hexdigest()
