"""Search that falls back: first on what the words may have meant, then on records with most of them.

A strict search finds the records that have every word of the query. If there are none, words without a
meaning of their own are left out, misspelt words are corrected, and finally records are found that have most
of the query, in which rare words weigh more. Phrases, prefixes, operators and filters always apply literally.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.parser import has_operators
from mieuxcli.query import (
    EVERYTHING,
    Among,
    Expression,
    Match,
    Selection,
    Text,
    all_of,
    any_of,
    is_word,
    parts_of,
)
from mieuxcli.questions import MEANINGLESS, asked_event, counted_things
from mieuxcli.store.conditions import LONGEST_NAME
from mieuxcli.words import distance, fold, root, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mieuxcli.store import Ranked, Store

__all__ = ["STEPS", "Answer", "corrections", "searched"]

_SHORTEST = 4
_MOST_LEADING = 6
# A record found by a fallback must cover at least this share of the weight that the best record covers.
_ENOUGH = 0.4
# The factor by which the name of a country, person, partner or topic outweighs another word.
_NAMED = 1.5
# The kind and the typical words of the milestones that tell when something began or ended.
STEPS = {"end": ("closing", ("ends", "ended")), "start": ("launch", ("starts", "begins", "launched"))}


class Answer(NamedTuple):
    """The result of a search: the selection to count and export, its hits in order, and remarks on them."""

    selection: Selection
    hits: Iterator[Ranked]
    remarks: tuple[str, ...] = ()


class _Unit(NamedTuple):
    """A word of a query, or several that form a name, with the records that have it and its weight."""

    text: str
    words: tuple[str, ...]
    holders: frozenset[int]
    weight: float


def searched(store: Store, selection: Selection, *, strict: bool = False, marks: bool = True) -> Answer:
    """Return the result of a search.

    `strict` finds only records with every word, and `marks` says whether hits come with the texts that matched.
    """
    words, fixed = _parted(selection.query)
    if strict or not words or has_operators(selection.text):
        return Answer(selection, store.hits(selection, marks=marks))
    lead = _lead(store, words, selection)
    hits = store.hits(selection, marks=marks)
    first = next(hits, None)
    if first is not None and not lead:
        return Answer(selection, chain([first], hits))
    return _asked(store, words, selection._replace(query=all_of(fixed)), lead, marks=marks)


def _parted(query: Expression) -> tuple[list[str], list[Expression]]:
    """Return the plain words of a query, and the parts that apply literally."""
    parts = parts_of(query)
    words = [part.text for part in parts if isinstance(part, Text) and is_word(part) and tokens(part.text)]
    return words, [part for part in parts if not (isinstance(part, Text) and is_word(part))]


def _asked(store: Store, words: list[str], narrowed: Selection, lead: list[int], *, marks: bool) -> Answer:
    """Return the result without meaningless words, with misspelt words corrected, or with most of the words."""
    kept = _meaningful(store, words)
    right, fixes = _corrected(store, kept)
    remarks = [f"showing {' and '.join(new)} for '{old}'; --strict does not" for old, new in fixes.items()]
    units = _units(store, right, narrowed)
    numbers = _with_most(units)
    missing = {number: _missing(units, number) for number in numbers}
    order = list(dict.fromkeys((*lead, *_ranked(store, units, numbers, narrowed))))
    if not order:
        return Answer(narrowed.also(Among(())), iter(()), ())
    left = [unit.text for unit in units if not any(number in unit.holders for number in numbers)]
    partly = any(missing.values())
    if partly:
        remarks.append(_partly(units, left, whole=not all(missing.values())))
    elif len(kept) < len(words):
        remarks.append(f"searched for {' '.join(unit.text.strip('?!.,;') for unit in units)}")
    found = narrowed.also(Among(tuple(order)))
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
    """Return the words that have a meaning or are part of a name, or all words if there are none."""
    named: set[int] = set()
    for first in range(len(words)):
        for last in range(first + 2, min(len(words), first + LONGEST_NAME) + 1):
            if store.is_name(fold(" ".join(words[first:last]))):
                named |= set(range(first, last))
    kept = [word for at, word in enumerate(words) if at in named or not set(tokens(word)) <= MEANINGLESS]
    return kept or list(words)


def _corrected(store: Store, words: Sequence[str]) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Return the words to search for in place of each word, and the corrections that were made."""
    fixes: dict[str, list[str]] = {}
    right: list[list[str]] = []
    for word in words:
        near = [] if store.knows(word) else corrections(store, fold(word))
        if near:
            fixes[word] = near
        right.append(near or [word])
    return right, fixes


