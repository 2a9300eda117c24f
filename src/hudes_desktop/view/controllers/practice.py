"""A place on the page of controllers in which the mouse can be moved, to see and to teach it."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QVBoxLayout

from hudes_desktop.view.events.pointer import PointerWidget
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.words import text


class Practice(PointerWidget):
    """Reports what the mouse does, as the 3-D view does."""

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel(text("controllers.practice"))
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._label)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, another size of text."""
        self.setFixedHeight(round(4.5 * theme.text_px))
        self._label.setStyleSheet(
            f"background: {theme.raised}; color: {theme.dim_text};"
            f" border: 1px dashed {theme.frame}; border-radius: 8px;"
        )
