"""The history of losses: all of it, and the last frames enlarged."""

from __future__ import annotations

from math import log

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFontMetrics
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.view.slow_clock import SlowClock
from hudes_desktop.view.status_values import loss_text
from hudes_desktop.view.theme import DARK, Theme

LAST_FRAMES = 24
RANDOM_LOSS = log(10)
_MARK_COLOURS = {"subspace": ("dim_text", 60), "batch": ("validation", 90)}
_MAX_MARKS = 400
_FEW_MARKS = 16
_FOOT = 0.05  # of the height: kept for the ticks below the lowest loss
_POINTS_PER_CURVE = 1500  # more than the panel has pixels; older frames are drawn as min and max


def thinned(
    frames: NDArray[np.float64], losses: NDArray[np.float64], limit: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most `limit` points with the same outline: each bin's lowest and highest loss."""
    if len(frames) <= limit:
        return frames, losses
    size = -(-len(frames) // (limit // 2))
    bins = len(frames) // size
    kept = bins * size
    grouped = losses[:kept].reshape(bins, size)
    ends = np.stack([np.nanmin(grouped, axis=1), np.nanmax(grouped, axis=1)], axis=1)
    xs = np.repeat(frames[:kept:size], 2)
    return (
        np.concatenate([xs, frames[kept:]]),
        np.concatenate([ends.ravel(), losses[kept:]]),
    )


class LossChart(QFrame):
    """Train (blue) and validation (orange) loss against the frame, and the best so far.

    history: the losses that are drawn. Whoever adds to it calls `touch`; the chart looks at it
    again when `clock` says so.
    """

    def __init__(self, history: LossHistory, clock: SlowClock, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Loss history")
        self._theme = theme
        self.history = history
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.setSpacing(4)
        self._titles = [_title("LOSS"), _title(f"LAST {LAST_FRAMES} FRAMES")]
        self.plot, self.recent = self._plot(), self._plot()
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        column.addWidget(self._titles[0])
        column.addWidget(self.plot, 3)
        column.addWidget(self._legend)
        column.addSpacing(8)
        column.addWidget(self._titles[1])
        column.addWidget(self.recent, 2)
        self._curves = [self._curve(self.plot, name) for name in ("train", "validation")]
        self._recent_curves = [
            self._curve(self.recent, name, symbols=True) for name in ("train", "validation")
        ]
        self._random = self._level("dim_text", Qt.PenStyle.DashLine, 0.97, (1, 1))
        self._random.setValue(RANDOM_LOSS)
        self._random.label.setFormat(f"random {RANDOM_LOSS:.3f}")
        self._best = self._level("good", Qt.PenStyle.DotLine, 0.03, (0, 0))
        self._best.hide()
        self._marks: dict[str, list[int]] = {"subspace": [], "batch": []}
        self._mark_curves = {kind: self._mark_curve() for kind in _MARK_COLOURS}
        self._clock = clock
        self.set_theme(theme)

    def _plot(self) -> pg.PlotWidget:
        plot = pg.PlotWidget(background=self._theme.card)
        # Painted once a refresh, not once for each of the dozen changes that make one.
        plot.setViewportUpdateMode(pg.PlotWidget.ViewportUpdateMode.NoViewportUpdate)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setFrameShape(QFrame.Shape.NoFrame)
        plot.setMinimumHeight(90)
        plot.getPlotItem().getViewBox().setDefaultPadding(0.0)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setStyle(tickLength=-4, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
        plot.showGrid(y=True, alpha=0.12)
        return plot

    def _curve(self, plot: pg.PlotWidget, name: str, symbols: bool = False) -> pg.PlotDataItem:
        colour = QColor(getattr(self._theme, name))
        # One pixel wide: Qt draws wider polylines many times more slowly.
        options = (
            {"symbol": "o", "symbolSize": 4, "symbolBrush": colour, "symbolPen": None}
            if symbols
            else {}
        )
        return plot.plot(pen=pg.mkPen(colour, width=1), connect="finite", **options)

    def _mark_curve(self) -> pg.PlotCurveItem:
        """All marks of a kind are one item: hundreds of lines of their own would cost too much."""
        curve = pg.PlotCurveItem(connect="pairs")
        curve.setZValue(-10)
        self.plot.addItem(curve, ignoreBounds=True)
        return curve

    def _level(
        self, colour: str, style: Qt.PenStyle, position: float, anchor: tuple[int, int]
    ) -> pg.InfiniteLine:
        line = pg.InfiniteLine(
            angle=0,
            pen=pg.mkPen(getattr(self._theme, colour), style=style),
            label="",
            labelOpts={
                "position": position,
                "anchors": [anchor, anchor],
                "color": getattr(self._theme, colour),
            },
        )
        line.label.setFont(self._theme.font(0.88))
        self.plot.addItem(line, ignoreBounds=True)
        return line

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size of text."""
        self._theme = theme
        for plot in (self.plot, self.recent):
            plot.setBackground(theme.card)
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(pg.mkPen(theme.border))
                axis.setTextPen(pg.mkPen(theme.dim_text))
                axis.setStyle(tickFont=theme.font(0.88))
            # Room for the widest number from the start, so that the plot does not jump later.
            widest = QFontMetrics(theme.font(0.88)).horizontalAdvance("00.000")
            plot.getAxis("left").setWidth(widest + 8)
        self.plot.setLabel("bottom", "frame", color=theme.dim_text)
        self.plot.getAxis("bottom").label.setFont(theme.font(0.88))
        for curves in (self._curves, self._recent_curves):
            for curve, name in zip(curves, ("train", "validation"), strict=True):
                curve.setPen(pg.mkPen(QColor(getattr(theme, name)), width=1))
        for curve, name in zip(self._recent_curves, ("train", "validation"), strict=True):
            curve.setSymbolBrush(QColor(getattr(theme, name)))
        for line, name in ((self._random, "dim_text"), (self._best, "good")):
            pen = pg.mkPen(getattr(theme, name), style=line.pen.style())
            line.setPen(pen)
            line.label.setColor(getattr(theme, name))
            line.label.setFont(theme.font(0.88))
        for kind, (name, alpha) in _MARK_COLOURS.items():
            faint = QColor(getattr(theme, name))
            faint.setAlpha(alpha)
            self._mark_curves[kind].setPen(pg.mkPen(faint))
        self._refresh()

    def begin(self, history: LossHistory) -> None:
        """Draw another history from now on."""
        self.history = history
        for frames in self._marks.values():
            frames.clear()
        self.touch()

    def touch(self) -> None:
        """The history has grown; cheap, drawn later."""
        self._clock.touch(self._refresh)

    def mark(self, frame: int, batch: bool = False) -> None:
        """A thin upright line where the batch (or else the subspace) changed."""
        frames = self._marks["batch" if batch else "subspace"]
        frames.append(frame)
        if len(frames) > _MAX_MARKS:
            # Every other one goes: marks too dense to tell apart only cost time.
            del frames[::2]
        self._clock.touch(self._refresh)

    def drawn_points(self) -> int:
        """How many points the curves draw now."""
        curves = (*self._curves, *self._recent_curves, *self._mark_curves.values())
        return sum(len(curve.xData) for curve in curves if curve.xData is not None)

    def _refresh(self) -> None:
        # Copies: pyqtgraph keeps what it draws, and a column that is held can't grow.
        frames = np.array(self.history.frames, float)
        train = np.array(self.history.train_loss)
        validation = np.array(self.history.validation_loss)
        self._legend.setText(self._legend_text(train, validation))
        for curve, losses in zip(self._curves, (train, validation), strict=True):
            curve.setData(*thinned(frames, losses, _POINTS_PER_CURVE))
        recent = slice(-LAST_FRAMES, None)
        for curve, losses in zip(self._recent_curves, (train, validation), strict=True):
            curve.setData(frames[recent], losses[recent])
        last = float(frames[-1]) if len(frames) else 0.0
        first = float(frames[0]) if len(frames) else 0.0
        self.plot.setXRange(first, max(last, first + 10), padding=0)
        low, high = _span(np.concatenate([train, validation, [RANDOM_LOSS]]))
        low -= _FOOT * (high - low)
        self.plot.setYRange(low, high, padding=0)
        if len(frames):
            start = float(frames[recent][0])
            self.recent.setXRange(start - 0.5, max(last, start + LAST_FRAMES - 1) + 0.5, padding=0)
            self.recent.setYRange(
                *_span(np.concatenate([train[recent], validation[recent]])), padding=0
            )
        for kind, frames_marked in self._marks.items():
            xs = np.repeat(np.asarray(frames_marked, float), 2)
            # Many whole lines would hide the losses: they become ticks at the foot of the chart.
            top = high if len(frames_marked) <= _FEW_MARKS else low + _FOOT * (high - low)
            self._mark_curves[kind].setData(xs, np.tile([low, top], len(frames_marked)))
        best = self.history.best
        self._best.setVisible(best is not None)
        if best is not None:
            self._best.setValue(best.loss)
            self._best.label.setFormat(f"best {loss_text(best.loss)}")
        for plot in (self.plot, self.recent):
            plot.viewport().update()

    def _legend_text(self, train: NDArray[np.float64], validation: NDArray[np.float64]) -> str:
        def entry(name: str, value: float | None) -> str:
            colour = getattr(self._theme, name)
            text = f"{name} {loss_text(value)}".replace(" ", "&nbsp;")
            return f'<span style="color:{colour}">━&nbsp;{text}</span>'

        last = (train[-1], validation[-1]) if len(train) else (None, None)
        return f"{entry('train', last[0])} &nbsp; {entry('validation', last[1])}"


def _title(text: str) -> QLabel:
    made = QLabel(text)
    made.setObjectName("title")
    return made


def _span(losses: NDArray[np.float64]) -> tuple[float, float]:
    """The losses' range with some room; a few that ran away don't set it."""
    finite = losses[np.isfinite(losses)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    usual = float(np.quantile(finite, 0.98))
    if high - low > 4.0 * (usual - low) > 0.0:
        high = low + 4.0 * (usual - low)
    room = max((high - low) * 0.07, 1e-4 * max(abs(high), 1.0))
    return low - room, high + room
