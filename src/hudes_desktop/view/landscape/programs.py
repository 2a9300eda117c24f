"""Compiled shader programs and the geometry and colour tables that all planes share."""

import numpy as np
from OpenGL import GL
from PyQt6.QtOpenGL import QOpenGLBuffer, QOpenGLVertexArrayObject
from PyQt6.sip import voidptr

from hudes_desktop.view.gl.program import Program
from hudes_desktop.view.gl.uniform_block import UniformBlock, UniformBuffer
from hudes_desktop.view.kit import colour_maps as colormaps
from hudes_desktop.view.landscape import shaders as glsl
from hudes_desktop.view.landscape.shader_values import PICTURE, PLANE

_SOURCES = {
    "surface": (glsl.SURFACE_VERTEX, glsl.SURFACE_FRAGMENT),
    "floor": (glsl.FLOOR_VERTEX, glsl.FLOOR_FRAGMENT),
    "ball": (glsl.BALL_VERTEX, glsl.BALL_FRAGMENT),
    "diamond": (glsl.DIAMOND_VERTEX, glsl.DIAMOND_FRAGMENT),
    "trail": (glsl.TRAIL_VERTEX, glsl.TRAIL_FRAGMENT),
}


# Which texture unit a sampler reads, and which binding a block.
OLD_UNIT, NEW_UNIT, COLOUR_UNIT = 0, 1, 2
PICTURE_BINDING, PLANE_BINDING = 0, 1
_SAMPLERS = {"u_old": OLD_UNIT, "u_new": NEW_UNIT, "u_colours": COLOUR_UNIT}
_BLOCKS: dict[UniformBlock, int] = {PICTURE: PICTURE_BINDING, PLANE: PLANE_BINDING}


class Grid:
    """A static grid of n_a × n_b vertices in −1..1 and the triangles between them."""

    def __init__(self, n_a: int, n_b: int) -> None:
        a, b = np.meshgrid(np.linspace(-1, 1, n_a), np.linspace(-1, 1, n_b), indexing="ij")
        vertices = np.stack([a, b], axis=-1).astype(np.float32).copy()
        number = np.arange(n_a * n_b, dtype=np.uint32).reshape(n_a, n_b)
        p, q = number[:-1, :-1], number[1:, :-1]
        r, s = number[:-1, 1:], number[1:, 1:]
        triangles = np.stack([p, q, s, p, s, r], axis=-1).copy()
        self.count = triangles.size
        self.vao = QOpenGLVertexArrayObject()
        self.vao.create()
        self.vao.bind()
        self._vertices = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._vertices.create()
        self._vertices.bind()
        self._vertices.allocate(voidptr(vertices.ctypes.data), vertices.nbytes)
        GL.glEnableVertexAttribArray(0)
        GL.glVertexAttribPointer(0, 2, GL.GL_FLOAT, GL.GL_FALSE, 0, None)
        self._indices = QOpenGLBuffer(QOpenGLBuffer.Type.IndexBuffer)
        self._indices.create()
        self._indices.bind()
        self._indices.allocate(voidptr(triangles.ctypes.data), triangles.nbytes)
        self.vao.release()
        self._vertices.release()
        self._indices.release()

    def draw(self) -> None:
        self.vao.bind()
        GL.glDrawElements(GL.GL_TRIANGLES, self.count, GL.GL_UNSIGNED_INT, None)

    def destroy(self) -> None:
        self._vertices.destroy()
        self._indices.destroy()
        self.vao.destroy()


class SharedResources:
    """Everything on the graphics card that is the same for all planes of one view.

    picture, planes: what the shaders are told, see shader_values.
    """

    _KEPT_GRIDS = 6

    def __init__(self, colour_map: str, planes: int) -> None:
        self.programs = {
            name: Program(name, *source, _SAMPLERS, _BLOCKS) for name, source in _SOURCES.items()
        }
        self.picture = UniformBuffer(PICTURE, 1, PICTURE_BINDING)
        self.planes = UniformBuffer(PLANE, planes, PLANE_BINDING)
        self.quad = QOpenGLVertexArrayObject()
        self.quad.create()
        self._grids: dict[tuple[int, int], Grid] = {}
        self.colours = GL.glGenTextures(1)
        self.set_colour_map(colour_map)

    def set_colour_map(self, name: str) -> None:
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.colours)
        clamp_texture()
        table = colormaps.table(name)
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, len(table), 1, 0,
            GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, table,
        )  # fmt: skip
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)

    def grid(self, shape: tuple[int, int]) -> Grid:
        """The grid of that many points, built at the first use of its size."""
        grid = self._grids.get(shape)
        if grid is None:
            if len(self._grids) >= self._KEPT_GRIDS:
                self._grids.pop(next(iter(self._grids))).destroy()
            grid = self._grids[shape] = Grid(*shape)
        return grid

    def set_state(self) -> None:
        """What everything of ours is drawn with, also after others drew with something else."""
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glDisable(GL.GL_STENCIL_TEST)
        GL.glDisable(GL.GL_CULL_FACE)
        GL.glEnable(GL.GL_MULTISAMPLE)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFuncSeparate(
            GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA
        )
        GL.glDepthMask(GL.GL_TRUE)
        GL.glActiveTexture(GL.GL_TEXTURE0 + COLOUR_UNIT)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.colours)

    def draw_quad(self) -> None:
        """Draw four corners as a strip; the vertex shader makes them from their number."""
        self.quad.bind()
        GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)

    def destroy(self) -> None:
        """Free all of it; the context must be current."""
        for grid in self._grids.values():
            grid.destroy()
        self._grids.clear()
        self.quad.destroy()
        self.picture.destroy()
        self.planes.destroy()
        for program in self.programs.values():
            program.destroy()
        GL.glDeleteTextures([self.colours])


def clamp_texture() -> None:
    """Linear filter and clamped edges for the 2-D texture that is bound."""
    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR)
    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR)
    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE)
    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE)
