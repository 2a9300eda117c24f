"""MIDI ports of this machine by way of rtmidi: which system has them, their names, opening them.

rtmidi is used without a layer above it. Its own queue is filled in C++, so that a message waits
neither for Python's lock nor for a thread of ours, and a busy moment of the program loses nothing.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hudes_desktop.inputs.seam.driver import DriverFault

CLIENT = "hudes-desktop"
"""What other programs see us as; ports of that name are never taken for a device."""

CHOICE = "HUDES_DESKTOP_MIDI"
"""Environment variable: alsa, jack, core or winmm instead of what the machine is found to have;
off for no MIDI at all."""

SEQUENCER = Path("/dev/snd/seq")

QUEUE_LIMIT = 65_536
"""Messages that one input keeps until they are polled: half a minute of a flood."""

_NO_DEVICES = ("Midi Through", "PipeWire-", CLIENT)
"""Clients whose ports echo what is sent to them, or are our own."""

PortKey = tuple[str, int]
"""A port: its name as it stays while it is plugged in, and which of those with that name."""


def sequencer_trouble() -> str:
    """Why ALSA's sequencer can't be opened, with what to do about it; empty if it can.

    Opening the file says so (and lets the kernel load the module), where alsa-lib would write to
    the terminal by itself.
    """
    try:
        os.close(os.open(SEQUENCER, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC))
    except PermissionError:
        return f"{SEQUENCER} may not be opened; type: sudo usermod -aG audio $USER, log in again"
    except OSError as error:
        return f"{SEQUENCER} can't be opened ({error.strerror}); try: sudo modprobe snd-seq"
    return ""


def choose_system(environ: Mapping[str, str] = os.environ) -> str:
    """rtmidi's name of the system to use, or "off". Raises DriverFault if there is none."""
    if chosen := environ.get(CHOICE):
        return chosen
    if sys.platform != "linux":
        return "winmm" if sys.platform == "win32" else "core"
    trouble = sequencer_trouble()
    if not trouble:
        return "alsa"
    # Asked for a client, libjack writes to the terminal when no server is there.
    server = environ.get("JACK_DEFAULT_SERVER", "default")
    if any(Path("/dev/shm").glob(f"jack_{server}_*_0")):
        return "jack"
    raise DriverFault(f"no MIDI: {trouble}")


def plain_name(system: str, port: str) -> str:
    """A port's name without the numbers that change with every plugging.

    ALSA: "X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0" is of "X-TOUCH MINI". JACK: "client:port" is the
    port, also behind a2jmidid's "a2j:X-TOUCH MINI [20] (capture): ...". Windows appends a number.
    """
    match system:
        case "alsa":
            return re.sub(r" \d+:\d+$", "", port).partition(":")[0]
        case "jack":
            return re.sub(r" \[\d+\] \((capture|playback)\).*", "", port.partition(":")[2])
        case "winmm":
            return re.sub(r" \d+$", "", port)
    return port


class MidiPorts:
    """Lists, opens and closes ports; everything on one thread.

    One client of rtmidi looks the names up, one each way, as long as this object lives, and a
    client whose port was closed is used for the next port: making new ones again and again has
    crashed ALSA, and costs tens of milliseconds under JACK.

    Attributes:
        system: "alsa", "jack", "core" or "winmm".
        Error: what rtmidi raises when a port can't be opened or written to.
    """

    def __init__(self, system: str) -> None:
        """Raises DriverFault: python-rtmidi is missing, or the system isn't there."""
        try:
            import rtmidi
        except ImportError as error:
            line = f"no MIDI: python-rtmidi is missing ({error}); type: pip install python-rtmidi"
            raise DriverFault(line) from error
        self.system = system
        self.Error: type[Exception] = rtmidi.RtMidiError
        self._rtmidi = rtmidi
        self._api = rtmidi.get_compiled_api_by_name(system)
        if self._api == rtmidi.API_UNSPECIFIED:
            raise DriverFault(f"no MIDI: this python-rtmidi was built without {system!r}")
        self._spare_inputs: list[Any] = []
        self._spare_outputs: list[Any] = []
        try:
            self._input_names = self._new_input()
            self._output_names = self._new_output()
        except rtmidi.RtMidiError as error:
            raise DriverFault(f"no MIDI: {error}") from error

    def inputs(self) -> list[PortKey]:
        """Ports of other programs and devices that send. Raises DriverFault."""
        return self._listed(self._input_names)

    def outputs(self) -> list[PortKey]:
        """Ports of other programs and devices that can be sent to. Raises DriverFault."""
        return self._listed(self._output_names)

    def plain_name(self, port: PortKey) -> str:
        """The name of the device that the port belongs to."""
        return plain_name(self.system, port[0])

    def open_input(self, port: PortKey) -> Any:
        """An rtmidi.MidiIn connected to that port. Raises Error, or LookupError if it is gone."""
        client = self._spare_inputs.pop() if self._spare_inputs else self._new_input()
        return self._connected(client, port, self._spare_inputs)

    def open_output(self, port: PortKey) -> Any:
        """An rtmidi.MidiOut connected to that port. Raises Error, or LookupError if it is gone."""
        client = self._spare_outputs.pop() if self._spare_outputs else self._new_output()
        return self._connected(client, port, self._spare_outputs)

    def close_input(self, client: Any) -> None:
        """Disconnect what open_input gave; messages in its queue are thrown away."""
        client.close_port()
        while client.get_message():
            pass
        self._spare_inputs.append(client)

    def close_output(self, client: Any) -> None:
        """Disconnect what open_output gave, after what was sent has gone out."""
        client.close_port()
        self._spare_outputs.append(client)

    def close(self) -> None:
        """Give all of rtmidi's clients back. Open ports must have been closed."""
        names = (self._input_names, self._output_names)
        for client in (*self._spare_inputs, *self._spare_outputs, *names):
            client.delete()
        self._spare_inputs.clear()
        self._spare_outputs.clear()

    def _new_input(self) -> Any:
        client = self._rtmidi.MidiIn(self._api, name=CLIENT, queue_size_limit=QUEUE_LIMIT)
        client.ignore_types(sysex=True, timing=True, active_sense=True)
        return client

    def _new_output(self) -> Any:
        return self._rtmidi.MidiOut(self._api, name=CLIENT)

    def _connected(self, client: Any, port: PortKey, spare: list[Any]) -> Any:
        try:
            number = self._keys(client.get_ports()).index(port)
            client.open_port(number, plain_name(self.system, port[0]))
        except (self.Error, ValueError) as error:
            client.close_port()
            spare.append(client)
            if isinstance(error, self.Error):
                raise
            raise LookupError(f"the port {port[0]!r} is gone") from error
        return client

    def _listed(self, client: Any) -> list[PortKey]:
        try:
            keys = self._keys(client.get_ports())
        except self.Error as error:
            raise DriverFault(f"MIDI ports can't be listed: {error}") from error
        return [key for key in keys if not key[0].startswith(_NO_DEVICES)]

    def _keys(self, names: list[str | None]) -> list[PortKey]:
        """The keys of the listed names, in the same order."""
        seen: Counter[str] = Counter()
        keys: list[PortKey] = []
        for name in names:
            # A port that went between being counted and being named has no name.
            stays = name or ""
            if self.system == "winmm":
                stays = plain_name(self.system, stays)
            seen[stays] += 1
            keys.append((stays, seen[stays]))
        return keys
