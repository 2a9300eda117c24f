"""MIDI ports by way of python-rtmidi, its messages as mido's.

RtMidi's own queue is filled in C++, so that a message waits neither for Python's lock nor for a
thread of ours, and a busy moment of the program loses nothing. mido's own RtMidi back-end would
take Python's lock for each message, and make new clients whenever ports are listed.
"""

import re
from typing import Any

from mido import Message

from hudes_desktop.extras import install_line
from hudes_desktop.inputs.midi.ports import (
    CLIENT,
    QUEUE_LIMIT,
    MidiInput,
    MidiOutput,
    PortKey,
    keys_of,
    of_devices,
)
from hudes_desktop.inputs.seam.driver import DriverFault


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


class _Input:
    """A client of RtMidi that is connected to a port."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def poll(self) -> Message | None:
        """The next message in RtMidi's queue; what is none (cut off on its way) passes by."""
        while (came := self.client.get_message()) is not None:
            try:
                return Message.from_bytes(came[0])
            except ValueError:
                continue
        return None


class _Output:
    """A client of RtMidi that is connected to a port."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def send(self, message: Message) -> None:
        """Send a message. Raises rtmidi's error when the port is gone."""
        self.client.send_message(message.bytes())


class RtmidiPorts:
    """See MidiPorts.

    One client of RtMidi looks the names up, one each way, as long as this object lives, and a
    client whose port was closed is used for the next port: making new ones again and again has
    crashed ALSA, and costs tens of milliseconds under JACK.
    """

    def __init__(self, system: str) -> None:
        """system: of SYSTEMS. Raises DriverFault: python-rtmidi is missing, or the system is."""
        try:
            import rtmidi
        except ImportError as error:
            line = f"python-rtmidi is missing ({error}); type: {install_line('midi')}"
            raise DriverFault(line) from error
        self.system = system
        self.limits = ""
        self.Error: type[Exception] = rtmidi.RtMidiError
        self._rtmidi = rtmidi
        self._api = rtmidi.get_compiled_api_by_name(system)
        if self._api == rtmidi.API_UNSPECIFIED:
            raise DriverFault(f"python-rtmidi was built without {system!r}")
        self._spare_inputs: list[Any] = []
        self._spare_outputs: list[Any] = []
        try:
            self._input_names = self._new_input()
            self._output_names = self._new_output()
        except rtmidi.RtMidiError as error:
            raise DriverFault(f"RtMidi can't be used: {error}") from error

    def inputs(self) -> list[PortKey]:
        """Ports that send. Raises DriverFault."""
        return self._listed(self._input_names)

    def outputs(self) -> list[PortKey]:
        """Ports that can be sent to. Raises DriverFault."""
        return self._listed(self._output_names)

    def plain_name(self, port: PortKey) -> str:
        """The name of the device that the port belongs to."""
        return plain_name(self.system, port[0])

    def open_input(self, port: PortKey) -> MidiInput:
        """A spare client, or a new one, connected to that port."""
        client = self._spare_inputs.pop() if self._spare_inputs else self._new_input()
        return _Input(self._connected(client, port, self._spare_inputs))

    def open_output(self, port: PortKey) -> MidiOutput:
        """A spare client, or a new one, connected to that port."""
        client = self._spare_outputs.pop() if self._spare_outputs else self._new_output()
        return _Output(self._connected(client, port, self._spare_outputs))

    def close_input(self, opened: Any) -> None:
        """Disconnect; messages in the queue are thrown away."""
        opened.client.close_port()
        while opened.client.get_message():
            pass
        self._spare_inputs.append(opened.client)

    def close_output(self, opened: Any) -> None:
        """Disconnect, after what was sent has gone out."""
        opened.client.close_port()
        self._spare_outputs.append(opened.client)

    def close(self) -> None:
        """Give all of RtMidi's clients back."""
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
            client.open_port(number, self.plain_name(port))
        except (self.Error, ValueError) as error:
            client.close_port()
            spare.append(client)
            if isinstance(error, self.Error):
                raise
            raise LookupError(f"the port {port[0]!r} is gone") from error
        return client

    def _listed(self, client: Any) -> list[PortKey]:
        try:
            return of_devices(self._keys(client.get_ports()))
        except self.Error as error:
            raise DriverFault(f"MIDI ports can't be listed: {error}") from error

    def _keys(self, names: list[str | None]) -> list[PortKey]:
        # A port that went between being counted and being named has no name.
        stay = (name or "" for name in names)
        if self.system == "winmm":
            stay = (plain_name(self.system, name) for name in stay)
        return keys_of(stay)
