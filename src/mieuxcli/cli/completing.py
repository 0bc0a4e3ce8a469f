"""Completion: what may stand where the cursor is, from the archive in use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mieuxcli.archive import in_use, open_archive
from mieuxcli.errors import MieuxError
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from mieuxcli.archive import Archive

__all__ = ["formats", "ids", "sort_fields", "terms", "values_of"]


def _archive(ctx: Any) -> Archive | None:  # noqa: ANN401 - typer keeps its context class private
    try:
        return open_archive(*in_use(ctx.params.get("archive") or ctx.obj or ()))
    except MieuxError:
        return None


def values_of(facet: str) -> Callable[[Any, str], list[str]]:
    """Return the function that completes the values of a facet which records of the archive in use have."""

    def complete(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
        archive = _archive(ctx)
        begun = fold(incomplete)
        return [_one_word(value) for value in archive.store.values(facet) if fold(value).startswith(begun)] if archive else []

    return complete


def _one_word(value: str) -> str:
    """Return a value as one word that no shell splits or expands, and that folds to the same: `Costa-Rica`."""
    return "-".join(re.findall(r"[^\W_]+", value))


def ids(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
    """Return the ids that begin so."""
    archive = _archive(ctx)
    return archive.store.ids(incomplete) if archive else []


def terms(ctx: Any, incomplete: str) -> list[str]:  # noqa: ANN401
    """Return the terms that begin so."""
    archive = _archive(ctx)
    begun = fold(incomplete)
    return [_one_word(title) for title in archive.term_titles() if fold(title).startswith(begun)] if archive else []


def formats(incomplete: str) -> list[tuple[str, str]]:
    """Return the formats that begin so, with what they are."""
    from mieuxcli.formats import FORMATS  # noqa: PLC0415

    return [(name, form.meaning) for name, form in FORMATS.items() if name.startswith(incomplete)]


def sort_fields(incomplete: str) -> list[tuple[str, str]]:
    """Return the fields that can be sorted by, with what they are."""
    from mieuxcli.fields import FIELDS  # noqa: PLC0415

    return [(one.name, one.meaning) for one in FIELDS if one.name.startswith(incomplete) and one.kind not in ("texts", "people", "events")]
