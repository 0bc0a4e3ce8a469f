"""Markdown, read back by a parser of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given

from conftest import Run
from hostile import TEXTS, TITLES, card_of, hostile, listed, quickly, rows_of, titled, written
from readers import MARKDOWN, flat, inline_text, inlines_of, table_of

PLAIN_INLINE = {"text", "code_inline", "link_open", "link_close"}


def test_a_markdown_table_shows_every_title_as_it_is(run: Callable[..., Run], tmp_path: Path) -> None:
    """A Markdown parser finds one table of titles as text, each linked to its source, and no other markup."""
    text = listed(run, tmp_path, "--format", "md", "--fields", "id,title,note")
    assert [row[1:] for row in table_of(text)] == [
        ["title", "note"],
        *([flat(title)] * 2 for title in TITLES),
    ]
    assert sum(token.type == "table_open" for token in MARKDOWN.parse(text)) == 1
    children = [child for token in inlines_of(text) for child in token.children or ()]
    assert {child.type for child in children} == PLAIN_INLINE
    assert {child.attrGet("href") for child in children if child.type == "link_open"} == {
        "https://example.org/a_%28b%29?x=1&y=%20%7C#z"
    }


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


def test_counts_are_a_markdown_table(run: Callable[..., Run], tmp_path: Path) -> None:
    """Counts of hostile labels are a table of label, count and share."""
    rows = table_of(
        run("stats", "--by", "organisation", "--archive", hostile(tmp_path), "--format", "md").out
    )
    assert rows[0] == ["organisation", "count", "share"]
    assert {row[0] for row in rows[1:]} == {*map(flat, TITLES), "B"}


def test_a_timeline_is_markdown_lists_under_headings(run: Callable[..., Run], tmp_path: Path) -> None:
    """A timeline is a heading a period and a list entry a record, with its date, title and id."""
    tokens = inlines_of(
        run("timeline", "--by", "month", "--archive", hostile(tmp_path), "--format", "md").out
    )
    days = [f"2020-01-{number:02}" for number in range(1, len(TITLES) + 1)]
    assert [inline_text(token) for token in tokens] == [
        "2020-01",
        *(f"{day} {flat(title)} ({day}-hostile)" for day, title in zip(days, TITLES, strict=True)),
    ]


def test_a_record_in_full_is_a_markdown_section(run: Callable[..., Run], tmp_path: Path) -> None:
    """`show` writes a heading a record with its title, and its organisations, id and note as they are."""
    ids = [f"2020-01-{number:02}" for number in range(1, len(TITLES) + 1)]
    text = run("show", *ids, "--archive", hostile(tmp_path), "--format", "md").out
    tokens = MARKDOWN.parse(text)
    headings = [
        tokens[at + 1]
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    assert [inline_text(token) for token in headings] == [*map(flat, TITLES)]
    shown = {inline_text(token) for token in inlines_of(text)}
    assert shown >= {f"organisations: {flat(title)}; B" for title in TITLES} | {
        f"id: {id_}-hostile" for id_ in ids
    }


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
