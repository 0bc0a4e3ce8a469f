"""Documents and vocabulary into a store, in memory or in a file."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from mieuxcli.dates import period_of
from mieuxcli.fields import FACETS, FIELDS, TEXT_COLUMNS, TYPES
from mieuxcli.loading import with_phases
from mieuxcli.store.schema import APPLICATION_ID, INDEXES, SCHEMA_VERSION, TABLES
from mieuxcli.words import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from mieuxcli.vocabulary import Vocabulary

__all__ = ["write"]

_TEXTS = {column: tuple(one for one in FIELDS if one.column == column) for column in TEXT_COLUMNS}
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
    *(c for c in TEXT_COLUMNS if c != "title"),
    "document",
)


def write(connection: sqlite3.Connection, documents: list[dict[str, Any]], vocabulary: Vocabulary, about: Mapping[str, str]) -> None:
    """Fill an empty database with an archive."""
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executemany("INSERT INTO archive VALUES (?, ?)", about.items())
    _name_families(documents, vocabulary)
    values: set[tuple[str, str]] = set()
    insert = f"INSERT INTO records ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    for record, (document, phase) in enumerate(with_phases(documents), 1):
        connection.execute(insert, _row(record, document))
        facets = set(_facets(document, phase))
        values |= facets
        connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", [(facet, value, record) for facet, value in facets])
    for index in ("records_fts", "records_exact"):
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    _write_vocabulary(connection, vocabulary, values)
    connection.executemany("INSERT OR IGNORE INTO expansions VALUES (?, ?)", _term_expansions(documents))
    connection.executescript(INDEXES)
    connection.commit()


def _name_families(documents: Iterable[Mapping[str, Any]], vocabulary: Vocabulary) -> None:
    """Give each person of the articles the family name that the vocabulary has, unless the record has one."""
    families = {name: dict(entry.rest).get("family") for name, entry in vocabulary.names("person").items()}
    for document in documents:
        for person in document.get("people", ()):
            person["family"] = person["family"] or families.get(person["name"])


def _row(record: int, document: Mapping[str, Any]) -> tuple[Any, ...]:
    period = period_of(document["date"]) if document["date"] else None
    texts = [texts_of_column(column, document) for column in TEXT_COLUMNS if column != "title"]
    return (
        record,
        document["id"],
        document["type"],
        texts_of_column("title", document),
        document["date"],
        period and period.begin,
        period and period.end,
        *_running(document),
        document["url"],
        *texts,
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    )


def _running(document: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the first day and the day after the last day of an Action or phase whose start and end are known."""
    if not document.get("start") or not document.get("end"):
        return None, None
    return period_of(document["start"]).begin, period_of(document["end"]).end


def texts_of_column(column: str, document: Mapping[str, Any]) -> str:
    """Return the text of a full-text column: a line for each value of the fields that go to it."""
    return "\n".join(text for _, text in pieces(column, document))


def pieces(column: str, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the field and the text of each line of a full-text column."""
    for one in _TEXTS[column]:
        for text in _texts_of(one.kind, document.get(one.name)):
            yield one.name, " ".join(text.split())


def _texts_of(kind: str, value: Any) -> Iterable[str]:  # noqa: ANN401 - a document's value
    if value is None:
        return ()
    if kind == "people":
        return (", ".join(part[key] for key in ("name", "role", "organisation") if part.get(key)) for part in value)
    if kind == "events":
        return (part["what"] for part in value)
    return value if isinstance(value, list) else (str(value),)


def _facets(document: Mapping[str, Any], phase: str | None) -> Iterator[tuple[str, str]]:
    for facet in FACETS:
        if facet.name == "phase":
            if phase:
                yield "phase", phase
            continue
        for name in facet.fields:
            value = document.get(name)
            for text in value if isinstance(value, list) else [value]:
                if text is not None:
                    yield facet.name, _facet_value(facet.name, text)


def _facet_value(facet: str, value: Any) -> str:  # noqa: ANN401
    if facet == "year":
        return str(value)[:4]
    return value["name"] if facet == "person" else str(value)


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
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", names)
    connection.executemany("INSERT INTO expansions VALUES (?, ?)", expansions)


def _term_expansions(documents: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document["type"] == "term":
            forms = {fold(form) for form in (document["title"], document["expansion"], *document["other_names"]) if form} - {""}
            yield from ((one, other) for one in forms for other in forms if one != other)
