"""The panels around the landscape, each in a dock that can be moved, hidden and brought back."""

from collections.abc import Iterable
from pkgutil import resolve_name
from typing import TypeVar

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QWidget,
)

from hudes_desktop.view.kit.widgets import scrolling
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.view.window.floating import Floating
from hudes_desktop.words import text

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_ROOM_BESIDE = 1200  # pixels: so wide a window is not small
_ROOM_FOR_BOTH_SIDES = 1000  # pixels: in narrower windows what is left lies behind what is right
_MOST_OF_WIDTH = 0.38  # of the window: for panels of one side, however large the text
_ROOM_FOR_TWO = 800  # pixels: in lower windows the first panel on the right has no place of its own
_BUTTONS = {
    "qt_dockwidget_closebutton": "dock.close",
    "qt_dockwidget_floatbutton": "dock.float",
}  # what Qt calls them, and the ids of what is said of them
T = TypeVar("T", bound=QWidget)


class Docks:
    """A dock of a window for each row of a table of panels.

    specs: the rows, in the order in which panels stand. arrange puts them where they stand at
    first: panels of a side lie behind each other, but the first on the right is above the others.
    """

    def __init__(
        self, window: QMainWindow, specs: Iterable[PanelSpec], context: PanelContext
    ) -> None:
        self._window = window
        self.specs = sorted(specs, key=lambda spec: spec.order)
        self._panels: dict[str, QWidget] = {}
        self._docks: dict[str, QDockWidget] = {}
        # Qt makes tabs anew when panels are moved or shown, and a moment later.
        self._tabs_changed = QTimer(window)
        self._tabs_changed.setSingleShot(True)
        self._tabs_changed.timeout.connect(self.keep_keys)
        self._floating = Floating(window)
        window.setDockNestingEnabled(True)
        for side in ("left", "right"):
            window.setTabPosition(_AREAS[side], QTabWidget.TabPosition.North)
        for spec in self.specs:
            make = resolve_name(spec.make) if isinstance(spec.make, str) else spec.make
            made = make(context)
            panel = QLabel() if made is None else made  # a wing that has failed gives none
            self._panels[spec.name] = panel
            self._docks[spec.name] = self._dock(spec, panel)

    def _dock(self, spec: PanelSpec, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(spec.title, self._window)
        inner = panel.findChild(QLabel, "title")
        if inner is not None:
            inner.hide()  # the dock says it
        dock.setObjectName(spec.name)
        dock.setAccessibleName(spec.title)
        dock.setToolTip(spec.told)
        dock.setWidget(scrolling(panel) if spec.scrolls else panel)
        self._floating.watch(dock)
        for button in dock.findChildren(QAbstractButton):
            if button.objectName() in _BUTTONS:
                button.setToolTip(text(_BUTTONS[button.objectName()]))
        dock.visibilityChanged.connect(lambda _: self._tabs_changed.start())
        dock.dockLocationChanged.connect(lambda _: self._tabs_changed.start())
        return dock

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def names(self) -> list[str]:
        """Of all docks, in the order in which they stand."""
        return list(self._docks)

    def panel(self, kind: type[T]) -> T:
        """The first panel of a class. Raises KeyError where there is none."""
        for panel in self._panels.values():
            if isinstance(panel, kind):
                return panel
        raise KeyError(kind.__name__)

    def replace(self, name: str, line: str) -> None:
        """Let a line of text take the place of a panel for good."""
        dock, label = self._docks[name], QLabel(line)
        label.setObjectName("caption")
        label.setWordWrap(True)
        label.setContentsMargins(12, 10, 12, 10)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        before, self._panels[name] = dock.widget(), label
        dock.setWidget(label)
        if before is not None:
            before.hide()
            before.deleteLater()

    def arrange(self, unit: float = 1.0) -> None:
        """Put every dock where it belongs at first; in narrow windows there is no left side.

        unit: of the theme, by which widths grow with the text.
        """
        narrow = self._window.width() < _ROOM_FOR_BOTH_SIDES * unit
        sides = {"left": "right"} if narrow else {}
        for side, area in _AREAS.items():
            docks = [
                self._docks[spec.name]
                for spec in self.specs
                if sides.get(spec.side, spec.side) == side
            ]
            for dock in docks:
                self._window.addDockWidget(area, dock)
                dock.show()
            two = side == "right" and self._window.height() >= _ROOM_FOR_TWO
            self._pile(docks, first_apart=two)
        self.keep_keys()
        self._set_widths(unit, narrow)

    def _pile(self, docks: list[QDockWidget], first_apart: bool) -> None:
        """Put docks behind each other, the first in front, or else above the others."""
        if first_apart and len(docks) > 1:
            self._window.splitDockWidget(docks[0], docks[1], Qt.Orientation.Vertical)
            docks = docks[1:]
        for dock in docks[1:]:
            self._window.tabifyDockWidget(docks[0], dock)
        if len(docks) > 1:
            docks[0].raise_()

    def _set_widths(self, unit: float, narrow: bool) -> None:
        large = self._window.width() >= _ROOM_BESIDE * unit
        docks, widths = [], []
        for spec in self.specs:
            if spec.width is not None:
                wanted = round(unit * spec.width[large])
                if spec.side == "right" and not narrow:
                    wanted = max(wanted, self._tabs_width())
                docks.append(self._docks[spec.name])
                widths.append(min(wanted, round(_MOST_OF_WIDTH * self._window.width())))
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def _tabs_width(self) -> int:
        """Pixels in which all tabs of a place are in sight, at the place that has most of them."""
        bars = [bar for bar in self._window.findChildren(QTabBar) if bar.count() > 1]
        for bar in bars:
            bar.ensurePolished()
        return max((bar.sizeHint().width() for bar in bars), default=0)

    def keep_keys(self) -> None:
        """Keys walk: no tab between docks may take them. Each says what its panel shows."""
        told = {spec.title: spec.told for spec in self.specs}
        for tabs in self._window.findChildren(QTabBar):
            tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tabs.setElideMode(Qt.TextElideMode.ElideNone)
            for index in range(tabs.count()):
                tabs.setTabToolTip(index, told.get(tabs.tabText(index), ""))
