"""Draws the controls of a device as they are moved: sticks, bars, knobs, and caps that light up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Literal, get_args

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from hudes_desktop.inputs.bindings.action_spec import GROUPS
from hudes_desktop.inputs.bindings.binding import ANY
from hudes_desktop.inputs.bindings.binding_words import group_of
from hudes_desktop.inputs.bindings.controls import shown
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.bindings.transform import Mode, position
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.learning.editing import name_of
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

Kind = Literal["stick", "bar", "knob", "turn", "cap"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they are drawn."""

_PICTURE = 3.6  # height of all but caps, in text heights, as all lengths here
_STICKS = (("leftx", "lefty"), ("rightx", "righty"))
_WIDTHS = {"stick": _PICTURE, "bar": 1.4, "knob": 3.0, "turn": 3.0}
_RADIUS = 1.4  # of a knob
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
    keys = KeyChoice(LAYOUT, profile.bindings)
    for binding in profile.bindings:
        if binding.control.name != ANY and binding.control not in made:
            gauge = _bound(binding, keys)
            for control in binding.controls:
                made.setdefault(control, gauge)  # the lower half of 14 bits has no other one
    for control in moved:
        if control not in made and Control(control.kind, control.name) not in made:
            gauge = _free(control, profile)
            made.update(dict.fromkeys(gauge.controls, gauge))
    return sorted(dict.fromkeys(made.values()), key=lambda gauge: KINDS.index(gauge.kind))


def _bound(binding: Binding, keys: KeyChoice) -> Gauge:
    transform, pair = binding.transform, binding.second is not None
    controls = binding.controls if pair else (binding.control,)
    kind = "stick" if pair else _kind(binding.control, transform.mode)
    group = GROUPS.index(group_of(binding.action))
    return Gauge(kind, controls, name_of(binding, keys), group, transform.dead_zone)


def _free(control: Control, profile: Profile) -> Gauge:
    """For a control that nothing is bound to, or only what is for all of its kind."""
    any_binding = profile.binding(control, profile.layers[0].name if profile.layers else "")
    group = None if any_binding is None else GROUPS.index(group_of(any_binding.action))
    pair = next((pair for pair in _STICKS if control.kind == "axis" and control.name in pair), ())
    stick = tuple(Control("axis", name) for name in pair)
    controls = stick or (control,)
    return Gauge("stick" if stick else _kind(control), controls, shown(controls), group)


