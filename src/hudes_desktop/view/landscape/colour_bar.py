"""The colour bar: the range of losses on show, and a mark at your own."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPolygonF

from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.loss_names import these_digits
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.kit.ticks import decimals_for
from hudes_desktop.view.landscape.axis_text import lines_text
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.words import text

_AREA_PX = 62  # at the bottom of the view, kept free of planes; all with text of 13 pixels
_MOST_OF_HEIGHT = 0.3  # lower views have no room for it
_BAR_SIDE_PX = 132  # beside the colour bar, for what it shows and the interval of the lines


def bar_height(theme: Theme, height: float) -> float:
    """Pixels at the bottom of a view of that height that belong to the bar; 0 for low ones."""
    wanted = _AREA_PX * theme.unit
    return wanted if wanted <= _MOST_OF_HEIGHT * height else 0.0


def lay_colour_bar(
    lettering: Lettering, scale: LossScale, colours: QImage, interval: float,
    shown_loss: float | None, train_loss: float | None, width: float, height: float,
    digits: int | None,
) -> None:  # fmt: skip
    """The range of losses on show, and a mark at your own.

    interval: nats between two lines. shown_loss, train_loss: at the ball, as drawn and as measured.
    width, height: of the view. digits: of the batch.
    """
    theme, atlas = lettering.theme, lettering.atlas
    unit = theme.unit
    length = max(min(440.0 * unit, width - 2 * _BAR_SIDE_PX * unit), 60.0)
    bar = QRectF((width - length) / 2, height - 34 * unit, length, 9 * unit)

    def colour(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, length, 9 * unit), colours)

    key = ("colours", length, colours.cacheKey())
    atlas.put(key, bar.left(), bar.top(), (length, bar.height()), colour)
    ticks = scale.ticks(length / (74.0 * unit))
    decimals = _decimals(ticks, scale.span)
    for value in ticks:
        x = bar.left() + scale.share(value) * length
        size = (1.0, 3 * unit + 1)
        atlas.put("tick", floor(x), bar.bottom() + unit, size, lambda p: _paint_tick(p, theme))
        lettering.write(x, bar.bottom() + 13 * unit, f"{value:.{decimals}f}", theme.dim_text)
    middle = bar.center().y()
    below, above = (
        text(f"scale.cut.{end}", loss=f"{loss:.{decimals + 1}f}") if cut else ""
        for end, loss, cut in zip(("below", "above"), scale.aim, scale.cut, strict=True)
    )
    mode = "" if scale.mode == "steady" else text(f"scale.{scale.mode}")
    for x, align, first, second in (
        (bar.left() - 12 * unit, 1.0, these_digits(digits), below or mode),
        (bar.right() + 12 * unit, 0.0, lines_text(interval), above),
    ):
        lettering.write(x, middle, first, theme.dim_text, align)
        if second:
            lettering.write(x, bar.bottom() + 13 * unit, second, theme.text, align)
    if shown_loss is None:
        return
    x = bar.left() + scale.share(shown_loss) * length
    half, high = 5 * unit, 8 * unit
    top = bar.top() + 1 - high
    size = (2 * half + 1, bar.bottom() - top)
    atlas.put("you", x - half, top, size, lambda painter: _paint_you(painter, theme))
    if train_loss is not None:
        you = text("scale.you", loss=f"{train_loss:.{max(3, decimals)}f}")
        half = lettering.bold.width(you) / 2
        x = min(max(x, bar.left() + half), bar.right() - half)
        lettering.write(x, bar.top() + 1 - 17 * unit, you, theme.text, bold=True)


def _paint_tick(painter: QPainter, theme: Theme) -> None:
    painter.fillRect(painter.window(), QColor(theme.dim_text))


def _paint_you(painter: QPainter, theme: Theme) -> None:
    """A triangle that points down at the bar, and a line across it."""
    unit = theme.unit
    half, high = 5 * unit, 8 * unit
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text))
    painter.drawPolygon(QPolygonF([QPointF(half, high), QPointF(0, 0), QPointF(2 * half, 0)]))
    painter.drawRect(QRectF(half - unit, high - 1, 2 * unit, 9 * unit))


def _decimals(ticks: Sequence[float], span: float) -> int:
    """Decimals that tell neighbouring ticks apart."""
    gaps = [after - before for before, after in pairwise(ticks)]
    return decimals_for(min(gaps) if gaps else span)
