"""Lets text follow fast numbers at a rate that can be read and that costs little."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PyQt6.QtCore import QObject, QTimer

PERIOD_MS = 200
_EARLY = 0.5  # of a period: so much sooner may a refresh be that shares a frame


class SlowClock(QObject):
    """One clock for all the text of a window: what is refreshed together costs one frame."""

    def __init__(self, parent: QObject | None = None, period_ms: int = PERIOD_MS) -> None:
        super().__init__(parent)
        self._period = period_ms / 1000
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._due: dict[Callable[[], None], None] = {}
        self._last = perf_counter()

    def touch(self, refresh: Callable[[], None]) -> None:
        """Something changed: `refresh` is called within one period, once however often touched."""
        self._due[refresh] = None
        if not self._timer.isActive():
            self._timer.start(round(1000 * self._period))

    def share_frame(self) -> None:
        """A frame is about to be drawn anyway: refresh with it, unless that would be too often."""
        if self._due and perf_counter() - self._last > self._period * _EARLY:
            self._tick()

    def _tick(self) -> None:
        self._timer.stop()
        self._last = perf_counter()
        due, self._due = self._due, {}
        for refresh in due:
            refresh()
