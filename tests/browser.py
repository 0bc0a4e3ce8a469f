"""Debian's Chromium, driven over a pipe by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["CHROMIUM", "Browser", "browsing"]

CHROMIUM = shutil.which("chromium")
_OPTIONS = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--remote-debugging-pipe",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Browser:
    """One tab of a browser, which notes what it asks of the network, what it logs and which dialogs it opens."""

    def __init__(self, to: int, back: int) -> None:
        """Speak to a browser over two pipes, and open a tab."""
        self._to, self._back = to, back
        self._read = b""
        self._last = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **given: object) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._last += 1
        call = {"id": self._last, "method": method, "params": given}
        if self._session:
            call["sessionId"] = self._session
        left = json.dumps(call).encode() + b"\0"
        while left:
            left = left[os.write(self._to, left) :]
        while True:
            told = self._next()
            if told.get("id") == self._last:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                result: dict[str, Any] = told["result"]
                return result
            self._note(told)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            more = os.read(self._back, 1 << 20)
            if not more:
                raise RuntimeError("the browser is gone")
            self._read += more
        told, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(told)
        return message

    def _note(self, told: dict[str, Any]) -> None:
        self.events.append(told)
        if told.get("method") == "Page.javascriptDialogOpening":
            self.send("Page.handleJavaScriptDialog", accept=True)

    def happened(self, method: str) -> list[dict[str, Any]]:
        """Return what the browser told of one kind of event."""
        return [told["params"] for told in self.events if told.get("method") == method]

    def open(self, file: Path, hash_: str = "") -> None:
        """Open a file anew and wait until it is loaded."""
        for url in ("about:blank", file.resolve().as_uri() + hash_):
            self.events.clear()
            self.send("Page.navigate", url=url)
            while not self.happened("Page.loadEventFired"):
                self._note(self._next())

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the expression has
        """Return the value of an expression of JavaScript in the page, awaited if it is a promise."""
        done = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"], indent=1))
        return done["result"].get("value")

    def width(self, pixels: int, height: int = 900, scheme: str = "light") -> None:
        """Have a window of some width, and light or dark colours."""
        metrics = {"width": pixels, "height": height, "deviceScaleFactor": 1, "mobile": pixels < 500}
        self.send("Emulation.setDeviceMetricsOverride", **metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def key(self, key: str) -> None:
        """Press a key."""
        more = {"text": key} if len(key) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, **more)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it afterwards."""
    assert CHROMIUM
    (mine_in, theirs_out), (theirs_in, mine_out) = os.pipe(), os.pipe()
    # The browser reads from descriptor 3 and writes to 4.
    command = f'exec 3<&{theirs_in} 4>&{theirs_out}; exec "$@"'
    arguments = ["bash", "-c", command, "bash", CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        arguments, pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(mine_out, mine_in)
    finally:
        os.close(mine_out)
        os.close(mine_in)
        process.terminate()
        process.wait(timeout=30)
