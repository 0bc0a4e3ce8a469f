"""Documents and vocabulary into a store, in memory or in a file."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from mieuxcli.dates import period_of
from mieuxcli.fields import FACETS, FIELDS, SEPARATOR, TEXT_COLUMNS, TYPES
from mieuxcli.loading import with_phases
from mieuxcli.store.schema import APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES
from mieuxcli.words import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mieuxcli.vocabulary import Vocabulary

__all__ = ["pieces", "texts_of_column", "write"]

_TEXTS = {column: tuple((one.name, one.kind) for one in FIELDS if one.column == column) for column in TEXT_COLUMNS}
_INNER = tuple(column for column in TEXT_COLUMNS if column != "title")
_COLUMNS = ("record", "id", "type", "title", "date", "first_day", "day_after", "running_from", "running_to", "url", *_INNER, "document")
_FACET_FIELDS = tuple((facet.name, name) for facet in FACETS if facet.name != "phase" for name in facet.fields)
_BUILD_MEMORY = 64 << 20


def write(
    connection: sqlite3.Connection,
    documents: list[dict[str, Any]],
    vocabulary: Vocabulary,
    about: Mapping[str, str],
    step: Callable[[int], None],
) -> None:
    """Fill an empty database with an archive; `step` is told how many records are in."""
    # Nobody sees the database before it is whole, so it needs no journal; a file is renamed into its place when it is done.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executemany("INSERT INTO archive VALUES (?, ?)", about.items())
    _name_families(documents, vocabulary)
    postings: dict[tuple[str, str], list[int]] = {}
    connection.executemany(
        f"INSERT INTO records ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", _rows(documents, postings, step)
    )
    # In the order of the key, so that the tree grows at its end.
    rows = ((facet, value, record) for facet, value in sorted(postings) for record in postings[facet, value])
    connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", rows)
    for index in ("records_fts", "records_exact"):
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', 0)")
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', ?)", (_BUILD_MEMORY,))
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    _write_vocabulary(connection, vocabulary, set(postings))
    connection.executemany("INSERT OR IGNORE INTO expansions VALUES (?, ?)", _term_expansions(documents))
    connection.executescript(INDEXES)
    connection.commit()


def _rows(
    documents: list[dict[str, Any]], postings: dict[tuple[str, str], list[int]], step: Callable[[int], None]
) -> Iterator[tuple[Any, ...]]:
    """Yield the row of each record, and note under each value of a facet the records that have it."""
    for record, (document, phase) in enumerate(with_phases(documents), 1):
        for key in set(_facets(document, phase)):
            postings.setdefault(key, []).append(record)
        yield _row(record, document)
        step(record)


def _name_families(documents: Iterable[Mapping[str, Any]], vocabulary: Vocabulary) -> None:
    """Give each person of the articles the family name that the vocabulary has, unless the record has one."""
    families = {name: dict(entry.rest).get("family") for name, entry in vocabulary.names("person").items()}
    for document in documents:
        for person in document.get("people", ()):
            person["family"] = person["family"] or families.get(person["name"])


def _row(record: int, document: Mapping[str, Any]) -> tuple[Any, ...]:
    period = period_of(document["date"]) if document["date"] else None
    return (
        record,
        document["id"],
        document["type"],
        " ".join(document["title"].split()),
        document["date"],
        period and period.begin,
        period and period.end,
        *_running(document),
        document["url"],
        *(texts_of_column(column, document) for column in _INNER),
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    )


def _running(document: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the first day and the day after the last day of an Action or phase; where its end is not known, of its start alone."""
    if not document.get("start"):
        return None, None
    return period_of(document["start"]).begin, period_of(document.get("end") or document["start"]).end


def texts_of_column(column: str, document: Mapping[str, Any]) -> str:
    """Return the text of a full-text column: the values of the fields that go to it, one after the other."""
    return SEPARATOR.join([text for _, text in pieces(column, document)])


def pieces(column: str, document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the field and the text of each value in a full-text column."""
    return [
        (name, " ".join(text.split())) for name, kind in _TEXTS[column] if document.get(name) for text in _texts_of(kind, document[name])
    ]


def _texts_of(kind: str, value: Any) -> Iterable[str]:  # noqa: ANN401 - a document's value
    if kind == "texts":
        texts: list[str] = value
        return texts
    if kind == "people":
        return [", ".join([part[key] for key in ("name", "role", "organisation") if part.get(key)]) for part in value]
    if kind == "events":
        return [part["what"] for part in value]
    return (str(value),)


def _facets(document: Mapping[str, Any], phase: str | None) -> Iterator[tuple[str, str]]:
    if phase:
        yield "phase", phase
    for facet, name in _FACET_FIELDS:
        value = document.get(name)
        if isinstance(value, list):
            yield from ((facet, text["name"] if facet == "person" else text) for text in value)
        elif value:
            yield facet, value[:4] if facet == "year" else value


def _write_vocabulary(connection: sqlite3.Connection, vocabulary: Vocabulary, values: set[tuple[str, str]]) -> None:
    names = {(facet, fold(value) or value, value) for facet, value in values}
    names |= {("type", word, type_) for type_ in TYPES for word in (type_, type_ + "s")}
    expansions: set[tuple[str, str]] = set()
    for entry in vocabulary:
        names |= {(entry.facet, typed, entry.name) for typed in entry.typed()}
        expansions |= entry.expansions()
        connection.execute(
            "INSERT INTO vocabulary VALUES (?, ?, ?)", (entry.facet, entry.name, json.dumps(astuple(entry), ensure_ascii=False))
        )
    # In order, so that the same archive compiles to the same bytes.
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(names))
    connection.executemany("INSERT INTO expansions VALUES (?, ?)", sorted(expansions))


def _term_expansions(documents: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document["type"] == "term":
            forms = sorted({fold(form) for form in (document["title"], document["expansion"], *document["other_names"]) if form} - {""})
            yield from ((one, other) for one in forms for other in forms if one != other)
