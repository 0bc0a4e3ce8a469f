"""Measure commands on the bundled archive, relative to an empty two-command typer program.

usage: .venv/bin/python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = '''
import typer

app = typer.Typer()


@app.command()
def one(name: str = "x") -> None:
    """One."""
    typer.echo(name)


@app.command()
def two(number: int = 1) -> None:
    """Two."""
    typer.echo(str(number))


app()
'''


def timed(command: list[str]) -> float:
    """Return the seconds that a command takes with its output into a pipe."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> None:
    """Run the contestants in turns, so that the moods of the machine affect all of them alike."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    mieux = str(Path(sys.executable).with_name("mieux"))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "empty.py")
        script.write_text(EMPTY, encoding="utf-8")
        contestants = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "empty typer program": [sys.executable, str(script), "one"],
            "mieux search crisis": [mieux, "search", "crisis"],
            "mieux list --year 2022": [mieux, "list", "--year", "2022"],
            "mieux stats": [mieux, "stats"],
        }
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for name, command in list(contestants.items()) * (rounds + 2):
            times[name].append(timed(command))
    reference = statistics.median(times["empty typer program"][2:])
    for name, taken in times.items():
        middle = statistics.median(taken[2:])
        print(f"{name:24} {middle * 1000:7.1f} ms  {middle / reference:5.2f} x empty typer program")


if __name__ == "__main__":
    main()
