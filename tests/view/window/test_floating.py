"""A panel that floats has a frame, stands beside the window, and its keys are the window's."""

import shutil
import subprocess

import pytest
from PyQt6.QtCore import QPoint, QRect
from PyQt6.QtWidgets import QAbstractButton, QWidget

from hudes_desktop.view.window.floating import beside

pytestmark = pytest.mark.skipif(not shutil.which("xdotool"), reason="xdotool is the hand")


def _hand(command):
    subprocess.run(f"xdotool {command}", shell=True, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def dock(window, qtbot):
    """The panel of numbers, taken out by its button and clicked."""
    window.move(0, 0)
    qtbot.waitUntil(lambda: window.pos() == QPoint(0, 0))
    made = window.docks["numbers"]
    made.findChild(QAbstractButton, "qt_dockwidget_floatbutton").click()
    qtbot.waitUntil(lambda: made.isWindow() and made.isVisible())
    at = made.mapToGlobal(QPoint(made.width() // 2, made.height() - 20))
    _hand(f"mousemove {at.x()} {at.y()} click 1")
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_keys_that_are_pressed_there_are_the_windows(window, dock, qtbot):
    heard = []
    window.key_pressed.connect(heard.append)
    window.key_released.connect(lambda key: heard.append(f"-{key}"))
    _hand("key w Tab")
    qtbot.waitUntil(lambda: heard == ["W", "-W", "Tab", "-Tab"])


def test_a_key_that_is_held_is_let_go_when_another_program_is_active(window, dock, qtbot):
    with qtbot.waitSignal(window.key_pressed):
        _hand("keydown w")
    other = QWidget()
    qtbot.addWidget(other)
    try:
        with qtbot.waitSignal(window.focus_lost):
            other.show()
            other.activateWindow()
    finally:
        _hand("keyup w")


def test_it_stands_beside_the_window_and_has_a_frame(window, dock):
    assert not dock.frameGeometry().intersects(window.frameGeometry())
    assert window.screen().availableGeometry().contains(dock.frameGeometry())
    image = dock.grab().toImage()
    border = image.pixelColor(0, image.height() // 2)
    assert border != image.pixelColor(3, image.height() // 2)
    assert border == image.pixelColor(image.width() - 1, image.height() // 2)
    for name in ("qt_dockwidget_floatbutton", "qt_dockwidget_closebutton"):
        assert dock.findChild(QAbstractButton, name).isVisible()


def test_where_there_is_no_room_beside_the_window_the_headline_is_left_in_sight(window):
    size = window.size()
    place = beside(window, 260, 300, QRect(window.pos(), size))
    headline = window.status.headline
    at = QRect(headline.mapToGlobal(QPoint()), headline.size())
    panel = QRect(place.x(), place.y(), 260, 300)
    assert not panel.intersects(at)
    assert QRect(window.pos(), size).contains(panel)
