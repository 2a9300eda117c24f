"""Lets text follow fast numbers at a rate that can be read and that costs little."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

from hudes_desktop.view.gl_check import software_renderer

PERIOD_MS = 200
SOFTWARE_PERIOD_MS = 500
"""Where the window is put together by a software renderer, each refresh costs a frame."""


class SlowClock(QObject):
    """Calls `refresh` at most once a period, and once more after the last touch."""

    def __init__(
        self, refresh: Callable[[], None], parent: QObject, period_ms: int | None = None
    ) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        usual = SOFTWARE_PERIOD_MS if software_renderer() else PERIOD_MS
        self._timer.setInterval(usual if period_ms is None else period_ms)
        self._timer.timeout.connect(refresh)

    def touch(self) -> None:
        """Something changed: refresh within one period."""
        if not self._timer.isActive():
            self._timer.start()
