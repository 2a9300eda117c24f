"""Fingers on a touch screen as moves of named controls, for the mouse's driver."""

from collections.abc import Callable, Mapping
from math import atan2, degrees, hypot, log2

from PyQt6.QtCore import QEvent, QObject, QPointF, Qt
from PyQt6.QtGui import QEventPoint, QTouchEvent
from PyQt6.QtWidgets import QWidget

_CLOSE_PX = 8.0  # fingers nearer to each other than this tell no angle


class Touch(QObject):
    """Watches a widget and tells `report` of (control, amount).

    One finger: "TouchX" and "TouchY", in logical pixels, y downwards. Two: "TouchTurn" in degrees
    clockwise and "TouchPinch" in doublings of their distance.

    An event filter, not an override of the widget's event(): that one would also see every paint,
    and hold the interpreter's lock meanwhile.
    """

    def __init__(self, widget: QWidget, report: Callable[[str, float], None]) -> None:
        super().__init__(widget)
        self._report = report
        self._fingers: dict[int, QPointF] = {}
        widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if not isinstance(event, QTouchEvent):
            return False
        going_on = event.type() in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate)
        down = [point for point in event.points() if point.state() != QEventPoint.State.Released]
        self.follow({p.id(): p.scenePosition() for p in down} if going_on else {})
        event.accept()
        return True

    def follow(self, fingers: Mapping[int, QPointF]) -> None:
        """Where each finger that is down is now; its number stays the same while it is down."""
        before, self._fingers = self._fingers, dict(fingers)
        if before.keys() != self._fingers.keys():
            return
        if len(before) == 1:
            ((finger, was),) = before.items()
            moved = self._fingers[finger] - was
            self._tell("TouchX", moved.x())
            self._tell("TouchY", moved.y())
        elif len(before) == 2:
            one, other = before
            span, now = before[other] - before[one], self._fingers[other] - self._fingers[one]
            lengths = hypot(span.x(), span.y()), hypot(now.x(), now.y())
            if min(lengths) < _CLOSE_PX:
                return
            turn = degrees(atan2(now.y(), now.x()) - atan2(span.y(), span.x()))
            self._tell("TouchTurn", (turn + 180.0) % 360.0 - 180.0)
            self._tell("TouchPinch", log2(lengths[1] / lengths[0]))

    def _tell(self, control: str, amount: float) -> None:
        if amount:
            self._report(control, amount)
