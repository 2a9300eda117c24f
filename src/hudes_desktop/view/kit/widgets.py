"""Widgets of Qt as this program has them: labels with a name, and room to scroll."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QLabel, QScrollArea, QWidget


def label(text: str, name: str) -> QLabel:
    """A label with the object name that the style sheet knows."""
    made = QLabel(text)
    made.setObjectName(name)
    return made


class _UpAndDown(QScrollArea):
    """Never narrower than what scrolls in it needs."""

    def minimumSizeHint(self) -> QSize:
        hint, inner, bar = super().minimumSizeHint(), self.widget(), self.verticalScrollBar()
        if inner is not None and bar is not None:
            hint.setWidth(max(hint.width(), inner.minimumWidth() + bar.sizeHint().width()))
        return hint


def scrolling(widget: QWidget) -> QScrollArea:
    """The widget in a frameless area that scrolls up and down; keys stay with the window."""
    area = _UpAndDown()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def renew_width(widget: QWidget) -> None:
    """The least width of a widget has changed: let the area know that it scrolls in."""
    around = widget.parentWidget()
    area = None if around is None else around.parentWidget()
    if isinstance(area, QScrollArea):
        area.updateGeometry()
