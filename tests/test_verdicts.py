"""What figures of one metric say together: which are the same, whether they disagree, which is the latest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import MARSUPIALS, write
from mieuxcli.records import Fact, record_of
from mieuxcli.verdicts import grouped, verdict_on
from rows import FACT


def fact(id_: str, value: int, **more: object) -> Fact:
    """Return an invented key fact on experts."""
    record = record_of("fact", {**FACT, "id": id_, "value": value, "qualifier": "exactly", **more})
    assert isinstance(record, Fact)
    return record


A = fact("fact-a", 400, disagrees_with=["fact-b"], as_of="2018")
B = fact("fact-b", 430, disagrees_with=["fact-a"], as_of="2020-04-30", qualifier="close to")
SAME = fact("fact-c", 400, same_figure_as=["fact-a"], as_of="2019")
OTHER = fact("fact-d", 90, not_comparable_with=["fact-a"], as_of=None)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ([A, B], "2 figures, 400 to 430; sources disagree; latest close to 430, 2020-04-30"),
        ([A, SAME], "2 figures; other figures disagree; latest 400, 2019"),
        ([SAME, OTHER], "2 figures, 90 to 400; not all count the same; latest 400, 2019"),
        (
            [fact("fact-e", 1), fact("fact-f", 2)],
            "2 figures, 1 to 2; no source disagrees; latest 1, 2020-04-30",
        ),
        ([OTHER], "1 figure"),
        ([fact("fact-g", 5, value_max=7, as_of="2018")], "1 figure, 5 to 7; latest 5, 2018"),
    ],
)
def test_a_verdict_says_how_far_the_sources_agree(facts: list[Fact], verdict: str) -> None:
    """A line has the number, the least and the greatest, the disagreement, and the latest with its hedge."""
    told = [
        OTHER._replace(not_comparable_with=("fact-c",)) if one is OTHER and len(facts) > 1 else one
        for one in facts
    ]
    assert verdict_on(told) == verdict


def test_the_same_figure_of_several_pages_is_one_group() -> None:
    """Facts that give the same figure come together, in the order of their first ones."""
    assert grouped([A, B, SAME, OTHER]) == [[A, SAME], [B], [OTHER]]


@pytest.mark.parametrize("other", [{"scope": "in 2018"}, {"qualifier": "over"}, {"unit": "peers"}])
def test_what_is_printed_otherwise_is_a_figure_of_its_own(other: dict[str, object]) -> None:
    """Another scope, hedge or unit is never hidden behind the figure that it repeats."""
    told = fact("fact-c", 400, same_figure_as=["fact-a"], **other)
    assert grouped([A, told]) == [[A], [told]]


def test_the_verdict_stands_beside_the_answer_of_facts(run: Callable[..., Run], tmp_path: Path) -> None:
    """`facts METRIC` tells it on standard error in a pipe and in the heading of a picture; quiet, nowhere."""
    archive = write(tmp_path / "marsupials", MARSUPIALS)
    said = "1 figure; latest close to 430, 2020-04-30"
    assert run("facts", "experts", "--archive", archive).err == f"mieux: experts: {said}\n"
    drawn = run("facts", "experts", "--archive", archive, "--format", "table")
    assert drawn.lines[0] == f"experts  {said}"
    assert drawn.err == ""
    assert run("facts", "experts", "--archive", archive, "--quiet").err == ""


def test_disputed_figures_are_filtered(run: Callable[..., Run], tmp_path: Path, invented: Path) -> None:
    """`--disputed` leaves the figures that another one disagrees with, and none where there are none."""
    archive = write(tmp_path / "marsupials", MARSUPIALS)
    found = run("facts", "--disputed", "--archive", archive, "--format", "ids")
    assert found.lines == ["fact-experts", "fact-participants"]
    assert run("list", "--type", "fact", "disputed:yes", "--archive", archive, "--count").out == "2\n"
    assert run("facts", "--disputed", "--archive", invented).code == 1
