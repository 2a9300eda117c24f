"""Where OpenGL draws a view: on the graphics card, or by the processor into a picture."""

from collections.abc import Callable

from OpenGL import GL
from PyQt6.QtCore import QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QOffscreenSurface, QOpenGLContext, QPainter, QPaintEvent
from PyQt6.QtOpenGL import QOpenGLFramebufferObject
from PyQt6.QtOpenGLWidgets import QOpenGLWidget
from PyQt6.QtWidgets import QWidget

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.view.gl import check as gl_check
from hudes_desktop.view.gl.item_canvas import Detail, ItemCanvas
from hudes_desktop.view.gl.offscreen import MESH_ON_CARD, drawn_offscreen
from hudes_desktop.view.kit.text_atlas import TextAtlas
from hudes_desktop.words import text

# A software renderer spends half a microsecond on each vertex, and as long on every fifty pixels.
_MESH, _MESH_OF_DRAFT = (61, 31), (31, 21)
_AGAIN_MS = 100
_DRAFT_SCALE = 0.5  # of width and height: a quarter of the pixels


class CardCanvas(ItemCanvas, QOpenGLWidget):  # type: ignore[misc]  # update() means items here
    """For a graphics card: what is drawn never leaves it.

    draw: draws the picture, see ItemCanvas. text: pictures of texts and marks, laid over it.
    shown: a picture is on the screen. item_changed: one of the items wants to be drawn anew.
    cheap_s: seconds; a frame that takes no longer keeps nobody from work.
    """

    cheap_s = 0.036  # the card may keep a frame until the screen takes it, 33 ms at 30 Hz
    shown = pyqtSignal()
    item_changed = pyqtSignal()

    def __init__(
        self, draw: Callable[[Detail], None], release: Callable[[], None], parent: QWidget
    ) -> None:
        """release: frees what lies on the card, before the card forgets it."""
        super().__init__(parent)
        self.draw = draw
        self.text = TextAtlas()
        self._release = release
        self.setFormat(gl_check.surface_format(samples=4))
        self.frameSwapped.connect(self.shown)

    def redraw(self, _draft: bool = False) -> None:
        """Draw another picture soon. _draft: a rough one would do; a card draws no other ones."""
        QOpenGLWidget.update(self)

    def picture(self, scale: float = 1.0) -> QImage:
        """What it shows, drawn anew with `scale` times the pixels a side. See drawn_offscreen."""
        if not self.isValid():
            self.grabFramebuffer()  # before its first frame it has no context
        self.makeCurrent()
        return drawn_offscreen(self, scale)

    def initializeGL(self) -> None:
        context = self.context()
        assert context is not None
        context.aboutToBeDestroyed.connect(self._release)
        super().initializeGL()

    def paintGL(self) -> None:
        ratio = self.devicePixelRatioF()
        self.draw_picture(Detail(ratio, MESH_ON_CARD, ratio))
        painter = QPainter(self)
        self.text.paint(painter)
        painter.end()


