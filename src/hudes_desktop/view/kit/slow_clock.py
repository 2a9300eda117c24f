"""Lets text follow fast numbers at a rate that can be read and that costs little."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

PERIOD_MS = 200


class SlowClock(QObject):
    """One clock for all the text of a window.

    What is due is refreshed one after the other, with room between for keys, knobs and frames: all
    at once would keep them waiting for as long as several frames take.
    """

    def __init__(self, parent: QObject | None = None, period_ms: int = PERIOD_MS) -> None:
        super().__init__(parent)
        self._period = period_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh_next)
        self._touched: dict[Callable[[], None], None] = {}
        self._due: list[Callable[[], None]] = []

    def touch(self, refresh: Callable[[], None]) -> None:
        """Something changed: `refresh` is called a period later, once however often touched."""
        self._touched[refresh] = None
        if not self._timer.isActive():
            self._timer.start(self._period)

    def refresh_all(self) -> None:
        """Refresh at once what is due: for a picture that is kept."""
        self._timer.stop()
        due, self._due, self._touched = [*self._due, *self._touched], [], {}
        for refresh in due:
            refresh()

    def _refresh_next(self) -> None:
        if not self._due:
            self._due, self._touched = list(self._touched), {}
        refresh = self._due.pop(0)
        if self._due:
            self._timer.start(0)
        elif self._touched:
            self._timer.start(self._period)
        refresh()
