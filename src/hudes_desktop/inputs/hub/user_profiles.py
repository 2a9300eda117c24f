"""The user's own profiles: put in force, saved, taken back, exchanged and exported."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.profiles.file import ProfileError, load
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.profiles.text import save
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.store import atomic
from hudes_desktop.words import text

ONE_FOR_ALL = ("keyboard", "mouse", "pad")
"""Drivers all of whose devices have the same controls, and share a profile."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What a change can be taken back to. text: of the file before; None for no file."""

    device: Device
    file: Path
    text: bytes | None
    profile: Profile | None


class UserProfiles:
    """Changes the profiles of the hub's devices, and keeps them in the user's folder.

    A profile that was changed lies there under the name of the one that it was, and goes before
    that; one for many kinds of devices (generic_mixer) becomes one for the device alone. A file
    that can't be written takes nothing back: the profile is in force until the program ends.
    """

    def __init__(self, hub: Hub, library: Library, folder: Path) -> None:
        """folder: the first one of the library's."""
        self._hub = hub
        self._library = library
        self._folder = folder
        self._steps: list[_Step] = []
        self._unsaved: dict[str, Profile] = {}  # by the name of the file that they belong into

    def profile(self, device: Device) -> Profile:
        """The one in force, or an empty one for a device that nothing matches."""
        profile = self._hub.profile(device.id)
        return profile or Profile(device.title, device.driver, (), (device.title,))

    def named(self, name: str) -> Profile | str:
        """What goes by a name: what could not be saved under it, or else the name itself."""
        return self._unsaved.get(name, name)

    def put(self, device: Device, profile: Profile) -> str:
        """Let a device speak through a changed profile, and save it.

        Returns one line if it can't be saved, else nothing.
        """
        stem = self._stem(device)
        if stem is None or not self._is_for(device, stem):
            stem = self._new_stem(device)
            profile = replace(profile, name=device.title, match=(device.title,))
        return self._put(device, profile, stem)

    def choose(self, device: Device, name: str) -> str:
        """Let a device speak through what is in another profile, from now on.

        name: of the library. Returns one line if it can't be read or saved, else nothing.
        """
        try:
            profile = self._library.profile(name)
        except EnvironmentFault as fault:
            return str(fault)
        stem = self._stem(device)
        if device.driver not in ONE_FOR_ALL:
            if stem is None or not self._is_own(stem):
                stem = self._new_stem(device)
            usable = self._library.usable(device.driver).values()
            priority = max([0, *(each.priority for each in usable)]) + 1
            profile = replace(profile, match=(device.title,), priority=priority)
        return self._put(device, profile, stem or self._new_stem(device))

    def choices(self, device: Device) -> list[tuple[str, str]]:
        """(name in the library, title) of the profiles that came with the program, for it."""
        return [
            (name, profile.name)
            for name, profile in self._library.usable(device.driver).items()
            if not self._is_own(name)
        ]

    def is_own(self, device: Device) -> bool:
        """Whether what is in force is the user's own, and no profile that came with the program."""
        stem = self._stem(device)
        return stem is not None and (stem in self._unsaved or self._is_own(stem))

    def back_to_shipped(self, device: Device) -> str:
        """Put the user's own profile of a device aside, with .bak at its end, for the shipped one.

        Returns one line if that can't be done, else nothing.
        """
        stem = self._stem(device)
        if stem is None:
            return ""
        file = self._file(stem)
        try:
            step = self._step(device, file)
            if step.text is not None:
                atomic.write(file.with_suffix(".toml.bak"), step.text)
                file.unlink()
        except OSError as error:
            return _not_written(file, error)
        self._steps.append(step)
        self._use(device, stem)
        return ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._steps)

    def undo(self) -> str:
        """Take the last change back. Returns one line if that can't be saved, else nothing."""
        if not self._steps:
            return ""
        step = self._steps.pop()
        try:
            if step.text is not None:
                atomic.write(step.file, step.text)
            else:
                step.file.unlink(missing_ok=True)
        except OSError as error:
            if step.profile is not None:
                if self._library.name_of(step.profile) is None:
                    self._unsaved[step.file.stem] = step.profile
                self._hub.set_profile(step.device.id, step.profile)
            return _not_written(step.file, error)
        self._use(step.device, step.file.stem)
        return ""

    def export(self, device: Device, file: Path) -> str:
        """Write a device's profile to a file. Returns one line if it can't be, else nothing."""
        try:
            save(self.profile(device), file)
        except OSError as error:
            return _not_written(file, error)
        return ""

    def _put(self, device: Device, profile: Profile, stem: str) -> str:
        file = self._file(stem)
        try:
            self._steps.append(self._step(device, file))
            save(profile, file)
            load(file)  # what is in force is what is in the file
        except (OSError, ProfileError) as error:
            self._unsaved[stem] = profile
            self._hub.set_profile(device.id, profile)
            reason = _not_written(file, error) if isinstance(error, OSError) else str(error)
            return text("profile.unsaved", reason=reason)
        self._use(device, stem)
        return ""

    def _file(self, stem: str) -> Path:
        return self._folder / f"{stem}.toml"

    def _step(self, device: Device, file: Path) -> _Step:
        """What there is before a change. Raises OSError."""
        before = file.read_bytes() if file.exists() else None
        return _Step(device, file, before, self._hub.profile(device.id))

    def _use(self, device: Device, stem: str) -> None:
        """Let the device speak through a file, or what is best for it where that is gone."""
        self._unsaved.pop(stem, None)
        if stem not in self._library.names():
            best = self._library.for_device(device)
            found = self._library.name_of(best) if best is not None else None
            if found is None:
                return
            stem = found
        self._hub.set_profile(device.id, stem)

    def _stem(self, device: Device) -> str | None:
        """The name of the file of what is in force."""
        profile = self._hub.profile(device.id)
        for stem, unsaved in self._unsaved.items():
            if unsaved is profile:
                return stem
        return self._library.name_of(profile) if profile is not None else None

    def _is_for(self, device: Device, stem: str) -> bool:
        """Whether a change for this device belongs into that file."""
        return bool(
            device.driver in ONE_FOR_ALL
            or self._is_own(stem)
            or stem in self._unsaved
            or self.profile(device).match
        )

    def _is_own(self, stem: str) -> bool:
        return self._file(stem).exists()

    def _new_stem(self, device: Device) -> str:
        plain = re.sub(r"[^a-z0-9]+", "_", device.title.casefold()).strip("_") or device.driver
        taken = self._library.names()
        names = [plain, *(f"{plain}_{number}" for number in range(2, 100))]
        return next(name for name in names if name not in taken)


def _not_written(file: Path, error: OSError) -> str:
    return text("profile.unwritten", file=file, reason=error.strerror or error)
