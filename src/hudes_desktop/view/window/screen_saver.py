"""Keeps the desktop's screen saver away while somebody plays: a pad alone would not.

By D-Bus, as freedesktop.org's "Idle Inhibition Service" says; where nobody offers that, nothing is
done.
"""

import logging
from typing import cast

from PyQt6.QtCore import QMetaType, QObject, QTimer
from PyQt6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PyQt6.QtDBus import QDBusPendingReply as Reply

from hudes_desktop.view.window.session_bus import session_bus

log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.ScreenSaver"
_PATH = "/org/freedesktop/ScreenSaver"
_QUIET_MS = 120_000
"""So long after the last action the screen saver may come again."""


class ScreenSaver(QObject):
    """Kept away from `play` until nobody has played for a while.

    bus: where the service is looked for; None for that of the user's session.
    """

    def __init__(
        self, parent: QObject, bus: QDBusConnection | None = None, quiet_ms: int = _QUIET_MS
    ) -> None:
        super().__init__(parent)
        self._bus = bus
        self._cookie: int | None = None  # of the inhibition that holds
        self._asked = False  # for one, and refused or not answered yet
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(quiet_ms)
        self._timer.timeout.connect(self.allow)

    def play(self) -> None:
        """Somebody did something."""
        self._timer.start()
        if self._asked or self._cookie is not None:
            return
        self._asked = True
        self._bus = self._bus or session_bus()
        if self._bus is not None and self._bus.isConnected():
            # Not waited for: the service may be slow, or be started first.
            watcher = self._call("Inhibit", "Human Descent", "somebody plays")
            watcher.finished.connect(self._answered)

    def allow(self) -> None:
        """Nobody plays any more."""
        self._timer.stop()
        if self._cookie is not None:
            unsigned = cast(int, QMetaType.Type.UInt.value)  # an int, whatever the stubs say
            cookie = QDBusArgument(self._cookie, unsigned)
            self._call("UnInhibit", cookie)
            self._cookie = None

    def _call(self, method: str, *arguments: object) -> QDBusPendingCallWatcher:
        assert self._bus is not None
        message = QDBusMessage.createMethodCall(SERVICE, _PATH, SERVICE, method)
        message.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        watcher.finished.connect(watcher.deleteLater)
        return watcher

    def _answered(self, watcher: QDBusPendingCallWatcher) -> None:
        reply = Reply(watcher)
        if reply.isError():
            log.info("the screen saver can't be kept away: %s", reply.error().message())
            return  # and not asked again
        self._asked = False
        self._cookie = int(reply.value())
        if not self._timer.isActive():
            self.allow()
