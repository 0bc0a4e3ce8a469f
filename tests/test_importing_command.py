"""`mieux import` shows what is new, tells the rest, and leaves with a code for each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from invented import write
from mieuxcli.importing import Added, Found, add
from saved import LISTING, as_html, empty_archive, listing_of, saved


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


def test_the_command_shows_what_is_new_and_tells_the_rest(
    run: Callable[..., Run], tmp_path: Path, mine: Path
) -> None:
    """New records go to standard output; what is known or could not be read, to standard error."""
    page = saved(tmp_path, LISTING.replace("03 March 2021", "31 April 2021"))
    got = run("import", page, "--into", mine)
    assert (got.code, len(got.lines)) == (1, 2)
    assert got.lines[0].split("\t") == [
        "2020-07-14-a-second-teaser-about-wombats",
        "2020-07-14",
        "[A second teaser, about wombats. It runs over two paragraphs…]",
    ]
    assert got.err.splitlines() == [
        f"mieux: {page}:7: '31 April 2021' is a date that does not exist; the teaser below it is left out",
        f"mieux: 2 new in {mine}, 0 there already, 1 not read",
    ]
    again = run("import", page, "--into", mine, "--format", "json")
    assert (again.code, again.json) == (1, [])
    assert "mieux: there already: 2020-07-14-a-second-teaser-about-wombats" in again.err.splitlines()
    assert run("check", mine).code == 0


JOINED = """\
[[phase]]
id = "phase-one"
title = "One"
start = "2019"
end = "2020"
note = "Invented."

