"""Count what ties each Action to other records, in a tab-separated line for each and one of totals.

usage: .venv/bin/python scripts/links.py [PATH]

The columns are: the id; the number of its pages; links in, from articles and milestones that name it and from
facts whose source is one of its pages; links out, to records that its note names; and the fields that it
leaves empty.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mieuxcli.archive import open_archive
from mieuxcli.fields import fields_of
from mieuxcli.origin import BUNDLED
from mieuxcli.records import Action, Article, Fact, Milestone, Record, value_of

_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Derived fields are left out, because no editor fills them in.
_WRITTEN = [field.name for field in fields_of("action") if "action" not in field.derived]


class Ties(NamedTuple):
    """What ties one Action to other records, and what it leaves empty."""

    id: str
    pages: int
    links_in: int
    links_out: int
    empty: tuple[str, ...]


def pages(action: Action) -> set[str]:
    """Return the addresses of an Action's pages."""
    return {address for address in (action.url, *action.other_urls) if address}


def pointing(records: Iterable[Record], actions: Sequence[Action]) -> Counter[str]:
    """Count, by id, the records that point to each of these Actions.

    An address that two Actions share points to both.
    """
    found: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Article | Milestone):
            found.update(set(record.actions))
        elif isinstance(record, Fact):
            found.update(action.id for action in actions if record.url in pages(action))
    return found


def named(note: str | None) -> set[str]:
    """Return the words of a note that may be ids, other than those in addresses."""
    return set(_WORD.findall(_ADDRESS.sub(" ", note or "")))


def ties(records: Sequence[Record]) -> Iterator[Ties]:
    """Yield the ties of each Action among these records, in their order."""
    actions = [record for record in records if isinstance(record, Action)]
    ids = {record.id for record in records}
    inward = pointing(records, actions)
    for action in actions:
        others = (named(action.note) & ids) - {action.id}
        empty = tuple(name for name in _WRITTEN if value_of(action, name) in (None, (), ""))
        yield Ties(action.id, len(pages(action)), inward[action.id], len(others), empty)


def totals(every: Sequence[Ties]) -> str:
    """Return the line of totals, with the fields that most Actions leave empty first."""
    empty = Counter(name for item in every for name in item.empty)
    return "\t".join(
        (
            f"{len(every)} Actions",
            f"{sum(not item.links_in for item in every)} without any link in",
            f"{sum(item.pages for item in every)} pages",
            f"{sum(item.links_in for item in every)} links in",
            f"{sum(item.links_out for item in every)} links out",
            "empty: " + ", ".join(f"{name} {number}" for name, number in empty.most_common()),
        )
    )


def main() -> None:
    """Write the lines for the archive named on the command line, or else for the bundled one."""
    archive = open_archive(sys.argv[1] if len(sys.argv) > 1 else BUNDLED)
    every = list(ties(list(archive.store.records())))
    for item in every:
        columns = (item.id, item.pages, item.links_in, item.links_out, ", ".join(item.empty))
        sys.stdout.write("\t".join(map(str, columns)) + "\n")
    sys.stdout.write(totals(every) + "\n")


if __name__ == "__main__":
    main()
