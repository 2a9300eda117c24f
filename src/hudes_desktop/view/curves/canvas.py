"""Where the curves are painted: only the panels that changed, and what the mouse points at.

By hand: of pyqtgraph's PlotItems, six whose scales glide take 83 ms of processor time a picture and
32 take 348 ms, and all are painted when one changes; these take 9 and 31 ms (900 × 700, measured
side by side on a machine of two cores that had other work to do).
"""

from time import thread_time

from PyQt6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QApplication, QWidget

from hudes_desktop.view.curves.ink import Ink
from hudes_desktop.view.curves.line import Line
from hudes_desktop.view.curves.panel import Panel
from hudes_desktop.view.kit.number_text import loss_label, steps_text
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

_MARGIN_QUANTUM = 8  # pixels: so that panels don't jump while digits come and go
_NEAR_PX = 40.0  # among overlaid curves the nearest is meant


class LinesCanvas(QWidget):
    """Paints panels and says what is under the mouse.

    panels: what to paint. margin: pixels left of the curves, for losses. paint_seconds: of the
    last paint. walk_requested: a click at (axis, coefficient). dragged: along (axis, by so much of
    its coefficient).
    """

    walk_requested = pyqtSignal(int, float)
    dragged = pyqtSignal(int, float)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.panels: list[Panel] = []
        self.ink = Ink(theme)
        self.margin = 0.0
        self.paint_seconds = 0.0
        self._mouse: QPointF | None = None
        self._pressed: tuple[Panel, Line, float] | None = None
        self._drag_from: QPointF | None = None
        self._dragging = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Curves of the loss")
        self.setToolTip(text("curves.told"))

    def set_theme(self, theme: Theme) -> None:
        """Other colours and fonts."""
        self.ink = Ink(theme)
        self.margin = 0.0
        self.fit_margin()
        self.update()

    def smallest(self, overlaid: int) -> tuple[int, int]:
        """Width and height in pixels below which a panel of so many curves can't be read."""
        return Panel.smallest(self.ink, overlaid)

    def repaint_panel(self, panel: Panel) -> None:
        """This panel has changed."""
        self.update(panel.rect)

    def fit_margin(self) -> None:
        """Leave as much room for the losses as the widest of them needs."""
        widest = 0.0
        for panel in self.panels:
            if any(line.curve is not None for line in panel.lines):
                for _, said in panel.loss_ticks(self.ink, *panel.scale.aim):
                    widest = max(widest, self.ink.small.width(said))
        needed = -(-(widest + 6) // _MARGIN_QUANTUM) * _MARGIN_QUANTUM
        if needed > self.margin or needed < self.margin - 2 * _MARGIN_QUANTUM:
            self.margin = needed
            self.update()

    def pointed_at(self, at: QPointF) -> tuple[Panel, Line, float] | None:
        """Panel, line and coefficient at a pixel; None where there is no curve."""
        for panel in self.panels:
            plot = panel.plot(self.ink, self.margin)
            if not plot.contains(at):
                continue
            found: list[tuple[float, Line, float]] = []
            for line in panel.lines:
                if line.curve is None or line.stale:
                    continue
                coefficient = panel.coefficient(line, plot, at.x())
                loss = line.curve.loss_at(coefficient)
                if loss is not None:
                    away = abs(panel.y(plot, loss) - at.y())
                    found.append((away, line, coefficient))
            if not found:
                return None
            away, line, coefficient = min(found, key=lambda each: each[0])
            if len(panel.lines) > 1 and away > _NEAR_PX:
                return None
            return panel, line, coefficient
        return None

    def reading(self) -> str:
        """The loss and the distance under the mouse in words; "" where there is none."""
        pointed = None if self._mouse is None else self.pointed_at(self._mouse)
        return "" if pointed is None else self._words(*pointed[1:])[0]

    def _words(self, line: Line, coefficient: float) -> tuple[str, ...]:
        curve = line.curve
        assert curve is not None
        loss = curve.loss_at(coefficient)
        assert loss is not None
        value = f"≈ {loss_label(loss, 4)} nats"
        away = f"{steps_text((coefficient - line.position) / curve.step)} steps from here"
        return (
            f"{line.name}, {away}: {value}, interpolated",
            f"{line.name}, {away}: {value}",
            f"{away}: {value}",
            value,
        )

    # Qt's events.

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        started = thread_time()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect() if event is None else event.rect(), self.ink.ground)
        dirty = self.rect() if event is None else event.rect()
        region = None if event is None else event.region()
        for panel in self.panels:
            if dirty.intersects(panel.rect) and (region is None or region.intersects(panel.rect)):
                panel.paint(painter, self.ink, self.margin)
        if self._mouse is not None:
            self._hover(painter, self._mouse)
        painter.end()
        self.paint_seconds = thread_time() - started

    def _hover(self, painter: QPainter, mouse: QPointF) -> None:
        pointed = self.pointed_at(mouse)
        if pointed is None:
            return
        panel, line, coefficient = pointed
        plot, ink = panel.plot(self.ink, self.margin), self.ink
        assert line.curve is not None
        loss = line.curve.loss_at(coefficient)
        assert loss is not None
        x, y = mouse.x(), min(max(panel.y(plot, loss), plot.top()), plot.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.dim_text, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setPen(QPen(ink.text, 1.5))
        painter.setBrush(ink.card)
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
        said = ink.small.fitting(self._words(line, coefficient), plot.width() - 12)
        half = ink.small.width(said) / 2 + 6
        middle = min(max(x, plot.left() + half), plot.right() - half)
        # On the side of the plot that the curve leaves free.
        below = y < plot.center().y()
        top = plot.bottom() - ink.small.height - 8 if below else plot.top() + 2
        box = QRectF(middle - half, top, 2 * half, ink.small.height + 6)
        painter.setPen(QPen(ink.border, 1.0))
        painter.drawRoundedRect(box, 4.0, 4.0)
        ink.small.write(painter, middle, top + 3, said, ink.text, 0.5)

    def _point(self, at: QPointF | None) -> None:
        for mouse in (self._mouse, at):
            if mouse is not None:
                self.update(self._panel_rect(mouse))
        self._mouse = at

    def _panel_rect(self, at: QPointF) -> QRect:
        return next((p.rect for p in self.panels if p.rect.contains(at.toPoint())), QRect())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        at = event.position()
        self._point(at)
        if self._pressed is not None and self._drag_from is not None:
            far = abs(at.x() - self._drag_from.x()) >= QApplication.startDragDistance()
            self._dragging = self._dragging or far
            if self._dragging:
                self._drag(at)
        else:
            over = self.pointed_at(at) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            # Over a curve its loss stands beside the pointer.
            self.setToolTip("" if over else text("curves.told"))

    def _drag(self, at: QPointF) -> None:
        """By so much as the pointer went, not to where it is: the scale moves along with the ball,
        and would be run after for ever."""
        assert self._pressed is not None
        assert self._drag_from is not None
        panel, line, _ = self._pressed
        plot = panel.plot(self.ink, self.margin)
        now, before = (panel.coefficient(line, plot, x) for x in (at.x(), self._drag_from.x()))
        self._drag_from = at
        if now != before:
            self.dragged.emit(line.axis, now - before)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_from, self._dragging = event.position(), False
            self._pressed = self.pointed_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        pressed, self._pressed = self._pressed, None
        if event is not None and pressed is not None and not self._dragging:
            _, line, coefficient = pressed
            self.walk_requested.emit(line.axis, coefficient)

    def leaveEvent(self, event: QEvent | None) -> None:
        self._point(None)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent | None) -> None:
        """Its first click has asked for the walk; at the second one the scale has moved already."""
        self._pressed = None
