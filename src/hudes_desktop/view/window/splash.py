"""A small picture on the screen at once, while the window itself is still being loaded."""

import time

from PyQt6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPixmap
from PyQt6.QtWidgets import QApplication, QLabel

from hudes_desktop.view.kit.icons import APP_ICON, app_icon, picture
from hudes_desktop.view.kit.theme import DARK, HEADLINE, Theme

# In heights of the text.
_SIZE = (34.0, 12.0)
_MARGIN = 2.0
_ICON = 8.0
_EXPOSED_WITHIN = 0.2
"""Seconds: a display server that takes longer must not hold up the window."""


class Splash(QLabel):
    """Says the program's name and that its window is coming; close it when the window is there.

    No QSplashScreen: that one waits a second for a window manager where there is none.
    """

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        pixmap = _drawn(theme)
        self.setPixmap(pixmap)
        size = pixmap.deviceIndependentSize().toSize()
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            room = QRect(QPoint(), size)
            room.moveCenter(screen.availableGeometry().center())
            self.setGeometry(room)
        self.setWindowIcon(app_icon())
        self.setAccessibleName("Human Descent is opening")

    def show_at_once(self) -> None:
        """Show it, and let it be drawn before anything else is begun."""
        self.show()
        until = time.monotonic() + _EXPOSED_WITHIN
        handle = self.windowHandle()
        while handle is not None and not handle.isExposed() and time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.001)
        QApplication.processEvents()


def _drawn(theme: Theme) -> QPixmap:
    px = theme.text_px
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen is not None else 1.0
    width, height = (round(side * px) for side in _SIZE)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(theme.card))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))
    icon = picture(APP_ICON, round(_ICON * px * ratio))
    icon.setDevicePixelRatio(ratio)
    painter.drawPixmap(QPointF(_MARGIN * px, (height - _ICON * px) / 2), icon)
    left = (2 * _MARGIN + _ICON) * px
    for text, top, font, colour in (
        ("Human Descent", 2.2, theme.font(HEADLINE, bold=True), theme.text),
        ("walk on a loss surface by hand", 5.6, theme.font(), theme.dim_text),
        ("opening the window …", 8.4, theme.font(), theme.dim_text),
    ):
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = QRectF(left, top * px, width - left, 3.4 * px)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
    painter.end()
    return pixmap
