"""BibTeX, BibLaTeX and RIS, as reference managers export them and as `--format` writes them.

pybtex reads the first two and rispy the third; both are in the extra `import`.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from mieuxcli.dates import ENGLISH_MONTHS
from mieuxcli.importing.drafts import Found, Unread
from mieuxcli.importing.references import OWN, Reference, Who, found_in, needed, too_long

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["is_bibtex", "is_ris", "read_bibtex", "read_ris"]

_ENTRY = re.compile(
    r"^\s*@\s*(?!comment\b|string\b|preamble\b)[a-z]+\s*[{(]\s*([^\s,{}()]*)\s*,",
    re.IGNORECASE | re.MULTILINE,
)
_RIS_BEGIN = re.compile(r"^TY  - ?", re.MULTILINE)
_UNSURE = re.compile(r"[?~%]\Z")
_IN_ADDRESS = re.compile(r"\\([&%$#_~{}])")
# What TeX writes as a command comes back as the sign; meanwhile a sign of the private area stands for it.
_SIGNS = {
    "\\textbackslash": "\\",
    "\\textbraceleft": "{",
    "\\textbraceright": "}",
    "\\textasciitilde": "~",
    "\\textasciicircum": "^",
    **{f"\\{sign}": sign for sign in "&%$#_{}"},
}
_COMMAND = re.compile(r"(\\text[a-z]+)(?:\{\}|(?![A-Za-z]) ?)|(\\[&%$#_{}])")
_PLACED = {sign: chr(0xE000 + at) for at, sign in enumerate(dict.fromkeys(_SIGNS.values()))}
_BACK = str.maketrans({mark: sign for sign, mark in _PLACED.items()})
_DOTLESS = re.compile(r"\{\\([ij])\}|\\([ij])(?![A-Za-z])")


class _Person(Protocol):
    """A person as pybtex has it, whose names may be several words each."""

    first_names: list[str]
    middle_names: list[str]
    prelast_names: list[str]
    last_names: list[str]
    lineage_names: list[str]


class _Named(Protocol):
    """A function from names of fields to the text of the first that is there."""

    def __call__(self, *names: str) -> str:
        """Return the text, or an empty one."""


def is_bibtex(text: str) -> bool:
    """Return whether a text has an entry of BibTeX."""
    return bool(_ENTRY.search(text))


def is_ris(text: str) -> bool:
    """Return whether a text begins with the type of a RIS record."""
    return bool(_RIS_BEGIN.match(text.lstrip()))


def read_bibtex(text: str, file: str) -> Found:
    """Return the articles of BibTeX entries, in TeX or in UTF-8, and how many entries cannot be parsed.

    Raises UsageError where pybtex is not installed.
    """
    long = too_long(text, file)
    if long:
        return long
    try:
        parser = import_module("pybtex.database.input.bibtex")
        errors = import_module("pybtex.errors")
        import_module("latexcodec")
    except ImportError as error:
        raise needed(file, "BibTeX", "pybtex") from error
    lines = {match[1]: text.count("\n", 0, match.start(1)) + 1 for match in _ENTRY.finditer(text)}
    with errors.capture() as wrong:
        entries = parser.Parser().parse_string(text).entries
        found = found_in([_entry(key, entry, lines.get(key, 0)) for key, entry in entries.items()], file)
    problems = [Unread(file, getattr(one, "lineno", 0) or 0, f"is not BibTeX: {one}") for one in wrong]
    read = {key.lower() for key in entries}
    lost = [
        Unread(file, line, f"the entry {key} cannot be read")
        for key, line in lines.items()
        if key.lower() not in read
    ]
    if not lines and not problems:
        problems = [Unread(file, 0, "has no entry of BibTeX")]
    return Found(found.records, [*found.unread, *(lost or problems)])


class _Entry(Protocol):
    """An entry as pybtex has it."""

    type: str
    fields: Mapping[str, str]
    persons: Mapping[str, Sequence[_Person]]


def _entry(key: str, entry: _Entry, line: int) -> Reference:
    own = key.startswith(OWN)
    fields = {name.lower(): value for name, value in entry.fields.items()}

    def plain(*names: str) -> str:
        return next((_plain(fields[name], own=own) for name in names if fields.get(name)), "")

    date = plain("date").partition("/")[0].strip() or _classic_date(plain)
    if own and fields.get("inferred"):
        date = f"[{fields['inferred']}]"
    return Reference(
        title=": ".join(filter(None, (plain("title"), plain("subtitle")))),
        line=line,
        key=key,
        kind=entry.type,
        date=_UNSURE.sub("", date).strip("[] "),
        inferred=bool(_UNSURE.search(date)) or date.startswith("["),
        who=tuple(_author(person, own=own) for person in entry.persons.get("author", ())),
        url=_IN_ADDRESS.sub(r"\1", fields.get("url", "")) or _howpublished(fields.get("howpublished", "")),
        doi=_IN_ADDRESS.sub(r"\1", fields.get("doi", "")),
        abstract=plain("abstract"),
        note=plain("note", "annote"),
        language=plain("langid", "language"),
        accessed=plain("urldate"),
    )


def _classic_date(plain: _Named) -> str:
    """Return the date in the fields year, month and day, of which BibTeX's own styles know the first two."""
    year, month, day = plain("year"), plain("month"), plain("day")
    bare = year.strip("[] ")
    number = month if month.isdigit() else _month(month)
    if not number or not bare.isdigit():
        return year
    date = f"{bare}-{number.zfill(2)}" + (f"-{day.zfill(2)}" if day.isdigit() else "")
    return f"[{date}]" if year.startswith("[") else date


