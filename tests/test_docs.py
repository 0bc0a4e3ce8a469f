"""What the README and the manual promise: examples are run, pictures made again, and numbers counted."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator

from conftest import ROOT, Run
from mieuxcli.archive import Archive
from mieuxcli.schemas import schema

# What the pages say beside what can be counted: the Actions of the initiative in all, and the tasks shown.
ACTIONS_IN_ALL, TASKS = 138, 10
TYPES = {
    "articles": "article",
    "Actions": "action",
    "key facts": "fact",
    "milestones": "milestone",
    "phases": "phase",
    "terms": "term",
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "src/mieuxcli/manual").glob("*.md")),
]


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks of a page, with what the page says that it prints."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


EXAMPLES = [pair for page in PAGES for pair in examples(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_every_example_prints_what_the_page_says(
    shell: Callable[..., Run], command: str, printed: str, tmp_path: Path
) -> None:
    """A command line of the README, run in bash as printed, gives the output that stands below it."""
    if "jq" in command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert shell(command, tmp_path).out.replace("\r\n", "\n") == printed


def test_the_readme_has_ten_tasks() -> None:
    """A newcomer finds ten things to do, each with its command."""
    assert len([*examples(README.split("## Ten tasks")[1].split("## Install")[0])]) == TASKS


def test_the_first_screen_has_the_two_commands() -> None:
    """The README begins with the line that installs and searches, and the line that tests, for the gate."""
    first = re.search(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert first
    install, check = first[1].splitlines()
    assert install.endswith("mieux search crisis")
    assert "pytest" in check
    assert README.index(first[0]) < 40


def test_the_python_example_runs() -> None:
    """The Python of the README runs as it stands."""
    code = re.search(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], check=True, capture_output=True, text=True)
    assert re.fullmatch(r"\d+ \d+ \S+\n", done.stdout)


def test_the_numbers_of_the_readme_are_those_of_the_archive(archive: Archive) -> None:
    """What the README says of the archive's size and gaps is counted anew."""
    size = README.split("The archive holds ")[1].split(", edited")[0]
    said = {name: int(number) for number, name in re.findall(r"(\d+) ([A-Za-z ]+?)(?:,| and|$)", size)}
    assert said == {name: archive.count(f"type:{type_}") for name, type_ in TYPES.items()}
    undated = archive.count("type:article") - archive.count("type:article year:2000-2030")
    missing = ACTIONS_IN_ALL - archive.count("type:action")
    coverage = " ".join(README.split("## Coverage and sources")[1].split())
    assert f"{undated} articles have no date" in coverage
    assert f"{archive.count('type:article basis:inferred')} articles have an inferred date" in coverage
    assert f"at least {missing} of the {ACTIONS_IN_ALL} Actions" in coverage


def test_the_pictures_are_those_of_the_real_commands(tmp_path: Path) -> None:
    """Made again by their script, the pictures are the same bytes, and the README shows each."""
    subprocess.run([sys.executable, ROOT / "scripts" / "pictures.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in (ROOT / "docs" / "pictures").iterdir()}
    assert set(made) == set(
        re.findall(r"docs/pictures/(\w+\.svg)", (ROOT / "README.md").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link to a file of the repository names one that is there."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists()


def test_the_schema_beside_the_data_is_the_programs() -> None:
    """data/archive.schema.json is the program's schema, and every data file names it and fits it."""
    written = json.loads((ROOT / "data" / "archive.schema.json").read_text(encoding="utf-8"))
    assert written == schema("archive")
    for file in (ROOT / "data").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("#:schema ./archive.schema.json\n")
        assert [error.message for error in Draft202012Validator(written).iter_errors(tomli.loads(text))] == []


def test_the_version_is_one(run: Callable[..., Run]) -> None:
    """The program, CITATION.cff and the changelog name the same version."""
    version = run("--version").out.split()[1]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_gate_can_be_run() -> None:
    """The gate is there and may be executed."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
