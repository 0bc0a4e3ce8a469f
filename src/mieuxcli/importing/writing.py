"""Adding records to the TOML files of an archive: text is put in, nothing else moves, and each file changes at once or not at all."""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from mieuxcli.archive import contents_of
from mieuxcli.authoring import toml_of
from mieuxcli.checking import check
from mieuxcli.errors import ArchiveError, OutputError
from mieuxcli.importing.knowing import Known
from mieuxcli.loading import Contents, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mieuxcli.importing.drafting import Found
    from mieuxcli.models import Document

__all__ = ["Added", "add"]

# Records come before those that name them, so that an archive is whole between two files.
_FILES = {
    "phase": "phases.toml",
    "action": "actions.toml",
    "term": "glossary.toml",
    "fact": "facts.toml",
    "milestone": "milestones.toml",
    "article": "articles.toml",
}
_DATES = {"action": "start", "phase": "start", "fact": "as_of"}
_HEAD = "# Newest first, undated ones last; mieux check tells what is wrong.\n"
_LITTER = ".mieux-import-"


class Added(NamedTuple):
    """What an import did: the new records, the archive's own where they were there already, and what check says of the new ones."""

    new: Sequence[Document]
    known: Sequence[Document]
    remarks: Sequence[str] = ()


def add(found: Found, folder: str | Path, *, dry_run: bool = False) -> Added:
    """Add the records that were found to the archive in a folder, apart from those that it has already.

    Each file is replaced by a whole new one, and imports into the same folder wait for each other. Raises ArchiveError where the
    folder holds no valid archive, and OutputError where it cannot be written to, which leaves the archive as it was.
    """
    path = Path(folder)
    if not path.exists():
        raise ArchiveError(f"{path} does not exist", f"mieux new {path} makes an archive")
    if not path.is_dir():
        raise ArchiveError(f"{path} is no folder of TOML files", "records are added to folders only, as mieux new makes them")
    if dry_run:
        return _sorted_out(found, _contents(path))
    try:
        with _alone(path):
            contents = _contents(path)
            added = _sorted_out(found, contents)
            _replace_all(_changed(added.new, contents, path), path)
            return added
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror}") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other import works on the folder; systems without flock go on at once."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _contents(folder: Path) -> Contents:
    # The absolute path, so that a folder that is called bundled is not taken for the bundled archive.
    contents = contents_of([str(folder.absolute())])
    ids = Counter(document["id"] for document in contents.documents)
    twice = [f"{folder}: {id_} is the id of {count} records" for id_, count in ids.items() if count > 1]
    problems = [str(problem) for problem in contents.problems if problem.severity == "error"] + twice
    if problems:
        more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
        raise ArchiveError(f"{problems[0]}{more}", f"mieux check {folder} lists all there is to mend")
    return contents


def _sorted_out(found: Found, contents: Contents) -> Added:
    """Part the records into new ones, each with an id that is free, and those that are there already."""
    known = Known(contents.documents)
    same = [known.find(record) for record in found.records]
    taken = {other["id"] for other in same if other}
    new: list[Document] = []
    there: list[Document] = []
    for record, other in zip(found.records, same, strict=True):
        edited = known.edited(record)
        there_already = other or known.find(record) or (edited if edited and edited["id"] not in taken else None)
        if there_already:
            there.append(there_already)
        else:
            new.append({**record, "id": known.free_id(record)})
            known.take(new[-1])
    return Added(new, there, _remarks(new, contents))


def _remarks(new: Sequence[Document], contents: Contents) -> list[str]:
    """Return what the check of the archive will say of the new records, errors only."""
    ids = {document["id"] for document in new}
    named = [document for document in contents.documents if document["type"] in ("action", "phase")] if new else []
    checked = Contents(entries=contents.entries)
    for document in (*named, *new):
        checked.add(dict(document), Place("import"))
    problems = [problem for problem in check(checked).problems if problem.record in ids and problem.severity == "error"]
    return [f"{problem.record}: {problem.field}: {problem.message}" for problem in problems]


def _changed(new: Sequence[Document], contents: Contents, folder: Path) -> dict[Path, str]:
    """Return the new texts of the files that the records go into."""
    texts: dict[Path, str] = {}
    for type_, name in _FILES.items():
        records = [document for document in new if document["type"] == type_]
        if not records:
            continue
        for path in dict.fromkeys((_home(type_, contents, folder), folder / name, folder / f"imported-{name}")):
            changed = _with_records(texts.get(path) or _text(path), type_, records)
            if changed is not None:
                texts[path] = changed
                break
        else:
            raise ArchiveError(f"no file of {folder} can take records of type {type_}", f"mieux check {folder}")
    return texts