def corrections(store: Store, word: str) -> list[str]:
    """Return the word of the archive that is nearest to a misspelt one, or two that are equally near.

    At most two letters may be wrong, missing, doubled or swapped, or one in a word of four or five letters.
    Among equally near words, those with the longest common beginning win, then those in more records.
    """
    if len(word) < _SHORTEST or word.isdigit() or " " in word:
        return []
    limit = 1 if len(word) < 6 else 2
    letters = set(word)
    near = sorted(
        (off, -_alike(word, term), -number, term)
        for term, number in store.words_of_length(len(word) - limit, len(word) + limit)
        # Comparing the sets of letters is fast and rules out most words before the distance is computed.
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
    """Return the length of the common beginning of two words."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))


def _units(store: Store, words: Sequence[Sequence[str]], narrowed: Selection) -> list[_Unit]:
    """Return the words as units, each with the records that have it; words that form a name are one unit."""
    everything = store.everything()
    units: list[_Unit] = []
    at = 0
    while at < len(words):
        last = _end_of_name(store, words, at)
        forms = tuple(word[0] for word in words[at:last]) if last > at + 1 else tuple(words[at])
        texts = [Text(form) for form in forms]
        joined = all_of(texts) if last > at + 1 else any_of(texts)
        holders = frozenset(store.holders(narrowed.also(joined)))
        named = _NAMED if store.is_value(fold(" ".join(forms))) else 1.0
        weight = named * (math.log((everything + 1) / (len(holders) + 1)) + 0.5)
        units.append(_Unit(" ".join(forms) if last > at + 1 else forms[0], forms, holders, weight))
        at = last
    return units


def _end_of_name(store: Store, words: Sequence[Sequence[str]], at: int) -> int:
    """Return the end of the longest name of several words that begins at `at`, or else `at + 1`."""
    for last in range(min(len(words), at + LONGEST_NAME), at + 1, -1):
        if store.is_name(fold(" ".join(word[0] for word in words[at:last]))):
            return last
    return at + 1


def _coverage(units: Sequence[_Unit], number: int) -> float:
    return sum(unit.weight for unit in units if number in unit.holders)


def _with_most(units: Sequence[_Unit]) -> dict[int, float]:
    """Return the records that cover most of the query, with the share of its weight that each covers."""
    whole = sum(unit.weight for unit in units)
    shares = {number: _coverage(units, number) / whole for unit in units for number in unit.holders}
    most = max(shares.values(), default=0.0)
    return {number: share for number, share in shares.items() if share >= most * _ENOUGH}


def _missing(units: Sequence[_Unit], number: int) -> tuple[str, ...]:
    return tuple(unit.text for unit in units if number not in unit.holders)


def _ranked(
    store: Store, units: Sequence[_Unit], numbers: dict[int, float], narrowed: Selection
) -> list[int]:
    """Return the records in order of how much of the query they cover and how well they match it."""
    if not numbers:
        return []
    texts = all_of(any_of(Text(word) for word in unit.words) for unit in units if unit.holders)
    scores = store.scores(texts, narrowed.also(Among(tuple(numbers))))
    most = max(scores.values(), default=0.0) or 1.0
    return sorted(
        numbers, key=lambda number: (-(numbers[number] ** 2) * (0.4 + scores.get(number, 0.0) / most), number)
    )


def _lead(store: Store, words: Sequence[str], selection: Selection) -> list[int]:
    """Return the records that answer a question directly: figures of a metric, or beginnings and ends."""
    asked = [token for word in words for token in tokens(word)]
    things = counted_things(asked)
    if things:
        return _figures(store, things, selection)
    event = asked_event(asked)
    if event is None:
        return []
    rest = {word for word in asked if word not in MEANINGLESS} - {"phase"}
    phases = [number for number, title in store.titles("phase") if set(tokens(title)) & rest]
    kind, words_of_it = STEPS[event]
    steps = selection._replace(query=EVERYTHING).also(Match("type", "milestone"), Match("kind", kind))
    inside = store.numbers(steps, "-date" if event == "end" else "date")
    named = store.holders(Selection(any_of(Text(word) for word in words_of_it)))
    return [*phases, *sorted(inside, key=lambda number: number not in named)][:_MOST_LEADING]


def _figures(store: Store, things: Sequence[str], selection: Selection) -> list[int]:
    """Return the key facts of the metric asked for, those on a named place or phase first, then the latest."""
    asked = [word for word in things if word not in MEANINGLESS]
    for last in range(min(len(asked), 4), 0, -1):
        names = store.named_exactly("metric", " ".join(asked[:last]))
        if names:
            metrics = any_of(Match("metric", name) for name in names)
            inside = selection._replace(query=EVERYTHING).also(Match("type", "fact"), metrics)
            named = [store.holders(Selection(Text(word))) for word in asked[last:] if store.is_value(word)]
            facts = sorted(
                store.numbers(inside, "-date"), key=lambda fact: -sum(fact in some for some in named)
            )
            return facts[:_MOST_LEADING]
    return []
