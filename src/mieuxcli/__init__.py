"""The MIEUX archive: articles, Actions, key facts, milestones and terms of the EU-ICMPD initiative, queryable offline.

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
    from mieuxcli.errors import MieuxError
    from mieuxcli.models import Action, Article, Event, Fact, Milestone, Person, Phase, Record, Term, document_of
    from mieuxcli.query import parse

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

_HOMES = {"Archive": "archive", "open_archive": "archive", "MieuxError": "errors", "parse": "query"}


def __dir__() -> list[str]:
    """Return the public names, those that are not imported yet among them."""
    return __all__


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line pays only for what it uses."""
    if name not in __all__:
        raise AttributeError(f"module 'mieuxcli' has no attribute {name!r}")
    return getattr(import_module(f"mieuxcli.{_HOMES.get(name, 'models')}"), name)
