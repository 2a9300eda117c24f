"""A widget whose mouse events are moves of named controls, for the mouse's driver."""

from math import hypot

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

_BUTTONS = {
    Qt.MouseButton.LeftButton: "Left",
    Qt.MouseButton.MiddleButton: "Middle",
    Qt.MouseButton.RightButton: "Right",
}
_CLICK_PX = 4.0  # a hand that moves less between press and release has clicked


class PointerWidget(QWidget):
    """Says what the mouse does in it; a profile says what that means.

    pointer_moved: a control and by how much. Drags are "LeftDragX", "LeftDragY" and so on, in
    logical pixels, y downwards, "Shift+" before them while Shift is held; "Wheel" is in notches
    away from the hand; "LeftClick" and "LeftDoubleClick" have the amount 1.
    pointer_at: where the pointer is, None outside the widget.
    """

    pointer_moved = pyqtSignal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointer_at: QPointF | None = None
        self._pressed: dict[Qt.MouseButton, QPointF] = {}
        self._dragged: dict[Qt.MouseButton, float] = {}

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self.pointer_at = event.position()
        self._pressed[event.button()] = event.position()
        self._dragged[event.button()] = 0.0

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self.pointer_at = event.position()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        for button, name in _BUTTONS.items():
            if button not in self._pressed or not event.buttons() & button:
                continue
            moved = event.position() - self._pressed[button]
            before = self._dragged[button]
            self._dragged[button] = max(before, hypot(moved.x(), moved.y()))
            if self._dragged[button] < _CLICK_PX:
                continue
            self._pressed[button] = event.position()
            self._dragged[button] = _CLICK_PX
            prefix = f"{'Shift+' if shift else ''}{name}Drag"
            for axis, amount in (("X", moved.x()), ("Y", moved.y())):
                if amount:
                    self.pointer_moved.emit(prefix + axis, amount)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self.pointer_at = event.position()
        name = _BUTTONS.get(event.button())
        self._pressed.pop(event.button(), None)
        if self._dragged.pop(event.button(), _CLICK_PX) < _CLICK_PX and name is not None:
            self.pointer_moved.emit(f"{name}Click", 1.0)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self.pointer_at = event.position()
        # The second press of two: its release is no click of its own.
        self._dragged.pop(event.button(), None)
        if (name := _BUTTONS.get(event.button())) is not None:
            self.pointer_moved.emit(f"{name}DoubleClick", 1.0)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        self.pointer_at = event.position()
        if notches := event.angleDelta().y() / 120.0:
            self.pointer_moved.emit("Wheel", notches)
        event.accept()

    def leaveEvent(self, event: QEvent | None) -> None:
        self.pointer_at = None
        super().leaveEvent(event)
