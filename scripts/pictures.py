"""Write the pictures of the README with the real commands; a test compares them.

usage: .venv/bin/python scripts/pictures.py [FOLDER]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PICTURES = {
    "timeline": ["timeline", "--format", "svg"],
    "map": ["map", "--format", "svg"],
    "facts": ["facts", "experts", "--format", "svg"],
    "search": ["search", "crisis", "--limit", "4", "--format", "terminal-svg"],
}
WIDTH = "100"


def main() -> None:
    """Write each picture into the folder named on the command line, or else into docs/pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    mieux = Path(sys.executable).with_name("mieux")
    for name, arguments in PICTURES.items():
        command = [str(mieux), *arguments, "--archive", "bundled"]
        done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "COLUMNS": WIDTH})
        (folder / f"{name}.svg").write_bytes(done.stdout)


if __name__ == "__main__":
    main()
