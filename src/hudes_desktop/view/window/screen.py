"""Whether there is a screen to draw on, asked before Qt, which would end the process."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PyQt6.QtCore import QLibraryInfo

from hudes_desktop.errors import EnvironmentFault

_REMEDY = "run it on a desktop, or under a virtual screen such as xvfb-run"
_TRY_TIMEOUT_S = 30.0


def require_screen() -> None:
    """Raises EnvironmentFault on a Linux machine where Qt would find nothing to draw on."""
    if not sys.platform.startswith("linux"):
        return
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in chosen.split(";") if name]
    # Without a choice Qt takes the first of these that works.
    troubles = [_trouble_with(name) for name in names or ["xcb", "wayland"]]
    if all(troubles):
        raise EnvironmentFault(troubles[0])


def _trouble_with(platform: str) -> str:
    """Why Qt can't draw by a platform of its, and what to do; "" if it can."""
    if platform in ("offscreen", "minimal"):
        return f"there is no OpenGL with QT_QPA_PLATFORM={platform}: unset it to use the screen"
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    plugin = folder / f"libq{platform.partition('-')[0]}.so"
    own_plugins = {"QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"} & os.environ.keys()
    if not plugin.exists() and not own_plugins:
        known = ", ".join(sorted(file.stem.removeprefix("libq") for file in folder.glob("*.so")))
        return f"Qt has no platform {platform!r}: set QT_QPA_PLATFORM to one of {known}"
    if platform == "xcb":
        return _trouble_with_x() or _trouble_with_plugin(plugin)
    if platform.startswith("wayland"):
        return _trouble_with_wayland() or _trouble_with_plugin(plugin)
    return _trouble_in_a_child(platform)


def _trouble_with_plugin(plugin: Path) -> str:
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return f"Qt can't be used with this screen ({error}): install what is missing"
    return ""


def _trouble_with_x() -> str:
    display = os.environ.get("DISPLAY")
    if not display:
        return f"there is no screen (DISPLAY is not set): {_REMEDY}"
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return f"Qt can't be used with this screen ({error}): install what is missing"
    xcb.xcb_connect.restype = ctypes.c_void_p
    with _quiet():  # xcb writes to the terminal why it was refused
        connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    if not xcb.xcb_connection_has_error(connection):
        # It stays open: a server whose only client leaves begins anew, and meanwhile turns Qt away.
        return ""
    xcb.xcb_disconnect(connection)
    return f"no X server lets us in at DISPLAY={display}: {_REMEDY}"


def _trouble_with_wayland() -> str:
    import socket  # with the next: whoever sees a window soon doesn't need them

    name = os.environ.get("WAYLAND_DISPLAY", "wayland-0")
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as compositor:
        try:
            compositor.connect(str(path))
        except OSError as error:
            return f"no Wayland compositor answers at {path} ({error.strerror or error}): {_REMEDY}"
    return ""


def _trouble_in_a_child(platform: str) -> str:
    """For what can't be asked in any other way: a child process tries it."""
    import subprocess

    code = (
        "from PyQt6.QtGui import QGuiApplication\n"
        "raise SystemExit(QGuiApplication([]).primaryScreen() is None)"
    )
    try:
        child = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, timeout=_TRY_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"Qt doesn't answer with QT_QPA_PLATFORM={platform}: unset it"
    return f"Qt can't start with QT_QPA_PLATFORM={platform}: unset it" if child.returncode else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that a library writes reaches the terminal."""
    terminal = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
