"""Measure many processes at once and an archive of a million records, beside sqlite-utils, and print the figures.

usage: .venv/bin/python benchmarks/load.py [RECORDS [PROCESSES]]

So many searches run at once over the bundled archive and over a compiled one, and all must answer alike. Then an
invented archive of small records is compiled, and inserted with full text by sqlite-utils; searches on it are
medians of five, and their ratios are to `mieux search crisis` on the bundled archive.
"""

from __future__ import annotations

import json
import os
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import COUNTRIES, KINDS, TOPICS, vocabulary
from growth import MIEUX, PROGRAMS, Taken, run

UTILS = PROGRAMS / "sqlite-utils"


def write_small(path: Path, number: int) -> None:
    """Write articles of some fifteen words each; `quokka` is in forty of them, and `common` in one of a hundred."""
    chance = random.Random(1)  # noqa: S311 - an invented corpus is no secret
    words = vocabulary(chance)
    with path.open("w", encoding="utf-8") as out:
        for at in range(number):
            drawn = [words[int(len(words) * chance.random() ** 3)] for _ in range(15)]
            drawn += ["quokka"] * (at % max(number // 40, 1) == 0) + ["common"] * (at % 100 == 0)
            date = f"{2009 + at % 16}-{1 + at % 12:02}-{1 + at % 28:02}"
            row = {
                "type": "article",
                "id": f"{date}-{at}",
                "title": " ".join(drawn[:5]),
                "date": date,
                "date_basis": "published",
                "url": f"https://example.org/{at}",
                "kind": KINDS[at % len(KINDS)],
                "language": "en",
                "summary": " ".join(drawn[5:]),
                "countries": [chance.choice(COUNTRIES)],
                "topics": [TOPICS[at % len(TOPICS)]],
            }
            out.write(json.dumps(row) + "\n")


def at_once(number: int, *arguments: str) -> tuple[int, float]:
    """Run a command so many times at once; return how many different answers there are, and the seconds."""
    begin = time.perf_counter()
    children = [
        subprocess.Popen([MIEUX, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(number)
    ]
    answers = {(*child.communicate(), child.returncode) for child in children}
    return len(answers), time.perf_counter() - begin


def median_of(command: str) -> float:
    """Return the median of five runs in milliseconds, after one that warms the file up."""
    run(command)
    return statistics.median(run(command).seconds for _ in range(5)) * 1000


def told(what: str, taken: Taken, number: int) -> None:
    """Print what a compilation took."""
    print(
        f"{what}: {taken.seconds:.0f} s, {taken.seconds / number * 1e6:.0f} microseconds a record, "
        f"peak {taken.peak / 1024:.0f} MiB",
        flush=True,
    )


def main() -> None:
    """Measure, and print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        folder = Path(name)
        lines, database, utils = folder / "small.jsonl", folder / "small.db", folder / "utils.db"
        write_small(lines, number)
        print(f"{number:,} records, {lines.stat().st_size / 2**20:.0f} MiB of JSON Lines", flush=True)
        taken = run(f"{MIEUX} compile {database} --quiet --archive {lines}")
        told("mieux compile", taken, number)
        if UTILS.exists():
            insert = f"{UTILS} insert {utils} records {lines} --nl --pk id"
            enable = (
                f"{UTILS} enable-fts {utils} records title summary countries topics --fts5 --tokenize porter"
            )
            told(
                "sqlite-utils insert and enable-fts",
                run(f"/bin/sh -c {shlex.quote(f'{insert} && {enable}')}"),
                number,
            )
        # A checkout has its bundled archive as TOML; what is installed has it compiled.
        bundled = folder / "bundled.db"
        run(f"{MIEUX} compile {bundled} --quiet")
        for where in (bundled, database):
            arguments = ("search", "quokka OR crisis", "--limit", "20", "--archive", str(where))
            count, seconds = at_once(processes, *arguments)
            print(
                f"{processes} searches at once, {where.stem}: {count} answer(s), {seconds:.1f} s", flush=True
            )
        reference = median_of(f"{MIEUX} search crisis --archive {bundled}")
        print(f"bundled: search crisis: {reference:.0f} ms, 1.00")
        for words in (
            "search quokka",
            "search common --limit 20",
            "list --year 2022 --country Ghana --limit 20",
            "list --limit 20",
            "stats --by year",
        ):
            took = median_of(f"{MIEUX} {words} --archive {database}")
            print(f"{number:,}: {words}: {took:.0f} ms, {took / reference:.2f}", flush=True)
        if UTILS.exists():
            took = median_of(f"{UTILS} search {utils} records quokka -c id -c title")
            print(f"{number:,}: sqlite-utils search quokka: {took:.0f} ms, {took / reference:.2f}")


if __name__ == "__main__":
    main()
