"""Carries out the commands of menus and palette, and remembers how the window was left."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PyQt6.QtCore import QByteArray, QObject, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QMessageBox

from hudes_desktop import __version__
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.options import Options
from hudes_desktop.store.settings import WindowSettings
from hudes_desktop.view.commands.menus import Commands
from hudes_desktop.view.commands.palette import Palette
from hudes_desktop.view.export.save import Saver
from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.panels.loss_chart import LossChart
from hudes_desktop.view.window.commands import parts
from hudes_desktop.view.window.frame_loop import FrameLoop
from hudes_desktop.view.window.main_window import MainWindow

_ABOUT = (
    f"<h3>Human Descent {__version__}</h3><p>Walk on the loss surface of a neural network by hand."
    "</p><p>Free software under the GNU General Public License, version 3 or later.</p>"
    "<p>MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges (CC BY-SA 3.0).</p>"
)


class CommandHandlers(QObject):
    """The commands of a window, the palette, and what saves.

    change: called with options by name when the user chose others. commands, palette: its parts.
    mode_changed: surfaces ("planes") or curves ("lines") are shown now. controllers_wanted: the
    page of controllers is to be shown.
    """

    mode_changed = pyqtSignal(str)
    controllers_wanted = pyqtSignal()

    def __init__(
        self,
        window: MainWindow,
        frame_loop: FrameLoop,
        change: Callable[..., None],
        profile: Profile,
        remembered: WindowSettings,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.frame_loop = frame_loop
        self.change = change
        self._remembered = remembered
        self.saver = Saver(window, window.show_banner)
        self.commands = Commands(window, frame_loop.do)
        for rows, part in parts(window.docks.specs):
            self.commands.add(rows, part(self))
        self.commands.set_profile(profile)
        self.palette = Palette(window, self.commands)
        for name in window.docks.names():
            toggle = window.docks[name].toggleViewAction()
            assert toggle is not None
            toggle.toggled.connect(partial(self.commands.set_checked, f"panel:{name}"))
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._dress)
        self._restore()

    def show_options(self, options: Options) -> None:
        """Tick what is played at present."""
        for group, value in (
            ("network", options.net),
            ("dataset", options.dataset),
            ("device", options.device),
            ("precision", options.dtype),
            ("directions", options.directions),
            ("planes", options.planes),
        ):
            self.commands.set_choice(group, value)

    def show_axes(self, axes: int) -> None:
        """Tick how many axes there are."""
        self.commands.set_choice("axes", axes)

    def remembered(self) -> WindowSettings:
        """How the window is now, for the next time."""
        window, docks = self.window, self.window.docks
        return replace(
            self._remembered,
            geometry=_text(window.saveGeometry()),
            state=_text(window.saveState()),
            hidden=tuple(name for name in docks.names() if docks[name].isHidden()),
        )

    def show_about(self) -> None:
        """Say what this program is, and whose digits it comes with."""
        QMessageBox.about(self.window, "About Human Descent", _ABOUT)

    def _restore(self) -> None:
        left, window = self._remembered, self.window
        if left.geometry is not None:
            window.restoreGeometry(_bytes(left.geometry))
        if left.state is None or not window.restoreState(_bytes(left.state)):
            window.docks.arrange(left.font_px / themes.DARK.text_px)
        window.docks.keep_keys()
        for name in window.docks.names():
            window.docks[name].setVisible(name not in left.hidden)
            self.commands.set_checked(f"panel:{name}", name not in left.hidden)
        self.set_height_mode(left.height_mode)
        self.set_colour_map(left.colour_map)
        self.set_mode(left.mode)
        self.set_log_loss(left.log_loss)
        self.set_accuracy(left.accuracy)
        self.commands.set_choice("layout", "grid")
        self._dress()

    def show_panel(self, name: str, on: bool) -> None:
        dock = self.window.docks[name]
        if not on and dock.visibleRegion().isEmpty():
            # Behind another one's tab: whoever chooses it wants to see it.
            on = True
            self.commands.set_checked(f"panel:{name}", True)
        dock.setVisible(on)
        if on:
            dock.raise_()

    def _remember(self, **changes: Any) -> None:
        self._remembered = replace(self._remembered, **changes)

    def set_mode(self, mode: Any) -> None:
        self.frame_loop.set_mode(mode)
        self.commands.set_mode(mode)
        self.commands.set_choice("mode", mode)
        self._remember(mode=mode)
        self.mode_changed.emit(mode)

    def set_height_mode(self, mode: Any) -> None:
        self.window.landscape.set_height_mode(mode)
        self.commands.set_choice("height_mode", mode)
        self._remember(height_mode=mode)

    def set_colour_map(self, name: str) -> None:
        try:
            self.window.landscape.set_colour_map(name)
        except ValueError as error:
            self.window.show_banner(f"{error}: the settings name it")
            return
        self.commands.set_choice("colour_map", name)
        self._remember(colour_map=name)

    def set_log_loss(self, on: bool) -> None:
        self.window.docks.panel(LossChart).set_logarithmic(on)
        self.commands.set_checked("log_loss", on)
        self._remember(log_loss=on)

    def set_accuracy(self, on: bool) -> None:
        self.window.docks.panel(LossChart).set_accuracy(on)
        self.commands.set_checked("accuracy", on)
        self._remember(accuracy=on)

    def set_theme(self, choice: Any) -> None:
        self._remember(theme=choice)
        self._dress()

    def scale_text(self, steps: int) -> None:
        px = min(max(self._remembered.font_px + steps, themes.TEXT_PX[0]), themes.TEXT_PX[1])
        self._remember(font_px=px)
        self._dress()

    def _dress(self) -> None:
        """Wear the theme and the size of text that were chosen."""
        choice = self._remembered.theme
        theme = themes.with_text_px(themes.resolve(choice), self._remembered.font_px)
        self.window.set_theme(theme)
        self.palette.set_theme(theme)
        self.commands.set_theme(theme)
        self.commands.set_choice("theme", choice)


def _text(array: QByteArray) -> str:
    return base64.b64encode(array.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))
