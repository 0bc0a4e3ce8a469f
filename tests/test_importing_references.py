"""References that other programs export, and those of `--format`, are read as articles.

The samples are written afresh in the form that Zotero 6 and 7 give their exports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Run
from hostile import TEXTS, quickly, titled, written
from mieuxcli.archive import Archive
from mieuxcli.errors import UsageError
from mieuxcli.importing import Found, add, read
from mieuxcli.importing.bibliographies import read_bibtex, read_ris
from mieuxcli.importing.csl import read_csl
from mieuxcli.importing.references import loose_date
from mieuxcli.records import Article, Person, Record
from mieuxcli.shapes import Rows
from mieuxcli.words import fold
from saved import articles, empty_archive, problems_of, saved

BIBTEX = r"""
@misc{cruz_cafe_2022,
	title = {Café dialogues in {Latin} {America} \& beyond: na{\"\i}ve quokkas},
	url = {https://www.example.org/en/cafe_dialogues},
	abstract = {Peers met for 100\% of a week.},
	language = {en-GB},
	urldate = {2026-11-27},
	journal = {Example},
	author = {Cruz, Ana Mar{\'\i}a and de Segonzac, Pauline and {International Bureau of Quokkas}},
	month = mar,
	year = {2022},
}

@techreport{noauthor_wombats_nodate,
	title = {Wombats},
	doi = {10.1234/wombats},
	year = {2019},
}
"""
BIBLATEX = """
@online{cruz_cafe_2022,
	title = {Quokkas},
	url = {https://www.example.org/quokkas},
	date = {2022-03-30},
	urldate = {2026-11-27},
	langid = {french},
	author = {Cruz, Ana},
}

@online{unsure,
	title = {Unsure quokkas},
	date = {2021-05?},
}
"""
RIS = """\
TY  - ELEC
TI  - Café dialogues
AU  - Cruz, Ana María
AU  - International Bureau of Quokkas
T2  - Example
AB  - Peers met.
They met again.
DA  - 2022/03/30/
PY  - 2022
LA  - en-GB
UR  - https://www.example.org/en/cafe;dialogues
Y2  - 2026/11/27/10:15:32
KW  - quokkas
ER  -

TY  - RPRT
TI  - Wombats
DA  - 2019/07//
PY  - 2019
DO  - 10.1234/wombats
ER  -

""".replace("ER  -\n", "ER  - \n")
CSL = """\
[
	{
		"id": "http://zotero.org/users/1/items/ABCD1234",
		"type": "webpage",
		"abstract": "Peers met.",
		"container-title": "Example",
		"language": "en-GB",
		"title": "Café dialogues",
		"URL": "https://www.example.org/en/cafe",
		"author": [
			{ "family": "Cruz", "given": "Ana María" },
			{ "family": "Segonzac", "given": "Pauline", "non-dropping-particle": "de" },
			{ "literal": "International Bureau of Quokkas" }
		],
		"accessed": { "date-parts": [["2026", 11, 27]] },
		"issued": { "date-parts": [["2022", 3, 30]] }
	},
	{
		"id": "http://zotero.org/users/1/items/EFGH1234",
		"type": "report",
		"title": "Wombats",
		"DOI": "10.1234/wombats",
		"issued": { "date-parts": [["2019", 7]], "circa": true }
	},
	{ "id": "three", "type": "interview", "title": "Numbats", "issued": { "literal": "no date" } }
]
"""


def found(folder: Path, text: str, name: str) -> list[Article]:
    """Return the articles of a saved file, all of which must be readable."""
    got = read([saved(folder, text, name)])
    assert got.unread == []
    return articles(got)


def test_bibtex_of_zotero_is_read(tmp_path: Path) -> None:
    """Titles, names and dates come out of TeX; a body is an organisation, and a DOI an address."""
    one, two = found(tmp_path, BIBTEX, "library.bib")
    assert one.title == "Café dialogues in Latin America & beyond: naïve quokkas"
    assert (one.date, one.date_basis, one.accessed) == ("2022-03", "published", "2026-11-27")
    assert (one.url, one.language) == ("https://www.example.org/en/cafe_dialogues", "en")
    assert one.summary == "Peers met for 100% of a week."
    assert one.people == (
        Person("Ana María Cruz", part="author"),
        Person("Pauline de Segonzac", part="author", family="de Segonzac"),
    )
    assert one.organisations == ("International Bureau of Quokkas",)
    assert (two.date, two.url, two.kind) == ("2019", "https://doi.org/10.1234/wombats", "publication")
    assert two.note == "Imported from library.bib."


def test_biblatex_of_zotero_is_read(tmp_path: Path) -> None:
    """A date keeps its day, and one with a question mark is inferred."""
    one, two = found(tmp_path, BIBLATEX, "library.bib")
    assert (one.date, one.language) == ("2022-03-30", "fr")
    assert (two.date, two.date_basis) == ("2021-05", "inferred")


def test_ris_of_zotero_is_read(tmp_path: Path) -> None:
    """Dates are as exact as they are given, wrapped texts are whole, and an address keeps its semicolons."""
    one, two = found(tmp_path, RIS, "library.ris")
    assert (one.title, one.date, one.accessed) == ("Café dialogues", "2022-03-30", "2026-11-27")
    assert (one.url, one.language) == ("https://www.example.org/en/cafe;dialogues", "en")
    assert one.summary == "Peers met. They met again."
    assert one.people == (Person("Ana María Cruz", part="author"),)
    assert one.organisations == ("International Bureau of Quokkas",)
    assert (two.date, two.url, two.kind) == ("2019-07", "https://doi.org/10.1234/wombats", "publication")


def test_csl_json_of_zotero_is_read(tmp_path: Path) -> None:
    """Dates in parts, names with particles and bodies are read, and what is circa is inferred."""
    one, two, three = found(tmp_path, CSL, "library.json")
    assert (one.title, one.date, one.accessed) == ("Café dialogues", "2022-03-30", "2026-11-27")
    assert (one.url, one.language, one.summary) == ("https://www.example.org/en/cafe", "en", "Peers met.")
    assert one.people == (
        Person("Ana María Cruz", part="author"),
        Person("Pauline de Segonzac", part="author", family="de Segonzac"),
    )
    assert one.organisations == ("International Bureau of Quokkas",)
    assert (two.date, two.date_basis, two.kind) == ("2019-07", "inferred", "publication")
    assert (three.date, three.kind) == (None, "interview")


@pytest.mark.parametrize(
    ("text", "name"), [(BIBTEX, "a.bib"), (BIBLATEX, "a.bib"), (RIS, "a.ris"), (CSL, "a.json")]
)
def test_references_are_valid_records_and_known_the_second_time(tmp_path: Path, text: str, name: str) -> None:
    """The checks find nothing in what references become, and a second import adds nothing."""
    mine = empty_archive(tmp_path / "mine")
    page = saved(tmp_path, text, name)
    added = add(read([page]), mine)
    assert (len(added.new) > 1, added.known) == (True, [])
    again = add(read([page]), mine)
    assert (again.new, len(again.known)) == ([], len(added.new))
    assert problems_of(mine) == []


@pytest.mark.parametrize(("text", "count"), [(BIBTEX, 2), (RIS, 2), (CSL, 3)])
def test_the_form_is_told_from_the_text(tmp_path: Path, text: str, count: int) -> None:
    """A file without a name that tells is read by how it begins, with CRLF too."""
    assert len(found(tmp_path, text, "export.txt")) == count
    assert len(found(tmp_path, text.replace("\n", "\r\n"), "export")) == count


FORMATS = {"bibtex": "bib", "biblatex": "bib", "ris": "ris", "csl-json": "json"}


@pytest.mark.parametrize("form", FORMATS)
def test_what_the_program_writes_is_read_back(archive: Archive, tmp_path: Path, form: str) -> None:
    """Every article of the archive comes back with its id, title, date, basis, address, language and authors."""
    written_ = [one for one in archive.select("type:article") if isinstance(one, Article)]
    read_back = found(tmp_path, written(Rows(("id",), written_), form), f"all.{FORMATS[form]}")
    assert [_kept(one) for one in read_back] == [_kept(one) for one in written_]


def _kept(one: Article) -> tuple[object, ...]:
    authors = [tuple(sorted(fold(p.name).split())) for p in one.people if p.part in ("author", "interviewer")]
    accessed = one.accessed if one.url else None
    return one.id, one.title, one.date, one.date_basis, one.url, accessed, one.language, authors


@pytest.mark.parametrize("form", FORMATS)
def test_records_of_all_types_are_recognised(archive: Archive, tmp_path: Path, form: str) -> None:
    """References to the archive's own records, facts and Actions too, add nothing to it."""
    mine = empty_archive(tmp_path / "mine")
    records: list[Record] = archive.select()
    lines = "".join(written(Rows(("id",), records), "jsonl"))
    assert len(add(read([saved(tmp_path, lines, "all.jsonl")]), mine).new) == len(records)
    references = saved(tmp_path, written(Rows(("id",), records), form), f"all.{FORMATS[form]}")
    added = add(read([references]), mine, dry_run=True)
    assert [record.id for record in added.new] == []
    assert len(added.known) == len(records)


@quickly
@given(TEXTS)
@example("}{")
@example("{\\'e} -- ``x'' ~ \\textbackslash{}")
def test_any_title_comes_back(text: str) -> None:
    """Whatever a title is, each form gives it back as its words are cleaned, or names it as left out."""
    results = {
        form: reader(written(titled(text), form), "a")
        for form, reader in (
            ("bibtex", read_bibtex),
            ("biblatex", read_bibtex),
            ("ris", read_ris),
            ("csl-json", read_csl),
        )
    }
    titles = {form: [record.title for record in got.records] for form, got in results.items()}
    assert titles == dict.fromkeys(titles, titles["csl-json"])
    assert all(got.records or got.unread for got in results.values())


@quickly
@given(st.text(max_size=60), st.sampled_from([BIBTEX, BIBLATEX, RIS, CSL]), st.integers(0, 900))
def test_no_damage_ends_in_an_error(text: str, sample: str, at: int) -> None:
    """Whatever stands in a file, each reader gives what it could read."""
    damaged = sample[:at] + text + sample[at + 3 :]
    for reader in (read_bibtex, read_ris, read_csl):
        assert isinstance(reader(damaged, "a"), Found)


@pytest.mark.parametrize(
    ("text", "name", "unread"),
    [
        (
            BIBTEX.replace("Wombats},", "Wombats,"),
            "a.bib",
            ["a.bib:14: the reference", "a.bib:19: is not BibTeX: "],
        ),
        (BIBTEX + "@misc{x, year = {2020}}\n", "a.bib", ["a.bib:19: the reference x has no title"]),
        (RIS.replace("ER  - \n", "", 1), "a.ris", ["a.ris:1: is a RIS record without its end, ER"]),
        (
            RIS.replace("2019/07//", "2019/13//"),
            "a.ris",
            ["a.ris:16: a reference is left out: '2019-13' is a"],
        ),
        (
            CSL.replace('"Wombats"', "null"),
            "a.json",
            ["a.json: the reference http://zotero.org/users/1/items/"],
        ),
        (CSL.replace("]\n]", "]\n, 1]").replace("}\n]", "},\n7]"), "a.json", ["a.json: item 4 is no object"]),
        (CSL[:-3], "a.json", ["a.json:25: is not JSON"]),
        ("", "a.bib", ["a.bib: has no entry"]),
        ("", "a.ris", ["a.ris: has no RIS record"]),
    ],
)
def test_what_is_not_read_is_told(tmp_path: Path, text: str, name: str, unread: list[str]) -> None:
    """An entry that is not whole, or has no title or date that exists, is told with its place; others are read."""
    got = read([saved(tmp_path, text, name)])
    begins = [str(one).removeprefix(f"{tmp_path}/") for one in got.unread]
    assert len(begins) == len(unread)
    assert all(one.startswith(begin) for one, begin in zip(begins, unread, strict=True)), begins


def test_a_partial_import_of_references_is_1(run: Callable[..., Run], tmp_path: Path) -> None:
    """The others are added, the count is told, and the exit code is 1."""
    mine = empty_archive(tmp_path / "mine")
    got = run("import", saved(tmp_path, RIS.replace("ER  - \n", "", 1), "a.ris"), "--into", mine)
    assert (got.code, len(got.lines)) == (1, 1)
    assert got.err.splitlines()[-1] == f"mieux: 1 new in {mine}, 0 there already, 1 not read"


@pytest.mark.parametrize(
    ("text", "library", "form"),
    [(BIBTEX, "pybtex", "BibTeX"), (RIS, "rispy", "RIS")],
)
def test_without_its_library_a_form_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, library: str, form: str
) -> None:
    """Without the extra one line names the file, the form and the library, and how to get it."""
    for module in [one for one in sys.modules if one.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=f"^library is {form}, which only {library} can read") as error:
        read([saved(tmp_path, text, "library")])
    assert error.value.hint == "pip install 'mieuxcli[import]'"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022/03/30/", "2022-03-30"),
        ("2022///", "2022"),
        ("2022/3//", "2022-03"),
        ("2022-03-30T10:00:00Z", "2022-03-30"),
        ("March 2022", "2022-03"),
        ("mars 2022", "2022-03"),
        ("30 March 2022", "2022-03-30"),
        ("Mar 30, 2022", "2022-03-30"),
        ("n.d.", None),
        ("", None),
    ],
)
def test_dates_are_as_exact_as_they_are_written(text: str, date: str | None) -> None:
    """A year, a month or a day stays one, and what says that there is no date is none."""
    assert loose_date(text) == date
