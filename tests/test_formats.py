"""What holds for every format: fields, silence, empty answers, pictures of titles, and ids in a pipe."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import rispy

from conftest import Run
from hostile import TITLES, listed, with_one
from mieuxcli.archive import Archive
from mieuxcli.fields import DEFAULT_FIELDS, FIELDS
from mieuxcli.formats import FORMATS
from mieuxcli.harmless import visible
from readers import bibtex_read, csv_read, flat, html_text, svg_text, table_of, tsv_read


def test_fields_choose_add_and_show_all(run: Callable[..., Run]) -> None:
    """--fields takes names, adds to the default ones after a plus, drops repeated ones, and knows all."""

    def header(names: str) -> list[str]:
        return csv_read(run("list", "--limit", "1", "--fields", names, "--format", "csv").out)[0]

    assert header("url, id ,url") == ["url", "id"]
    assert header("+url") == [*DEFAULT_FIELDS["article"], "url"]
    assert header("+url,title,note") == [*DEFAULT_FIELDS["article"], "url", "note"]
    assert header("all") == [field.name for field in FIELDS]


def test_json_has_all_fields_whatever_was_chosen(run: Callable[..., Run]) -> None:
    """--fields chooses columns; a record as JSON is always whole."""
    assert run("list", "--fields", "id", "--format", "json").json == run("list", "--format", "json").json


def test_no_field_at_all_is_the_default(run: Callable[..., Run]) -> None:
    """A list of fields without a name in it means the default ones."""
    assert run("list", "--fields", ",").out == run("list").out


def test_a_record_without_snippet_has_an_empty_cell_in_markdown(run: Callable[..., Run]) -> None:
    """The fields that only hits have are empty in the Markdown of other lists, as they are in TSV."""
    assert run("list", "--fields", "id,snippet", "--limit", "1", "--format", "tsv").lines[1].endswith("\t")
    got = run("list", "--fields", "id,snippet", "--limit", "1", "--format", "md")
    assert (got.code, got.err) == (0, "")
    assert table_of(got.out)[1][1] == ""


@pytest.mark.parametrize("name", ["ids", "bibtex", "ris", "csl-json", "ics"])
def test_fields_are_no_records(run: Callable[..., Run], name: str) -> None:
    """`mieux fields` refuses the formats that are for records, and names those for lists."""
    got = run("fields", "--format", name)
    assert (got.code, got.out) == (2, "")
    assert got.err.startswith(
        f"mieux: {name} cannot show a list of fields\nhint: formats that can: table, plain, tsv, csv, json, "
    )


@pytest.mark.parametrize("name", ["table", "plain", "tsv", "csv", "json", "jsonl", "md"])
def test_fields_are_listed_in_the_formats_of_lists(run: Callable[..., Run], name: str) -> None:
    """`mieux fields` names every field in each of the formats for lists."""
    text = run("fields", "--format", name).out
    assert [field.name for field in FIELDS if field.name not in text.replace("\\", "")] == []


QUIET = [
    ["list"],
    ["search", "crisis"],
    ["show", "2022-03-30"],
    ["facts"],
    ["actions"],
    ["define"],
    ["timeline"],
    ["stats"],
    ["fields"],
    ["cite", "2022-03-30"],
]


@pytest.mark.parametrize("command", QUIET)
def test_quiet_prints_nothing(run: Callable[..., Run], command: list[str]) -> None:
    """--quiet leaves it to the exit code, whatever the command."""
    assert run(*command, "--quiet") == Run("", "", 0)


def test_a_quiet_check_prints_nothing(run: Callable[..., Run], tmp_path: Path) -> None:
    """`check --quiet` tells of problems by its exit code alone."""
    assert with_one(run, tmp_path, "check", "--quiet", url="not an address") == Run("", "", 3)


@pytest.mark.parametrize(
    ("name", "read"), [("svg", svg_text), ("terminal-svg", svg_text), ("html", html_text)]
)
def test_a_picture_shows_every_title(
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    read: Callable[[str], str],
) -> None:
    """An XML and an HTML parser find every title in the picture as a terminal shows it, and no markup."""
    monkeypatch.setenv("COLUMNS", "200")
    text = read(listed(run, tmp_path, "--format", name, "--fields", "title"))
    assert [title for title in TITLES if flat(visible(title)) not in text] == []


# All formats


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if "Rows" in form.shapes])
def test_nothing_found_is_a_document_of_its_format(run: Callable[..., Run], name: str) -> None:
    """Where nothing matches, each format gives what its reader takes for an empty one, and exit code 1."""
    got = run("list", "--year", "1999", "--format", name)
    assert got.code == 1
    readers: dict[str, Callable[[str], Iterable[object]]] = {
        "json": json.loads,
        "csl-json": json.loads,
        "csv": lambda text: csv_read(text)[1:],
        "tsv": lambda text: tsv_read(text)[1:],
        "md": lambda text: table_of(text)[1:],
        "bibtex": bibtex_read,
        "ris": rispy.loads,
        "ics": str.split,  # RFC 5545 has no calendar without an event
        "svg": lambda text: svg_text(text).removeprefix("mieux"),
        "terminal-svg": lambda text: svg_text(text).removeprefix("mieux"),
        "html": lambda text: re.findall("<t[dh]", text),
    }
    assert [*readers.get(name, str.split)(got.out)] == []


# Ids in pipes


@pytest.mark.parametrize(("form", "dash"), [("ids", ""), ("plain", "-")])
def test_ids_come_through_a_pipe(shell: Callable[..., Run], archive: Archive, form: str, dash: str) -> None:
    """Commands that take ids read them from a pipe, a line each, and for `-`; of a list the first column."""
    found = archive.select("type:article", limit=3)
    got = shell(
        f"found=$(mieux list --limit 3 --format {form}); "
        'for command in "show --format ids" "cite --format ids" "open --print"; do '
        f'echo "$found" | mieux $command {dash}; done'
    )
    assert (got.code, got.err) == (0, "")
    assert got.lines == [record.id for record in found] * 2 + [str(record.url) for record in found]


def test_what_is_found_is_shown_through_a_pipe(shell: Callable[..., Run]) -> None:
    """The pipeline of the manual: what a search finds is shown as Markdown, a section each."""
    got = shell("mieux search crisis --format ids | tee /dev/stderr | mieux show --format md")
    assert [line.split("`")[1] for line in got.lines if line.startswith("- id: ")] == got.err.split() != []


def test_no_ids_in_a_pipe_are_a_wrong_command_line(process: Callable[..., Run]) -> None:
    """A pipe without an id, and one with a wrong one, are told with exit code 2."""
    for command in ("show", "cite", "open"):
        got = process(command, stdin=b"\n  \n")
        assert (got.code, got.out) == (2, "")
        assert f"{command} needs an id" in got.err
    got = process("cite", "-", stdin=b"2022-03-30\nno-such-record\n")
    assert (got.code, got.out) == (2, "")
    assert "no record has the id 'no-such-record'" in got.err


def test_a_record_without_address_cannot_be_opened(run: Callable[..., Run], tmp_path: Path) -> None:
    """`open` of a record without an address says so, and where its source is told."""
    got = with_one(run, tmp_path, "open", "2020", "--print", url=None)
    assert got == Run(
        "",
        "mieux: 2020-01-01-hostile has no address\n"
        "hint: mieux show 2020-01-01-hostile tells what is known of its source\n",
        2,
    )
