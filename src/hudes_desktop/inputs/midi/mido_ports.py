"""MIDI ports by way of a back-end of mido, for machines without python-rtmidi."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import mido

from hudes_desktop.inputs.midi.ports import (
    INSTEAD,
    MidiInput,
    MidiOutput,
    PortKey,
    keys_of,
    of_devices,
)
from hudes_desktop.inputs.seam.driver import DriverFault

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
            self.limits = "pygame serves MIDI, and sees only what is plugged in at the start"
            os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
            # pygame's wheels look for ALSA's settings in /usr/local, and find no port without.
            if sys.platform == "linux" and _ALSA_SETTINGS.exists():
                os.environ.setdefault("ALSA_CONFIG_PATH", str(_ALSA_SETTINGS))
        try:
            self._backend = mido.Backend(system, load=True)
            self._backend.get_input_names()
        except self.Error as error:
            raise DriverFault(f"no MIDI: {system!r} can't be used: {error}") from error

    def inputs(self) -> list[PortKey]:
        """Ports that send. Raises DriverFault."""
        return self._listed(sends=True)

    def outputs(self) -> list[PortKey]:
        """Ports that can be sent to. Raises DriverFault."""
        return self._listed(sends=False)

    def plain_name(self, port: PortKey) -> str:
        """The name of the device: PortMidi tells that of ALSA's port, "X-TOUCH MINI MIDI 1"."""
        return re.sub(r" MIDI \d+$", "", port[0])

    def open_input(self, port: PortKey) -> MidiInput:
        """A port of mido."""
        opened: MidiInput = self._backend.open_input(port[0])
        return opened

    def open_output(self, port: PortKey) -> MidiOutput:
        """A port of mido."""
        opened: MidiOutput = self._backend.open_output(port[0])
        return opened

    def close_input(self, opened: Any) -> None:
        """Disconnect; messages that nobody polled are thrown away."""
        opened.close()

    def close_output(self, opened: Any) -> None:
        """Disconnect."""
        opened.close()

    def close(self) -> None:
        """Back-ends of mido stay loaded."""

    def _listed(self, sends: bool) -> list[PortKey]:
        backend = self._backend
        try:
            names = backend.get_input_names() if sends else backend.get_output_names()
        except self.Error as error:
            raise DriverFault(f"MIDI ports can't be listed: {error}") from error
        return of_devices(keys_of(names))
