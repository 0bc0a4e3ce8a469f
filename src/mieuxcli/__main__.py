"""Run the command line: `mieux`, `python -m mieuxcli`."""

import gc
import sys

from mieuxcli.cli import main


def run() -> None:
    """Run the command line of this process and leave with its exit code."""
    # A process of a tenth of a second makes records and drops few of them: looking for garbage is a
    # twentieth of a search. At its end all that is alive is the system's to take back; unless it is
    # frozen, the interpreter walks over it once more, which is a tenth.
    gc.disable()
    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
