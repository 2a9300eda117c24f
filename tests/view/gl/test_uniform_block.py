"""What shaders are told lies where the driver looks for it."""

import ctypes

import numpy as np
import pytest
from OpenGL import GL

from hudes_desktop.view.gl.uniform_block import UniformBlock
from hudes_desktop.view.landscape.shader_values import PICTURE, PLANE


@pytest.fixture
def programs(top_view):
    """programs(): of a view, whose context is current from then on."""
    top_view.picture()  # the shaders are built for the first picture

    def begin():
        top_view.canvas.makeCurrent()
        return top_view._painter._shared.programs

    yield begin
    top_view.canvas.doneCurrent()


@pytest.mark.parametrize("block", [PICTURE, PLANE], ids=lambda block: block.name)
def test_the_driver_looks_for_members_where_they_are_written(programs, block):
    number = programs()["surface"]._program.programId()
    names = list(block.offsets)
    asked = (ctypes.c_char_p * len(names))(*(name.encode() for name in names))
    members = np.zeros(len(names), np.uint32)
    GL.glGetUniformIndices(
        number,
        len(names),
        ctypes.cast(asked, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))),
        members,
    )
    offsets = np.zeros(len(names), np.int32)
    GL.glGetActiveUniformsiv(number, len(names), members, GL.GL_UNIFORM_OFFSET, offsets)
    assert dict(zip(names, offsets, strict=True)) == block.offsets


def test_numbers_lie_at_their_offsets():
    block = UniformBlock("Test", {"one": "float", "three": "vec3", "two": "vec2", "all": "mat4"})
    values = block.zeros()
    values["three"], values["all"] = (1.0, 2.0, 3.0), [float(number) for number in range(16)]
    packed = np.frombuffer(block.packed(values), np.float32)
    assert packed.nbytes == block.size
    assert packed[4:7].tolist() == [1.0, 2.0, 3.0]
    assert packed[12:28].tolist() == list(range(16))
    assert packed[[0, 3, 8, 9, 28]].tolist() == [0.0] * 5


def test_blocks_may_begin_where_they_do(programs):
    programs()
    multiple = GL.glGetIntegerv(GL.GL_UNIFORM_BUFFER_OFFSET_ALIGNMENT)
    assert PLANE.size % multiple == 0
