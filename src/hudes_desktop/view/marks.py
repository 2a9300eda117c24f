"""Marks drawn over the planes: the way down from the ball, and what lies under the pointer."""

from __future__ import annotations

from math import hypot

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from hudes_desktop.view.camera import Matrix
from hudes_desktop.view.lettering import Lettering
from hudes_desktop.view.loss_scale import LossScale
from hudes_desktop.view.number_text import signed
from hudes_desktop.view.overlay import step_of, to_pixels
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.theme import Theme

_ARROW_FROM, _ARROW_TO = 0.09, 0.34  # from the ball, in half a plane's width
_ARROW_POINTS = 9
_HEAD_PX = 9.0
# Nats over half a plane's width, and the share of the scale's span: less is no slope to speak of.
_FLAT_NATS, _FLAT_SHARE = 1e-6, 1e-4


def arrow_on_surface(
    plane: Plane, position: tuple[float, float], scale: LossScale, box_height: float
) -> Matrix | None:
    """Points (n, 3) of the box, from the ball along the steepest descent of the surface shown.

    None where the surface is flat or not there.
    """
    slope = plane.slope_at(*position)
    if slope is None:
        return None
    steep = hypot(slope[0] * plane.half[0], slope[1] * plane.half[1])
    if not steep > max(_FLAT_NATS, _FLAT_SHARE * scale.span):
        return None
    # Steepest in parameter space, where a step is as long along every axis.
    length = hypot(*slope)
    down = (-slope[0] / length, -slope[1] / length)
    reach = max(plane.half)
    points = []
    for share in np.linspace(_ARROW_FROM, _ARROW_TO, _ARROW_POINTS):
        place = (position[0] + down[0] * share * reach, position[1] + down[1] * share * reach)
        a, b = plane.to_box(*place)
        if max(abs(a), abs(b)) > 1.0:
            break
        loss = plane.loss_at(*place)
        assert loss is not None
        points.append((a, b, scale.share(loss) * box_height + 0.01))
    return np.array(points) if len(points) > 1 else None


def paint_arrow(
    painter: QPainter, points: Matrix, to_clip: Matrix, width: float, height: float, theme: Theme
) -> None:
    """An arrow along points of the box, with a dark casing that keeps it readable."""
    line = [to_pixels(to_clip, np.append(point, 1.0), width, height) for point in points]
    tip, before = line[-1], line[-3] if len(line) > 2 else line[0]
    along = tip - before
    length = hypot(along.x(), along.y())
    if length < 1e-3:
        return
    forward = along / length
    side, head_px = QPointF(-forward.y(), forward.x()), _HEAD_PX * theme.unit
    head = QPolygonF(
        [
            tip + forward * head_px * 0.6,
            tip - forward * head_px * 0.7 + side * head_px * 0.6,
            tip - forward * head_px * 0.7 - side * head_px * 0.6,
        ]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    casing = QColor(0, 0, 0, 150)
    for pen_colour, pen_width in ((casing, 4.6), (QColor(theme.level_line), 2.2)):
        pen = QPen(pen_colour, pen_width * theme.unit)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line[:-1]))
        painter.setBrush(pen_colour)
        painter.drawPolygon(head)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_pointed(
    painter: QPainter, lettering: Lettering, at: QPointF, plane: Plane, place: tuple[float, float]
) -> None:
    """What lies under the pointer: the loss on the surface shown, and where that is."""
    loss = plane.loss_at(*place)
    if loss is None:
        return
    step = step_of(plane)
    steps = ", ".join(signed(along / step, 1) for along in place)
    # Between the points that were computed a loss is interpolated, and says so.
    loss_text, place_text = f"≈ {loss:.4f}", f"at {steps} steps"
    theme = lettering.theme
    width = max(lettering.bold.width(loss_text), lettering.small.width(place_text)) + 18
    line = lettering.bold.height
    box = QRectF(at.x() + 16, at.y() + 14, width, 2 * line + 10)
    view = painter.window()
    if box.right() > view.width() - 4:
        box.moveRight(at.x() - 10)
    if box.bottom() > view.height() - 4:
        box.moveBottom(at.y() - 10)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.raised)
    ground.setAlpha(235)
    painter.setPen(QPen(QColor(theme.border)))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left = box.left() + 9
    first, second = box.top() + 5 + line / 2, box.top() + 5 + 1.5 * line
    lettering.write(painter, QPointF(left, first), loss_text, theme.text, 0.0, bold=True)
    lettering.write(painter, QPointF(left, second), place_text, theme.dim_text, 0.0)
