"""The 1-D mode: the loss along every axis, and where one stands on each of the curves."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Literal

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QResizeEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.curves.canvas import LinesCanvas
from hudes_desktop.view.curves.caption import LinesCaption, notes
from hudes_desktop.view.curves.layout import cells, grouped
from hudes_desktop.view.curves.line import Line
from hudes_desktop.view.curves.panel import Panel
from hudes_desktop.view.kit import motion
from hudes_desktop.view.kit.loss_names import these_digits
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.status_values import loss_text
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import scrolling
from hudes_desktop.view.landscape.model.curve import Curve
from hudes_desktop.words import text

Arrangement = Literal["grid", "overlay"]
_FRAME_MS = 16
_LONGEST_FRAME = 0.1  # seconds: after a pause nothing jumps further than this


class LinesView(QWidget):
    """One curve for each axis, one a panel or three overlaid.

    canvas: what paints the curves. arrangement, shared_scale: see their setters.
    walk_requested: someone wants to stand at (axis, coefficient). dragged: someone pulls along an
    axis, by so much of its coefficient.
    """

    walk_requested = pyqtSignal(int, float)
    dragged = pyqtSignal(int, float)

    def __init__(self, clock: SlowClock, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName("Loss along each axis")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(320, 240)
        self._clock = clock
        self.arrangement: Arrangement = "grid"
        self.shared_scale = False
        self._lines: list[Line] = []
        self._keys: dict[int, str] = {}
        self._rebase = False
        self._train_loss: float | None = None
        self._last = 0.0
        self.caption = LinesCaption(theme)
        self.canvas = LinesCanvas(theme)
        self.canvas.walk_requested.connect(self.walk_requested)
        self.canvas.dragged.connect(self.dragged)
        self._scroll = scrolling(self.canvas)
        self._scroll.setAccessibleName("Curves")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self._scroll, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.set_theme(theme)
        self._refresh()

    # What is shown.

    @property
    def axes(self) -> int:
        """How many axes there are."""
        return len(self._lines)

    @property
    def moving(self) -> bool:
        """Whether something glides or glows at this moment."""
        return self._timer.isActive()

    def shown_loss(self, axis: int) -> float | None:
        """The loss drawn under the marker of an axis; None while there is none."""
        return self._lines[axis].here()

    def show_surface(self, surface: Surface) -> None:
        """Show this curve in the next frame.

        Raises ValueError for a plane's surface, IndexError for an axis that there is not.
        """
        curve = Curve.from_surface(surface)
        if not 0 <= curve.axis < self.axes:
            raise IndexError(f"axis {curve.axis} is not one of {self.axes}")
        line = self._lines[curve.axis]
        first = line.curve is None or line.stale
        line.curve, line.stale = curve, False
        line.window.to(curve.centre - curve.half, curve.centre + curve.half)
        if first:
            line.window.arrive()
        panel = self._panel_of(line)
        others = self._lines if self.shared_scale else panel.lines
        alone = not any(each.curve is not None for each in others if each is not line)
        self._fit([panel], first and alone)
        self.canvas.fit_margin()
        self.canvas.repaint_panel(panel)
        self._start_moving()
        self._clock.touch(self._refresh)

    def set_position(self, coefficients: Sequence[float]) -> None:
        """Put the markers at these coefficients, one an axis, in the next frame.

        What has moved glows for a moment. Another number of axes begins anew.
        """
        anew = len(coefficients) != self.axes
        if anew:
            self._lines = [Line(axis) for axis in range(len(coefficients))]
            self._name_keys()
        moved = []
        for line, there in zip(self._lines, coefficients, strict=True):
            if line.position == there:
                continue
            if self._rebase and line.curve is not None:
                line.curve = line.curve.moved(there - line.position)
                line.window.shift(there - line.position)
            elif not anew:
                line.glow = 1.0
                moved.append(line)
            line.position = there
        self._rebase = False
        if anew:
            self._train_loss = None
            self._arrange()
        if moved:
            self._train_loss = None
            self._bring_into_sight(moved)
            for panel in {id(p): p for p in map(self._panel_of, moved)}.values():
                self.canvas.repaint_panel(panel)
            self._start_moving()
        self._clock.touch(self._refresh)

    def set_train_loss(self, loss: float | None) -> None:
        """The exact loss where one stands (nats), for the number above the curves."""
        self._train_loss = loss
        self._clock.touch(self._refresh)

    def show_keys(self, keys: Mapping[int, str]) -> None:
        """What keys walk along which axis, as it is printed on them; none along the others."""
        self._keys = dict(keys)
        self._name_keys()

    def _name_keys(self) -> None:
        for line in self._lines:
            line.keys = self._keys.get(line.axis, "")
        self.canvas.update()

    def bring_into_sight(self, axis: int) -> None:
        """Scroll to the curve of an axis, if it can't be seen."""
        self._bring_into_sight([self._lines[axis]])

    def clear(self) -> None:
        """The curves are of other directions or digits, or of another start.

        They stay where they are, pale and without marks, until the new ones arrive, whatever
        coefficients the next set_position gives.
        """
        self._rebase = True
        self._train_loss = None
        for line in self._lines:
            line.stale = line.curve is not None
            line.glow = 0.0
        self.canvas.update()
        self._clock.touch(self._refresh)

    def set_shared_scale(self, shared: bool) -> None:
        """One scale of losses for all panels, or one of its own for each."""
        self.shared_scale = shared
        self._fit_all()
        self._clock.touch(self._refresh)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """ "grid": a panel for each axis; "overlay": three curves a panel."""
        if arrangement != self.arrangement:
            self.arrangement = arrangement
            self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Other colours and another size of text."""
        self.caption.set_theme(theme)
        self.canvas.set_theme(theme)
        self._place()

    # Scales and movement.

    def _panel_of(self, line: Line) -> Panel:
        return next(panel for panel in self.canvas.panels if line in panel.lines)

    def _fit(self, panels: Sequence[Panel], anew: bool) -> None:
        """The curves of these panels have changed: their scales, or everybody's, follow.

        anew: at once, whatever the scales were before.
        """
        every = self.canvas.panels
        for panel in every if self.shared_scale else panels:
            together = every if self.shared_scale else [panel]
            panel.fit([span for each in together for span in each.spans()], anew)

    def _fit_all(self) -> None:
        """Every scale anew, at once."""
        self._fit(self.canvas.panels, True)
        self.canvas.margin = 0.0
        self.canvas.fit_margin()
        self.canvas.update()

    def _start_moving(self) -> None:
        if not self.isVisible() or motion.reduced():
            self._arrive()
        elif not self._timer.isActive():
            self._last = perf_counter()
            self._timer.start()

    def _advance(self) -> None:
        now = perf_counter()
        seconds, self._last = min(now - self._last, _LONGEST_FRAME), now
        resting = True
        for panel in self.canvas.panels:
            moved = panel.scale.advance(seconds)
            for line in panel.lines:
                moved = line.window.advance(seconds) or moved
                moved = line.fade(seconds) or moved
            if moved:
                self.canvas.repaint_panel(panel)
                resting = False
        if resting:
            self._timer.stop()

    def _arrive(self) -> None:
        """Everything at its aim: nobody is looking."""
        self._timer.stop()
        for panel in self.canvas.panels:
            panel.scale.arrive()
            for line in panel.lines:
                line.window.arrive()
                line.glow = 0.0

    # Text.

    def _refresh(self) -> None:
        for panel in self.canvas.panels:
            if panel.refresh_texts():
                self.canvas.repaint_panel(panel)
        curves = [line.curve for line in self._lines if line.curve is not None and not line.stale]
        loss = text("curves.loss", these=these_digits(None), loss=loss_text(self._train_loss))
        self.caption.set_texts(loss, notes(curves, self.shared_scale))

    # Layout.

    def _arrange(self) -> None:
        """New panels, for another number of axes or another arrangement."""
        groups = grouped(self.axes, self.arrangement)
        self.canvas.panels = [Panel([self._lines[axis] for axis in axes]) for axes in groups]
        self._place()
        self._fit_all()
        self._clock.touch(self._refresh)

    def _place(self) -> None:
        panels = self.canvas.panels
        overlaid = max((len(panel.lines) for panel in panels), default=1)
        smallest = self.canvas.smallest(overlaid)
        width, height = self._scroll.width(), self._scroll.height()
        found, full = cells(len(panels), width, height, smallest)
        bar = self._scroll.verticalScrollBar()
        if full > height and bar is not None:
            found, full = cells(len(panels), width - bar.sizeHint().width(), height, smallest)
        self.canvas.setMinimumHeight(full)
        for panel, cell in zip(panels, found, strict=True):
            panel.rect = cell
        self.canvas.fit_margin()
        self.canvas.update()

    def _bring_into_sight(self, lines: Sequence[Line]) -> None:
        """Scroll to what a hand moves, unless some of it can be seen."""
        rects = [self._panel_of(line).rect for line in lines]
        seen = self.canvas.visibleRegion()
        if not self.isVisible() or any(seen.contains(rect.center()) for rect in rects):
            return
        middle = rects[0].center()
        half = rects[0].height() // 2 + 4
        self._scroll.ensureVisible(middle.x(), middle.y(), 0, half)

    # Qt's events.

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._place()

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._arrive()
        super().hideEvent(event)
