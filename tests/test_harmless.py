"""What an archive from a stranger holds does nothing: not to a terminal, and not through a link."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from mieuxcli.formats import FORMATS
from mieuxcli.harmless import for_terminal, is_link
from terminals import in_terminal

# The clipboard, the title of the window, a colour, and the right-to-left override.
EVIL = "x \x1b]52;c;AAAA\x07 \x1b]0;t\x07 \x1b[31m \u202e y"
NOT_LINKS = ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "//example.org/x")


@pytest.fixture
def evil(tmp_path: Path) -> str:
    """An archive with escape sequences in every text, and an address that is a script."""
    record = {
        "id": "a1",
        "type": "article",
        "kind": "news",
        "date": "2022-01-01",
        "language": "en",
        "date_basis": "published",
        "url": NOT_LINKS[0],
        **dict.fromkeys(("title", "summary", "note", "series"), EVIL),
        "people": [{"name": EVIL}],
        "organisations": [EVIL],
        "topics": [EVIL],
    }
    path = tmp_path / "evil.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return str(path)


COMMANDS = (
    *(("list", "--format", form) for form in FORMATS),
    *(("show", "a1", "--format", form) for form in FORMATS),
    ("cite", "a1"),
    ("open", "a1", "--print"),
    ("search", "y"),
    ("stats", "--by", "topic"),
    ("timeline",),
    ("person", "x"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_escape_sequence_of_an_archive_reaches_a_terminal(evil: str, command: tuple[str, ...]) -> None:
    """Whatever the command and format, a terminal gets neither its clipboard nor its title set."""
    seen = in_terminal(80, *command, "--archive", evil)
    assert [sign for sign in ("\x1b]52", "\x1b]0;", "\u202e", "]8;;javascript:") if sign in seen] == []


def test_a_pipe_gets_the_text_as_it_is(run: Callable[..., Run], evil: str) -> None:
    """What another program reads is not changed."""
    assert run("list", "--archive", evil, "--format", "json").json[0]["title"] == EVIL


def test_what_is_no_address_of_a_page_is_no_link(run: Callable[..., Run], evil: str) -> None:
    """Markdown and HTML show a `javascript:` address as text, and `open` does not open it."""
    assert "](javascript" not in run("list", "--archive", evil, "--format", "md").out
    assert 'href="javascript' not in run("list", "--archive", evil, "--format", "html").out
    assert "none that a browser should open" in in_terminal(80, "open", "a1", "--archive", evil, told=True)


@pytest.mark.parametrize("address", NOT_LINKS)
def test_only_pages_and_mail_are_links(address: str) -> None:
    """http, https and mailto can be followed, nothing else."""
    assert not is_link(address)
    assert is_link("https://example.org/" + address)
    assert is_link("mailto:a@example.org")


@given(st.text())
def test_what_goes_to_a_terminal_keeps_its_lines_and_tabs(text: str) -> None:
    """No control character is left but line ends and tabs, and what is harmless stays as it is."""
    shown = for_terminal(text)
    assert "\x1b" not in shown
    assert shown.count("\n") == text.count("\n")
    assert shown.count("\t") == text.count("\t")
    assert for_terminal(shown) == shown
