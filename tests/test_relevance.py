"""The relevance set: what people ask, what they must find, and how high it stands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli

from mieuxcli.archive import Archive
from mieuxcli.errors import UnknownValue
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.views import suggestion

RECALL, RECIPROCAL_RANK = 0.97, 0.90


class Asked(NamedTuple):
    """A query of the set: what it must find, what must come first, and what a misspelt one is made."""

    query: str
    must: tuple[str, ...]
    first: str | None = None
    corrected: str | None = None

    @property
    def run(self) -> str:
        """The query that is run: a misspelt one as the archive corrects it."""
        return self.corrected or self.query


def queries() -> list[Asked]:
    """Return the queries of the set."""
    rows = tomli.loads(Path(__file__).with_name("relevance.toml").read_text(encoding="utf-8"))["query"]
    return [Asked(row["query"], tuple(row["must"]), row.get("first"), row.get("corrected")) for row in rows]


QUERIES = queries()
FINDING = [one for one in QUERIES if one.must]
EMPTY = [one for one in QUERIES if not one.must]
MISSPELT = [one for one in QUERIES if one.corrected]


def found(archive: Archive, query: str) -> list[str]:
    """Return the ids of the first ten hits."""
    return [record.id for record, _ in archive.search(query, limit=10)]


def measured(archive: Archive) -> tuple[float, float, list[str]]:
    """Return recall within ten, the mean reciprocal rank of what must come first, and what fell short."""
    recalls, ranks, short = [], [], []
    for one in FINDING:
        ids = found(archive, one.run)
        missed = sorted(set(one.must) - set(ids))
        recall = 1 - len(missed) / len(set(one.must))
        recalls.append(recall)
        rank = next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ == one.first), 0.0)
        ranks += [rank] if one.first else []
        if missed or (one.first and rank < 1):
            short.append(
                f"{one.query}: recall {recall:.2f}, first at {rank:.2f}; found {ids[:3]}, missed {missed}"
            )
    return sum(recalls) / len(recalls), sum(ranks) / len(ranks), short


def test_what_people_ask_for_is_found_and_stands_high(
    archive: Archive, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Recall within ten and the mean reciprocal rank reach what the project asks of itself."""
    recall, rank, short = measured(archive)
    record_property("recall", recall)
    told = f"{len(QUERIES)} queries, recall within ten {recall:.3f}, mean reciprocal rank {rank:.3f}"
    with capsys.disabled():
        sys.stdout.write(f"\nrelevance: {told}\n")
    assert recall >= RECALL, "\n".join(short)
    assert rank >= RECIPROCAL_RANK, "\n".join(short)


@pytest.mark.parametrize("one", EMPTY, ids=[one.query for one in EMPTY])
def test_what_is_not_there_is_not_found(archive: Archive, one: Asked) -> None:
    """Words that no record has find nothing, rather than something alike."""
    try:
        ids = found(archive, one.query)
    except UnknownValue:
        # A value that a filter does not know is an answer too.
        ids = []
    assert ids == []


@pytest.mark.parametrize("one", MISSPELT, ids=[one.query for one in MISSPELT])
def test_misspelt_words_are_corrected(archive: Archive, one: Asked) -> None:
    """A slip of the keyboard gets the whole corrected query offered."""
    told = suggestion(archive.store, Selection(parse(one.query), text=one.query))
    assert told.query == one.corrected
