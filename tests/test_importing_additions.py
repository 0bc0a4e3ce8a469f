"""New records come where they belong in an archive's files; those it has are known; nothing else moves."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest
import tomli

from mieuxcli.authoring import toml_of
from mieuxcli.errors import ArchiveError
from mieuxcli.importing import add, read
from saved import DETAIL, LISTING, empty_archive, problems_of, records_of, saved


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


@pytest.mark.parametrize(
    ("there", "here", "same"),
    [
        ({"url": "https://www.example.org/a/"}, {"title": "Other", "url": "http://example.org/a"}, True),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/a"]},
            {"title": "Other", "url": "https://example.org/a"},
            True,
        ),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/o"]},
            {"title": "Other", "other_urls": ["https://example.org/o"]},
            True,
        ),
        (
            {"url": "https://example.org/b", "other_urls": ["https://example.org/o"]},
            {"title": "Other", "url": "https://example.org/c", "other_urls": ["https://example.org/o"]},
            False,
        ),
        ({"title": "Wömbats: vote!"}, {"title": "wombats vote"}, True),
        ({"title": "Wombats vote"}, {"title": "Wombats vote", "date": "2021-03-04"}, False),
        ({"title": "Wombats vote", "date": None}, {"title": "Wombats vote", "date": None}, True),
        (
            {"title": "Report", "date": None, "url": "https://example.org/1"},
            {"title": "Report", "date": None, "url": "https://example.org/2"},
            False,
        ),
        (
            {"title": "[One two]", "summary": "One two three four five six seven eight nine."},
            {"title": "[One]", "summary": "One"},
            False,
        ),
        (
            {"title": "A title since", "summary": "One two three four five six seven eight nine."},
            {"title": "[One two]", "summary": "One two three four five six seven eight nine ten."},
            True,
        ),
    ],
)
def test_a_record_that_is_there_is_known(
    tmp_path: Path, mine: Path, there: dict[str, object], here: dict[str, object], *, same: bool
) -> None:
    """The same address, the same date and title, or the same date and beginning make the same record."""
    base = {"type": "article", "title": "First", "date": "2021-03-03"}
    add(read([saved(tmp_path, json.dumps(base | there), "one.json")]), mine)
    added = add(read([saved(tmp_path, json.dumps(base | here), "other.json")]), mine)
    assert [len(added.new), len(added.known)] == [not same, same]
    assert len({record.id for record in records_of(mine)}) == 2 - same


def test_records_that_were_edited_after_an_import_are_known(tmp_path: Path, mine: Path) -> None:
    """Whoever gives imported teasers their titles and own words does not get them again."""
    page = saved(tmp_path, LISTING)
    add(read([page]), mine)
    text = (mine / "articles.toml").read_text(encoding="utf-8")
    edited = re.sub(r"^title = .*quokkas.*$", 'title = "Shade"', text, flags=re.MULTILINE).replace(
        "A first teaser about", "Own words on"
    )
    (mine / "articles.toml").write_text(edited, encoding="utf-8")
    assert [len(part) for part in add(read([page]), mine)[:3]] == [0, 3, 0]


def test_other_teasers_of_the_same_day_that_begin_alike_are_new(tmp_path: Path, mine: Path) -> None:
    """Teasers that part after the words of their ids are different records with ids of their own."""
    one, other = (
        "In this interview about the long way of the wombats, we meet " + name for name in ("Ana.", "Bo.")
    )
    page = saved(tmp_path, f"All articles about Talks\n\n3 March 2021\n\n{one}\n\n3 March 2021\n\n{other}\n")
    added = add(read([page]), mine)
    assert [record.id for record in added.new] == [
        "2021-03-03-in-this-interview-about-the",
        "2021-03-03-in-this-interview-about-the-2",
    ]
    assert [len(part) for part in add(read([page, page]), mine)[:3]] == [0, 4, 0]


def test_the_same_page_twice_in_one_import_is_added_once(tmp_path: Path, mine: Path) -> None:
    """A page under two names is one page."""
    pages = [saved(tmp_path, DETAIL), saved(tmp_path, DETAIL, "again.txt")]
    assert [len(part) for part in add(read(pages), mine)[:3]] == [1, 1, 0]


def test_two_actions_that_share_a_page_are_both_added(tmp_path: Path, mine: Path) -> None:
    """Actions of other partners and titles are two, even where one page is the source of both."""
    common = {"type": "action", "url": "https://example.org/a", "summary": "One.", "region": "Africa"}
    rows = [
        {**common, "id": "action-ghana", "title": "Ghana I", "partner": "Ghana", "countries": ["Ghana"]},
        {**common, "id": "action-togo", "title": "Togo I", "partner": "Togo", "countries": ["Togo"]},
    ]
    page = saved(tmp_path, "\n".join(map(json.dumps, rows)), "actions.jsonl")
    assert [record.id for record in add(read([page]), mine).new] == ["action-ghana", "action-togo"]
    assert [record.id for record in add(read([page]), mine).known] == ["action-ghana", "action-togo"]
    renamed = saved(tmp_path, json.dumps({**rows[0], "id": "action-x", "title": "Ghana"}), "renamed.jsonl")
    assert [record.id for record in add(read([renamed]), mine).known] == ["action-ghana"]


def test_text_is_put_in_and_nothing_else_moves(tmp_path: Path, mine: Path) -> None:
    """New records stand where their dates belong; all that was there is there in the same order."""
    old = textwrap.dedent(
        """\
        # The head of the file.

        # On the newest one.
        [[article]] # here
        id = '2021-01-01-first'   # with odd   spaces
        title = "First"
        date = "2021-01-01"
        date_basis = "published"
        kind = "news"
        summary = '''
        [[article]]'''
        note = "x"

        [[article]]
        id = "undated-last"
        title = "Last"
        kind = "news"
        summary = "Last."
        note = "x"
        # the end, without a line end"""
    ).replace("'''\n[[article]]'''", '"First."')
    saved(mine, old, "articles.toml")
    add(read([saved(tmp_path, LISTING)]), mine)
    new = (mine / "articles.toml").read_text(encoding="utf-8")
    assert [row["date"][:10] if "date" in row else None for row in tomli.loads(new)["article"]] == [
        "2021-03-03",
        "2021-01-01",
        "2020-07-14",
        "2020-07-14",
        None,
    ]
    blocks = [toml_of(record) for record in records_of(mine) if "imported" in (record.note or "")]
    assert new.startswith("# The head of the file.\n\n[[article]]\n")
    for block in blocks:
        assert block in new
        new = new.replace(block + "\n", "", 1)
    assert new == old


