"""The signals that ask a program to end: Ctrl+C, SIGTERM, and SIGHUP of a terminal that closes."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EXIT_INTERRUPTED = 130
"""Exit code of what Ctrl+C broke off, as shells have it."""


@contextmanager
def on_end_signals(end: Callable[[], object]) -> Iterator[None]:
    """Call `end` in the main thread, between two operations of Python's, for each such signal.

    One that the program was started to ignore (nohup) is still ignored.
    """
    numbers = [
        number
        for name in ("SIGINT", "SIGTERM", "SIGHUP")
        if (number := getattr(signal, name, None)) and signal.getsignal(number) != signal.SIG_IGN
    ]
    before = {number: signal.signal(number, lambda *_: end()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
