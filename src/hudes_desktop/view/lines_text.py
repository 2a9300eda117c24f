"""Text on painted panels: laid out once, measured, and never cut off."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from hudes_desktop.view.loss_scale import decimals_for, multiples, nice_interval

_KEPT = 1500
_LONGEST_PLAIN = 1e5  # larger losses are written with a power of ten


class Writer:
    """Writes with one font; keeps what it laid out, because that costs more than drawing it."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self._kept: dict[str, QStaticText] = {}
        self._widths: dict[str, float] = {}

    @property
    def height(self) -> float:
        """Of a line, in pixels."""
        return self.metrics.height()

    def width(self, text: str) -> float:
        """In pixels."""
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


def ticks(low: float, high: float, parts: float) -> list[tuple[float, str]]:
    """About `parts` round losses between low and high, and how each is written."""
    every = nice_interval(high - low, max(parts, 1.0))
    decimals = decimals_for(every)
    return [(value, loss_label(value, decimals)) for value in multiples(low, high, every)]


def loss_label(loss: float, decimals: int) -> str:
    """A loss with so many decimals; with a power of ten where that would be too long."""
    if abs(loss) < _LONGEST_PLAIN:
        return signed(loss, decimals, plus=False)
    exponent = floor(log10(abs(loss)))
    return f"{loss / 10.0**exponent:.4g}e{exponent}".replace("-", "−")


def signed(value: float, decimals: int, plus: bool = True) -> str:
    """With a true minus sign; a plus before positive numbers if wanted; zero has none."""
    text = f"{abs(value):.{decimals}f}"
    if not text.strip("0."):
        return text
    return ("−" if value < 0 else "+" if plus else "") + text


def steps_text(steps: float, plus: bool = True) -> str:
    """A number of steps: whole numbers without decimals, others with as few as tell them apart."""
    if abs(steps) >= _LONGEST_PLAIN:
        return f"{steps:+.2g}".replace("-", "−")
    decimals = 2 if abs(steps) < 1 else 1 if abs(steps) < 1000 else 0
    text = signed(steps, decimals, plus)
    return text.rstrip("0").rstrip(".") if "." in text else text


def slope_text(slope: float) -> str:
    """A slope in nats per step: three figures, never wider than "−0.00012" or "−1.2e−5"."""
    size = abs(slope)
    if size == 0.0:
        return "0"
    if not 1e-4 <= size < 1000:
        return f"{slope:+.1e}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")
    return signed(slope, min(max(2 - floor(log10(size)), 0), 5))
