"""What a person reads in the window: the banner, and whether the help lies over it."""

from hudes_desktop.view.help.overlay import HelpOverlay
from hudes_desktop.view.kit.banner import Banner
from hudes_desktop.view.window.main_window import MainWindow


def banner_text(window: MainWindow) -> str | None:
    """What the banner says while it is shown."""
    banner = window.findChild(Banner)
    return banner.text() if banner.isVisible() else None


def note_text(window: MainWindow) -> str | None:
    """What is said over the landscape for a moment."""
    [note] = window.shown_view.parentWidget().findChildren(Banner)
    return note.text() if note.isVisible() else None


def help_shown(window: MainWindow) -> bool:
    """Whether the pages of keys and controls are shown."""
    return window.findChild(HelpOverlay).isVisible()
