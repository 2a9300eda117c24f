"""Widgets of Qt as this program has them: labels with a name, and room to scroll."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QScrollArea, QWidget


def label(text: str, name: str) -> QLabel:
    """A label with the object name that the style sheet knows."""
    made = QLabel(text)
    made.setObjectName(name)
    return made


def scrolling(widget: QWidget) -> QScrollArea:
    """The widget in a frameless area that scrolls up and down; keys stay with the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
