"""Completion: what may stand where the cursor is, from the archive in use."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mieuxcli.archive import in_use, open_archive
from mieuxcli.errors import MieuxError
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mieuxcli.archive import Archive

__all__ = ["formats", "ids", "sort_fields", "terms", "values_of"]


def _archive(ctx: Any) -> Archive | None:  # noqa: ANN401 - typer keeps its context class private
    try:
        before = ctx.parent.params.get("archive") if ctx.parent else None
        return open_archive(*in_use((*(before or ()), *(ctx.params.get("archive") or ()))))
    except MieuxError:
        return None


def values_of(facet: str) -> Callable[[Any, str], list[str]]:
    """Return the function that completes the values of a facet which records of the archive in use have."""

    def complete(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
        archive = _archive(ctx)
        return _completed(incomplete, archive.store.values(facet)) if archive else []

    return complete


def _completed(incomplete: str, values: Iterable[str]) -> list[str]:
    """Return what completes a word to one of the values, whatever its case and accents: `cos` is completed to `costa-Rica`.

    typer drops what does not begin with the very letters that were typed, so these stay; a filter takes either.
    """
    words = [_one_word(value) for value in values]
    begun = fold(incomplete)
    exact = [word for word in words if word.startswith(incomplete)]
    return exact or [incomplete + word[len(incomplete) :] for word in words if fold(word).startswith(begun)]


def _one_word(value: str) -> str:
    """Return a value as one word that no shell splits or expands, and that folds to the same: `Costa-Rica`."""
    letters = "".join(char for char in unicodedata.normalize("NFC", value) if not unicodedata.combining(char))
    return "-".join(re.findall(r"[^\W_]+", letters))


def ids(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
    """Return the ids that begin so."""
    archive = _archive(ctx)
    return archive.store.ids(incomplete) if archive else []


def terms(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
    """Return the terms that begin so."""
    archive = _archive(ctx)
    return _completed(incomplete, archive.term_titles()) if archive else []


def formats(incomplete: str) -> list[tuple[str, str]]:
    """Return the formats that begin so, with what they are."""
    from mieuxcli.formats import FORMATS  # noqa: PLC0415

    return [(name, form.meaning) for name, form in FORMATS.items() if name.startswith(incomplete)]


def sort_fields(incomplete: str) -> list[tuple[str, str]]:
    """Return the fields that can be sorted by, with what they are."""
    from mieuxcli.fields import FIELDS  # noqa: PLC0415

    return [(one.name, one.meaning) for one in FIELDS if one.name.startswith(incomplete) and one.kind not in ("texts", "people", "events")]
