"""Draws one plane: floor, surface, trail, lowest point and ball."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from OpenGL.raw.GL.VERSION import GL_1_1
from PyQt6.QtOpenGL import QOpenGLBuffer, QOpenGLVertexArrayObject
from PyQt6.sip import voidptr

from hudes_desktop.view.landscape.model.height_field import HeightField, Texels
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.model.trail import LENGTH, Trail
from hudes_desktop.view.landscape.programs import NEW_UNIT, OLD_UNIT, SharedResources, clamp_texture

_TRAIL_BYTES = (LENGTH + 2) * 2 * 12


class _Texture:
    """A float texture of losses; only what has changed is uploaded."""

    def __init__(self) -> None:
        self.name = GL.glGenTextures(1)
        self._texels: Texels | None = None
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.name)
        clamp_texture()

    def shows(self, field: HeightField) -> bool:
        """Whether the field's heights are on the card."""
        return self._texels is field.texels

    def bind(self, unit: int, field: HeightField) -> None:
        """Let the shaders read the field from a texture unit."""
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.name)
        if not self.shows(field):
            self._upload(field.texels)

    def _upload(self, texels: Texels) -> None:
        n_a, n_b = texels.shape[:2]
        if self._texels is not None and self._texels.shape == texels.shape:
            # The raw call: PyOpenGL's own spends longer on looking at the array than on the upload.
            GL_1_1.glTexSubImage2D(
                GL.GL_TEXTURE_2D, 0, 0, 0, n_b, n_a,
                GL.GL_RGBA, GL.GL_FLOAT, ctypes.c_void_p(texels.ctypes.data),
            )  # fmt: skip
        else:
            GL.glTexImage2D(
                GL.GL_TEXTURE_2D, 0, GL.GL_RGBA32F, n_b, n_a, 0,
                GL.GL_RGBA, GL.GL_FLOAT, texels,
            )  # fmt: skip
        self._texels = texels


class PlaneItem:
    """What lies on the graphics card for one Plane. The context must be current in every call.

    scene: of the last picture.
    """

    def __init__(self, plane: Plane, shared: SharedResources) -> None:
        self.plane = plane
        self.scene: Scene | None = None
        self._shared = shared
        self._textures = [_Texture(), _Texture()]
        self._trail_drawn = (-1, -1.0)
        self._trail_count = 0
        self._trail_vao = QOpenGLVertexArrayObject()
        self._trail_vao.create()
        self._trail_vao.bind()
        self._trail_points = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._trail_points.create()
        self._trail_points.bind()
        self._trail_points.allocate(_TRAIL_BYTES)
        # One buffer read three times, one point (two vertices) apart: before, here and after.
        for attribute in range(3):
            GL.glEnableVertexAttribArray(attribute)
            GL.glVertexAttribPointer(
                attribute, 3, GL.GL_FLOAT, GL.GL_FALSE, 12, ctypes.c_void_p(24 * attribute)
            )
        self._trail_vao.release()
        self._trail_points.release()

    def destroy(self) -> None:
        """Free it."""
        for texture in self._textures:
            GL.glDeleteTextures([texture.name])
        self._textures.clear()
        self._trail_points.destroy()
        self._trail_vao.destroy()

    def paint(self, scene: Scene) -> None:
        """Draw the plane; the painter has told the shaders about it."""
        self.scene = scene
        programs, shared = self._shared.programs, self._shared
        # Each plane has a slot of its own and stands in front of those drawn before it.
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)
        GL.glDisable(GL.GL_DEPTH_TEST)
        programs["floor"].bind()
        shared.draw_quad()
        old, new = self.plane.old, self.plane.new
        if old is None or new is None:
            return
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LESS)
        self._bind_textures(old, new)
        programs["surface"].bind()
        limit = scene.mesh_points
        shared.grid((min(new.shape[0], limit), min(new.shape[1], limit))).draw()
        GL.glDepthMask(GL.GL_FALSE)
        self._paint_trail(scene.trail)
        programs["diamond"].bind()
        shared.draw_quad()
        if self.plane.place_of(scene.position) is not None:
            self._paint_ball()
        GL.glDepthMask(GL.GL_TRUE)

    def _bind_textures(self, old: HeightField, new: HeightField) -> None:
        before, now = self._textures
        if old.texels is new.texels:
            before = now  # nothing glides
        elif now.shows(old):  # what was new is old now, and lies on the card already
            before, now = self._textures = [now, before]
        now.bind(NEW_UNIT, new)
        before.bind(OLD_UNIT, old)

    def _paint_ball(self) -> None:
        program = self._shared.programs["ball"]
        program.bind()
        for depth_test, ghost in ((GL.GL_GREATER, 1.0), (GL.GL_LEQUAL, 0.0)):
            GL.glDepthFunc(depth_test)
            program.set("u_ghost", ghost)
            self._shared.draw_quad()

    def _paint_trail(self, trail: Trail) -> None:
        reach = max(self.plane.half)
        if self._trail_drawn != (trail.changes, reach):
            self._upload_trail(trail.on_plane(self.plane.axes, reach))
            self._trail_drawn = (trail.changes, reach)
        if self._trail_count < 2:
            return
        self._shared.programs["trail"].bind()
        self._trail_vao.bind()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 2 * self._trail_count)

    def _upload_trail(self, points: NDArray[np.float32]) -> None:
        self._trail_count = len(points)
        if self._trail_count < 2:
            return
        padded = np.pad(points, ((1, 1), (0, 0)), mode="edge")
        twice = np.repeat(padded, 2, axis=0)
        self._trail_points.bind()
        self._trail_points.write(0, voidptr(twice.ctypes.data), twice.nbytes)
        self._trail_points.release()
