"""Finds out, before a window opens, whether OpenGL 3.3 is there, who draws it, and that it draws.

It tells PyOpenGL by which interface Qt reaches the driver: PyOpenGL guesses that from the
environment when it is imported, and with the wrong one no call finds the context. So the first look
comes before any module that imports OpenGL, and this one imports it where it is used.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

from hudes_desktop.errors import EnvironmentFault

NEEDED = (3, 3)
_ADVICE = "update the graphics driver, or install Mesa's (apt-get install libgl1-mesa-dri)"
_SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "warp")

# By PyOpenGL's names for them: what says whether a context made by that interface is current.
_INTERFACES = {
    "egl": ("libEGL.so.1", "eglGetCurrentContext"),
    "glx": ("libGL.so.1", "glXGetCurrentContext"),
}

_TRIANGLE_PX = 16
_VERTEX = """#version 330 core
void main() {
    gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}
"""
_FRAGMENT = """#version 330 core
out vec4 f_colour;
void main() { f_colour = vec4(0.0, 1.0, 0.0, 1.0); }
"""


def surface_format(samples: int = 0) -> QSurfaceFormat:
    """An OpenGL 3.3 core format with a 24-bit depth buffer."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setVersion(*NEEDED)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(24)
    wanted.setSamples(samples)
    return wanted


@contextmanager
def _current_context() -> Iterator[QOpenGLContext]:
    surface = QOffscreenSurface()
    surface.setFormat(surface_format())
    surface.create()
    context = QOpenGLContext()
    context.setFormat(surface_format())
    if not context.create() or not context.makeCurrent(surface):
        raise EnvironmentFault(f"OpenGL 3.3 is needed and none could be started: {_ADVICE}")
    try:
        yield context
    finally:
        context.doneCurrent()


@cache
def _probe() -> tuple[str, str]:
    """Renderer and version as the driver names them."""
    with _current_context() as context:
        _tell_pyopengl()
        from OpenGL import GL

        renderer = GL.glGetString(GL.GL_RENDERER).decode()
        version = GL.glGetString(GL.GL_VERSION).decode()
        found = context.format().version()
    if tuple(found) < NEEDED or context.isOpenGLES():
        raise EnvironmentFault(f"OpenGL 3.3 is needed, {renderer} has {version}: {_ADVICE}")
    return renderer, version


def _tell_pyopengl() -> None:
    """Let PyOpenGL use the interface of the current context, whatever the environment says."""
    interface = _current_interface()
    if interface is None:
        return
    os.environ["PYOPENGL_PLATFORM"] = interface
    from OpenGL import platform

    if not type(platform.PLATFORM).__name__.lower().startswith(interface):
        raise EnvironmentFault(
            f"OpenGL was loaded for another interface than Qt's {interface.upper()}:"
            f" set PYOPENGL_PLATFORM={interface}"
        )


def _current_interface() -> str | None:
    """What Qt made the current context by; None where PyOpenGL has no choice."""
    if not sys.platform.startswith("linux"):
        return None
    for interface, (library, name) in _INTERFACES.items():
        try:
            current = getattr(ctypes.CDLL(library), name)
        except (OSError, AttributeError):
            continue  # this machine hasn't got it
        current.restype = ctypes.c_void_p
        if current():
            return interface
    return None


def check_opengl() -> str:
    """One line: the OpenGL version and the renderer. Needs a QGuiApplication.

    Raises EnvironmentFault where there is no OpenGL 3.3.
    """
    renderer, version = _probe()
    return f"OpenGL {version}, {renderer}"


def check_drawing() -> str:
    """Like check_opengl, of a driver that has also drawn a triangle which could be read back."""
    line = check_opengl()
    from OpenGL import GL
    from PyQt6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLVertexArrayObject

    from hudes_desktop.view.gl.program import Program

    with _current_context():
        buffer = QOpenGLFramebufferObject(QSize(_TRIANGLE_PX, _TRIANGLE_PX))
        buffer.bind()
        GL.glViewport(0, 0, _TRIANGLE_PX, _TRIANGLE_PX)
        corners = QOpenGLVertexArrayObject()
        corners.create()
        corners.bind()
        triangle = Program("triangle", _VERTEX, _FRAGMENT)
        triangle.bind()
        GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)
        seen = buffer.toImage().pixelColor(_TRIANGLE_PX // 2, _TRIANGLE_PX // 2)
        triangle.destroy()
        corners.destroy()
        del buffer
    if seen.name() != "#00ff00":
        raise EnvironmentFault(f"{line} draws wrongly (green came out as {seen.name()}): {_ADVICE}")
    return line


def software_renderer() -> bool:
    """True when the processor does the drawing. Raises EnvironmentFault like check_opengl."""
    renderer = _probe()[0].lower()
    return any(name in renderer for name in _SOFTWARE_RENDERERS)
