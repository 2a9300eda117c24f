"""A compiled shader program, with the places of its uniforms."""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from OpenGL import GL
from PyQt6.QtOpenGL import QOpenGLShader, QOpenGLShaderProgram

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.view.gl.uniform_block import UniformBlock

log = logging.getLogger(__name__)


class Program:
    """A linked program; bind it to draw. The context must be current in every call.

    name: for messages. vertex, fragment: sources. samplers: the texture unit that each one reads.
    blocks: the binding that each uniform block is read from. Samplers and blocks that the program
    doesn't use are ignored. Raises EnvironmentFault where the driver refuses a source.
    """

    def __init__(
        self,
        name: str,
        vertex: str,
        fragment: str,
        samplers: Mapping[str, int] = MappingProxyType({}),
        blocks: Mapping[UniformBlock, int] = MappingProxyType({}),
    ) -> None:
        self._program = QOpenGLShaderProgram()
        kinds = QOpenGLShader.ShaderTypeBit
        built = (
            self._program.addShaderFromSourceCode(kinds.Vertex, vertex)
            and self._program.addShaderFromSourceCode(kinds.Fragment, fragment)
            and self._program.link()
        )
        if not built:
            log.error("shader %s: %s", name, self._program.log())
            raise EnvironmentFault(
                f"the graphics driver refused the shader {name!r}: update the driver"
            )
        self._locations: dict[str, int] = {}  # kept: asking the driver takes longer
        self.bind = self._program.bind
        self.bind()
        for sampler, unit in samplers.items():
            self.set(sampler, unit)
        number = self._program.programId()
        for block, binding in blocks.items():
            index = GL.glGetUniformBlockIndex(number, block.name)
            if index != GL.GL_INVALID_INDEX:  # this program needs nothing of the block
                GL.glUniformBlockBinding(number, index, binding)

    def set(self, name: str, *values: float) -> None:
        """Set a number or a vector of the bound program; one that it doesn't read is ignored."""
        self._program.setUniformValue(self._location(name), *values)

    def _location(self, name: str) -> int:
        location = self._locations.get(name)
        if location is None:
            location = self._locations[name] = self._program.uniformLocation(name)
        return location

    def destroy(self) -> None:
        """Free it."""
        self._program.removeAllShaders()
