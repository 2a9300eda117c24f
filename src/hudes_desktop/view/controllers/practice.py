"""A place on the page of controllers in which the mouse can be moved, to see and to teach it."""

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PyQt6.QtWidgets import QWidget

from hudes_desktop.view.events.pointer import Pointer
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text


class Practice(QWidget):
    """Reports (control, amount), as the 3-D view does."""

    moved = pyqtSignal(str, float)

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(text("controllers.practice"))
        self._pointer = Pointer(self.moved.emit)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, another size of text."""
        self._theme = theme
        self.setFixedHeight(round(4.5 * theme.text_px))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(4.5 * self._theme.text_px))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setBrush(QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.frame), 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.dim_text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text("controllers.practice"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        self._pointer.turn_wheel(event)
        event.accept()
