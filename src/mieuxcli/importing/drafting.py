"""What importing finds: articles drafted from the words of a page, and the lines that could not be read."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from mieuxcli.loading import completed
from mieuxcli.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mieuxcli.models import Document

__all__ = ["Found", "Unread", "article", "clean", "headline", "id_of", "shortened"]

_LONGEST_SUMMARY = 60
_LONGEST_HEADLINE = 10
_ID_WORDS = range(3, 6)
_ID_LETTERS = 40


class Unread(NamedTuple):
    """Something that could not be read: the file, the line there (0 where the file has no lines) and why."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        """Print the place first, as compilers do."""
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


class Found(NamedTuple):
    """The records found in files, and what could not be read in them."""

    records: Sequence[Document]
    unread: Sequence[Unread] = ()


def clean(text: str) -> str:
    """Return text without control and invisible characters, its words parted by single spaces."""
    words = "".join(" " if c.isspace() else c for c in text).split()
    visible = ("".join(c for c in word if unicodedata.category(c) not in ("Cc", "Cf", "Cs")) for word in words)
    return " ".join(word for word in visible if word)


def shortened(text: str, most: int = _LONGEST_SUMMARY) -> str:
    """Return a text of at most so many words, with an ellipsis behind the last one where some are left out."""
    words = text.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]).rstrip(",;:.-–—") + "…"  # noqa: RUF001 - what people print


def headline(text: str) -> str:
    """Return the title of a text that has none printed: its first words in square brackets."""
    return f"[{shortened(text, _LONGEST_HEADLINE).rstrip('.')}]"


def article(*, title: str, date: str | None, summary: str, note: str, **more: Any) -> Document:  # noqa: ANN401 - any field of an article
    """Return the document of an article as a page shows it."""
    row = {"title": title, "date": date, "date_basis": "published" if date else None, "kind": "news", "summary": shortened(summary)}
    return completed("article", {"id": id_of("article", row), **row, "note": note, **more})


def id_of(type_: str, row: Document) -> str:
    """Return the id that a record without one gets: of an article its date and the first words of its title."""
    date = row.get("date")
    dated = date if date and isinstance(date, str) else "undated"
    before = dated if type_ == "article" else type_
    words = tokens(re.sub(r"['’]", "", str(row.get("title") or row.get("metric") or "")))  # noqa: RUF001 - as printed
    ascii_ = [word for word in (unicodedata.normalize("NFKD", one).encode("ascii", "ignore").decode() for one in words) if word]
    most = next((count for count in reversed(_ID_WORDS) if len("-".join(ascii_[:count])) <= _ID_LETTERS), _ID_WORDS[0])
    return "-".join([before, *(ascii_[:most] or ["record"])])
