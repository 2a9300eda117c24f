"""Keys on curves, in the running program: every axis is walked, and the window says by which."""

import pytest
from open_program import open_program
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel

from hudes_desktop.view.help.overlay import HelpOverlay


@pytest.fixture
def program(qtbot):
    with open_program(qtbot, playing=True) as made:
        made.handlers.commands.action("mode:lines").trigger()
        made.handlers.commands.action("axes:32").trigger()
        qtbot.waitUntil(lambda: made.window.lines.axes == 32)
        # While it loads, keys walk nowhere.
        qtbot.waitUntil(lambda: made.window.lines.shown_loss(31) is not None, timeout=60_000)
        yield made


def keys_shown(program):
    """Which keys stand beside which axis."""
    lines = [line for panel in program.window.lines.canvas.panels for line in panel.lines]
    return {line.axis: line.keys for line in lines if line.keys}


def test_every_axis_is_walked_by_keys_a_page_after_the_other(program, qtbot):
    window = program.window

    def moved():
        coefficients = program.session.descent.place.coefficients
        return [axis for axis, coefficient in enumerate(coefficients) if coefficient]

    assert keys_shown(program) == {
        0: "S ◂ ▸ W", 1: "D ◂ ▸ E", 2: "F ◂ ▸ R", 3: "J ◂ ▸ U", 4: "K ◂ ▸ I", 5: "L ◂ ▸ O",
    }  # fmt: skip
    walked = []
    for page in range(6):
        assert min(keys_shown(program)) == 6 * page
        for key in "WERUIO":
            axis = 6 * page + "WERUIO".index(key)
            if axis < 32:
                QTest.keyClick(window, getattr(Qt.Key, f"Key_{key}"))
                walked.append(axis)
                qtbot.waitUntil(lambda: moved() == walked, timeout=20_000)
        QTest.keyClick(window, Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda page=page: min(keys_shown(program)) == 6 * (page + 1) % 36)
    assert walked == list(range(32))
    QTest.keyClick(window, Qt.Key.Key_QuoteLeft)
    qtbot.waitUntil(lambda: min(keys_shown(program)) == 30)
    last = window.lines.canvas.panels[30].rect
    assert window.lines.canvas.visibleRegion().contains(last.center())


def test_fewer_axes_bring_the_first_page_back_and_surfaces_have_none(program, qtbot):
    QTest.keyClick(program.window, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: min(keys_shown(program)) == 6)
    program.handlers.commands.action("axes:6").trigger()
    qtbot.waitUntil(lambda: list(keys_shown(program)) == [0, 1, 2, 3, 4, 5])
    program.handlers.commands.action("mode:planes").trigger()
    assert program.hub.first_axis == {"keyboard": 0}


def test_the_help_says_what_can_be_done_on_curves_and_nothing_else(program):
    program.handlers.commands.action("help").trigger()
    page = program.window.findChild(HelpOverlay)
    said = " · ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    for wanted in ("walk along axis 1", "next axes", "on a curve: walk along it", "undo"):
        assert wanted in said
    for false in ("turn the view", "zoom", "the plane", "double-click", "one finger", "higher up"):
        assert false not in said
    program.handlers.commands.action("help").trigger()
    program.handlers.commands.action("mode:planes").trigger()
    program.handlers.commands.action("help").trigger()
    said = " · ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    assert "turn the view" in said
    assert "on a curve" not in said
