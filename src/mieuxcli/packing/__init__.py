"""An archive as archivists hand it on: a bag (BagIt, RFC 8493) of tables, sources, schemas, page and licence."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli import __version__
from mieuxcli.authoring import toml_of, toml_of_about, toml_of_entry
from mieuxcli.errors import OutputError, UsageError
from mieuxcli.extras import library
from mieuxcli.fields import TYPES
from mieuxcli.packing.datacite import datacite
from mieuxcli.packing.tables import data_package, licence_of, tables
from mieuxcli.page import page
from mieuxcli.query import Selection
from mieuxcli.schemas import SCHEMAS, schema
from mieuxcli.streams import alone_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mieuxcli.records import Record
    from mieuxcli.store import Store

__all__ = ["MOST_ON_A_PAGE", "packed"]

MOST_ON_A_PAGE = 10_000
_BESIDE = ".mieux-pack-"


def packed(store: Store, folder: Path) -> int:
    """Write a bag with all that a store holds to a new or empty folder, whole or not at all.

    Returns the number of records. Raises UsageError where bagit is not installed or the folder is not empty,
    and OutputError where it cannot be written.
    """
    bagit = library("bagit", "bagit", "pack", "pack")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty", "name a folder that is not there yet")
    about, records = store.about(), store.records()
    try:
        with _made_whole(folder) as fresh:
            for name, data in _payload(store, about, records).items():
                _write(fresh / name, data)
            bag = bagit.make_bag(str(fresh), _told(about, records), checksums=["sha256", "sha512"])
            today = datetime.now(tz=timezone.utc).date().isoformat()
            _write(fresh / "metadata/datacite.xml", datacite(about, records, today))
            bag.save()
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error
    return len(records)


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the one to make, which takes its place when the block ends without an error.

    One that a killed process left there is removed: under the lock of the folder around it, nobody uses it.
    """
    target = folder.absolute()
    with alone_in(target.parent):
        for left in target.parent.glob(f"{_BESIDE}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=target.parent) as beside:
            fresh = Path(beside, target.name)
            fresh.mkdir()
            yield fresh
            if target.exists():
                target.rmdir()
            shutil.move(fresh, target)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _payload(store: Store, about: Mapping[str, str], records: Sequence[Record]) -> Mapping[str, bytes]:
    tabular = tables(records)
    csvs = {f"{table.name}.csv": _bytes(table.text()) for table in tabular}
    files = {**csvs, "datapackage.json": _json(data_package(about, tabular, csvs))}
    files |= {f"schemas/{name}.schema.json": _json(schema(name)) for name in SCHEMAS}
    files["toml/archive.toml"] = _bytes(toml_of_about(about))
    files["toml/vocabularies.toml"] = _bytes("\n".join(map(toml_of_entry, store.vocabulary())))
    for type_ in TYPES:
        inside = [toml_of(record) for record in records if record.type == type_]
        if inside:
            files[f"toml/{type_}s.toml"] = _bytes("\n".join(inside))
    if len(records) <= MOST_ON_A_PAGE:
        files["index.html"] = _bytes("".join(page(store, Selection())))
    files["LICENCE.txt"] = _bytes(_licence(about))
    return files


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _json(value: object) -> bytes:
    return _bytes(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _licence(about: Mapping[str, str]) -> str:
    _, address = licence_of(about)
    stated = about.get("licence") or "The archive does not state a licence."
    return f"{about.get('title') or 'An archive'}\n\n{stated}\n" + (
        f"{address}legalcode\n" if address else ""
    )


def _told(about: Mapping[str, str], records: Sequence[Record]) -> Mapping[str, str]:
    """Return what the bag says of itself, each on a line."""
    told = {
        "Source-Organization": about.get("creator", ""),
        "External-Description": about.get("description", ""),
        "External-Identifier": " ".join(part for part in (about.get("title"), about.get("version")) if part),
        "Internal-Sender-Description": f"{len(records)} records",
        "Bag-Software-Agent": f"mieux {__version__}, with bagit",
    }
    return {key: " ".join(value.split()) for key, value in told.items() if value.strip()}
