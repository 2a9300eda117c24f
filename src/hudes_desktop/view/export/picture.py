"""Pictures of a window as it is on the screen, with its OpenGL and its text."""

from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QWidget

from hudes_desktop.store import atomic


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


def picture_of_part(part: QWidget) -> QPixmap:
    """What the screen shows where `part` of a window is, with what lies over it.

    Not a grab of its own: asking a part for its window's number would make it a native window.
    """
    window = part.window()
    assert window is not None
    picture = picture_of(window)
    scale = picture.devicePixelRatio()
    corner = part.mapTo(window, QPoint(0, 0)) * scale
    return picture.copy(QRect(corner, part.size() * scale))


def png_of(picture: QPixmap) -> bytes:
    """The picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):
        raise ValueError("an empty picture has no PNG")
    return buffer.data().data()


def save_picture(window: QWidget, file: Path) -> None:
    """Save the window as PNG, in place of an older file.

    Raises: OSError when the file can't be written; an older one is whole then.
    """
    atomic.write(file, png_of(picture_of(window)))
