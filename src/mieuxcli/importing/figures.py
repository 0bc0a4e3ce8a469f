"""Figures in the sentences of a page: which of them count what the archive's metrics know, with their hedges.

A figure is taken only where a number stands right before the name or another name of a metric, or where a
share is of what a metric called `share of ...` is about; everything else on the page is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.importing.nouns import NO_MODIFIERS
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.importing.nouns import Nouns

__all__ = ["Figure", "figures_in"]

# Each printed hedge with the one that the archive has for it; "" marks those for which it has none.
_HEDGES = {
    "over": "over|more than|above|upwards of|in excess of|plus de|mas de|mais de",
    "close to": "close to|nearly|almost|just under|pres de|presque|casi",
    "around": "around|about|approximately|some|roughly|circa|environ|alrededor de|unos|unas|cerca de",
    "up to": "up to|jusqu'a|jusqu’a|hasta|ate",
    "at least": "at least|no fewer than|not less than|a minimum of|au moins|al menos|pelo menos",
    "estimated": "an estimated|estimated",
    "": "fewer than|less than|under|below|no more than|not more than|moins de|menos de|other|another|additional"
    "|further|first|last|next|remaining|each|every|per|times|article|chapter|page|number|no.|version|by",
}
_HEDGE = {words: hedge for hedge, list_ in _HEDGES.items() for words in list_.split("|")}
_BEFORE = re.compile(
    r"(?:\A|[\s(])(" + "|".join(map(re.escape, sorted(_HEDGE, key=len, reverse=True))) + r")\s+(?:the\s+)?\Z"
)
_WORDS = dict(
    zip(
        ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        map(float, range(3, 13)),
        strict=True,
    )
) | dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        map(float, range(20, 100, 10)),
        strict=True,
    )
)
_DIGITS = r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_AMOUNT = rf"(?:{_DIGITS}|\b(?:{'|'.join(_WORDS)}|(?:a|une|una|uma) (?:dozen|douzaine|docena|duzia|hundred))\b(?:\s+of)?)"
_FRACTION = r"\b(?:a|one|two|three|half)(?:[ -](?:thirds?|quarters?|fifths?))?\b"
_SCALES = {"thousand": 1e3, "million": 1e6, "millions": 1e6, "millones": 1e6, "milhoes": 1e6}
_SCALES |= {"billion": 1e9, "milliards": 1e9}
_SCALE = rf"(?:\s*({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b(?:\s+(?:de|d'))?)?"
_COUNT = re.compile(
    rf"(?<![\w.,/€$-])(?P<between>between\s+|entre\s+)?(?P<one>{_AMOUNT})"
    rf"(?:(?:\s+(?:and|to|et|y|e|a)\s+|\s?[-–]\s?)(?P<two>{_AMOUNT}))?{_SCALE}(?P<plus>\s?\+|\s+or more)?(?=\s)"
)
_SHARE = re.compile(
    rf"(?<![\w.,/€$-])(?:(?P<one>{_DIGITS})\s?(?:%|per ?cent\b|pour ?cent\b|por ?ciento\b|por cento\b)"
    rf"|(?P<fraction>{_FRACTION}))\s+(?:of|des|de|de los|de las|dos|das)\s+(?:(?:the|all|its|les|los|las)\s+)*"
)
_MONEY = re.compile(
    rf"(?:(?P<sign>€|\beur\b)\s?(?P<one>{_DIGITS})|(?<![\w.,/€$-])(?P<two>{_DIGITS})){_SCALE}(?P<euro>\s?(?:€|euros?\b|eur\b))?"
)
_FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5}
_SENTENCE = re.compile(r"(?<=[.!?…])[”»\")]?\s+(?=[“«\"(]?[A-ZÀ-Ý0-9])|\n+")
_MODIFIER = re.compile(r"[^\W\d_][\w’'-]*\Z")
_MOST_MODIFIERS = 2
_LONGEST_NAME = 4
_LONGEST_SENTENCE = 2_000  # what is longer is a list or a table, and its parts do not belong together
_FEWEST = 3
_YEARS = range(1900, 2101)


class Figure(NamedTuple):
    """A figure as a page prints it, with the metric that it counts and the sentence that it stands in."""

    metric: str
    value: float
    value_max: float | None
    qualifier: str
    unit: str
    wording: str
    sentence: str
    after: str


def figures_in(text: str, nouns: Nouns, *, english: bool = True) -> list[Figure]:
    """Return the figures of a text, each once, in its order.

    `english` says that a point before three digits is no separator of thousands.
    """
    found: dict[tuple[object, ...], Figure] = {}
    for sentence in _SENTENCE.split(text):
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        for figure in _in_sentence(sentence.strip(), nouns, english=english):
            found.setdefault(figure[:5], figure)
    return list(found.values())


def _in_sentence(sentence: str, nouns: Nouns, *, english: bool) -> Iterator[Figure]:
    low = _lower(sentence)
    for match in _COUNT.finditer(low):
        yield from _count(match, sentence, low, nouns, english=english)
    for match in _SHARE.finditer(low):
        yield from _share(match, sentence, low, nouns, english=english)
    for match in _MONEY.finditer(low) if "€" in low or "eur" in low else ():
        yield from _sum(match, sentence, low, nouns, english=english)


def _lower(text: str) -> str:
    """Return a text in small letters without accents, each of its letters in the same place."""
    pairs = ((letter, fold(letter)) for letter in text)
    return "".join(folded if len(folded) == 1 and letter.isalpha() else letter for letter, folded in pairs)


def _count(match: re.Match[str], sentence: str, low: str, nouns: Nouns, *, english: bool) -> Iterator[Figure]:
    hedge, begin = _hedged(low, match.start())
    value, upper = _value(match["one"], english=english), _value(match["two"], english=english)
    if hedge is None or value is None or (match["two"] and upper is None):
        return
    joined = bool(match["two"])
    plain_year = value in _YEARS and re.fullmatch(r"\d{4}", match["one"])
    if plain_year and not (match["plus"] or hedge != "exactly"):
        return
    if joined and (upper is None or upper <= value or (match["between"] is None and hedge != "exactly")):
        return
    scale = _SCALES.get(match[match.re.groups - 1] or "", 1)
    named = _noun(sentence, match.end(), nouns)
    if not named or max(value, upper or 0) * scale < _FEWEST:
        return
    metric, unit, end = named
    dozen = match["one"].split()[0] in ("a", "une", "una", "uma")
    qualifier = "around" if dozen and hedge == "exactly" else hedge
    if match["plus"]:
        qualifier = "over" if "+" in match["plus"] else "at least"
    yield Figure(
        metric,
        _whole(value * scale),
        None if upper is None else _whole(upper * scale),
        qualifier,
        unit,
        sentence[begin:end].strip(" ("),
        sentence,
        sentence[end:],
    )


def _share(match: re.Match[str], sentence: str, low: str, nouns: Nouns, *, english: bool) -> Iterator[Figure]:
    hedge, begin = _hedged(low, match.start())
    value = _value(match["one"], english=english) if match["one"] else _fraction(match["fraction"])
    if hedge is None or value is None:
        return
    words = sentence[match.end() :]
    for end in _ends(words):
        metric = nouns.share(words[:end])
        if metric:
            stop = match.end() + end
            qualifier = "around" if match["fraction"] and hedge == "exactly" else hedge
            wording = sentence[begin:stop].strip(" (")
            yield Figure(metric, _whole(value), None, qualifier, "%", wording, sentence, sentence[stop:])
            return


def _sum(match: re.Match[str], sentence: str, low: str, nouns: Nouns, *, english: bool) -> Iterator[Figure]:
    metric = nouns.money(sentence)
    digits = match["one"] or match["two"]
    value = _value(digits, english=english)
    hedge, begin = _hedged(low, match.start())
    if not metric or value is None or hedge is None or not (match["sign"] or match["euro"]):
        return
    scale = next((_SCALES[part] for part in match.groups() if part in _SCALES), 1)
    wording = sentence[begin : match.end()].strip(" (")
    yield Figure(
        metric, _whole(value * scale), None, hedge, "EUR", wording, sentence, sentence[match.end() :]
    )


def _hedged(low: str, at: int) -> tuple[str | None, int]:
    """Return the hedge in front of a place and where it begins; None stands for one that cannot be kept."""
    found = _BEFORE.search(low, max(0, at - 40), at)
    if not found:
        return "exactly", at
    return _HEDGE[found[1]] or None, found.start(1)


def _noun(sentence: str, at: int, nouns: Nouns) -> tuple[str, str, int] | None:
    """Return the metric that the words at a place name, its unit, and where the words end.

    At most two words that describe it may stand in front, as in "430 migration experts".
    """
    words = sentence[at:]
    begins = [match.start() for match in re.finditer(r"\S+", words)][: _MOST_MODIFIERS + 1]
    for number, begin in enumerate(begins):
        before = words[:begin].split()
        if number and not (_MODIFIER.match(before[-1]) and fold(before[-1]) not in NO_MODIFIERS):
            return None
        rest = words[begin:]
        for end in _ends(rest):
            metric = nouns.counted(rest[:end])
            if metric:
                return metric, nouns.unit(metric, rest[:end]), at + begin + end
    return None


def _ends(words: str) -> list[int]:
    """Return where the first words end, the most words first, none beyond a sign that parts them."""
    ends: list[int] = []
    for match in re.finditer(r"[\w’'-]+", words):
        between = words[ends[-1] : match.start()] if ends else words[: match.start()]
        if between.strip() or len(ends) == _LONGEST_NAME:
            break
        ends.append(match.end())
    return ends[::-1]


def _value(text: str | None, *, english: bool) -> float | None:
    """Return a printed number, or None if it may be read in two ways."""
    if not text:
        return None
    word = text.removesuffix(" of").strip()
    if word in _WORDS:
        return _WORDS[word]
    if not word[0].isdigit():
        return 100.0 if word.endswith("hundred") else 12.0
    if re.fullmatch(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+", word):
        return float(re.sub(r"\D", "", word))
    if re.fullmatch(r"\d{1,3}\.\d{3}", word):
        return None if english else float(word.replace(".", ""))
    return float(word.replace(",", "."))


def _fraction(text: str) -> float | None:
    count, _, part = text.replace("-", " ").partition(" ")
    if not part:
        return 50.0 if count == "half" else None
    number = {"a": 1, "one": 1, "two": 2, "three": 3}.get(count)
    return round(100 * number / _FRACTIONS[part.rstrip("s")], 2) if number else None


def _whole(value: float) -> float:
    """Return a number without a part behind the point if it is whole."""
    return int(value) if value == int(value) else round(value, 6)
