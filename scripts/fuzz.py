"""Try made-up inputs on the parsers, readers, importers and formats until a time is over.

usage: .venv/bin/python scripts/fuzz.py [--seconds N] [--inputs N] [--seed N] [--at N] [TARGET ...]

Every run has another seed, which is printed; with `--seed` it is that run again, and with `--at` one input of it.
The inputs and what must hold of them stand in `tests/fuzzing.py`. `--seconds` is the time of all targets
together, `--inputs` how many there are of each at most. The exit code is 1 if anything did not hold.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fuzzing import TARGETS, Target

_MOST_FINDINGS = 5
_LONGEST = 20


class _TooLong(BaseException):
    """An input took longer than any should."""


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _TooLong(f"more than {_LONGEST} s")


def _numbers(inputs: int | None, end: float) -> Iterator[int]:
    number = 0
    while time.monotonic() < end and (inputs is None or number < inputs):
        yield number
        number += 1


def _finding(target: Target, seed: str) -> tuple[str, str] | None:
    """Try the input of a seed, and return where it failed and a report of it if it did."""
    made: object = None
    try:
        made = target.make(random.Random(seed))  # noqa: S311 - inputs are no secret
        signal.alarm(_LONGEST)
        target.hold(made)
    except (Exception, _TooLong) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {place.filename}:{place.lineno}"
        return where, f"{where}\n{''.join(traceback.format_exception(error, limit=-6))}input: {made!r:.4000}"
    finally:
        signal.alarm(0)
    return None


def _tried(name: str, target: Target, seed: int, numbers: Iterator[int]) -> tuple[int, dict[str, str]]:
    """Try inputs of a target, and return how many there were and one finding of each place."""
    found: dict[str, str] = {}
    count = 0
    for number in numbers:
        count += 1
        finding = _finding(target, f"{seed} {name} {number}")
        if finding and finding[0] not in found:
            found[finding[0]] = f"--seed {seed} --at {number} '{name}': {finding[1]}"
            if len(found) == _MOST_FINDINGS:
                break
    return count, found


def main() -> int:
    """Try each target for its share of the time, and report what did not hold."""
    parser = argparse.ArgumentParser(description="Try made-up inputs until a time is over.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--at", type=int)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _stop)
    chosen = {name: TARGETS[name] for name in asked.targets or TARGETS}
    print(f"seed {asked.seed}", flush=True)
    shares = sum(target.share for target in chosen.values())
    total = failed = 0
    for name, target in chosen.items():
        end = time.monotonic() + asked.seconds * target.share / shares
        numbers = iter([asked.at]) if asked.at is not None else _numbers(asked.inputs, end)
        count, found = _tried(name, target, asked.seed, numbers)
        total, failed = total + count, failed + len(found)
        print(f"{name}: {count:,} inputs, {len(found)} findings", flush=True)
        for report in found.values():
            print(report, flush=True)
    print(f"{total:,} inputs, {failed} findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
