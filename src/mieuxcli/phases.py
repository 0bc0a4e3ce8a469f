"""The phases of the initiative, and the fields of a record that are derived from the whole archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mieuxcli.dates import period_of
from mieuxcli.records import Action, Article, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mieuxcli.records import Record

__all__ = ["PhaseSpan", "derived", "phase_at", "phases_of"]


class PhaseSpan(NamedTuple):
    """A phase as its first day, its end (a partial date, or None if it has not ended) and its title."""

    begin: str
    end: str | None
    title: str


def phases_of(records: Iterable[Record]) -> list[PhaseSpan]:
    """Return those phases among the records that have a start, the earliest first."""
    phases = [record for record in records if isinstance(record, Phase) and record.start]
    return sorted(
        (PhaseSpan(period_of(phase.start or "").begin, phase.end, phase.title) for phase in phases),
        key=lambda span: span.begin,
    )


def phase_at(date: str | None, phases: Iterable[PhaseSpan]) -> str | None:
    """Return the title of the phase in which a date falls, or None.

    It is the last phase that had begun by that date, unless that phase had ended.
    """
    day = period_of(date).begin if date else ""
    begun = [span for span in phases if span.begin <= day]
    if not begun:
        return None
    last = begun[-1]
    return last.title if last.end is None or day < period_of(last.end).end else None


def derived(
    records: Iterable[Record], families: Mapping[str, str], phases: Iterable[PhaseSpan] = ()
) -> list[Record]:
    """Return the records with the phases of Actions and the family names of people filled in.

    `families` maps full names to the family names in the vocabulary, and `phases` are those of an archive
    that the records will join. Values that a record already has are kept.
    """
    given = list(records)
    spans = sorted([*phases_of(given), *phases], key=lambda span: span.begin)
    return [_derived(record, families, spans) for record in given]


def _derived(record: Record, families: Mapping[str, str], phases: list[PhaseSpan]) -> Record:
    if isinstance(record, Action):
        return record if record.phase else record._replace(phase=phase_at(record.date, phases))
    if isinstance(record, Article) and record.people:
        return record._replace(
            people=tuple(
                person._replace(family=person.family or families.get(person.name)) for person in record.people
            )
        )
    return record
