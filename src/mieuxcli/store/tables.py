"""The tables of the store and how they are filled.

Their names are visible to anyone who opens a compiled archive with another program.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import period_of
from mieuxcli.documents import document_of
from mieuxcli.fields import FACETS, SEPARATOR, TEXT_COLUMNS, TYPES
from mieuxcli.phases import phase_at
from mieuxcli.records import Action, Article, Fact, Milestone, Person, Phase, Record, Term, value_of
from mieuxcli.store.reading import APPLICATION_ID, SCHEMA_VERSION
from mieuxcli.store.tabular import TABULAR_VIEWS
from mieuxcli.store.texts import names_of, text_of_column
from mieuxcli.words import fold, root

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mieuxcli.phases import PhaseSpan
    from mieuxcli.vocabulary import Entry, Vocabulary

__all__ = ["meanings_in", "write"]

_FTS_COLUMNS = ", ".join(TEXT_COLUMNS)
_CONTENT = 'content="records", content_rowid="record"'
_TOKENS = f"unicode61 remove_diacritics 2 tokenchars '{SEPARATOR.strip()}'"
_INNER_COLUMNS = ", ".join(
    f"{name} TEXT NOT NULL DEFAULT ''" for name in TEXT_COLUMNS if name not in ("title", "note")
)

_TABLES = f"""
CREATE TABLE archive (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    record INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    first_day TEXT,
    day_after TEXT,
    running_from TEXT,
    running_to TEXT,
    url TEXT,
    note TEXT NOT NULL DEFAULT '',
    {_INNER_COLUMNS},
    document TEXT NOT NULL
);
CREATE TABLE facets (
    facet TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (facet, value, record)
) WITHOUT ROWID;
CREATE TABLE lexicon (
    length INTEGER NOT NULL, word TEXT NOT NULL, records INTEGER NOT NULL, in_name INTEGER NOT NULL,
    PRIMARY KEY (length, word)
) WITHOUT ROWID;
CREATE TABLE names (
    facet TEXT NOT NULL, typed TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (facet, typed, name)
) WITHOUT ROWID;
CREATE TABLE synonyms (
    typed TEXT NOT NULL, meaning INTEGER NOT NULL, PRIMARY KEY (typed, meaning)
) WITHOUT ROWID;
CREATE TABLE meanings (
    meaning INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (meaning, word)
) WITHOUT ROWID;
CREATE TABLE vocabulary (
    facet TEXT NOT NULL, name TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (facet, name)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE records_fts USING fts5({_FTS_COLUMNS}, {_CONTENT}, tokenize="porter {_TOKENS}");
CREATE VIRTUAL TABLE records_exact USING fts5({_FTS_COLUMNS}, {_CONTENT}, tokenize="{_TOKENS}");
CREATE VIRTUAL TABLE words USING fts5vocab(records_exact, row);
"""

_INDEXES = """
CREATE INDEX records_by_date ON records (type, first_day DESC, id);
CREATE INDEX facets_by_record ON facets (record, facet);
"""

_INNER = tuple(column for column in TEXT_COLUMNS if column != "title")
_COLUMNS = (
    "record",
    "id",
    "type",
    "title",
    "date",
    "first_day",
    "day_after",
    "running_from",
    "running_to",
    "url",
    *_INNER,
    "document",
)
# Facets whose values are computed from one record or from all of them, not taken from a field.
_DERIVED = ("phase", "subregion", "linked", "disputed")
_FACET_FIELDS = tuple(
    (facet.name, name) for facet in FACETS if facet.name not in _DERIVED for name in facet.fields
)
_BUILD_MEMORY = 64 << 20


def write(
    connection: sqlite3.Connection,
    records: Iterable[Record],
    vocabulary: Vocabulary,
    about: Mapping[str, str],
    step: Callable[[int], None],
    *,
    phases: Sequence[PhaseSpan],
) -> None:
    """Fill an empty database with an archive, calling `step` with the number of records written so far.

    The records, whose phases are given, are taken once, so that they need not be in memory together.
    """
    # The database needs no journal: nobody sees it before it is complete, when its file is renamed.
    connection.execute("PRAGMA journal_mode = OFF")
    # Records are half a page of the usual 4,096 bytes, which would leave a quarter of their table empty.
    connection.execute("PRAGMA page_size = 16384")
    connection.executescript(_TABLES + TABULAR_VIEWS)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executemany("INSERT INTO archive VALUES (?, ?)", about.items())
    seen = _Seen({}, set(), [])
    connection.executemany(
        f"INSERT INTO records ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",
        _rows(records, seen, phases, vocabulary.subregions(), step),
    )
    postings = seen.postings
    linked = _numbers_of(connection, seen.linked)
    if linked:
        postings["linked", "yes"] = linked
    # Rows are inserted in the order of the key, so that the tree only grows at its end.
    rows = ((facet, value, record) for facet, value in sorted(postings) for record in postings[facet, value])
    connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", rows)
    for index in ("records_fts", "records_exact"):
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', 0)")
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', ?)", (_BUILD_MEMORY,))
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    _write_vocabulary(connection, vocabulary, set(postings))
    _write_synonyms(connection, seen.terms, vocabulary)
    connection.executescript(_INDEXES)
    connection.commit()


class _Seen(NamedTuple):
    """What is kept of the records while they are written: postings, the ids they link to, and the terms."""

    postings: dict[tuple[str, str], list[int]]
    linked: set[str]
    terms: list[Record]


def _rows(
    records: Iterable[Record],
    seen: _Seen,
    phases: Sequence[PhaseSpan],
    subregions: Mapping[str, str],
    step: Callable[[int], None],
) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the row of each record, adding to what has been seen."""
    for number, record in enumerate(records, 1):
        if isinstance(record, Article | Milestone):
            seen.linked.update(record.actions)
        if isinstance(record, Term):
            seen.terms.append(record)
        for key in set(_facets(record, phases, subregions)):
            seen.postings.setdefault(key, []).append(number)
        yield _row(number, record)
        step(number)


def _numbers_of(connection: sqlite3.Connection, ids: Iterable[str]) -> list[int]:
    """Return the numbers of the records that have one of these ids, in order."""
    found = (connection.execute("SELECT record FROM records WHERE id = ?", (id_,)).fetchone() for id_ in ids)
    return sorted(row[0] for row in found if row)


def _row(number: int, record: Record) -> tuple[str | int | None, ...]:
    period = period_of(record.date) if record.date else None
    return (
        number,
        record.id,
        record.type,
        " ".join(record.title.split()),
        record.date,
        period and period.begin,
        period and period.end,
        *_running(record),
        record.url,
        *(text_of_column(column, record) + _roots(column, record) for column in _INNER),
        json.dumps(_known(record), ensure_ascii=False, separators=(",", ":")),
    )


def _known(record: Record) -> dict[str, object]:
    """Return the document of a record without the keys of which nothing is known."""
    return {key: value for key, value in document_of(record).items() if value not in (None, [])}


def _running(record: Record) -> tuple[str | None, str | None]:
    """Return the first day and the day after the last day of an Action or phase.

    If its end is unknown, they are those of its start alone.
    """
    if not isinstance(record, Action | Phase) or not record.start:
        return None, None
    return period_of(record.start).begin, period_of(record.end or record.start).end


def _roots(column: str, record: Record) -> str:
    """Return the additional text of a column: the roots of the words of a title that is not in English."""
    foreign = isinstance(record, Article) and record.language not in (None, "en")
    return SEPARATOR + root(record.title) if foreign and column == "names" else ""


def _facets(
    record: Record, phases: Sequence[PhaseSpan], subregions: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    own = record.title if isinstance(record, Phase) else record.phase if isinstance(record, Action) else None
    phase = own or phase_at(record.date, phases)
    if phase:
        yield "phase", phase
    if isinstance(record, Fact) and record.disagrees_with:
        yield "disputed", "yes"
    if isinstance(record, Article | Action | Milestone):
        yield from (("subregion", subregions[name]) for name in record.countries if name in subregions)
    for facet, name in _FACET_FIELDS:
        value = value_of(record, name)
        if isinstance(value, tuple):
            yield from ((facet, part.name if isinstance(part, Person) else str(part)) for part in value)
        elif value:
            yield facet, str(value)[:4] if facet in ("year", "end") else str(value)


def _write_vocabulary(
    connection: sqlite3.Connection, vocabulary: Vocabulary, values: set[tuple[str, str]]
) -> None:
    names = {(facet, fold(value) or value, value) for facet, value in values}
    names |= {("type", word, type_) for type_ in TYPES for word in (type_, type_ + "s")}
    for entry in vocabulary:
        names |= {(entry.facet, typed, entry.name) for typed in entry.typed()}
        row = (entry.facet, entry.name, json.dumps(entry, ensure_ascii=False))
        connection.execute("INSERT INTO vocabulary VALUES (?, ?, ?)", row)
    # Rows are sorted, so that the same archive compiles to the same bytes.
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(names))
    _write_lexicon(connection, {word for _, typed, _ in names for word in typed.split()})


def _write_lexicon(connection: sqlite3.Connection, in_names: set[str]) -> None:
    """Write the words of records and names: what is misspelt is looked for among those of about its length."""
    found: dict[str, int] = dict.fromkeys(in_names, 0)
    found.update(connection.execute("SELECT term, doc FROM words").fetchall())
    rows = sorted((len(word), word, number, word in in_names) for word, number in found.items())
    connection.executemany("INSERT INTO lexicon VALUES (?, ?, ?, ?)", rows)


def _write_synonyms(
    connection: sqlite3.Connection, records: Iterable[Record], vocabulary: Vocabulary
) -> None:
    """Write the words that stand for others.

    `synonyms` leads from a word to its meanings, and `meanings` from a meaning to its words.
    """
    useful = [
        pair for pair in meanings_in(records, list(vocabulary)) if pair[0] and len(pair[0] | pair[1]) > 1
    ]
    synonyms = {
        (form, at) for at, (words, _) in enumerate(useful) for word in words for form in (word, root(word))
    }
    connection.executemany("INSERT INTO synonyms VALUES (?, ?)", sorted(synonyms))
    meanings = ((number, word) for number, (_, words) in enumerate(useful) for word in sorted(words))
    connection.executemany("INSERT INTO meanings VALUES (?, ?)", meanings)


def meanings_in(records: Iterable[Record], entries: Sequence[Entry]) -> list[tuple[set[str], set[str]]]:
    """Return the folded names that may be typed for each meaning, with those that records have for it."""
    groups = [(entry.same(), entry.same()) for entry in entries]
    groups += [(entry.narrower(), {fold(entry.name)}) for entry in entries]
    forms = [names_of(record) for record in records if isinstance(record, Term)]
    return groups + [(same, same) for same in forms]
