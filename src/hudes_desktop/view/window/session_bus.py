"""The D-Bus of the user's session, where there is one."""

import os
import sys
from pathlib import Path

from PyQt6.QtDBus import QDBusConnection


def session_bus() -> QDBusConnection | None:
    """None where there is none: looking for it would start a new one."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    told = "DBUS_SESSION_BUS_ADDRESS" in os.environ
    if sys.platform.startswith("linux") and (told or Path(folder, "bus").exists()):
        return QDBusConnection.sessionBus()
    return None
