"""Finds out, before a window opens, whether OpenGL 3.3 is there and who draws it."""

from functools import cache

from OpenGL import GL
from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

from hudes_desktop.errors import EnvironmentFault

NEEDED = (3, 3)
_ADVICE = "update the graphics driver, or install Mesa's (apt-get install libgl1-mesa-dri)"
_SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "warp")


def surface_format(samples: int = 0) -> QSurfaceFormat:
    """An OpenGL 3.3 core format with a 24-bit depth buffer."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setVersion(*NEEDED)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(24)
    wanted.setSamples(samples)
    return wanted


@cache
def _probe() -> tuple[str, str]:
    """Renderer and version as the driver names them."""
    surface = QOffscreenSurface()
    surface.setFormat(surface_format())
    surface.create()
    context = QOpenGLContext()
    context.setFormat(surface_format())
    if not context.create() or not context.makeCurrent(surface):
        raise EnvironmentFault(f"OpenGL 3.3 is needed and none could be started: {_ADVICE}")
    try:
        renderer = GL.glGetString(GL.GL_RENDERER).decode()
        version = GL.glGetString(GL.GL_VERSION).decode()
        found = context.format().version()
    finally:
        context.doneCurrent()
    if tuple(found) < NEEDED or context.isOpenGLES():
        raise EnvironmentFault(f"OpenGL 3.3 is needed, {renderer} has {version}: {_ADVICE}")
    return renderer, version


def check_opengl() -> str:
    """One line: the OpenGL version and the renderer. Needs a QGuiApplication.

    Raises EnvironmentFault where there is no OpenGL 3.3.
    """
    renderer, version = _probe()
    return f"OpenGL {version}, {renderer}"


def software_renderer() -> bool:
    """True when the processor does the drawing. Raises EnvironmentFault like check_opengl."""
    renderer = _probe()[0].lower()
    return any(name in renderer for name in _SOFTWARE_RENDERERS)
