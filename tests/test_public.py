"""The names that Python programs may rely on, and the answers that they give."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import mieuxcli
from conftest import UNMEASURED, Run
from mieuxcli import (
    Action,
    Archive,
    Article,
    Event,
    Fact,
    MieuxError,
    Milestone,
    Person,
    Phase,
    Record,
    Term,
    document_of,
    open_archive,
    parse,
)
from mieuxcli.fields import FACETS, TYPES, fields_of

TYPED = {
    "article": Article,
    "action": Action,
    "fact": Fact,
    "milestone": Milestone,
    "phase": Phase,
    "term": Term,
}


def fresh(script: str) -> str:
    """Return what a script prints in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        env=UNMEASURED,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", mieuxcli.__all__)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    """Each name in `__all__` resolves, and says what it is."""
    value = getattr(mieuxcli, name)
    if name == "__version__":
        assert re.fullmatch(r"\d+\.\d+\.\d+", value)
    elif name == "Record":
        assert get_args(value) == tuple(TYPED.values())
    else:
        assert value.__name__ == name
        assert value.__doc__


def test_nothing_else_is_public() -> None:
    """`import *` gives what `__all__` has, and the package defines no other name without an underscore."""
    star = fresh(
        """
        from mieuxcli import *
        print(*sorted(name for name in dir() if name == '__version__' or not name.startswith('_')))
        """
    )
    assert star.split() == sorted(mieuxcli.__all__)
    defined = [
        name
        for name, value in vars(mieuxcli).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", "").startswith("mieuxcli")
    ]
    assert set(defined) <= {*mieuxcli.__all__}
    assert len({*mieuxcli.__all__}) == len(mieuxcli.__all__)


def test_another_name_is_an_attribute_error() -> None:
    """A name that is not public is refused as any module refuses it."""
    with pytest.raises(AttributeError, match="module 'mieuxcli' has no attribute 'Store'"):
        mieuxcli.Store  # noqa: B018 - asking is the test


@pytest.mark.parametrize(
    "heavy", ["typer", "rich", "sqlite3", "click", "tomli", "dateutil", "icalendar", "citeproc"]
)
def test_importing_costs_nothing(heavy: str) -> None:
    """`import mieuxcli` imports no library, neither those of the command line nor those of the archive."""
    assert fresh(f"import sys, mieuxcli; print({heavy!r} in sys.modules)") == "False\n"


def test_answers_need_nothing_of_the_command_line() -> None:
    """Opening, searching and selecting import neither typer nor rich."""
    script = """
        import sys
        import mieuxcli
        archive = mieuxcli.open_archive()
        found = archive.search("crisis", limit=1), archive.select(limit=1)
        print(all((*found, archive.count(), archive.counts("year"))))
        print("typer" in sys.modules, "rich" in sys.modules)
    """
    assert fresh(script) == "True\nFalse False\n"


def test_the_example_in_the_docstring_runs() -> None:
    """The program that the package shows in its docstring prints five hits."""
    assert mieuxcli.__doc__
    script = "import mieuxcli" + mieuxcli.__doc__.split("import mieuxcli", 1)[1]
    lines = fresh(script).splitlines()
    assert len(lines) == 5
    assert any("crisis" in line.lower() for line in lines)


# Records


@pytest.mark.parametrize("type_", TYPES)
def test_records_are_values(archive: Archive, type_: str) -> None:
    """Each record is of the class of its type, has the fields of the table and cannot be changed."""
    records = archive.select(f"type:{type_}")
    assert records
    assert {type(record) for record in records} == {TYPED[type_]}
    (first, *_) = records
    assert first.type == type_
    assert {"type", *first._fields} == {field.name for field in fields_of(type_)}
    common = ["id", "type", "title", "date", "date_basis", "url", "accessed", "archived_url", "note"]
    assert [*document_of(first)][:9] == common
    with pytest.raises(AttributeError):
        first.title = "other"  # type: ignore[misc]  # that is what is tested
    with pytest.raises(AttributeError):
        first.type = "other"  # type: ignore[assignment,misc]  # as above
    assert isinstance(first, Record)
    assert len({*records}) == len(records)


def test_people_and_events_are_values_too(archive: Archive) -> None:
    """People and events of an article are immutable values in tuples."""
    articles = [record for record in archive.select("type:article") if isinstance(record, Article)]
    people = [person for article in articles for person in article.people]
    events = [event for article in articles for event in article.events]
    assert {type(person) for person in people} == {Person}
    assert {type(event) for event in events} == {Event}
    assert all(isinstance(article.countries, tuple) for article in articles)
    with pytest.raises(AttributeError):
        people[0].name = "other"  # type: ignore[misc]  # that is what is tested


def test_a_document_is_the_record_as_json_has_it(archive: Archive, run: Callable[..., Run]) -> None:
    """`document_of` gives the objects that `--format json` prints, their keys in the same order."""
    documents = [document_of(record) for record in archive.select("type:article")]
    printed = run("list", "--format", "json").json
    assert documents == printed
    assert [[*document] for document in documents] == [[*document] for document in printed]


# Answers


def test_select_gives_records_in_order(archive: Archive) -> None:
    """`select` gives all records newest first, or sorted by a field, turned round and cut as asked."""
    everything = archive.select()
    assert len(everything) == archive.count()
    dated = [record.date for record in everything if record.date]
    assert [record.date for record in everything][: len(dated)] == dated
    assert [date[:4] for date in dated] == sorted((date[:4] for date in dated), reverse=True)
    ids = [record.id for record in archive.select("type:fact", sort="id")]
    assert ids == sorted(ids)
    assert [record.id for record in archive.select("type:fact", sort="id", reverse=True)] == ids[::-1]
    assert [record.id for record in archive.select("type:fact", sort="id", limit=3)] == ids[:3]
    assert archive.select("type:fact", limit=0) == archive.select("year:1900") == []


def test_search_gives_records_with_scores(archive: Archive) -> None:
    """`search` gives the best first, and scores that fall; without words the score is 0."""
    hits = archive.search("crisis -ukraine")
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
    assert all(isinstance(record, Record) for record, _ in hits)
    assert archive.search("crisis -ukraine", limit=2) == hits[:2]
    assert {record.id for record, _ in hits} == {record.id for record in archive.select("crisis -ukraine")}
    assert {score for _, score in archive.search("country:ghana")} == {0.0}
    assert len(archive.search("GCM", literal=True)) < len(archive.search("GCM"))


def test_count_and_counts_agree(archive: Archive) -> None:
    """`count` says how many a query selects, and `counts` how they spread over a facet."""
    assert archive.count() == sum(archive.counts("type").values())
    assert (
        archive.counts("type")["article"]
        == archive.count("type:article")
        == len(archive.select("type:article"))
    )
    assert archive.counts("year", "type:article")["2022"] == archive.count("type:article year:2022") > 0
    assert archive.count("year:1900") == 0
    assert archive.counts("year", "year:1900") == {}
    assert all(sum(archive.counts(facet.name).values()) for facet in FACETS)


def test_get_takes_the_beginning_of_an_id(archive: Archive) -> None:
    """`get` gives the record whose id begins so."""
    record = archive.get("2022-03-30")
    assert isinstance(record, Article)
    assert record.id == "2022-03-30-crisis-resources"
    assert archive.get(record.id) == record


def test_a_query_is_text_or_an_expression(archive: Archive) -> None:
    """What `parse` makes of a query selects what its text does."""
    for query in ("crisis -ukraine", "country:ghana OR country:togo", 'title:"peer to peer"', ""):
        assert archive.select(parse(query)) == archive.select(query)
        assert archive.count(parse(query)) == archive.count(query)
        assert archive.counts("type", parse(query)) == archive.counts("type", query)
    assert archive.search(parse("crisis")) == archive.search("crisis")


def test_archives_are_opened_alone_and_over_each_other(archive: Archive, invented: Path) -> None:
    """`open_archive` takes paths as text or as paths, one or several; the bundled one without any."""
    assert open_archive().select() == open_archive("bundled").select() == archive.select()
    own = open_archive(invented)
    assert {record.id for record in own.select("type:article")} == {"2020-03-30-quokkas", "undated-numbats"}
    assert open_archive(str(invented)).select() == own.select()
    both = open_archive("bundled", invented)
    assert {record.id for record in both.select()} == {
        record.id for record in (*archive.select(), *own.select())
    }
    quokkas = both.get("2020-03-30-quokkas")
    assert isinstance(quokkas, Article)
    assert quokkas.people == (
        Person("Ana Fern\u00e1ndez", "Officer", "ICMPD", "author", quokkas.people[0].family),
    )


def test_the_last_archive_wins(archive: Archive, tmp_path: Path) -> None:
    """Of records with the same id the one of the archive named last is there."""
    record = {**document_of(archive.get("2022-03-30")), "title": "Other"}
    file = tmp_path / "other.json"
    file.write_text(json.dumps([record]), encoding="utf-8")
    both = open_archive("bundled", file)
    assert both.count() == archive.count()
    assert both.get("2022-03-30").title == "Other"
    assert open_archive(file, "bundled").get("2022-03-30").title == archive.get("2022-03-30").title


def test_five_lines_to_a_table(tmp_path: Path) -> None:
    """Rows as dicts, as pandas.DataFrame takes them, are five lines, and a csv.DictWriter takes them too."""
    script = f"""
        import csv, mieuxcli
        rows = [mieuxcli.document_of(record) for record in mieuxcli.open_archive().select("kind:interview")]
        with open({str(tmp_path / "table.csv")!r}, "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, rows[0]); table.writeheader(); table.writerows(rows)
    """
    assert fresh(script) == ""
    rows = list(csv.DictReader(io.StringIO((tmp_path / "table.csv").read_text(encoding="utf-8"), newline="")))
    assert len(rows) == open_archive().count("kind:interview")
    assert {row["kind"] for row in rows} == {"interview"}
    assert rows[0]["id"] == open_archive().select("kind:interview", limit=1)[0].id


def test_the_command_line_runs_again_in_one_program(run: Callable[..., Run]) -> None:
    """A program that runs a command line twice gets the same answer twice."""
    first = run("list", "--limit", "1", "--format", "json")
    assert (first.code, len(first.json)) == (0, 1)
    assert run("list", "--limit", "1", "--format", "json") == first


# Errors


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda archive: archive.select("colour:red"), "colour"),
        (lambda archive: archive.select("(crisis"), "bracket"),
        (lambda archive: archive.search('"crisis'), "quotation mark"),
        (lambda archive: archive.count("country:ghanna"), "ghanna"),
        (lambda archive: archive.count("since:2022-02-30"), "2022-02-30"),
        (lambda archive: archive.counts("cuntry"), "cuntry"),
        (lambda archive: archive.select(sort="titel"), "titel"),
        (lambda archive: archive.get("no-such-record"), "no-such-record"),
        (lambda archive: archive.get("2022"), "2022"),
        (lambda archive: archive.get(""), ""),
        (lambda _: open_archive("/nowhere"), "/nowhere"),
        (lambda _: open_archive("/nowhere.db"), "/nowhere.db"),
        (lambda _: open_archive("bundled", "/nowhere"), "/nowhere"),
        (lambda _: parse("a AND"), "query ends"),
    ],
)
def test_what_goes_wrong_is_a_mieux_error(
    archive: Archive, call: Callable[[Archive], object], said: str
) -> None:
    """Whatever goes wrong is a MieuxError of one line that names the cause, with its exit code."""
    with pytest.raises(MieuxError) as caught:
        call(archive)
    assert said in caught.value.message == str(caught.value)
    assert "\n" not in caught.value.message
    assert caught.value.exit_code in (2, 3)
    assert caught.value.hint is None or caught.value.hint


def test_an_archive_that_is_wrong_is_a_mieux_error(tmp_path: Path) -> None:
    """An archive with an incomplete record is refused, with its place, by the exit code for archives."""
    file = tmp_path / "wrong.jsonl"
    file.write_text('{"type": "article", "id": "x"}\n', encoding="utf-8")
    with pytest.raises(MieuxError, match=r"wrong\.jsonl:1: error: x: title: is missing") as caught:
        open_archive(file)
    assert caught.value.exit_code == 3
