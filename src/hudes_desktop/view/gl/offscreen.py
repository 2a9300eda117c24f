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
_BYTES_A_PIXEL = 8  # of a sample: colour and depth
_BYTES_TO_READ = 12  # of a pixel: read from the card, in Qt's format, and written into a file


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


def _drawn(canvas: CardCanvas | PictureCanvas, size: QSize, detail: Detail) -> QImage:
    pixels = size.width() * size.height()
    samples = _SAMPLES if pixels <= _MOST_SAMPLED else 0
    what = text("export.picture_of", width=size.width(), height=size.height())
    limits = GL.glGetIntegerv(GL.GL_MAX_RENDERBUFFER_SIZE), *GL.glGetIntegerv(GL.GL_MAX_VIEWPORT_DIMS)
    most = int(min(limits))
    if max(size.width(), size.height()) > most:
        raise EnvironmentFault(text("export.card_limit", what=what, most=most))
    bytes_needed = pixels * (_BYTES_A_PIXEL * max(samples, 1) + _BYTES_TO_READ)
    require_memory(what, bytes_needed, free_memory(), text("export.smaller"))
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
