"""The service that keeps screen savers away, for the bus of DBUS_SESSION_BUS_ADDRESS.

Run as a process; it writes a line for each call, and "ready" first.
"""

from PyQt6.QtCore import QCoreApplication, QObject, pyqtClassInfo, pyqtSlot
from PyQt6.QtDBus import QDBusAbstractAdaptor, QDBusConnection


@pyqtClassInfo("D-Bus Interface", "org.freedesktop.ScreenSaver")
class Service(QDBusAbstractAdaptor):
    @pyqtSlot(str, str, result="uint")
    def Inhibit(self, name: str, reason: str) -> int:
        print("inhibited:", name, "-", reason, flush=True)
        return 7

    @pyqtSlot("uint")
    def UnInhibit(self, cookie: int) -> None:
        print("allowed:", cookie, flush=True)


def main() -> None:
    application, home = QCoreApplication([]), QObject()
    service = Service(home)
    bus = QDBusConnection.sessionBus()
    assert bus.registerObject("/org/freedesktop/ScreenSaver", home)
    assert bus.registerService("org.freedesktop.ScreenSaver")
    print("ready", flush=True)
    application.exec()
    del service


if __name__ == "__main__":
    main()
