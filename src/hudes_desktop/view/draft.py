"""A quick picture: drawn at half the size and enlarged, for a processor that does the drawing."""

from __future__ import annotations

from OpenGL import GL
from PyQt6.QtCore import QRect, QSize
from PyQt6.QtOpenGL import QOpenGLFramebufferObject

SCALE = 0.5
"""Of width and height: a quarter of the pixels."""


class Draft:
    """A framebuffer smaller than the view. The view's context must be current in every call."""

    def __init__(self) -> None:
        self._buffer: QOpenGLFramebufferObject | None = None

    def begin(self, size: QSize) -> None:
        """What is drawn from now on goes into the draft of a view of `size` device pixels."""
        small = QSize(max(1, round(size.width() * SCALE)), max(1, round(size.height() * SCALE)))
        if self._buffer is None or self._buffer.size() != small:
            attachment = QOpenGLFramebufferObject.Attachment.Depth
            self._buffer = QOpenGLFramebufferObject(small, attachment)
        self._buffer.bind()
        GL.glViewport(0, 0, small.width(), small.height())

    def end(self, size: QSize) -> None:
        """Enlarge the draft onto the view; what is drawn from now on goes there."""
        assert self._buffer is not None
        self._buffer.release()
        QOpenGLFramebufferObject.blitFramebuffer(
            None, QRect(0, 0, size.width(), size.height()),
            self._buffer, QRect(0, 0, self._buffer.width(), self._buffer.height()),
            GL.GL_COLOR_BUFFER_BIT, GL.GL_LINEAR,
        )  # fmt: skip
        GL.glViewport(0, 0, size.width(), size.height())

    def destroy(self) -> None:
        self._buffer = None