[[person]]
name = "Ana María Cruz"
family = "Cruz"
"""
JOINING: list[dict[str, object]] = [
    {
        "type": "action",
        "id": "action-ghana-i",
        "title": "Ghana I",
        "partner": "Ghana",
        "region": "Africa",
        "start": "2019-05",
        "summary": "Helped.",
        "url": "https://example.org/ghana-i",
    },
    {
        "type": "article",
        "title": "Quokkas",
        "date": "2020-03-30",
        "url": "https://example.org/quokkas",
        "people": [{"name": "Ana María Cruz"}, {"name": "Bo Example"}],
    },
]


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_the_command_prints_what_follows_from_the_archive(
    options: list[str], run: Callable[..., Run], tmp_path: Path
) -> None:
    """An Action is printed with its phase, and a person with the family name, of the archive they join."""
    folder = write(tmp_path / "joined", JOINED)
    page = saved(tmp_path, json.dumps(JOINING), "records.json")
    action, article = run("import", page, "--into", folder, "--format", "json", *options).json
    assert action["phase"] == "One"
    assert [person["family"] for person in article["people"]] == ["Cruz", None]


def test_what_an_import_prints_is_what_the_archive_then_shows(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    """The records that `import --format json` prints are those that the archive has from then on."""
    folder = write(tmp_path / "joined", JOINED)
    page = saved(tmp_path, json.dumps(JOINING), "records.json")
    printed = run("import", page, "--into", folder, "--format", "json").json
    ids = [record["id"] for record in printed]
    shown = run("show", *ids, "--archive", folder, "--format", "json").json
    assert printed == [{key: record[key] for key in printed[at]} for at, record in enumerate(shown)]
    assert [set(record) - set(before) for record, before in zip(shown, printed, strict=True)] == [
        {"neighbours", "related"}
    ] * 2


def test_a_dry_run_shows_the_records_and_writes_nothing(
    run: Callable[..., Run], tmp_path: Path, mine: Path
) -> None:
    """`--dry-run` prints what an import would, ids included, and leaves every file as it is."""
    before = {path: path.read_bytes() for path in mine.iterdir()}
    dry = run("import", saved(tmp_path, LISTING), "--into", mine, "--dry-run")
    assert {path: path.read_bytes() for path in mine.iterdir()} == before
    assert dry.err.endswith("(nothing is written)\n")
    assert run("import", tmp_path / "page.txt", "--into", mine).out == dry.out


def test_exit_codes_of_an_import(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """Nothing found or not all is 1, a wrong line or a missing file 2, a target that is no archive 3."""
    page = saved(tmp_path, "Nothing here.")
    assert run("import", page, "--into", mine).code == 1
    table = saved(tmp_path, "title,date\nA,2020\nB\n", "cut.csv")
    assert [
        run("import", table, "--into", mine, "--dry-run", *quiet).code for quiet in ([], ["--quiet"])
    ] == [1, 1]
    for wrong in (
        ["import", page],
        ["import", "--into", mine],
        ["import", tmp_path / "no.txt", "--into", mine],
    ):
        got = run(*wrong)
        assert (got.code, got.out) == (2, "")
    before = (mine / "articles.toml").read_bytes()
    assert run("import", saved(tmp_path, LISTING), "--into", mine, "--format", "nonsense").code == 2
    assert (mine / "articles.toml").read_bytes() == before
    got = run("import", page, "--into", tmp_path / "nowhere")
    assert (got.code, got.out) == (3, "")
    assert got.err.splitlines()[1] == f"hint: mieux new {tmp_path / 'nowhere'} makes an archive"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (LISTING, 3),
        (as_html(LISTING), 3),
        ('title,date\nA,"3 March 2021"\n', 1),
        ('{"title": "A", "date": "2021-03"}\n', 1),
    ],
)
def test_standard_input_is_guessed_by_what_it_holds(
    process: Callable[..., Run], mine: Path, text: str, count: int
) -> None:
    """`-` takes a page, HTML, CSV or JSON Lines without being told which."""
    got = process("import", "-", "--into", mine, stdin=text.encode())
    assert (got.code, len(got.lines)) == (0, count)


def test_one_archive_goes_into_another(shell: Callable[..., Run], mine: Path) -> None:
    """What a query selects can be imported in one line."""
    got = shell(
        f"mieux list --country ghana --format jsonl | mieux import - --into {mine} | wc -l; "
        "mieux list --country ghana --count"
    )
    assert len(set(got.lines)) == 1


def test_an_unwritable_folder_is_told(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """Where a new file cannot be written it is an error of output, and the archive stays as it was."""
    before = (mine / "articles.toml").read_bytes()
    (mine / ".mieux-import-articles.toml.tmp").mkdir()
    got = run("import", saved(tmp_path, LISTING), "--into", mine)
    assert (got.code, got.out) == (4, "")
    assert got.err.startswith(f"mieux: cannot write to {mine}: ")
    assert (mine / "articles.toml").read_bytes() == before


def test_what_an_import_gives_back_is_plain_values(mine: Path) -> None:
    """Programs may call the two functions that the command calls."""
    assert add(Found(()), mine) == Added([], [], [], [], [])


def test_an_odd_file_does_not_end_the_import_of_the_others(
    run: Callable[..., Run], tmp_path: Path, mine: Path
) -> None:
    """What is no page or has a date that is a number is told, and the other files are read."""
    (tmp_path / "picture.svg").write_text(run("stats", "--format", "svg").out, encoding="utf-8")
    (tmp_path / "number.json").write_text(
        '[{"title": "A", "date": 2020, "url": "https://example.org/c"}]', encoding="utf-8"
    )
    page = saved(tmp_path, listing_of("Quokka", 3))
    got = run("import", tmp_path / "picture.svg", tmp_path / "number.json", page, "--into", mine)
    assert got.code == 1
    assert len(got.lines) == 3
    assert "picture.svg" in got.err
    assert got.err.endswith(f"3 new in {mine}, 0 there already, 2 not read\n")


def test_the_hits_of_a_search_are_imported_without_a_remark(shell: Callable[..., Run], mine: Path) -> None:
    """What search and show add to a record is known to the import and no field of it."""
    got = shell(f"mieux search crisis --limit 2 --format jsonl | mieux import - --into {mine} --dry-run")
    assert got.code == 0
    assert "left out" not in got.err


def test_the_bundled_archive_cannot_be_changed(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--into bundled` says so in one line, unless a folder of that name is there."""
    monkeypatch.chdir(tmp_path)
    page = saved(tmp_path, LISTING)
    got = run("import", page, "--into", "bundled")
    assert (got.code, got.out) == (2, "")
    assert got.err == "mieux: the bundled archive cannot be changed; name a folder of your own with --into\n"
    empty_archive(tmp_path / "bundled")
    assert run("import", page, "--into", "bundled").code == 0


def test_every_file_of_a_folder_is_read_or_told(run: Callable[..., Run], tmp_path: Path, mine: Path) -> None:
    """Archives, pictures, empty files, pipes and broken links are each told in a line and counted."""
    folder = tmp_path / "saved"
    folder.mkdir()
    saved(folder, LISTING)
    saved(folder, b"PK\x03\x04\0", "a.zip")
    saved(folder, b"\x89PNG\r\n", "b.png")
    saved(folder, "", "c.txt")
    saved(folder, "", "d.bib")
    os.mkfifo(folder / "e.pipe")
    (folder / "f.txt").symlink_to("nowhere")
    saved(folder, '<?xml version="1.0"?><urlset/>', "g.xml")
    got = run("import", folder, "--into", mine)
    assert (got.code, len(got.lines)) == (1, 3)
    *told, last = got.err.splitlines()
    assert [line.removeprefix(f"mieux: {folder}/") for line in told] == [
        "a.zip:1: is no text",
        "b.png:1: is not UTF-8 text",
        "c.txt: is empty",
        "d.bib: has no entry of BibTeX",
        "e.pipe: is no ordinary file",
        "f.txt: leads nowhere",
        "g.xml:1: is XML of the kind <urlset>, which is not read; RSS and Atom are",
    ]
    assert last == f"mieux: 3 new in {mine}, 0 there already, 7 not read"
