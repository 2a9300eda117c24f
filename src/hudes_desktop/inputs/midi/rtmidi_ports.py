"""MIDI ports by way of python-rtmidi, its messages as mido's.

RtMidi's own queue is filled in C++, so that a message waits neither for Python's lock nor for a
thread of ours, and a busy moment of the program loses nothing. mido's own RtMidi back-end would
take Python's lock for each message, and make new clients whenever ports are listed.
"""

import re
from typing import Any

from mido import Message

from hudes_desktop.extras import install_line
from hudes_desktop.inputs.midi.connections import AlsaConnections, Connections, JackConnections
from hudes_desktop.inputs.midi.ports import (
    CLIENT,
    QUEUE_LIMIT,
    PortKey,
    Way,
    keys_of,
    of_devices,
)
from hudes_desktop.inputs.seam.driver import DriverFault
from hudes_desktop.words import text

_ALIKE = (
    (r" \[\d+\] \((capture|playback)\): .*", ""),  # a2jmidid
    (r":\((capture|playback)_\d+\) .*", ""),  # PipeWire
    (r" \((capture|playback|in|out)\)$", ""),  # PipeWire since 1.4; JACK's own bridge, alsa_midi
    (r"midi_(capture|playback)_(\d+)$", r"midi_\2"),  # JACK's driver of ALSA
    (r" MIDI \d+$", ""),  # ALSA's port of a device
)
"""What JACK's bridges add to the name of a device, differently for its two ways."""


def plain_name(system: str, port: str) -> str:
    """A port's name without the numbers that change with every plugging.

    ALSA: "X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0" is of "X-TOUCH MINI". JACK: "client:port" is the
    port, in whatever way a bridge spells it. Windows appends a number.
    """
    match system:
        case "alsa":
            return re.sub(r" \d+:\d+$", "", port).partition(":")[0]
        case "jack":
            name = port.partition(":")[2]
            for pattern, plain in _ALIKE:
                name = re.sub(pattern, plain, name)
            return name
        case "winmm":
            return re.sub(r" \d+$", "", port)
    return port


class _Port:
    """A client of RtMidi that is connected to a port."""

    def __init__(self, client: Any, spare: list[Any]) -> None:
        """spare: where the client goes when the port is closed."""
        self._client = client
        self._spare = spare

    def close(self) -> None:
        """Disconnect, after what was sent has gone out."""
        self._client.close_port()
        self._spare.append(self._client)


class _Input(_Port):
    source = ""
    """The name of the port that it is connected to."""

    connections = 0
    """How many connections that port had with us when this one was made."""

    def poll(self) -> Message | None:
        """The next message in RtMidi's queue; what is none (cut off on its way) passes by."""
        while (came := self._client.get_message()) is not None:
            try:
                return Message.from_bytes(came[0])
            except ValueError:
                continue
        return None

    def close(self) -> None:
        """Disconnect; messages in the queue are thrown away."""
        super().close()
        while self._client.get_message():
            pass


class _Output(_Port):
    def send(self, message: Message) -> None:
        """Send a message. Raises rtmidi's error when the port is gone."""
        self._client.send_message(message.bytes())


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
            line = text("midi.no_rtmidi", error=error, command=install_line("midi"))
            raise DriverFault(line) from error
        self.system = system
        self.limits = ""
        self.Error: type[Exception] = rtmidi.RtMidiError
        self._rtmidi = rtmidi
        self._api = rtmidi.get_compiled_api_by_name(system)
        if self._api == rtmidi.API_UNSPECIFIED:
            raise DriverFault(text("midi.not_built", system=system))
        self._spare: dict[Way, list[Any]] = {"input": [], "output": []}
        try:
            self._listing: dict[Way, Any] = {way: self._new_client(way) for way in self._spare}
        except rtmidi.RtMidiError as error:
            raise DriverFault(text("midi.no_clients", error=error)) from error

        self._connections: Connections | None = None
        if system == "alsa":
            self._connections = AlsaConnections()
        elif system == "jack":
            self._connections = JackConnections(rtmidi._rtmidi.__file__)

    def listed(self, way: Way) -> list[PortKey]:
        """The ports of devices. Raises DriverFault."""
        try:
            return of_devices(self._keys(self._listing[way].get_ports()), self.plain_name)
        except self.Error as error:
            raise DriverFault(text("midi.unlisted", error=error)) from error

    def plain_name(self, port: PortKey) -> str:
        """The name of the device that the port belongs to."""
        return plain_name(self.system, port[0])

    def open(self, way: Way, port: PortKey) -> Any:
        """A spare client, or a new one, connected to that port."""
        spare = self._spare[way]
        client = spare.pop() if spare else self._new_client(way)
        opened = (_Input if way == "input" else _Output)(client, spare)
        try:
            names = client.get_ports()
            number = self._keys(names).index(port)
            client.open_port(number, self.plain_name(port))
        except (self.Error, ValueError) as error:
            opened.close()
            if isinstance(error, self.Error):
                raise
            raise LookupError(f"the port {port[0]!r} is gone") from error
        if isinstance(opened, _Input) and self._connections is not None:
            opened.source = names[number]
            opened.connections = self._connections.count(opened.source)
        return opened

    def is_connected(self, opened: Any) -> bool:
        """By what JACK or ALSA say."""
        if self._connections is None or not opened.connections:
            return True
        return bool(self._connections.count(opened.source) >= opened.connections)

    def close(self) -> None:
        """Give all of RtMidi's clients back."""
        if self._connections is not None:
            self._connections.close()
        for way, spare in self._spare.items():
            for client in (*spare, self._listing[way]):
                client.delete()
            spare.clear()

    def _new_client(self, way: Way) -> Any:
        if way == "output":
            return self._rtmidi.MidiOut(self._api, name=CLIENT)
        client = self._rtmidi.MidiIn(self._api, name=CLIENT, queue_size_limit=QUEUE_LIMIT)
        client.ignore_types(sysex=True, timing=True, active_sense=True)
        return client

    def _keys(self, names: list[str | None]) -> list[PortKey]:
        # A port that went between being counted and being named has no name.
        stay = (name or "" for name in names)
        if self.system == "winmm":
            stay = (plain_name(self.system, name) for name in stay)
        return keys_of(stay)
