"""Uniform blocks: their declaration for the shaders and their bytes, from one list of members."""

from collections.abc import Mapping, Sequence
from struct import Struct

from OpenGL import GL
from PyQt6.QtOpenGL import QOpenGLBuffer
from PyQt6.sip import voidptr

# Of each type: how many numbers it has, and what its offset is a multiple of, in bytes. Layout
# std140: OpenGL 3.3 core profile specification, section 2.11.4.
_TYPES = {"float": (1, 4), "vec2": (2, 8), "vec3": (3, 16), "vec4": (4, 16), "mat4": (16, 16)}
_STRIDE = 256  # bytes: no implementation asks for blocks to begin at multiples of more

Values = dict[str, Sequence[float]]
"""Of every member, as many numbers as its type has; a matrix by columns."""


class UniformBlock:
    """What shaders read together: members by name, with their types in GLSL.

    glsl: the declaration. offsets: bytes, by member. size: bytes, of one block in an array of them.
    """

    def __init__(self, name: str, members: Mapping[str, str]) -> None:
        self.name = name
        declared = "".join(f"    {kind} {member};\n" for member, kind in members.items())
        self.glsl = f"layout(std140) uniform {name} {{\n{declared}}};\n"
        self.offsets: dict[str, int] = {}
        self._members = members
        layout, end = "<", 0
        for member, kind in members.items():
            numbers, multiple = _TYPES[kind]
            begin = -(-end // multiple) * multiple
            self.offsets[member] = begin
            layout += f"{begin - end}x{numbers}f"
            end = begin + 4 * numbers
        self.size = -(-end // _STRIDE) * _STRIDE
        self._struct = Struct(f"{layout}{self.size - end}x")

    def zeros(self) -> Values:
        """Values of a block that nothing was told yet."""
        return {member: (0.0,) * _TYPES[kind][0] for member, kind in self._members.items()}

    def packed(self, values: Values) -> bytes:
        """The bytes of a block, `size` of them. Raises struct.error for too few or many numbers."""
        return self._struct.pack(*[number for member in self.offsets for number in values[member]])


class UniformBuffer:
    """Values of `count` blocks, here and on the graphics card; its context is current in all calls.

    values: to be filled in, one for each block.
    """

    def __init__(self, block: UniformBlock, count: int, binding: int) -> None:
        self.values = [block.zeros() for _ in range(count)]
        self._block = block
        self._binding = binding
        # Qt's buffers take an address; PyOpenGL spends longer on finding one in an array.
        self._buffer = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)  # any: buffers have no type
        self._buffer.create()
        self._buffer.setUsagePattern(QOpenGLBuffer.UsagePattern.StreamDraw)

    def upload(self) -> None:
        """Give the card all values at once."""
        content = b"".join([self._block.packed(values) for values in self.values])
        self._buffer.bind()
        self._buffer.allocate(voidptr(content), len(content))
        self._buffer.release()

    def bind(self, index: int) -> None:
        """What is drawn from now on reads block `index`."""
        size = self._block.size
        GL.glBindBufferRange(
            GL.GL_UNIFORM_BUFFER, self._binding, self._buffer.bufferId(), index * size, size
        )

    def destroy(self) -> None:
        self._buffer.destroy()
