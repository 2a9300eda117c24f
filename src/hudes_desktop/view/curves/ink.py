"""Colours, pens, fonts and empty cards of a theme, made once for all panels of curves."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPixmap

from hudes_desktop.view.curves.curve_colours import curve_colours
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.theme import Theme, faded, mixed

_KEPT_FRAMES = 12


class Ink:
    """Colours, pens and fonts of a theme, made once."""

    def __init__(self, theme: Theme) -> None:
        self.small, self.bold = Writer(theme.font(0.88)), Writer(theme.font(0.95, bold=True))
        self.curves = [QColor(colour) for colour in curve_colours(theme)]
        self.ground = QColor(theme.background)
        for name in ("card", "border", "text", "dim_text", "marker", "good"):
            setattr(self, name, QColor(getattr(theme, name)))
        self.masked = faded(QColor(theme.masked), 0.35)
        # Mixed once: blending every line of the grid with its ground costs a third of a frame.
        self.grid = mixed(self.card, self.dim_text, 0.17)
        self._frames: dict[tuple[int, int, float], QPixmap] = {}
        self.level = QPen(faded(self.text, 0.55), 1.0)
        self.tangent = QPen(self.text, 1.0, Qt.PenStyle.DashLine)

    card: QColor
    border: QColor
    text: QColor
    dim_text: QColor
    marker: QColor
    good: QColor

    def of(self, axis: int) -> QColor:
        """The colour of an axis."""
        return self.curves[axis % len(self.curves)]

    def frame(self, size: QSize, ratio: float) -> QPixmap:
        """An empty card of a size; ratio: of the screen's pixels to ours."""
        key = (size.width(), size.height(), ratio)
        found = self._frames.get(key)
        if found is None:
            if len(self._frames) >= _KEPT_FRAMES:
                self._frames.clear()
            found = QPixmap(size * ratio)
            found.setDevicePixelRatio(ratio)
            found.fill(self.ground)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self.card)
            painter.setPen(QPen(self.border, 1.0))
            outline = QRectF(0.5, 0.5, size.width() - 1.0, size.height() - 1.0)
            painter.drawRoundedRect(outline, 6.0, 6.0)
            painter.end()
            self._frames[key] = found
        return found
