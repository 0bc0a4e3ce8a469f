"""Habits of the code: few exceptions from types and style, each with a reason, and short files."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_EXCEPTIONS = 30
LONGEST_MODULE = 320
LONGEST_TEST = 500
_IN_COMMENTS = re.compile(r"type: ?ignore(?:\[[^\]]*\])?|noqa(?:: ?[A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*)?")


class Exemption(NamedTuple):
    """An exception from types or style: its line, what it is, and the reason given behind it on that line."""

    line: int
    what: str
    reason: str


def exemptions(text: str) -> Iterator[Exemption]:
    """Yield each `Any`, `cast(`, `type: ignore` and `noqa` of a program; words in texts are none."""
    tokens = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    comments = {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
    reasons = {line: _IN_COMMENTS.sub("", comment).strip(" #:-") for line, comment in comments.items()}
    for token, after in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        line = token.start[0]
        if token.type == tokenize.NAME and (
            token.string == "Any" or (token.string == "cast" and after.string == "(")
        ):
            yield Exemption(line, token.string, reasons.get(line, ""))
        if token.type == tokenize.COMMENT:
            for found in _IN_COMMENTS.findall(token.string):
                yield Exemption(line, found, reasons[line])


def _named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _length(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x: Any = 1", [("Any", "")]),
        ("x: Any = 1  # whatever it is", [("Any", "whatever it is")]),
        ("from typing import Any, cast", [("Any", "")]),
        ("y = typing.cast(int, x)", [("cast", "")]),
        ("import a  # noqa: PLC0415", [("noqa: PLC0415", "")]),
        ("import a  # noqa: PLC0415, S603 - it is slow", [("noqa: PLC0415, S603", "it is slow")]),
        ("a = b  # type: ignore[misc]  # as tested", [("type: ignore[misc]", "as tested")]),
        (
            "a = cast(b)  # type: ignore  # noqa: S1 - why",
            [("cast", "why"), ("type: ignore", "why"), ("noqa: S1", "why")],
        ),
        ('"""Any noqa of a text, cast(it)."""', []),
        ("Anything = broadcast(cast)", []),
    ],
)
def test_exemptions_are_found_with_their_reasons(line: str, found: list[tuple[str, str]]) -> None:
    """Each kind of exception is found in code and comments, and the reason behind it; texts have none."""
    assert [one[1:] for one in exemptions(line + "\n")] == found


def test_exceptions_are_few() -> None:
    """`Any`, `cast(`, `type: ignore` and `noqa` stand in the sources thirty times at most, all together."""
    found = {_named(file): [*exemptions(file.read_text(encoding="utf-8"))] for file in SOURCES}
    assert SOURCES
    assert sum(map(len, found.values())) <= MOST_EXCEPTIONS, {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("file", SOURCES, ids=_named)
def test_every_exception_has_its_reason(file: Path) -> None:
    """Each exception in the sources has a reason of a word or more behind it on its line."""
    found = exemptions(file.read_text(encoding="utf-8"))
    assert [one for one in found if not re.search(r"\w\w", one.reason)] == []


@pytest.mark.parametrize("file", SOURCES, ids=_named)
def test_no_module_is_too_long(file: Path) -> None:
    """A module of the sources has at most 320 lines."""
    assert _length(file) <= LONGEST_MODULE


@pytest.mark.parametrize("file", TESTS, ids=_named)
def test_no_test_file_is_too_long(file: Path) -> None:
    """A file of tests has at most 500 lines."""
    assert _length(file) <= LONGEST_TEST
