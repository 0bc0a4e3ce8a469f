"""iCalendar (RFC 5545): whatever is dated to the day, as all-day events."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from mieuxcli import __version__
from mieuxcli.formats.text import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mieuxcli.models import Document
    from mieuxcli.views import Shape

__all__ = ["has_a_day", "ics"]

_DAY = len("2022-03-30")


def has_a_day(document: Document) -> bool:
    """Say whether a record is dated to the day, and so can stand in a calendar."""
    return len(document["date"] or "") == _DAY


def ics(shape: Shape, *, raw: bool = False) -> Iterator[str]:  # noqa: ARG001 - every format takes the same options
    """Write one calendar; its stamps are the records' own dates, so that the same archive gives the same bytes."""
    import icalendar  # noqa: PLC0415 - only this format pays for it

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mieux//MIEUX archive {__version__}//EN")
    calendar.add("version", "2.0")
    for document in filter(has_a_day, documents_of(shape)):
        day = date.fromisoformat(document["date"])
        event = icalendar.Event()
        event.add("uid", f"{document['id']}@mieux")
        event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=timezone.utc))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", document["title"])
        event.add("categories", [document.get("kind") or document["type"]])
        for name, value in (("description", document.get("summary") or document["note"]), ("url", document["url"])):
            if value and (name != "url" or value.isprintable()):
                event.add(name, value)
        calendar.add_component(event)
    yield calendar.to_ical().decode("utf-8")
