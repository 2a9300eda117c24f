"""A small picture on the screen at once, while the window itself is still being loaded."""

import time

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel

from hudes_desktop.view.kit.icons import APP_ICON, app_icon, picture
from hudes_desktop.view.kit.theme import DARK, HEADLINE, Theme

_SIZE = (34, 12)  # at least, in heights of the text, as what follows
_MARGIN = 2
_ICON = 8
_EXPOSED_WITHIN = 0.2
"""Seconds: a display server that takes longer must not hold up the window."""


class Splash(QFrame):
    """Says the program's name and that its window is coming; close it when the window is there.

    No QSplashScreen: that one waits a second for a window manager where there is none.
    """

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setWindowIcon(app_icon())
        self.setAccessibleName("Human Descent is opening")
        self.setStyleSheet(
            f"QFrame {{ background: {theme.card}; border: 1px solid {theme.border}; }}"
            f"QLabel {{ border: none; color: {theme.dim_text}; }}"
            f"QLabel#name {{ color: {theme.text}; }}"
        )
        px = theme.text_px
        grid = QGridLayout(self)
        grid.setContentsMargins(*(_MARGIN * px,) * 4)
        grid.setHorizontalSpacing(_MARGIN * px)
        grid.setColumnStretch(1, 1)
        icon = QLabel()
        icon.setPixmap(picture(APP_ICON, _ICON * px, ratio=self.devicePixelRatioF()))
        grid.addWidget(icon, 0, 0, 3, 1)
        for row, (text, font, name) in enumerate(
            (
                ("Human Descent", theme.font(HEADLINE, bold=True), "name"),
                ("walk on a loss surface by hand", theme.font(), ""),
                ("opening the window …", theme.font(), ""),
            )
        ):
            line = QLabel(text)
            line.setObjectName(name)
            line.setFont(font)
            grid.addWidget(line, row, 1)
        # The name may be wider than that: fonts differ.
        self.setFixedSize(self.sizeHint().expandedTo(QSize(_SIZE[0] * px, _SIZE[1] * px)))
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            room = QRect(QPoint(), self.size())
            room.moveCenter(screen.availableGeometry().center())
            self.move(room.topLeft())

    def show_at_once(self) -> None:
        """Show it, and let it be drawn before anything else is begun."""
        self.show()
        until = time.monotonic() + _EXPOSED_WITHIN
        handle = self.windowHandle()
        while handle is not None and not handle.isExposed() and time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.001)
        QApplication.processEvents()
