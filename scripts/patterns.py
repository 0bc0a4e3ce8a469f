"""Try every regular expression of the program on long repetitive texts, and name those that grow too fast.

usage: .venv/bin/python scripts/patterns.py [LETTERS]

Each pattern of a module is matched against texts that repeat one piece, of LETTERS letters (4,000 unless told) and
of twice as many. One that then takes more than three times as long is printed, and the exit code is 1.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from itertools import product

import mieuxcli

PIECES = (
    *("a", " ", "1", "a ", "1 ", "1,", "A", "A.", "A. ", "À", "\n", " \n", "\t", "\r\n", "a\n", "x_", "a-b "),
    *(
        "(",
        "((",
        "a (",
        "a) ",
        "(a, ",
        '"',
        "'",
        "{",
        "}",
        "[[",
        "\\",
        '\\"',
        "`",
        "*",
        "|",
        "| ",
        "@",
        "?",
        "!",
    ),
    *(
        "<",
        "<a",
        "<a ",
        "&",
        "&amp;",
        "=",
        '="',
        "/",
        ".",
        "..",
        "a.",
        "https://a",
        "http:",
        ":",
        "a:",
        "%",
        "€",
    ),
    *(
        "a,",
        "a, ",
        ";",
        "; ",
        "a; ",
        "-",
        "- ",
        "20",
        "2020-",
        "2020-01-01 ",
        "more than ",
        "EUR ",
        " de ",
        "and ",
    ),
    *("role: ", "org: a, ", "A b, ", "\x02", "\x03", "\x1b[", "\x1b]8;;"),
)
ENDS = ("", "\0")
NOTICEABLE = 0.004


def patterns() -> dict[re.Pattern[str], str]:
    """Return the patterns that modules keep, also in their tables, with their names."""
    found: dict[re.Pattern[str], str] = {}
    for module in pkgutil.walk_packages(mieuxcli.__path__, "mieuxcli."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for pattern in _inside(value):
                    found.setdefault(pattern, f"{module.name}.{name}")
    return found


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        yield from _inside(tuple(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _inside(part)


def searched_for(name: str) -> bool:
    """Return whether a pattern is looked for anywhere in a text, by what its module does with it."""
    module, _, own = name.rpartition(".")
    used = re.findall(rf"\b{own}\.(\w+)\(", inspect.getsource(sys.modules[module]))
    return not used or not set(used) <= {"match", "fullmatch"}


def seconds(pattern: re.Pattern[str], text: str, *, anywhere: bool) -> float:
    """Return the time of the processor that it takes to match a text, and to find all matches in it."""
    begin = time.process_time()
    pattern.match(text)
    pattern.fullmatch(text)
    for _ in pattern.finditer(text) if anywhere else ():
        pass
    return time.process_time() - begin


def main() -> int:
    """Try all patterns, and print the number of those tried and those that grow too fast."""
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    found = patterns()
    amiss = 0
    for (pattern, name), piece, end in product(found.items(), PIECES, ENDS):
        once, twice = ((piece * (size // len(piece) + 1))[:size] + end for size in (letters, 2 * letters))
        anywhere = searched_for(name)
        short = seconds(pattern, once, anywhere=anywhere)
        if short > NOTICEABLE and seconds(pattern, twice, anywhere=anywhere) > 3 * short:
            amiss += 1
            print(f"{name} on {piece!r}: {short:.3f} s for {letters} letters")
    print(f"{len(found)} patterns, {len(PIECES) * len(ENDS)} texts each, {amiss} amiss")
    return int(bool(amiss))


if __name__ == "__main__":
    raise SystemExit(main())
