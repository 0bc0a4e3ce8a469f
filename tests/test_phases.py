"""What a record is given by the archive that it stands in: its phase, and the family names of its people."""

from __future__ import annotations

import pytest

from mieuxcli.phases import PhaseSpan, derived, phase_at, phases_of
from mieuxcli.records import Action, Article, Person, Phase, Record

PHASES = [
    Phase("phase-ii", "II", start="2012-03", end="2015"),
    Phase("phase-i", "I", start="2009", end="2012-02"),
    Phase("phase-iii", "III", start="2020-04-24"),
]


def _action(date: str | None, phase: str | None = None) -> Action:
    return Action("action-x", "X", "Ghana", "s", "Africa", date=date, phase=phase)


def _article(*people: Person) -> Article:
    return Article("undated-x", "X", "news", "s", people=people)


def _phases(records: list[Record]) -> list[str | None]:
    return [record.phase for record in records if isinstance(record, Action)]


@pytest.mark.parametrize(
    ("date", "phase"),
    [
        (None, None),
        ("2008-12-31", None),
        ("2009", "I"),
        ("2012-02", "I"),
        ("2012", "I"),
        ("2012-03-01", "II"),
        ("2015-12-31", "II"),
        ("2016-01-01", None),
        ("2020-04-23", None),
        ("2020-04-24", "III"),
        ("2030", "III"),
    ],
)
def test_a_date_falls_in_the_last_phase_that_had_begun(date: str | None, phase: str | None) -> None:
    """A record belongs to the last phase that had begun on its first day, unless that phase had ended."""
    assert phase_at(date, phases_of(PHASES)) == phase


def test_phases_are_in_the_order_of_their_starts() -> None:
    """The phases of an archive are told from the earliest to the latest, those without a start left out."""
    assert phases_of([*PHASES, Phase("phase-x", "X"), _action("2013")]) == [
        PhaseSpan("2009-01-01", "2012-02", "I"),
        PhaseSpan("2012-03-01", "2015", "II"),
        PhaseSpan("2020-04-24", None, "III"),
    ]


def test_an_action_is_given_the_phase_of_its_start() -> None:
    """An Action without a phase gets the one that its start falls in; one with a phase keeps it."""
    records = derived([*PHASES, _action("2013"), _action("2013", "Other")], {})
    assert _phases(records) == ["II", "Other"]
    assert records[:3] == PHASES


def test_an_action_is_given_the_phase_of_an_archive_that_it_is_to_join() -> None:
    """The phases of an archive count beside those among the records themselves."""
    assert _phases(derived([_action("2013")], {}, phases_of(PHASES))) == ["II"]
    own = Phase("phase-own", "Own", start="2013")
    assert _phases(derived([own, _action("2013"), _action("2012-04")], {}, phases_of(PHASES))) == [
        "Own",
        "II",
    ]


def test_a_person_is_given_the_family_name_of_the_vocabulary() -> None:
    """A person whom the vocabulary knows gets the family name from there; who has a family name keeps it."""
    people = (Person("Ana María Cruz"), Person("Bo Example"), Person("Ana María Cruz", family="María"))
    (article,) = derived([_article(*people)], {"Ana María Cruz": "Cruz"})
    assert isinstance(article, Article)
    assert [person.family for person in article.people] == ["Cruz", None, "María"]


def test_what_nothing_follows_for_stays_the_same() -> None:
    """A record that the archive adds nothing to is handed back as the very same value."""
    records: list[Record] = [_action("2013", "Other"), _article(), *PHASES]
    assert all(one is other for one, other in zip(records, derived(records, {}), strict=True))
