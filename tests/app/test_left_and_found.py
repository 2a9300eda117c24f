"""What a window was like when it was closed, it is like at the next start."""

from contextlib import ExitStack

import pytest
from open_program import open_program
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel, QToolButton

from hudes_desktop.view.panels.numbers import NumbersPanel


@pytest.fixture
def started(qtbot):
    """started(settings): the program in its window, without an engine."""
    with ExitStack() as programs:
        yield lambda settings: programs.enter_context(open_program(qtbot, settings=settings))


def _closed(program):
    """What the program remembers once its window is gone, as app.run asks for it."""
    program.window.close()
    QApplication.closeAllWindows()  # as Qt does when the program quits
    return program.handlers.remembered()


def test_a_panel_that_floats_floats_again_where_it_was(started, qtbot):
    first = started({})
    dock = first.window.docks["numbers"]
    dock.setFloating(True)
    dock.move(QPoint(300, 250))
    qtbot.waitUntil(lambda: dock.isWindow() and dock.isVisible())
    where = dock.geometry()

    again = started(_closed(first))
    dock = again.window.docks["numbers"]
    qtbot.waitUntil(dock.isVisible)
    assert dock.isFloating()
    assert dock.geometry() == where
    assert again.handlers.commands.action("panel:numbers").isChecked()


def test_a_panel_that_was_hidden_stays_hidden(started):
    first = started({})
    first.handlers.commands.action("panel:axes").trigger()

    again = started(_closed(first))
    assert again.window.docks["axes"].isHidden()
    assert not again.handlers.commands.action("panel:axes").isChecked()


def test_what_was_unfolded_stays_unfolded_until_the_layout_is_reset(started, qtbot):
    def machine(program):
        numbers = program.window.docks.panel(NumbersPanel)
        [button] = numbers.findChildren(QToolButton)
        [surface] = [each for each in numbers.findChildren(QLabel) if each.text() == "surface"]
        return button, surface

    first = started({})
    button, surface = machine(first)
    assert not surface.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert surface.isVisible()

    again = started(_closed(first))
    _, surface = machine(again)
    assert surface.isVisible()
    again.handlers.commands.action("reset_layout").trigger()
    assert not surface.isVisible()


def test_the_first_f11_after_a_start_in_full_screen_leaves_it(started, qtbot):
    first = started({})
    QTest.keyClick(first.window, Qt.Key.Key_F11)
    qtbot.waitUntil(first.window.isFullScreen)

    again = started(_closed(first))
    assert again.window.isFullScreen()
    assert again.handlers.commands.action("full_screen").isChecked()
    QTest.keyClick(again.window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not again.window.isFullScreen())
    assert not again.handlers.commands.action("full_screen").isChecked()


def test_full_screen_that_the_desktop_ends_is_ticked_no_more(started, qtbot):
    program = started({})
    QTest.keyClick(program.window, Qt.Key.Key_F11)
    qtbot.waitUntil(program.window.isFullScreen)
    program.window.showNormal()
    assert not program.handlers.commands.action("full_screen").isChecked()


def test_a_small_window_with_the_largest_text_begins_with_the_landscape_alone(started, qtbot):
    small = started({})
    small.window.resize(1024, 640)
    small.handlers.choose("window.font_px", 40)
    small.handlers.layout.reset()
    window = small.window
    assert all(window.docks[name].isHidden() for name in window.docks.names())
    qtbot.waitUntil(lambda: window.landscape.height() > 0.5 * window.height())
    assert not window.status.legend.isVisible() or window.status.legend.height() < 64


def test_locked_panels_cannot_be_moved_or_closed_and_stay_locked(started):
    first = started({})
    first.handlers.commands.action("locked").trigger()
    for program in (first, started(_closed(first))):
        for name in program.window.docks.names():
            dock = program.window.docks[name]
            assert dock.features() == dock.DockWidgetFeature.NoDockWidgetFeatures
    program.handlers.commands.action("locked").trigger()
    assert dock.features() & dock.DockWidgetFeature.DockWidgetMovable


def test_the_layout_and_the_size_of_the_text_can_be_reset(started, qtbot):
    program = started({})
    docks = program.window.docks

    def places():
        return {name: (docks[name].isFloating(), docks[name].isHidden()) for name in docks.names()}

    before = places()
    docks["numbers"].setFloating(True)
    docks["losses"].hide()
    program.handlers.commands.action("reset_layout").trigger()
    assert places() == before
    for _ in range(5):
        program.handlers.commands.action("larger_text").trigger()
    assert program.handlers.value("window.font_px") == 18
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    QTest.keyClick(program.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert program.handlers.value("window.font_px") == 13
    assert program.window.current_theme.text_px == 13
