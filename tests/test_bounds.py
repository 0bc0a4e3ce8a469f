"""What is too large or has no end is told in one line of our own words."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from mieuxcli.sources import all_of_input

DIGITS = "9" * 5000
TOO_LONG = {
    "a.jsonl": f'{{"type": "fact", "id": "fact-a", "value": {DIGITS}}}\n',
    "a.json": f'[{{"type": "fact", "id": "fact-a", "value": {DIGITS}}}]\n',
    "a.toml": f'[[fact]]\nid = "fact-a"\nvalue = {DIGITS}\n',
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_number_of_thousands_of_digits_is_told(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """What no reader keeps is an error of the file with exit code 3, without a word on the inside of Python."""
    file = tmp_path / name
    file.write_text(TOO_LONG[name], encoding="utf-8")
    for got in (run("check", file), run("list", "--archive", file), run("search", "a", "--archive", file)):
        told = (got.out + got.err).splitlines()[0]
        assert got.code == 3
        assert told.endswith("a number has more than 4,300 digits")


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_an_import_of_such_a_number_is_told(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """Nothing of the file is imported, and the exit code is not 0."""
    file = tmp_path / name
    file.write_text(TOO_LONG[name], encoding="utf-8")
    assert run("new", tmp_path / "own").code == 0
    got = run("import", file, "--into", tmp_path / "own")
    assert got.code != 0
    assert "a number has more than 4,300 digits" in got.err


def test_standard_input_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many bytes as are allowed come back whole; one more is an error that names the bound."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 1000)))
    assert all_of_input(1000) == b"x" * 1000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 1001)))
    with pytest.raises(OSError, match="more than 1,000 bytes"):
        all_of_input(1000)
