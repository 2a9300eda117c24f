"""The arrow down the steepest slope: a line with a head, and a dark casing to keep it readable."""

from math import hypot

import numpy as np
from OpenGL import GL

from hudes_desktop.view.gl.overlay_shaders import MOST_POINTS
from hudes_desktop.view.landscape.axis_text import step_of
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import LARGE, Pixel
from hudes_desktop.view.landscape.plane_parts import Part

_HEAD_PX = 9.0
_MARGIN_PX = 3.0  # of the casing
_ARROW_FROM, _ARROW_TO = 0.09, 0.34  # from the ball, in half a plane's width
# Nats over half a plane's width, and the share of the scale's span: less is no slope to speak of.
_FLAT_NATS, _FLAT_SHARE = 1e-6, 1e-4


class Arrow(Part):
    """The arrow of a large plane, drawn over all that stands on it."""

    order = 6

    def paint(self) -> None:
        scene, plane = self.of.scene, self.plane
        place = plane.place_of(scene.position)
        if scene.size <= LARGE or place is None:
            return
        points = arrow_on_surface(plane, place, scene.scale, scene.height)
        if points is None:
            return
        line = [scene.pixel_of(*point) for point in points.tolist()]
        head = _head(line[-1], line[-3] if len(line) > 2 else line[0], _HEAD_PX * scene.unit)
        if head is not None:
            self._draw([*head, *line])

    def _draw(self, corners: list[Pixel]) -> None:
        """corners: three of the head, then those of the line; in logical pixels."""
        scene, ratio = self.of.scene, self.of.scene.pixel_ratio
        points = [(x * ratio, y * ratio) for x, y in corners]
        xs, ys = zip(*points, strict=True)
        around = _MARGIN_PX * scene.unit * ratio
        program = self.shared.programs["arrow"]
        program.bind()
        program.set("u_view_size", scene.width_px * ratio, scene.height_px * ratio)
        program.set("u_box", min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)
        program.set_points("u_corners", points)
        program.set("u_count", len(points))
        program.set("u_colour", *self.shared.picture.values[0]["u_level_line"])
        program.set("u_unit", scene.unit * ratio)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
        self.shared.draw_quad()
        self.shared.set_state()


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


def _head(tip: Pixel, before: Pixel, size: float) -> list[Pixel] | None:
    """The corners of a triangle around the tip that points away from `before`."""
    x, y = tip[0] - before[0], tip[1] - before[1]
    length = hypot(x, y)
    if length < 1e-3:
        return None
    x, y = x / length * size, y / length * size
    return [
        (tip[0] + 0.6 * x, tip[1] + 0.6 * y),
        (tip[0] - 0.7 * x - 0.6 * y, tip[1] - 0.7 * y + 0.6 * x),
        (tip[0] - 0.7 * x + 0.6 * y, tip[1] - 0.7 * y - 0.6 * x),
    ]
