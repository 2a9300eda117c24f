"""Mouse events of the 3-D view as moves of named controls, for the mouse's driver."""

from collections.abc import Callable
from math import hypot

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QMouseEvent, QWheelEvent

_BUTTONS = {
    Qt.MouseButton.LeftButton: "Left",
    Qt.MouseButton.MiddleButton: "Middle",
    Qt.MouseButton.RightButton: "Right",
}
_CLICK_PX = 4.0  # a hand that moves less between press and release has clicked


class Pointer:
    """Tells `report` of (control, amount).

    Drags are "LeftDragX", "LeftDragY" and so on, in logical pixels, y downwards, "Shift+" before
    them while Shift is held; "Wheel" is in notches away from the hand; "LeftClick" and
    "LeftDoubleClick" have the amount 1. at: where the pointer is, None outside the view.
    """

    def __init__(self, report: Callable[[str, float], None]) -> None:
        self._report = report
        self.at: QPointF | None = None
        self._pressed: dict[Qt.MouseButton, QPointF] = {}
        self._dragged: dict[Qt.MouseButton, float] = {}

    def press(self, event: QMouseEvent) -> None:
        self.at = event.position()
        self._pressed[event.button()] = event.position()
        self._dragged[event.button()] = 0.0

    def move(self, event: QMouseEvent) -> None:
        self.at = event.position()
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
                    self._report(prefix + axis, amount)

    def release(self, event: QMouseEvent) -> None:
        self.at = event.position()
        name = _BUTTONS.get(event.button())
        self._pressed.pop(event.button(), None)
        if self._dragged.pop(event.button(), _CLICK_PX) < _CLICK_PX and name is not None:
            self._report(f"{name}Click", 1.0)

    def double_click(self, event: QMouseEvent) -> None:
        self.at = event.position()
        # The second press of two: its release is no click of its own.
        self._dragged.pop(event.button(), None)
        if (name := _BUTTONS.get(event.button())) is not None:
            self._report(f"{name}DoubleClick", 1.0)

    def turn_wheel(self, event: QWheelEvent) -> None:
        self.at = event.position()
        if notches := event.angleDelta().y() / 120.0:
            self._report("Wheel", notches)

    def leave(self) -> None:
        self.at = None
