"""The page is whole in itself: valid, linked, safe whatever an archive says, and searched as a query is."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import mieuxcli.page
from conftest import Run
from hostile import EVIL, attacking
from mieuxcli.archive import Archive
from mieuxcli.query import Selection
from mieuxcli.streams import write_file

Running = Callable[..., Run]
PAGE = Path(mieuxcli.page.__file__).parent
# Elements that end by themselves, and those that never have anything inside.
ENDLESS = {"dd", "dt", "li", "p", "td", "th", "tr"}
VOID = {"meta", "input"}


class Page(HTMLParser):
    """A page as a browser reads it: its elements in order, the text of each id, and what is left open."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.stray: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID | ENDLESS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open, or note that another one is."""
        if not self.open or self.open.pop() != tag:
            self.stray.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts and styles."""
        if self.open and self.open[-1] in ("script", "style", "title"):
            self.inside.setdefault(self.open[-1], []).append(data)

    def values(self, name: str, tag: str = "") -> list[str]:
        """Return the values of an attribute."""
        return [given[name] or "" for one, given in self.elements if name in given and tag in ("", one)]

    def data(self) -> Any:  # noqa: ANN401 - whatever the block holds
        """Return what the script searches by."""
        return json.loads(zlib.decompress(b64decode(self.inside["script"][2])))


@pytest.fixture(scope="module")
def text(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the bundled archive."""
    file = tmp_path_factory.mktemp("page") / "mieux.html"
    write_file(str(file), mieuxcli.page.page(archive.store, Selection()))
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole(text: str) -> Page:
    """The page of the bundled archive, read."""
    return Page(text)


def test_what_is_opened_is_closed(whole: Page) -> None:
    """Elements are nested, and the page says its language, title and width."""
    assert (whole.open, whole.stray) == ([], [])
    assert whole.elements[0] == ("html", {"lang": "en"})
    assert whole.inside["title"][0] == "MIEUX archive"
    assert "width=device-width, initial-scale=1" in whole.values("content")
    assert [tag for tag, _ in whole.elements].count("h1") == 1


def test_every_record_has_its_article(whole: Page, archive: Archive) -> None:
    """Each record of the archive is an article under its id, and no id stands twice."""
    assert sorted(whole.values("id", "article")) == sorted(record.id for record in archive.select())
    assert max(Counter(whole.values("id")).values()) == 1


def test_all_links_inside_lead_somewhere(whole: Page) -> None:
    """A link to a place in the page leads to one."""
    ids = set(whole.values("id"))
    inner = [href[1:] for href in whole.values("href") if href.startswith("#")]
    assert len(inner) > 1000
    assert [anchor for anchor in inner if unquote(anchor) not in ids] == []


def test_nothing_is_fetched(whole: Page, text: str) -> None:
    """Nothing but links has an address, links outside tell their aim nothing, and no style has one."""
    assert {tag for tag, given in whole.elements if {"src", "href", "action", "srcset"} & set(given)} == {"a"}
    assert ("meta", {"name": "referrer", "content": "no-referrer"}) in whole.elements
    outside = [href for href in whole.values("href", "a") if not href.startswith("#")]
    assert {href.partition(":")[0] for href in outside} <= {"http", "https", "mailto"}
    assert not whole.values("target")
    assert "url(" not in text.partition("</style>")[0]


