"""Qt's application, made once; light, so that a splash can be on the screen before all the rest."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from hudes_desktop.view.window.screen import require_screen

FONT_REMEDY = "install some (apt-get install fonts-dejavu-core), or see to fontconfig's fonts.conf"
"""What to do where Qt finds no fonts."""


def make_application() -> QApplication:
    """Qt's application, as this program needs it. Raises: EnvironmentFault without a screen."""
    require_screen()
    # Without sharing, the second OpenGL view of a process stays blank: pyqtgraph caches shaders.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication.instance() or QApplication(["hudes-desktop"])
    assert isinstance(application, QApplication)
    # The window says when it is closed; Qt's own count would make a second, belated request.
    application.setQuitOnLastWindowClosed(False)
    application.setApplicationDisplayName("Human Descent")
    application.setDesktopFileName("hudes-desktop")
    return application
