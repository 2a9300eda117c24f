"""The strip of all axes: where one stands on each, the last step, and which way is down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PyQt6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from hudes_desktop.descent.descent import Descent
from hudes_desktop.view.curves.curve_colours import curve_colours
from hudes_desktop.view.kit.feed import Applied, Began, Slopes
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.number_text import signed, slope_text, steps_text
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK, Theme, faded
from hudes_desktop.view.kit.ticks import nice_interval
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.words import text

_AXES_A_ROW = 16
_EDGE_PX, _CELL_PAD_PX = 10, 3
_BAR_PX, _ARROW_PX = 6, 8  # as the next one, with text of 13 pixels
_WIDEST_PX = 260  # of a cell
_LEAST_REACH = 10.0  # steps from the centre of a bar to its end, at least
# What the lines of text of a cell mean; the bar lies below the first.
_NAMES = ("position, steps (bar ±{reach})", "last step, steps", "downhill, nats/step")
_SHORT_NAMES = ("steps, ±{reach}", "last step", "nats/step")
_WIDEST_SLOPE = "1.2e−5"
_WIDEST_POSITION = "−99.5"


@dataclass
class _Cell:
    """Of one axis: position in steps, the last change of it, and nats per step."""

    position: float = 0.0
    last: float = 0.0
    slope: float | None = None


class AxesStrip(QFrame):
    """One cell an axis, in one row or more; refreshed when `clock` says so."""

    def __init__(self, clock: SlowClock, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Axes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._clock = clock
        self._coefficients: tuple[float, ...] = ()
        self._cells: list[_Cell] = []
        self._table = _Table(self._cells)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 6, _EDGE_PX, 6)
        column.addWidget(self._table)
        self.set_theme(theme)

    @property
    def rows(self) -> int:
        """How many rows of cells there are."""
        return self._table.rows

    def set_theme(self, theme: Theme) -> None:
        """Other colours and another size of text."""
        self._table.set_theme(theme)
        self._fit_height()

    def set_axes(self, count: int) -> None:
        """So many axes, all in the middle: also to be called when their directions change."""
        self._coefficients = (0.0,) * count
        self._cells[:] = [_Cell() for _ in range(count)]
        self._fit_height()
        self._clock.touch(self._refresh)

    def set_position(self, coefficients: Sequence[float], step_size: float) -> None:
        """Where one stands: distances along every axis; step_size: the distance of one step.

        Raises ValueError for another number of axes than set_axes was told.
        """
        if len(coefficients) != len(self._cells):
            raise ValueError(f"{len(coefficients)} coefficients for {len(self._cells)} axes")
        for cell, before, now in zip(self._cells, self._coefficients, coefficients, strict=True):
            if now != before:
                cell.last = (now - before) / step_size
            cell.position = now / step_size
        self._coefficients = tuple(coefficients)
        self._clock.touch(self._refresh)

    def set_slopes(self, slopes: Mapping[int, float]) -> None:
        """Slope of the train loss in nats per step by axis; axes that are left out keep theirs."""
        for axis, slope in slopes.items():
            if 0 <= axis < len(self._cells):
                self._cells[axis].slope = slope
        self._clock.touch(self._refresh)

    def texts(self, axis: int) -> tuple[str, str, str, str]:
        """What the cell of an axis says: number, position, last step and slope."""
        return _texts(axis, self._cells[axis])

    def _refresh(self) -> None:
        said = (" ".join(_texts(axis, cell)) for axis, cell in enumerate(self._cells))
        self.setAccessibleDescription("axis, position, last step, slope: " + "; ".join(said))
        self._table.update()

    def _fit_height(self) -> None:
        margins = self.contentsMargins()
        layout = self.layout()
        inner = 0 if layout is None else layout.contentsMargins().top() * 2
        room = self.width() - 2 * _EDGE_PX - margins.left() - margins.right()
        height = self._table.arrange(room)
        self.setFixedHeight(height + inner + margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit_height()


class _Table(QWidget):
    """Paints the cells; rows: of them. Where there are several it leaves out the last step's text,
    which the bar shows too."""

    def __init__(self, cells: list[_Cell]) -> None:
        super().__init__()
        self._cells = cells
        self.rows = 1
        self._columns = 1
        self._compact = False
        self._names: tuple[str, ...] = _NAMES
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Position, last step and slope of every axis")
        self.setToolTip(text("axes.told"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._bar_px, self._arrow_px = round(_BAR_PX * theme.unit), round(_ARROW_PX * theme.unit)
        self._widest = _WIDEST_PX * theme.unit
        self._small, self._bold = Writer(theme.font(0.85)), Writer(theme.font(0.85, bold=True))
        self._colours = [QColor(colour) for colour in curve_colours(theme)]
        self.update()

    def arrange(self, width: int) -> int:
        """Choose rows and columns for a width; returns the height that they need."""
        count = max(len(self._cells), 1)
        narrowest = 2 * _CELL_PAD_PX + max(
            self._arrow_px + 3 + self._small.width(_WIDEST_SLOPE),
            self._bold.width(f"{count}") + 3 + self._small.width(_WIDEST_POSITION),
        )
        roomy = self._names_width(_NAMES) + count * narrowest <= width
        self._names = _NAMES if roomy and count <= _AXES_A_ROW else _SHORT_NAMES
        most = max(1, int((width - self._names_width(self._names)) // narrowest))
        self.rows = max(ceil(count / _AXES_A_ROW), ceil(count / most))
        self._compact = self.rows > 1
        if self._compact:
            self._names = (_SHORT_NAMES[0], _SHORT_NAMES[2])
        self._columns = ceil(count / self.rows)
        self.update()
        return ceil(self.rows * self._row_height())

    def _names_width(self, names: Sequence[str]) -> float:
        return max(self._small.width(name.format(reach=100)) for name in names) + 8.0

    def _row_height(self) -> float:
        lines = 1 if self._compact else 2
        return self._bold.height + self._bar_px + 2 + lines * self._small.height + 2

    def sizeHint(self) -> QSize:
        return QSize(600, ceil(self.rows * self._row_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, ceil(self.rows * self._row_height()))

    def reach(self) -> float:
        """Steps from the centre of every bar to its end: a round number."""
        furthest = max((abs(cell.position) for cell in self._cells), default=0.0)
        return _LEAST_REACH if furthest <= _LEAST_REACH else nice_interval(furthest, 1.0)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        left = self._names_width(self._names)
        wide, high = min((self.width() - left) / self._columns, self._widest), self._row_height()
        reach = self.reach()
        for row in range(self.rows):
            self._name_lines(painter, row * high, reach)
        steepest = max((abs(cell.slope or 0.0) for cell in self._cells), default=0.0)
        for axis, cell in enumerate(self._cells):
            x, y = left + axis % self._columns * wide, axis // self._columns * high
            self._cell(painter, QRectF(x, y, wide, high), axis, cell, reach, steepest)
        painter.end()

    def _name_lines(self, painter: QPainter, top: float, reach: float) -> None:
        dim = QColor(self._theme.dim_text)
        for name in self._names:
            self._small.write(painter, 0, top, name.format(reach=f"{reach:g}"), dim)
            # Below the first line of text lies the bar.
            top += self._small.height + (self._bar_px + 2 if "{reach}" in name else 0)

    def _cell(
        self, painter: QPainter, box: QRectF, axis: int, cell: _Cell, reach: float, steepest: float
    ) -> None:
        theme, small = self._theme, self._small
        colour, dim = self._colours[axis % len(self._colours)], QColor(theme.dim_text)
        text = QColor(theme.text)
        pad = min(max(_CELL_PAD_PX, 0.06 * box.width()), 14.0)
        left, right = box.left() + pad, box.right() - pad
        number, position, last, slope = _texts(axis, cell)
        self._bold.write(painter, left, box.top(), number, colour)
        small.write(painter, right, box.top(), position, text, 1.0)
        top = box.top() + self._bold.height
        self._bar(painter, QRectF(left, top, right - left, self._bar_px), cell, colour, reach)
        top += self._bar_px + 2
        if not self._compact:
            small.write(painter, right, top, last, dim, 1.0)
            top += small.height
        # The arrow says which way, the number how much: a sign would say the first thing again.
        amount = slope.lstrip("+−")
        small.write(painter, right, top, amount, text if cell.slope else dim, 1.0)
        if cell.slope:
            arrow = right - small.width(amount) - 3 - self._arrow_px
            self._arrow(painter, QPointF(arrow, top + small.height / 2), cell.slope, steepest)

    def _bar(
        self, painter: QPainter, bar: QRectF, cell: _Cell, colour: QColor, reach: float
    ) -> None:
        painter.fillRect(bar, QColor(self._theme.raised))
        middle, half = bar.center().x(), bar.width() / 2

        def at(steps: float) -> float:
            return middle + min(max(steps / reach, -1.0), 1.0) * half

        x = at(cell.position)
        # The last step is the strong part of the bar: from where one was to where one is.
        before = at(cell.position - cell.last)
        for start, ink in ((middle, faded(colour, 0.45)), (before, colour)):
            painter.fillRect(QRectF(min(start, x), bar.top(), abs(x - start), bar.height()), ink)
        painter.fillRect(
            QRectF(middle - 0.5, bar.top(), 1, bar.height()), QColor(self._theme.frame)
        )
        painter.fillRect(
            QRectF(x - 1, bar.top() - 1, 2, self._bar_px + 2), QColor(self._theme.text)
        )

    def _arrow(self, painter: QPainter, at: QPointF, slope: float, steepest: float) -> None:
        """Points the way in which the loss falls; the steepest slope has the largest arrow."""
        size = self._arrow_px * (0.65 + 0.35 * abs(slope) / max(steepest, 1e-30)) / 2
        way = -1.0 if slope > 0 else 1.0
        middle = at + QPointF(self._arrow_px / 2, 0.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.good))
        corners = ((way * size, 0.0), (-way * size, size), (-way * size, -size))
        painter.drawPolygon(QPolygonF([middle + QPointF(dx, dy) for dx, dy in corners]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _texts(axis: int, cell: _Cell) -> tuple[str, str, str, str]:
    slope = "–" if cell.slope is None else slope_text(cell.slope, figures=2, plain_below=10_000)
    last = "–" if cell.last == 0.0 else steps_text(cell.last)
    return f"{axis + 1}", _short_steps(cell.position), last, slope


def _short_steps(steps: float) -> str:
    """At most as wide as _WIDEST_POSITION up to 9,999 steps."""
    return signed(steps, 0) if 100 <= abs(steps) < 10_000 else steps_text(steps)


def _make(context: PanelContext) -> AxesStrip:
    strip = AxesStrip(context.clock)

    def show(descent: Descent) -> None:
        strip.set_position(descent.place.coefficients, descent.step_size)

    def began(event: Began) -> None:
        strip.set_axes(event.descent.axes)
        show(event.descent)

    def applied(event: Applied) -> None:
        if event.change.new_subspace:
            strip.set_axes(event.descent.axes)
        if event.change.needs_landscape:
            show(event.descent)

    context.subscribe(Began, began)
    context.subscribe(Applied, applied)
    context.subscribe(Slopes, lambda event: strip.set_slopes(event.by_axis))
    context.subscribe(Theme, strip.set_theme)
    return strip


PANEL = PanelSpec(
    "axes",
    "Axes",
    "bottom",
    _make,
    "Where you stand on each of the ways you can walk, your last step, and which way is down.",
    order=0,
)
