"""Measure how long commands take to paint on a terminal, relative to an empty two-command typer program.

usage: .venv/bin/python benchmarks/first_paint.py [ROUNDS]
"""

from __future__ import annotations

import os
import pty
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from growth import EMPTY

MIEUX = str(Path(sys.executable).with_name("mieux"))
COMMANDS = (
    ["list", "--year", "2022"],
    ["search", "crisis"],
    ["show", "2022-03-30"],
    ["facts", "experts"],
    ["actions", "--country", "ghana"],
    ["define", "GCM"],
    ["timeline"],
    ["stats"],
    ["cite", "2022-02-01"],
    ["fields"],
    ["help", "query"],
)


# What a pager sends to set a terminal up is nothing that one sees.
_SEQUENCE = re.compile(rb"\x1b(?:\[[?0-9;]*[a-zA-Z]?|[=>]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)?")


def painted(command: list[str]) -> float:
    """Return the seconds until the first output of a command reaches its terminal; a pager is left at once."""
    begin = time.perf_counter()
    child, terminal = pty.fork()
    if not child:
        os.environ["TERM"] = "xterm-256color"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    seen = b""
    while not _SEQUENCE.sub(b"", seen).strip():
        seen += os.read(terminal, 1 << 16)
    taken = time.perf_counter() - begin
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return taken


def main() -> None:
    """Run all commands in turns, and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "empty.py")
        script.write_text(EMPTY, encoding="utf-8")
        contestants = {
            "empty typer program": [sys.executable, str(script), "one"],
            **{" ".join(words): [MIEUX, *words] for words in COMMANDS},
        }
        taken: dict[str, list[float]] = {}
        for _ in range(rounds + 1):
            for name, command in contestants.items():
                taken.setdefault(name, []).append(painted(command))
    reference = statistics.median(taken["empty typer program"][1:])
    for name, runs in taken.items():
        middle = statistics.median(runs[1:])
        print(f"{name:24} {middle * 1000:7.1f} ms  {middle / reference:5.2f} x empty typer program")


if __name__ == "__main__":
    main()