def _kind(control: Control, mode: Mode | None = None) -> Kind:
    """Of a picture; mode: of the control's binding."""
    match control.kind, mode:
        case ("axis", _) | ("pitch_bend", None):
            return "bar"
        case "control_change" | "pitch_bend" | "nrpn", "absolute":
            return "bar"
        case "control_change" | "pitch_bend" | "nrpn", "relative":
            return "turn"
        case "control_change" | "pitch_bend" | "nrpn", "rate" | "difference" | None:
            return "knob"
    return "cap"


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
        self._font = theme.font(0.92)
        self._metrics = QFontMetricsF(self._font)
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
        said = []
        for gauge in filter(self._moves, self.gauges):
            parts = " ".join(f"{100 * self._at(control):.0f} %" for control in gauge.controls)
            said.append(f"{gauge.name} {parts}")
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def heightForWidth(self, width: int) -> int:
        return max(self._bottoms(width), default=2)

    def placed(self) -> list[tuple[Gauge, QRectF]]:
        """Each gauge and where it is."""
        return list(zip(self.gauges, self._areas(self.width()), strict=True))

    def height_of_rows(self, width: int, most: int) -> int:
        """As many whole rows as there are within `most` pixels, at least one."""
        bottoms = self._bottoms(width)
        return max((each for each in bottoms if each <= most), default=min(bottoms, default=1))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 1)

    def _bottoms(self, width: int) -> set[int]:
        return {round(area.bottom()) + 2 for area in self._areas(width)}

    def _size(self, gauge: Gauge) -> tuple[float, float]:
        px, name = self._theme.text_px, self._metrics.horizontalAdvance(gauge.name)
        if gauge.kind == "cap":
            return max(2.2 * px, name + 1.1 * px), 1.9 * px
        return max(_WIDTHS[gauge.kind] * px, name + 0.4 * px), _PICTURE * px + self._below

    @property
    def _below(self) -> float:
        """Pixels for the name below a picture."""
        return self._metrics.height() + 3

    def _areas(self, width: int) -> list[QRectF]:
        """Where each gauge is: in rows from left to right; caps begin a row."""
        gap = _GAP * self._theme.text_px
        x = y = 1.0
        row_height = 0.0
        caps = False
        areas: list[QRectF] = []
        for gauge in self.gauges:
            wide, high = self._size(gauge)
            begins = gauge.kind == "cap" and not caps
            caps = caps or begins
            if x > 1.0 and (begins or x + wide > width - 1):
                x, y = 1.0, y + row_height + gap * (1.2 if begins else 0.8)
                row_height = 0.0
            areas.append(QRectF(x, y, wide, high))
            x += wide + gap
            row_height = max(row_height, high)
        return areas

    def _at(self, control: Control) -> float:
        """Where a control is, 0 … 1; an axis from its rest, −1 … 1."""
        values = (value for each, value in self.raw.items() if _is_of(each, control))
        return position(control.kind, self.raw.get(control, next(values, 0.0)))

    def _moves(self, gauge: Gauge) -> bool:
        return any(_is_of(each, control) for each in self._lit for control in gauge.controls)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        theme = self._theme
        for gauge, area in self.placed():
            colour = QColor(theme.frame if gauge.group is None else theme.groups[gauge.group])
            if gauge.kind == "cap":
                self._cap(painter, gauge, area, colour)
                continue
            below = QRectF(area)
            below.setTop(area.bottom() - self._below + 2)
            painter.setPen(QColor(theme.text if self._moves(gauge) else theme.dim_text))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, gauge.name)
            painter.setPen(QPen(QColor(theme.border), 1.3))
            painter.setBrush(QColor(theme.raised))
            draw = {"stick": self._stick, "bar": self._bar, "knob": self._knob, "turn": self._turn}
            draw[gauge.kind](painter, gauge, area.adjusted(0, 0, 0, -self._below), colour)
        painter.end()

    def _cap(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        theme, px, control = self._theme, self._theme.text_px, gauge.controls[0]
        down = self._moves(gauge) if control.kind == "motion" else self._at(control) > 0
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(colour if down else QColor(theme.raised))
        painter.drawRoundedRect(area, 0.35 * px, 0.35 * px)
        up = theme.dim_text if gauge.group is None else theme.text
        painter.setPen(QColor(theme.background if down else up))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, gauge.name)

    def _stick(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        centre, radius = area.center(), area.height() / 2 - 1
        painter.drawEllipse(centre, radius, radius)
        if gauge.dead_zone:
            painter.setPen(QPen(QColor(self._theme.frame), 1, Qt.PenStyle.DotLine))
            painter.drawEllipse(centre, radius * gauge.dead_zone, radius * gauge.dead_zone)
        x, y = (self._at(control) for control in gauge.controls)
        dot = centre + QPointF(x, y) * (0.82 * radius / max(1.0, hypot(x, y)))
        painter.setPen(QPen(colour, 2))
        painter.drawLine(centre, dot)
        painter.setBrush(colour)
        painter.drawEllipse(dot, 0.17 * radius + 1, 0.17 * radius + 1)

    def _bar(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        wide = 1.1 * self._theme.text_px
        box = QRectF(area.center().x() - wide / 2, area.top() + 1, wide, area.height() - 2)
        painter.drawRoundedRect(box, 4, 4)
        control = gauge.controls[0]
        inner, at = box.adjusted(2, 2, -2, -2), self._at(control)
        if control.kind == "axis" and not str(control.name).endswith("trigger"):
            # From the middle; what points down on a stick is positive.
            filled = QRectF(
                inner.left(), inner.center().y(), inner.width(), inner.height() / 2 * at
            )
        else:
            filled = QRectF(inner.left(), inner.bottom(), inner.width(), -inner.height() * at)
        painter.fillRect(filled.normalized(), colour)

    def _knob(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        at, radius = self._at(gauge.controls[0]), _RADIUS * self._theme.text_px
        self._dial(painter, area, 225 - 270 * at, colour)
        box = QRectF(0, 0, 1.72 * radius, 1.72 * radius)
        box.moveCenter(area.center())
        painter.setPen(QPen(colour, max(2.0, radius * 0.2), cap=Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, 225 * 16, round(-270 * 16 * at))

    def _turn(self, painter: QPainter, gauge: Gauge, area: QRectF, colour: QColor) -> None:
        turns = self._turns.get(gauge.controls[0], 0.0)
        self._dial(painter, area, 90 - _DETENT * turns, colour)

    def _dial(self, painter: QPainter, area: QRectF, degrees: float, colour: QColor) -> None:
        """A disc with a pointer."""
        centre, radius = area.center(), _RADIUS * self._theme.text_px
        painter.drawEllipse(centre, radius, radius)
        way = QPointF(cos(radians(degrees)), -sin(radians(degrees))) * radius
        painter.setPen(QPen(colour, 2.4, cap=Qt.PenCapStyle.RoundCap))
        painter.drawLine(centre + way * 0.2, centre + way * 0.66)


def _is_of(event: Control, control: Control) -> bool:
    """Whether an event of the one is of the other, which may be of every channel."""
    return event == control or (
        control.channel is None and (event.kind, event.name) == (control.kind, control.name)
    )
