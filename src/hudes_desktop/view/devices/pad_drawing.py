"""Draws a game pad, and says beside it what each of its controls does."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)

from hudes_desktop.inputs.bindings.help import HelpRow, help_rows
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.devices.drawing_ink import READABLE_PX, SMALLEST_PX, Drawing
from hudes_desktop.view.devices.pad_places import BOTTOM, CROSS, SPOTS, TOP, WIDTH, Spot, body
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

_SIZE = (27.0, 12.0)  # of the whole drawing, in units
_PAD = 10.4  # units across the pad
_GAP = 0.7  # units between a line and the pad's edge, and between a line and its text


class PadDrawing(Drawing):
    """A pad of the Xbox kind with the meaning of every control that the first profile binds.

    The line to a meaning has the colour of the control. says_all: whether everything that is bound
    has its place on it.
    """

    LEAST_UNIT = 22

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(text("drawing.pad"), theme)
        self._said: dict[str, HelpRow] = {}

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Draw the first of these profiles, of a game pad."""
        self._said = {}
        self.says_all = bool(profiles)
        words: list[str] = []
        for binding in profiles[0].bindings if profiles else ():
            row = help_rows([binding])[0]
            words.append(row.line)
            name = str(binding.control.name)
            name = {"lefty": "leftx", "righty": "rightx"}.get(name, name)
            if name in SPOTS and name not in self._said:
                self._said[name] = row
            else:
                self.says_all = False
        self.setAccessibleDescription("; ".join(words))
        self.update()

    def units(self) -> tuple[float, float]:
        return _SIZE if self._said else (0.0, 0.0)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        unit, _ = self._unit()
        if not unit:
            return
        scale = unit * _PAD / WIDTH
        corner = QPointF(
            (self.width() - scale * WIDTH) / 2,
            (self.height() - scale * (BOTTOM - TOP)) / 2 - scale * TOP,
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        to_pixels = QTransform(scale, 0, 0, scale, corner.x(), corner.y())
        # Triggers and bumpers stand behind the body.
        for behind in (True, False):
            for name, spot in SPOTS.items():
                if (spot.shape == "bar") == behind:
                    self._paint_spot(painter, name, spot, to_pixels, scale)
            if behind:
                painter.setBrush(QColor(self._ink.theme.card))
                painter.setPen(QPen(QColor(self._ink.theme.frame), 1.4))
                painter.drawPath(to_pixels.map(body()))
                painter.drawRect(to_pixels.mapRect(CROSS))
        self._paint_words(painter, unit, to_pixels)
        painter.end()

    def _paint_spot(
        self, painter: QPainter, name: str, spot: Spot, to_pixels: QTransform, scale: float
    ) -> None:
        row = self._said.get(name)
        if spot.shape == "dot" and row is None:
            return
        self._ink.use(painter, row.group if row else None)
        if row is None:
            painter.setPen(QPen(QColor(self._ink.theme.frame), 1.0))
        at, size = to_pixels.map(QPointF(spot.x, spot.y)), spot.size * scale
        if spot.shape == "bar":
            high = 0.34 * scale
            area = QRectF(at.x() - size, at.y() - high, 2 * size, 2 * high)
            painter.drawRoundedRect(area, high * 0.7, high * 0.7)
            area.setHeight(area.height() * 0.9)
        elif spot.shape == "arm":
            area = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
            painter.drawRoundedRect(area, size * 0.3, size * 0.3)
        else:
            area = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
            painter.drawEllipse(area)
            if name in ("leftx", "rightx"):
                painter.drawEllipse(at, size * 0.66, size * 0.66)
        if spot.sign:
            painter.setPen(QColor(self._ink.theme.text if row else self._ink.theme.dim_text))
            self._ink.write(painter, area, spot.sign, max(READABLE_PX, 0.42 * scale))

    def _paint_words(self, painter: QPainter, unit: float, to_pixels: QTransform) -> None:
        margin = (self.width() - unit * _SIZE[0]) / 2
        room = unit * ((_SIZE[0] - _PAD) / 2 - 2 * _GAP)
        sides = [
            sorted(
                (name for name in self._said if SPOTS[name].left == left),
                key=lambda name: SPOTS[name].entry,
            )
            for left in (True, False)
        ]
        most = max(len(side) for side in sides)
        px = self._letters(room, self.height() / most)
        line = QFontMetricsF(self._font(px)).lineSpacing()
        for left, names in zip((True, False), sides, strict=True):
            step = min(self.height() / max(1, len(names)), 3.4 * line)
            middle = to_pixels.map(QPointF(0, (TOP + BOTTOM) / 2)).y()
            for number, name in enumerate(names):
                y = middle + (number - (len(names) - 1) / 2) * step
                x = margin if left else self.width() - margin - room
                self._paint_line(painter, name, x + room if left else x, y, to_pixels, unit)
                side = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
                row = self._said[name]
                for words, bold, top in (
                    (row.controls[0], True, y - line),
                    (row.meaning, False, y),
                ):
                    painter.setFont(self._font(px, bold))
                    colour = self._ink.colour(row.group) if bold else self._ink.theme.text
                    painter.setPen(QColor(colour))
                    area = QRectF(x, top, room, line)
                    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_line(
        self,
        painter: QPainter,
        name: str,
        x: float,
        y: float,
        to_pixels: QTransform,
        unit: float,
    ) -> None:
        """From the words along the edge of the pad, and level with its end to the control."""
        spot = SPOTS[name]
        end = to_pixels.map(QPointF(*spot.end))
        edge = to_pixels.map(QPointF(-0.25 if spot.left else WIDTH + 0.25, spot.entry))
        away = unit * 0.2 if spot.left else -unit * 0.2
        colour = self._ink.colour(self._said[name].group)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(x + away, y), QPointF(x + 1.8 * away, y), edge]
        painter.drawPolyline(QPolygonF([*points, QPointF(end.x(), edge.y()), end]))
        painter.setBrush(colour)
        painter.drawEllipse(end, 2.2, 2.2)

    def _letters(self, room: float, height: float) -> int:
        """Pixels of the largest text with which all is in sight."""
        px = self._ink.theme.text_px
        while px > SMALLEST_PX:
            plain, bold = (QFontMetricsF(self._font(px, each)) for each in (False, True))
            rows = self._said.values()
            names = max(bold.horizontalAdvance(row.controls[0]) for row in rows)
            meanings = max(plain.horizontalAdvance(row.meaning) for row in rows)
            if max(names, meanings) <= room and 2.1 * plain.lineSpacing() <= height:
                break
            px -= 1
        return px

    def _font(self, px: int, bold: bool = False) -> QFont:
        return self._ink.theme.font(px / self._ink.theme.text_px, bold)
