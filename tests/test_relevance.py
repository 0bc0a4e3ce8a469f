"""The relevance sets: what people ask, what they must find, and how high it stands.

`words` was checked for containing the words of its queries, `tuned` and `blind` were written from the records
alone; the search was tuned on the first two of the three.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pytest
import tomli

from mieuxcli.archive import Archive
from mieuxcli.errors import UnknownValue
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.search import Answer, searched

SETS = Path(__file__).with_name("relevance")
# The least recall within ten and mean reciprocal rank of each set.
LEAST = {"words": (0.97, 0.97), "tuned": (0.85, 0.85), "blind": (0.85, 0.88)}
# The least recall of the classes that need more than all words, and the most queries without a hit.
LEAST_OF_CLASS, MOST_WITHOUT = 0.7, 0.02
HARD = ("question", "language", "misspelling")
FEWEST, FEWEST_OF_CLASS = 100, 15


class Asked(NamedTuple):
    """A query of a set: what it must find, any of what must come first, and what a misspelt one is made."""

    query: str
    kind: str
    must: tuple[str, ...]
    first: tuple[str, ...] = ()
    corrected: str | None = None


class Score(NamedTuple):
    """How a query was answered: what it found, its recall, and its reciprocal rank where one is asked for."""

    asked: Asked
    ids: tuple[str, ...]
    recall: float
    rank: float | None


def queries(name: str) -> list[Asked]:
    """Return the queries of a set."""
    rows = tomli.loads((SETS / f"{name}.toml").read_text(encoding="utf-8"))["query"]
    return [
        Asked(
            row["query"],
            row.get("class") or row["kind"],
            tuple(row["must"]),
            (row["first"],) if isinstance(row.get("first"), str) else tuple(row.get("first", ())),
            row.get("corrected"),
        )
        for row in rows
    ]


QUERIES = {name: queries(name) for name in LEAST}
FINDING = {name: [one for one in asked if one.must] for name, asked in QUERIES.items()}
EMPTY = [one for one in QUERIES["words"] if not one.must]
MISSPELT = [one for one in QUERIES["words"] if one.corrected]


def answered(archive: Archive, query: str, *, strict: bool = False) -> Answer:
    """Return the answer to a query, of at most ten hits."""
    selection = Selection(parse(query), limit=10, text=query)
    return searched(archive.store, selection, strict=strict, marks=False)


def ids_of(answer: Answer) -> tuple[str, ...]:
    """Return the ids of an answer's hits, in order."""
    return tuple(hit.record.id for hit in answer.hits)


def scored(archive: Archive, one: Asked) -> Score:
    """Answer a query and say how well that went."""
    ids = ids_of(answered(archive, one.query))
    rank = next((1 / (at + 1) for at, id_ in enumerate(ids) if id_ in one.first), 0.0) if one.first else None
    return Score(one, ids, len(set(ids) & set(one.must)) / len(set(one.must)), rank)


def told(scores: Iterable[Score]) -> str:
    """Return what fell short, one query a line."""
    return "\n".join(
        f"{one.asked.query}: recall {one.recall:.2f}, rank {one.rank}; found {one.ids[:3]}, "
        f"missed {sorted(set(one.asked.must) - set(one.ids))}"
        for one in scores
        if one.recall < 1 or (one.rank is not None and one.rank < 1)
    )


def recall_of(scores: Sequence[Score]) -> float:
    """Return the recall within ten."""
    return mean(one.recall for one in scores)


def rank_of(scores: Sequence[Score]) -> float:
    """Return the mean reciprocal rank of what must come first."""
    return mean(one.rank for one in scores if one.rank is not None)


@pytest.fixture(scope="module")
def scores(archive: Archive) -> dict[str, list[Score]]:
    """Each set, answered."""
    return {name: [scored(archive, one) for one in asked] for name, asked in FINDING.items()}


@pytest.mark.parametrize("name", LEAST)
def test_what_people_ask_for_is_found_and_stands_high(
    name: str, scores: dict[str, list[Score]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Recall within ten and the mean reciprocal rank reach what the project asks of itself."""
    recall, rank = recall_of(scores[name]), rank_of(scores[name])
    with capsys.disabled():
        sys.stdout.write(
            f"\nrelevance, {name}: {len(scores[name])} queries, recall within ten {recall:.3f}, "
            f"mean reciprocal rank {rank:.3f}\n"
        )
    assert len(scores[name]) >= FEWEST
    assert recall >= LEAST[name][0], told(scores[name])
    assert rank >= LEAST[name][1], told(scores[name])


@pytest.mark.parametrize("name", ["tuned", "blind"])
def test_almost_no_query_finds_nothing(name: str, scores: dict[str, list[Score]]) -> None:
    """At most two in a hundred queries are without a hit."""
    without = [one.asked.query for one in scores[name] if not one.ids]
    assert len(without) <= MOST_WITHOUT * len(scores[name]), without


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("name", ["tuned", "blind"])
def test_questions_other_languages_and_misspellings_are_answered(
    name: str, kind: str, scores: dict[str, list[Score]]
) -> None:
    """What a search for all words cannot answer is answered mostly, each class by itself."""
    chosen = [one for one in scores[name] if one.asked.kind == kind]
    assert len(chosen) >= FEWEST_OF_CLASS
    assert recall_of(chosen) >= LEAST_OF_CLASS, told(chosen)


@pytest.mark.parametrize("name", LEAST)
def test_every_id_of_a_set_is_that_of_a_record(name: str, archive: Archive) -> None:
    """A record that is awaited is in the archive, and what must come first must be found."""
    ids = {record.id for record in archive.store.records()}
    assert {id_ for one in QUERIES[name] for id_ in (*one.must, *one.first)} - ids == set()
    assert name != "words" or [one.query for one in FINDING[name] if set(one.first) - set(one.must)] == []


def test_what_finds_everything_strictly_is_answered_as_it_was(archive: Archive) -> None:
    """A query whose words all stand in a record has the same hits in the same order without --strict."""
    strictly = {one.query: ids_of(answered(archive, one.query, strict=True)) for one in QUERIES["words"]}
    found = {query: ids for query, ids in strictly.items() if ids}
    assert {query: ids_of(answered(archive, query)) for query in found} == found
    assert all(not answered(archive, query).remarks for query in found)
    assert len(found) > len(QUERIES["words"]) * 0.8


@pytest.mark.parametrize("one", EMPTY, ids=[one.query for one in EMPTY])
def test_what_is_not_there_is_not_found(archive: Archive, one: Asked) -> None:
    """Words that no record has find nothing strictly, rather than something alike."""
    try:
        ids = ids_of(answered(archive, one.query, strict=True))
    except UnknownValue:
        # A value that a filter does not know is an answer too.
        ids = ()
    assert ids == ()


@pytest.mark.parametrize("one", MISSPELT, ids=[one.query for one in MISSPELT])
def test_misspelt_words_are_corrected(archive: Archive, one: Asked) -> None:
    """A slip of the keyboard is answered with its correction at once, and said."""
    words = one.query.split()
    right = (one.corrected or "").split()
    slips = {word: other for word, other in zip(words, right, strict=True) if word != other}
    remarks = answered(archive, one.query).remarks
    assert slips
    for word, other in slips.items():
        said = [remark for remark in remarks if remark.endswith(f" for '{word}'; --strict does not")]
        assert [other in remark.split() for remark in said] == [True], remarks
