"""The stage view: the whole screen for the landscape and its headline, large enough for a hall."""

from collections.abc import Callable
from dataclasses import replace

from PyQt6.QtCore import QByteArray, QEvent, QObject

from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.window.layout import Layout
from hudes_desktop.view.window.main_window import MainWindow

_TEXT = (1 / 32, 1 / 20)
"""Of the window's height: the smallest and the largest text, where twice the usual isn't between.
On a screen 68 cm high, seen from 8 m, capitals are then 0.11 degrees high."""

_HEADLINE = 0.1
"""Of the window's height: the type of the headline. Its digits, 0.73 of that, are then 0.35 degrees
high on such a screen, and what a road sign is read at is 0.3."""


class Stage(QObject):
    """Shows nothing but landscape and headline, and puts all back as it was.

    on: whether it is the stage view now. dress: called when sizes of text are others.
    """

    def __init__(self, window: MainWindow, layout: Layout, dress: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._layout, self._dress = window, layout, dress
        self.on = False
        self._before = False, window.size(), QByteArray()  # full screen, size, places of panels
        self._hidden: tuple[str, ...] = ()
        window.full_screen_changed.connect(self._full_screen_changed)
        window.key_pressed.connect(self._key_pressed)

    def toggle(self) -> None:
        """Enter it, or leave it."""
        self.show(not self.on)

    def show(self, on: bool) -> None:
        """Enter it, or leave it: then everything is where it was, remembered or not."""
        if on == self.on:
            return
        window = self._window
        if on:
            self._before = window.isFullScreen(), window.size(), window.saveState()
            self._layout.keep()
            self._hidden = self._layout.now()["window.hidden"]
            self._layout.show_all_but(tuple(window.docks.names()))
            window.installEventFilter(self)
        self.on = on
        if (menus := window.menuBar()) is not None:
            menus.setVisible(not on)
        window.centre.set_bare(on)
        self._dress()
        if on:
            window.show_full_screen(True)
        else:
            was_full, size, _ = self._before
            window.show_full_screen(was_full)
            if window.size() == size:
                window.removeEventFilter(self)
            self._put_back()

    def _put_back(self) -> None:
        """Let panels stand where they stood."""
        if not self.on:
            self._window.restoreState(self._before[2])
            self._layout.show_all_but(self._hidden)
            self._layout.set_free()

    def dressed(self, theme: Theme) -> Theme:
        """The theme with text as large as it is on the stage, if this is it."""
        if not self.on:
            return theme
        height = self._window.height()
        smallest, largest = (round(height * share) for share in _TEXT)
        px = min(max(2 * theme.text_px, smallest), largest)
        return replace(theme, text_px=px, headline=max(_HEADLINE * height / px, theme.headline))

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            if self.on:
                self._window.later(self._dress)
            else:  # as large as it was: panels have their room again
                self._window.removeEventFilter(self)
                self._window.later(self._put_back)
        return False

    def _key_pressed(self, key: str) -> None:
        if key == "Escape":
            self.show(False)

    def _full_screen_changed(self, full: bool) -> None:
        if not full:
            self.show(False)  # the desktop has ended it, or F11
