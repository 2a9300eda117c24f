"""Gives memory that was freed back to the system, where the system's allocator keeps it."""

import ctypes
import sys
import time
from collections.abc import Callable

PERIOD_S = 10.0
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h


def _glibc(name: str) -> Callable[..., int]:
    """One of glibc's functions; other allocators (musl, macOS, Windows) give back by themselves."""
    nothing: Callable[..., int] = lambda *_: 0  # noqa: E731
    return getattr(ctypes.CDLL(None), name, nothing) if sys.platform == "linux" else nothing


def give_large_blocks_back() -> None:
    """Let glibc return blocks above 16 MB at once; by itself it comes to keep them, in each thread.

    Without this every engine that was closed left tens of megabytes that trimming doesn't reach.
    """
    for parameter in (_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD):
        _glibc("mallopt")(parameter, 16 * 2**20)


class Trimmer:
    """Trims the heap now and then.

    Surfaces come and go in many sizes, and between long-lived small objects glibc keeps what they
    leave: without this a process walked in for ten minutes was 30 MB larger, and went on growing.
    """

    def __init__(self, period_s: float = PERIOD_S) -> None:
        self._trim = _glibc("malloc_trim")
        self._period = period_s
        self._next = time.monotonic() + period_s

    def trim(self) -> None:
        """A few milliseconds once a period, nothing in between."""
        if time.monotonic() >= self._next:
            self.trim_now()

    def trim_now(self) -> None:
        """Whatever the time: much has just been let go of."""
        self._trim(0)
        self._next = time.monotonic() + self._period
