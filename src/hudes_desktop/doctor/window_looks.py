"""What there is to draw on: screen, fonts, keyboard layout, OpenGL. Taken in a child process."""

import os
import shutil
import subprocess

from PyQt6.QtGui import QFontInfo, QGuiApplication

from hudes_desktop.doctor.finding import Finding, of_fault
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.view.gl.check import check_drawing
from hudes_desktop.view.window.application import FONT_REMEDY
from hudes_desktop.view.window.screen import require_screen


def screen() -> list[Finding]:
    """The screen, what is written with on it, and what the keyboard prints."""
    try:
        require_screen()
    except EnvironmentFault as fault:
        return [of_fault("Screen", fault, needed=True)]
    application = QGuiApplication([])
    found = application.primaryScreen()
    platform = f"Qt platform {application.platformName()}"
    if found is None:
        return [Finding("Screen", False, f"{platform} has none", "plug one in", needed=True)]
    size, free = found.size(), found.availableSize()
    text = f"{size.width()} by {size.height()}, {free.width()} by {free.height()} of it free, "
    text += f"scale {found.devicePixelRatio():g}, {found.refreshRate():.0f} Hz, {platform}"
    font = QFontInfo(application.font()).family()
    return [
        Finding("Screen", True, text, needed=True),
        Finding("Fonts", bool(font), font or "none", "" if font else FONT_REMEDY),
        *_layout(),
    ]


def opengl() -> list[Finding]:
    """Whether a picture can be drawn by OpenGL 3.3."""
    application = QGuiApplication([])
    try:
        return [Finding("OpenGL", True, check_drawing(), needed=True)]
    except EnvironmentFault as fault:
        text, _, hint = str(fault).partition(": ")
        return [Finding("OpenGL", False, text, hint, needed=True)]
    finally:
        application.quit()


def _layout() -> list[Finding]:
    """The keyboard layout that the X server was told; nothing where that can't be asked."""
    if not (os.environ.get("DISPLAY") and shutil.which("setxkbmap")):
        return []
    command = ["setxkbmap", "-query"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    fields = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    layout = ", ".join(fields[key].strip() for key in ("layout", "variant") if key in fields)
    text = f"layout {layout}; keys to walk with go by their place"
    return [Finding("Keyboard", True, text)] if layout else []
