"""Following a thread: related records, people, and what `define` knows beside terms."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import MARSUPIALS, write


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The rich invented archive as a folder."""
    return write(tmp_path / "marsupials", MARSUPIALS)


def test_related_records_have_their_reasons(run: Callable[..., Run], archive: Path) -> None:
    """`related` lists what is most like a record, best first, each with why."""
    rows = run("related", "action-ghana-i", "--archive", archive, "--format", "json").json
    assert [row["id"] for row in rows] == ["2022-03-30-quokkas", "action-ghana-ii"]
    assert rows[0]["reasons"][0] == "about this Action"
    assert "country Ghana" in rows[1]["reasons"]
    first = run("related", "action-ghana-i", "--archive", archive, "--limit", "1", "--format", "ids")
    assert first.lines == ["2022-03-30-quokkas"]


def test_what_is_related_is_what_a_card_lists(run: Callable[..., Run], archive: Path) -> None:
    """`show` has the same records in the same order."""
    (card,) = run("show", "action-ghana-i", "--archive", archive, "--format", "json").json
    listed = run("related", "action-ghana-i", "--archive", archive, "--format", "ids").lines
    assert [one["id"] for one in card["related"]] == listed[: len(card["related"])]


def test_what_is_like_nothing_has_no_related_records(run: Callable[..., Run], archive: Path) -> None:
    """A record that shares nothing with others gives nothing, with exit code 1; an unknown id is an error."""
    got = run("related", "term-gcm", "--archive", archive, "--format", "json")
    assert (got.code, got.json) == (1, [])
    assert run("related", "nosuch", "--archive", archive).code == 2


def test_a_person_is_told_by_roles_and_dates(run: Callable[..., Run], archive: Path) -> None:
    """`person` has date, role, organisation and article; the line beside it says how often and when."""
    got = run("person", "fernandez", "--archive", archive)
    assert got.lines == [
        "2022-03-30\tAna Fernández\tOfficer\tICMPD\t\t2022-03-30-quokkas\tQuokkas in a crisis"
    ]
    assert got.err == "mieux: Ana Fernández: named in 1 article, 2022-03-30\n"


@pytest.mark.parametrize("width", ["80", "160"])
def test_a_person_is_a_listing_on_a_terminal(
    run: Callable[..., Run], archive: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    """A terminal shows the article with its id and, in the words of its page, what the person was."""
    monkeypatch.setenv("COLUMNS", width)
    got = run("person", "fernandez", "--archive", archive, "--format", "table")
    assert got.lines[0] == "2022-03-30  Quokkas in a crisis"
    assert got.lines[1].strip() == "news · 2022-03-30-quokkas · Officer; ICMPD"


@pytest.mark.parametrize("width", ["80", "160"])
def test_the_reasons_of_a_relation_are_told_at_any_width(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    """What a related record shares stands below it, the values of a kind together, and alike in a card."""
    monkeypatch.setenv("COLUMNS", width)
    found = run("related", "action-thailand-i", "--limit", "3", "--format", "json").json
    for command in ("related", "show"):
        drawn = " ".join(run(command, "action-thailand-i", "--format", "table").out.split())
        for row in found:
            topics = [
                reason.removeprefix("topic ") for reason in row["reasons"] if reason.startswith("topic ")
            ]
            assert ("topics " if len(topics) > 1 else "topic " if topics else "") + ", ".join(topics) in drawn
            assert row["id"] in drawn


def test_a_name_of_several_people_tells_all(run: Callable[..., Run], archive: Path) -> None:
    """Words that two names have give both, the newest first."""
    rows = run("person", "ana", "--archive", archive).lines
    assert [row.split("\t")[1] for row in rows] == ["Bruno Ana Costa", "Ana Fernández"]


def test_an_unknown_person_is_an_error(run: Callable[..., Run], archive: Path) -> None:
    """A name that nobody has is told with where all are listed."""
    got = run("person", "xyz", "--archive", archive)
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith("mieux: no person is called 'xyz'\nhint: ")


def test_define_of_a_person_says_who(run: Callable[..., Run], archive: Path) -> None:
    """What is no term but a person is told as `person` tells it, and said so."""
    got = run("define", "Ana Fernández", "--archive", archive)
    assert got.out == run("person", "Ana Fernández", "--archive", archive).out
    assert got.err == "mieux: Ana Fernández is no term but a person\n"


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("ghana", "country", ["Actions with it\t2", "articles\t1", "everything with the word\t3"]),
        ("portugal", "country", ["Actions with its experts\t1", "everything with the word\t1"]),
        ("ivory coast", "country", ["articles\t1", "everything with the word\t1"]),
        ("moldovan police", "partner", ["Actions with it\t1", "everything with the word\t1"]),
    ],
)
def test_define_of_a_place_counts_what_there_is(
    run: Callable[..., Run], archive: Path, name: str, kind: str, rows: list[str]
) -> None:
    """A country or partner has how many records there are, each with the command that lists them."""
    got = run("define", name, "--archive", archive)
    assert [line.rpartition("\t")[0] for line in got.lines] == rows
    assert got.err.rstrip().endswith(f"is no term but a {kind}")


