"""Pictures of a canvas that are drawn for a file: whole, and as large as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenGL import GL
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.free_memory import free_memory, require_memory
from hudes_desktop.view.gl.item_canvas import Detail
from hudes_desktop.words import text

if TYPE_CHECKING:
    from hudes_desktop.view.gl.canvas import CardCanvas, PictureCanvas

MESH_ON_CARD = (401, 201)
"""A graphics card, like a picture that is kept, has time for every point of a surface."""

_SAMPLES = 4
_MOST_SAMPLED = 4_000 * 4_000  # pixels: larger pictures have enough of them without
_BYTES_A_SAMPLE = 8  # colour and depth
_BYTES_IN_A_FILE = 12  # a pixel: as it was drawn, in the format of the file, and encoded


def drawn_offscreen(canvas: CardCanvas | PictureCanvas, scale: float) -> QImage:
    """What a canvas shows, drawn anew with all its points and texts.

    Its context is current, and no more afterwards. scale: to the pixels that it has on the screen,
    a side. Raises EnvironmentFault where it is too large for the card or for the free memory.
    """
    try:
        ratio = canvas.devicePixelRatioF() * scale
        size = (canvas.size() * ratio).expandedTo(QSize(1, 1))
        image = _drawn(canvas, size, Detail(ratio, MESH_ON_CARD, ratio))
    finally:
        canvas.doneCurrent()
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    canvas.text.paint(painter)
    painter.end()
    return image


def require_room(size: QSize, more: int = 0) -> str:
    """What a picture of that size is called. Raises EnvironmentFault where memory lacks for it.

    more: bytes a pixel, beside those that a file of it takes.
    """
    what = text("export.picture_of", width=size.width(), height=size.height())
    needed = size.width() * size.height() * (_BYTES_IN_A_FILE + more)
    require_memory(what, needed, free_memory(), text("export.smaller"))
    return what


def _drawn(canvas: CardCanvas | PictureCanvas, size: QSize, detail: Detail) -> QImage:
    samples = _SAMPLES if size.width() * size.height() <= _MOST_SAMPLED else 0
    what = require_room(size, _BYTES_A_SAMPLE * max(samples, 1))
    limits = (
        GL.glGetIntegerv(GL.GL_MAX_RENDERBUFFER_SIZE),
        *GL.glGetIntegerv(GL.GL_MAX_VIEWPORT_DIMS),
    )
    most = int(min(limits))
    if max(size.width(), size.height()) > most:
        raise EnvironmentFault(text("export.card_limit", what=what, most=most))
    form = QOpenGLFramebufferObjectFormat()
    form.setAttachment(QOpenGLFramebufferObject.Attachment.Depth)
    form.setSamples(samples)
    frame = QOpenGLFramebufferObject(size, form)
    if not frame.bind():
        raise EnvironmentFault(text("export.card_limit", what=what, most=most))
    GL.glViewport(0, 0, size.width(), size.height())
    canvas.draw_picture(detail)
    image = frame.toImage()
    frame.release()
    return image.convertToFormat(QImage.Format.Format_RGB32)
