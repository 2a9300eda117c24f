"""Pictures of a window or a part of it: as on the screen, or drawn anew in any size."""

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PyQt6.QtWidgets import QLabel, QWidget

from hudes_desktop.store import atomic
from hudes_desktop.view.gl.offscreen import require_room
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.view import LandscapeView

_FOOT_PX = 8


def picture_of(window: QWidget) -> QPixmap:
    """The window as the screen shows it; where the screen can't be read (Wayland), as Qt draws it.

    QWidget.grab() loses what is painted over OpenGL, so it is the second choice.
    """
    screen = window.screen()
    if screen is not None:
        picture = screen.grabWindow(window.winId())
        if not picture.isNull():
            return picture
    return window.grab()


def drawn(part: QWidget, scale: float = 1.0) -> QImage:
    """A window, or a part of it without what lies over it, drawn anew for a file.

    Landscapes are drawn whole, also where the screen shows a draft. scale: to the pixels on the
    screen, a side. Raises EnvironmentFault where that is too large for this machine.
    """
    if isinstance(part, LandscapeView):
        return part.picture(scale)
    ratio = part.devicePixelRatioF() * scale
    require_room(part.size() * ratio)
    # For a moment each landscape is covered by its picture: Qt would enlarge what is on the screen.
    shown = [view for view in part.findChildren(LandscapeView) if view.isVisible()]
    covers = [_Cover(view, view.picture(scale)) for view in shown]
    try:
        image = QImage(part.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        part.render(image)
    finally:
        for cover in covers:
            cover.setParent(None)
    return image


class _Cover(QWidget):
    """Shows a picture of a landscape in its place, below all that lies over it."""

    def __init__(self, view: LandscapeView, picture: QImage) -> None:
        super().__init__(view)
        self._picture = picture
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(view.rect())
        self.lower()
        view.canvas.lower()
        self.show()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        QPainter(self).drawImage(self.rect(), self._picture)


def with_footer(picture: QImage, lines: Sequence[str], theme: Theme) -> QImage:
    """A picture with lines of text below it, in the colours of a theme."""
    ratio = picture.devicePixelRatio()
    width = round(picture.width() / ratio)
    foot = QLabel("\n".join(lines))
    foot.setTextFormat(Qt.TextFormat.PlainText)
    foot.setWordWrap(True)
    foot.setMargin(_FOOT_PX)
    foot.setStyleSheet(
        f"QLabel {{ background: {theme.background}; color: {theme.dim_text};"
        f" font-size: {theme.text_px}px }}"
    )
    foot.ensurePolished()
    foot.resize(width, foot.heightForWidth(width))
    size = QSize(picture.width(), picture.height() + round(foot.height() * ratio))
    whole = QImage(size, QImage.Format.Format_RGB32)
    whole.setDevicePixelRatio(ratio)
    painter = QPainter(whole)
    painter.drawImage(0, 0, picture)
    painter.translate(0.0, picture.height() / ratio)
    foot.render(painter, QPoint(0, 0))
    painter.end()
    return whole


def png_of(picture: QImage, about: str = "") -> bytes:
    """The picture as a PNG file. about: what the file says of itself. Raises ValueError for an
    empty one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if about:
        picture = picture.copy()
        picture.setText("Description", about)
    if not picture.save(buffer, "PNG"):
        raise ValueError("an empty picture has no PNG")
    return buffer.data().data()


def save_picture(window: QWidget, file: Path) -> None:
    """Draw the window anew and save it as PNG, in place of an older file.

    Raises: OSError when the file can't be written; an older one is whole then.
    """
    atomic.write(file, png_of(drawn(window)))
