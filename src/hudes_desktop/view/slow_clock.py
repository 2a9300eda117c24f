"""Lets text follow fast numbers at a rate that can be read and that costs little."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

PERIOD_MS = 100


class SlowClock(QObject):
    """Calls `refresh` at most once a period, and once more after the last touch."""

    def __init__(
        self, refresh: Callable[[], None], parent: QObject, period_ms: int = PERIOD_MS
    ) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(period_ms)
        self._timer.timeout.connect(refresh)

    def touch(self) -> None:
        """Something changed: refresh within one period."""
        if not self._timer.isActive():
            self._timer.start()
