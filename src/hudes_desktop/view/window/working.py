"""Says over the planes that the engine is working, where that takes long."""

from PyQt6.QtCore import QTimer

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.view import LandscapeView

AFTER_MS = 1000
"""Nobody reads of what takes less time."""


class WorkingSign:
    """Is there once an exact surface of the selected plane has been waited for so long."""

    def __init__(self, landscape: LandscapeView, after_ms: int = AFTER_MS) -> None:
        self._landscape = landscape
        self._plane: int | None = None  # whose surface is waited for
        self._timer = QTimer(landscape)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(lambda: landscape.set_working(True))

    def asked(self, plane: int) -> None:
        """Surfaces have been asked for; plane: the selected one."""
        if self._plane is None:
            self._timer.start()
        self._plane = plane

    def came(self, surface: Surface) -> None:
        """A surface around the present place has come."""
        if surface.exact and surface.plane == self._plane:
            self.end()

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._plane = None
        self._timer.stop()
        self._landscape.set_working(False)
