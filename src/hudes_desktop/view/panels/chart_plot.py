"""A plot of something against the frame, as the panel of losses has several of them."""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, isfinite, log

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QMouseEvent
from PyQt6.QtWidgets import QFrame

from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.kit.ticks import decimals_for, round_losses

Values = NDArray[np.float64]
CURVES = ("train", "validation")
"""Names of the two curves, and of their colours in the theme."""
_BINS = 700  # of a curve at most: twice as many points are more than a panel has pixels
_TEXT = 0.88  # of the body text
_LINES_APART, _WIDTHS_APART = 1.9, 1.3  # ticks: in lines of text, and in widths of a number


class RoundAxis(pg.AxisItem):
    """Round numbers beside a plot or below it, as many as can be read.

    logarithmic: the plot's coordinates are natural logarithms of what is written. line_px: height
    of a line of text, in pixels.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.logarithmic = False
        self.line_px = 12.0
        self._apart = 40.0  # pixels from one tick to the next, about
        self.setStyle(tickLength=-4, maxTickLevel=0)
        self.enableAutoSIPrefix(False)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size of text."""
        font = theme.font(_TEXT)
        metrics = QFontMetrics(font)
        self.line_px = float(metrics.lineSpacing())
        self.setPen(pg.mkPen(theme.border))
        self.setTextPen(pg.mkPen(theme.dim_text))
        self.setStyle(tickFont=font)
        if self.orientation == "left":
            self._apart = _LINES_APART * self.line_px
            # Room for the widest number from the start, so that the plot does not jump later.
            self.setWidth(metrics.horizontalAdvance("00.000") + 8)
        else:
            self._apart = _WIDTHS_APART * metrics.horizontalAdvance("100,000")

    def _number(self, value: float) -> float:
        return exp(min(value, 700.0)) if self.logarithmic else value

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """pyqtgraph's: (distance, values) of the ticks on `size` pixels."""
        if not (isfinite(low) and isfinite(high) and high > low and size > 0):
            return []
        count = max(size / self._apart, 2.5)
        numbers = round_losses(self._number(low), self._number(high), count, self.logarithmic)
        gap = min((after - before for before, after in pairwise(numbers)), default=1.0)
        return [(gap, [log(number) for number in numbers] if self.logarithmic else numbers)]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        """pyqtgraph's: what is written at each tick. spacing: the smallest distance."""
        numbers = [self._number(value) for value in values]
        # From 0.001 to 1 on one scale: each with as few decimals as it needs.
        far_apart = self.logarithmic and max(numbers, default=1.0) > 4 * min(numbers, default=1.0)
        return [_text(number, None if far_apart else decimals_for(spacing)) for number in numbers]


def _text(number: float, decimals: int | None) -> str:
    if number and not 0.9e-4 < abs(number) < 1e7:
        return f"{number:.0e}".replace("e-0", "e−").replace("e+0", "e")
    return f"{number:.4g}" if decimals is None else f"{number:,.{decimals}f}"


