"""Text painted with a QPainter: fonts, and texts that are laid out once."""

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from hudes_desktop.view.kit.text_atlas import TextAtlas
from hudes_desktop.view.kit.theme import Theme

_KEPT = 1500
_OVERHANG = 1  # pixels by which a glyph may lean out of its advance


class Writer:
    """Writes with one font; keeps what it laid out, because that costs more than drawing it.

    height: of a line, in logical pixels. middle: from the middle of its capitals up to its top.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.height = self.metrics.height()
        self.middle = self.metrics.capHeight() / 2 - self.metrics.ascent()
        self._kept: dict[str, QStaticText] = {}
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """In logical pixels."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) >= _KEPT:
                self._widths.clear()
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def write(
        self, painter: QPainter, x: float, top: float, text: str, colour: QColor, align: float = 0.0
    ) -> None:
        """Text with the share `align` of it to the left of x."""
        laid_out = self._kept.get(text)
        if laid_out is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            laid_out = self._kept[text] = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(painter.transform(), self.font)
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawStaticText(round(x - align * self.width(text)), round(top), laid_out)

    def fitting(self, candidates: Sequence[str], width: float) -> str:
        """The first of the candidates, best first, that fits into `width`; "" if none does."""
        return next((text for text in candidates if self.width(text) <= width), "")


class Lettering:
    """The two fonts of a view that shows the landscape.

    small, bold: for numbers and for names. theme: whose fonts and colours they have. atlas: lies
    over the view and takes the texts.
    """

    def __init__(self, theme: Theme, atlas: TextAtlas) -> None:
        self.theme = theme
        self.atlas = atlas
        self.small, self.bold = Writer(theme.font(0.88)), Writer(theme.font(0.95, bold=True))
        self._colours = {name: QColor(name) for name in (theme.text, theme.dim_text)}

    def write(
        self,
        x: float,
        y: float,
        text: str,
        colour: str,
        align: float = 0.5,
        bold: bool = False,
        opacity: float = 1.0,
    ) -> QRectF:
        """Text whose vertical middle is at y, with the share `align` of it to the left of x.

        It stays within the view. Returns the rectangle that it fills.
        """
        writer = self.bold if bold else self.small
        width = writer.width(text)
        left = round(min(max(x - width * align, 2.0), self.atlas.size.width() - width - 2.0))
        top = round(y + writer.middle)
        self.atlas.put(
            (text, colour, bold), left - _OVERHANG, top, (width + 2 * _OVERHANG, writer.height),
            lambda painter: writer.write(painter, _OVERHANG, 0, text, self._colours[colour]),
            opacity,
        )  # fmt: skip
        return QRectF(left, top, width, writer.height)
