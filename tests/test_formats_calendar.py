"""Calendars, read back by icalendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Run
from hostile import BITS, TITLES, URL, listed, quickly, titled, written
from readers import events_of


def with_line_feeds(text: str) -> str:
    """Return a text with the one line end that a calendar has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_icalendar_reads_a_calendar_back(run: Callable[..., Run], tmp_path: Path) -> None:
    """A parser, icalendar, finds an all-day event for each record, with its title, address and summary."""
    events = events_of(listed(run, tmp_path, "--format", "ics"))
    assert [str(event["SUMMARY"]) for event in events] == [*map(with_line_feeds, TITLES)]
    assert [str(event["DESCRIPTION"]) for event in events] == [*map(with_line_feeds, TITLES)]
    assert [event.decoded("DTSTART") for event in events] == [
        date(2020, 1, day) for day in range(1, len(TITLES) + 1)
    ]
    assert all((event.decoded("DTEND") - event.decoded("DTSTART")).days == 1 for event in events)
    assert len({str(event["UID"]) for event in events}) == len(TITLES)
    assert {str(event["URL"]) for event in events} == {URL}


CALENDAR_TEXTS = st.lists(
    st.sampled_from([bit for bit in BITS if bit.isprintable() or bit in "\r\n\t"])
    | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=12,
).map("".join)


@quickly
@given(CALENDAR_TEXTS.filter(str.strip))
@example("\\\n")
@example("\\,;")
@example("\u00e4" * 80)
def test_any_title_comes_back_from_a_calendar(text: str) -> None:
    """Whatever a title is, icalendar reads one event of it; no calendar has control characters."""
    (event,) = events_of(written(titled(text), "ics"))
    assert str(event["SUMMARY"]) == with_line_feeds(text)


def test_a_calendar_has_what_is_dated_to_the_day_or_month(run: Callable[..., Run]) -> None:
    """A calendar has the records dated to the day or month, not to a year, and the same bytes every time."""
    arguments = ("timeline", "--type", "milestone", "--format")
    milestones = [json.loads(line) for line in run(*arguments, "jsonl").lines]
    dated = {f"{one['id']}@mieux" for one in milestones if len(one["date"] or "") >= len("2022-03")}
    text = run(*arguments, "ics").out
    assert {str(event["UID"]) for event in events_of(text)} == dated != set()
    assert len(dated) < len(run(*arguments, "ids").lines)
    assert run(*arguments, "ics").out == text


def test_a_month_is_an_event_of_a_month_that_says_so(run: Callable[..., Run]) -> None:
    """An Action begins in a month: its event has all the days of it, and its description tells that first."""
    got = run("actions", "--format", "ics")
    events = {str(event["UID"]): event for event in events_of(got.out)}
    event = events["action-jordan-iii@mieux"]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2023, 6, 1), date(2023, 7, 1))
    begin = "Only the month is known of the begin of this Action: June 2023. Irbid"
    assert str(event["DESCRIPTION"]).startswith(begin)
    left = int(run("actions", "--count").out) - len(events)
    assert got.err == f"mieux: {left} records without a day or month left out of the calendar\n"


def test_no_calendar_is_empty(run: Callable[..., Run], tmp_path: Path) -> None:
    """Where no record has a month, one line says so with exit code 2; where nothing is found, nothing is written."""
    got = run("define", "GCM", "--format", "ics")
    assert (got.code, got.out) == (2, "")
    assert got.err == "mieux: 1 record without a day or month, of which no calendar can be made\n"
    assert (run("list", "xyzzyx", "--format", "ics").code, run("list", "xyzzyx", "--format", "ics").out) == (
        1,
        "",
    )
    assert listed(run, tmp_path, "--format", "ics")
