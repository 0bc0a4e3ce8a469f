"""The addition of records to the TOML files of an archive, in which nothing else changes.

Records that the archive already has are recognised, and are not added again.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.archive import contents_of
from mieuxcli.authoring import with_records
from mieuxcli.checks import check
from mieuxcli.contents import Contents, Place
from mieuxcli.errors import ArchiveError, OutputError
from mieuxcli.importing.drafts import id_of, is_untitled
from mieuxcli.importing.filling import Fill, fills, with_fills
from mieuxcli.phases import derived, phases_of
from mieuxcli.records import Action, Article, Phase
from mieuxcli.streams import alone_in, rewritten
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    """

    new: Sequence[Record]
    known: Sequence[Record]
    remarks: Sequence[str] = ()
    fillable: Sequence[Fill] = ()
    filled: Sequence[Fill] = ()


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
    for record, other in zip(found.records, same, strict=True):
        edited = known.edited(record)
        same_record = other or known.find(record) or (edited if edited and edited.id not in taken else None)
        if same_record:
            present.append(same_record)
            matched.append((record, same_record))
        else:
            new.append(record._replace(id=known.free_id(record)))
            known.take(new[-1])
    own = {record.id for record in contents.records}
    pairs = [(record, other) for record, other in matched if other.id in own]
    return Added(new, present, _remarks(new, contents), fills(pairs))


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


_PAGES = (Article, Action)
_FEWEST_WORDS = 8
_BEFORE_ADDRESS = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


class Known:
    """The records of an archive and of an import into it, indexed by what makes two of them the same."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Index the records of an archive."""
        self._by_id: dict[str, Record] = {}
        self._by_key: dict[tuple[str | None, ...], list[Record]] = {}
        for record in records:
            self.take(record)

    def take(self, record: Record) -> None:
        """Index one more record."""
        self._by_id[record.id] = record
        for key in _keys(record):
            self._by_key.setdefault(key, []).append(record)

    def find(self, record: Record) -> Record | None:
        """Return the record that is the same as this one, or None.

        Pages are the same by their addresses or by date and title; other records by their ids or by words,
        date and source.
        """
        near = (other for key in _keys(record) for other in self._by_key.get(key, ()))
        return next((other for other in near if _is_same(record, other)), None) or self._cited(record)

    def _cited(self, record: Record) -> Record | None:
        """Return the record of another type that a reference of our own making stands for, or None."""
        other = self._by_id.get(record.id)
        cited = other and other.type != record.type and fold(other.title) == fold(record.title)
        return other if cited else None

    def edited(self, record: Record) -> Record | None:
        """Return the record imported under this record's id whose title was changed later, or None."""
        other = self._by_id.get(record.id)
        same = (
            other
            and record.id == _drafted_id(record)
            and (other.type, other.date) == ("article", record.date)
        )
        return other if other and same and _drafted_id(other) != other.id else None

    def free_id(self, record: Record) -> str:
        """Return the id of a record, with a number appended if another record has it."""
        id_ = record.id
        number = 1
        while id_ in self._by_id:
            number += 1
            id_ = f"{record.id}-{number}"
        return id_


def _drafted_id(record: Record) -> str:
    return id_of("article", record.date, record.title)


def _keys(record: Record) -> Iterator[tuple[str | None, ...]]:
    """Yield the keys by which a record may be found; two records of one page share at least one."""
    type_, date, title = record.type, record.date, fold(record.title)
    if not isinstance(record, _PAGES):
        yield "id", type_, record.id
        yield "words", type_, date, title, _bare(record.url or "")
        return
    yield from (("address", type_, address) for address in _addresses(record))
    yield "title", type_, date, title
    yield "begin", type_, date, *_summary(record)[:_FEWEST_WORDS]


def _is_same(one: Record, other: Record) -> bool:
    """Return whether two records with a common key are the same; pages must agree in more than a key."""
    return not (isinstance(one, _PAGES) and isinstance(other, _PAGES)) or _is_same_page(one, other)


def _is_same_page(one: Article | Action, other: Article | Action) -> bool:
    # One page may tell of two Actions; an editor may have changed the title or the partner, hardly both.
    renamed = fold(one.title) != fold(other.title)
    if renamed and isinstance(one, Action) and isinstance(other, Action) and one.partner != other.partner:
        return False
    # An older address that both list proves nothing, because it may have shown two pages in turn.
    if _own(one) & _addresses(other) or _own(other) & _addresses(one):
        return True
    apart = bool(one.url and other.url)
    if is_untitled(one.title) or is_untitled(other.title):
        return one.date == other.date and not apart and _begin_alike(_summary(one), _summary(other))
    return (
        one.date == other.date and fold(one.title) == fold(other.title) and not (apart and one.date is None)
    )


def _begin_alike(one: list[str], other: list[str]) -> bool:
    """Return whether two texts are equal, or one is a beginning of the other that is long enough."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _FEWEST_WORDS and short == long[: len(short)])


def _summary(record: Article | Action) -> list[str]:
    return fold(record.summary).split()


def _addresses(record: Article | Action) -> set[str]:
    return {_bare(address) for address in (record.url, *record.other_urls) if address}


def _own(record: Article | Action) -> set[str]:
    return {_bare(record.url)} if record.url else _addresses(record)


def _bare(address: str) -> str:
    """Return an address without the details in which two spellings of it may differ.

    These are the scheme, www., the fragment, capitals in the host and a slash at the end.
    """
    host, slash, rest = _BEFORE_ADDRESS.sub("", address.partition("#")[0]).partition("/")
    return (host.lower() + slash + rest).rstrip("/")
