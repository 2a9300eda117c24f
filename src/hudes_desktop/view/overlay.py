"""Text over the 3-D view: axes in steps, and plane names."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import numpy as np
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPainter

from hudes_desktop.view.camera import Matrix, Slot
from hudes_desktop.view.lettering import Lettering
from hudes_desktop.view.loss_scale import multiples, nice_interval
from hudes_desktop.view.number_text import signed
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.scene import Scene

_LAST_TICK = 0.95  # labels further out would meet those of the other axis at the corner
_TICKS = 4  # marks along an axis, about


def step_of(plane: Plane) -> float:
    """The distance of one step: surfaces have two points a step."""
    return 2.0 * plane.surface.spacing if plane.surface is not None else plane.half[0] / 10.0


def tick_every(plane: Plane) -> float:
    """Coefficients between two marks of the floor: a round number of steps."""
    step = step_of(plane)
    return max(1.0, nice_interval(2.0 * plane.half[0] / step, _TICKS * 1.25)) * step


@dataclass(frozen=True)
class _Edge:
    """A front edge of the floor on the screen: pixels of its ends and the way outwards."""

    axis: int
    side: float
    start: QPointF
    end: QPointF
    outward: QPointF

    def at(self, g: float) -> QPointF:
        return self.start + (self.end - self.start) * ((g + 1.0) / 2.0)

    def in_box(self, g: float) -> tuple[float, float]:
        """a and b in −1..1 of the point at g."""
        return (g, self.side) if self.axis == 0 else (self.side, g)

    def distance(self, point: QPointF, g: float) -> float:
        """How far outside the edge a point of the screen is."""
        away = point - self.at(g)
        return away.x() * self.outward.x() + away.y() * self.outward.y()


class Overlay:
    """Draws with a QPainter on the widget, after the planes."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        self._theme = lettering.theme

    def axes(self, painter: QPainter, plane: Plane, scene: Scene, strength: float) -> None:
        """Tick labels in steps and axis names along the two front edges of the floor."""
        painter.setOpacity(strength)
        unit = self._theme.unit
        step, every = step_of(plane), tick_every(plane)
        to_clip = scene.to_clip
        for edge in _front_edges(scene):

            def room(g: float, edge: _Edge = edge) -> float:
                """Pixels that the surface leans out over the edge."""
                a, b = edge.in_box(g)
                loss = plane.loss_at(
                    plane.centre[0] + a * plane.half[0], plane.centre[1] + b * plane.half[1]
                )
                if loss is None:
                    return 0.0
                top = scene.scale.share(loss) * scene.height
                point = to_pixels(
                    to_clip, np.array([a, b, top, 1.0]), scene.width_px, scene.height_px
                )
                return max(edge.distance(point, g), 0.0)

            centre, half = plane.centre[edge.axis], plane.half[edge.axis]
            for mark in multiples(centre - half, centre + half, every):
                g = (mark - centre) / half
                if abs(g) > _LAST_TICK:
                    continue
                at = edge.at(g) + edge.outward * (14.0 * unit + room(g))
                steps = round(mark / step)
                self._lettering.write(
                    painter, at, signed(steps, 0, plus=False), self._theme.dim_text
                )
            name = f"axis {plane.axes[edge.axis] + 1}, steps"
            at = edge.at(0.0) + edge.outward * (34.0 * unit + room(0.0))
            lean = 0.5 - 0.5 * edge.outward.x()
            self._lettering.write(painter, at, name, self._theme.text, lean)
        painter.setOpacity(1.0)

    def caption(self, painter: QPainter, plane: Plane, slot: Slot, selected: bool) -> None:
        """Which plane this is, at the top left of its slot."""
        number = f"{plane.index + 1}"
        # The selected plane fills the middle; the corner below it is always free.
        at = QPointF(slot.left + 12, slot.top + (slot.height - 16 if selected else 14))
        colour = self._theme.text if selected else self._theme.dim_text
        box = self._lettering.write(painter, at, f"plane {number}", colour, 0.0, bold=True)
        axes = " × ".join(str(axis + 1) for axis in plane.axes)
        self._lettering.write(
            painter, QPointF(box.right() + 8, at.y()), f"axes {axes}", self._theme.dim_text, 0.0
        )


def _front_edges(scene: Scene) -> list[_Edge]:
    """The floor's edge along each axis that is nearer to the eye."""
    edges = []
    depth, to_clip = scene.floor_depth, scene.to_clip
    width, height = scene.width_px, scene.height_px
    middle = to_pixels(to_clip, np.array([0.0, 0.0, -depth, 1.0]), width, height)
    for axis in (0, 1):
        across = 1 - axis
        direction = np.zeros(4)
        direction[across] = 1.0
        # The row of the view that measures nearness says on which side the nearer edge lies.
        nearer = float(scene.view[2] @ direction)
        side = 1.0 if nearer > 1e-6 or (abs(nearer) <= 1e-6 and axis == 1) else -1.0
        ends = []
        for end in (-1.0, 1.0):
            corner = np.array([0.0, 0.0, -depth, 1.0])
            corner[axis], corner[across] = end, side
            ends.append(to_pixels(to_clip, corner, width, height))
        along = ends[1] - ends[0]
        length = max(hypot(along.x(), along.y()), 1e-6)
        outward = QPointF(-along.y() / length, along.x() / length)
        away = (ends[0] + ends[1]) / 2 - middle
        if outward.x() * away.x() + outward.y() * away.y() < 0:
            outward = -outward
        edges.append(_Edge(axis, side, ends[0], ends[1], outward))
    return edges


def to_pixels(to_clip: Matrix, point: Matrix, width: float, height: float) -> QPointF:
    """Where a point of the box (4,) is on the screen, in logical pixels."""
    x, y, _, w = to_clip @ point
    return QPointF((x / w + 1) / 2 * width, (1 - y / w) / 2 * height)
