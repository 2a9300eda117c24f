"""Panels: one row of the table is a dock, an entry of the menu, and a name in the settings."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDockWidget, QLabel

from hudes_desktop.descent.actions import NextBatch, Undo
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.view.kit import theme
from hudes_desktop.view.kit.feed import Applied, Began
from hudes_desktop.view.panels.spec import PanelSpec
from hudes_desktop.view.panels.table import PANELS
from hudes_desktop.view.window.main_window import MainWindow
from hudes_desktop.wings.inspection import PANELS as INSPECTION


class Told(QLabel):
    """A panel that remembers what it was told."""

    def __init__(self, context):
        super().__init__("told")
        self.context = context
        self.told = []
        for kind in (Began, Applied, Losses, theme.Theme):
            context.subscribe(kind, self.told.append)


def a_window(qtbot, *rows, size=(1440, 900)):
    made = MainWindow(3, LossHistory(), (*PANELS, *INSPECTION, *rows))
    # Held until it is closed: garbage collected while it paints itself would take it away.
    qtbot.addWidget(made, before_close_func=lambda _: made)
    made.resize(*size)
    made.docks.arrange()
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_row_is_a_dock_on_its_side(qtbot):
    sides = {
        "left": Qt.DockWidgetArea.LeftDockWidgetArea,
        "right": Qt.DockWidgetArea.RightDockWidgetArea,
        "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
    }
    rows = [PanelSpec(f"told {side}", "Told", side, Told) for side in sides]
    window = a_window(qtbot, *rows)
    for row, area in zip(rows, sides.values(), strict=True):
        dock = window.docks[row.name]
        assert window.dockWidgetArea(dock) == area
        assert dock.windowTitle() == "Told"
        assert isinstance(dock.widget(), Told)
    assert window.docks.panel(Told) is window.docks["told left"].widget()


def test_panels_of_a_side_lie_behind_the_first_and_none_is_smaller_for_it(qtbot):
    alone = a_window(qtbot)
    rows = [PanelSpec(f"told {side}", "Told", side, Told) for side in ("left", "bottom")]
    window = a_window(qtbot, *rows)
    for name in ("losses", "axes"):
        assert not window.docks[name].visibleRegion().isEmpty()
    for row in rows:
        assert window.docks[row.name].visibleRegion().isEmpty()
    assert window.landscape.width() == alone.landscape.width()


@pytest.mark.parametrize(("height", "both"), [(900, True), (700, False)])
def test_in_low_windows_the_numbers_share_their_place(qtbot, height, both):
    docks = a_window(qtbot, size=(1440, height)).docks
    assert not docks["numbers"].visibleRegion().isEmpty()
    assert docks["examples"].visibleRegion().isEmpty() is not both


def test_panels_stand_in_the_order_of_their_rows(qtbot):
    docks = a_window(qtbot, PanelSpec("told", "Told", "right", Told, order=11)).docks
    names = docks.names()
    assert names.index("examples") < names.index("told") < names.index("actions")
    assert names.index("told") < names.index("mistakes")


def test_a_panel_is_told_of_what_it_subscribed_to_and_asks_for_actions(qtbot):
    window = a_window(qtbot, PanelSpec("told", "Told", "right", Told))
    panel = window.docks.panel(Told)
    descent = Descent()
    began, losses = Began(descent), Losses(0, 2.3, 0.1, 2.3, 0.1)
    applied = Applied([NextBatch()], descent.apply([NextBatch()]), descent)
    for event in (began, applied, losses, "no kind of event that it knows"):
        window.feed.publish(event)
    window.set_theme(theme.LIGHT)
    assert panel.told == [began, applied, losses, theme.LIGHT]
    with qtbot.waitSignal(window.action_wanted, timeout=1000) as wanted:
        panel.context.do(Undo())
    assert wanted.args == [Undo()]


def test_a_class_that_no_panel_has_is_an_error(qtbot):
    with pytest.raises(KeyError, match="QDockWidget"):
        a_window(qtbot).docks.panel(QDockWidget)
