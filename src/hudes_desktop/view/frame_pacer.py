"""Frames at once where drawing is cheap, and pauses between them where it is dear."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PyQt6.QtCore import QObject, QTimer

_LONGEST_PAUSE = 0.5  # seconds
_FREE = 0.008  # a frame this short needs no pause after it


class FramePacer(QObject):
    """Calls `draw` when a frame is wanted, so that dear frames take only a share of the time.

    On a GPU a frame takes a millisecond or two and nothing waits. A software renderer may need
    a tenth of a second on the same cores as the engine: without a pause, hands and surfaces would
    stand in line behind pictures that nobody has time to see.

    share: how much of the time drawing may take.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.share = 0.5
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(draw)
        self._began: float | None = None
        self._next = 0.0

    def request(self, after: float = 0.0) -> None:
        """Draw a frame, not sooner than `after` seconds from now."""
        wait = max(after, self._next - perf_counter(), 0.0)
        if not self._timer.isActive():
            self._timer.start(round(1000 * wait))

    def began(self) -> None:
        """The frame is being drawn."""
        self._began = perf_counter()

    def shown(self) -> None:
        """What was drawn is on the screen."""
        if self._began is None:
            return  # another part of the window was drawn anew
        now = perf_counter()
        took, self._began = now - self._began, None
        pause = took * (1.0 / self.share - 1.0) if took > _FREE else 0.0
        self._next = now + min(pause, _LONGEST_PAUSE)

    def stop(self) -> None:
        """Draw no more."""
        self._timer.stop()
