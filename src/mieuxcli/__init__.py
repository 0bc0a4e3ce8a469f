"""The MIEUX archive: articles, Actions, key facts, milestones and terms of the EU-ICMPD initiative, offline.

import mieuxcli

archive = mieuxcli.open_archive()
for record, score in archive.search("crisis -ukraine", limit=5):
    print(record.date, record.title)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mieuxcli.archive import Archive, open_archive
    from mieuxcli.documents import document_of
    from mieuxcli.errors import MieuxError
    from mieuxcli.parser import parse
    from mieuxcli.records import Action, Article, Event, Fact, Milestone, Person, Phase, Record, Term

__all__ = [
    "Action",
    "Archive",
    "Article",
    "Event",
    "Fact",
    "MieuxError",
    "Milestone",
    "Person",
    "Phase",
    "Record",
    "Term",
    "__version__",
    "document_of",
    "open_archive",
    "parse",
]

__version__ = "0.1.0"

_HOMES = {
    "Archive": "archive",
    "open_archive": "archive",
    "document_of": "documents",
    "MieuxError": "errors",
    "parse": "parser",
}


def __dir__() -> list[str]:
    """Return the public names, including those that are not imported yet."""
    return __all__


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line loads only what it uses."""
    if name not in __all__:
        raise AttributeError(f"module 'mieuxcli' has no attribute {name!r}")
    return getattr(import_module(f"mieuxcli.{_HOMES.get(name, 'records')}"), name)
