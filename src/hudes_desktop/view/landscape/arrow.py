"""The arrow down the steepest slope: a line with a head, and a dark casing to keep it readable."""

from math import hypot

import numpy as np
from PyQt6.QtCore import QLineF, QPointF
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import LARGE
from hudes_desktop.view.landscape.plane_parts import Part

_POINTS = 6  # of the line, at most
_HEAD_PX, _LINE_PX, _CASING_PX = 9.0, 2.2, 4.6
_CASING = QColor(0, 0, 0, 150)
_ARROW_FROM, _ARROW_TO = 0.09, 0.34  # from the ball, in half a plane's width
# Nats over half a plane's width, and the share of the scale's span: less is no slope to speak of.
_FLAT_NATS, _FLAT_SHARE = 1e-6, 1e-4


class Arrow(Part):
    """The arrow of a large plane, painted over all that stands on it."""

    def paint(self) -> None:
        scene, plane = self.of.scene, self.plane
        place = plane.place_of(scene.position)
        if scene.size <= LARGE or place is None:
            return
        points = arrow_on_surface(plane, place, scene.scale, scene.height)
        if points is None:
            return

        def draw(painter: QPainter) -> None:
            line = [QPointF(*scene.pixel_of(*point)) for point in points.tolist()]
            path = QPainterPath(line[0])
            for point in line[1:]:
                path.lineTo(point)
            head = _head(line[-1], line[max(len(line) - 3, 0)], _HEAD_PX * scene.unit)
            both = QPainterPath(path)
            both.addPath(head)
            colour = QColor.fromRgbF(*self.shared.picture.values[0]["u_level_line"])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(both, QPen(_CASING, _CASING_PX * scene.unit))
            painter.strokePath(path, QPen(colour, _LINE_PX * scene.unit))
            painter.fillPath(head, colour)

        self.of.added.canvas.text.draw(draw)


def arrow_on_surface(
    plane: Plane, position: tuple[float, float], scale: LossScale, box_height: float
) -> Matrix | None:
    """Points (n, 3) of the box, from the ball along the steepest descent of the surface shown.

    None where the surface is flat or not there.
    """
    slope = plane.slope_at(*position)
    if slope is None:
        return None
    step = step_of(plane)
    steep = hypot(slope[0] * plane.half[0], slope[1] * plane.half[1]) / step
    if not steep > max(_FLAT_NATS, _FLAT_SHARE * scale.span):
        return None
    # Steepest in parameter space, where a step is as long along every axis.
    length = hypot(*slope)
    down = (-slope[0] / length, -slope[1] / length)
    reach = max(plane.half)
    points = []
    for number in range(_POINTS):
        share = _ARROW_FROM + (_ARROW_TO - _ARROW_FROM) * number / (_POINTS - 1)
        place = (position[0] + down[0] * share * reach, position[1] + down[1] * share * reach)
        a, b = plane.to_box(*place)
        if max(abs(a), abs(b)) > 1.0:
            break
        loss = plane.loss_at(*place)
        assert loss is not None
        points.append((a, b, scale.share(loss) * box_height + 0.01))
    return np.array(points) if len(points) > 1 else None


def _head(tip: QPointF, before: QPointF, size: float) -> QPainterPath:
    """A triangle around the tip that points away from `before`."""
    way = QLineF(before, tip)
    way.setLength(size)
    x, y = way.dx(), way.dy()
    path = QPainterPath()
    path.addPolygon(
        QPolygonF(
            [
                tip + QPointF(0.6 * x, 0.6 * y),
                tip + QPointF(-0.7 * x - 0.6 * y, -0.7 * y + 0.6 * x),
                tip + QPointF(-0.7 * x + 0.6 * y, -0.7 * y - 0.6 * x),
            ]
        )
    )
    path.closeSubpath()
    return path