def _home(type_: str, contents: Contents, folder: Path) -> Path:
    """Return the file that has most of the records of a type, the one named after the type where it has any, or that one to be."""
    usual = folder / _FILES[type_]
    files = Counter(
        folder / Path(place.file).name
        for place, document in zip(contents.places, contents.documents, strict=True)
        if document["type"] == type_ and place.file.endswith(".toml")
    )
    return usual if usual in files or not files else files.most_common(1)[0][0]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else _HEAD


def _with_records(text: str, type_: str, records: Sequence[Document]) -> str | None:
    """Return the text with the records where they belong by date, else at its end, None where the result would not hold them all."""
    before = tomli.loads(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    for place in (_inserted, _appended):
        changed = place(text, type_, before.get(type_, []), records, line_end)
        if _holds(changed, before, type_, records):
            return changed
    return None


def _holds(text: str, before: Mapping[str, Any], type_: str, records: Sequence[Document]) -> bool:
    """Say whether a text has all that was there before, in the same order, and the records."""
    try:
        after = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return False
    added = {record["id"]: tomli.loads(toml_of(record))[type_][0] for record in records}
    rows = after.pop(type_)
    old = [row for row in rows if row["id"] not in added]
    new = {row["id"]: row for row in rows if row["id"] in added}
    return new == added and {**after, type_: old} == {**before, type_: before.get(type_, [])}


def _inserted(text: str, type_: str, rows: Sequence[Mapping[str, Any]], records: Sequence[Document], line_end: str) -> str:
    """Put each record before the first older one; at the end where the file is not in that order, or not told record by record."""
    dates = [row.get(_DATES.get(type_, "date")) or "" for row in rows]
    headers = [match.start() for match in re.finditer(rf"^\[\[\s*{type_}\s*\]\]", text, re.MULTILINE)]
    if len(headers) != len(rows) or any(one < other for one, other in pairwise(dates)):
        return _appended(text, type_, rows, records, line_end)
    newest_first = sorted(records, key=lambda record: record["date"] or "", reverse=True)
    pieces: list[str] = []
    done = 0
    for date, header in zip(dates, headers, strict=True):
        newer = [record for record in newest_first if (record["date"] or "") > date]
        if newer:
            start = _with_comments(text, header)
            pieces += [text[done:start], _blocks(newer, line_end), line_end]
            done, newest_first = start, newest_first[len(newer) :]
    return _appended("".join(pieces) + text[done:], type_, rows, newest_first, line_end)


def _with_comments(text: str, header: int) -> int:
    """Return where a record begins with the comments right above it, which are its own unless the file begins with them."""
    start = header
    while start and text.startswith("#", above := text.rfind("\n", 0, start - 1) + 1):
        start = above
    return start or header


def _appended(text: str, type_: str, rows: Sequence[Mapping[str, Any]], records: Sequence[Document], line_end: str) -> str:
    del type_, rows
    if not records:
        return text
    ended = text if not text or text.endswith("\n") else text + line_end
    return ended + (line_end if text else "") + _blocks(records, line_end)


def _blocks(records: Sequence[Document], line_end: str) -> str:
    return "\n".join(toml_of(record) for record in records).replace("\n", line_end)


def _replace_all(texts: Mapping[Path, str], folder: Path) -> None:
    """Write the texts beside the files, then let them take the files' places, one at once after the other."""
    for litter in folder.glob(f"{_LITTER}*"):
        litter.unlink(missing_ok=True)
    fresh: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            # A file that is a link stays one.
            target = path.resolve()
            fresh[target] = target.with_name(f"{_LITTER}{target.name}.tmp")
            _write(fresh[target], text, target)
        for target, temporary in fresh.items():
            temporary.replace(target)
            _settle(target.parent)
    finally:
        for temporary in fresh.values():
            temporary.unlink(missing_ok=True)


def _write(path: Path, text: str, like: Path) -> None:
    with path.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        path.chmod(like.stat().st_mode)


def _settle(folder: Path) -> None:
    """Make the disk keep the new names, where the system opens folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
