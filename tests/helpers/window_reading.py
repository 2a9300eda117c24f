"""What a person reads in the window: the banner, and whether the help lies over it."""

from PyQt6.QtCore import QPoint, QRect
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QWidget

from hudes_desktop.view.export.picture import picture_of
from hudes_desktop.view.help.overlay import HelpOverlay
from hudes_desktop.view.kit.banner import Banner
from hudes_desktop.view.window.main_window import MainWindow


def banner_text(window: MainWindow) -> str | None:
    """What the banner says while it is shown."""
    banner = window.findChild(Banner)
    return banner.text() if banner.isVisible() else None


def note_text(window: MainWindow) -> str | None:
    """What is said over the landscape for a moment."""
    [note] = window.centre.shown_view.parentWidget().findChildren(Banner)
    return note.text() if note.isVisible() else None


def help_shown(window: MainWindow) -> bool:
    """Whether the pages of keys and controls are shown."""
    return window.findChild(HelpOverlay).isVisible()


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
