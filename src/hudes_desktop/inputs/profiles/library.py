"""The profiles in some folders: which one is for a device, and what was saved meanwhile."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.profiles.file import ProfileError, load
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Control, Device
from hudes_desktop.words import text

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""

Stamp = tuple[int, int]


@dataclass(slots=True)
class _File:
    """A file when it was read last: the last usable profile in it, and its troubles in a line."""

    stamp: Stamp | None = None
    profile: Profile | None = None
    trouble: str = ""


class Library:
    """Profiles by the names of their files, without .toml; a folder goes before those after it.

    Attributes:
        news: one line for each file that can't be used, and for each binding that does nothing;
            whoever tells the user clears it.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._files: dict[Path, _File] = {}
        self._looked_at: float | None = None
        self._stamps: dict[Path, Stamp | None] = {}
        self.news: list[str] = []

    def names(self) -> list[str]:
        """The names of all profiles, in order."""
        return sorted({path.stem for path in self._paths()})

    def profile(self, name: str) -> Profile:
        """The profile of that name. Raises EnvironmentFault, one line, if there is no usable one.

        Where the first folder's file is broken, what was in it before holds, or else the next
        folder's.
        """
        files = [self._read(path) for path in self._paths() if path.stem == name]
        for file in files:
            if file.profile is not None:
                return file.profile
        if files:
            raise EnvironmentFault(files[0].trouble)
        raise EnvironmentFault(text("profile.missing", name=name, known=", ".join(self.names())))

    def for_device(self, device: Device) -> Profile | None:
        """The profile that matches best; None if none is for such a device.

        The longest matching part of the title wins, then the higher priority, then the user's own.
        """
        ranked = [
            (_match(profile, device.title), profile.priority, profile)
            for profile in self.usable(device.driver).values()
        ]
        fitting = [each for each in ranked if each[0] >= 0]
        return max(fitting, key=lambda each: each[:2])[2] if fitting else None

    def other_mode(self, device: Device, profile: Profile, control: Control) -> str | None:
        """The name of a profile for another mode of the device, in which it has this control.

        profile: the one in force. Another mode's matches the device as well, and has no control in
        common with it. None if there is none.
        """
        length = _match(profile, device.title)
        ours = {control for binding in profile.bindings for control in binding.controls}
        for name, other in self.usable(device.driver).items():
            theirs = {control for binding in other.bindings for control in binding.controls}
            alike = length > 0 and _match(other, device.title) == length
            if alike and other.takes(control) and not ours & theirs:
                return name
        return None

    def usable(self, driver: str) -> dict[str, Profile]:
        """Every profile for the devices of a driver that can be read, the user's own first."""
        found: dict[str, Profile] = {}
        for path in self._paths():
            profile = self._read(path).profile
            if profile is not None:
                found.setdefault(path.stem, profile)
        return {name: profile for name, profile in found.items() if profile.driver == driver}

    def name_of(self, profile: Profile) -> str | None:
        """The name of the file that a profile was read from; None if it is from none of ours."""
        of = (path.stem for path, file in self._files.items() if file.profile is profile)
        return next(of, None)

    def troubles(self) -> dict[str, str]:
        """One line for each file that was read and has troubles, by its name."""
        files = [(path.stem, self._files[path]) for path in self._paths() if path in self._files]
        return {name: file.trouble for name, file in files if file.trouble}

    def refresh(self, now: float) -> bool:
        """Whether files have changed, come or gone; looked at once a second at most."""
        if self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return False
        first, self._looked_at = self._looked_at is None, now
        before, self._stamps = self._stamps, {path: _stamp(path) for path in self._paths()}
        return self._stamps != before and not first

    def _paths(self) -> list[Path]:
        """All files, those of the first folder first."""
        return [path for folder in self._folders for path in sorted(folder.glob("*.toml"))]

    def _read(self, path: Path) -> _File:
        file = self._files.setdefault(path, _File())
        stamp = _stamp(path)
        if file.stamp is None or stamp != file.stamp:
            file.stamp = stamp
            try:
                file.profile = load(path)
                troubles = list(file.profile.troubles)
            except ProfileError as error:
                troubles = [str(error)]
            file.trouble = "; ".join(troubles)
            self.news += troubles
            for line in troubles:
                log.info("profile: %s", line)
        return file


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _match(profile: Profile, title: str) -> int:
    """Letters of the longest matching part; 0 for a profile for all, −1 for one for others."""
    if not profile.match:
        return 0
    title = title.casefold()
    return max((len(part) for part in profile.match if part.casefold() in title), default=-1)


def keyboards(library: Library, wanted: str) -> dict[str, str]:
    """Names of the keyboard's profiles for surfaces and for curves.

    wanted: "3d" and "1d" are a pair: curves are walked along axes, surfaces as one sees them. Any
    other is for both. Raises EnvironmentFault for one that there is no profile of.
    """
    both = {"planes": "3d", "lines": "1d"}
    chosen = both if wanted in both.values() else dict.fromkeys(both, wanted)
    prefix = "keyboard_"
    known = [name.removeprefix(prefix) for name in library.names() if name.startswith(prefix)]
    for name in chosen.values():
        if name not in known:
            line = text("profile.missing_keyboard", name=name, known=", ".join(known))
            raise EnvironmentFault(line)
    return {mode: prefix + name for mode, name in chosen.items()}
