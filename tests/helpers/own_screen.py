"""An X server of a test's own."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_LOWEST, _HIGHEST = 1000, 30_000
"""Servers that choose their own numbers take low ones, and two of them may take the same."""


@contextmanager
def own_screen(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Its process and its DISPLAY; skips the test where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        pytest.skip("there is no Xvfb here")
    for _ in range(5):
        reading, writing = os.pipe()
        number = f":{random.randint(_LOWEST, _HIGHEST)}"
        command = ["Xvfb", number, "-displayfd", str(writing), "-nolisten", "tcp", *arguments]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                if told.readline():  # nothing, if the number was taken
                    yield server, number
                    return
        finally:
            server.kill()
            server.wait()
    pytest.fail("no X server could be started")