def _month(text: str) -> str:
    begin = text[:3].lower()
    return next((str(at) for at, name in enumerate(ENGLISH_MONTHS, 1) if name[:3].lower() == begin), "")


def _howpublished(text: str) -> str:
    address = re.search(r"\\url\{([^}]*)\}", text) or re.search(r"(https?://\S+)", text)
    return address[1] if address else ""


def _author(person: _Person, *, own: bool) -> Who:
    family = " ".join(_plain(name, own=own) for name in (*person.prelast_names, *person.last_names))
    given = " ".join(_plain(name, own=own) for name in (*person.first_names, *person.middle_names))
    lineage = " ".join(_plain(name, own=own) for name in person.lineage_names)
    return Who(" ".join(filter(None, (given, family, lineage))), family) if given else Who(family)


def _plain(text: str, *, own: bool) -> str:
    """Return what TeX would print; of our own files only the signs are in TeX, and dashes stay as they are."""
    marked = _COMMAND.sub(_placed, text)
    if not own:
        marked = _DOTLESS.sub(r"\1\2", marked).encode("utf-8", "ignore").decode("latex+utf8", "ignore")
        marked = re.sub(r"\\[A-Za-z]+\s*", "", marked).replace("~", "\N{NO-BREAK SPACE}")
    return marked.replace("{", "").replace("}", "").translate(_BACK)


def _placed(match: re.Match[str]) -> str:
    sign = _SIGNS.get(match[1] or match[2])
    return _PLACED[sign] if sign else match[0]


def read_ris(text: str, file: str) -> Found:
    """Return the articles of RIS records, and how many are not whole.

    Raises UsageError where rispy is not installed.
    """
    long = too_long(text, file)
    if long:
        return long
    try:
        rispy = import_module("rispy")
    except ImportError as error:
        raise needed(file, "RIS", "rispy") from error
    text = re.sub(r"\r\n?", "\n", text)
    begins = [match.start() for match in _RIS_BEGIN.finditer(text)]
    references: list[Reference] = []
    wrong = [] if begins else [Unread(file, 0, "has no RIS record")]
    line, counted = 1, 0
    for begin, end in zip(begins, (*begins[1:], len(text)), strict=False):
        line, counted = line + text.count("\n", counted, begin), begin
        # Each record alone: rispy makes one of two where the first has no end.
        read = rispy.loads(text[begin:end], delimiter_tags_mapping={})
        references += [_ris_record(record, line) for record in read]
        if not read:
            wrong.append(Unread(file, line, "is a RIS record without its end, ER"))
    found = found_in(references, file)
    return Found(found.records, [*found.unread, *wrong])


def _ris_record(record: Mapping[str, object], line: int) -> Reference:
    def text(*names: str) -> str:
        return next((_joined(record[name]) for name in names if record.get(name)), "")

    date, inferred = text("date", "year", "publication_year"), False
    if date.endswith("/inferred"):
        date, inferred = date.removesuffix("/inferred"), True
    names = record.get("authors") or record.get("first_authors")
    urls = record.get("urls")
    return Reference(
        title=text("title", "primary_title", "short_title"),
        line=line,
        key=text("id"),
        kind=text("type_of_reference"),
        date=date,
        inferred=inferred,
        who=tuple(_ris_author(name) for name in (names if isinstance(names, list) else ())),
        url=str(urls[0]) if isinstance(urls, list) and urls else text("url"),
        doi=text("doi"),
        abstract=text("abstract", "notes_abstract"),
        note=text("notes"),
        language=text("language"),
        accessed=text("access_date"),
    )


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _ris_author(name: str) -> Who:
    """Return who a name is: `Family, Given, Suffix` of a person, and without a comma a body."""
    family, *rest = (part.strip() for part in name.split(","))
    return Who(" ".join(filter(None, (*rest[:1], family, *rest[1:]))), family) if any(rest) else Who(family)
