"""Draws keyboard, mouse and touch screen, and lights the controls that the profiles bind."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)

from hudes_desktop.inputs.bindings.action_spec import Group
from hudes_desktop.inputs.bindings.binding_words import group_of, meaning_of, shown
from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.bindings.key_choice import KeyChoice
from hudes_desktop.inputs.keyboard_mouse import key_names
from hudes_desktop.inputs.keyboard_mouse.layout import LAYOUT
from hudes_desktop.inputs.profiles.profile import Binding, Profile
from hudes_desktop.view.devices.drawing_ink import READABLE_PX, Drawing, in_pixels
from hudes_desktop.view.devices.key_caps import KEYBOARD_WIDTH, Cap, caps
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.words import text

_MOUSE = (3.2, 5.0)
_TOUCH = (3.6, 5.0)
_BETWEEN = 1.0


class DeviceDrawing(Drawing):
    """The devices of some profiles side by side; a device without a drawing is left out.

    A key under the pointer says its meaning. Its width is the unit.
    """

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(text("drawing.keyboard"), theme)
        self._caps: list[Cap] = []
        self._keys = KeyChoice(LAYOUT)
        self._mouse: dict[str, Group] = {}
        self._touch: dict[str, Group] = {}

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        keys: list[Binding] = []
        self._mouse, self._touch = {}, {}
        said: list[str] = []
        for profile in profiles:
            if profile.driver == "keyboard":
                keys += profile.bindings
            elif profile.driver == "mouse":
                for binding in profile.bindings:
                    name = str(binding.control.name).removeprefix("Shift+")
                    zones = self._touch if name.startswith("Touch") else self._mouse
                    zones.setdefault(name, group_of(binding.action))
            said += [row.line for row in help_rows(profile.bindings)]
        self._caps = caps(keys) if keys else []
        self._keys = KeyChoice(LAYOUT, keys)
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def units(self) -> tuple[float, float]:
        parts = self._parts()
        if not parts:
            return 0.0, 0.0
        width = sum(size[0] for _, size in parts) + _BETWEEN * (len(parts) - 1)
        return width, max(size[1] for _, size in parts)

    def _parts(self) -> list[tuple[str, tuple[float, float]]]:
        parts = []
        if self._caps:
            rows = max(cap.area.bottom() for cap in self._caps)
            parts.append(("keyboard", (KEYBOARD_WIDTH, rows)))
        if self._mouse:
            parts.append(("mouse", _MOUSE))
        if self._touch:
            parts.append(("touch", _TOUCH))
        return parts

    def _places(self) -> tuple[float, dict[str, QPointF]]:
        """Pixels for a key's width, and where each device's left top corner is."""
        unit, corner = self._unit()
        x = corner.x()
        places = {}
        for name, (wide, high) in self._parts() if unit else ():
            places[name] = QPointF(x, (self.height() - unit * high) / 2)
            x += unit * (wide + _BETWEEN)
        return unit, places

    def _area(self, cap: Cap, unit: float, corner: QPointF) -> QRectF:
        gap = max(1.0, unit * 0.05)
        return in_pixels(cap.area, unit, corner).adjusted(gap, gap, -gap, -gap)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        unit, places = self._places()
        said = ""
        if "keyboard" in places:
            for cap in self._caps:
                if self._area(cap, unit, places["keyboard"]).contains(event.position()):
                    said = "\n".join(
                        f"{shown(b, self._keys)}: {meaning_of(b.action)}" for b in cap.bindings
                    )
        self.setToolTip(said)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        unit, places = self._places()
        if not unit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if "keyboard" in places:
            for cap in self._caps:
                self._paint_cap(painter, cap, self._area(cap, unit, places["keyboard"]), unit)
        if "mouse" in places:
            self._paint_mouse(painter, places["mouse"], unit)
        if "touch" in places:
            self._paint_touch(painter, places["touch"], unit)
        painter.end()

    def _paint_cap(self, painter: QPainter, cap: Cap, area: QRectF, unit: float) -> None:
        plain = [b for b in cap.bindings if not _modified(b)]
        group = group_of((plain or cap.bindings)[0].action) if cap.bindings else None
        self._ink.use(painter, group, faint=not plain)
        painter.drawRoundedRect(area, unit * 0.13, unit * 0.13)
        if group is None and len(cap.name) > 1:
            return
        name = cap.printed
        painter.setPen(QColor(self._ink.theme.text if group else self._ink.theme.dim_text))
        inner = area.adjusted(2, 1, -2, -1)
        if cap.bindings and not plain:
            modifiers = key_names.split(str(cap.bindings[0].control.name))[0]
            upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() * 0.42)
            inner = QRectF(inner.left(), upper.bottom(), inner.width(), inner.height() * 0.58)
            self._ink.write(painter, upper, "+".join(modifiers), max(READABLE_PX, unit * 0.22))
        elif plain and area.width() > 4 * unit:
            name = f"{name} · {meaning_of(plain[0].action)}"
        px = unit * (0.4 if len(name) == 1 else 0.28)
        self._ink.write(painter, inner, name, max(READABLE_PX, px))

    def _paint_mouse(self, painter: QPainter, corner: QPointF, unit: float) -> None:
        body = QRectF(corner.x() + 1, corner.y() + 1, unit * _MOUSE[0] - 2, unit * _MOUSE[1] - 2)
        radius = body.width() / 2
        outline = QPainterPath()
        outline.addRoundedRect(body, radius, radius)
        self._ink.use(painter, None)
        painter.drawPath(outline)
        middle = body.center().x()
        height = body.height() * 0.42
        for button, left in (("Left", body.left()), ("Right", middle)):
            zone = QPainterPath()
            zone.addRect(QRectF(left, body.top(), radius, height))
            self._ink.use(painter, _first(self._mouse, button))
            painter.drawPath(outline.intersected(zone))
        self._ink.use(painter, _first(self._mouse, "Wheel"))
        wheel = QRectF(middle - unit * 0.24, body.top() + height * 0.34, unit * 0.48, unit * 1.0)
        painter.drawRoundedRect(wheel, unit * 0.24, unit * 0.24)

    def _paint_touch(self, painter: QPainter, corner: QPointF, unit: float) -> None:
        body = QRectF(corner.x() + 1, corner.y() + 1, unit * _TOUCH[0] - 2, unit * _TOUCH[1] - 2)
        self._ink.use(painter, None)
        painter.drawRoundedRect(body, unit * 0.35, unit * 0.35)
        one = self._touch.get("TouchX") or self._touch.get("TouchY")
        two = self._touch.get("TouchTurn") or self._touch.get("TouchPinch")
        finger = unit * 0.3
        if one is not None:
            at = QPointF(body.center().x(), body.top() + unit * 1.35)
            self._arrows(painter, at, unit * 0.85, self._ink.colour(one))
            self._ink.use(painter, one)
            painter.drawEllipse(at, finger, finger)
        if two is not None:
            at = QPointF(body.center().x(), body.top() + unit * 3.6)
            ring = QRectF(at.x() - unit * 0.75, at.y() - unit * 0.75, unit * 1.5, unit * 1.5)
            painter.setPen(QPen(self._ink.colour(two), 1.4))
            for start in (20, 200):
                painter.drawArc(ring, start * 16, 110 * 16)
            self._ink.use(painter, two)
            for side in (-1, 1):
                at_finger = QPointF(at.x() + side * unit * 0.72, at.y() + side * unit * 0.28)
                painter.drawEllipse(at_finger, finger, finger)

    def _arrows(self, painter: QPainter, at: QPointF, length: float, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.4))
        head = length * 0.2
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            end = QPointF(at.x() + x * length, at.y() + y * length)
            painter.drawLine(at, end)
            for turn in (-1, 1):
                back = QPointF(-x * head + turn * y * head, -y * head + turn * x * head)
                painter.drawLine(end, end + back)


def _modified(binding: Binding) -> bool:
    return bool(key_names.split(str(binding.control.name))[0])


def _first(zones: dict[str, Group], start: str) -> Group | None:
    return next((group for name, group in zones.items() if name.startswith(start)), None)
