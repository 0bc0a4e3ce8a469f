"""Words: folding, spelling variants and nearest matches."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["counted", "distance", "fold", "nearest", "root", "spellings", "tokens"]

_TOKEN = re.compile(r"[^\W_]+")

# Pairs of British and American forms, tried in both directions, at the end of a word and inside it.
_PAIRS = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ise", "ize"),
    ("iser", "izer"),
    ("yse", "yze"),
    ("our", "or"),
    ("ogue", "og"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("amme", "am"),
    ("ammes", "ams"),
    ("elling", "eling"),
    ("elled", "eled"),
    ("ll", "l"),
)


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation, its words joined by single spaces."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return the words of `text`, folded as SQLite's unicode61 tokenizer folds them.

    Case and diacritics are removed.
    """
    plain = text if text.isascii() else "".join(map(_plain, unicodedata.normalize("NFC", text)))
    return _TOKEN.findall(plain.lower().replace("\u017f", "s"))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return a Latin letter without its marks, and nothing for a mark that stands alone.

    Letters of other scripts keep their marks, as they do in the index.
    """
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else "" if unicodedata.combining(char) else char


def spellings(word: str) -> set[str]:
    """Return the British or American spellings of `word` other than its own."""
    found = set()
    for one, other in _PAIRS:
        for old, new in ((one, other), (other, one)):
            stem, plural = (word[:-1], "s") if word.endswith("s") and not old.endswith("s") else (word, "")
            if stem.endswith(old) and len(stem) > len(old) + 2:
                found.add(stem[: -len(old)] + new + plural)
            if old in ("our", "or", "isation", "ization") and old in stem[2:-1]:
                found.add(stem[:2] + stem[2:].replace(old, new) + plural)
    return found - {word}


def distance(one: str, other: str, limit: int = 2) -> int:
    """Return the number of edits between two words, or `limit` + 1 if there are more than `limit`.

    It is the optimal string alignment distance, which is Damerau-Levenshtein with no letter edited twice.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row, older = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if older and i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = last
    return min(row[-1], limit + 1)


def nearest(text: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to `most` of the `known` names that may have been meant by `text`, the best first."""
    wanted = fold(text)
    return [name for _, _, name in sorted(_near(wanted, known))[:most]] if wanted else []


def _near(wanted: str, known: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    limit = 1 if len(wanted) < 5 else 2
    for name in known:
        folded = fold(name)
        forms = {folded, *folded.split()} if " " not in wanted and len(wanted) > 3 else {folded}
        off = min((distance(wanted, form, limit) for form in forms), default=limit + 1)
        if off <= limit:
            yield off, abs(len(folded) - len(wanted)), name
        elif len(wanted) >= 3 and folded.startswith(wanted):
            yield limit + 1, len(folded), name


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 record, 1,200 records."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


# Folded plural endings and what replaces them in both numbers; the first that fits is used.
_PLURALS = (("coes", "cao"), ("oes", "ao"), ("aux", "al"), ("ais", "al"), ("eis", "el"), ("ns", "m"))


def root(text: str) -> str:
    """Return the folded words of `text` without plural endings, as a key to compare by.

    English, French, Spanish and Portuguese plurals lose their endings, and so do singulars that end alike, so
    the result is not for display.
    """
    return " ".join(map(_root, tokens(text)))


def _root(word: str) -> str:
    if len(word) < 4 or word.isdigit():
        return word
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word[: -len(plural)] + singular
    bare = word.removesuffix("s").removesuffix("e")
    return bare[:-1] + "i" if bare.endswith("y") else bare
