"""Key facts drafted from the figures on imported pages, each with its source and the words around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.documents import document_of, record_of
from mieuxcli.importing.drafts import id_of, shortened
from mieuxcli.importing.figures import Figure, figures_in
from mieuxcli.importing.nouns import Nouns
from mieuxcli.records import Article, Fact, Phase, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mieuxcli.contents import Contents
    from mieuxcli.importing.drafts import Page
    from mieuxcli.records import Record

__all__ = ["Drafted", "drafted"]

_SINCE = re.compile(
    r"\b(?:(?:since|depuis|desde)(?: [a-zà-ÿ]+){0,4}|from|from [a-z]+) ((?:19|20)\d\d)\b", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\b(?:(?:between|from|entre|de|du) )?((?:19|20)\d\d)(?: (?:and|to|et|à|y|a|e) |\s?[-–]\s?)((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\b(?:in|during|en) ((?:19|20)\d\d)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\s+((?:in|from|across|en|de) (?:the )?[A-ZÀ-Ý][\w’'-]+(?: (?:(?:and|of|the|et|y|de|la) ){0,2}[A-ZÀ-Ý][\w’'-]+){0,4})"
)
_LONGEST_WORDING = 8
_NOTE = "Drafted by the import from a sentence of the page; what the figure covers is still to be checked."
_NO_PERIOD = "as the page tells"


class Drafted(NamedTuple):
    """Key facts that pages tell and the archive lacks, those that it has, and how many have no address."""

    facts: Sequence[Fact]
    known: Sequence[Fact]
    homeless: int


def drafted(pages: Iterable[Page], archived: Mapping[Article, Record], contents: Contents) -> Drafted:
    """Return the key facts of pages, whose metrics are those of the archive's vocabulary.

    `archived` has the record of the archive that each page became or was already. A key fact needs the
    address of its source, which may be that of the archive's record.
    """
    own = [record for record in contents.records if isinstance(record, Fact)]
    phases = [record.title for record in contents.records if isinstance(record, Phase)]
    nouns = Nouns(contents.vocabulary.names("metric").values(), _units(own))
    facts: dict[Fact, None] = {}
    known: dict[Fact, None] = {}
    homeless = 0
    for page in pages:
        record = archived.get(page.article)
        article = record if isinstance(record, Article) else page.article
        article = article._replace(url=article.url or page.article.url)
        for figure in figures_in(page.text, nouns, english=page.article.language in (None, "en")):
            there = _there(figure, article, own)
            if there:
                known[there] = None
            elif not article.url:
                homeless += 1
            else:
                facts[_fact(figure, article, phases)] = None
    return Drafted([*facts], [*known], homeless)


def _units(facts: Iterable[Fact]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {}
    for fact in facts:
        counts.setdefault(fact.metric, Counter())[fact.unit] += 1
    return {metric: units.most_common(1)[0][0] for metric, units in counts.items()}


def _there(figure: Figure, article: Article, facts: Iterable[Fact]) -> Fact | None:
    """Return the key fact that the archive has from the same page with the same number, or None."""
    addresses = {article.url, *article.other_urls} - {None}
    same = (
        fact
        for fact in facts
        if (fact.value, fact.value_max) == (figure.value, figure.value_max)
        and (fact.url in addresses or (fact.metric, fact.as_of) == (figure.metric, article.date))
    )
    return next(same, None)


def _fact(figure: Figure, article: Article, phases: Sequence[str]) -> Fact:
    start, end, scope = _period(figure.sentence)
    place = _PLACE.match(figure.after)
    phase = next((title for title in sorted(phases, key=len, reverse=True) if title in figure.sentence), "")
    parts = [part for part in (place[1] if place else "", phase, scope) if part]
    fact = Fact(
        id=id_of("fact", None, f"{figure.metric} {article.date or 'undated'} {number(figure.value, 'year')}"),
        metric=figure.metric,
        value=figure.value,
        value_max=figure.value_max,
        qualifier=figure.qualifier,
        unit=figure.unit,
        scope=", ".join(parts) or _NO_PERIOD,
        source_title=article.title,
        wording=shortened(figure.wording, _LONGEST_WORDING),
        url=article.url,
        accessed=article.accessed,
        date_basis="inferred" if article.date_basis == "inferred" else None,
        period_start=start,
        period_end=end,
        as_of=article.date,
        note=_NOTE
        if article.date_basis != "inferred"
        else f"{_NOTE} Its date is that of the page, inferred.",
    )
    whole = record_of("fact", document_of(fact))
    return whole if isinstance(whole, Fact) else fact


def _period(sentence: str) -> tuple[str | None, str | None, str]:
    """Return the begin and end of the time that a sentence names, and how it is named."""
    between, since, year = (form.search(sentence) for form in (_BETWEEN, _SINCE, _IN_YEAR))
    if between and between[1] <= between[2]:
        return between[1], between[2], f"{between[1]} to {between[2]}"
    if since:
        return since[1], None, f"since {since[1]}"
    return (year[1], year[1], f"year {year[1]}") if year else (None, None, "")
