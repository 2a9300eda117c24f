"""How a window is laid out: what is remembered of it, how it was at the start, and its lock."""

import base64
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QByteArray, QObject
from PyQt6.QtWidgets import QDockWidget

from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.panels.numbers import NumbersPanel
from hudes_desktop.view.window.main_window import MainWindow

_FREE = (
    QDockWidget.DockWidgetFeature.DockWidgetClosable
    | QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
)

_MACHINE = "machine"  # the part of the numbers that is folded at first


_ROOM = (400, 250)
"""Pixels, with text of the usual size: in smaller windows there is the landscape alone at first."""


class Layout(QObject):
    """The places of a window and of its panels.

    option: gives a setting by its key.
    """

    def __init__(self, window: MainWindow, option: Callable[[str], Any]) -> None:
        super().__init__(window)
        self._window = window
        self._option = option
        self._kept: dict[str, Any] = {}

    def now(self) -> dict[str, Any]:
        """What to remember, by the keys of settings."""
        window, docks = self._window, self._window.docks
        return self._kept or {
            "window.geometry": _text(window.saveGeometry()),
            "window.state": _text(window.saveState()),
            "window.hidden": tuple(name for name in docks.names() if docks[name].isHidden()),
            "window.unfolded": (_MACHINE,) if docks.panel(NumbersPanel).unfolded else (),
        }

    def keep(self) -> None:
        """Remember how it is at present, whatever is done to it, until set_free."""
        self._kept = self.now()

    def set_free(self) -> None:
        """Remember again how it is."""
        self._kept = {}

    def restore_window(self) -> None:
        """Let the window itself be where the settings say."""
        if geometry := self._option("window.geometry"):
            self._window.restoreGeometry(_bytes(geometry))

    def restore_panels(self) -> None:
        """Let panels be where the settings say, or else where they stand at first."""
        state, hidden = self._option("window.state"), self._option("window.hidden")
        if state and self._window.restoreState(_bytes(state)):
            self.show_all_but(hidden)
        else:
            self.reset()
            for name in hidden:
                if name in self._window.docks.names():
                    self._window.docks[name].hide()
        self._window.docks.keep_keys()
        unfolded = _MACHINE in self._option("window.unfolded")
        self._window.docks.panel(NumbersPanel).unfold(unfolded)

    def show_all_but(self, hidden: tuple[str, ...]) -> None:
        """Show every panel but these."""
        for name in self._window.docks.names():
            self._window.docks[name].setVisible(name not in hidden)

    def reset(self) -> None:
        """Put every panel where it stands at first; where the text leaves no room beside the
        landscape, panels wait in the menu."""
        docks, size = self._window.docks, self._window.size()
        for name in docks.names():
            docks[name].setFloating(False)
        unit = self._option("window.font_px") / themes.DARK.text_px
        docks.arrange(unit)
        if size.width() < _ROOM[0] * unit or size.height() < _ROOM[1] * unit:
            self.show_all_but(tuple(docks.names()))
        docks.panel(NumbersPanel).unfold(False)

    def lock(self, on: bool) -> None:
        """Let no panel be moved, closed or taken out, or let them all."""
        none = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
        for name in self._window.docks.names():
            self._window.docks[name].setFeatures(none if on else _FREE)


def _text(array: QByteArray) -> str:
    return base64.b64encode(array.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))
