"""Colours, pens and fonts of a theme, made once for all panels of curves."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPen

from hudes_desktop.view.curves.curve_colours import curve_colours
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.theme import Theme, faded, mixed


class Ink:
    """Colours, pens and fonts of a theme, made once."""

    def __init__(self, theme: Theme) -> None:
        self.small, self.bold = Writer(theme.font(0.88)), Writer(theme.font(0.95, bold=True))
        self.curves = [QColor(colour) for colour in curve_colours(theme)]
        self.ground, self.card = QColor(theme.background), QColor(theme.card)
        self.border, self.marker = QColor(theme.border), QColor(theme.marker)
        self.text, self.dim_text = QColor(theme.text), QColor(theme.dim_text)
        self.good = QColor(theme.good)
        self.masked = faded(QColor(theme.masked), 0.35)
        # Mixed once: blending every line of the grid with its ground costs a third of a frame.
        self.grid = mixed(self.card, self.dim_text, 0.17)
        self.level = QPen(faded(self.text, 0.55), 1.0)
        self.tangent = QPen(self.text, 1.0, Qt.PenStyle.DashLine)

    def of(self, axis: int) -> QColor:
        """The colour of an axis."""
        return self.curves[axis % len(self.curves)]
