"""A place on the page of controllers in which the mouse can be moved, to see and to teach it."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QLabel

from hudes_desktop.view.events.pointer import Pointer
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.words import text


class Practice(QLabel):
    """Reports (control, amount), as the 3-D view does."""

    moved = pyqtSignal(str, float)

    def __init__(self) -> None:
        super().__init__(text("controllers.practice"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pointer = Pointer(self.moved.emit)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, another size of text."""
        self.setFixedHeight(round(4.5 * theme.text_px))
        self.setStyleSheet(
            f"background: {theme.raised}; color: {theme.dim_text};"
            f" border: 1px dashed {theme.frame}; border-radius: 8px;"
        )

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
