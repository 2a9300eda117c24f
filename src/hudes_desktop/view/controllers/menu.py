"""The menu "Profile" of a device: another shipped one, back to the shipped one, export."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QStandardPaths
from PyQt6.QtWidgets import QMenu, QWidget

from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.view.export.save import ask_for_file
from hudes_desktop.words import text


class ProfileMenu:
    """Fills `menu` when it opens.

    device: gives the chosen one. report: called with a line of trouble, or none, and with what to
    say where there is none.
    """

    def __init__(
        self,
        menu: QMenu,
        user_profiles: UserProfiles,
        device: Callable[[], Device | None],
        report: Callable[[str, str], object],
    ) -> None:
        self._menu = menu
        self._user_profiles = user_profiles
        self._device = device
        self._report = report
        menu.aboutToShow.connect(lambda: self.fill())

    def fill(self) -> None:
        """What can be done with the profile of the chosen device."""
        self._menu.clear()
        device = self._device()
        if device is None:
            return
        choices = self._user_profiles.choices(device)
        for name, title in choices if len(choices) > 1 else []:
            self._add(text("profile.use", title=title), partial(self._use, device, name, title))
        self._menu.addSeparator()
        shipped = text("profile.shipped")
        self._add(shipped, partial(self._use_shipped, device), self._user_profiles.is_own(device))
        self._add(text("profile.export"), partial(self.export, device))

    def export(self, device: Device) -> None:
        """Ask for a file, and write the profile to it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = Path(folder) if Path(folder).is_dir() else Path.home()
        name = str(start / f"{device.id.casefold().replace(' ', '_')}.toml")
        window: QWidget | None = self._menu.window()
        parent = self._menu.parentWidget()
        window = parent.window() if parent is not None else window
        assert window is not None
        file = ask_for_file(window, text("profile.export.title"), name, text("profile.files"))
        if file is not None:
            self._report(self._user_profiles.export(device, file), text("profile.saved", file=file))

    def _add(self, words: str, does: Callable[[], object], on: bool = True) -> None:
        action = self._menu.addAction(words)
        assert action is not None
        action.setEnabled(on)
        action.triggered.connect(lambda: does())

    def _use(self, device: Device, name: str, title: str) -> None:
        self._report(self._user_profiles.choose(device, name), text("profile.used", title=title))

    def _use_shipped(self, device: Device) -> None:
        trouble = self._user_profiles.back_to_shipped(device)
        self._report(trouble, text("profile.shipped.done"))
