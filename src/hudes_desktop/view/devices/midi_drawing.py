"""Draws a MIDI desk: its knobs, faders and buttons, and what each of them does."""

from collections.abc import Sequence
from math import cos, radians, sin

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.view.devices.drawing_ink import SMALLEST_PX, Drawing, in_pixels
from hudes_desktop.view.devices.midi_layout import Layout, Part, layout_of
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

_RING = 11  # lights around an encoder


class DeskDrawing(Drawing):
    """The desk that a profile is for; under the pointer a control says all that it does.

    A bound control has a few words that say what it does, which leave the table to what stands for
    all controls of a kind.
    """

    LEAST_UNIT = 24

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(text("drawing.midi"), theme)
        self._layout = Layout()

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Draw the first of these profiles, of a desk."""
        bindings = profiles[0].bindings if profiles else ()
        self._layout = layout_of(profiles[0]) if bindings else Layout()
        self.says_all = bool(bindings) and all(each.control.name != ANY for each in bindings)
        self.setAccessibleDescription("; ".join(row.line for row in help_rows(bindings)))
        self.update()

    def units(self) -> tuple[float, float]:
        return self._layout.size

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        unit, corner = self._unit()
        parts = self._layout.parts if unit else []
        here = (event.position() - corner) / (unit or 1.0)
        self.setToolTip(next((part.meaning for part in parts if part.area.contains(here)), ""))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        unit, corner = self._unit()
        if not unit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawn = [
            (part, *_split(part, in_pixels(part.area, unit, corner), unit))
            for part in self._layout.parts
        ]
        px = self._letters(drawn)
        for part, area, words in drawn:
            self._paint_part(painter, part, area, unit)
            self._paint_words(painter, part, words, px)
        painter.setPen(QColor(self._ink.theme.dim_text))
        for place, caption in self._layout.captions:
            self._ink.write(painter, in_pixels(place, unit, corner), caption, px)
        painter.end()

    def _letters(self, drawn: Sequence[tuple[Part, QRectF, QRectF]]) -> int:
        """Pixels of the largest text that fits everywhere."""
        px = self._ink.theme.text_px
        for part, _, words in drawn:
            for area, paragraph, bold in _paragraphs(part, words):
                px = self._ink.fitting(area, paragraph, px, bold) or SMALLEST_PX
        return px

    def _paint_part(self, painter: QPainter, part: Part, area: QRectF, unit: float) -> None:
        ink = self._ink
        ink.use(painter, part.group)
        match part.shape:
            case "button":
                painter.drawRoundedRect(area, unit * 0.14, unit * 0.14)
            case "fader":
                painter.setBrush(QColor(ink.theme.background))
                painter.setPen(QPen(QColor(ink.theme.frame), 1.0))
                slot = QRectF(0, 0, unit * 0.16, area.height())
                slot.moveCenter(area.center())
                painter.drawRoundedRect(slot, unit * 0.08, unit * 0.08)
                ink.use(painter, part.group)
                cap = QRectF(0, 0, unit * 0.85, min(unit * 0.42, area.height() / 3))
                cap.moveCenter(QPointF(area.center().x(), area.top() + area.height() * 0.42))
                painter.drawRoundedRect(cap, unit * 0.1, unit * 0.1)
                painter.drawLine(
                    QPointF(cap.left() + 3, cap.center().y()),
                    QPointF(cap.right() - 3, cap.center().y()),
                )
            case "knob" | "encoder":
                self._paint_knob(painter, part, area, unit)

    def _paint_knob(self, painter: QPainter, part: Part, area: QRectF, unit: float) -> None:
        at, radius = area.center(), min(area.width(), area.height()) / 2
        if part.shape == "encoder":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ink.colour(part.group))
            for light in range(_RING):
                angle = radians(-135 + 270 * light / (_RING - 1))
                dot = QPointF(at.x() + radius * sin(angle), at.y() - radius * cos(angle))
                painter.drawEllipse(dot, unit * 0.045, unit * 0.045)
            radius *= 0.76
            self._ink.use(painter, part.group)
        painter.drawEllipse(at, radius, radius)
        turned = radians(-30)
        tip = QPointF(at.x() + radius * 0.85 * sin(turned), at.y() - radius * 0.85 * cos(turned))
        painter.drawLine(at + (tip - at) * 0.35, tip)

    def _paint_words(self, painter: QPainter, part: Part, words: QRectF, px: int) -> None:
        theme = self._ink.theme
        painter.setPen(QColor(theme.text if part.group else theme.dim_text))
        for area, paragraph, bold in _paragraphs(part, words):
            self._ink.write(painter, area, paragraph, px, bold=bold)


def _paragraphs(part: Part, area: QRectF) -> list[tuple[QRectF, str, bool]]:
    """Of a control's words: where each paragraph stands, and whether it is bold, as its name is."""
    texts = "\n".join(part.texts)
    if not part.named:
        return [(area, texts, False)] if texts else []
    name, below = QRectF(area), QRectF(area)
    name.setHeight(area.height() / (1 + len(part.texts)))
    below.setTop(name.bottom())
    return [(name, part.name, True), (below, texts, False)]


def _split(part: Part, area: QRectF, unit: float) -> tuple[QRectF, QRectF]:
    """Of a control's place: what it is drawn in, and what its words have."""
    gap = unit * 0.09
    inner = area.adjusted(gap, gap, -gap, -gap)
    if part.shape == "button":
        return inner, inner.adjusted(2, 1, -2, -1)
    lines = len(part.texts) + part.named
    words = min(inner.height() * 0.6, unit * (0.1 + 0.5 * max(1, lines)))
    drawn, below = QRectF(inner), QRectF(inner)
    drawn.setBottom(inner.bottom() - words)
    below.setTop(drawn.bottom() + unit * 0.04)
    return drawn, below
