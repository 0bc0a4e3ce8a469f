"""What counts count: in which types a facet has values, and how people read shares and values of none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conftest import Run
from mieuxcli.units import lacking, name_of, share_of, types_having, unit_of


@pytest.mark.parametrize(
    ("number", "share", "shown"),
    [(2, 0.005, "<1%"), (1, 0.0021, "<1%"), (0, 0.0, "0%"), (1, 0.01, "1%"), (118, 1.0, "100%")],
)
def test_a_share_of_something_is_never_nought_percent(number: int, share: float, shown: str) -> None:
    """Only nothing has no percent; what is less than one is called so."""
    assert share_of(number, share) == shown


def test_no_value_is_not_known_where_every_action_has_one() -> None:
    """No expert in the data does not mean that no expert came, but an article may be on no country."""
    assert name_of("(none)", "expert") == "(not known)"
    assert name_of("(none)", "country") == "(none)"
    assert name_of("Spain", "expert") == "Spain"
    assert lacking("expert", 23) == "23 of them name no expert's country"
    assert lacking("country", 23) == lacking("expert", 0) == ""


def test_ends_are_those_of_actions() -> None:
    """Phases end as well, but are counted among the ends only where they are asked for."""
    assert types_having("end") == ("action",)
    assert unit_of("end") == "Actions"
    assert types_having("end", ("phase",)) == ("action", "phase")
    assert unit_of("end", ("phase",)) == "phases"


def test_actions_by_end_are_as_many_as_there_are(run: Callable[..., Run]) -> None:
    """The counts by end and those without one add up to the Actions, though phases have an end too."""
    counts = run("stats", "--by", "end", "--format", "json").json["by"]["end"]
    assert sum(one["count"] for one in counts) == int(run("actions", "--count").out)


def test_a_picture_says_not_known_and_a_script_gets_none(run: Callable[..., Run]) -> None:
    """People read `(not known)` for Actions without a known end, and programs the same label as ever."""
    assert "(not known)" in run("stats", "--by", "end", "--format", "table").out
    assert "(not known)" in run("stats", "--by", "end", "--format", "svg").out
    assert "(not known)" in run("stats", "--by", "end", "--format", "html").out
    assert "\n(none)\t" in run("stats", "--by", "end").out


def test_a_limit_says_how_much_it_leaves(run: Callable[..., Run]) -> None:
    """Where --limit cuts a list of values, their number is told on standard error."""
    whole = len(run("stats", "--by", "country", "--format", "json").json["by"]["country"])
    told = re.search(r"; 3 of (\d+) shown\n", run("stats", "--by", "country", "--limit", "3").err)
    assert told
    assert int(told[1]) in (whole, whole - 1)
    assert "shown" not in run("stats", "--by", "country").err


def test_a_phase_counts_the_actions_that_began_in_it(run: Callable[..., Run]) -> None:
    """Counts of Actions by phase say where an Action that lasts longer is counted."""
    said = "an Action counts in the phase in which it began"
    assert said in run("stats", "--type", "action", "--by", "phase").err
    assert said not in run("stats", "--by", "phase").err