@pytest.mark.parametrize(
    ("old", "places"),
    [
        ("", [0, 1, 2]),
        ("[[article]]\n{old}", [0, 2, 3]),
        ("[[article]]\n{older}\n[[article]]\n{old}", [2, 3, 4]),
        ("  [[article]]\n{old}", [1, 2, 3]),
        ('[[ "article" ]]\n{old}', [1, 2, 3]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_records_are_placed_by_date_or_at_the_end(
    tmp_path: Path, mine: Path, old: str, places: list[int], line_end: str
) -> None:
    """Where a file is not newest first, or not record by record, new ones come last; its line ends stay."""
    rows = {
        name: f'id = "{date}-x"\ntitle = "{name}"\ndate = "{date}"\ndate_basis = "published"\n'
        'kind = "news"\nsummary = "x"\nnote = "x"\n'
        for name, date in (("old", "2021-01-01"), ("older", "2020-01-01"))
    }
    saved(mine, old.format(**rows).replace("\n", line_end), "articles.toml")
    add(read([saved(tmp_path, LISTING)]), mine)
    got = (mine / "articles.toml").read_bytes().decode()
    assert [
        at for at, row in enumerate(tomli.loads(got)["article"]) if row["title"].startswith("[")
    ] == places
    assert got.count("\n") == got.count(line_end) or not old
    assert problems_of(mine) == []


def test_a_file_that_cannot_take_a_table_is_left_alone(tmp_path: Path, mine: Path) -> None:
    """An array written in one piece cannot be added to; the records go into a file of their own."""
    dated = 'date = "2020", date_basis = "published"'
    old = f'article = [{{ id = "2020-x", title = "x", {dated}, kind = "news", summary = "x", note = "x" }}]\n'
    saved(mine, old, "articles.toml")
    add(read([saved(tmp_path, LISTING)]), mine)
    assert (mine / "articles.toml").read_text(encoding="utf-8") == old
    assert len(tomli.loads((mine / "imported-articles.toml").read_text(encoding="utf-8"))["article"]) == 3
    assert len(records_of(mine)) == 4
    assert [len(part) for part in add(read([tmp_path / "page.txt"]), mine)[:3]] == [0, 3, 0]


def test_records_go_where_their_kind_is(tmp_path: Path, invented: Path, mine: Path) -> None:
    """An archive in one file stays one; without any file for articles one is made, with a head."""
    assert len(add(read([saved(tmp_path, LISTING)]), invented).new) == 3
    assert [path.name for path in invented.iterdir()] == ["archive.toml"]
    (mine / "articles.toml").unlink()
    add(read([tmp_path / "page.txt"]), mine)
    assert (mine / "articles.toml").read_text(encoding="utf-8").startswith("# ")
    assert problems_of(mine) == []


def test_modes_and_links_of_files_are_kept(tmp_path: Path, mine: Path) -> None:
    """A file that others may write stays so, and a link leads where it led."""
    real = tmp_path / "real.toml"
    (mine / "articles.toml").rename(real)
    real.chmod(0o664)
    (mine / "articles.toml").symlink_to(real)
    add(read([saved(tmp_path, LISTING)]), mine)
    assert (mine / "articles.toml").is_symlink()
    assert (real.stat().st_mode & 0o777, len(records_of(mine))) == (0o664, 3)


def test_what_check_will_say_of_new_records_is_told(tmp_path: Path, mine: Path) -> None:
    """A row that an archive can hold but its check complains of is added, and the complaint told."""
    added = add(
        read([saved(tmp_path, "title,url,topics\nA,https://example.org/a,wombat rights\n", "t.csv")]), mine
    )
    assert len(added.new) == 1
    assert [remark.split(" of ")[0] for remark in added.remarks] == [
        "undated-a: topics: 'wombat rights' is no topic"
    ]


@pytest.mark.parametrize("state", ["missing", "file", "empty", "broken", "twice"])
def test_a_target_that_is_no_valid_archive_is_refused(tmp_path: Path, mine: Path, state: str) -> None:
    """Nothing is written into what is no archive, or one that needs mending first."""
    target = {
        "missing": tmp_path / "missing",
        "file": mine / "archive.toml",
        "empty": tmp_path / "empty",
    }.get(state, mine)
    (tmp_path / "empty").mkdir()
    if state in ("broken", "twice"):
        row = '[[article]]\nid = "2020-x"\ntitle = "x"\nkind = "news"\nsummary = "x"\n'
        saved(mine, "[[article\n" if state == "broken" else row * 2, "articles.toml")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = read([saved(tmp_path.parent, LISTING, f"{tmp_path.name}.txt")])
    for dry_run in (True, False):
        with pytest.raises(ArchiveError):
            add(found, target, dry_run=dry_run)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
