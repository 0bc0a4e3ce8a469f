"""Run the command line: `mieux`, `python -m mieuxcli`."""

import gc
import sys


def run() -> None:
    """Run the command line of this process and leave with its exit code."""
    # The collector would walk over everything the imports make, again and again, and free nothing: a fifth of a search's time.
    gc.disable()
    from mieuxcli.cli import main  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    sys.exit(main())


if __name__ == "__main__":
    run()
