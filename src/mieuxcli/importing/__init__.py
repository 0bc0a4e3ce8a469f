"""The import of saved pages, tables, references and feeds as records.

The name of a file tells what it is, or else how it begins.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mieuxcli.errors import UsageError
from mieuxcli.importing.additions import Added, add
from mieuxcli.importing.bibliographies import is_bibtex, is_ris, read_bibtex, read_ris
from mieuxcli.importing.csl import is_csl, read_csl
from mieuxcli.importing.drafts import Found, Page, Source, Unread, clean
from mieuxcli.importing.feeds import FEEDS, other_xml, read_feed, root_of
from mieuxcli.importing.html import decoded, read_html
from mieuxcli.importing.pages import in_neither_form, lines_of, records_in
from mieuxcli.importing.tables import is_table, read_csv, read_json
from mieuxcli.sources import all_of_input, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mieuxcli.records import Record

__all__ = ["Added", "Found", "Unread", "add", "read"]

_HTML = (".html", ".htm", ".xhtml")
_JSON = (".json", ".jsonl", ".ndjson")
_CSV = (".csv", ".tsv")
_BIBTEX = (".bib", ".bibtex")
_RIS = (".ris",)
# Browsers keep the pictures and scripts of a saved page in such folders.
_BESIDE_A_PAGE = ("_files", "_fichiers", "_archivos", ".fld")
_STANDARD_INPUT = "standard input"


def read(sources: Iterable[str | Path]) -> Found:
    """Return the records of the sources, with what could not be read in them.

    A source is a file, a folder with all the files in it, or `-` for standard input.

    Raises UsageError where a source does not exist, or where a saved page needs a library that is not
    installed.
    """
    records: list[Record] = []
    unread: list[Unread] = []
    pages: list[Page] = []
    for source in sources:
        for name, data in _files(str(source)):
            found = _read(name, data)
            records += found.records
            unread += found.unread
            pages += found.pages
    return Found(records, unread, pages)


def _files(source: str) -> Iterator[tuple[str, bytes | Unread]]:
    if source == "-" and sys.stdin is None:
        raise UsageError("standard input is closed", "a - reads one file from it")
    if source == "-":
        try:
            yield _STANDARD_INPUT, all_of_input()
        except OSError as error:
            yield _STANDARD_INPUT, Unread(_STANDARD_INPUT, 0, f"cannot be read: {error.strerror}")
        return
    path = Path(source)
    try:
        if not path.exists():
            raise UsageError(f"{source} does not exist")
        files = sorted(_within(path)) if path.is_dir() else [path]
    except OSError as error:
        yield source, Unread(source, 0, f"cannot be read: {error.strerror}")
        return
    # A pipe that is named itself is read; one that lies in a folder would be waited for without end.
    yield from (
        (str(file), _bytes(file) if file == path or file.is_file() else _special(file)) for file in files
    )


def _special(file: Path) -> Unread:
    return Unread(str(file), 0, "leads nowhere" if file.is_symlink() else "is no ordinary file")


def _within(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from () if path.name.endswith(_BESIDE_A_PAGE) else _within(path)
        else:
            yield path


def _bytes(file: Path) -> bytes | Unread:
    try:
        return bytes_of(file)
    except OSError as error:
        return Unread(str(file), 0, f"cannot be read: {error.strerror}")


def _read(name: str, data: bytes | Unread) -> Found:
    """Return the records of a file.

    Notes name the file without its folder; what could not be read names it as the command line does.
    """
    if isinstance(data, Unread):
        return Found((), [data])
    file = Path(name)
    found = _found(data, clean(file.name), file.suffix.lower())
    return found._replace(unread=[item._replace(file=name) for item in found.unread])


def _found(data: bytes, name: str, ending: str) -> Found:
    try:
        # Some editors save UTF-16, with a byte order mark.
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        if not (ending in _HTML or data.lstrip()[:1] == b"<"):
            why = "is no text" if b"\0" in data else "is not UTF-8 text"
            return Found((), [Unread(name, data.count(b"\n", 0, error.start) + 1, why)])
        text = decoded(data)
    if "\0" in text:
        return Found((), [Unread(name, text.count("\n", 0, text.index("\0")) + 1, "is no text")])
    return _in_words(text, name, ending)


def _in_words(text: str, name: str, ending: str) -> Found:
    begin = text.lstrip()[:1]
    by_name = ending in (*_JSON, *_CSV)
    if ending in _BIBTEX or (begin == "@" and not by_name and is_bibtex(text)):
        return read_bibtex(text, name)
    if ending in _RIS or (is_ris(text) and not by_name):
        return read_ris(text, name)
    if begin == "<" and not by_name and ending not in _HTML:
        root = root_of(text)
        if root in FEEDS:
            return read_feed(text, name)
        if text.lstrip().startswith("<?xml") and root.lower() != "html":
            return Found((), [other_xml(text, name)])
    if ending in _HTML or (begin == "<" and not by_name):
        return read_html(text, name)
    if ending in _JSON or (begin in ("{", "[") and not by_name):
        return read_csl(text, name) if is_csl(text) else read_json(text, name)
    if ending in _CSV or is_table(text):
        return read_csv(text, name)
    lines = lines_of(text)
    return records_in(lines, Source(name)) or Found((), [in_neither_form(lines, name)])
