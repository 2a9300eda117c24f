"""Draws one plane: floor, surface, trail, lowest point and ball."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from PyQt6.QtGui import QMatrix4x4, QVector2D, QVector3D, QVector4D
from PyQt6.QtOpenGL import QOpenGLBuffer, QOpenGLVertexArrayObject
from PyQt6.sip import voidptr
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from hudes_desktop.view.camera import Matrix
from hudes_desktop.view.gl_programs import Program, SharedResources, clamp_texture
from hudes_desktop.view.height_field import HeightField
from hudes_desktop.view.loss_scale import LossScale
from hudes_desktop.view.plane import Plane
from hudes_desktop.view.theme import Theme
from hudes_desktop.view.trail import LENGTH, Trail

BALL_RADIUS = 0.058
FLOOR_DEPTH = 0.05
_TRAIL_WIDTH_PX = 5.4
_TRAIL_BYTES = (LENGTH + 2) * 2 * 12
_DIAMOND_PX = 6.5
_OLD_UNIT, _NEW_UNIT, _COLOUR_UNIT = 0, 1, 2


@dataclass(frozen=True)
class Scene:
    """What a plane needs to know to draw itself in this frame."""

    view: Matrix
    projection: Matrix
    scale: LossScale
    interval: float
    position: tuple[float, ...] | None
    trail: Trail
    dim: float
    pixel_ratio: float
    width_px: float
    height_px: float
    size: float  # of the slot beside the selected one's, 0..1
    mesh_points: int  # vertices along an axis at most
    tick_every: float  # coefficients between two marks on the floor
    height: float  # of the box, 0 for a map
    wireframe: bool
    theme: Theme


class _Texture:
    """A float texture of losses; only what has changed is uploaded."""

    def __init__(self) -> None:
        self.name = GL.glGenTextures(1)
        self._shape: tuple[int, int] | None = None
        self.version = -1
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.name)
        clamp_texture()

    def upload(self, field: HeightField, version: int) -> None:
        self.version = version
        n_a, n_b = field.shape
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.name)
        if self._shape == (n_a, n_b):
            GL.glTexSubImage2D(
                GL.GL_TEXTURE_2D, 0, 0, 0, n_b, n_a, GL.GL_RGBA, GL.GL_FLOAT, field.texels
            )
        else:
            GL.glTexImage2D(
                GL.GL_TEXTURE_2D, 0, GL.GL_RGBA32F, n_b, n_a, 0,
                GL.GL_RGBA, GL.GL_FLOAT, field.texels,
            )  # fmt: skip
            self._shape = (n_a, n_b)


class PlaneItem(GLGraphicsItem):
    """The GL side of one Plane. `scene` is set by the view before every paint."""

    def __init__(self, plane: Plane, shared: SharedResources) -> None:
        super().__init__()
        self.plane = plane
        self.scene: Scene | None = None
        self._shared = shared
        self._textures: dict[int, _Texture] = {}
        self._trail_drawn = (-1, -1.0)
        self._trail_count = 0

    def initializeGL(self) -> None:
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
        """Free what is on the graphics card; the context must be current."""
        for texture in self._textures.values():
            GL.glDeleteTextures([texture.name])
        self._textures.clear()
        if self.isInitialized():
            self._trail_points.destroy()
            self._trail_vao.destroy()

    def paint(self) -> None:
        scene = self.scene
        if scene is None:
            return
        # Each plane has a slot of its own and stands in front of those drawn before it.
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFuncSeparate(
            GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA
        )
        GL.glDisable(GL.GL_CULL_FACE)
        to_clip = QMatrix4x4(*(scene.projection @ scene.view).ravel())
        GL.glDisable(GL.GL_DEPTH_TEST)
        self._paint_floor(scene, self._begin("floor", scene, to_clip))
        old, new = self.plane.old, self.plane.new
        if old is None or new is None:
            return
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LESS)
        self._bind_textures(old, new)
        self._paint_surface(scene, new.shape, self._begin("surface", scene, to_clip))
        GL.glDepthMask(GL.GL_FALSE)
        self._paint_trail(scene, self._begin("trail", scene, to_clip))
        self._paint_diamond(scene, self._begin("diamond", scene, to_clip))
        self._paint_ball(scene, self._begin("ball", scene, to_clip))
        GL.glDepthMask(GL.GL_TRUE)
        GL.glDepthFunc(GL.GL_LESS)
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glUseProgram(0)

    def _begin(self, name: str, scene: Scene, to_clip: QMatrix4x4) -> Program:
        """Bind a program and tell it what nearly all of them ask for."""
        program = self._shared.programs[name]
        plane, scale = self.plane, scene.scale
        program.bind()
        program.set("u_to_clip", to_clip)
        program.set("u_scale", QVector3D(*scale.lifted_range, scene.height))
        program.set("u_log", 1.0 if scale.mode == "log" else 0.0)
        program.set("u_dim", scene.dim)
        program.set("u_line", scene.pixel_ratio)
        program.set("u_background", scene.theme.gl("background"))
        if plane.old is not None and plane.new is not None:
            program.set("u_old", _OLD_UNIT)
            program.set("u_new", _NEW_UNIT)
            program.set("u_old_map", QVector4D(*plane.texture_map(plane.old)))
            program.set("u_new_map", QVector4D(*plane.texture_map(plane.new)))
            program.set("u_mix", float(plane.mix))
        return program

    def _bind_textures(self, old: HeightField, new: HeightField) -> None:
        plane = self.plane
        if not self._textures:
            self._textures = {_OLD_UNIT: _Texture(), _NEW_UNIT: _Texture()}
        before, now = self._textures[_OLD_UNIT], self._textures[_NEW_UNIT]
        GL.glActiveTexture(GL.GL_TEXTURE0 + _OLD_UNIT)
        if before.version != plane.uploads_old:
            before.upload(old, plane.uploads_old)
        GL.glBindTexture(GL.GL_TEXTURE_2D, before.name)
        GL.glActiveTexture(GL.GL_TEXTURE0 + _NEW_UNIT)
        if now.version != plane.uploads_new:
            now.upload(new, plane.uploads_new)
        GL.glBindTexture(GL.GL_TEXTURE_2D, now.name)
        GL.glActiveTexture(GL.GL_TEXTURE0 + _COLOUR_UNIT)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._shared.colours)

    def ball_place(self, scene: Scene) -> tuple[float, float] | None:
        """The ball in the box's −1..1, kept within the edges."""
        if scene.position is None or max(self.plane.axes) >= len(scene.position):
            return None
        a, b = self.plane.to_box(*(scene.position[axis] for axis in self.plane.axes))
        return min(max(a, -1.0), 1.0), min(max(b, -1.0), 1.0)

    def _paint_floor(self, scene: Scene, program: Program) -> None:
        plane, every = self.plane, scene.tick_every
        program.set(
            "u_ticks",
            QVector4D(
                plane.half[0] / every,
                plane.half[1] / every,
                (plane.centre[0] / every) % 1.0,
                (plane.centre[1] / every) % 1.0,
            ),
        )
        program.set("u_depth", FLOOR_DEPTH if scene.height else 0.0)
        program.set("u_frame", scene.theme.gl("frame"))
        program.set("u_ground", scene.theme.gl("card"))
        program.set("u_strength", 1.0 - 0.6 * scene.dim)
        self._shared.draw_quad()

    def _paint_surface(self, scene: Scene, shape: tuple[int, int], program: Program) -> None:
        # The light hangs above, over the viewer's left shoulder, and turns with the eye.
        turn = scene.view[:3, :3]
        light = turn.T @ np.array([-0.50, 0.72, 0.48]) + np.array([0.0, 0.0, 0.45])
        light /= np.linalg.norm(light)
        shine = light + turn.T @ np.array([0.0, 0.0, 1.0])
        program.set("u_colours", _COLOUR_UNIT)
        program.set("u_light", QVector3D(*light))
        program.set("u_shine", QVector3D(*shine).normalized())
        program.set("u_interval", scene.interval)
        program.set("u_wire", 1.0 if scene.wireframe else 0.0)
        if scene.wireframe:
            program.set("u_points", QVector4D(*self.plane.point_numbers()))
        ball = self.ball_place(scene)
        own = None
        if ball is not None and scene.position is not None:
            own = self.plane.loss_at(*(scene.position[axis] for axis in self.plane.axes))
        # Far outside where there is no position to show.
        program.set("u_own_loss", own if own is not None else -1e30)
        program.set("u_ball", QVector2D(*(ball or (9.0, 9.0))))
        program.set("u_ball_radius", self._ball_radius(scene))
        program.set("u_masked", scene.theme.gl("masked"))
        program.set("u_level_line", scene.theme.gl("level_line"))
        limit = scene.mesh_points
        self._shared.grid((min(shape[0], limit), min(shape[1], limit))).draw()

    def _ball_radius(self, scene: Scene) -> float:
        """Larger, beside its plane, on the small planes: it must stay visible there."""
        return BALL_RADIUS * (1.0 + 0.7 * (1.0 - scene.size))

    def _paint_ball(self, scene: Scene, program: Program) -> None:
        ball = self.ball_place(scene)
        if ball is None:
            return
        # A quad that faces the eye is made in the eye's own coordinates.
        program.set("u_view", QMatrix4x4(*scene.view.ravel()))
        program.set("u_projection", QMatrix4x4(*scene.projection.ravel()))
        program.set("u_ball", QVector2D(*ball))
        program.set("u_radius", self._ball_radius(scene))
        program.set("u_colour", scene.theme.gl("marker"))
        for depth_test, ghost in ((GL.GL_GREATER, 1.0), (GL.GL_LEQUAL, 0.0)):
            GL.glDepthFunc(depth_test)
            program.set("u_ghost", ghost)
            self._shared.draw_quad()

    def _paint_diamond(self, scene: Scene, program: Program) -> None:
        lowest = self.plane.lowest()
        if lowest is None:
            return
        a, b = self.plane.to_box(*lowest)
        size = _DIAMOND_PX * (0.7 + 0.3 * scene.size) * scene.theme.unit
        program.set("u_at", QVector2D(min(max(a, -1.0), 1.0), min(max(b, -1.0), 1.0)))
        program.set(
            "u_size", QVector2D(2 * 1.3 * size / scene.width_px, 2 * 1.3 * size / scene.height_px)
        )
        program.set("u_colour", scene.theme.gl("good"))
        self._shared.draw_quad()

    def _paint_trail(self, scene: Scene, program: Program) -> None:
        last = scene.trail.last()
        if last is None or max(self.plane.axes) >= len(last):
            return
        reach = max(self.plane.half)
        if self._trail_drawn != (scene.trail.changes, reach):
            self._upload_trail(scene.trail.on_plane(self.plane.axes, reach))
            self._trail_drawn = (scene.trail.changes, reach)
        if self._trail_count < 2:
            return
        origin = self.plane.to_box(*(last[axis] for axis in self.plane.axes))
        per_unit = (reach / self.plane.half[0], reach / self.plane.half[1])
        program.set("u_place", QVector4D(*per_unit, *origin))
        width = _TRAIL_WIDTH_PX * (0.6 + 0.4 * scene.size) * scene.theme.unit
        program.set("u_pixel", QVector2D(width / scene.width_px, width / scene.height_px))
        program.set("u_colour", scene.theme.gl("trail"))
        program.set("u_casing", scene.theme.gl("background"))
        self._trail_vao.bind()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 2 * self._trail_count)
        self._trail_vao.release()

    def _upload_trail(self, points: NDArray[np.float32]) -> None:
        self._trail_count = len(points)
        if self._trail_count < 2:
            return
        padded = np.pad(points, ((1, 1), (0, 0)), mode="edge")
        twice = np.repeat(padded, 2, axis=0)
        self._trail_points.bind()
        self._trail_points.write(0, voidptr(twice.ctypes.data), twice.nbytes)
        self._trail_points.release()
