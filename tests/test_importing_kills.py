"""An archive is whole whenever an import is killed, and however many imports there are at once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mieuxcli.compiler import contents_of
from mieuxcli.importing import add, read
from saved import LISTING, empty_archive, listing_of, problems_of, records_of, saved


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An empty archive, as `mieux new` makes it."""
    return empty_archive(tmp_path / "mine")


IMPORT = """
import sys
from mieuxcli.importing import add, read
found = read([sys.argv[1]])
print("ready", flush=True)
add(found, sys.argv[2])
"""


def _whole(folder: Path, texts: tuple[bytes, bytes]) -> bool:
    """Say whether the archive is the new one; fails unless it is one of the two, and valid."""
    got = (folder / "articles.toml").read_bytes()
    assert got in texts
    assert contents_of([str(folder)]).problems == []
    return got == texts[1]


def _two_states(folder: Path, page: Path) -> tuple[bytes, bytes]:
    """Return the articles of an archive with some before and after an import of a page, and put it back."""
    add(read([saved(page.parent, LISTING, "before.txt")]), folder)
    old = (folder / "articles.toml").read_bytes()
    add(read([page]), folder)
    new = (folder / "articles.toml").read_bytes()
    saved(folder, old, "articles.toml")
    return old, new


def test_an_import_killed_at_any_moment_leaves_a_whole_archive(tmp_path: Path, mine: Path) -> None:
    """Imports killed at fifty random moments leave the old archive or the new one, and the next clears up."""
    page = saved(tmp_path, listing_of("Quokka", 120))
    texts = _two_states(mine, page)
    moments = random.Random(6)  # noqa: S311 - nothing secret
    span = 0.0
    for kill in (False, *[True] * 50):
        with subprocess.Popen([sys.executable, "-c", IMPORT, page, mine], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            begun = time.monotonic()
            if kill:
                try:
                    child.wait(moments.uniform(0, span))
                except subprocess.TimeoutExpired:
                    child.send_signal(signal.SIGKILL)
            child.wait()
            span = span or time.monotonic() - begun
        assert _whole(mine, texts) or kill
        saved(mine, texts[0], "articles.toml")
    add(read([page]), mine)
    assert _whole(mine, texts)
    assert sorted(path.name for path in mine.iterdir()) == [
        "archive.schema.json",
        "archive.toml",
        "articles.toml",
    ]


KILLED_BETWEEN_LINES = """
import os, random, signal, sys
from pathlib import Path
from mieuxcli.importing import add, read

page, folder = sys.argv[1], Path(sys.argv[2])
found, articles = read([page]), folder / "articles.toml"
old = articles.read_bytes()

def run(last):
    done = 0
    def trace(frame, event, argument):
        nonlocal done
        if not frame.f_code.co_filename.endswith(("additions.py", "streams.py")):
            return None
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
    add(found, folder)
    sys.settrace(None)
    return done

total = run(0)
new = articles.read_bytes()
late = range(max(total - 60, 1), total)
for last in [*random.Random(6).sample(range(1, total), 20), *random.Random(6).sample(late, 30)]:
    articles.write_bytes(old)
    child = os.fork()
    if not child:
        run(last)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    print({old: "old", new: "new"}[articles.read_bytes()])
"""


def test_an_import_killed_between_any_two_lines_leaves_a_whole_archive(tmp_path: Path, mine: Path) -> None:
    """Killed at the first, the last or any other line of its writing, an import leaves one whole archive."""
    page = saved(tmp_path, listing_of("Quokka", 30))
    texts = _two_states(mine, page)
    done = subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN_LINES, page, mine], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.split()) == 50
    assert set(done.stdout.split()) == {"old", "new"}
    _whole(mine, texts)
    add(read([page]), mine)
    assert sorted(path.name for path in mine.iterdir()) == [
        "archive.schema.json",
        "archive.toml",
        "articles.toml",
    ]


def test_imports_at_once_lose_nothing(tmp_path: Path, mine: Path) -> None:
    """Eight imports into one archive at the same time leave the records of all of them."""
    pages = [saved(tmp_path, listing_of(f"Wombat {name}", 40), f"{name}.txt") for name in "abcdefgh"]
    children = [
        subprocess.Popen([sys.executable, "-c", IMPORT, page, mine], stdout=subprocess.DEVNULL)
        for page in pages
    ]
    assert [child.wait() for child in children] == [0] * 8
    assert len(records_of(mine)) == 8 * 40
    assert problems_of(mine) == []
    dates = [record.date or "" for record in records_of(mine)]
    assert dates == sorted(dates, reverse=True)
