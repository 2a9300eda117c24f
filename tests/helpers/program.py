"""The program in a process of its own, with a home of its own, as a user starts it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

OPEN = "the window is open"
READY = "the engine is ready"
SHOWN = "the first surface is shown"


class Program:
    """It runs until it ends by itself, or until the context is left.

    home: the folder of its settings and caches. process: its process.
    """

    def __init__(self, home, *arguments, **environment):
        self.home = home
        self._log = home / "cache" / "hudes-desktop.log"
        self._said_before = self.log()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hudes_desktop", *arguments],
            env={**os.environ, "HUDES_DESKTOP_HOME": str(home), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def log(self):
        """All that it has written to its log, in this run and before."""
        return self._log.read_text() if self._log.exists() else ""

    def wait_for(self, text, seconds=120.0):
        """Until this run has written a text to the log."""
        deadline = time.monotonic() + seconds
        while text not in self.log().removeprefix(self._said_before):
            assert self.process.poll() is None, self.ended()
            assert time.monotonic() < deadline, f"{text!r} isn't in the log:\n{self.log()}"
            time.sleep(0.02)

    def wait_until_loaded(self, library, seconds=120.0):
        """Until a shared library of that name is in the process (Linux)."""
        maps = Path(f"/proc/{self.process.pid}/maps")
        deadline = time.monotonic() + seconds
        while library not in maps.read_text():
            assert self.process.poll() is None, self.ended()
            assert time.monotonic() < deadline, f"{library} wasn't loaded"
            time.sleep(0.005)

    def ended(self, seconds=60.0):
        """Its exit code, and what it wrote to the terminal, once it has ended by itself."""
        out, err = self.process.communicate(timeout=seconds)
        return self.process.returncode, out, err
