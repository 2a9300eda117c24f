"""The profiles in some folders: which one is for a device, and what was saved meanwhile."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.profiles.file import ProfileError, load
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""

Stamp = tuple[int, int]


@dataclass(slots=True)
class _File:
    """A file when it was read last: the last usable profile in it, and its troubles in a line."""

    path: Path
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
        self._known: dict[Path, Stamp | None] = {}
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
        raise EnvironmentFault(
            f"there is no profile {name!r}; choose one of {', '.join(self.names())}"
        )

    def for_device(self, device: Device) -> Profile | None:
        """The profile that matches best; None if none is for such a device.

        The longest matching part of the title wins, then the higher priority, then the user's own.
        """
        best: Profile | None = None
        best_rank = (-1, -1)
        for name in self._names_in_order():
            profile = self._usable(name)
            if profile is None or profile.driver != device.driver:
                continue
            rank = (_match(profile, device.title), profile.priority)
            if rank[0] >= 0 and rank > best_rank:
                best, best_rank = profile, rank
        return best

    def name_of(self, profile: Profile) -> str | None:
        """The name of the file that a profile was read from; None if it is from none of ours."""
        for file in self._files.values():
            if file.profile is profile:
                return file.path.stem
        return None

    def troubles(self) -> dict[str, str]:
        """One line for each file that was read and has troubles, by its name."""
        files = [self._files[path] for path in self._paths() if path in self._files]
        return {file.path.stem: file.trouble for file in files if file.trouble}

    def refresh(self, now: float) -> bool:
        """Whether files have changed, come or gone; looked at once a second at most."""
        if self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return False
        first, self._looked_at = self._looked_at is None, now
        stamps = {path: _stamp(path) for path in self._paths()}
        changed, self._known = stamps != self._known, stamps
        return changed and not first

    def _paths(self) -> list[Path]:
        """All files, those of the first folder first."""
        return [path for folder in self._folders for path in sorted(folder.glob("*.toml"))]

    def _names_in_order(self) -> list[str]:
        return list(dict.fromkeys(path.stem for path in self._paths()))

    def _usable(self, name: str) -> Profile | None:
        files = (self._read(path) for path in self._paths() if path.stem == name)
        return next((file.profile for file in files if file.profile is not None), None)

    def _read(self, path: Path) -> _File:
        file = self._files.setdefault(path, _File(path))
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
    own = None if wanted in ("1d", "3d") else wanted
    names = {
        "planes": f"keyboard_{own or '3d'}",
        "lines": f"keyboard_{own or '1d'}",
    }
    known = [name for name in library.names() if name.startswith("keyboard_")]
    for name in names.values():
        if name not in known:
            short = ", ".join(each.removeprefix("keyboard_") for each in known)
            missing = name.removeprefix("keyboard_")
            raise EnvironmentFault(f"unknown keyboard {missing!r}: choose one of {short}")
    return names
