"""What figures of one metric say together: which are the same, whether they disagree, which is the latest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import MARSUPIALS, write
from mieuxcli.documents import record_of
from mieuxcli.records import Fact
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
            "2 figures, 1 to 2; no disagreement recorded; latest 1, 2020-04-30",
        ),
        (
            [fact("fact-e", 1), fact("fact-f", 2, scope="in 2018", date_basis="inferred", as_of="2021")],
            "2 figures, 1 to 2 for different scopes; nothing to compare; latest 2, 2021?",
        ),
        ([OTHER], "1 figure"),
        ([fact("fact-g", 5, value_max=7, as_of="2018")], "1 figure, 5 to 7; latest 5 to 7, 2018"),
    ],
)
def test_a_verdict_says_how_far_the_sources_agree(facts: list[Fact], verdict: str) -> None:
    """A line has the number, the least and the greatest, the disagreement, and the latest with its hedge."""
    told = [
        OTHER._replace(not_comparable_with=("fact-c",)) if one is OTHER and len(facts) > 1 else one
        for one in facts
    ]
    assert verdict_on(told) == verdict


@pytest.mark.parametrize(
    ("units", "verdict"),
    [
        (("years", "months"), "2 figures in months and years; not comparable"),
        (("EUR", "EUR"), "2 figures, 0 to 1 EUR; no disagreement recorded; latest 0 EUR, 2020-04-30"),
        (("%", "%"), "2 figures, 0% to 1%; no disagreement recorded; latest 0%, 2020-04-30"),
        (
            ("peers", "peers", "peers", "experts"),
            "4 figures, 3 of them in peers, 0 to 2 peers; no disagreement recorded; latest 0 peers, 2020-04-30",
        ),
    ],
)
def test_a_range_is_of_figures_in_one_unit(units: tuple[str, ...], verdict: str) -> None:
    """The commonest unit has it, if most figures are in it, and is said where the metric does not say it."""
    assert verdict_on([fact(f"fact-{at}", at, unit=unit) for at, unit in enumerate(units)]) == verdict


def test_figures_in_several_units_may_still_disagree() -> None:
    """A disagreement that the archive records is told even where there is no range."""
    told = [A, B._replace(unit="peers")]
    assert verdict_on(told) == "2 figures in experts and peers; not comparable; sources disagree"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ((), "latest"),
        (("--disputed",), "latest of these"),
        (("--year", "2020"), "latest of these"),
        (("--limit", "1"), "latest of these"),
    ],
)
def test_the_latest_of_some_is_not_the_latest_of_all(
    run: Callable[..., Run], tmp_path: Path, more: tuple[str, ...], word: str
) -> None:
    """Where conditions leave out figures of a metric, a pipe and a picture say that of which it is the latest."""
    archive = write(tmp_path / "marsupials", MARSUPIALS)
    said = f"1 figure; {word} close to 430, 2020-04-30"
    assert run("facts", "experts", *more, "--archive", archive).err == f"mieux: experts: {said}\n"
    drawn = run("facts", "experts", *more, "--archive", archive, "--format", "table")
    assert drawn.lines[0] == f"experts  {said}"


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
