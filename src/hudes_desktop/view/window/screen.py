"""Whether there is a screen to draw on, asked before Qt, which would end the process."""

import os
import re
import sys
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault

_REMEDY = "run it on a desktop, or under a virtual screen such as xvfb-run"


def require_screen() -> None:
    """Raises EnvironmentFault on a Linux machine without a display server that answers."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in ("offscreen", "minimal"):
        raise EnvironmentFault(
            f"there is no OpenGL with QT_QPA_PLATFORM={platform}: unset it to use the screen"
        )
    if not sys.platform.startswith("linux") or platform not in ("", "xcb", "wayland"):
        return
    display = os.environ.get("DISPLAY")
    if not display and not os.environ.get("WAYLAND_DISPLAY"):
        raise EnvironmentFault(f"there is no screen (DISPLAY is not set): {_REMEDY}")
    local = re.fullmatch(r":(\d+)(\.\d+)?", display or "")
    if local and not os.environ.get("WAYLAND_DISPLAY"):
        # A local X server always listens here, or on the abstract socket of the same name.
        socket = f"/tmp/.X11-unix/X{local[1]}"
        if not Path(socket).exists() and f"@{socket}" not in _unix_sockets():
            raise EnvironmentFault(f"no display server answers at DISPLAY={display}: {_REMEDY}")


def _unix_sockets() -> set[str]:
    try:
        lines = Path("/proc/net/unix").read_text("utf-8").splitlines()
    except OSError:
        return set()
    return {line.rsplit(" ", 1)[-1] for line in lines}
