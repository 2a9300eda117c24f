"""Draws an arrow over the planes: a line with a head, and a dark casing that keeps it readable."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from OpenGL import GL
from PyQt6.QtOpenGL import QOpenGLVertexArrayObject

from hudes_desktop.view.gl.overlay_shaders import ARROW_FRAGMENT, ARROW_VERTEX
from hudes_desktop.view.gl.program import Program
from hudes_desktop.view.landscape.model.scene import Pixel, Scene

_HEAD_PX = 9.0
_MARGIN_PX = 3.0  # of the casing


class Arrow:
    """What lies on the graphics card for it. The view's context must be current in every call."""

    def __init__(self) -> None:
        self._program: Program | None = None

    def paint(
        self, line: Sequence[Pixel], scene: Scene, ratio: float, colour: Sequence[float]
    ) -> None:
        """Draw it along a line of 2 to MOST_POINTS points, in logical pixels, to its last one.

        ratio: of the picture's pixels to those. colour: red, green and blue in 0..1.
        """
        unit = scene.unit
        head = _head(line[-1], line[-3] if len(line) > 2 else line[0], _HEAD_PX * unit)
        if head is None:
            return
        if self._program is None:
            self._program = Program("arrow", ARROW_VERTEX, ARROW_FRAGMENT)
            self._corners = QOpenGLVertexArrayObject()
            self._corners.create()
        points = [(x * ratio, y * ratio) for x, y in (*head, *line)]
        xs, ys = zip(*points, strict=True)
        around = _MARGIN_PX * unit * ratio
        program = self._program
        program.bind()
        program.set("u_view_size", scene.width_px * ratio, scene.height_px * ratio)
        program.set("u_box", min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)
        program.set_points("u_corners", points)
        program.set("u_count", len(points))
        program.set("u_colour", *colour)
        program.set("u_unit", unit * ratio)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
        self._corners.bind()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)
        self._corners.release()

    def release(self) -> None:
        """Free it; painting again builds it anew."""
        if self._program is not None:
            self._program.destroy()
            self._corners.destroy()
            self._program = None


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
