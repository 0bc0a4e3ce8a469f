"""What made-up inputs found wrong, each as the behaviour that was missing."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import saved
from hostile import article, titled, written
from mieuxcli.archive import Archive
from mieuxcli.contents import Contents, load_lines
from mieuxcli.documents import record_of
from mieuxcli.forms import fitted
from mieuxcli.importing import read
from mieuxcli.parser import parse
from mieuxcli.query import Selection
from mieuxcli.shapes import Series, Span
from mieuxcli.snippets import Snippet, snippet_of, unmarked


@pytest.mark.parametrize(
    "query",
    [
        "March 2022",
        "(March 2022)",
        "March 2022 -zzz",
        "March 2022 OR zzz",
        "\u201c2020\u201d",
        "-(c d) - OR wombat",
    ],
)
def test_as_many_records_are_found_as_are_counted(marsupials: Archive, query: str) -> None:
    """A query with a date of two words, a date in other marks or a lone minus shows all that it counts."""
    selection = Selection(parse(query), text=query)
    found = [hit.record.id for hit in marsupials.store.hits(selection)]
    assert found
    assert len(found) == marsupials.store.count(selection)


def test_half_a_character_beside_a_filter_finds_nothing(marsupials: Archive) -> None:
    """A word with a lone surrogate, which no text in UTF-8 has, is searched for like any other word."""
    selection = Selection(parse("wombat\ud800quokka"), text="wombat\ud800quokka")
    assert list(marsupials.store.hits(selection)) == []


@pytest.mark.parametrize("stray", ["\x02\x03", "\x02 \x03", "\x02"])
def test_marks_around_nothing_are_no_matches(stray: str) -> None:
    """Marks with nothing but space between them, which only a text that holds such signs has, mark nothing."""
    assert unmarked(f"wombat{stray}").marks == ()
    assert snippet_of(f"a wombat and {stray}", 9) == Snippet("a wombat\u2026", ())


def test_a_match_before_a_stray_mark_stays_marked() -> None:
    """A stray sign after a match leaves the match as it is."""
    assert unmarked("a \x02wombat\x03 digs \x02\x03") == Snippet("a wombat digs ", ((2, 8),))


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff"])
def test_a_picture_is_xml_whatever_a_title_holds(sign: str) -> None:
    """A title with one of the two characters that XML forbids still makes a picture that is XML."""
    picture = written(titled(f"Wombats{sign}dig"), "svg")
    texts = "".join(part.text or "" for part in ET.fromstring(picture).iter())  # noqa: S314 - our own
    assert "Wombats\ufffddig" in texts


@pytest.mark.parametrize("key", ["people", "events"])
def test_an_unknown_key_of_a_person_is_told_even_if_it_is_empty(key: str) -> None:
    """A key that a person or an event cannot have is told of, though its value is null."""
    part = {"name": "A", "famly": None} if key == "people" else {"date": "2020", "what": "x", "wat": None}
    assert [name for name, _ in fitted("article", article(**{key: [part]})).wrong if name == key] == [key]


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b", "a\x1b[31mb"])
def test_a_problem_is_one_line_whatever_an_id_or_a_key_holds(text: str) -> None:
    """Line ends and escape sequences in an id or key are shown, not obeyed, where a problem is told."""
    contents = Contents()
    load_lines([json.dumps(article(1, id=text, **{text: "x"}))], contents, "lines.jsonl")
    told = [str(problem) for problem in contents.problems]
    assert told
    assert all(len(line.splitlines()) == 1 and line.isprintable() for line in told)


def test_an_import_of_an_empty_heading_has_a_title(tmp_path: Path) -> None:
    """An entry of a listing whose heading has no text gets its first words in brackets as a title."""
    page = saved.HTML_LISTING.replace("Quokkas at the\n  gate", "<!-- -->")
    titles = [record.title for record in read([saved.saved(tmp_path, page, "page.html")]).records]
    assert titles
    assert all(titles)


def test_a_chart_without_a_legend_is_drawn() -> None:
    """A timeline that needs no legend, as of a single Action that ends before it begins, is drawn all the same."""
    action = record_of(
        "action",
        {
            "id": "a",
            "title": "A",
            "partner": "P",
            "summary": "S",
            "region": "R",
            "start": "3023-08",
            "end": "1075",
        },
    )
    picture = written(Series("year", (Span("3023", (action,)),), 0), "svg")
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own


def test_a_phase_whose_title_is_space_is_drawn() -> None:
    """A phase with nothing but space as its title has no name in the chart, which is drawn all the same."""
    phase = record_of("phase", {"id": "p", "title": " ", "start": "2009", "end": "2011"})
    picture = written(Series("year", (Span("2009", (phase,)),), 0), "svg")
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own
