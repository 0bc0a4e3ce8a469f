"""Standard output, standard error and files, and what happens when they cannot be written."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mieuxcli.errors import MieuxError, OutputError, QueryError
from mieuxcli.harmless import for_terminal

try:
    import fcntl
except ImportError:  # Windows has none, so nobody waits there and nothing left behind is cleared
    fcntl = None  # type: ignore[assignment]  # mypy knows one system at a time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

__all__ = [
    "abandon",
    "alone_in",
    "is_terminal",
    "replaced",
    "rewritten",
    "say",
    "tell",
    "terminal_height",
    "write",
    "write_file",
]

_CHUNK = 1 << 16
_BESIDE = ".mieux-new-"
_LITTER = ".mieux-import-"


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_height() -> int:
    """Return the height of the terminal in lines, or 24 if it does not report one."""
    return os.get_terminal_size(sys.stdout.fileno()).lines or 24


def write(lines: Iterable[str | bytes], *, drawn: bool = False) -> None:
    """Write lines to standard output as UTF-8, and bytes as they are.

    On a terminal they are made harmless, unless they were `drawn` for it; a pipe or file gets them as they are.
    Nothing happens where the reader has gone. Raises OutputError where writing fails otherwise.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    out = sys.stdout.buffer
    try:
        pending: list[bytes] = []
        size = 0
        raw = drawn or not is_terminal()
        for line in lines:
            data = _encoded(line if raw or isinstance(line, bytes) else for_terminal(line))
            pending.append(data)
            size += len(data)
            if size > _CHUNK:
                out.write(b"".join(pending))
                pending, size = [], 0
        out.write(b"".join(pending))
        out.flush()
    except BrokenPipeError:
        abandon()
    except OSError as error:
        abandon()
        raise OutputError(f"cannot write the output: {error.strerror}") from error


def _encoded(line: str | bytes) -> bytes:
    return line if isinstance(line, bytes) else line.encode("utf-8", "backslashreplace")


def write_file(name: str, lines: Iterable[str | bytes]) -> None:
    """Write lines to a file as UTF-8, or bytes as they are, whole or not at all.

    A pipe or a character device, such as /dev/stdout, takes them as they come. Raises OutputError where that
    fails.
    """
    from pathlib import Path  # noqa: PLC0415 - it would cost every start a tenth

    path = Path(name)
    try:
        if _takes_as_it_comes(path):
            with suppress(BrokenPipeError), path.open("wb") as file:
                file.writelines(map(_encoded, lines))
            return
        with replaced(path) as fresh, fresh.open("wb") as file:
            file.writelines(map(_encoded, lines))
    except OSError as error:
        raise OutputError(f"cannot write {name}: {error.strerror}") from error


def _takes_as_it_comes(path: Path) -> bool:
    """Return whether a path is a pipe or a character device, or leads to an open stream of the process."""
    if path.is_block_device() or path.is_dir() or path.is_socket():
        return False
    return path.is_fifo() or path.is_char_device() or path.is_relative_to("/dev")


def abandon() -> None:
    """Redirect standard output to the null device, so that the interpreter's last flush cannot fail."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def say(text: str) -> None:
    """Print a line to standard error, and ignore that it may be closed or full."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.buffer.write((for_terminal(text) + "\n").encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
    except OSError:
        return


def tell(error: MieuxError) -> None:
    """Report an error in one line, with its place in the query and the hint if there are any."""
    say(f"mieux: {error.message}")
    if isinstance(error, QueryError) and error.query.isprintable() and len(error.query) < 200:
        say(f"  {error.query}\n  {' ' * error.column}^")
    if error.hint:
        say(f"hint: {error.hint}")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which replaces `path` when the block ends without an error.

    Raises OSError where that cannot be done, and where `path` is a device, a pipe or a directory: a file must
    not take the place of these.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    _clear(path)
    with _interrupts_held() as let_go:
        fresh, lock = _fresh(path)
        try:
            let_go()
            yield fresh
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
            lock.close()


@contextmanager
def _interrupts_held() -> Iterator[Callable[[], object]]:
    """Hold back Ctrl-C until the function that is yielded is called, or the block ends.

    Systems without signal masks hold back nothing.
    """
    import signal  # noqa: PLC0415 - only what writes files needs it

    if not hasattr(signal, "pthread_sigmask"):
        yield lambda: None
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield lambda: signal.pthread_sigmask(signal.SIG_SETMASK, before)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fresh(path: Path) -> tuple[Path, BinaryIO]:
    """Create a new file beside `path` and hold its lock.

    The lock shows other processes that the file is in use.
    """
    import tempfile  # noqa: PLC0415 - only what writes files needs it

    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_BESIDE)
        lock = os.fdopen(handle, "wb")
        fresh = path.with_name(name.rpartition(os.sep)[2])
        fresh.chmod(0o644)
        # Before the lock was held, another process may have removed the file as left behind.
        if (_locked(lock) or fcntl is None) and fresh.exists():
            return fresh, lock
        lock.close()


def _clear(path: Path) -> None:
    """Remove what killed processes left behind beside `path`: files with a lock that nobody holds."""
    for left in path.parent.glob(f"{_BESIDE}*"):
        with suppress(OSError), left.open("rb") as file:
            if _locked(file):
                left.unlink(missing_ok=True)


def _locked(file: BinaryIO) -> bool:
    """Lock a file until it is closed, and return whether that was possible.

    It is never possible on systems without such locks.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process works on a folder under this lock, and keep others waiting.

    Systems without such locks go on at once.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def rewritten(texts: Mapping[Path, str], folder: Path) -> None:
    """Write texts beside the files of a folder, then move all of them into place in quick succession.

    Raises OSError where that fails.
    """
    for litter in folder.glob(f"{_LITTER}*"):
        litter.unlink(missing_ok=True)
    fresh: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            # A file that is a symbolic link stays one.
            target = path.resolve()
            fresh[target] = target.with_name(f"{_LITTER}{target.name}.tmp")
            _write(fresh[target], text, target)
        for target, temporary in fresh.items():
            temporary.replace(target)
            _settle(target.parent)
    finally:
        for temporary in fresh.values():
            temporary.unlink(missing_ok=True)


def _write(path: Path, text: str, like: Path) -> None:
    with path.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        path.chmod(like.stat().st_mode)


def _settle(folder: Path) -> None:
    """Flush the new names to the disk, on systems that can open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
