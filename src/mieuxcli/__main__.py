"""Run the command line: `mieux`, `python -m mieuxcli`."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from mieuxcli.cli import main


def run() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    # A process of a twentieth of a second makes records and drops few of them: looking for garbage is a
    # twentieth of a search. At its end all that is alive is the system's to take back; the interpreter would
    # first walk over every module, which is another thirtieth.
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
