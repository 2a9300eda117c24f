"""MIDI ports by way of a back-end of mido, for machines without python-rtmidi."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import mido

from hudes_desktop.inputs.midi.ports import INSTEAD, MidiInput, PortKey, Way, keys_of, of_devices
from hudes_desktop.inputs.seam.driver import DriverFault
from hudes_desktop.words import text

_ALSA_SETTINGS = Path("/usr/share/alsa/alsa.conf")


class MidoPorts:
    """See MidiPorts. mido opens a port by its name alone: of several of a name it is the first."""

    # Back-ends don't agree on what they raise (pygame: MidiException, and Exception itself).
    Error: type[Exception] = Exception

    def __init__(self, system: str) -> None:
        """system: the module of the back-end. Raises DriverFault where it can't be used."""
        self.system = system
        self.limits = ""
        if system == INSTEAD:
            self.limits = text("midi.pygame")
            os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
            # pygame's wheels look for ALSA's settings in /usr/local, and find no port without.
            if sys.platform == "linux" and _ALSA_SETTINGS.exists():
                os.environ.setdefault("ALSA_CONFIG_PATH", str(_ALSA_SETTINGS))
        try:
            self._backend = mido.Backend(system, load=True)
            self._backend.get_input_names()
        except self.Error as error:
            raise DriverFault(text("midi.no_backend", name=system, error=error)) from error

    def listed(self, way: Way) -> list[PortKey]:
        """The ports of devices. Raises DriverFault."""
        backend = self._backend
        try:
            names = backend.get_input_names() if way == "input" else backend.get_output_names()
        except self.Error as error:
            raise DriverFault(text("midi.unlisted", error=error)) from error
        return of_devices(keys_of(names), self.plain_name)

    def plain_name(self, port: PortKey) -> str:
        """The name of the device: PortMidi tells that of ALSA's port, "X-TOUCH MINI MIDI 1"."""
        return re.sub(r" MIDI \d+$", "", port[0])

    def open(self, way: Way, port: PortKey) -> Any:
        """A port of mido."""
        backend = self._backend
        return (backend.open_input if way == "input" else backend.open_output)(port[0])

    def is_connected(self, opened: MidiInput) -> bool:
        """mido can't tell."""
        del opened
        return True

    def close(self) -> None:
        """Back-ends of mido stay loaded."""
