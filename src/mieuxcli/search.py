"""Search as people ask: what has every word, else what was meant, else what has most of it.

Strictly, a record is found where it has every word of the query. Where nothing has, words without a meaning of
their own are left out, misspelt ones are corrected, and at last the records are found that have most of the
query, rare words weighing more. Phrases, prefixes, operators and filters always hold to the letter.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.parser import has_operators
from mieuxcli.query import (
    Among,
    And,
    Expression,
    Match,
    Selection,
    Text,
    all_of,
    any_of,
    is_word,
)
from mieuxcli.questions import MEANINGLESS, asked_event, counted_things
from mieuxcli.words import distance, fold, root, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mieuxcli.store import Ranked, Store

__all__ = ["Answer", "corrections", "searched"]

_SHORTEST = 4
_LONGEST_NAME = 8
_MOST_LEADING = 6
# A record of a fall-back must have this share of what the best one has of the query, words weighed.
_ENOUGH = 0.4
# How much more than another word the name of a country, person, partner or topic weighs.
_NAMED = 1.5
# What the milestone is called that answers when something began or ended.
_STEPS = {"end": ("closing", ("ends", "ended")), "start": ("launch", ("starts", "begins", "launched"))}


class Answer(NamedTuple):
    """What a search found: the selection that is counted and exported, its hits in order, and what to say of them."""

    selection: Selection
    hits: Iterator[Ranked]
    remarks: tuple[str, ...] = ()


class _Unit(NamedTuple):
    """A word of a query, or several that are one name, with the records that have it and its weight."""

    text: str
    words: tuple[str, ...]
    holders: frozenset[int]
    weight: float


def searched(store: Store, selection: Selection, *, strict: bool = False, marks: bool = True) -> Answer:
    """Return what a search finds; `strict` finds only what has every word, `marks` wants the texts that matched."""
    words, fixed = _parted(selection.query)
    if strict or not words or has_operators(selection.text):
        return Answer(selection, store.hits(selection, marks=marks))
    lead = _lead(store, words, selection)
    hits = store.hits(selection, marks=marks)
    first = next(hits, None)
    if first is not None and not lead:
        return Answer(selection, chain([first], hits))
    narrowed = selection._replace(query=all_of(fixed)) if fixed else selection._replace(query=And(()))
    return _asked(store, words, narrowed, lead, marks=marks)


def _parted(query: Expression) -> tuple[list[str], list[Expression]]:
    """Return the plain words of a query, and the parts that hold to the letter."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = [part.text for part in parts if isinstance(part, Text) and is_word(part) and tokens(part.text)]
    return words, [part for part in parts if not (isinstance(part, Text) and is_word(part))]


def _asked(store: Store, words: list[str], narrowed: Selection, lead: list[int], *, marks: bool) -> Answer:
    """Return what is found without the words that have no meaning, with misspelt ones corrected, or in part."""
    kept = _meaningful(store, words)
    right, told = _corrected(store, kept)
    remarks = [f"showing {' and '.join(new)} for '{old}'; --strict does not" for old, new in told.items()]
    units = _units(store, right, narrowed)
    numbers = _with_most(units)
    missing = {number: _missing(units, number) for number in numbers}
    order = list(dict.fromkeys((*lead, *_ranked(store, units, numbers, narrowed))))
    if not order:
        return Answer(narrowed._replace(query=Among(())), iter(()), ())
    left = [unit.text for unit in units if not any(number in unit.holders for number in numbers)]
    partly = any(missing.values())
    if partly:
        remarks.append(_partly(units, left, whole=not all(missing.values())))
    elif len(kept) < len(words):
        remarks.append(f"searched for {' '.join(unit.text.strip('?!.,;') for unit in units)}")
    found = narrowed._replace(
        query=all_of((narrowed.query, Among(tuple(order))))
        if narrowed.query != And(())
        else Among(tuple(order))
    )
    texts = any_of(Text(word) for unit in units for word in unit.words)
    hits = store.hits_at(order, texts, found, missing, marks=marks)
    return Answer(found, hits, tuple(remarks))


def _partly(units: Sequence[_Unit], left: Sequence[str], *, whole: bool) -> str:
    if left:
        return f"nothing has {_quoted(left)}; showing what has most of the other words"
    if whole:
        return f"showing what has all of {_quoted([unit.text for unit in units])}, then what has most of them"
    return f"nothing has all of {_quoted([unit.text for unit in units])}; showing what has most of them"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _meaningful(store: Store, words: Sequence[str]) -> list[str]:
    """Return the words without those that have no meaning, unless they are part of a name or there are no others."""
    named: set[int] = set()
    for first in range(len(words)):
        for last in range(first + 2, min(len(words), first + _LONGEST_NAME) + 1):
            if store.is_name(fold(" ".join(words[first:last]))):
                named |= set(range(first, last))
    kept = [word for at, word in enumerate(words) if at in named or not set(tokens(word)) <= MEANINGLESS]
    return kept or list(words)


