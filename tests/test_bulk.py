"""A file of JSON Lines compiles to the same bytes as it is read, whatever stands where in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from hostile import article
from invented import MARSUPIALS, write
from mieuxcli.bulk import compile_lines, outline_of
from mieuxcli.compiler import compiled, contents_of
from mieuxcli.documents import document_of
from mieuxcli.progress import progress


def _lines(folder: Path, number: int = 1500) -> list[str]:
    """Return lines of every type, the phases last, with entries of a vocabulary between them."""
    records = contents_of([str(write(folder / "marsupials", MARSUPIALS))]).records
    rows = [document_of(record) for record in reversed(records)]
    many = [
        article(1, id=f"many-{at}", date=f"20{at % 20:02}-05", countries=["Ghana"]) for at in range(number)
    ]
    entries = [{"type": "country", "name": "Quokkaland", "subregion": "South"}]
    return [json.dumps(row, ensure_ascii=False) + "\n" for row in (*many, *entries, *rows)]


def _both(folder: Path, lines: list[str]) -> tuple[int | None, bytes, bytes]:
    file = folder / "lines.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    outline = outline_of([str(file)])
    assert outline is not None
    with progress(0, "") as step:
        number = compile_lines(outline, folder / "passing.db", step)
    compiled(contents_of([str(file)]), folder / "whole.db")
    passing = (folder / "passing.db").read_bytes() if number is not None else b""
    return number, passing, (folder / "whole.db").read_bytes()


def test_lines_compile_to_the_same_bytes_as_the_whole(tmp_path: Path) -> None:
    """Reading on and on gives the file that reading all at once gives, phases and links included."""
    lines = _lines(tmp_path)
    number, passing, whole = _both(tmp_path, lines)
    assert number == len(lines) - 1
    assert passing == whole


def test_a_phase_that_hides_its_type_is_found_all_the_same(tmp_path: Path) -> None:
    """A phase spelt with an escape is no surprise for its Actions: the file is read as a whole."""
    lines = [line.replace('"type": "phase"', '"type": "\\u0070hase"') for line in _lines(tmp_path, 10)]
    number, passing, _ = _both(tmp_path, lines)
    assert (number, passing) == (None, b"")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('{"type": "article"}\n', "is missing"),
        ("no JSON\n", "is not JSON"),
        (json.dumps(article(1, id="many-3")) + "\n", "is the id of another record too"),
    ],
)
def test_a_mistake_in_a_long_file_is_told_with_its_line(
    tmp_path: Path, run: Callable[..., Run], more: str, told: str
) -> None:
    """What is wrong on a late line is told with that line, and no file is made."""
    lines = [*_lines(tmp_path), more]
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    got = run("compile", tmp_path / "new.db", "--archive", file)
    assert got.code == 3
    assert f"{file}:{len(lines)}: " in got.err
    assert told in got.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lines.jsonl", "marsupials"]


@pytest.mark.parametrize("sources", [[], ["bundled"], ["a.jsonl", "b.jsonl"], ["nowhere.jsonl"], ["data"]])
def test_other_archives_are_read_as_a_whole(sources: list[str]) -> None:
    """Only one file of JSON Lines that is there can be read on and on."""
    assert outline_of(sources) is None
