"""The addition of records to the TOML files of an archive, in which nothing else changes.

Records that the archive already has are recognised, and are not added again.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.authoring import with_records
from mieuxcli.checks import check
from mieuxcli.compiler import contents_of
from mieuxcli.contents import Contents, Place
from mieuxcli.errors import ArchiveError, OutputError
from mieuxcli.importing.filling import Fill, fills, with_fills
from mieuxcli.importing.keyfacts import drafted
from mieuxcli.importing.known import Known
from mieuxcli.phases import derived, phases_of
from mieuxcli.records import Action, Article, Phase
from mieuxcli.streams import alone_in, rewritten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.importing.drafts import Found
    from mieuxcli.records import Record

__all__ = ["Added", "add"]

# Records come before those that refer to them, so that the archive is valid between two files.
_FILES = {
    "phase": "phases.toml",
    "action": "actions.toml",
    "term": "glossary.toml",
    "fact": "facts.toml",
    "milestone": "milestones.toml",
    "article": "articles.toml",
}
_HEAD = "# Newest first, undated ones last; mieux check tells what is wrong.\n"


class Added(NamedTuple):
    """The result of an import: the new records, those the archive already had, and remarks on the new ones.

    `known` holds the archive's own records, and `remarks` the errors that the check finds in the new ones.
    `fillable` is what known records lack and the import has, and `filled` what of that was filled in.
    `homeless` is how many figures of pages could not become key facts, since the page has no address.
    """

    new: Sequence[Record]
    known: Sequence[Record]
    remarks: Sequence[str] = ()
    fillable: Sequence[Fill] = ()
    filled: Sequence[Fill] = ()
    homeless: int = 0


def add(found: Found, folder: str | Path, *, dry_run: bool = False, fill: bool = False) -> Added:
    """Add the records that were found to the archive in a folder, except those that it already has.

    Each file is replaced by a complete new one, and imports into the same folder wait for each other. A dry
    run writes nothing. With `fill` what known records lack is filled in from the new ones. Raises
    ArchiveError where the folder holds no valid archive, and OutputError where it cannot be written to, which
    leaves the archive as it was.
    """
    path = Path(folder)
    if not path.exists():
        raise ArchiveError(f"{path} does not exist", f"mieux new {path} makes an archive")
    if not path.is_dir():
        raise ArchiveError(
            f"{path} is no folder of TOML files", "records are added to folders only, as mieux new makes them"
        )
    try:
        if dry_run:
            contents = _contents(path)
            return _in_archive(_sorted_out(found, contents), contents)
        with alone_in(path):
            contents = _contents(path)
            added = _sorted_out(found, contents)
            texts, filled = _filled(added.fillable if fill else (), contents, path)
            rewritten(_changed(added.new, contents, path, texts), path)
            return _in_archive(added._replace(filled=filled), contents)
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror}") from error


def _in_archive(added: Added, contents: Contents) -> Added:
    """Return the new records with the fields that follow from the archive they have joined."""
    return added._replace(new=derived(added.new, contents.vocabulary.families(), phases_of(contents.records)))


def _contents(folder: Path) -> Contents:
    # An absolute path, so that a folder called bundled is not taken for the bundled archive.
    contents = contents_of([str(folder.absolute())])
    problems = contents.errors()
    if problems:
        more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
        raise ArchiveError(f"{problems[0]}{more}", f"mieux check {folder} lists all there is to mend")
    return contents


def _sorted_out(found: Found, contents: Contents) -> Added:
    """Separate the new records, each with a free id, from those that the archive already has."""
    known = Known(contents.records)
    same = [known.find(record) for record in found.records]
    taken = {other.id for other in same if other}
    new: list[Record] = []
    present: list[Record] = []
    matched: list[tuple[Record, Record]] = []
    archived: dict[Article, Record] = {}
    for record, other in zip(found.records, same, strict=True):
        edited = known.edited(record)
        same_record = other or known.find(record) or (edited if edited and edited.id not in taken else None)
        if same_record:
            present.append(same_record)
            matched.append((record, same_record))
        else:
            new.append(record._replace(id=known.free_id(record)))
            known.take(new[-1])
        if isinstance(record, Article):
            archived[record] = same_record or new[-1]
    facts = drafted(found.pages, archived, contents)
    for fact in facts.facts:
        new.append(fact._replace(id=known.free_id(fact)))
        known.take(new[-1])
    present += facts.known
    own = {record.id for record in contents.records}
    pairs = [(record, other) for record, other in matched if other.id in own]
    return Added(new, present, _remarks(new, contents), fills(pairs), homeless=facts.homeless)


def _remarks(new: Sequence[Record], contents: Contents) -> list[str]:
    """Return the errors that the check of the archive will find in the new records."""
    ids = {record.id for record in new}
    named = [record for record in contents.records if isinstance(record, Action | Phase)] if new else []
    checked = Contents(contents.entries)
    for record in (*named, *new):
        checked.add(record, Place("import"))
    problems = [
        problem
        for problem in check(checked).problems
        if problem.record in ids and problem.severity == "error"
    ]
    return [f"{problem.record}: {problem.field}: {problem.message}" for problem in problems]


def _filled(fillable: Sequence[Fill], contents: Contents, folder: Path) -> tuple[dict[Path, str], list[Fill]]:
    """Return the texts of the TOML files with what their records lacked, and what was filled in."""
    texts: dict[Path, str] = {}
    filled: list[Fill] = []
    for record, place in contents.placed() if fillable else ():
        path = folder / Path(place.file).name
        wanted = [one for one in fillable if one.id == record.id]
        if wanted and place.file.endswith(".toml"):
            text, done = with_fills(texts.get(path) or _text(path), record.type, wanted)
            if done:
                texts[path] = text
                filled += done
    return texts, filled


def _changed(
    new: Sequence[Record], contents: Contents, folder: Path, texts: dict[Path, str]
) -> dict[Path, str]:
    """Return the new texts of the files that the records go into, with those that are changed already."""
    for type_, name in _FILES.items():
        records = [record for record in new if record.type == type_]
        if not records:
            continue
        for path in dict.fromkeys(
            (_home(type_, contents, folder), folder / name, folder / f"imported-{name}")
        ):
            changed = with_records(texts.get(path) or _text(path), type_, records)
            if changed is not None:
                texts[path] = changed
                break
        else:
            raise ArchiveError(
                f"no file of {folder} can take records of type {type_}", f"mieux check {folder}"
            )
    return texts


def _home(type_: str, contents: Contents, folder: Path) -> Path:
    """Return the file that records of a type belong in.

    That is the file named after the type, unless the archive keeps all records of the type elsewhere; then it
    is the one that has most of them.
    """
    usual = folder / _FILES[type_]
    files = Counter(
        folder / Path(place.file).name
        for record, place in contents.placed()
        if record.type == type_ and place.file.endswith(".toml")
    )
    return usual if usual in files or not files else files.most_common(1)[0][0]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else _HEAD
