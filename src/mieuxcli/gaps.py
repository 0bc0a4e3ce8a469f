"""The gaps of an archive: queries for records that lack something, and Actions implied by the numbers of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mieuxcli.records import Action

__all__ = ["GAPS", "IMPLIED", "Absent", "Gap", "absent", "gap_named"]


class Gap(NamedTuple):
    """A kind of gap, with the query that selects its records among those that `among` selects."""

    name: str
    query: str
    among: str
    meaning: str


GAPS = (
    Gap("undated", "type:article year:none", "type:article", "articles without any date"),
    Gap(
        "inferred",
        "basis:inferred",
        "NOT year:none",
        "records whose date is inferred, with the ground in the note",
    ),
    Gap("start", "type:action year:none", "type:action", "Actions whose start is not known, and so no phase"),
    Gap("end", "type:action end:none", "type:action", "Actions whose end is not known"),
    Gap(
        "experts", "type:action expert:none", "type:action", "Actions whose experts' countries are not known"
    ),
    Gap("area", "type:action area:none", "type:action", "Actions whose thematic area is not known"),
    Gap(
        "unlinked", "type:action linked:none", "type:action", "Actions that no article or milestone is about"
    ),
    Gap("figures", "type:fact year:none", "type:fact", "key facts without the date they were claimed at"),
    Gap("disputed", "type:fact disputed:yes", "type:fact", "key facts that another one disagrees with"),
)


# Gaps that are numbers of Actions which the archive does not hold, and so have no records.
IMPLIED = ("missing", "absent")


def gap_named(name: str) -> Gap:
    """Return the gap with this name.

    Raises UsageError, with the nearest names, if there is none.
    """
    for gap in GAPS:
        if gap.name == name:
            return gap
    raise unknown("gap", name, [*(gap.name for gap in GAPS), *IMPLIED])


class Absent(NamedTuple):
    """A number in a partner's series without an Action, implied by a later Action with the same partner.

    The archive may hold the Action under a title without a number.
    """

    name: str
    proof: str


_ORDINAL = re.compile(r"\[?(?P<partner>.+?) (?P<numeral>[IVX]+)(?:\]?\Z|:)")
_VALUES = {"I": 1, "V": 5, "X": 10}


def absent(actions: Iterable[Action]) -> list[Absent]:
    """Return the numerals below the highest of each partner's Actions under which no Action is held."""
    held: dict[str, dict[int, str]] = {}
    for action in actions:
        match = _ORDINAL.match(action.title)
        if match:
            held.setdefault(match["partner"], {})[_value(match["numeral"])] = action.id
    found = []
    for partner, numbered in sorted(held.items()):
        proof = numbered[max(numbered)]
        found += [
            Absent(f"{partner} {_numeral(at)}", proof) for at in range(1, max(numbered)) if at not in numbered
        ]
    return found


def _value(numeral: str) -> int:
    """Return the value of a Roman numeral up to XXXIX."""
    values = [_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
