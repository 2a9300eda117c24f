"""The colour bar: the range of losses on show, and a mark at your own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPolygonF

from hudes_desktop.view.lettering import Lettering
from hudes_desktop.view.loss_scale import LossScale, decimals_for

BAR_AREA_PX = 62  # at the bottom of the view, kept free of planes; all with text of 13 pixels
_BAR_SIDE_PX = 132  # beside the colour bar, for what it shows and the interval of the lines
_NAMES = {"auto": "train loss", "locked": "train loss, locked", "log": "train loss, log"}


def paint_colour_bar(
    painter: QPainter, lettering: Lettering, scale: LossScale, colours: QImage, interval: float,
    shown_loss: float | None, train_loss: float | None, width: float, height: float,
) -> None:  # fmt: skip
    """The range of losses on show, and a mark at your own."""
    theme = lettering.theme
    unit = theme.unit
    length = max(min(440.0 * unit, width - 2 * _BAR_SIDE_PX * unit), 60.0)
    bar = QRectF((width - length) / 2, height - 34 * unit, length, 9 * unit)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(bar, colours)
    ticks = scale.ticks(length / (74.0 * unit))
    decimals = _decimals(ticks, scale.span)
    painter.setPen(QColor(theme.dim_text))
    for value in ticks:
        x = bar.left() + scale.share(value) * length
        painter.setPen(QColor(theme.dim_text))
        painter.drawLine(QPointF(x, bar.bottom() + unit), QPointF(x, bar.bottom() + 4 * unit))
        at = QPointF(x, bar.bottom() + 13 * unit)
        lettering.write(painter, at, f"{value:.{decimals}f}", theme.dim_text)
    middle = bar.center().y()
    at = QPointF(bar.left() - 12 * unit, middle)
    lettering.write(painter, at, _NAMES[scale.mode], theme.dim_text, 1.0)
    lines = f"lines every {interval:.{decimals_for(interval)}f}"
    at = QPointF(bar.right() + 12 * unit, middle)
    lettering.write(painter, at, lines, theme.dim_text, 0.0)
    if shown_loss is None:
        return
    x = bar.left() + scale.share(shown_loss) * length
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text))
    tip, half, high = bar.top() + 1, 5 * unit, 8 * unit
    painter.drawPolygon(
        QPolygonF([QPointF(x, tip), QPointF(x - half, tip - high), QPointF(x + half, tip - high)])
    )
    painter.drawRect(QRectF(x - unit, bar.top(), 2 * unit, bar.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if train_loss is not None:
        text = f"you {train_loss:.{max(3, decimals)}f}"
        half = lettering.bold.width(text) / 2
        at = QPointF(min(max(x, bar.left() + half), bar.right() - half), tip - 17 * unit)
        lettering.write(painter, at, text, theme.text, bold=True)


def _decimals(ticks: Sequence[float], span: float) -> int:
    """Decimals that tell neighbouring ticks apart."""
    gaps = [after - before for before, after in pairwise(ticks)]
    return decimals_for(min(gaps) if gaps else span)
