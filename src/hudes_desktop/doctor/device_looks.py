"""Game pads and MIDI desks: libraries, rights, and whether each device is heard. In a child."""

import time
from dataclasses import asdict

from hudes_desktop.doctor.finding import Finding
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.pads.mappings import FILE_NAME
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.seam import drivers
from hudes_desktop.store import paths

_TITLES = {"pad": "Game pads", "midi": "MIDI"}
_LOOKED_FOR_S = 1.0
"""Devices that are plugged in tell of themselves within this time."""


def pads() -> list[Finding]:
    """What SDL sees and what the system lets us read, a line each."""
    from hudes_desktop.inputs.pads.probe import probe

    lines = probe(paths.config_dir() / "controllers" / FILE_NAME)
    return [Finding(_TITLES["pad"], True, line) for line in lines]


def midi() -> list[Finding]:
    """MIDI's library, system, permissions and ports, a line each."""
    from hudes_desktop.inputs.midi.probe import probe

    return [Finding(**asdict(line)) for line in probe()]


def devices() -> list[Finding]:
    """Every device that is plugged in: by which profile it is heard, or why it isn't."""
    library = Library([paths.config_dir() / "controllers", paths.controllers_dir()])
    hub = Hub(library=library)
    try:
        hub.add(drivers.make("pad", paths.config_dir() / "controllers" / FILE_NAME))
        hub.add(drivers.make("midi"))
        end = time.monotonic() + _LOOKED_FOR_S
        while time.monotonic() < end:
            hub.poll()
            time.sleep(0.01)
        return [of_device(status) for status in hub.status()]
    finally:
        hub.close()


def of_device(status: DeviceStatus) -> Finding:
    """What is to be said of one device, or of a driver without one."""
    name = _TITLES.get(status.driver, status.driver)
    if not status.title:
        hint = "plug one in; the keyboard does everything too"
        return Finding(name, False, status.trouble or "none is plugged in", hint)
    if status.profile:
        text = f"{status.title}: heard by the profile {status.profile}"
        return Finding(name, not status.trouble, text, status.trouble)
    hint = "Help → Controllers teaches it what its controls do"
    return Finding(name, False, f"{status.title}: plugged in, and no profile is for it", hint)
