"""Figures in words, and the comparison of several of one metric: which are the same, and whether they agree."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mieuxcli.records import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mieuxcli.records import Fact

__all__ = ["dated", "figure", "grouped", "verdict_on"]


def grouped(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return facts grouped by the figure that they give, in the order of the first fact of each group.

    Facts with another scope, unit or hedge are in another group.
    """
    groups: list[list[Fact]] = []
    place: dict[str, int] = {}
    for fact in facts:
        known = (place[id_] for id_ in fact.same_figure_as if id_ in place)
        at = next((index for index in known if _printed(groups[index][0]) == _printed(fact)), len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append(fact)
        place[fact.id] = at
    return groups


def _printed(fact: Fact) -> tuple[object, ...]:
    return fact.qualifier, fact.value, fact.value_max, fact.unit, fact.scope


def figure(fact: Fact) -> str:
    """Return a figure as its source hedges it, with its upper end and its unit: `over 120 countries`."""
    upper = f" to {number(fact.value_max, fact.unit)}" if fact.value_max is not None else ""
    return _with_unit(f"{_hedged(fact)}{upper}", fact.unit)


def dated(fact: Fact) -> str:
    """Return the date that a figure was claimed at, with `?` where it is inferred, or nothing."""
    return f"{fact.as_of}{'?' * (fact.date_basis == 'inferred')}" if fact.as_of else ""


def verdict_on(facts: Sequence[Fact], *, partial: bool = False) -> str:
    """Return a line with the number, the range, the agreement and the latest of some figures.

    Only figures of one unit are put into a range: those of the commonest one, if most figures have it. Where
    these are not all of their metric, `partial`, the latest is only said to be the latest of these.
    """
    numbers = Counter(fact.unit for fact in facts)
    ((unit, number_of_it),) = numbers.most_common(1)
    said = [f"{len(facts)} figure{'s' * (len(facts) != 1)}"]
    alike = [fact for fact in facts if fact.unit == unit]
    if number_of_it <= len(facts) * _MOST:
        said = [f"{said[0]} in {_and(sorted(numbers))}", "not comparable"]
        return "; ".join([*said, *([_DISAGREE] if _disagree(facts) else [])])
    if len(numbers) > 1:
        said[0] += f", {number_of_it} of them in {unit}"
    said[0] += _range(alike)
    if len(facts) > 1:
        said.append(_agreement(facts))
    said += _latest(alike, partial=partial)
    return "; ".join(said)


_MOST = 2 / 3
_DISAGREE = "sources disagree"


def _range(facts: Sequence[Fact]) -> str:
    """Return the least and the greatest of figures in one unit, and whether they count different things."""
    least, most = min(fact.value for fact in facts), max(map(_greatest, facts))
    if least == most:
        return ""
    unit = facts[0].unit
    different = " for different scopes" if len({fact.scope for fact in facts}) > 1 else ""
    ends = [number(least, unit), number(most, unit)]
    if unit == "%":
        ends = [_with_unit(end, unit) for end in ends]
    elif not _is_name(facts[0]):
        ends[1] = _with_unit(ends[1], unit)
    return f", {' to '.join(ends)}{different}"


def _latest(facts: Sequence[Fact], *, partial: bool) -> list[str]:
    known = [fact for fact in facts if fact.as_of]
    if not known:
        return []
    latest = max(known, key=lambda fact: fact.as_of or "")
    told = figure(latest)
    told = told.removesuffix(f" {latest.unit}") if _is_name(latest) else told
    return [f"latest{' of these' * partial} {told}, {dated(latest)}"]


def _is_name(fact: Fact) -> bool:
    """Return whether the name of a metric already says in what unit its figures are."""
    return set(fact.unit.casefold().split()) <= set(fact.metric.casefold().split())


def _with_unit(text: str, unit: str) -> str:
    return text + {"%": "%", "year": ""}.get(unit, f" {unit}")


def _hedged(fact: Fact) -> str:
    hedge = "" if fact.qualifier == "exactly" else f"{fact.qualifier} "
    return f"{hedge}{number(fact.value, fact.unit)}"


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _disagree(facts: Sequence[Fact]) -> bool:
    ids = {fact.id for fact in facts}
    return any(set(fact.disagrees_with) & ids for fact in facts)


def _agreement(facts: Sequence[Fact]) -> str:
    ids = {fact.id for fact in facts}
    if _disagree(facts):
        return _DISAGREE
    if any(fact.disagrees_with for fact in facts):
        return "other figures disagree"
    if any(set(fact.not_comparable_with) & ids for fact in facts):
        return "not all count the same"
    scopes = {(fact.unit, fact.scope) for fact in facts}
    return "nothing to compare" if len(scopes) == len(facts) else "no disagreement recorded"


def _greatest(fact: Fact) -> float:
    return fact.value if fact.value_max is None else fact.value_max
