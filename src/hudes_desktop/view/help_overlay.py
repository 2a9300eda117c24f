"""The help: what each control of the active profile does, over the whole window."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from hudes_desktop.view.status_line import label

_INTRODUCTION = (
    "The hill is the loss of a neural network around the place where it stands: the ball. "
    "Bright is low, and low is better. On the white line the network is as good as here; "
    "the diamond marks the lowest point in sight."
)


class HelpOverlay(QWidget):
    """Covers its parent while it is shown; rows are (controls, meaning)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(24, 24, 24, 24)
        self._card: QFrame | None = None
        self._rows: list[tuple[str, str]] = []
        self.hide()

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Fill the card, two columns of rows."""
        if list(rows) == self._rows and self._card is not None:
            return
        self._rows = list(rows)
        if self._card is not None:
            self._card.setParent(None)
            self._card.deleteLater()
        self._card = card = QFrame()
        card.setObjectName("helpCard")
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(12)
        column.addWidget(label("Walk downhill", "helpTitle"))
        introduction = QLabel(_INTRODUCTION)
        introduction.setWordWrap(True)
        column.addWidget(introduction)
        column.addLayout(_grid(self._rows))
        self._outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def mousePressEvent(self, _event: object) -> None:
        self.hide()


def _grid(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(2, 20)
    half = -(-len(rows) // 2)
    for number, (controls, meaning) in enumerate(rows):
        key, text = label(controls, "key"), label(meaning, "meaning")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = 0 if number < half else 3
        grid.addWidget(key, number % half, column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(text, number % half, column + 1)
    return grid