class ChartPlot(pg.PlotWidget):
    """The train and the validation curve, marks, and a line at the frame pointed at.

    axes: "left" and "bottom". curves: both. points: also draw a dot at every frame. pointed: the
    frame under the pointer as a float, or None when it has left.
    """

    pointed = pyqtSignal(object)

    def __init__(self, theme: Theme, points: bool = False) -> None:
        self.axes = {side: RoundAxis(side) for side in ("left", "bottom")}
        super().__init__(background=theme.card, axisItems=self.axes)
        # Painted once a refresh, not once for each of the dozen changes that make one.
        self.setViewportUpdateMode(pg.PlotWidget.ViewportUpdateMode.NoViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumHeight(70)
        self.getPlotItem().getViewBox().setDefaultPadding(0.0)
        self.showGrid(y=True, alpha=0.12)
        self._points = points
        self.curves = [self._curve() for _ in CURVES]
        self._levels: list[tuple[pg.InfiniteLine, str]] = []
        self._marks: dict[str, pg.PlotCurveItem] = {}
        self._here = pg.InfiniteLine(angle=90)
        self._here.hide()
        self.addItem(self._here, ignoreBounds=True)

    def _curve(self) -> pg.PlotDataItem:
        options = {"symbol": "o", "symbolSize": 4, "symbolPen": None} if self._points else {}
        return self.plot(connect="finite", **options)

    def add_level(
        self, colour: str, style: Qt.PenStyle, left: bool = False, above: bool = False
    ) -> pg.InfiniteLine:
        """A line across, with text at one of its ends; colour: its name."""
        anchor = (0 if left else 1, 1 if above else 0)
        line = pg.InfiniteLine(
            angle=0,
            pen=pg.mkPen(style=style),
            label="",
            labelOpts={"position": 0.03 if left else 0.97, "anchors": [anchor, anchor]},
        )
        self.addItem(line, ignoreBounds=True)
        self._levels.append((line, colour))
        return line

    def add_marks(self, kind: str) -> None:
        """Upright lines of a kind: one item for all, hundreds of their own would cost too much."""
        curve = pg.PlotCurveItem(connect="pairs")
        curve.setZValue(-10)
        self.addItem(curve, ignoreBounds=True)
        self._marks[kind] = curve

    def set_marks(self, kind: str, frames: Sequence[int], low: float, high: float) -> None:
        """Draw the marks of a kind at these frames, from low to high."""
        xs = np.repeat(np.asarray(frames, float), 2)
        self._marks[kind].setData(xs, np.tile([low, high], len(frames)))

    def set_theme(self, theme: Theme, mark_colours: dict[str, QColor]) -> None:
        """Other colours, and another size of text. mark_colours: of each kind of marks."""
        self.setBackground(theme.card)
        for axis in self.axes.values():
            axis.set_theme(theme)
        font = theme.font(_TEXT)
        for curve, name in zip(self.curves, CURVES, strict=True):
            # One pixel wide: Qt draws wider polylines many times more slowly.
            curve.setPen(pg.mkPen(QColor(getattr(theme, name)), width=1))
            if self._points:
                curve.setSymbolBrush(QColor(getattr(theme, name)))
        for line, name in self._levels:
            line.setPen(pg.mkPen(getattr(theme, name), style=line.pen.style()))
            line.label.setColor(getattr(theme, name))
            line.label.setFont(font)
        for kind, curve in self._marks.items():
            curve.setPen(pg.mkPen(mark_colours[kind]))
        self._here.setPen(pg.mkPen(theme.text))

    def show_frames(self, on: bool) -> None:
        """Whether the numbers of the frames stand below the plot."""
        self.axes["bottom"].setStyle(showValues=on)

    def point_at(self, frame: int | None) -> None:
        """A line at a frame, or none."""
        self._here.setVisible(frame is not None)
        if frame is not None:
            self._here.setValue(frame)
        self.refresh()

    @property
    def line_share(self) -> float:
        """How much of the plot's height a line of text takes; at most a half."""
        height = self.getPlotItem().getViewBox().height()
        return float(min(self.axes["left"].line_px / max(height, 1.0), 0.5))

    def fitting(self, texts: Sequence[str]) -> str:
        """The first of the texts that has room beside a line across, or the last one."""
        metrics = QFontMetrics(self._levels[0][0].label.textItem.font())
        room = 0.9 * self.getPlotItem().getViewBox().width()
        fits = (said for said in texts if metrics.horizontalAdvance(said) + 8 <= room)
        return next(fits, texts[-1])

    def refresh(self) -> None:
        """Paint what has changed."""
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getPlotItem().getViewBox()
        at = self.mapToScene(event.position().toPoint())
        self.pointed.emit(
            box.mapSceneToView(at).x() if box.sceneBoundingRect().contains(at) else None
        )

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)


def outline(frames: Values, values: Values) -> tuple[Values, Values]:
    """Few points of a curve, which have the extremes of every stretch of it, and its last point.

    Stretches of nothing finite are NaN; elsewhere what is not finite is passed over.
    """
    size = -(-len(frames) // _BINS)
    if size <= 1:
        return frames, values
    starts = np.arange(0, len(frames), size)
    extremes = np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
    ys = np.append(np.stack(extremes, axis=1), values[-1])
    return np.append(np.repeat(frames[starts], 2), frames[-1]), ys


def span(values: Values, *levels: float) -> tuple[float, float]:
    """The range of the values and levels, with some room; a few that ran away don't set it."""
    finite = values[np.isfinite(values)]
    together = np.concatenate([finite, levels])
    if not len(together):
        return 0.0, 1.0
    low, high = float(together.min()), float(together.max())
    usual = float(np.quantile(together, 0.98))
    if high - low > 4.0 * (usual - low) > 0.0:
        high = max(low + 4.0 * (usual - low), *levels, usual)
    room = max((high - low) * 0.07, 1e-4 * max(abs(high), 1.0))
    return low - room, high + room
