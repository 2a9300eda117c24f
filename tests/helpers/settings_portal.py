"""The desktop's portal of settings, for the bus of DBUS_SESSION_BUS_ADDRESS.

Run as a process; it knows whether motion is reduced, which is its only argument, and says another
value ("0" or "1") for each line that it reads.
"""

import sys

from PyQt6.QtCore import (
    QCoreApplication,
    QMetaType,
    QObject,
    QSocketNotifier,
    pyqtClassInfo,
    pyqtSlot,
)
from PyQt6.QtDBus import (
    QDBusAbstractAdaptor,
    QDBusArgument,
    QDBusConnection,
    QDBusMessage,
    QDBusVariant,
)

PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
KEY = ("org.freedesktop.appearance", "reduced-motion")


def _variant(value: int) -> QDBusVariant:
    argument = QDBusArgument()
    argument.add(value, QMetaType.Type.UInt.value)
    return QDBusVariant(argument)


@pyqtClassInfo("D-Bus Interface", INTERFACE)
class Settings(QDBusAbstractAdaptor):
    def __init__(self, home: QObject, value: int) -> None:
        super().__init__(home)
        self.value = value

    @pyqtSlot(str, str, QDBusMessage)
    def Read(self, group: str, name: str, message: QDBusMessage) -> None:
        bus = QDBusConnection.sessionBus()
        message.setDelayedReply(True)
        if (group, name) == KEY:
            bus.send(message.createReply([QDBusVariant(_variant(self.value))]))
        else:
            bus.send(message.createErrorReply("org.freedesktop.portal.Error.NotFound", name))


def main() -> None:
    application, home = QCoreApplication([]), QObject()
    settings = Settings(home, int(sys.argv[1]))
    bus = QDBusConnection.sessionBus()
    assert bus.registerObject(PATH, home)
    assert bus.registerService("org.freedesktop.portal.Desktop")
    print("ready", flush=True)

    def change() -> None:
        settings.value = int(sys.stdin.readline())
        signal = QDBusMessage.createSignal(PATH, INTERFACE, "SettingChanged")
        signal.setArguments([*KEY, _variant(settings.value)])
        bus.send(signal)

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
    notifier.activated.connect(change)
    application.exec()


if __name__ == "__main__":
    main()
