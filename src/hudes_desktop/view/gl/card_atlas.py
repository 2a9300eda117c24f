"""A text atlas on the graphics card: pictures side by side in one texture, drawn in one call."""

import ctypes
from collections.abc import Callable, Hashable
from math import ceil
from struct import Struct

from OpenGL import GL
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtOpenGL import QOpenGLBuffer, QOpenGLVertexArrayObject
from PyQt6.sip import voidptr

from hudes_desktop.view.gl.overlay_shaders import ATLAS_FRAGMENT, ATLAS_VERTEX
from hudes_desktop.view.gl.program import Program
from hudes_desktop.view.kit.text_atlas import check_fits, painted

_CORNERS = 6  # of the two triangles of a picture
_VERTEX = Struct("7f")  # of each: place (4), source (2), opacity


class CardAtlas:
    """A TextAtlas. The context must be current in all calls but renew.

    A QPainter on the view would keep the driver busy with every text anew.
    """

    def __init__(self) -> None:
        self.size = QSize()
        self.renew(QSize())
        self._program: Program | None = None
        self._kept: dict[Hashable, tuple[int, int, int, int]] = {}
        self._placed: list[tuple[float, ...]] = []

    def renew(self, size: QSize) -> None:
        self._atlas_size = size
        self._ratio = 0.0

    def begin(self, size: QSize, ratio: float) -> None:
        if ratio != self._ratio:
            self.release()
            self._ratio = ratio
        if self._program is None:
            self._create()
        self.size = size

    def put(
        self,
        key: Hashable,
        left: float,
        top: float,
        size: tuple[float, float],
        paint: Callable[[QPainter], None],
        opacity: float = 1.0,
    ) -> None:
        source = self._kept.get(key)
        if source is None:
            source = self._add(key, size, paint)
        x, y, width, height = source
        ratio = self._ratio
        self._placed.append((round(left * ratio), round(top * ratio), width, height, x, y, opacity))

    def end(self) -> None:
        program = self._program
        if program is None or not self._placed:
            return
        vertices = b"".join([_VERTEX.pack(*picture) * _CORNERS for picture in self._placed])
        self._placed.clear()
        program.bind()
        program.set("u_view_size", *map(float, self._pixels(self.size)))
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
        self._vao.bind()
        self._vertices.bind()
        self._vertices.allocate(voidptr(vertices), len(vertices))
        GL.glDrawArrays(GL.GL_TRIANGLES, 0, len(vertices) // _VERTEX.size)
        self._vertices.release()
        self._vao.release()

    def release(self) -> None:
        if self._program is None:
            return
        self._program.destroy()
        self._program = None
        GL.glDeleteTextures([self._texture])
        self._vertices.destroy()
        self._vao.destroy()

    def _create(self) -> None:
        self._program = Program("text atlas", ATLAS_VERTEX, ATLAS_FRAGMENT)
        width, height = self._pixels(self._atlas_size)
        self._texture = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        # The shader fetches texels; with the default filter the texture would have to be mipmapped.
        GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, GL.GL_NEAREST)
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, width, height, 0,
            GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None,
        )  # fmt: skip
        self._forget()
        self._vao = QOpenGLVertexArrayObject()
        self._vao.create()
        self._vao.bind()
        self._vertices = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._vertices.create()
        self._vertices.setUsagePattern(QOpenGLBuffer.UsagePattern.StreamDraw)
        self._vertices.bind()
        for attribute, floats, first in ((0, 4, 0), (1, 3, 4)):
            GL.glEnableVertexAttribArray(attribute)
            GL.glVertexAttribPointer(
                attribute,
                floats,
                GL.GL_FLOAT,
                GL.GL_FALSE,
                _VERTEX.size,
                ctypes.c_void_p(4 * first),
            )
        self._vao.release()
        self._vertices.release()

    def _pixels(self, size: QSize) -> tuple[int, int]:
        pixels = size * self._ratio  # rounded as the view's own are
        return pixels.width(), pixels.height()

    def _forget(self) -> None:
        self._kept.clear()
        self._column = self._row = self._row_height = 0

    def _add(
        self, key: Hashable, size: tuple[float, float], paint: Callable[[QPainter], None]
    ) -> tuple[int, int, int, int]:
        """Paint a picture and give it a place in the atlas: left, top, width, height in texels."""
        width, height = (ceil(length * self._ratio) for length in size)
        column, row = self._room_for(width, height)
        image = painted(
            (width, height), self._ratio, QImage.Format.Format_RGBA8888_Premultiplied, paint
        )
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        GL.glTexSubImage2D(
            GL.GL_TEXTURE_2D, 0, column, row, width, height,
            GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, ctypes.c_void_p(int(image.constBits())),
        )  # fmt: skip
        source = self._kept[key] = (column, row, width, height)
        return source

    def _room_for(self, width: int, height: int) -> tuple[int, int]:
        """Free texels, in rows from the top; a full atlas is begun anew."""
        wide, high = self._pixels(self._atlas_size)
        check_fits((width, height), (wide, high))
        if self._column + width > wide:
            self._column, self._row = 0, self._row + self._row_height
            self._row_height = 0
        if self._row + height > high:
            self.end()  # what has been put is still there
            self._forget()
        found = self._column, self._row
        self._column += width
        self._row_height = max(self._row_height, height)
        return found
