"""Measure searches that fall back beside a search with as many hits that does not.

usage: .venv/bin/python benchmarks/fallback.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from startup import timed

REFERENCE = "search migration"
FALL_BACKS = {
    "a misspelt word": "search migrtion",
    "most of the words": "search crisis zebra consular",
    "a question for a time": "search when did the initiative end?",
    "a question for a number": "search how many experts took part?",
    "French": "search réfugiés urbains au Kenya",
    "a long question": "search people who moved because of the climate",
}
LIMIT = ["--limit", "20"]


def main() -> None:
    """Run the contestants in turns, each for at most twenty hits, and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    mieux = str(Path(sys.executable).with_name("mieux"))
    contestants = {REFERENCE: REFERENCE, **FALL_BACKS}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for name, words in list(contestants.items()) * (rounds + 2):
        times[name].append(timed([mieux, *words.split(), *LIMIT]))
    middles = {name: statistics.median(taken[2:]) for name, taken in times.items()}
    for name, middle in middles.items():
        print(f"{name:24} {middle * 1000:7.1f} ms  {middle / middles[REFERENCE]:5.2f} x {REFERENCE}")


if __name__ == "__main__":
    main()
