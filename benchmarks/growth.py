"""Measure mieux and its peers on the bundled archive and on invented ones, and print a table.

usage: .venv/bin/python benchmarks/growth.py [ROUNDS]

The invented archives have 10,000 and 100,000 records. Contestants that are not installed (sqlite-utils beside
this interpreter; rg, jq and notmuch on the path) are left out. All run in turns, in one session, with their
output into a pipe; times are medians, and ratios are to `mieux search crisis` on the bundled archive. The
peak memory is that of the process as the kernel reports it.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
MIEUX = str(PROGRAMS / "mieux")
EMPTY = """
import typer
app = typer.Typer()
@app.command()
def one(name: str = "x") -> None: typer.echo(name)
@app.command()
def two(number: int = 1) -> None: typer.echo(str(number))
app()
"""


class Taken(NamedTuple):
    """What one run took: seconds, and KiB of memory at the peak."""

    seconds: float
    peak: int


def run(command: str, env: dict[str, str] | None = None) -> Taken:
    """Run a command, and discard its output through a pipe."""
    begin = time.perf_counter()
    reader, writer = os.pipe()
    pid = os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", f"exec {command}" if "|" not in command else command],
        {**os.environ, **(env or {})},
        file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_CLOSE, reader)],
    )
    os.close(writer)
    while os.read(reader, 1 << 16):
        pass
    os.close(reader)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{command} failed")
    return Taken(time.perf_counter() - begin, usage.ru_maxrss)


def mailbox(folder: Path, corpus: Path) -> dict[str, str]:
    """Make a mailbox of the same texts, index it with notmuch, and return the environment it needs."""
    mail = folder / "mail" / "cur"
    mail.mkdir(parents=True)
    for at, line in enumerate(corpus.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        head = (
            f"From: a@example.org\nSubject: {record['title']}\n"
            f"Date: {record['date']}\nMessage-ID: <{at}@example.org>"
        )
        text = f"{head}\n\n{record['summary']}\n"
        (mail / f"{at}:2,S").write_text(text, encoding="utf-8")
    config = folder / "notmuch-config"
    config.write_text(
        f"[database]\npath={folder / 'mail'}\n"
        "[user]\nname=a\nprimary_email=a@example.org\n[search]\nexclude_tags=\n",
        encoding="utf-8",
    )
    env = {"NOTMUCH_CONFIG": str(config)}
    subprocess.run(["notmuch", "new", "--quiet"], env={**os.environ, **env}, check=True, capture_output=True)
    return env


def contestants(folder: Path) -> list[tuple[str, str, dict[str, str]]]:
    """Make the corpora, and return what to measure as names, commands and their environments."""
    (folder / "empty.py").write_text(EMPTY, encoding="utf-8")
    found: list[tuple[str, str, dict[str, str]]] = [
        ("bare interpreter", f"{sys.executable} -c pass", {}),
        ("empty typer program", f"{sys.executable} {folder}/empty.py one", {}),
        ("bundled: search crisis", f"{MIEUX} search crisis", {}),
        ("bundled: list --year 2022 --country Moldova", f"{MIEUX} list --year 2022 --country Moldova", {}),
        ("bundled: stats", f"{MIEUX} stats", {}),
        ("bundled: timeline", f"{MIEUX} timeline", {}),
    ]
    bundled = folder / "bundled.jsonl"
    bundled.write_bytes(
        subprocess.run(
            [MIEUX, "search", "year:2000-2030 OR NOT year:2000-2030", "--format", "jsonl"],
            check=True,
            capture_output=True,
        ).stdout
    )
    found += peers(folder, bundled, "bundled", "crisis")
    for size in (10_000, 100_000):
        corpus = folder / f"{size}.jsonl"
        with corpus.open("wb") as out:
            subprocess.run([sys.executable, HERE / "corpus.py", str(size)], stdout=out, check=True)
        compiled = folder / f"{size}-mieux.db"
        measured = [run(f"{MIEUX} compile {compiled} --quiet --archive {corpus}") for _ in range(2)]
        print(
            f"compile {size:,}: {min(taken.seconds for taken in measured):.1f} s, "
            f"peak {measured[0].peak / 1024:.0f} MiB"
        )
        for words in (
            "search quokka",
            "search common --limit 20",
            "search common",
            "list --year 2022 --country Ghana",
            "list --year 2022 --limit 20",
            "stats --by year",
            "timeline --year 2022",
        ):
            found.append((f"{size:,}: {words}", f"{MIEUX} {words} --archive {compiled}", {}))
        found += peers(folder, corpus, f"{size:,}", "quokka")
    return found


def peers(folder: Path, corpus: Path, size: str, word: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return the peers that are installed, over the same texts."""
    found: list[tuple[str, str, dict[str, str]]] = []
    utils = PROGRAMS / "sqlite-utils"
    if utils.exists():
        database = folder / f"{corpus.stem}-utils.db"
        columns = "title summary note countries topics people"
        begin = time.perf_counter()
        insert = [
            str(utils),
            "insert",
            str(database),
            "records",
            str(corpus),
            "--nl",
            "--alter",
            "--pk",
            "id",
        ]
        subprocess.run(insert, check=True, capture_output=True)
        enable = [
            str(utils),
            "enable-fts",
            str(database),
            "records",
            *columns.split(),
            "--fts5",
            "--tokenize",
            "porter",
        ]
        subprocess.run(enable, check=False, capture_output=True)
        print(f"sqlite-utils insert and enable-fts {size}: {time.perf_counter() - begin:.1f} s")
        found.append(
            (
                f"{size}: sqlite-utils search {word}",
                f"{utils} search {database} records {word} -c id -c title",
                {},
            )
        )
    if shutil.which("rg") and shutil.which("jq"):
        found.append((f"{size}: rg | jq {word}", f"rg -i {word} {corpus} | jq -r .id", {}))
    if shutil.which("notmuch") and size == "10,000":
        found.append(
            (
                f"{size}: notmuch search {word}",
                f"notmuch search --output=messages {word}",
                mailbox(folder, corpus),
            )
        )
    return found


def main() -> None:
    """Measure all contestants in turns, and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        measured = contestants(Path(name))
        taken: dict[str, list[Taken]] = {}
        for _ in range(rounds + 1):
            for label, command, env in measured:
                taken.setdefault(label, []).append(run(command, env))
    reference = statistics.median(result.seconds for result in taken["bundled: search crisis"][1:])
    print("| what | ms | ratio | peak MiB |\n|---|---|---|---|")
    for label, runs in taken.items():
        middle = statistics.median(result.seconds for result in runs[1:])
        print(
            f"| {label} | {middle * 1000:.0f} | {middle / reference:.2f} "
            f"| {max(result.peak for result in runs) / 1024:.0f} |"
        )


if __name__ == "__main__":
    main()
