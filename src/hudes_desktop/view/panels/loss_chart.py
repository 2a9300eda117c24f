"""The history of losses and accuracies: all of it, and the last moves enlarged."""

from bisect import bisect_left
from collections.abc import Callable
from math import log

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout

from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.engine.results import Ready
from hudes_desktop.view.kit.feed import Applied, Began
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.status_values import best_text, loss_text
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.view.panels.chart_plot import ChartPlot, Values, outline, span
from hudes_desktop.view.panels.chart_readout import Readout
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.words import text

LAST_FRAMES = 24
_MARKS = ("new_directions", "new_batches")
"""Columns of the history; "chart." and the name is the id of what they are called."""
_FEW_MARKS, _MOST_TICKS = 16, 120
_ROOM_FOR_ALL, _ROOM_FOR_ACCURACY, _LEAST_ROOM = 34, 25, 15  # heights of the text
_ROOM_FOR_TEXT = 0.35  # share of a plot that a line of text may take
_LEAST_PLOT_PX = 100  # with its margins
_LEAST_PX = 176  # with very large text, so that a small window has room for it
_FOOT = 0.07  # of the height: kept below the lowest loss for the ticks of many marks


class LossChart(QFrame):
    """Loss and accuracy on the batch (blue) and on all digits (orange) against the frame.

    history: what is drawn. Whoever adds to it calls `touch`; the chart looks at it again when
    `clock` says so. plot: of all losses. accuracy: of all accuracies, in percent, unless it is
    hidden. recent: the losses of the last frames, enlarged. Where the panel is low, the last frames
    give way, and then the accuracies.
    """

    def __init__(self, history: LossHistory, clock: SlowClock, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(PANEL.title)
        self._theme = theme
        self.history = history
        self._clock = clock
        self._logarithmic, self._with_accuracy = False, True
        self._pointed: int | None = None
        self.plot = ChartPlot(theme)
        self.accuracy = ChartPlot(theme)
        self.recent = ChartPlot(theme, points=True)
        self._plots = (self.plot, self.accuracy, self.recent)
        # One after the other: each takes as long as a frame may.
        self._parts = (self._draw_losses, self._draw_accuracies, self._draw_recent)
        self._readout = Readout(theme)
        self._loss_title, self._accuracy_title = (
            label("", "title"),
            label(text("chart.accuracy"), "title"),
        )
        self._recent_title = label(text("chart.recent", count=LAST_FRAMES), "title")
        self._mark_names = label("", "caption")
        self._lay_out()
        dash, dots = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
        self._random = self.plot.add_level("dim_text", dash)
        self._by_hand = self.plot.add_level("good", dots, left=True)
        self._with_sgd = self.plot.add_level("dim_text", dots)
        self._random_accuracy = self.accuracy.add_level("dim_text", dash, above=True)
        for kind in _MARKS:
            self.plot.add_marks(kind)
            self.recent.add_marks(kind)
        for plot, key in zip(self._plots, ("losses", "accuracy", "recent"), strict=True):
            plot.pointed.connect(self._point_at)
            plot.setToolTip(text(f"chart.{key}.told", count=LAST_FRAMES))
        self._mark_names.setToolTip(text("chart.marks.told"))
        self.set_chance(10)
        self.set_accuracy(True)
        self.set_logarithmic(False)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.setSpacing(4)
        column.addWidget(label(PANEL.title.upper(), "title"))
        column.addWidget(self._readout)
        column.addSpacing(4)
        column.addWidget(self._loss_title)
        column.addWidget(self.plot, 6)
        self._mark_names.setTextFormat(Qt.TextFormat.RichText)
        self._mark_names.setWordWrap(True)
        column.addWidget(self._mark_names)
        column.addSpacing(4)
        column.addWidget(self._accuracy_title)
        column.addWidget(self.accuracy, 3)
        column.addSpacing(4)
        column.addWidget(self._recent_title)
        column.addWidget(self.recent, 4)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size of text."""
        self._theme = theme
        colours = {
            "new_directions": QColor(theme.dim_text),
            "new_batches": QColor(theme.groups[2]),
        }
        names = (
            f'<span style="color:{colours[kind].name()}">│</span> {text(f"chart.{kind}")}'.replace(
                " ", "&nbsp;"
            ).replace("span&nbsp;", "span ")
            for kind in _MARKS
        )
        self._mark_names.setText(" &nbsp; ".join(names))
        for colour in colours.values():
            colour.setAlpha(110)
        for plot in self._plots:
            plot.set_theme(theme, colours)
        self._readout.set_theme(theme)
        self.setMinimumHeight(min(_LEAST_ROOM * theme.text_px, _LEAST_PX))
        self._fit_height()
        self._renew()

    def set_logarithmic(self, on: bool) -> None:
        """Draw losses on a logarithmic scale, or on a linear one."""
        self._logarithmic = on
        for plot in (self.plot, self.recent):
            plot.axes["left"].logarithmic = on
        self._loss_title.setText(text("chart.logarithmic" if on else "chart.losses"))
        self._renew()

    def set_chance(self, classes: int) -> None:
        """How many classes there are: who only guesses is right once in so many times."""
        self._chance_loss, self._chance = log(classes), 1.0 / classes
        self._random_accuracy.setValue(100 * self._chance)
        self.touch()

    def set_accuracy(self, on: bool) -> None:
        """Show the accuracies, or leave their room to the losses."""
        self._with_accuracy = on
        self._fit_height()
        self._renew()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit_height()
        self.touch()

    def _fit_height(self) -> None:
        """Show what there is room for."""
        lines = self.height() / self._theme.text_px
        on = self._with_accuracy and lines >= _ROOM_FOR_ACCURACY
        for part in (self.accuracy, self._accuracy_title):
            part.setVisible(on)
        for part in (self.recent, self._recent_title):
            part.setVisible(lines >= _ROOM_FOR_ALL)
        for part in (self._loss_title, self._mark_names):
            part.setVisible(lines >= _LEAST_ROOM)
        self._readout.set_low(lines < _LEAST_ROOM)
        room = self.height() - self._readout.sizeHint().height()
        self.plot.setVisible(room >= _LEAST_PLOT_PX)
        # Both have the same frames: their numbers stand below the lower one.
        self.plot.show_frames(not on)
        self.accuracy.show_frames(on)

    def showEvent(self, _event: QShowEvent | None) -> None:
        self._refresh()

    def _renew(self) -> None:
        """Draw it in another way at once; while it is hidden that can wait until it is shown."""
        if self.isVisible():
            self._refresh()

    def begin(self, history: LossHistory) -> None:
        """Draw another history from now on."""
        self.history = history
        self.touch()

    def touch(self) -> None:
        """The history has grown; cheap, drawn later."""
        for part in self._parts:
            self._clock.touch(part)

    def _lifted(self, losses: Values) -> Values:
        """What heights are proportional to: the losses, or their logarithms; else NaN."""
        if not self._logarithmic:
            return losses
        positive = np.isfinite(losses) & (losses > 0.0)
        return np.log(losses, out=np.full_like(losses, np.nan), where=positive)

    def _height(self, loss: float) -> float:
        return self._lifted(np.array([loss])).item()

    def _refresh(self) -> None:
        for part in self._parts:
            part()

    def _fit_frames(self, plot: ChartPlot) -> None:
        """Look at the history again: all of its frames are to be seen."""
        frames = self.history.frames
        first, last = (float(frames[0]), float(frames[-1])) if len(frames) else (0.0, 0.0)
        plot.setXRange(first, max(last, first + 10), padding=0)

    def _draw_losses(self) -> None:
        """All losses, the lines at ln 10 and at the bests, and the marks."""
        self._fit_frames(self.plot)
        ys = self._draw_outline(self.plot, ("train_loss", "validation_loss"), self._lifted)
        random = self._height(self._chance_loss)
        low, high = span(ys, random)
        for line, best in (
            (self._by_hand, self.history.best_by_hand),
            (self._with_sgd, self.history.best_with_sgd),
        ):
            line.setVisible(best is not None)
            if best is not None:
                height = self._height(best.loss)
                # Its text stands below the line.
                share = self.plot.line_share
                low = min(low, (height - share * high) / (1.0 - share))
                line.setValue(height)
                texts = best_text(best), loss_text(best.loss)
                line.label.setFormat(self.plot.fitting(texts))
        foot = _FOOT * (high - low)
        low -= foot
        self.plot.setYRange(low, high, padding=0)
        self._random.setValue(random)
        self._random.label.setFormat(_guessing(self.plot, f"{self._chance_loss:.3f}"))
        roomy = self.plot.line_share < _ROOM_FOR_TEXT
        for line in (self._by_hand, self._with_sgd, self._random):
            line.label.setVisible(roomy and line.isVisible())
        # Many whole lines would hide the losses: they become ticks at the foot of the chart.
        for row, kind in enumerate(_MARKS):
            frames = getattr(self.history, kind)
            ends = low + 0.45 * row * foot, low + 0.45 * (row + 1) * foot
            if len(frames) <= _FEW_MARKS:
                ends = low, high
            # Marks too dense to tell apart only cost time.
            every = -(-len(frames) // _MOST_TICKS) or 1
            self.plot.set_marks(kind, frames[::every], *ends)

    def _draw_accuracies(self) -> None:
        if self.accuracy.isHidden():
            return
        self._fit_frames(self.accuracy)
        columns = "train_accuracy", "validation_accuracy"
        percents = self._draw_outline(self.accuracy, columns, lambda shares: 100.0 * shares)
        self.accuracy.setYRange(*span(percents, 100.0 * self._chance), padding=0)
        shown = f"{100 * self._chance:.0f} %"
        self._random_accuracy.label.setFormat(_guessing(self.accuracy, shown))

    def _draw_outline(
        self, plot: ChartPlot, columns: tuple[str, str], heights: Callable[[Values], Values]
    ) -> Values:
        """Both curves of a plot; returns the heights at which they run."""
        ys = []
        # Copies: a column that is held can't grow.
        frames = np.array(self.history.frames, float)
        for curve, column in zip(plot.curves, columns, strict=True):
            values = np.array(getattr(self.history, column), float)
            values[~np.isfinite(values)] = np.nan
            shown, values = outline(frames, values)
            ys.append(heights(values))
            curve.setData(shown, ys[-1])
        plot.axes["left"].setStyle(showValues=len(frames) > 0)
        return np.concatenate(ys)

    def _draw_recent(self) -> None:
        """The last frames as they are: few enough to draw every one."""
        history, recent = self.history, slice(-LAST_FRAMES, None)
        frames = np.array(history.frames[recent], float)
        losses = np.array([history.train_loss[recent], history.validation_loss[recent]], float)
        ys = self._lifted(losses)
        for curve, heights in zip(self.recent.curves, ys, strict=True):
            curve.setData(frames, heights)
        start = frames[0] if len(frames) else 0.0
        end = max([*frames[-1:], start + LAST_FRAMES - 1])
        self.recent.axes["left"].setStyle(showValues=len(frames) > 0)
        self.recent.setXRange(start - 0.5, end + 0.5, padding=0)
        low, high = span(ys.ravel())
        self.recent.setYRange(low, high, padding=0)
        for kind in _MARKS:
            marked = getattr(self.history, kind)[-LAST_FRAMES:]
            late = [frame for frame in marked if frame >= start]
            self.recent.set_marks(kind, late, low, high)
        self._read_out()

    def _point_at(self, frame: float | None) -> None:
        self._pointed = None if frame is None else round(frame)
        self._read_out()

    def _read_out(self) -> None:
        """The numbers of the frame pointed at, or of the last one."""
        frames = self.history.frames
        row = len(frames) - 1
        if self._pointed is not None and row >= 0:
            row = min(bisect_left(frames, self._pointed), row)
        at = self._pointed if self._pointed is None or row < 0 else frames[row]
        self._readout.show_row(self.history, row if row >= 0 else None)
        for plot in self._plots:
            plot.point_at(at)


def _guessing(plot: ChartPlot, shown: str) -> str:
    return plot.fitting((text("chart.guessing", shown=shown), shown))


def _make(context: PanelContext) -> LossChart:
    chart = LossChart(context.losses, context.clock)

    def began(event: Began) -> None:
        if event.descent.losses is not chart.history:  # else it goes on, on another device
            chart.begin(event.descent.losses)

    def applied(event: Applied) -> None:
        change = event.change
        if change.new_subspace or change.new_batch or change.restarted:
            chart.touch()

    context.subscribe(Began, began)
    context.subscribe(Applied, applied)
    context.subscribe(Losses, lambda _losses: chart.touch())
    context.subscribe(Ready, lambda ready: chart.set_chance(ready.classes))
    context.subscribe(Theme, chart.set_theme)
    return chart


PANEL = PanelSpec(
    "losses",
    "Losses",
    "left",
    _make,
    "How wrong the network was after each of your moves. Lower is better.",
    order=0,
    width=(220, 300),
)
