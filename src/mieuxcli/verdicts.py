"""The comparison of several figures of one metric: which are the same, and whether they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.records import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mieuxcli.records import Fact

__all__ = ["grouped", "verdict_on"]


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


def verdict_on(facts: Sequence[Fact]) -> str:
    """Return a line with the number, the range, the agreement and the latest of some figures."""
    ids = {fact.id for fact in facts}
    unit = facts[0].unit if len({fact.unit for fact in facts}) == 1 else ""
    least, most = min(facts, key=lambda fact: fact.value), max(facts, key=_greatest)
    parts = [f"{len(facts)} figure{'s' * (len(facts) != 1)}"]
    if _greatest(most) != least.value:
        parts[0] += f", {number(least.value, unit)} to {number(_greatest(most), unit)}"
    if len(facts) > 1:
        parts.append(_agreement(facts, ids))
    dated = [fact for fact in facts if fact.as_of]
    if dated:
        latest = max(dated, key=lambda fact: fact.as_of or "")
        hedge = "" if latest.qualifier == "exactly" else f"{latest.qualifier} "
        parts.append(f"latest {hedge}{number(latest.value, latest.unit)}, {latest.as_of}")
    return "; ".join(parts)


def _agreement(facts: Sequence[Fact], ids: set[str]) -> str:
    if any(set(fact.disagrees_with) & ids for fact in facts):
        return "sources disagree"
    if any(fact.disagrees_with for fact in facts):
        return "other figures disagree"
    return (
        "not all count the same"
        if any(set(fact.not_comparable_with) & ids for fact in facts)
        else "no source disagrees"
    )


def _greatest(fact: Fact) -> float:
    return fact.value if fact.value_max is None else fact.value_max