class PictureCanvas(ItemCanvas, QWidget):  # type: ignore[misc]  # as above
    """For a software renderer: it draws into a picture, and Qt puts that into the window.

    With a QOpenGLWidget in a window, Qt puts the whole window together with OpenGL for every
    frame, which takes a software renderer longer than the planes do. Otherwise like CardCanvas,
    but without more than one sample a pixel, which would take three times as long.
    """

    cheap_s = 0.008  # it never waits: it works, on the cores that the engine needs
    shown = pyqtSignal()
    item_changed = pyqtSignal()
    _painted = pyqtSignal()
    _context: QOpenGLContext | None = None

    def __init__(self, draw: Callable[[Detail], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.draw = draw
        self.text = TextAtlas()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._surface = QOffscreenSurface()
        self._whole, self._draft = _Buffer(), _Buffer()
        self._last = self._whole
        self._stale, self._wants_draft = True, False
        # By way of the loop: Qt hands the window's picture to the screen after the paint event.
        self._painted.connect(  # type: ignore[call-arg]  # its type is missing in PyQt's stubs
            self.shown, Qt.ConnectionType.QueuedConnection
        )

    def redraw(self, draft: bool = False) -> None:
        """Draw another picture soon. draft: a rough one will do."""
        self._stale, self._wants_draft = True, draft
        QWidget.update(self)

    def picture(self, scale: float = 1.0) -> QImage:
        """What it shows, drawn anew with `scale` times the pixels a side. See drawn_offscreen."""
        if not (self.makeCurrent() or self.makeCurrent()):
            raise EnvironmentFault(text("export.refused"))
        return drawn_offscreen(self, scale)

    def context(self) -> QOpenGLContext | None:
        """As of a QOpenGLWidget."""
        return self._context

    def isValid(self) -> bool:
        """As of a QOpenGLWidget."""
        return self._context is not None

    def makeCurrent(self) -> bool:
        """As of a QOpenGLWidget. Returns whether the driver took it, which it may refuse."""
        if self._context is not None:
            return self._context.makeCurrent(self._surface)
        self._context = QOpenGLContext(self)
        self._context.setFormat(gl_check.surface_format())
        # pyqtgraph's items keep one shader program for all views of a process.
        self._context.setShareContext(QOpenGLContext.globalShareContext())
        self._context.create()
        self._surface.setFormat(self._context.format())
        self._surface.create()
        current = self._context.makeCurrent(self._surface)
        self.initializeGL()
        return current

    def doneCurrent(self) -> None:
        """As of a QOpenGLWidget."""
        assert self._context is not None
        self._context.doneCurrent()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        # Whoever else asks for a paint (a new size, a note that lay over it) gets the whole of it.
        resized = self._whole.size != self._size() and not self._wants_draft
        fresh = (self._stale or resized) and self._draw(self._wants_draft)
        painter = QPainter(self)
        self._paint_on(painter)
        painter.end()
        if fresh:
            self._painted.emit()

    def _size(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    def _draw(self, draft: bool) -> bool:
        """Draw a picture. False where the driver refused: it keeps the frame before, for now."""
        if not self.makeCurrent():
            QTimer.singleShot(_AGAIN_MS, self.redraw)
            return False
        self._stale = self._wants_draft = False
        buffer, scale, mesh = (
            (self._draft, _DRAFT_SCALE, _MESH_OF_DRAFT) if draft else (self._whole, 1.0, _MESH)
        )
        self._last = buffer
        try:
            buffer.begin(self._size() * scale)
            ratio = self.devicePixelRatioF()
            self.draw_picture(Detail(ratio * scale, mesh, ratio))
            buffer.end()
        finally:
            self.doneCurrent()
        return True

    def _paint_on(self, painter: QPainter) -> None:
        image = self._last.image
        painter.save()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, image.size() != self._size()
        )
        painter.scale(1.0, -1.0)  # OpenGL's lines go upwards
        painter.drawImage(QRectF(0.0, -self.height(), self.width(), self.height()), image)
        painter.restore()
        self.text.paint(painter)


class _Buffer:
    """A framebuffer, and a picture that it is read into."""

    def __init__(self) -> None:
        self.image = QImage()
        self._frame: QOpenGLFramebufferObject | None = None

    @property
    def size(self) -> QSize:
        return self.image.size()

    def begin(self, size: QSize) -> None:
        """What OpenGL draws goes here."""
        size = size.expandedTo(QSize(1, 1))
        if self._frame is None or self.size != size:
            attachment = QOpenGLFramebufferObject.Attachment.Depth
            self._frame = QOpenGLFramebufferObject(size, attachment)
            self.image = QImage(size, QImage.Format.Format_RGB32)
        self._frame.bind()
        GL.glViewport(0, 0, size.width(), size.height())

    def end(self) -> None:
        """It is drawn: read it."""
        pixels = self.image.bits()
        assert pixels is not None
        GL.glReadPixels(
            0, 0, self.image.width(), self.image.height(),
            GL.GL_BGRA, GL.GL_UNSIGNED_INT_8_8_8_8_REV, int(pixels),
        )  # fmt: skip


def canvas(
    draw: Callable[[Detail], None], release: Callable[[], None], parent: QWidget
) -> CardCanvas | PictureCanvas:
    """The one that suits this machine's renderer. It leaves the mouse to its parent."""
    made: CardCanvas | PictureCanvas
    if gl_check.software_renderer():
        made = PictureCanvas(draw, parent)
    else:
        made = CardCanvas(draw, release, parent)
    made.setAccessibleName("Picture of the loss landscape")
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
