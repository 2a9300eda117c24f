"""Gives memory that was freed back to the system, where the system's allocator keeps it."""

import ctypes
import sys
import time
from collections.abc import Callable

PERIOD_S = 10.0
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h


def _allocators_trim() -> Callable[[int], int] | None:
    """glibc's malloc_trim; other allocators (musl, macOS, Windows) give back by themselves."""
    if sys.platform != "linux":
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


def give_large_blocks_back() -> None:
    """Let glibc return blocks above 16 MB at once; by itself it comes to keep them, in each thread.

    Without this every engine that was closed left tens of megabytes that trimming doesn't reach.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        for parameter in (_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD):
            if mallopt is not None:
                mallopt(parameter, 16 * 2**20)


class Trimmer:
    """Trims the heap now and then.

    Surfaces come and go in many sizes, and between long-lived small objects glibc keeps what they
    leave: without this a process walked in for ten minutes was 30 MB larger, and went on growing.
    """

    def __init__(self, period_s: float = PERIOD_S) -> None:
        self._trim = _allocators_trim()
        self._period = period_s
        self._next = time.monotonic() + period_s

    def trim(self) -> None:
        """A few milliseconds once a period, nothing in between."""
        if time.monotonic() >= self._next:
            self.trim_now()

    def trim_now(self) -> None:
        """Whatever the time: much has just been let go of."""
        if self._trim is not None:
            self._trim(0)
        self._next = time.monotonic() + self._period
