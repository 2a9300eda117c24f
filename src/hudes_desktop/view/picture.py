"""Pictures of a window as it is on the screen, with its OpenGL and its text."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QWidget


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


def save_picture(window: QWidget, file: Path) -> None:
    """Save the window as PNG. Raises: OSError when the file can't be written."""
    if not picture_of(window).save(str(file), "PNG"):
        raise OSError(None, "the picture can't be written", str(file))
