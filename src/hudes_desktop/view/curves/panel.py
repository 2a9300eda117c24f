"""One panel of the lines view: the curves of one or a few axes with their scales, painted."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QPainter, QPen, QPolygonF
from pyqtgraph.functions import arrayToQPath

from hudes_desktop.view.curves.ink import Ink
from hudes_desktop.view.curves.line import Line
from hudes_desktop.view.kit.number_text import signed, ticks
from hudes_desktop.view.kit.theme import faded
from hudes_desktop.view.kit.ticks import decimals_for, multiples, nice_interval
from hudes_desktop.view.landscape.model.glide import Glide, span_of

Numbers = TypeVar("Numbers", float, NDArray[np.float64])
"""One number or many."""

_PAD = 9.0
_GAP = 6.0
_TICK_LINES = 2.4  # lines of text between two losses on the scale
_TICK_LINES_AT_LEAST = 1.4  # where there would be fewer than three of them
_TICKS_AT_MOST = 7.0
_TICK_WIDTHS = 1.4  # between the middles of two numbers of steps, in widths of a wide one
_WIDE_TICK = "−10.5"
_THIN = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5))
_THICK = ((-0.7, 0.0), (0.7, 0.0), (0.0, -0.7), (0.0, 0.7))
_SHRINK_BEYOND = 0.1  # of a scale: smaller changes inside the range are not followed
_FOOT, _HEAD = 0.08, 0.12  # of the losses' range: kept free below and above the curves
_TANGENT_STEPS = 1.6
_MARKER_PX = 4.5
_LOWEST_PX = 4.5
_WIDEST_READING = "−0.00012 nats/step"
_WIDEST_LOWEST = "nats  lowest 2.31405 at −10.5 steps"
_SMALLEST_PLOT = 5.0  # lines of text


class Panel:
    """The curves of some axes in one frame. rect: where. scale: losses at the foot and the top."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.rect = QRect()
        self.scale = Glide()

    @staticmethod
    def smallest(ink: Ink, overlaid: int) -> tuple[int, int]:
        """Pixels below which a panel of so many curves can't be read."""
        name = ink.bold.width("axis 32") + 12
        wide = max(name + ink.small.width(_WIDEST_READING), ink.small.width(_WIDEST_LOWEST))
        lines = 2 if overlaid == 1 else overlaid
        text = lines * (ink.bold.height + 1) + ink.small.height + 2 * _GAP
        return round(wide + 2 * _PAD), round(2 * _PAD + text + _SMALLEST_PLOT * ink.small.height)

    def header_lines(self) -> int:
        """Lines of text above the curves."""
        return 2 if len(self.lines) == 1 else len(self.lines)

    def plot(self, ink: Ink, margin: float) -> QRectF:
        """Where the curves are, in a panel that keeps `margin` pixels for the losses."""
        top = _PAD + self.header_lines() * (ink.bold.height + 1) + _GAP
        foot = ink.small.height + _GAP
        return QRectF(self.rect).adjusted(_PAD + margin, top, -_PAD, -_PAD - foot)

    def loss_ticks(self, ink: Ink, low: float, high: float) -> list[tuple[float, str]]:
        """The losses on the scale from low to high."""
        lines = self.plot(ink, 0.0).height() / ink.small.height
        parts = max(lines / _TICK_LINES, min(3.0, lines / _TICK_LINES_AT_LEAST))
        found = ticks(low, high, min(parts, _TICKS_AT_MOST))
        # One number is no scale.
        return found if len(found) > 1 else ticks(low, high, 2.0 * parts)

    def spans(self) -> Iterator[tuple[float, float]]:
        """The range of losses of every curve."""
        for line in self.lines:
            span = None if line.curve is None else line.curve.span()
            if span is not None:
                yield span

    def fit(self, spans: Sequence[tuple[float, float]], anew: bool) -> None:
        """Let the scale hold all these ranges of losses, with room above and below.

        anew: at once, whatever it was before.
        """
        if not spans:
            return
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        extent = span_of(low, high)
        if anew:
            self.scale.forget()
        self.scale.follow(low - _FOOT * extent, low + (1.0 + _HEAD) * extent, _SHRINK_BEYOND)

    def refresh_texts(self) -> bool:
        """Bring the numbers in words up to date; True if they changed."""
        changed = [line.refresh(from_here=len(self.lines) > 1) for line in self.lines]
        return any(changed)

    def x(self, line: Line, plot: QRectF, coefficient: Numbers) -> Numbers:
        """The pixel of a coefficient, or of many."""
        share = (coefficient - line.window.low) / (line.window.span or 1.0)
        return plot.left() + share * plot.width()

    def coefficient(self, line: Line, plot: QRectF, x: float) -> float:
        """The inverse of `x`."""
        return line.window.low + (x - plot.left()) / max(plot.width(), 1.0) * line.window.span

    def y(self, plot: QRectF, loss: Numbers) -> Numbers:
        """The pixel of a loss, or of many; NaN where there is none."""
        share = (loss - self.scale.low) / (self.scale.span or 1.0)
        # Far outside the picture the painter's numbers would overflow.
        return plot.bottom() - np.clip(share, -50.0, 50.0) * plot.height()

    # Painting.

    def paint(self, painter: QPainter, ink: Ink, margin: float) -> None:
        """The whole panel; nothing outside its rect."""
        self._frame(painter, ink)
        self._header(painter, ink)
        shown = [line for line in self.lines if line.curve is not None]
        plot = self.plot(ink, margin)
        if plot.height() < 20 or plot.width() < 20:
            return
        if not shown:
            where = plot.center().y() - ink.small.height / 2
            text = ink.small.fitting(("waiting for the first curve", "waiting"), plot.width())
            ink.small.write(painter, plot.center().x(), where, text, ink.dim_text, 0.5)
            return
        self._loss_scale(painter, ink, plot)
        self._steps_scale(painter, ink, plot, shown[0])
        painter.save()
        painter.setClipRect(plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = next((loss for line in shown if (loss := line.here()) is not None), None)
        if here is not None and not shown[0].stale:
            painter.setPen(ink.level)
            y = self.y(plot, here)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        for line in shown:
            self._curve(painter, ink, plot, line)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in shown:
            self._marks(painter, ink, plot, line)

    def _frame(self, painter: QPainter, ink: Ink) -> None:
        frame = QRectF(self.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ink.card)
        painter.setPen(ink.border)
        painter.drawRoundedRect(frame, 6.0, 6.0)
        glow = self.lines[0].glow if len(self.lines) == 1 else 0.0
        if glow > 0.0:
            colour = ink.of(self.lines[0].axis)
            painter.setBrush(faded(colour, 0.10 * glow))
            painter.setPen(QPen(faded(colour, glow), 2.0))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 6.0, 6.0)

    def _header(self, painter: QPainter, ink: Ink) -> None:
        left, right = self.rect.left() + _PAD, self.rect.right() - _PAD
        top = self.rect.top() + _PAD - 2
        for line in self.lines:
            colour = ink.of(line.axis)
            if len(self.lines) > 1 and line.glow > 0.0:
                band = QRectF(left - 4, top, right - left + 8, ink.bold.height)
                painter.fillRect(band, faded(colour, 0.45 * line.glow))
            ink.bold.write(painter, left, top, line.name, colour)
            free = right - left - ink.bold.width(line.name) - 12.0
            alone = len(self.lines) == 1
            slope = f"slope {line.reading}" if line.reading else ""
            full = (slope,) if alone else (f"{line.lowest}   {slope}",)
            reading = ink.small.fitting((*full, line.reading), free)
            ink.small.write(painter, right, top, reading, ink.text, 1.0)
            keys = ink.small.fitting((line.keys, ""), free - ink.small.width(reading))
            ink.small.write(painter, left + ink.bold.width(line.name) + 8, top, keys, ink.text)
            if alone:
                below = top + ink.bold.height
                lowest = ink.small.fitting(
                    (line.lowest,), right - left - ink.small.width("nats") - 6
                )
                ink.small.write(painter, right, below, lowest, ink.dim_text, 1.0)
                ink.small.write(painter, left, below, "nats", ink.dim_text)
            top += ink.bold.height + 1

    def _loss_scale(self, painter: QPainter, ink: Ink, plot: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        half = ink.small.height / 2
        for loss, text in self.loss_ticks(ink, self.scale.low, self.scale.high):
            y = round(self.y(plot, loss))
            painter.setPen(ink.grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            ink.small.write(painter, plot.left() - _GAP, y - half, text, ink.dim_text, 1.0)

    def _steps_scale(self, painter: QPainter, ink: Ink, plot: QRectF, line: Line) -> None:
        """Ticks in steps: along one axis from its origin, along several from the marker on."""
        assert line.curve is not None
        step = line.curve.step
        zero = 0.0 if len(self.lines) == 1 else (line.window.low + line.window.high) / 2
        low, high = (line.window.low - zero) / step, (line.window.high - zero) / step
        apart = _TICK_WIDTHS * ink.small.width(_WIDE_TICK)
        every = nice_interval(max(high - low, 1e-9), max(plot.width() / apart, 1.0))
        unit = "steps" if len(self.lines) == 1 else "steps from here"
        unit_left = plot.right() - ink.small.width(unit)
        top = plot.bottom() + _GAP / 2
        ink.small.write(painter, unit_left, top, unit, ink.dim_text)
        for mark in multiples(low, high, every):
            x = round(self.x(line, plot, zero + mark * step))
            painter.setPen(ink.grid)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            text = signed(mark, decimals_for(every), plus=False)
            half = ink.small.width(text) / 2
            if x - half >= plot.left() - _GAP and x + half <= unit_left - _GAP:
                ink.small.write(painter, x, top, text, ink.dim_text, 0.5)

    def _curve(self, painter: QPainter, ink: Ink, plot: QRectF, line: Line) -> None:
        curve = line.curve
        assert curve is not None
        colour = faded(ink.of(line.axis), 0.35) if line.stale else ink.of(line.axis)
        coefficients = curve.coefficients()
        xs, ys = self.x(line, plot, coefficients), self.y(plot, curve.losses)
        path = arrayToQPath(xs, ys, connect="finite")
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Three thin lines look like one of 1.5 pixels, which Qt draws five times more slowly.
        for away in _THICK if line.glow > 0.0 else _THIN:
            painter.drawPath(path.translated(*away))
        for start, end in runs(~np.isfinite(curve.losses)):
            half = curve.spacing / 2
            left = self.x(line, plot, float(coefficients[start]) - half)
            right = self.x(line, plot, float(coefficients[end - 1]) + half)
            gap = QRectF(left, plot.top(), right - left, plot.height()).intersected(plot)
            painter.fillRect(gap, ink.masked)
            text = ink.small.fitting(("loss not finite", "not finite"), gap.width() - 4)
            ink.small.write(painter, gap.center().x(), gap.top() + 2, text, ink.text, 0.5)

    def _marks(self, painter: QPainter, ink: Ink, plot: QRectF, line: Line) -> None:
        curve = line.curve
        assert curve is not None
        if line.stale:
            return
        lowest = curve.lowest()
        if lowest is not None:
            at = QPointF(self.x(line, plot, lowest[0]), self.y(plot, lowest[1]))
            if plot.adjusted(-1, -1, 1, 1).contains(at):
                r = _LOWEST_PX
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink.good)
                corners = ((0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0))
                painter.drawPolygon(QPolygonF([at + QPointF(dx, dy) for dx, dy in corners]))
        self._tangent(painter, ink, plot, line)
        here = line.here()
        x = self.x(line, plot, line.position)
        if here is None or not plot.left() - 1 <= x <= plot.right() + 1:
            # Beyond the curve nothing is known yet: a hollow mark at the edge, or over the gap.
            x = min(max(x, plot.left()), plot.right())
            painter.setPen(QPen(ink.marker, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, plot.bottom() - 6), _MARKER_PX, _MARKER_PX)
            return
        y = min(max(self.y(plot, here), plot.top()), plot.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, radius in ((ink.card, _MARKER_PX + 1.5), (ink.marker, _MARKER_PX)):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _tangent(self, painter: QPainter, ink: Ink, plot: QRectF, line: Line) -> None:
        curve, here = line.curve, line.here()
        slope = None if curve is None else curve.slope_at(line.position)
        if curve is None or slope is None or here is None or len(self.lines) > 1:
            return
        reach = _TANGENT_STEPS * curve.step
        painter.save()
        painter.setClipRect(plot)
        painter.setPen(ink.tangent)
        ends = (
            QPointF(
                self.x(line, plot, line.position + way * reach),
                self.y(plot, here + way * _TANGENT_STEPS * slope),
            )
            for way in (-1.0, 1.0)
        )
        painter.drawLine(*ends)
        painter.restore()


def runs(wanted: np.ndarray) -> Iterator[tuple[int, int]]:
    """(start, end) of every stretch in which `wanted` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wanted.astype(np.int8), [0]])))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