def test_the_policy_names_what_is_there(whole: Page) -> None:
    """The policy allows nothing but the one style and the two scripts, by their true hashes."""
    policy = next(value for value in whole.values("content") if "default-src" in value)
    style, (layout, _, _, script) = whole.inside["style"], whole.inside["script"]
    hashes = [b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (*style, layout, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}' 'sha256-{hashes[2]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert whole.values("type", "script") == ["application/ld+json", "application/zlib"]
    assert not any(name.startswith("on") or name == "style" for _, given in whole.elements for name in given)


def test_the_bundled_archive_fits_a_mail(text: str) -> None:
    """The page of the bundled archive is smaller than 1.5 MB."""
    assert len(text.encode()) < 1_500_000


def test_machines_are_told_what_it_is(whole: Page, archive: Archive) -> None:
    """A block of JSON-LD describes a Dataset."""
    described = json.loads(whole.inside["script"][1])
    assert (described["@context"], described["@type"]) == ("https://schema.org", "Dataset")
    assert described["size"] == f"{archive.count()} records"


def test_what_is_doubtful_is_said(text: str) -> None:
    """Inferred dates, hedges, gaps and figures that disagree are in the text."""
    assert "(date inferred)" in text
    assert "<dt>hedge<dd>close to" in text
    assert "articles without any date" in text
    assert " disagrees with <a href=" in text


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """An archive whose every text and address attacks the page that it is put into."""
    return attacking(tmp_path)


def test_hostile_text_is_text(run: Running, hostile: Path, whole: Page, tmp_path: Path) -> None:
    """Text of an archive makes no element, attribute or script, and no link but to the web and to mail."""
    file = tmp_path / "evil.html"
    assert run("page", file, "--archive", hostile).code == 0
    page = Page(file.read_text(encoding="utf-8"))
    assert (page.open, page.stray) == ([], [])
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in whole.elements}
    names = {name for _, given in whole.elements for name in given}
    assert {name for _, given in page.elements for name in given} <= names
    assert all(href.startswith("#") for href in page.values("href"))
    assert page.inside["script"][::3] == whole.inside["script"][::3]
    assert len(page.inside["script"]) == 4
    assert max(Counter(page.values("id")).values()) == 1
    assert page.inside["title"][0] == EVIL


def test_a_selection_is_all_there_is(run: Running, invented: Path, tmp_path: Path) -> None:
    """Words and filters choose the records, and what is left out is no link."""
    file = tmp_path / "some.html"
    done = run("page", file, "wombats", "--type", "article", "--archive", invented)
    assert (done.out, done.err, done.code) == ("", f"mieux: 1 record in {file}\n", 0)
    page = Page(file.read_text(encoding="utf-8"))
    assert page.values("id", "article") == ["2020-03-30-quokkas"]
    assert "#action-ghana-i" not in page.values("href")
    assert len(page.data()["order"]) == 1


def test_quiet_says_nothing(run: Running, invented: Path, tmp_path: Path) -> None:
    """With --quiet the file alone tells."""
    done = run("page", tmp_path / "a.htm", "--archive", invented, "-q")
    assert (done.out, done.err, done.code) == ("", "", 0)
    assert tmp_path.joinpath("a.htm").exists()


@pytest.mark.parametrize("name", ["-", "page.db", "page"])
def test_only_a_page_is_written(run: Running, invented: Path, name: str) -> None:
    """A name that does not end as pages do is refused, with one that does."""
    done = run("page", name, "--archive", invented)
    assert done.code == 2
    assert done.err.startswith(f"mieux: {name} should end in .html\nhint: mieux page ")


def test_where_nothing_matches_nothing_is_written(run: Running, invented: Path, tmp_path: Path) -> None:
    """A selection of nothing leaves the file that is there as it is."""
    file = tmp_path / "kept.html"
    file.write_text("kept")
    assert run("page", file, "xylophone", "--archive", invented).code == 1
    assert file.read_text() == "kept"


def test_a_file_is_replaced_only_whole(
    run: Running, invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where writing ends too early, the file that was there is as it was, and nothing else is left."""
    file = tmp_path / "pages" / "kept.html"
    file.parent.mkdir()
    file.write_text("kept")

    def broken(*_: object) -> dict[str, object]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mieuxcli.page, "search_data", broken)
    done = run("page", file, "--archive", invented)
    assert "cannot write" in done.err
    assert done.code != 0
    assert [(one.name, one.read_text()) for one in file.parent.iterdir()] == [("kept.html", "kept")]
    monkeypatch.undo()
    assert run("page", file, "--archive", invented).code == 0
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_too_many_records_are_refused(
    run: Running, invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a browser could not carry is refused, and compile offered."""
    monkeypatch.setattr("mieuxcli.cli.page._MOST", 1)
    done = run("page", tmp_path / "a.html", "--archive", invented)
    assert done.code == 2
    assert "more than a page can carry" in done.err
    assert "mieux compile" in done.err
    assert not tmp_path.joinpath("a.html").exists()


def test_the_script_writes_no_markup() -> None:
    """The scripts put text into the page as text alone, and ask nothing of anywhere."""
    for script in PAGE.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|XMLHttp|import\(", text
        ), script
