"""The stage view: landscape and headline alone, on the whole screen, and then all as it was."""

from contextlib import ExitStack
from math import atan, degrees

import pytest
from open_program import open_program
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetrics
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QDockWidget, QLabel

from hudes_desktop.inputs.bindings.window_actions import ToggleStage


@pytest.fixture
def started(qtbot):
    """started(settings): the program in its window, without an engine."""
    with ExitStack() as programs:
        yield lambda settings: programs.enter_context(open_program(qtbot, settings=settings))


def _places(window):
    docks = window.findChildren(QDockWidget)
    return {d.objectName(): (d.geometry(), d.isFloating(), d.isHidden()) for d in docks}


def _around(window):
    docks = window.findChildren(QDockWidget)
    parts = (*docks, window.menuBar(), window.device_strip, window.status.legend)
    return [part.objectName() for part in parts if part.isVisible()]


def _text_px(window):
    return QFontMetrics(window.status.headline.findChild(QLabel, "caption").font()).height()


def _degrees(window):
    """How high the headline's digits are seen from 8 m, on a screen 0.685 m high, all of it."""
    number = window.status.headline.findChild(QLabel, "number")
    digit = QFontMetrics(number.font()).tightBoundingRect("0").height()
    assert number.height() >= digit
    return degrees(atan(digit / window.height() * 0.685 / 8))


def test_f10_shows_the_landscape_alone_and_escape_all_as_it_was(started, qtbot):
    program = started({})
    window = program.window
    program.handlers.commands.action("panel:axes").trigger()
    window.docks["numbers"].setFloating(True)
    qtbot.waitUntil(window.docks["numbers"].isVisible)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.qWait(100)
    places, shown, small = _places(window), _around(window), _text_px(window)

    QTest.keyClick(window, Qt.Key.Key_F10)
    qtbot.waitUntil(window.isFullScreen)
    assert _around(window) == []
    assert window.status.headline.isVisible()
    assert window.landscape.isVisible()
    assert _text_px(window) >= 1.9 * small
    qtbot.waitUntil(lambda: _degrees(window) >= 0.3)

    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    qtbot.waitUntil(lambda: _places(window) == places)
    assert _around(window) == shown
    assert _text_px(window) == small
    assert not program.handlers.commands.action("panel:axes").isChecked()
    assert program.handlers.commands.action("panel:numbers").isChecked()


def test_the_stage_is_never_remembered(started, qtbot):
    first = started({})
    remembered = first.handlers.remembered()
    QTest.keyClick(first.window, Qt.Key.Key_F10)
    qtbot.waitUntil(first.window.isFullScreen)
    first.handlers.commands.action("panel:axes").trigger()
    first.window.close()
    assert first.handlers.remembered() == remembered

    again = started(first.handlers.remembered())
    assert not again.window.isFullScreen()
    assert "axes" in _around(again.window)


def test_a_control_that_toggles_it_and_f11_leaves_it(started, qtbot):
    program = started({})
    program.frame_loop.do(ToggleStage())
    qtbot.waitUntil(program.window.isFullScreen)
    program.frame_loop.do(ToggleStage())
    qtbot.waitUntil(lambda: not program.window.isFullScreen())
    shown = _around(program.window)

    program.frame_loop.do(ToggleStage())
    qtbot.waitUntil(program.window.isFullScreen)
    QTest.keyClick(program.window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: _around(program.window) == shown)
    assert not program.window.isFullScreen()


def test_curves_on_the_stage_have_no_legend_either(started, qtbot):
    program = started({})
    program.frame_loop.do(ToggleStage())
    qtbot.waitUntil(program.window.isFullScreen)
    for mode in ("lines", "planes"):
        program.handlers.commands.action(f"mode:{mode}").trigger()
        assert _around(program.window) == []
