"""The tables of the store, with names that people meet who open a compiled archive with another program."""

from __future__ import annotations

from mieuxcli.fields import SEPARATOR, TEXT_COLUMNS

__all__ = ["APPLICATION_ID", "INDEXES", "SCHEMA_VERSION", "TABLES"]

# "MIEX" as a big-endian number, so that file(1) and our own reader know a compiled archive.
APPLICATION_ID = 0x4D494558
SCHEMA_VERSION = 1

_COLUMNS = ", ".join(TEXT_COLUMNS)
_CONTENT = 'content="records", content_rowid="record"'
_TOKENS = f"unicode61 remove_diacritics 2 tokenchars '{SEPARATOR.strip()}'"
_INNER = ", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in TEXT_COLUMNS if name not in ("title", "note"))

TABLES = f"""
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
    {_INNER},
    document TEXT NOT NULL
);
CREATE TABLE facets (facet TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (facet, value, record)) WITHOUT ROWID;
CREATE TABLE names (facet TEXT NOT NULL, typed TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (facet, typed, name)) WITHOUT ROWID;
CREATE TABLE expansions (typed TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (typed, other)) WITHOUT ROWID;
CREATE TABLE vocabulary (facet TEXT NOT NULL, name TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (facet, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE records_fts USING fts5({_COLUMNS}, {_CONTENT}, tokenize="porter {_TOKENS}");
CREATE VIRTUAL TABLE records_exact USING fts5({_COLUMNS}, {_CONTENT}, tokenize="{_TOKENS}");
CREATE VIRTUAL TABLE words USING fts5vocab(records_exact, row);
"""

INDEXES = """
CREATE INDEX records_by_date ON records (type, first_day DESC, id);
CREATE INDEX facets_by_record ON facets (record, facet);
"""