@pytest.mark.parametrize("name", ["ghana", "portugal", "moldovan police"])
def test_the_commands_of_a_place_find_as_many_as_it_says(
    process: Callable[..., Run], archive: Path, name: str
) -> None:
    """Each command that is told finds just the number beside it."""
    for row in process("define", name, "--archive", archive).lines:
        _, number, command = row.split("\t")
        found = process(*shlex.split(command)[1:], "--archive", archive, "--count")
        assert found.out == f"{number}\n"


def test_a_term_goes_before_a_place(run: Callable[..., Run], archive: Path) -> None:
    """A term is defined as ever, without a word beside it."""
    got = run("define", "GCM", "--archive", archive)
    assert got.err == ""
    assert "An agreement of 2018." in got.out


def test_a_disputed_figure_is_cited_with_a_note(run: Callable[..., Run]) -> None:
    """The reference stays as it is, and standard error says where to see who disagrees."""
    disputed = run("facts", "--disputed", "--format", "ids").lines[0]
    got = run("cite", disputed)
    assert got.err == f"mieux: disputed; mieux show {disputed} says by whom\n"
    assert "disputed;" not in got.out
    assert run("cite", disputed, "--quiet").err == ""
    assert run("cite", "2022-03-30").err == ""


@pytest.mark.parametrize(
    ("words", "query", "what"),
    [
        (("actions", "--running", "2020"), "year:none OR end:none", "start or end"),
        (("actions", "--year", "2020"), "year:none", "start"),
        (("timeline", "--year", "2020"), "year:none OR end:none", "start or end"),
    ],
)
def test_actions_of_unknown_dates_may_belong_to_a_year(
    run: Callable[..., Run], words: tuple[str, ...], query: str, what: str
) -> None:
    """What a year has is told with the number of Actions that it may have had besides those found."""
    found = {line for line in run(*words, "--format", "ids").lines if line.startswith("action-")}
    unknown = set(run("actions", query, "--format", "ids").lines)
    left = len(unknown - found)
    assert left
    said = f"mieux: {left} Actions whose {what} is not known may belong here too\n"
    assert run(*words).err.endswith(said)
    assert run(*words, "--quiet").err == ""


def test_what_is_asked_as_a_metric_is_answered_with_the_option(run: Callable[..., Run]) -> None:
    """`facts disputed` names no metric, and the hint gives the option that was meant."""
    assert run("facts", "disputed").err.endswith("mieux facts --disputed\n")


def test_a_country_in_the_place_of_an_id_is_answered_with_its_timeline(run: Callable[..., Run]) -> None:
    """`show` of a country or person names the command that tells of it, and no ids that look alike."""
    got = run("show", "madagascar")
    assert got.code == run("show", "no-such-record").code
    assert got.err.endswith("hint: mieux timeline --country Madagascar tells of the country\n")
    assert "hint: mieux person 'Oleg Chirita'" in run("show", "Oleg Chirita").err
