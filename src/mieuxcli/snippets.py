"""Snippets: the best window of a matching text, with its matches marked and its words whole if possible."""

import re
from typing import NamedTuple

__all__ = ["MARK", "UNMARK", "Snippet", "snippet_of", "unmarked"]

MARK, UNMARK = "\x02", "\x03"
_ELLIPSIS = "…"
_NARROW = 3


class Snippet(NamedTuple):
    """A piece of text with the [start, end) offsets of the matches in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def with_marks(self, before: str, after: str) -> str:
        """Return the text with each match between `before` and `after`."""
        out, last = [], 0
        for start, end in self.marks:
            out += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join([*out, self.text[last:]])


def unmarked(marked: str) -> Snippet:
    """Return the plain text of a marked one, with the offsets of its matches.

    Matches with only space between them are joined.
    """
    text = ""
    marks: list[tuple[int, int]] = []
    start = 0
    for piece in re.split(f"([{MARK}{UNMARK}])", marked):
        if piece == MARK:
            start = len(text)
        elif piece == UNMARK and text[start:].strip():
            joined = bool(marks) and not text[marks[-1][1] : start].strip()
            marks[-1:] = [(marks[-1][0], len(text))] if joined else [*marks[-1:], (start, len(text))]
        elif piece != UNMARK:
            text += piece
    return Snippet(text, tuple(marks))


def snippet_of(marked: str, width: int) -> Snippet:
    """Return the first window of at most `width` characters that shows most matches of a marked text."""
    whole = unmarked(" ".join(marked.split()))
    if len(whole.text) <= width:
        return whole
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", whole.text)]
    windows = [_window(words, begin, len(whole.text), width) for begin in _beginnings(whole, words, width)]
    return _cut(whole, *max(windows, key=lambda window: (_shown(whole, *window), -window[0])), width)


def _beginnings(whole: Snippet, words: list[tuple[int, int]], width: int) -> list[int]:
    """Return the offsets at which a window may begin.

    These are the first word and, for each match, its own word and one a few words before it; where its word
    is longer than the window, only the match itself.
    """
    found = {0}
    for start, _ in whole.marks:
        begin, end = next(word for word in words if word[1] > start)
        before = next(first for first, _ in words if first >= start - width // 4 or first == begin)
        found |= {start} if end - begin > width - 2 else {begin, before}
    return sorted(found)


def _window(words: list[tuple[int, int]], begin: int, size: int, width: int) -> tuple[int, int]:
    """Return the [begin, end) offsets of the words from `begin` on that fit into the width.

    Room is left for an ellipsis at either end where text is left out.
    """
    room = width - (begin > 0)
    end = begin
    for _, stop in words:
        if stop - begin > room - (stop < size):
            break
        end = max(end, stop)
    if end == size:
        begin = next(
            (first for first, _ in words if first <= begin and size - first <= width - (first > 0)), begin
        )
    return begin, end if end > begin else min(size, begin + max(room - 1, 1))


def _shown(whole: Snippet, begin: int, end: int) -> int:
    return sum(begin <= start and stop <= end for start, stop in whole.marks) * 2 + sum(
        begin <= start < end for start, _ in whole.marks
    )


def _cut(whole: Snippet, begin: int, end: int, width: int) -> Snippet:
    before, after = (
        (_ELLIPSIS * (begin > 0), _ELLIPSIS * (end < len(whole.text))) if width >= _NARROW else ("", "")
    )
    text = whole.text[begin:end].rstrip(" ,;:")[: max(width - len(before) - len(after), 0)]
    shift = len(before) - begin
    places = (
        (max(start + shift, len(before)), min(stop + shift, len(before) + len(text)))
        for start, stop in whole.marks
    )
    return Snippet(before + text + after, tuple((start, stop) for start, stop in places if start < stop))
