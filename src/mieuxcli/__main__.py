"""Run the command line: `mieux`, `python -m mieuxcli`."""

import gc
import sys


def run() -> None:
    """Run the command line of this process and leave with its exit code."""
    # The collector would walk over all that the imports and the records make, again and again, and free nothing: there are no cycles,
    # the process is short, and the walks are a fifth of a search and a third of compiling a large archive.
    gc.disable()
    from mieuxcli.cli import main  # noqa: PLC0415

    sys.exit(main())


if __name__ == "__main__":
    run()
