"""iCalendar (RFC 5545): records that are dated to the day, as all-day events."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import icalendar

from mieuxcli import __version__
from mieuxcli.harmless import is_link
from mieuxcli.records import Action, Article, Milestone, Phase, has_a_day
from mieuxcli.shapes import records_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.records import Record
    from mieuxcli.shapes import Shape

__all__ = ["ics"]


def ics(shape: Shape) -> Iterator[str]:
    """Yield one calendar of the records that are dated to the day.

    Its time stamps are the records' own dates, so that the same archive always gives the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mieux//MIEUX archive {__version__}//EN")
    calendar.add("version", "2.0")
    for record in filter(has_a_day, records_in(shape)):
        calendar.add_component(_event(record))
    yield calendar.to_ical().decode("utf-8")


def _event(record: Record) -> icalendar.Event:
    day = date.fromisoformat(record.date or "")
    summary = record.summary if isinstance(record, Article | Action | Phase) else None
    event = icalendar.Event()
    event.add("uid", f"{record.id}@mieux")
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=timezone.utc))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", record.title)
    event.add("categories", [record.kind if isinstance(record, Article | Milestone) else record.type])
    for name, value in (("description", summary or record.note), ("url", record.url)):
        if value and (name != "url" or is_link(value)):
            event.add(name, value)
    return event
