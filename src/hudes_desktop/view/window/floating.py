"""Panels that float stand beside the window, and keys pressed there are pressed in the window."""

from functools import partial

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PyQt6.QtWidgets import QApplication, QDockWidget, QMainWindow

_GAP = 8  # pixels
_CASCADE = 28  # pixels from one panel to the next, so that the title of each is in sight
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class Floating(QObject):
    """Watches the docks of a window.

    Whatever a panel that floats has no use for itself, a key that is pressed there is pressed in
    the window: a hand on the keys never has to look which of them is active.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._docks: list[QDockWidget] = []

    def watch(self, dock: QDockWidget) -> None:
        """Of a dock that the window has."""
        self._docks.append(dock)
        dock.installEventFilter(self)
        dock.topLevelChanged.connect(partial(self._place, dock))

    def eventFilter(self, dock: QObject | None, event: QEvent | None) -> bool:
        if isinstance(dock, QDockWidget) and event is not None and dock.isFloating():
            if event.type() in _KEYS:
                QApplication.sendEvent(self._window, event)
                return True
            if event.type() == QEvent.Type.WindowDeactivate:
                # The window notices only what it loses itself.
                QApplication.sendEvent(self._window, QEvent(QEvent.Type.ActivationChange))
        return False

    def _place(self, dock: QDockWidget, floats: bool) -> None:
        if not floats or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # or a hand puts it somewhere
        screen = self._window.screen()
        free = screen.availableGeometry() if screen is not None else QRect()
        place = beside(self._window, dock.size().width(), dock.size().height(), free)
        others = sum(each.isFloating() for each in self._docks) - 1
        dock.move(place + QPoint(0, others * _CASCADE))


def beside(window: QMainWindow, width: int, height: int, free: QRect) -> QPoint:
    """Where something of that size stands beside a window, to its right or its left; where there is
    no room, over the lower right of its middle. free: of the screen, as all in its pixels."""
    frame = window.frameGeometry()
    if frame.right() + _GAP + width <= free.right():
        return QPoint(frame.right() + _GAP, frame.top())
    if frame.left() - _GAP - width >= free.left():
        return QPoint(frame.left() - _GAP - width, frame.top())
    middle = window.centralWidget() or window
    corner = middle.mapToGlobal(middle.rect().bottomRight())
    return QPoint(corner.x() - width - _GAP, max(corner.y() - height - _GAP, free.top()))
