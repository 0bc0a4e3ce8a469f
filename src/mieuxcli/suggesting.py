"""When nothing matches: the query that was perhaps meant, and the words of it that match alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.query import And, Expression, Match, Or, Selection, Text, all_of, texts_of
from mieuxcli.words import distance, tokens

if TYPE_CHECKING:
    from mieuxcli.archive import Archive

__all__ = ["Suggestion", "suggestion"]

_SHORTEST = 5


class Suggestion(NamedTuple):
    """A corrected query, the words that were put for others in it, and how many records match each word of the query alone."""

    query: str | None
    corrections: dict[str, str]
    alone: dict[str, int]


def suggestion(archive: Archive, selection: Selection) -> Suggestion:
    """Return what to say of a query that nothing matches.

    A word of five or more letters that the archive does not have is corrected to the nearest one it has: at most two letters wrong,
    missing, doubled or swapped (one in a word of five), then the one that begins alike the longest, then the most frequent.
    """
    texts = [text for text in texts_of(selection.expression) if not text.within]
    alone = {text.text: archive.store.count(selection._replace(expression=text)) for text in texts}
    wrong = {word for text, number in alone.items() if not number for word in tokens(text)}
    corrections = {word: right for word in sorted(wrong) if (right := _correction(archive, word))}
    query = None
    if corrections:
        corrected = _corrected(selection.expression, corrections)
        query = _typed(corrected) if archive.store.count(selection._replace(expression=corrected)) else None
    return Suggestion(query, corrections, {text: number for text, number in alone.items() if number} if len(texts) > 1 else {})


def _correction(archive: Archive, word: str) -> str | None:
    if len(word) < _SHORTEST or word.isdigit():
        return None
    limit = 1 if len(word) == _SHORTEST else 2
    known = archive.store.words_of_length(len(word) - limit, len(word) + limit)
    near = [(distance(word, term, limit), -_alike(word, term), -number, term) for term, number in known if not term.isdigit()]
    best = min((one for one in near if one[0] <= limit and one[3] != word), default=None)
    return best[3] if best else None


def _alike(one: str, other: str) -> int:
    """Return how many characters two words begin with alike."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))


def _corrected(expression: Expression, corrections: dict[str, str]) -> Expression:
    if isinstance(expression, Text):
        words = [corrections.get(word, word) for word in tokens(expression.text)]
        changed = any(word in corrections for word in tokens(expression.text))
        return Text(" ".join(words), expression.phrase, expression.prefix, expression.within) if changed else expression
    if isinstance(expression, And | Or):
        return type(expression)(tuple(_corrected(part, corrections) for part in expression.parts))
    return expression


def _typed(expression: Expression) -> str:
    """Return the query as a person would type it: without the filters that options and commands added."""
    if isinstance(expression, And):
        return str(all_of(part for part in expression.parts if _is_typed(part)))
    return str(expression)


def _is_typed(part: Expression) -> bool:
    if isinstance(part, Match):
        return part.at >= 0
    return not isinstance(part, Or) or any(_is_typed(inner) for inner in part.parts)
