"""Whatever is seen in the window says under the pointer, in plain words, what it is."""

import pytest
from open_program import open_program, wait_for_surfaces
from PyQt6.QtCore import QEvent, QPoint
from PyQt6.QtGui import QHelpEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QLabel,
    QMenuBar,
    QScrollBar,
    QTabBar,
    QToolTip,
    QWidget,
)

from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.panels.status import Legend

BEFORE = "what was said before"
NOT_MEANT = (QScrollBar, QMenuBar, QTabBar, LandscapeView)
"""Tabs and the landscape say different things in different places."""


@pytest.fixture
def program(qtbot):
    with open_program(qtbot, playing=True) as made:
        made.window.resize(1440, 900)
        made.window.docks.arrange()
        wait_for_surfaces(qtbot, made)
        yield made


def tip_at(widget, at=None):
    """What is said when the pointer rests on a widget."""
    at = widget.rect().center() if at is None else at
    QToolTip.showText(widget.mapToGlobal(at), BEFORE)  # a tip that is hidden stays for a while
    event = QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    return QToolTip.text().replace(BEFORE, "")


def within(widget, kinds):
    """Whether it is, or is a part of, a widget of one of these classes."""
    at = widget
    while at is not None and not isinstance(at, kinds):
        at = at.parentWidget()
    return at is not None


def seen(window):
    """What stands in the window by itself: the smallest parts, without bars to scroll with."""
    for widget in window.findChildren(QWidget):
        in_sight = widget.isVisible() and not widget.visibleRegion().isEmpty()
        whole = not any(each.isVisible() for each in widget.findChildren(QWidget))
        empty = isinstance(widget, QLabel) and not widget.text()
        if in_sight and whole and not empty and not within(widget, NOT_MEANT):
            yield widget


def silent(window):
    """What says nothing."""
    return [
        f"{type(widget).__name__} {widget.objectName()} {getattr(widget, 'text', str)()!r}"
        for widget in seen(window)
        if not tip_at(widget)
    ]


def test_every_panel_and_number_says_what_it_is(program, qtbot):
    window = program.window
    window.docks.panel(NumbersPanel).unfold(True)
    for name in window.docks.names():
        window.docks[name].raise_()
        QTest.qWait(20)
        assert silent(window) == []
        assert len(tip_at(window.docks[name], QPoint(30, 5))) > 20
    program.handlers.commands.action("mode:lines").trigger()
    qtbot.waitUntil(lambda: window.lines.shown_loss(5) is not None, timeout=20_000)
    assert silent(window) == []


def test_no_two_numbers_say_the_same_and_none_is_only_its_name(program):
    panel = program.window.docks.panel(NumbersPanel)
    panel.unfold(True)
    names = [each for each in panel.findChildren(QLabel) if each.objectName() == "name"]
    shown = [each for each in names if each.isVisible()]
    told = [tip_at(each) for each in shown]
    assert len(told) >= 20
    assert len(set(told)) == len(told)
    assert all(len(tip.split()) > 4 for tip in told)


def test_tabs_and_the_buttons_of_panels_say_what_they_are(program, qtbot):
    window = program.window

    def told():
        bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
        return {bar.tabText(k): bar.tabToolTip(k) for bar in bars for k in range(bar.count())}

    wanted = {spec.title: spec.told for spec in window.docks.specs}
    qtbot.waitUntil(lambda: told() and all(wanted[title] == tip for title, tip in told().items()))
    # Those that Qt makes when a panel is closed and shown again have them too.
    program.handlers.commands.action("panel:confusion").trigger()
    program.handlers.commands.action("panel:confusion").trigger()
    qtbot.waitUntil(lambda: told().get("Confusion") == wanted["Confusion"])
    buttons = [
        button
        for dock in window.findChildren(QDockWidget)
        for button in dock.findChildren(QAbstractButton)
        if button.objectName().startswith("qt_dockwidget")
    ]
    assert len(buttons) == 2 * len(window.docks.specs)
    assert all(tip_at(button) for button in buttons)


def test_the_colour_bar_and_every_mark_of_the_legend_are_told(program, qtbot):
    window, view = program.window, program.window.landscape
    middle = view.width() // 2
    QTest.mouseMove(view, QPoint(middle, view.height() // 3))
    assert tip_at(view, QPoint(middle, view.height() // 3)) == ""
    QTest.mouseMove(view, QPoint(middle, view.height() - 30))
    qtbot.waitUntil(
        lambda: "Bright is low" in tip_at(view, QPoint(middle, view.height() - 30)), timeout=10_000
    )
    [legend] = window.findChildren(Legend)
    lines = tip_at(legend).split("\n")
    assert [line[0] for line in lines] == ["●", "━", "━", "◆", "➚"]
    assert all(len(line.split()) > 5 for line in lines)
