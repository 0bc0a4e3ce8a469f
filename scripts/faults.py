"""Kill commands that write at random moments and let files fill up at a random byte, and look at what is left.

usage: .venv/bin/python scripts/faults.py [--kills N] [--full N] [--seed N]

What was there before must be there still, or the whole of the new, and nothing else after the next run. The
script prints a line a command, and ends with 1 if anything was amiss.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

MIEUX = str(Path(sys.executable).with_name("mieux"))
Tree = dict[str, bytes]


class Work(NamedTuple):
    """A command that writes into a folder, which `prepare` makes as it was before; `args` are for that folder."""

    name: str
    prepare: Callable[[Path], None]
    args: Callable[[Path], list[str]]
    again: int = 0


def article(number: int) -> dict[str, object]:
    """Return an invented record."""
    return {
        "type": "article",
        "id": f"2020-{number}-wombats",
        "title": f"Wombats {number}",
        "date": "2020-01-02",
        "date_basis": "published",
        "kind": "news",
        "language": "en",
        "summary": "A wombat met a quokka. " * 3,
        "url": f"https://example.org/{number}",
    }


def lines(numbers: range) -> str:
    """Return invented records as JSON Lines."""
    return "".join(json.dumps(article(number)) + "\n" for number in numbers)


def run(args: list[str], *, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, with files of at most so many bytes."""

    def limited() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.run([MIEUX, *args], capture_output=True, text=True, check=False, preexec_fn=limited)


def killed(args: list[str], seconds: float) -> None:
    """Start the program and kill it after so many seconds, if it has not ended by then."""
    with subprocess.Popen([MIEUX, *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()


def tree(folder: Path) -> Tree:
    """Return the bytes of all files below a folder, by their paths; bag-info.txt of a bag has the time in it."""
    return {
        str(path.relative_to(folder)): b""
        if "bag" in path.name and path.suffix == ".txt"
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def seen(found: Tree) -> Tree:
    """Return a tree without what the next run clears away."""
    return {name: data for name, data in found.items() if ".mieux-" not in name}


def works(source: Path) -> list[Work]:
    """Return the commands to try, over sources in a folder of their own."""
    few, many = source / "few.jsonl", source / "many.jsonl"
    few.write_text(lines(range(30)), encoding="utf-8")
    many.write_text(lines(range(800)), encoding="utf-8")
    own = source / "own"
    run(["new", str(own)])
    run(["import", str(few), "--into", str(own), "--quiet"])

    def old_database(folder: Path) -> None:
        run(["compile", str(folder / "a.db"), "--archive", str(few), "--quiet"])

    def old_page(folder: Path) -> None:
        run(["page", str(folder / "a.html"), "--archive", str(few), "--quiet"])

    def copied(folder: Path) -> None:
        shutil.copytree(own, folder, dirs_exist_ok=True)

    return [
        Work("compile", old_database, lambda to: ["compile", str(to / "a.db"), "--archive", str(many)]),
        Work("page", old_page, lambda to: ["page", str(to / "a.html"), "--archive", str(many)]),
        Work("pack", lambda _: None, lambda to: ["pack", str(to / "bag"), "--archive", str(few)], again=2),
        Work(
            "import",
            copied,
            lambda to: ["import", str(many), "--into", str(to)],
        ),
    ]


def tried(work: Work, chance: random.Random, kills: int, full: int) -> list[str]:
    """Return what was amiss when a command was killed, and when its files could not grow, so many times."""
    with tempfile.TemporaryDirectory() as folder:
        old, new, seconds, largest = _measured(work, Path(folder))
    wrong = []
    for _ in range(kills):
        at = chance.uniform(0, seconds * 1.1)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            work.prepare(place)
            killed(work.args(place), at)
            left = seen(tree(place))
            if left not in (old, new):
                wrong.append(f"{work.name} killed after {at:.3f} s: neither the old nor the new")
            code = run(work.args(place)).returncode
            if code not in (0, work.again if left == new else 0) or tree(place) != new:
                wrong.append(
                    f"{work.name} after a kill at {at:.3f} s: exit code {code}, or something is left"
                )
    for _ in range(full):
        most = chance.randrange(largest)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            work.prepare(place)
            got = run(work.args(place), most_bytes=most)
            told = got.stderr.strip().splitlines()[-2:]
            if got.returncode != 4 or not any("cannot write" in line for line in told):
                wrong.append(
                    f"{work.name} with {most} bytes: exit code {got.returncode}, {got.stderr[-200:]!r}"
                )
            if tree(place) != old:
                wrong.append(f"{work.name} with {most} bytes: the old is not as it was, or something is left")
    return wrong


def _measured(work: Work, folder: Path) -> tuple[Tree, Tree, float, int]:
    """Return what is there before and after a command, how long it takes, and the largest of its files."""
    work.prepare(folder)
    old = tree(folder)
    begin = time.perf_counter()
    run(work.args(folder))
    taken = time.perf_counter() - begin
    new = tree(folder)
    return old, new, taken, max(len(data) for data in new.values())


def main() -> int:
    """Try all commands in turns with a seed that is printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=80)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    chance = random.Random(options.seed)  # noqa: S311 - faults are no secret
    amiss: list[str] = []
    with tempfile.TemporaryDirectory() as source:
        every = works(Path(source))
        for work in every:
            wrong = tried(work, chance, options.kills // len(every), options.full // len(every))
            amiss += wrong
            print(f"{work.name}: {options.kills // len(every)} kills, {options.full // len(every)} full disks,"
                  f" {len(wrong)} amiss", flush=True)  # fmt: skip
    print("\n".join(amiss))
    return int(bool(amiss))


if __name__ == "__main__":
    raise SystemExit(main())
