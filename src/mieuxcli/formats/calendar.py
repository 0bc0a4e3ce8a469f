"""iCalendar (RFC 5545): records that are dated to the day or month, as events of a whole day or month."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

import icalendar

from mieuxcli import __version__
from mieuxcli.dates import ENGLISH_MONTHS, period_of
from mieuxcli.harmless import is_link
from mieuxcli.records import Action, Article, Milestone, Phase, has_a_month
from mieuxcli.shapes import records_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record
    from mieuxcli.shapes import Shape

__all__ = ["ics"]


def ics(shape: Shape) -> Iterator[str]:
    """Yield one calendar of the records that are dated to the day or month, or nothing if there are none.

    The description of an event says so where only the month is known. Its time
    stamps are the records' own dates, so that the same archive always gives the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mieux//MIEUX archive {__version__}//EN")
    calendar.add("version", "2.0")
    for record in filter(has_a_month, records_in(shape)):
        calendar.add_component(_event(record))
    if calendar.subcomponents:
        yield calendar.to_ical().decode("utf-8")


def _event(record: Record) -> icalendar.Event:
    period = period_of(record.date or "")
    day = date.fromisoformat(period.begin)
    summary = record.summary if isinstance(record, Article | Action | Phase) else None
    event = icalendar.Event()
    event.add("uid", f"{record.id}@mieux")
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=timezone.utc))
    event.add("dtstart", day)
    event.add("dtend", date.fromisoformat(period.end))
    event.add("summary", record.title)
    event.add("categories", [record.kind if isinstance(record, Article | Milestone) else record.type])
    for name, value in (("description", _description(record, summary)), ("url", record.url)):
        if value and (name != "url" or is_link(value)):
            event.add(name, value)
    return event


def _description(record: Record, summary: str | None) -> str | None:
    text = summary or record.note
    year, month, *day = (record.date or "").split("-")
    if day:
        return text
    begin = "begin of this Action" if isinstance(record, Action) else "date"
    known = f"Only the month is known of the {begin}: {ENGLISH_MONTHS[int(month) - 1]} {year}."
    return f"{known} {text}" if text else known
