"""The index that the page is searched by: what the script in it needs, worked out beforehand."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.fields import SEPARATOR, TEXT_COLUMNS, facet_named
from mieuxcli.questions import MEANINGLESS
from mieuxcli.records import value_of
from mieuxcli.store.ranking import TYPE_WEIGHTS
from mieuxcli.store.stems import stems
from mieuxcli.store.tables import meanings_in, text_of_column
from mieuxcli.words import spellings, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mieuxcli.records import Record
    from mieuxcli.vocabulary import Entry

__all__ = ["FACETS", "search_data"]

# The facets that the page offers.
FACETS = ("type", "year", "region", "country")
_SATURATION, _LENGTH = 1.2, 0.75


class _Text(NamedTuple):
    """The stems of a record in the order of its text, and how much each weighs."""

    line: str
    weights: Mapping[str, float]
    length: int


class _Index(NamedTuple):
    """The texts of the records, the records of each stem, and the stems that are no words to search by."""

    texts: Sequence[_Text]
    terms: Mapping[str, Mapping[int, int]]
    idle: frozenset[str]

    def with_words(self, phrase: str) -> set[int]:
        """Return the numbers of the records that have all words of a phrase."""
        words = [set(self.terms.get(word, {})) for word in phrase.split() if word not in self.idle]
        return set.intersection(*words) if words else set()

    def having(self, phrase: str) -> Iterator[int]:
        """Yield the numbers of the records that have a phrase."""
        return (number for number in self.with_words(phrase) if f" {phrase} " in self.texts[number].line)


def search_data(records: Sequence[Record], vocabulary: Sequence[Entry]) -> dict[str, object]:
    """Return what the script searches by, records being told by their numbers in the order of the page.

    `terms` leads from a stem to its records with its weight in each, `forms` to the words it is of, and
    `facets` from a value to its records; `names` are the names, as stems, that lead to each of the `groups`
    of records. Each number of a record is told by what it is more than the one before; in `terms` that is
    tenfold, and the weight is added.
    """
    groups = meanings_in(records, vocabulary)
    words = [_words(record) for record in records]
    named = {word for typed, meant in groups for name in typed | meant for word in name.split()}
    known = {word for columns in words for inside in columns.values() for word in inside} | named
    stem = stems(known | MEANINGLESS | {other for word in known for other in spellings(word)})
    texts = [_text(columns, stem) for columns in words]
    terms = _terms(records, texts)
    names = _names(groups, stem, _Index(texts, terms, frozenset(stem[word] for word in MEANINGLESS)))
    return {
        "size": len(records),
        "terms": {term: _packed(pairs) for term, pairs in terms.items()},
        "forms": _forms(stem, terms),
        "names": ["|".join(inside) for inside in names.values()],
        "groups": [_steps(numbers) for numbers in names],
        "idle": sorted(MEANINGLESS),
        "facets": {
            facet: [[value, *_steps(numbers)] for value, numbers in _holders(records, facet).items()]
            for facet in FACETS
        },
    }


def _forms(stem: Mapping[str, str], terms: Mapping[str, object]) -> dict[str, str]:
    forms: dict[str, list[str]] = defaultdict(list)
    for word, to in sorted(stem.items()):
        if word != to and to in terms:
            forms[to].append(word)
    return {to: " ".join(words) for to, words in forms.items()}


def _steps(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def _packed(weights: Mapping[int, int]) -> list[int]:
    return [10 * step + weight for step, weight in zip(_steps(list(weights)), weights.values(), strict=True)]


def _words(record: Record) -> dict[str, list[str]]:
    """Return the words of each full-text column; the separator of values is one, so that no name spans it."""
    return {
        column: [
            word
            for part in text_of_column(column, record).split(SEPARATOR)
            for word in (*tokens(part), SEPARATOR)
        ]
        for column in TEXT_COLUMNS
    }


def _text(columns: Mapping[str, list[str]], stem: Mapping[str, str]) -> _Text:
    weights: Counter[str] = Counter()
    length = 0
    for column, words in columns.items():
        for word in words:
            if word != SEPARATOR and word not in MEANINGLESS:
                weights[stem[word]] += int(TEXT_COLUMNS[column])
                length += 1
    line = " ".join(stem.get(word, word) for words in columns.values() for word in words)
    return _Text(f" {line} ", weights, length)


def _terms(records: Sequence[Record], texts: Sequence[_Text]) -> dict[str, dict[int, int]]:
    """Return for each stem the numbers of its records with its weight in each, below 10, as BM25 has it."""
    usual = sum(text.length for text in texts) / max(len(texts), 1) or 1
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, (record, text) in enumerate(zip(records, texts, strict=True)):
        spread = _SATURATION * (1 - _LENGTH + _LENGTH * text.length / usual)
        for term, weight in text.weights.items():
            share = weight * (_SATURATION + 1) / (weight + spread)
            found[term][number] = max(round(4 * share * TYPE_WEIGHTS.get(record.type, 1)), 1)
    return dict(sorted(found.items()))


def _names(
    groups: Iterable[tuple[set[str], set[str]]],
    stem: Mapping[str, str],
    index: _Index,
) -> dict[tuple[int, ...], list[str]]:
    """Return groups of records with the names that lead to them, save those whose own words find as much."""
    found: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for typed, meant in groups:
        forms, phrases = (
            {" ".join(stem[word] for word in name.split()) for name in some} for some in (typed, meant)
        )
        holders = {number for phrase in phrases for number in index.having(phrase)}
        telling = {form for form in forms if not holders <= index.with_words(form)}
        if telling:
            found[tuple(sorted(holders))] |= telling
    return {holders: sorted(names) for holders, names in found.items()}


def _facet_values(record: Record, facet: str) -> Iterator[str]:
    """Yield the values that a record has of a facet of the page."""
    known = facet_named(facet)
    for name in known.fields if known else ():
        value = value_of(record, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str) and part:
                yield part[:4] if facet == "year" else part


def _holders(records: Sequence[Record], facet: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        for value in dict.fromkeys(_facet_values(record, facet)):
            found[value].append(number)
    return {value: found[value] for value in sorted(found, reverse=facet == "year")}
