"""Text on the 3-D view: fonts, pens, and texts that are laid out once."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QStaticText

from hudes_desktop.view.theme import Theme

_KEPT_TEXTS = 500


class Lettering:
    """Writes with a QPainter in the two fonts of the view, a small one and a bold one."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._fonts = {False: theme.font(0.88), True: theme.font(0.95, bold=True)}
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._metrics = {bold: QFontMetricsF(font) for bold, font in self._fonts.items()}
        self._pens = {colour: QPen(QColor(colour)) for colour in (theme.text, theme.dim_text)}

    def write(
        self,
        painter: QPainter,
        at: QPointF,
        text: str,
        colour: str,
        align: float = 0.5,
        bold: bool = False,
    ) -> QRectF:
        """Text whose vertical middle is at `at`, with the share `align` of it to the left.

        It stays within the view. Returns the rectangle that it fills.
        """
        metrics = self._metrics[bold]
        laid_out = self._laid_out(text, bold, painter)
        width = laid_out.size().width()
        left = round(min(max(at.x() - width * align, 2.0), painter.window().width() - width - 2.0))
        top = round(at.y() + metrics.capHeight() / 2 - metrics.ascent())
        painter.setFont(self._fonts[bold])
        painter.setPen(self._pens[colour])
        painter.drawStaticText(left, top, laid_out)
        return QRectF(left, top, width, metrics.height())

    def width(self, text: str, bold: bool = False) -> float:
        """Of a text, in logical pixels."""
        return self._metrics[bold].horizontalAdvance(text)

    def height(self, bold: bool = False) -> float:
        """Of a line, in logical pixels."""
        return self._metrics[bold].height()

    def _laid_out(self, text: str, bold: bool, painter: QPainter) -> QStaticText:
        """The text with its glyphs placed, kept: laying it out costs more than drawing it."""
        key = (text, bold)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _KEPT_TEXTS:
                self._texts.clear()
            found = self._texts[key] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(painter.transform(), self._fonts[bold])
        return found
