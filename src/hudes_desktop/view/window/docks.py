"""The panels around the landscape, each in a dock that can be moved, hidden and brought back."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QWidget,
)

from hudes_desktop.view.kit.scrolling import scrolling

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_WIDTHS = {"losses": (220, 300), "numbers": (262, 300)}  # in small windows and in others
_ROOM_BESIDE = 1200  # pixels: so wide a window is not small
_ROOM_FOR_TWO = 800  # pixels: in lower windows the numbers share their place with the panels


class Docks:
    """Named docks of a window.

    arrange puts them where they stand at first: losses left, numbers and panels right, the axes
    along the bottom.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        window.setDockNestingEnabled(True)
        window.setTabPosition(_RIGHT, QTabWidget.TabPosition.North)
        window.setTabPosition(_LEFT, QTabWidget.TabPosition.North)

    def add(self, name: str, title: str, panel: QWidget, scrolls: bool = False) -> QDockWidget:
        """A panel under a name that the settings keep."""
        dock = QDockWidget(title, self._window)
        inner = panel.findChild(QLabel, "title")
        if inner is not None:
            inner.hide()  # the dock says it
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setWidget(scrolling(panel) if scrolls else panel)
        self._docks[name] = dock
        return dock

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def names(self) -> list[str]:
        """Of all docks, in the order in which they were added."""
        return list(self._docks)

    def arrange(self, unit: float = 1.0) -> None:
        """Put every dock where it belongs at first.

        unit: of the theme, by which widths grow with the text.
        """
        window, docks = self._window, self._docks
        for name, dock in docks.items():
            side = {"losses": _LEFT, "axes": _BOTTOM}.get(name, _RIGHT)
            window.addDockWidget(side, dock)
            dock.show()
        right = [dock for name, dock in docks.items() if name not in ("losses", "axes")]
        if len(right) > 1:
            numbers, first, *others = right
            if window.height() >= _ROOM_FOR_TWO:
                window.splitDockWidget(numbers, first, Qt.Orientation.Vertical)
            else:
                window.tabifyDockWidget(numbers, first)
            for dock in others:
                window.tabifyDockWidget(first, dock)
            (first if window.height() >= _ROOM_FOR_TWO else numbers).raise_()
        self.keep_keys()
        known = [name for name in _WIDTHS if name in docks]
        widths = {
            name: round(unit * _WIDTHS[name][window.width() >= _ROOM_BESIDE * unit])
            for name in known
        }
        if "numbers" in widths:
            widths["numbers"] = max(widths["numbers"], self._tabs_width())
        window.resizeDocks(
            [docks[name] for name in known],
            [widths[name] for name in known],
            Qt.Orientation.Horizontal,
        )

    def _tabs_width(self) -> int:
        """Pixels in which all tabs of a place are in sight, at the place that has most of them."""
        bars = [bar for bar in self._window.findChildren(QTabBar) if bar.count() > 1]
        for bar in bars:
            bar.ensurePolished()
        return max((bar.sizeHint().width() for bar in bars), default=0)

    def keep_keys(self) -> None:
        """Keys walk: no tab between docks may take them."""
        for tabs in self._window.findChildren(QTabBar):
            tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tabs.setElideMode(Qt.TextElideMode.ElideNone)
