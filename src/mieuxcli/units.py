"""What counts count: the types of records that can have a value of a facet, in words, and what has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieuxcli.fields import FIELDS, PLURALS, TYPES, facet_named
from mieuxcli.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["NONE", "NOTHING", "counted_by", "lacking", "name_of", "share_of", "types_having", "unit_of"]

# The types that can have a value of a facet that is no field, or that is a field which they never fill.
_HAVING = {
    "year": ("article", "action", "fact", "milestone", "phase"),
    "phase": ("article", "action", "fact", "milestone", "phase"),
    "subregion": ("article", "action", "milestone"),
    "linked": ("action",),
}
# The four phases would hide among the Actions that end in a year, so that they are counted where they are asked for.
_AT_REQUEST = {"end": "phase"}
NONE, _UNKNOWN = "(none)", "(not known)"
# Either stands for no value, and has a number but no bar.
NOTHING = (NONE, _UNKNOWN)
# Every Action has a value of these, known or not, so that one without is not one of none.
_LACKING = {
    "expert": "name no expert's country",
    "end": "have no known end",
    "status": "have no known status",
    "area": "have no known area",
    "year": "have no known date",
}
_WHOLE_PERCENT = 0.01


def types_having(facet: str, asked: Collection[str] = ()) -> tuple[str, ...]:
    """Return the types of records that can have a value of a facet, where these types were asked for."""
    known = facet_named(facet)
    fields = [field for field in FIELDS if known and field.name in known.fields]
    types = _HAVING.get(facet) or tuple(
        type_ for type_ in TYPES if any(type_ in field.types for field in fields)
    )
    rare = _AT_REQUEST.get(facet)
    return types if rare in asked else tuple(type_ for type_ in types if type_ != rare)


def unit_of(facet: str, asked: Collection[str] = ()) -> str:
    """Return what the numbers of a facet count: records of the types that can have a value of it.

    Those that were asked for are named where there are few of them.
    """
    types = types_having(facet, asked)
    types = tuple(type_ for type_ in types if type_ in asked) or types
    what = "records" if len(types) > 2 else " and ".join(PLURALS[type_] for type_ in types)
    return f"{what} with experts from it" if facet == "expert" else what


def name_of(label: str, facet: str) -> str:
    """Return what people read for a value: `(not known)` for none of what every record has."""
    return _UNKNOWN if label == NONE and facet in _LACKING else label


def counted_by(facet: str, unit: str, whole: int) -> str:
    """Return in words what is counted by a facet; by the country of experts, the Actions of each, of all."""
    return f"{unit}, of {counted(whole, 'Action')}" if facet == "expert" else f"{whole:,} {unit}"


def lacking(facet: str, number: int) -> str:
    """Return in words how many records lack a value that each has, or nothing where none does."""
    return f"{number:,} of them {_LACKING[facet]}" if number and facet in _LACKING else ""


def share_of(number: int, share: float) -> str:
    """Return a share in whole percent, and what is less than one as that."""
    return f"{share:.0%}" if share >= _WHOLE_PERCENT or not number else "<1%"
