"""The arrow down the steepest slope: a line with a head, and a dark casing to keep it readable."""

from math import dist, hypot, sqrt

import numpy as np
from PyQt6.QtCore import QLineF, QPointF
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import LARGE, Pixel, Scene
from hudes_desktop.view.landscape.plane_parts import Part

_POINTS = 16  # of the line, at most
_HEAD_PX, _LINE_PX, _CASING_PX = 9.0, 2.2, 4.6
_CASING = QColor(0, 0, 0, 150)
_FROM_BALL = 1.5  # where it begins, in radii of the ball
_LONGEST = 0.42  # in half a plane's width, on ground that falls by the height of the box over that
# Nats over half a plane's width, and the share of the box that they are: less is no slope.
_FLAT_NATS, _FLAT_SHARE = 1e-6, 0.01
_AT_THE_LOWEST = 0.75  # steps: so near to the lowest point in sight no way leads down


class Arrow(Part):
    """The arrow of a large plane, painted over all that stands on it."""

    def paint(self) -> None:
        scene, plane = self.of.scene, self.plane
        place = plane.place_of(scene.position)
        if scene.size <= LARGE or place is None:
            return
        start = _FROM_BALL * scene.ball_radius
        points = arrow_on_surface(plane, place, scene.scale, scene.height, start)
        line = [] if points is None else free_pixels(plane, place, scene, points)
        if not line:
            return

        def draw(painter: QPainter) -> None:
            path = QPainterPath(QPointF(*line[0]))
            for point in line[1:]:
                path.lineTo(QPointF(*point))
            before, unit = line[max(len(line) - 4, 0)], scene.mark_unit
            head = _head(QPointF(*line[-1]), QPointF(*before), _HEAD_PX * unit)
            both = QPainterPath(path)
            both.addPath(head)
            colour = QColor.fromRgbF(*self.shared.picture.values[0]["u_level_line"])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(both, QPen(_CASING, _CASING_PX * unit))
            painter.strokePath(path, QPen(colour, _LINE_PX * unit))
            painter.fillPath(head, colour)

        self.of.added.canvas.text.draw(draw)


def arrow_on_surface(
    plane: Plane, position: tuple[float, float], scale: LossScale, box_height: float, start: float
) -> Matrix | None:
    """Points (n, 3) of the box, from the ball along the steepest descent of the surface shown.

    start: how far from the ball it begins, in half the plane's width. Its length grows with the
    root of the slope as it is drawn. None where the surface is flat or not there, and at its lowest
    point.
    """
    slope, lowest, here = plane.slope_at(*position), plane.lowest(), plane.loss_at(*position)
    if slope is None or lowest is None or here is None:
        return None
    step = step_of(plane)
    if dist(lowest, position) < _AT_THE_LOWEST * step:
        return None
    steep = hypot(slope[0] * plane.half[0], slope[1] * plane.half[1]) / step
    share = steep * scale.steepness(here)
    if not (steep > _FLAT_NATS and share > _FLAT_SHARE):
        return None
    # Steepest in parameter space, where a step is as long along every axis.
    length = hypot(*slope)
    down = (-slope[0] / length, -slope[1] / length)
    reach = max(plane.half)
    points = []
    for number in range(_POINTS):
        along = start + _LONGEST * sqrt(min(share, 1.0)) * number / (_POINTS - 1)
        place = (position[0] + down[0] * along * reach, position[1] + down[1] * along * reach)
        a, b = plane.to_box(*place)
        if max(abs(a), abs(b)) > 1.0:
            break
        loss = plane.loss_at(*place)
        assert loss is not None
        points.append((a, b, scale.share(loss) * box_height + 0.01))
    return np.array(points) if len(points) > 1 else None


def free_pixels(
    plane: Plane, position: tuple[float, float], scene: Scene, points: Matrix
) -> list[Pixel]:
    """The part of an arrow that covers neither the ball nor the mark of the lowest point.

    Empty where too little of it is left.
    """
    lowest, head = plane.lowest(), _HEAD_PX * scene.mark_unit
    assert lowest is not None
    ball, diamond = (
        scene.pixel_of(*plane.to_box(*place), _height(plane, place, scene) + lift)
        for place, lift in ((position, 0.92 * scene.ball_radius), (lowest, 0.0))
    )
    line: list[Pixel] = []
    for pixel in (scene.pixel_of(*point) for point in points.tolist()):
        if dist(pixel, diamond) < scene.diamond_px + head:
            break
        if dist(pixel, ball) > scene.ball_px + 0.3 * head:
            line.append(pixel)
    return line if len(line) > 1 and dist(line[0], line[-1]) > 0.5 * head else []


def _height(plane: Plane, place: tuple[float, float], scene: Scene) -> float:
    """Of the surface in the box."""
    loss = plane.loss_at(*place)
    return 0.0 if loss is None else scene.scale.share(loss) * scene.height


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
