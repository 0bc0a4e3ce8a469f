"""What the script of the page searches by, apart from the text of the page: names, weights and questions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mieuxcli.dates import MONTHS
from mieuxcli.fields import FACETS, FIELDS, TEXT_COLUMNS
from mieuxcli.questions import ENDS, HOW_MANY, MEANINGLESS, STARTS, WHAT_YEAR, WHEN
from mieuxcli.search import STEPS
from mieuxcli.store.conditions import LONGEST_NAME
from mieuxcli.store.lexicon import PROPER
from mieuxcli.store.ranking import BONUS, EXPANDED, TYPE_WEIGHTS
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mieuxcli.fields import Field
    from mieuxcli.records import Record
    from mieuxcli.vocabulary import Entry

__all__ = ["OFFERED", "label_of", "search_data"]

# The facets by which the page offers to filter.
OFFERED = ("type", "year", "country", "person", "metric", "topic", "region", "kind")
# The constants of BM25 in SQLite, https://www.sqlite.org/fts5.html#the_bm25_function.
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
_COLUMNS = tuple(TEXT_COLUMNS)


def label_of(field: Field) -> str:
    """Return the label under which a record of the page shows a field."""
    return field.header or field.name.replace("_", " ")


def search_data(
    records: Sequence[Record], vocabulary: Iterable[Entry], order: Mapping[str, int], seen: str
) -> dict[str, object]:
    """Return what the script searches by; it takes the words themselves from the text of the records.

    `columns` and `facets` lead from the label of a field to the full-text column and to the facet that it
    feeds. `vocabulary` holds the entries of each facet as their name, words that mean the same, narrower words and codes.
    `order` is the place of each record in the archive, by which records are sorted that are equally good,
    and `seen` what a reference says of a source that was last seen when most were.
    """
    return {
        "columns": {label_of(field): _COLUMNS.index(field.column) for field in FIELDS if field.column},
        "facets": {
            label_of(field): facet.name
            for facet in FACETS
            for field in FIELDS
            if field.name in facet.fields and field.kind in ("text", "texts", "people")
        },
        "within": {"title": [0], "names": [0, 1], "summary": [6], "note": [8]},
        "weights": list(TEXT_COLUMNS.values()),
        "saturation": _SATURATION,
        "lengthShare": _LENGTH_SHARE,
        "bonus": BONUS,
        "expanded": EXPANDED,
        "typeWeights": TYPE_WEIGHTS,
        "longestName": LONGEST_NAME,
        "proper": PROPER,
        "months": {name: f"{number:02}" for name, (number, _) in MONTHS.items()},
        "idle": " ".join(sorted(MEANINGLESS)),
        "howMany": [" ".join(asked) for asked in HOW_MANY],
        "when": " ".join(sorted(WHEN)),
        "whatYear": [" ".join(asked) for asked in WHAT_YEAR],
        "starts": " ".join(sorted(STARTS)),
        "ends": " ".join(sorted(ENDS)),
        "steps": {event: {"kind": kind, "words": words} for event, (kind, words) in STEPS.items()},
        "vocabulary": _vocabulary(vocabulary),
        "seen": seen,
        "order": [order[record.id] for record in records],
    }


def _vocabulary(entries: Iterable[Entry]) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        lines[entry.facet].append(_line(entry))
    return lines


def _line(entry: Entry) -> str:
    """Return an entry as its name, the words that mean the same, narrower words and codes."""
    codes = {fold(code) for code in entry.codes} - {""}
    others = (entry.same() - {fold(entry.name)}, entry.narrower(), codes)
    name = entry.name.replace(";", ",")
    return ";".join((name, *("|".join(sorted(some)) for some in others))).rstrip(";")
