"""Asks the system whether the user wants less motion, and listens for a change of mind.

Qt tells it from 6.12 on (QAccessibilityHints). Before that: on Linux the desktop's portal of
settings, by D-Bus; on Windows "Show animations", on macOS "Reduce motion", both read at the start.
"""

import ctypes
import sys
from typing import Any

from PyQt6.QtCore import QObject, pyqtSlot
from PyQt6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant
from PyQt6.QtDBus import QDBusPendingReply as Reply
from PyQt6.QtGui import QGuiApplication

from hudes_desktop.view.kit import motion
from hudes_desktop.view.window.session_bus import session_bus

SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_KEYS = {
    ("org.freedesktop.appearance", "reduced-motion"): lambda value: value == 1,
    ("org.gnome.desktop.interface", "enable-animations"): lambda value: not value,
}
"""Of the portal, each with what its value means; newer desktops know the first."""

_SPI_GETCLIENTAREAANIMATION = 0x1042


class SystemMotion(QObject):
    """Keeps view.kit.motion up to date with what the system says.

    bus: where the portal is looked for; None for that of the user's session.
    """

    def __init__(self, parent: QObject, bus: QDBusConnection | None = None) -> None:
        super().__init__(parent)
        self._told: dict[tuple[str, str], bool] = {}
        hints = QGuiApplication.styleHints()
        accessibility: Any = getattr(hints, "accessibility", lambda: None)()
        if hasattr(accessibility, "motionPreference"):
            told = accessibility.motionPreference
            accessibility.motionPreferenceChanged.connect(lambda: _take(bool(told().value)))
            _take(bool(told().value))
        elif sys.platform == "win32":
            _take(not _windows_animates())
        elif sys.platform == "darwin":
            _take(_mac_reduces())
        elif (bus := bus or session_bus()) is not None and bus.isConnected():
            self._ask(bus)

    def _ask(self, bus: QDBusConnection) -> None:
        bus.connect(SERVICE, PATH, _INTERFACE, "SettingChanged", self._changed)
        for key in _KEYS:
            message = QDBusMessage.createMethodCall(SERVICE, PATH, _INTERFACE, "Read")
            message.setArguments(list(key))
            # Not waited for: the portal may have to be started first, or there is none.
            watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
            watcher.setProperty("key", list(key))
            watcher.finished.connect(self._answered)
            watcher.finished.connect(watcher.deleteLater)

    def _answered(self, watcher: QDBusPendingCallWatcher) -> None:
        reply = Reply(watcher)
        if not reply.isError():
            group, name = watcher.property("key")
            self._note(group, name, reply.value())

    @pyqtSlot(QDBusMessage)
    def _changed(self, message: QDBusMessage) -> None:
        self._note(*message.arguments())

    def _note(self, group: str, name: str, value: object) -> None:
        while isinstance(value, QDBusVariant):  # "Read" wraps it twice
            value = value.variant()
        if (means := _KEYS.get((group, name))) is not None:
            self._told[group, name] = means(value)
            _take(any(self._told.values()))


def _take(reduced: bool) -> None:
    motion.set_of_system(reduced)


def _windows_animates() -> bool:
    on = ctypes.c_int(1)
    user32 = ctypes.windll.user32  # type: ignore[attr-defined]
    user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(on), 0)
    return bool(on.value)


def _mac_reduces() -> bool:
    objc = ctypes.CDLL("/usr/lib/libobjc.dylib")  # AppKit is loaded: Qt draws with it
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        ("objc_msgSend", objc)
    )
    ask = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
    workspace = objc.objc_getClass(b"NSWorkspace")
    shared = send(workspace, objc.sel_registerName(b"sharedWorkspace"))
    reduces = objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")
    return bool(ask(shared, reduces))
