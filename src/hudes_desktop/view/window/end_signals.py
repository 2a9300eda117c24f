"""Ctrl+C, SIGTERM and SIGHUP close the window as its close button does."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PyQt6.QtCore import QSocketNotifier, QTimer

from hudes_desktop.end_signals import on_end_signals
from hudes_desktop.view.window.main_window import MainWindow


@contextmanager
def closed_by_signals(window: MainWindow, close: Callable[[], object]) -> Iterator[None]:
    """The first signal calls `close`; later ones do nothing, so that what follows is done."""
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))

    def end() -> None:
        # By way of the loop: the signal may come in the middle of a frame, which needs what a
        # closed window has let go of.
        if not closed:
            QTimer.singleShot(0, close)

    # Python sees to a signal between two of its operations, and Qt's loop may wait for long without
    # one: a byte on this socket ends the wait.
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    readable = QSocketNotifier.Type.Read
    notifier = QSocketNotifier(woken.fileno(), readable)  # type: ignore[call-overload]  # an int will do
    notifier.activated.connect(lambda: woken.recv(4096))
    before = signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    try:
        with on_end_signals(end):
            yield
    finally:
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        woken.close()
        wakes.close()
