"""Draws the controls of a device as they are moved: sticks, bars, knobs, and caps that light up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Literal

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from hudes_desktop.inputs.bindings import controls
from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.bindings.binding_words import group_of
from hudes_desktop.inputs.bindings.transform import position
from hudes_desktop.inputs.learning.editing import name_of
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

Kind = Literal["stick", "bar", "knob", "turn", "cap"]

_PICTURE = 3.6  # height of all but caps, in text heights
_STICKS = (("leftx", "lefty"), ("rightx", "righty"))
_GAP = 0.7
_DETENT = 15.0  # degrees


@dataclass(frozen=True)
class Gauge:
    """One picture. controls: one, or the two axes of a stick. group: of GROUPS, None: not bound."""

    kind: Kind
    controls: tuple[Control, ...]
    name: str
    group: int | None = None
    dead_zone: float = 0.0


def gauges_of(profile: Profile, moved: Sequence[Control]) -> list[Gauge]:
    """A picture for each control that is bound, and for each that has moved; caps come last."""
    made: dict[Control, Gauge] = {}
    for binding in profile.bindings:
        if binding.control.name == ANY or binding.control in made:
            continue
        gauge = _bound(binding)
        made.update(dict.fromkeys(gauge.controls, gauge))
        if len(binding.controls) > len(gauge.controls):
            made.setdefault(binding.controls[-1], gauge)  # the lower half of 14 bits
    for control in moved:
        if control not in made and not _covered(control, made):
            gauge = _free(control, profile)
            made.update(dict.fromkeys(gauge.controls, gauge))
    each = list(dict.fromkeys(made.values()))
    return sorted(each, key=lambda gauge: ("stick", "bar", "knob", "turn", "cap").index(gauge.kind))


def _covered(control: Control, made: Mapping[Control, Gauge]) -> bool:
    """Whether there is a picture of it that isn't for one channel only."""
    return Control(control.kind, control.name) in made


def _bound(binding: Binding) -> Gauge:
    group = GROUPS.index(group_of(binding.action))
    name = name_of(binding)
    transform = binding.transform
    if binding.second is not None:
        pair = (binding.control, binding.second)
        return Gauge("stick", pair, name, group, transform.dead_zone)
    kind: Kind = "cap"
    if binding.control.kind == "axis":
        kind = "bar"
    elif binding.control.kind in ("control_change", "pitch_bend"):
        kinds: dict[str, Kind] = {"relative": "turn", "absolute": "bar", "press": "cap"}
        kind = kinds.get(transform.mode, "knob")
    return Gauge(kind, (binding.control,), name, group, transform.dead_zone)


def _free(control: Control, profile: Profile) -> Gauge:
    name = controls.shown((control,))
    any_binding = profile.binding(control, profile.layers[0].name if profile.layers else "")
    group = None if any_binding is None else GROUPS.index(group_of(any_binding.action))
    if control.kind == "axis":
        for stick in _STICKS:
            if control.name in stick:
                pair = tuple(Control("axis", each) for each in stick)
                return Gauge("stick", pair, controls.shown(pair), group)
        return Gauge("bar", (control,), name, group)
    kinds: dict[str, Kind] = {"control_change": "knob", "pitch_bend": "bar"}
    return Gauge(kinds.get(control.kind, "cap"), (control,), name, group)


