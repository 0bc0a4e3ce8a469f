"""Snippets: the best window of a matching text, its matches marked, words never cut."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Snippet", "snippet_of", "unmarked"]

_MARK, _UNMARK = "\x02", "\x03"
_ELLIPSIS = "…"


class Snippet(NamedTuple):
    """A piece of text with the [start, end) places of the matches in it."""

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
    """Return the plain text of a marked one, with the places of its marks; neighbouring matches are joined."""
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    size = start = 0
    for piece in _pieces(marked):
        if piece == _MARK:
            start = size
        elif piece == _UNMARK:
            joined = bool(marks) and not "".join(pieces)[marks[-1][1] : start].strip()
            marks[-1:] = [(marks[-1][0], size)] if joined else [*marks[-1:], (start, size)]
        else:
            pieces.append(piece)
            size += len(piece)
    return Snippet("".join(pieces), tuple(marks))


def _pieces(marked: str) -> list[str]:
    for sign in (_MARK, _UNMARK):
        marked = marked.replace(sign, f"\0{sign}\0")
    return [piece for piece in marked.split("\0") if piece]


def snippet_of(marked: str, width: int) -> Snippet:
    """Return the window of at most `width` characters of a marked text that has most of its matches; the first such one."""
    whole = unmarked(" ".join(marked.split()))
    if len(whole.text) <= width:
        return whole
    room = max(width - 2, 1)
    starts = [0, *(max(0, mark[0] - room // 4) for mark in whole.marks)]
    best = max(starts, key=lambda start: (sum(start <= a and b <= start + room for a, b in whole.marks), -start))
    return _cut(whole, best, room)


def _cut(whole: Snippet, start: int, room: int) -> Snippet:
    text = whole.text
    start = min(start, max(0, len(text) - room))
    begin = 0 if start == 0 else text.find(" ", start - 1) + 1
    end = begin + room
    if end < len(text):
        end = text.rfind(" ", begin, end + 1)
        end = begin + room if end <= begin else end
    before, after = _ELLIPSIS * (begin > 0), _ELLIPSIS * (end < len(text))
    shift = len(before) - begin
    marks = tuple((max(a, begin) + shift, min(b, end) + shift) for a, b in whole.marks if a < end and b > begin)
    return Snippet(before + text[begin:end].rstrip(" ,;:") + after, marks)
