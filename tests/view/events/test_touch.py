"""Fingers on a touch screen: one walks, two turn and zoom."""

import math

import pytest
from PyQt6.QtCore import QEvent, QPointF
from PyQt6.QtGui import (
    QEventPoint,
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTouchEvent,
)
from PyQt6.QtWidgets import QApplication, QWidget

from hudes_desktop.view.events.touch import Touch

PRESSED, MOVED = QEventPoint.State.Pressed, QEventPoint.State.Updated
RELEASED = QEventPoint.State.Released
BEGIN, UPDATE, END = QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd


class Screen:
    """A widget that is touched, and the sums of what it told."""

    def __init__(self, widget):
        self.widget = widget
        self.moves = {}
        self.device = QPointingDevice(
            "touch screen",
            1,
            QInputDevice.DeviceType.TouchScreen,
            QPointingDevice.PointerType.Finger,
            QInputDevice.Capability.Position,
            10,
            0,
            "",
            QPointingDeviceUniqueId(),
        )
        self.filter = Touch(widget, self.add)

    def add(self, name, amount):
        self.moves[name] = self.moves.get(name, 0.0) + amount

    def touch(self, kind, *fingers):
        """fingers: (number, state, x, y)."""
        points = [
            QEventPoint(number, state, QPointF(x, y), QPointF(x, y))
            for number, state, x, y in fingers
        ]
        event = QTouchEvent(kind, self.device, touchPoints=points)
        QApplication.sendEvent(self.widget, event)
        assert event.isAccepted()


@pytest.fixture
def screen(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    return Screen(widget)


def test_one_finger_tells_its_way_in_pixels(screen):
    screen.touch(BEGIN, (0, PRESSED, 100, 100))
    for x in (110, 130, 150):
        screen.touch(UPDATE, (0, MOVED, x, 80))
    screen.touch(END, (0, RELEASED, 150, 80))
    assert screen.moves == {"TouchX": pytest.approx(50), "TouchY": pytest.approx(-20)}


def test_two_fingers_turn_and_pinch(screen):
    centre, radius = 200, 50
    for degrees in range(0, 100, 10):
        reach = radius * (1 + degrees / 90)
        x, y = reach * math.cos(math.radians(degrees)), reach * math.sin(math.radians(degrees))
        screen.filter.follow(
            {3: QPointF(centre - x, centre - y), 5: QPointF(centre + x, centre + y)}
        )
    assert screen.moves["TouchTurn"] == pytest.approx(90)
    assert screen.moves["TouchPinch"] == pytest.approx(1.0)
    assert "TouchX" not in screen.moves


def test_a_second_finger_is_no_jump_of_the_first(screen):
    for fingers in ({0: (50, 50)}, {0: (50, 50), 1: (350, 350)}, {1: (350, 350)}, {}):
        screen.filter.follow({number: QPointF(*at) for number, at in fingers.items()})
    assert screen.moves == {}