class Gauges(QWidget):
    """As wide as it is given, and as high as it needs."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__()
        self.setAccessibleName(text("controllers.gauges"))
        self.gauges: list[Gauge] = []
        self.raw: dict[Control, float] = {}
        self._turns: dict[Control, float] = {}
        self._lit: frozenset[Control] = frozenset()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours, another size of text."""
        self._theme = theme
        self._metrics = QFontMetricsF(theme.font(0.92))
        self.updateGeometry()
        self.update()

    def set_gauges(self, gauges: Sequence[Gauge]) -> None:
        """Draw these."""
        if list(gauges) != self.gauges:
            self.gauges = list(gauges)
            self.updateGeometry()
            self.update()

    def show_values(
        self,
        raw: Mapping[Control, float],
        turns: Mapping[Control, float],
        lit: frozenset[Control],
    ) -> None:
        """Where the controls are; turns: detents of endless ones; lit: what has just moved."""
        if raw == self.raw and turns == self._turns and lit == self._lit:
            return
        self.raw, self._turns, self._lit = dict(raw), dict(turns), lit
        shown = (f"{each.name} {self._percent(each)}" for each in self.gauges if self._moves(each))
        self.setAccessibleDescription(", ".join(shown))
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        areas = self._areas(width)
        return round(max((area.bottom() for area in areas), default=0)) + 2

    def placed(self) -> list[tuple[Gauge, QRectF]]:
        """Each gauge and where it is."""
        return list(zip(self.gauges, self._areas(self.width()), strict=True))

    def height_of_rows(self, width: int, most: int) -> int:
        """As many whole rows as there are within `most` pixels, at least one."""
        bottoms = sorted({round(area.bottom()) + 2 for area in self._areas(width)})
        return max(
            [bottom for bottom in bottoms if bottom <= most], default=min(bottoms, default=1)
        )

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 1)

    def _size(self, gauge: Gauge) -> tuple[float, float]:
        px = self._theme.text_px
        text = self._metrics.horizontalAdvance(gauge.name)
        if gauge.kind == "cap":
            return max(2.2 * px, text + 1.1 * px), 1.9 * px
        wide = {"stick": _PICTURE, "bar": 1.4, "knob": 3.0, "turn": 3.0}[gauge.kind] * px
        return max(wide, text + 0.4 * px), _PICTURE * px + self._metrics.height() + 3

    def _areas(self, width: int) -> list[QRectF]:
        """Where each gauge is: in rows from left to right; caps begin a row."""
        gap = _GAP * self._theme.text_px
        x = y = 1.0
        row_height = 0.0
        caps = False
        areas: list[QRectF] = []
        for gauge in self.gauges:
            wide, high = self._size(gauge)
            begins = gauge.kind == "cap" and not caps and bool(areas)
            caps = caps or gauge.kind == "cap"
            if x > 1.0 and (begins or x + wide > width - 1):
                x, y = 1.0, y + row_height + gap * (1.2 if begins else 0.8)
                row_height = 0.0
            areas.append(QRectF(x, y, wide, high))
            x += wide + gap
            row_height = max(row_height, high)
        return areas

    def _at(self, control: Control) -> float:
        """Where a control is, 0 … 1; an axis from its rest, −1 … 1."""
        value = self.raw.get(control)
        if value is None and control.channel is None:
            same = (
                v for c, v in self.raw.items() if (c.kind, c.name) == (control.kind, control.name)
            )
            value = next(same, None)  # of whichever channel
        return 0.0 if value is None else position(control.kind, value)

    def _percent(self, gauge: Gauge) -> str:
        return " ".join(f"{100 * self._at(control):.0f} %" for control in gauge.controls)

    def _moves(self, gauge: Gauge) -> bool:
        return any(self._is_lit(control) for control in gauge.controls)

    def _is_lit(self, control: Control) -> bool:
        return control in self._lit or (
            control.channel is None
            and any((c.kind, c.name) == (control.kind, control.name) for c in self._lit)
        )

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(0.92))
        for gauge, area in self.placed():
            self._paint(painter, gauge, area)
        painter.end()

    def _colour(self, gauge: Gauge) -> QColor:
        theme = self._theme
        return QColor(theme.frame if gauge.group is None else theme.groups[gauge.group])

    def _paint(self, painter: QPainter, gauge: Gauge, area: QRectF) -> None:
        theme, px = self._theme, self._theme.text_px
        colour, lit = self._colour(gauge), self._moves(gauge)
        if gauge.kind == "cap":
            down = self._at(gauge.controls[0]) > 0 or (
                gauge.controls[0].kind == "motion" and self._is_lit(gauge.controls[0])
            )
            painter.setPen(QPen(colour, 1.3))
            painter.setBrush(colour if down else QColor(theme.raised))
            painter.drawRoundedRect(area, 0.35 * px, 0.35 * px)
            text = theme.background if down else theme.text if gauge.group is not None else ""
            painter.setPen(QColor(text or theme.dim_text))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, gauge.name)
            return
        picture = QRectF(area.left(), area.top(), area.width(), _PICTURE * px)
        below = QRectF(area.left(), picture.bottom() + 2, area.width(), self._metrics.height() + 1)
        draw = {"stick": self._stick, "bar": self._bar, "knob": self._knob, "turn": self._turn}
        draw[gauge.kind](painter, gauge, picture, colour)
        painter.setPen(QColor(theme.text if lit else theme.dim_text))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, gauge.name)

    def _stick(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        centre, radius = area.center(), area.height() / 2 - 1
        painter.setPen(QPen(QColor(self._theme.border), 1.3))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawEllipse(centre, radius, radius)
        if gauge.dead_zone:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.frame), 1, Qt.PenStyle.DotLine))
            painter.drawEllipse(centre, radius * gauge.dead_zone, radius * gauge.dead_zone)
        x, y = (self._at(control) for control in gauge.controls)
        far = max(1.0, hypot(x, y))
        dot = centre + QPointF(x, y) * (0.82 * radius / far)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(centre, dot)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(dot, 0.17 * radius + 2, 0.17 * radius + 2)

    def _bar(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        wide = 1.1 * self._theme.text_px
        box = QRectF(area.center().x() - wide / 2, area.top() + 1, wide, area.height() - 2)
        painter.setPen(QPen(QColor(self._theme.border), 1.3))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        control = gauge.controls[0]
        at = self._at(control)
        inner = box.adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        both = control.kind == "axis" and not str(control.name).endswith("trigger")
        if both:
            # From the middle; what points down on a stick is positive.
            half = inner.height() / 2
            low, high = min(0.0, at), max(0.0, at)
            painter.drawRect(QRectF(inner.left(), inner.center().y() + low * half,
                                    inner.width(), (high - low) * half))  # fmt: skip
        else:
            high = inner.height() * at
            painter.drawRect(QRectF(inner.left(), inner.bottom() - high, inner.width(), high))

    def _knob(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        box, centre, radius = self._dial(painter, area)
        at = self._at(gauge.controls[0])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(2.0, radius * 0.2), cap=Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, 225 * 16, round(-270 * 16 * at))
        self._pointer(painter, centre, radius, 225 - 270 * at, colour)

    def _turn(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        _, centre, radius = self._dial(painter, area)
        turns = self._turns.get(gauge.controls[0], 0.0)
        self._pointer(painter, centre, radius, 90 - _DETENT * turns, colour)

    def _dial(self, painter: QPainter, area: QRectF) -> tuple[QRectF, QPointF, float]:
        radius = 1.4 * self._theme.text_px
        centre = area.center()
        painter.setPen(QPen(QColor(self._theme.border), 1.3))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawEllipse(centre, radius, radius)
        inner = radius * 0.86
        box = QRectF(centre.x() - inner, centre.y() - inner, 2 * inner, 2 * inner)
        return box, centre, radius

    def _pointer(
        self, painter: QPainter, centre: QPointF, radius: float, degrees: float, colour: QColor
    ) -> None:
        way = QPointF(cos(radians(degrees)), -sin(radians(degrees)))
        painter.setPen(QPen(colour, 2.4, cap=Qt.PenCapStyle.RoundCap))
        painter.drawLine(centre + way * (0.2 * radius), centre + way * (0.66 * radius))
