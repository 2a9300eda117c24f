"""The parts of a plane as GLGraphicsItems: floor, surface, trail, lowest point and ball."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from OpenGL.raw.GL.VERSION import GL_1_1
from PyQt6.QtOpenGL import QOpenGLBuffer, QOpenGLVertexArrayObject
from PyQt6.sip import voidptr
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from hudes_desktop.view.landscape.model.height_field import HeightField, Texels
from hudes_desktop.view.landscape.model.trail import LENGTH
from hudes_desktop.view.landscape.programs import NEW_UNIT, OLD_UNIT, clamp_texture

if TYPE_CHECKING:
    from hudes_desktop.view.landscape.plane_item import PlaneItem

_TRAIL_BYTES = (LENGTH + 2) * 2 * 12


class Part(GLGraphicsItem):
    """One of the things that a plane consists of; but the floor, it is painted on a surface alone.

    plane: the model. shared: what all planes have on the graphics card.
    The context must be current in every call.
    """

    def __init__(self, of: PlaneItem) -> None:
        super().__init__(parentItem=of)
        self.of = of
        self.plane, self.shared = of.plane, of.shared

    def destroy(self) -> None:
        """Free what it has on the graphics card."""


class Floor(Part):
    """The grid below the surface, with marks for every few steps."""

    def paint(self) -> None:
        GL.glDisable(GL.GL_DEPTH_TEST)
        self.shared.programs["floor"].bind()
        self.shared.draw_quad()


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


class LitSurface(Part):
    """The lit surface, on its way from the one before to the newest.

    Not pyqtgraph's GLSurfacePlotItem, which spends 31 ms on the normals of 41² points: here heights
    and slopes lie in a texture that the shaders read, and nothing else is uploaded.
    """

    def __init__(self, of: PlaneItem) -> None:
        super().__init__(of)
        self._textures = [_Texture(), _Texture()]

    def destroy(self) -> None:
        for texture in self._textures:
            GL.glDeleteTextures([texture.name])
        self._textures.clear()

    def paint(self) -> None:
        new = self.plane.new
        assert new is not None
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LESS)
        self.bind_textures()
        self.shared.programs["surface"].bind()
        limit = self.of.scene.mesh_points
        self.shared.grid((min(new.shape[0], limit), min(new.shape[1], limit))).draw()

    def bind_textures(self) -> None:
        """Let the shaders read the surface, for what is drawn on it too."""
        old, new = self.plane.old, self.plane.new
        assert old is not None
        assert new is not None
        before, now = self._textures
        if old.texels is new.texels:
            before = now  # nothing glides
        elif now.shows(old):  # what was new is old now, and lies on the card already
            before, now = self._textures = [now, before]
        now.bind(NEW_UNIT, new)
        before.bind(OLD_UNIT, old)


class _Mark(Part):
    """Something on the surface that hides nothing that comes later."""

    def paint(self) -> None:
        GL.glDepthMask(GL.GL_FALSE)
        self.mark()
        GL.glDepthMask(GL.GL_TRUE)

    def mark(self) -> None:
        """Draw it."""
        raise NotImplementedError


class TrailRibbon(_Mark):
    """The path walked."""

    def __init__(self, of: PlaneItem) -> None:
        super().__init__(of)
        self._drawn = (-1, -1.0)
        self._count = 0
        self._vao = QOpenGLVertexArrayObject()
        self._vao.create()
        self._vao.bind()
        self._points = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._points.create()
        self._points.bind()
        self._points.allocate(_TRAIL_BYTES)
        # One buffer read three times, one point (two vertices) apart: before, here and after.
        for attribute in range(3):
            GL.glEnableVertexAttribArray(attribute)
            GL.glVertexAttribPointer(
                attribute, 3, GL.GL_FLOAT, GL.GL_FALSE, 12, ctypes.c_void_p(24 * attribute)
            )
        self._vao.release()
        self._points.release()

    def destroy(self) -> None:
        self._points.destroy()
        self._vao.destroy()

    def mark(self) -> None:
        trail, reach = self.of.scene.trail, max(self.plane.half)
        if self._drawn != (trail.changes, reach):
            self._upload(trail.on_plane(self.plane.axes, reach))
            self._drawn = (trail.changes, reach)
        if self._count < 2:
            return
        self.shared.programs["trail"].bind()
        self._vao.bind()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 2 * self._count)

    def _upload(self, points: NDArray[np.float32]) -> None:
        self._count = len(points)
        if self._count < 2:
            return
        padded = np.pad(points, ((1, 1), (0, 0)), mode="edge")
        twice = np.repeat(padded, 2, axis=0)
        self._points.bind()
        self._points.write(0, voidptr(twice.ctypes.data), twice.nbytes)
        self._points.release()


class LowestPoint(_Mark):
    """A diamond on the lowest point of the surface."""

    def mark(self) -> None:
        self.shared.programs["diamond"].bind()
        self.shared.draw_quad()


class Ball(_Mark):
    """Where one stands; hinted at where the surface hides it."""

    def mark(self) -> None:
        if self.plane.place_of(self.of.scene.position) is None:
            return
        program = self.shared.programs["ball"]
        program.bind()
        for depth_test, ghost in ((GL.GL_GREATER, 1.0), (GL.GL_LEQUAL, 0.0)):
            GL.glDepthFunc(depth_test)
            program.set("u_ghost", ghost)
            self.shared.draw_quad()
