"""Draws what to do without a word: what one walks with, and a ball on its way down a hill."""

from math import cos, radians, sin

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from hudes_desktop.view.devices.drawing_ink import Ink
from hudes_desktop.view.kit.theme import DARK, Theme, faded
from hudes_desktop.wings.guidance.controls import Hands

_UNIT = 2.5  # times the height of the text: the side of a key
_HILL = 3.4  # units across
_HIGH = 3.1  # units
_BETWEEN = 0.5
_ARROW = 0.17  # units: half the base of an arrow's head


class HandsPicture(QWidget):
    """Left the keys, the stick, or the knobs, right the hill."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self._hands = Hands("axes", ())
        self._most = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and another size."""
        self._ink = Ink(theme)
        self.updateGeometry()
        self.update()

    def show_hands(self, hands: Hands) -> None:
        """Draw these controls."""
        self._hands = hands
        self.updateGeometry()
        self.update()

    def fit(self, width: int) -> None:
        """Be `width` pixels wide at most."""
        self._most = width
        self.updateGeometry()

    @property
    def _unit(self) -> float:
        return min(_UNIT * self._ink.theme.text_px, self._most / self._units)

    @property
    def _units(self) -> float:
        return self._wide + _BETWEEN + _HILL

    @property
    def _wide(self) -> float:
        """Units across what one walks with."""
        columns = len(self._hands.pairs)
        of_column = {"axes": 1.15, "knobs": 1.9, "faders": 1.9}
        return of_column[self._hands.kind] * columns if self._hands.kind in of_column else 3.2

    def sizeHint(self) -> QSize:
        return QSize(round(self._unit * self._units), round(self._unit * _HIGH))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self._unit
        middle = QPointF(unit * self._wide / 2, self.height() / 2)
        match self._hands.kind:
            case "stick":
                self._paint_stick(painter, middle, unit)
            case "keys":
                self._paint_cross(painter, middle, unit)
            case "axes":
                self._paint_columns(painter, unit)
            case _:
                self._paint_knobs(painter, unit)
        self._paint_hill(painter, QPointF(unit * (self._wide + _BETWEEN), 0.0), unit)
        painter.end()

    def _paint_cap(self, painter: QPainter, middle: QPointF, unit: float, name: str) -> None:
        area = QRectF(0, 0, unit, unit)
        area.moveCenter(middle)
        self._ink.use(painter, "walk")
        painter.drawRoundedRect(area, unit * 0.16, unit * 0.16)
        painter.setPen(QColor(self._ink.theme.text))
        inner = area.adjusted(2, 1, -2, -1)
        self._ink.write(painter, inner, name, unit * 0.5, bold=True)

    def _paint_arrow(self, painter: QPainter, tip: QPointF, angle: float, unit: float) -> None:
        """A head whose tip is there. angle: degrees, 0 to the right, 90 up."""
        a = radians(angle)
        ahead, aside = QPointF(cos(a), -sin(a)), QPointF(sin(a), cos(a))
        base, half = tip - ahead * unit * _ARROW * 1.6, aside * unit * _ARROW
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ink.theme.text))
        painter.drawPolygon(QPolygonF([tip, base + half, base - half]))

    def _paint_ball(self, painter: QPainter, at: QPointF, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ink.theme.marker))
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(faded(QColor("white"), 0.55))
        painter.drawEllipse(at - QPointF(radius, radius) * 0.33, radius * 0.24, radius * 0.24)

    def _paint_cross(self, painter: QPainter, middle: QPointF, unit: float) -> None:
        """Four keys around a ball; they stand to it as the hand goes."""
        (down, up), (left, right) = self._hands.pairs
        places = ((up, 90, 0, -1), (down, 270, 0, 1), (left, 180, -1, 0), (right, 0, 1, 0))
        for name, angle, x, y in places:
            self._paint_cap(painter, middle + QPointF(x, y) * unit * 1.05, unit * 0.95, name)
            tip = middle + QPointF(x, y) * unit * 0.52
            self._paint_arrow(painter, tip, angle, unit * 0.62)
        self._paint_ball(painter, middle, unit * 0.24)

    def _paint_columns(self, painter: QPainter, unit: float) -> None:
        """A pair of keys for each axis: on, which is to the right on a curve, above back."""
        for number, (less, more) in enumerate(self._hands.pairs):
            x = unit * (0.575 + 1.15 * number)
            for name, side, angle in ((more, -1, 0), (less, 1, 180)):
                at = QPointF(x, self.height() / 2 + side * unit * 0.72)
                self._paint_cap(painter, at, unit * 0.95, name)
                tip = QPointF(x - side * unit * 0.12, self.height() / 2 + side * unit * 1.37)
                self._paint_arrow(painter, tip, angle, unit * 0.8)

    def _paint_stick(self, painter: QPainter, middle: QPointF, unit: float) -> None:
        self._ink.use(painter, None)
        painter.drawEllipse(middle, unit, unit)
        self._ink.use(painter, "walk")
        tilted = middle + QPointF(0.16, 0.3) * unit
        painter.drawEllipse(tilted, unit * 0.6, unit * 0.6)
        painter.drawEllipse(tilted, unit * 0.4, unit * 0.4)
        for angle in (0, 90, 180, 270):
            a = radians(angle)
            tip = middle + QPointF(cos(a), -sin(a)) * unit * 1.42
            self._paint_arrow(painter, tip, angle, unit * 0.9)

    def _paint_knobs(self, painter: QPainter, unit: float) -> None:
        for number, (name,) in enumerate(self._hands.pairs):
            at = QPointF(unit * (0.95 + 1.9 * number), self.height() / 2 - unit * 0.25)
            if self._hands.kind == "faders":
                self._paint_fader(painter, at, unit)
            else:
                self._paint_knob(painter, at, unit)
            painter.setPen(QColor(self._ink.theme.dim_text))
            area = QRectF(at.x() - unit * 0.9, self.height() - unit * 0.75, 1.8 * unit, unit * 0.7)
            self._ink.write(painter, area, name, unit * 0.36)

    def _paint_knob(self, painter: QPainter, at: QPointF, unit: float) -> None:
        self._ink.use(painter, "walk")
        radius = unit * 0.45
        painter.drawEllipse(at, radius, radius)
        painter.drawLine(at + QPointF(-0.12, -0.2) * unit, at + QPointF(-0.24, -0.38) * unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._ink.theme.text), unit * 0.06))
        ring = QRectF(0, 0, 1.4 * unit, 1.4 * unit)
        ring.moveCenter(at)
        painter.drawArc(ring, 16 * 35, 16 * 110)
        for angle, heading in ((35, -60), (145, 240)):
            a = radians(angle)
            tip = at + QPointF(cos(a), -sin(a)) * unit * 0.7
            self._paint_arrow(painter, tip + _towards(heading, unit * 0.16), heading, unit * 0.6)

    def _paint_fader(self, painter: QPainter, at: QPointF, unit: float) -> None:
        painter.setPen(QPen(QColor(self._ink.theme.frame), 1.0))
        painter.setBrush(QColor(self._ink.theme.background))
        slot = QRectF(0, 0, unit * 0.18, unit * 1.9)
        slot.moveCenter(at)
        painter.drawRoundedRect(slot, unit * 0.09, unit * 0.09)
        self._ink.use(painter, "walk")
        cap = QRectF(0, 0, unit * 0.9, unit * 0.4)
        cap.moveCenter(at)
        painter.drawRoundedRect(cap, unit * 0.1, unit * 0.1)
        for side, angle in ((-1, 90), (1, 270)):
            self._paint_arrow(painter, at + QPointF(0, side * 0.62) * unit, angle, unit * 0.6)

    def _paint_hill(self, painter: QPainter, corner: QPointF, unit: float) -> None:
        """A slope, the ball near its top, and the way to the lowest point."""
        theme = self._ink.theme

        def at(x: float, y: float) -> QPointF:
            return corner + QPointF(x * _HILL, y * _HIGH) * unit

        ground = QPainterPath(at(0.02, 0.28))
        ground.cubicTo(at(0.32, 0.3), at(0.42, 0.86), at(0.68, 0.86))
        ground.cubicTo(at(0.82, 0.86), at(0.9, 0.76), at(0.98, 0.62))
        below = QPainterPath(ground)
        below.lineTo(at(0.98, 0.98))
        below.lineTo(at(0.02, 0.98))
        below.closeSubpath()
        painter.fillPath(below, faded(QColor(theme.surface), 0.55))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.train), unit * 0.07))
        painter.drawPath(ground)
        self._paint_ball(painter, at(0.2, 0.25), unit * 0.24)
        way = QPainterPath(at(0.31, 0.33))
        way.cubicTo(at(0.42, 0.45), at(0.45, 0.66), at(0.6, 0.71))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), unit * 0.09, Qt.PenStyle.DotLine))
        painter.drawPath(way)
        self._paint_arrow(painter, at(0.655, 0.735), -20, unit)
        painter.setPen(QPen(QColor(theme.background), 1.5))
        painter.setBrush(QColor(theme.good))
        low, side = at(0.7, 0.86), unit * 0.17
        corners = ((0, -side), (side, 0), (0, side), (-side, 0))
        painter.drawPolygon(QPolygonF([low + QPointF(x, y) for x, y in corners]))


def _towards(angle: float, length: float) -> QPointF:
    return QPointF(cos(radians(angle)), -sin(radians(angle))) * length