def _corrected(store: Store, words: Sequence[str]) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Return for each word what to search for, itself where it is known, and the corrections that were made."""
    told: dict[str, list[str]] = {}
    right: list[list[str]] = []
    for word in words:
        near = [] if store.knows(word) else corrections(store, fold(word))
        if near:
            told[word] = near
        right.append(near or [word])
    return right, told


def corrections(store: Store, word: str) -> list[str]:
    """Return the words of the archive that a misspelt one is nearest to: one, or two that are equally near.

    At most two letters may be wrong, missing, doubled or swapped, one in a word of four or five; of equally near words
    those count that begin alike the longest, then the one that more records have.
    """
    if len(word) < _SHORTEST or word.isdigit() or " " in word:
        return []
    limit = 1 if len(word) < 6 else 2
    letters = set(word)
    near = sorted(
        (off, -_alike(word, term), -number, term)
        for term, number in store.words_of_length(len(word) - limit, len(word) + limit)
        # Letters that one of the two lacks part them further than a slip does; that is quickly seen.
        if len(letters.symmetric_difference(term)) <= 2 * limit
        and term != word
        and not term.isdigit()
        and (off := distance(word, term, limit)) <= limit
    )
    if not near:
        return []
    same = [term for off, alike, _, term in near if (off, alike) == near[0][:2]]
    others = [term for term in same if root(term) != root(same[0])]
    return [same[0], *others[:1]]


def _alike(one: str, other: str) -> int:
    """Return how many characters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))


def _units(store: Store, words: Sequence[Sequence[str]], narrowed: Selection) -> list[_Unit]:
    """Return the words as units, several that are one name together, with the records that have each."""
    everything = store.everything()
    units: list[_Unit] = []
    at = 0
    while at < len(words):
        last = _end_of_name(store, words, at)
        told = tuple(word[0] for word in words[at:last]) if last > at + 1 else tuple(words[at])
        texts = [Text(word) for word in told]
        joined = all_of(texts) if last > at + 1 else any_of(texts)
        holders = frozenset(store.holders(narrowed.also(joined)))
        named = _NAMED if store.is_value(fold(" ".join(told))) else 1.0
        weight = named * (math.log((everything + 1) / (len(holders) + 1)) + 0.5)
        units.append(_Unit(" ".join(told) if last > at + 1 else told[0], told, holders, weight))
        at = last
    return units


def _end_of_name(store: Store, words: Sequence[Sequence[str]], at: int) -> int:
    """Return where the longest name of several words that begins here ends, else the next word."""
    for last in range(min(len(words), at + _LONGEST_NAME), at + 1, -1):
        if store.is_name(fold(" ".join(word[0] for word in words[at:last]))):
            return last
    return at + 1


def _coverage(units: Sequence[_Unit], number: int) -> float:
    return sum(unit.weight for unit in units if number in unit.holders)


def _with_most(units: Sequence[_Unit]) -> dict[int, float]:
    """Return the records that have most of the query, with the share of its weight that each has."""
    whole = sum(unit.weight for unit in units)
    shares = {number: _coverage(units, number) / whole for unit in units for number in unit.holders}
    most = max(shares.values(), default=0.0)
    return {number: share for number, share in shares.items() if share >= most * _ENOUGH}


def _missing(units: Sequence[_Unit], number: int) -> tuple[str, ...]:
    return tuple(unit.text for unit in units if number not in unit.holders)


def _ranked(
    store: Store, units: Sequence[_Unit], numbers: dict[int, float], narrowed: Selection
) -> list[int]:
    """Return records in order: by what they have of the query, then by how well it matches."""
    if not numbers:
        return []
    texts = all_of(any_of(Text(word) for word in unit.words) for unit in units if unit.holders)
    scores = store.scores(texts, narrowed.also(Among(tuple(numbers))))
    most = max(scores.values(), default=0.0) or 1.0
    return sorted(
        numbers, key=lambda number: (-(numbers[number] ** 2) * (0.4 + scores.get(number, 0.0) / most), number)
    )


def _lead(store: Store, words: Sequence[str], selection: Selection) -> list[int]:
    """Return the records that a question asks for first: the figures of a metric, or when something began or ended."""
    told = [token for word in words for token in tokens(word)]
    things = counted_things(told)
    if things:
        return _figures(store, things, selection)
    event = asked_event(told)
    if event is None:
        return []
    rest = {word for word in told if word not in MEANINGLESS} - {"phase"}
    phases = [number for number, title in store.titles("phase") if set(tokens(title)) & rest]
    kind, words_of_it = _STEPS[event]
    steps = selection._replace(query=And(())).also(Match("type", "milestone"), Match("kind", kind))
    inside = store.numbers(steps, "-date" if event == "end" else "date")
    named = store.holders(Selection(any_of(Text(word) for word in words_of_it)))
    return [*phases, *sorted(inside, key=lambda number: number not in named)][:_MOST_LEADING]


def _figures(store: Store, things: Sequence[str], selection: Selection) -> list[int]:
    """Return the key facts of the metric that is asked for, latest first, those on a place or phase named before."""
    told = [word for word in things if word not in MEANINGLESS]
    for last in range(min(len(told), 4), 0, -1):
        names = store.named_exactly("metric", " ".join(told[:last]))
        if names:
            metrics = any_of(Match("metric", name) for name in names)
            inside = selection._replace(query=And(())).also(Match("type", "fact"), metrics)
            named = [store.holders(Selection(Text(word))) for word in told[last:] if store.is_value(word)]
            facts = sorted(
                store.numbers(inside, "-date"), key=lambda fact: -sum(fact in some for some in named)
            )
            return facts[:_MOST_LEADING]
    return []
