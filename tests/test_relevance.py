"""The relevance set: what people ask, what they must find, and how high it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from mieuxcli.archive import Archive
from mieuxcli.errors import MieuxError
from mieuxcli.query import Selection, parse
from mieuxcli.suggesting import suggestion

QUERIES: list[dict[str, Any]] = tomli.loads(Path(__file__).with_name("relevance.toml").read_text(encoding="utf-8"))["query"]
FINDING = [one for one in QUERIES if one["must"]]
EMPTY = [one for one in QUERIES if not one["must"]]
RECALL, RECIPROCAL_RANK = 0.97, 0.90


def asked(one: dict[str, Any]) -> str:
    """Return the query that is run: a misspelt one as the archive corrects it."""
    return str(one.get("corrected") or one["query"])


def found(archive: Archive, query: str) -> list[str]:
    """Return the ids of the first ten hits."""
    return [hit.document["id"] for hit in archive.hits(Selection(parse(query), limit=10, query=query))]


def measured(archive: Archive) -> tuple[float, float, list[str]]:
    """Return recall within the first ten, the mean reciprocal rank of what must come first, and what fell short."""
    recalls, ranks, short = [], [], []
    for one in FINDING:
        ids = found(archive, asked(one))
        recall = len(set(ids) & set(one["must"])) / len(one["must"])
        recalls.append(recall)
        rank = next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ == one.get("first")), 0.0)
        ranks += [rank] if "first" in one else []
        if recall < 1 or ("first" in one and rank < 1):
            short.append(
                f"{one['query']}: recall {recall:.2f}, first at {rank:.2f}; found {ids[:3]}, missed {sorted(set(one['must']) - set(ids))}"
            )
    return sum(recalls) / len(recalls), sum(ranks) / len(ranks), short


def test_what_people_ask_for_is_found_and_stands_high(archive: Archive, record_property: Any, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ANN401 - pytest gives it no public type
    """Recall within the first ten hits and the mean reciprocal rank reach what the project asks of itself."""
    recall, rank, short = measured(archive)
    record_property("recall", recall)
    with capsys.disabled():
        print(f"\nrelevance: {len(QUERIES)} queries, recall within ten {recall:.3f}, mean reciprocal rank {rank:.3f}")  # noqa: T201
    assert recall >= RECALL, "\n".join(short)
    assert rank >= RECIPROCAL_RANK, "\n".join(short)


@pytest.mark.parametrize("one", EMPTY, ids=[one["query"] for one in EMPTY])
def test_what_is_not_there_is_not_found(archive: Archive, one: dict[str, Any]) -> None:
    """Words that no record has find nothing, rather than something alike."""
    try:
        assert found(archive, one["query"]) == []
    except MieuxError as error:
        assert error.exit_code == 2  # noqa: PT017 - a value that a filter does not know is an answer too


@pytest.mark.parametrize("one", [one for one in QUERIES if "corrected" in one], ids=[one["query"] for one in QUERIES if "corrected" in one])
def test_misspelt_words_are_corrected(archive: Archive, one: dict[str, Any]) -> None:
    """A slip of the keyboard gets the whole corrected query offered."""
    told = suggestion(archive, Selection(parse(one["query"]), query=one["query"]))
    assert told.query == one["corrected"]
