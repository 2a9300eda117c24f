"""Says in one line which devices have come or gone."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QObject, QTimer

from hudes_desktop.inputs.bindings.help import help_rows
from hudes_desktop.inputs.bindings.window_actions import ToggleHelp
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.words import text

_UNSAID = ("keyboard", "mouse")


class DeviceNews(QObject):
    """Compares the devices of now with those of before.

    What comes or goes in the same turn of Qt's loop is said together.
    """

    def __init__(self, say: Callable[[str], object], parent: QObject | None = None) -> None:
        """say: told one line."""
        super().__init__(parent)
        self._say = say
        self._here: dict[str, Device] = {}
        self._lines: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)

    def show_devices(self, devices: Sequence[tuple[Device, Profile | None]]) -> None:
        """These are plugged in now, with the profiles in force."""
        of_now = {d.id: (d, profile) for d, profile in devices if d.driver not in _UNSAID}
        gone = [device for device in self._here.values() if device.id not in of_now]
        self._lines += [text("news.gone", device=device.id) for device in gone]
        for device, profile in of_now.values():
            if self._here.get(device.id) != device:
                self._lines.append(_welcome(device, profile))
        self._here = {device.id: device for device, _ in of_now.values()}
        if self._lines:
            self._timer.start()

    def _tell(self) -> None:
        lines, self._lines = self._lines, []
        self._say("\n".join(lines))


def _welcome(device: Device, profile: Profile | None) -> str:
    here = text("news.here", device=device.id)
    if device.title != device.id:
        here = text("news.here.title", device=device.id, title=device.title)
    if profile is None:
        return text("news.no_profile", here=here)
    helps = [b for b in profile.bindings if isinstance(b.action, ToggleHelp)]
    if not helps:
        return here
    return text("news.help", here=here, control=help_rows(helps)[0].controls[0])
