"""Marks over the planes: the way down from the ball, and what lies under the pointer."""

from __future__ import annotations

from math import hypot

import numpy as np
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QPainter, QPen

from hudes_desktop.view.gl.overlay_shaders import MOST_POINTS
from hudes_desktop.view.kit.lettering import Lettering
from hudes_desktop.view.kit.number_text import signed
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane

_ARROW_FROM, _ARROW_TO = 0.09, 0.34  # from the ball, in half a plane's width
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
    for number in range(MOST_POINTS):
        share = _ARROW_FROM + (_ARROW_TO - _ARROW_FROM) * number / (MOST_POINTS - 1)
        place = (position[0] + down[0] * share * reach, position[1] + down[1] * share * reach)
        a, b = plane.to_box(*place)
        if max(abs(a), abs(b)) > 1.0:
            break
        loss = plane.loss_at(*place)
        assert loss is not None
        points.append((a, b, scale.share(loss) * box_height + 0.01))
    return np.array(points) if len(points) > 1 else None


def lay_pointed(
    lettering: Lettering, at: QPointF, plane: Plane, place: tuple[float, float]
) -> None:
    """What lies under the pointer: the loss on the surface shown, and where that is."""
    loss = plane.loss_at(*place)
    if loss is None:
        return
    step = step_of(plane)
    steps = ", ".join(signed(along / step, 1) for along in place)
    # Between the points that were computed a loss is interpolated, and says so.
    loss_text, place_text = f"≈ {loss:.4f}", f"at {steps} steps"
    theme, atlas = lettering.theme, lettering.atlas
    width = max(lettering.bold.width(loss_text), lettering.small.width(place_text)) + 18
    line = lettering.bold.height
    box = QRectF(at.x() + 16, at.y() + 14, round(width), round(2 * line + 10))
    if box.right() > atlas.size.width() - 4:
        box.moveRight(at.x() - 10)
    if box.bottom() > atlas.size.height() - 4:
        box.moveBottom(at.y() - 10)
    size = (box.width() + 1, box.height() + 1)
    atlas.put(
        ("card", size), box.left(), box.top(), size, lambda painter: _paint_card(painter, theme)
    )
    left = box.left() + 9
    first, second = box.top() + 5 + line / 2, box.top() + 5 + 1.5 * line
    lettering.write(left, first, loss_text, theme.text, 0.0, bold=True)
    lettering.write(left, second, place_text, theme.dim_text, 0.0)


def _paint_card(painter: QPainter, theme: Theme) -> None:
    """A card as large as the picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.raised)
    ground.setAlpha(235)
    painter.setPen(QPen(QColor(theme.border)))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(painter.window()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
