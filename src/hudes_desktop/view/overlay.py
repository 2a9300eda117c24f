"""Text over the 3-D view: axes in steps, plane names, and the colour bar with losses."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF, QStaticText

from hudes_desktop.view.camera import HEIGHT, Matrix, Slot
from hudes_desktop.view.loss_scale import LossScale, decimals_for, multiples, nice_interval
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.plane_item import FLOOR_DEPTH
from hudes_desktop.view.theme import Theme

BAR_AREA_PX = 62  # at the bottom of the view, kept free of planes
_BAR_SIDE_PX = 122  # beside the colour bar, for what it shows and the interval of the lines
_KEPT_TEXTS = 500
_LAST_TICK = 0.95  # labels further out would meet those of the other axis at the corner
_TICKS = 4  # marks along an axis, about


def step_of(plane: Plane) -> float:
    """The distance of one step: surfaces have two points a step."""
    return 2.0 * plane.surface.spacing if plane.surface is not None else plane.half[0] / 10.0


def tick_every(plane: Plane) -> float:
    """Coefficients between two marks of the floor: a round number of steps."""
    step = step_of(plane)
    return max(1.0, nice_interval(2.0 * plane.half[0] / step, _TICKS * 1.25)) * step


@dataclass(frozen=True)
class _Edge:
    """A front edge of the floor on the screen: pixels of its ends and the way outwards."""

    axis: int
    side: float
    start: QPointF
    end: QPointF
    outward: QPointF

    def at(self, g: float) -> QPointF:
        return self.start + (self.end - self.start) * ((g + 1.0) / 2.0)

    def in_box(self, g: float) -> tuple[float, float]:
        """a and b in −1..1 of the point at g."""
        return (g, self.side) if self.axis == 0 else (self.side, g)

    def distance(self, point: QPointF, g: float) -> float:
        """How far outside the edge a point of the screen is."""
        away = point - self.at(g)
        return away.x() * self.outward.x() + away.y() * self.outward.y()


class Overlay:
    """Draws with a QPainter on the widget, after the planes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts = {False: theme.font(0.88), True: theme.font(0.95, bold=True)}
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._metrics = {bold: QFontMetricsF(font) for bold, font in self._fonts.items()}
        self._pens = {colour: QPen(QColor(colour)) for colour in (theme.text, theme.dim_text)}

    def _text(
        self,
        painter: QPainter,
        at: QPointF,
        text: str,
        colour: str,
        align: float = 0.5,
        bold: bool = False,
    ) -> QRectF:
        """Text whose vertical middle is at `at`, with the share `align` of it to the left.

        It stays within the view.
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

    def axes(
        self, painter: QPainter, plane: Plane, scale: LossScale, view: Matrix,
        projection: Matrix, width: float, height: float, strength: float,
    ) -> None:  # fmt: skip
        """Tick labels in steps and axis names along the two front edges of the floor."""
        painter.setOpacity(strength)
        step, every = step_of(plane), tick_every(plane)
        to_clip = projection @ view
        for edge in _front_edges(view, projection, width, height):

            def room(g: float, edge: _Edge = edge) -> float:
                """Pixels that the surface leans out over the edge."""
                a, b = edge.in_box(g)
                loss = plane.loss_at(
                    plane.centre[0] + a * plane.half[0], plane.centre[1] + b * plane.half[1]
                )
                if loss is None:
                    return 0.0
                top = min(max((loss - scale.low) / scale.span, 0.0), 1.0) * HEIGHT
                point = _to_pixels(to_clip, np.array([a, b, top, 1.0]), width, height)
                return max(edge.distance(point, g), 0.0)

            centre, half = plane.centre[edge.axis], plane.half[edge.axis]
            for mark in multiples(centre - half, centre + half, every):
                g = (mark - centre) / half
                if abs(g) > _LAST_TICK:
                    continue
                at = edge.at(g) + edge.outward * (14.0 + room(g))
                steps = round(mark / step)
                self._text(painter, at, _signed(steps), self._theme.dim_text)
            name = f"axis {plane.axes[edge.axis] + 1}, steps"
            at = edge.at(0.0) + edge.outward * (34.0 + room(0.0))
            lean = 0.5 - 0.5 * edge.outward.x()
            self._text(painter, at, name, self._theme.text, lean)
        painter.setOpacity(1.0)

    def caption(self, painter: QPainter, plane: Plane, slot: Slot, selected: bool) -> None:
        """Which plane this is, at the top left of its slot."""
        number = f"{plane.index + 1}"
        # The selected plane fills the middle; the corner below it is always free.
        at = QPointF(slot.left + 12, slot.top + (slot.height - 16 if selected else 14))
        colour = self._theme.text if selected else self._theme.dim_text
        box = self._text(painter, at, f"plane {number}", colour, 0.0, bold=True)
        axes = " × ".join(str(axis + 1) for axis in plane.axes)
        self._text(
            painter, QPointF(box.right() + 8, at.y()), f"axes {axes}", self._theme.dim_text, 0.0
        )

    def colour_bar(
        self, painter: QPainter, scale: LossScale, colours: QImage, interval: float,
        shown_loss: float | None, train_loss: float | None, width: float, height: float,
    ) -> None:  # fmt: skip
        """The range of losses on show, and a mark at your own."""
        length = min(440.0, width - 2 * _BAR_SIDE_PX)
        bar = QRectF((width - length) / 2, height - 34, length, 9)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, colours)
        every = nice_interval(scale.span, length / 74.0)
        decimals = decimals_for(every)
        painter.setPen(QColor(self._theme.dim_text))
        for value in multiples(scale.low, scale.high, every):
            x = bar.left() + (value - scale.low) / scale.span * length
            painter.setPen(QColor(self._theme.dim_text))
            painter.drawLine(QPointF(x, bar.bottom() + 1), QPointF(x, bar.bottom() + 4))
            at = QPointF(x, bar.bottom() + 13)
            self._text(painter, at, f"{value:.{decimals}f}", self._theme.dim_text)
        middle = bar.center().y()
        self._text(
            painter, QPointF(bar.left() - 12, middle), "train loss", self._theme.dim_text, 1.0
        )
        lines = f"lines every {interval:.{decimals_for(interval)}f}"
        at = QPointF(bar.right() + 12, middle)
        self._text(painter, at, lines, self._theme.dim_text, 0.0)
        if shown_loss is None:
            return
        share = min(max((shown_loss - scale.low) / scale.span, 0.0), 1.0)
        x = bar.left() + share * length
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.level_line))
        tip = bar.top() + 1
        painter.drawPolygon(
            QPolygonF([QPointF(x, tip), QPointF(x - 5, tip - 8), QPointF(x + 5, tip - 8)])
        )
        painter.drawRect(QRectF(x - 1, bar.top(), 2, bar.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if train_loss is not None:
            text = f"you {train_loss:.{max(3, decimals)}f}"
            half = self._metrics[True].horizontalAdvance(text) / 2
            at = QPointF(min(max(x, bar.left() + half), bar.right() - half), tip - 17)
            self._text(painter, at, text, self._theme.text, bold=True)


def _signed(steps: int) -> str:
    return f"−{-steps}" if steps < 0 else str(steps)


def _front_edges(view: Matrix, projection: Matrix, width: float, height: float) -> list[_Edge]:
    """The floor's edge along each axis that is nearer to the eye."""
    edges = []
    to_clip = projection @ view
    middle = _to_pixels(to_clip, np.array([0.0, 0.0, -FLOOR_DEPTH, 1.0]), width, height)
    for axis in (0, 1):
        across = 1 - axis
        direction = np.zeros(4)
        direction[across] = 1.0
        # The row of the view that measures nearness says on which side the nearer edge lies.
        nearer = float(view[2] @ direction)
        side = 1.0 if nearer > 1e-6 or (abs(nearer) <= 1e-6 and axis == 1) else -1.0
        ends = []
        for end in (-1.0, 1.0):
            corner = np.array([0.0, 0.0, -FLOOR_DEPTH, 1.0])
            corner[axis], corner[across] = end, side
            ends.append(_to_pixels(to_clip, corner, width, height))
        along = ends[1] - ends[0]
        length = max(hypot(along.x(), along.y()), 1e-6)
        outward = QPointF(-along.y() / length, along.x() / length)
        away = (ends[0] + ends[1]) / 2 - middle
        if outward.x() * away.x() + outward.y() * away.y() < 0:
            outward = -outward
        edges.append(_Edge(axis, side, ends[0], ends[1], outward))
    return edges


def _to_pixels(to_clip: Matrix, point: Matrix, width: float, height: float) -> QPointF:
    x, y, _, w = to_clip @ point
    return QPointF((x / w + 1) / 2 * width, (1 - y / w) / 2 * height)
