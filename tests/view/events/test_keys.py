"""Key presses reach the program by name, and every press gets its release."""

import pytest
from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget

from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.panels.numbers import NumbersPanel

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def heard(window):
    """Names in the order in which the window reported them: +name pressed, -name released."""
    names = []
    window.key_pressed.connect(lambda name: names.append("+" + name))
    window.key_released.connect(lambda name: names.append("-" + name))
    return names


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_W, NONE, "W"),
        (Qt.Key.Key_W, SHIFT, "W"),
        (Qt.Key.Key_Left, NONE, "Left"),
        (Qt.Key.Key_Space, NONE, "Space"),
        (Qt.Key.Key_Return, NONE, "Return"),
        (Qt.Key.Key_Return, CTRL, "Ctrl+Return"),
        (Qt.Key.Key_Backspace, NONE, "Backspace"),
        (Qt.Key.Key_Delete, NONE, "Delete"),
        (Qt.Key.Key_Home, NONE, "Home"),
        (Qt.Key.Key_Tab, NONE, "Tab"),
        (Qt.Key.Key_BracketLeft, NONE, "["),
        (Qt.Key.Key_BraceLeft, SHIFT, "{"),
        (Qt.Key.Key_Semicolon, NONE, ";"),
        (Qt.Key.Key_Colon, SHIFT, ":"),
        (Qt.Key.Key_Apostrophe, NONE, "'"),
        (Qt.Key.Key_Slash, NONE, "/"),
        (Qt.Key.Key_Equal, NONE, "="),
        (Qt.Key.Key_Minus, NONE, "-"),
        (Qt.Key.Key_Z, CTRL, "Ctrl+Z"),
        (Qt.Key.Key_Z, CTRL | SHIFT, "Ctrl+Shift+Z"),
        (Qt.Key.Key_Shift, NONE, "ShiftLeft"),
        (Qt.Key.Key_F1, NONE, "F1"),
    ],
)
def test_names(window, heard, key, modifiers, name):
    QTest.keyClick(window, key, modifiers)
    assert f"+{name}" in heard
    assert f"-{name}" in heard


def _send(window, kind, key, modifiers=NONE, scan=0, virtual=0, text="", repeat=False):
    event = QKeyEvent(kind, key.value, modifiers, scan, virtual, 0, text, repeat)
    QApplication.sendEvent(window, event)


def test_right_shift_is_told_from_the_left_by_the_platforms_code(window, heard):
    _send(window, QEvent.Type.KeyPress, Qt.Key.Key_Shift, scan=62, virtual=0xFFE2)
    _send(window, QEvent.Type.KeyRelease, Qt.Key.Key_Shift, SHIFT, scan=62, virtual=0xFFE2)
    _send(window, QEvent.Type.KeyPress, Qt.Key.Key_Shift, scan=50, virtual=0xFFE1)
    assert heard == ["+ShiftRight", "-ShiftRight", "+ShiftLeft"]


def test_release_has_the_name_of_its_press_when_shift_went_up_in_between(window, heard):
    press, release = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    _send(window, press, Qt.Key.Key_BraceLeft, SHIFT, scan=34, text="{")
    _send(window, release, Qt.Key.Key_BracketLeft, NONE, scan=34, text="[")
    assert heard == ["+{", "-{"]


def test_a_letter_of_another_script_is_named_by_its_position(window, heard):
    event = QKeyEvent(QEvent.Type.KeyPress, 0x426, NONE, 25, 0x6C3, 0, "ц")
    QApplication.sendEvent(window, event)
    assert heard == ["+W"]


def test_auto_repeat_is_not_reported(window, heard):
    press, release = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    _send(window, press, Qt.Key.Key_W, scan=25, text="w")
    for _ in range(3):
        _send(window, release, Qt.Key.Key_W, scan=25, text="w", repeat=True)
        _send(window, press, Qt.Key.Key_W, scan=25, text="w", repeat=True)
    _send(window, release, Qt.Key.Key_W, scan=25, text="w")
    assert heard == ["+W", "-W"]


def test_losing_the_focus_is_told_and_forgets_keys_that_are_down(window, heard, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyPress(window, Qt.Key.Key_W)
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitSignal(window.focus_lost, timeout=10_000):
        with qtbot.waitExposed(other):
            other.show()
        other.activateWindow()
    QTest.keyRelease(window, Qt.Key.Key_W)
    assert heard == ["+W"]


def test_no_part_of_the_window_takes_the_keys_for_itself(window, heard):
    yaw = window.landscape.camera.yaw
    for part in (
        window.landscape,
        window.docks.panel(LossChart).plot,
        window.docks.panel(NumbersPanel),
    ):
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Left)
    assert heard == ["+Left", "-Left"] * 3
    assert window.landscape.camera.yaw == pytest.approx(yaw)
