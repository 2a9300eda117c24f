"""The menu "Profile" of a device: another shipped one, back to the shipped one, export."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu

from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.view.export.dialog import ask_for_file, start_folder
from hudes_desktop.words import text


@dataclass
class ProfileMenu:
    """Fills `menu` when it opens.

    device: gives the chosen one. report: called with a line of trouble, or none, and with what to
    say where there is none.
    """

    menu: QMenu
    user_profiles: UserProfiles
    device: Callable[[], Device | None]
    report: Callable[[str, str], object]

    def __post_init__(self) -> None:
        self.menu.aboutToShow.connect(lambda: self.fill())

    def fill(self) -> None:
        """What can be done with the profile of the chosen device."""
        self.menu.clear()
        device, profiles = self.device(), self.user_profiles
        if device is None:
            return
        choices = profiles.choices(device)
        for name, title in choices if len(choices) > 1 else []:
            use, used = partial(profiles.choose, device, name), text("profile.used", title=title)
            self._add(text("profile.use", title=title), use, used)
        self.menu.addSeparator()
        shipped, done = partial(profiles.back_to_shipped, device), text("profile.shipped.done")
        self._add(text("profile.shipped"), shipped, done).setEnabled(profiles.is_own(device))
        export = self.menu.addAction(text("profile.export"))
        assert export is not None
        export.triggered.connect(partial(self._export, device))

    def _add(self, words: str, does: Callable[[], str], done: str) -> QAction:
        """An entry; does: returns a line of trouble, or none."""
        action = self.menu.addAction(words)
        assert action is not None
        action.triggered.connect(lambda: self.report(does(), done))
        return action

    def _export(self, device: Device, _checked: bool = False) -> None:
        """Ask for a file, and write the profile to it."""
        name = str(start_folder("", False) / f"{device.id.casefold().replace(' ', '_')}.toml")
        parent = self.menu.parentWidget()
        window = parent.window() if parent is not None else None
        assert window is not None
        title, kinds = text("profile.export.title"), text("profile.files")

        def export(file: Path) -> None:
            trouble = self.user_profiles.export(device, file)
            self.report(trouble, text("profile.saved", file=file))

        ask_for_file(window, title, name, kinds, export)
