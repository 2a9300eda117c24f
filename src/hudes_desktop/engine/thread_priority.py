"""How the engine's threads share the processor with the window and its renderer."""

import os
import sys
import threading
from contextlib import suppress

_NICER = 5  # of 19: a third of the time that others get, when all want to work
_SPINS = 5000  # about a quarter of a millisecond: longer than from one operation to the next


def wait_briefly() -> None:
    """Let OpenMP's threads spin for a moment only when they wait for each other.

    Where a software renderer wants the same cores, threads that spin on made every small operation
    twenty times slower; threads that sleep at once lose a sixth of the time to waking up. Read
    when torch loads: call it before.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # of every OpenMP: sleep at once
    os.environ.setdefault("GOMP_SPINCOUNT", str(_SPINS))  # GNU's, torch's on Linux, knows better


def let_others_go_ahead() -> None:
    """Where cores are few: the window and its renderer before this thread and those it starts.

    Only Linux has a niceness for each thread.
    """
    if sys.platform == "linux":
        with suppress(PermissionError):  # a sandbox may forbid it; then all are equal
            thread = threading.get_native_id()
            before = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, before + _NICER)
