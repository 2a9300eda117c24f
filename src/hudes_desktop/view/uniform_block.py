"""Uniform blocks: their declaration for the shaders and their bytes, from one list of members."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from PyQt6.QtOpenGL import QOpenGLBuffer
from PyQt6.sip import voidptr

# Of each type: how it is stored, and what its offset is a multiple of. Layout std140: OpenGL 3.3
# core profile specification, section 2.11.4.
_TYPES = {
    "float": (np.dtype("<f4"), 4),
    "vec2": (np.dtype(("<f4", 2)), 8),
    "vec3": (np.dtype(("<f4", 3)), 16),
    "vec4": (np.dtype(("<f4", 4)), 16),
    "mat4": (np.dtype(("<f4", (4, 4))), 16),  # by columns: assign the transposed matrix
}
_STRIDE = 256  # bytes: no implementation asks for blocks to begin at multiples of more


class UniformBlock:
    """What shaders read together: members by name, with their types in GLSL.

    glsl: the declaration. dtype: of its values, padded so that an array of them can be uploaded.
    """

    def __init__(self, name: str, members: Mapping[str, str]) -> None:
        self.name = name
        declared = "".join(f"    {kind} {member};\n" for member, kind in members.items())
        self.glsl = f"layout(std140) uniform {name} {{\n{declared}}};\n"
        formats, offsets, end = [], [], 0
        for kind in members.values():
            stored, multiple = _TYPES[kind]
            begin = -(-end // multiple) * multiple
            formats.append(stored)
            offsets.append(begin)
            end = begin + stored.itemsize
        self.dtype = np.dtype(
            {
                "names": list(members),
                "formats": formats,
                "offsets": offsets,
                "itemsize": -(-end // _STRIDE) * _STRIDE,
            }
        )


class UniformBuffer:
    """Values of `count` blocks, here and on the graphics card; its context is current in all calls.

    values: to be filled in, one for each block.
    """

    def __init__(self, block: UniformBlock, count: int, binding: int) -> None:
        self.values: NDArray[np.void] = np.zeros(count, block.dtype)
        self._binding = binding
        # Qt's buffers take an address; PyOpenGL spends longer on finding one in an array.
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)  # any: buffers have no type
        self._buffer.create()
        self._buffer.setUsagePattern(QOpenGLBuffer.UsagePattern.StreamDraw)
        self._address = voidptr(self.values.ctypes.data)

    def upload(self) -> None:
        """Give the card all values at once."""
        self._buffer.bind()
        self._buffer.allocate(self._address, self.values.nbytes)
        self._buffer.release()

    def bind(self, index: int) -> None:
        """What is drawn from now on reads block `index`."""
        size = self.values.itemsize
        GL.glBindBufferRange(
            GL.GL_UNIFORM_BUFFER, self._binding, self._buffer.bufferId(), index * size, size
        )

    def destroy(self) -> None:
        self._buffer.destroy()
