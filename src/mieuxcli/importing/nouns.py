"""The words for what the metrics of an archive count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.dates import MONTHS
from mieuxcli.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mieuxcli.vocabulary import Entry

__all__ = ["NO_MODIFIERS", "Nouns"]

# Words that do not describe what is counted when they stand between the number and its noun.
NO_MODIFIERS = frozenset(
    (
        "of",
        "and",
        "or",
        "in",
        "from",
        "to",
        "for",
        "by",
        "with",
        "per",
        "times",
        "the",
        "a",
        "que",
        "de",
        "des",
    )
).union(
    ("et", "y", "e", "dans", "en", "por", "para", "new", "other", "additional", "more", "further", "years"),
    ("year", "months", "days", "weeks", "hours", "minutes"),
    MONTHS,
)
_NO_NOUNS = frozenset(("months", "years", "euros", "dollars", "steps", "times", "members"))


class Nouns:
    """The words for what the metrics of an archive count."""

    def __init__(self, metrics: Iterable[Entry], units: Mapping[str, str] | None = None) -> None:
        """Index the names and other names of metrics; a word that several have is the one's whose name it is.

        `units` are the units that the archive's own key facts have, by metric.
        """
        self._units = units or {}
        self._counted: dict[str, set[str]] = {}
        self._shares: dict[str, str] = {}
        self._money: dict[str, set[str]] = {}
        names = set()
        for entry in metrics:
            forms = entry.same()
            names.add(entry.name)
            if fold("euro") in forms:
                self._money[entry.name] = {form for form in forms if " " not in form} - {"euro", "dollars"}
            for form in forms:
                self._counted.setdefault(form, set()).add(entry.name)
                for lead in ("share of ", "percentage of "):
                    if form.startswith(lead):
                        self._shares[form.removeprefix(lead)] = entry.name
        self._names = {fold(name): name for name in names}

    def counted(self, phrase: str) -> str | None:
        """Return the metric that a phrase names, or None if none or several do."""
        folded = fold(phrase)
        first, last = folded.partition(" ")[0], folded.rpartition(" ")[2]
        if folded in _NO_NOUNS or first in NO_MODIFIERS or not last.endswith("s"):
            return None
        if folded in self._names:
            return self._names[folded]
        metrics = self._counted.get(folded, set()) - set(self._money)
        return next(iter(metrics)) if len(metrics) == 1 else None

    def unit(self, metric: str, printed: str) -> str:
        """Return the unit of a metric: that of the archive's key facts, or its own name as it is printed."""
        return self._units.get(metric) or (printed if fold(printed) == fold(metric) else metric)

    def share(self, phrase: str) -> str | None:
        """Return the metric that holds the share of what a phrase names, or None."""
        return self._shares.get(fold(phrase))

    def money(self, sentence: str) -> str | None:
        """Return the metric of money that a sentence is about, or None if that is not clear."""
        words = set(fold(sentence).split())
        about = [name for name, forms in self._money.items() if not words.isdisjoint(forms)]
        return about[0] if len(about) == 1 else None
