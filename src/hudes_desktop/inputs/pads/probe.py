"""Says what SDL sees of game pads and what the system allows: for doctor, one line each."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from hudes_desktop.inputs.pads import mappings as pad_mappings
from hudes_desktop.inputs.pads.sdl import Joystick, Sdl
from hudes_desktop.inputs.seam.driver import DriverFault

DEVICES = Path("/dev/input")

RIGHTS_HINT = (
    "a pad's device may not be read here: add yourself to the group (sudo usermod -aG input $USER) "
    "and log in again, or install your system's udev rules for pads (package steam-devices or "
    "game-devices-udev)"
)


def probe(mappings: Path | None = None) -> list[str]:
    """What there is for game pads, and what is in their way; never raises DriverFault.

    mappings: the user's file of SDL mapping strings.
    """
    try:
        sdl = Sdl()
        sdl.start()
    except DriverFault as fault:
        return [str(fault)]
    try:
        refused = [
            mapping
            for _, mapping in (pad_mappings.read(mappings) if mappings else ())
            if not _accepted(sdl, mapping)
        ]
        lines = [f"SDL {sdl.version}, {sdl.mappings():,} mappings of pads"]
        lines += [f"{mapping[:60]}…: no mapping" for mapping in refused]
        lines += pads(sdl.joysticks())
    finally:
        sdl.stop()
    return lines + (rights() if sys.platform == "linux" else [])


def pads(joysticks: Iterable[Joystick]) -> list[str]:
    """A line for each device."""
    lines = [
        f"{each.name}, GUID {each.guid}: "
        + ("mapping known" if each.mapped else "no mapping known; Help → Controllers makes one")
        for each in joysticks
    ]
    return lines or ["no game pad found"]


def rights(
    folder: Path = DEVICES,
    readable: Callable[[Path], bool] = lambda path: os.access(path, os.R_OK),
    in_group: Callable[[], bool | None] = lambda: _in_group("input"),
) -> list[str]:
    """What this user may read of Linux' input devices, and what to do about it."""
    if not folder.is_dir():
        return [f"{folder} is not there: no input devices here (a container, a virtual machine?)"]
    events, sticks = sorted(folder.glob("event*")), sorted(folder.glob("js*"))
    lines = [
        f"{folder}/{kind}*: {len(found)} found, {sum(map(readable, found))} readable"
        for kind, found in (("event", events), ("js", sticks))
    ]
    member = in_group()
    if member is None:
        lines.append("there is no group input")
    else:
        lines.append(f"this user is {'' if member else 'not '}in the group input")
    # Keyboards may well be unreadable: that's as it should be, and no pad.
    of_pads = [*sticks, *folder.glob("by-*/*-event-joystick")]
    if not all(map(readable, of_pads)):
        lines.append(RIGHTS_HINT)
    return lines


def _accepted(sdl: Sdl, mapping: str) -> bool:
    try:
        return sdl.add_mapping(pad_mappings.checked(mapping))
    except ValueError:
        return False


def _in_group(name: str) -> bool | None:
    """Whether this user is in a group; None if there is no such group."""
    if sys.platform == "win32":
        return None
    import grp  # not on Windows

    try:
        group = grp.getgrnam(name)
    except KeyError:
        return None
    return group.gr_gid in (*os.getgroups(), os.getegid())
