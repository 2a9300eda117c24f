"""MIDI ports of this machine: which system has them, and which library serves them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from hudes_desktop.inputs.seam.driver import DriverFault
from hudes_desktop.words import text

if TYPE_CHECKING:
    from mido import Message

CLIENT = "hudes-desktop"
"""What other programs see us as; ports of that name are never taken for a device."""

CHOICE = "HUDES_DESKTOP_MIDI"
"""Environment variable: alsa, jack, core or winmm (one of RtMidi's systems) instead of what the
machine is found to have; the module of a mido back-end, as "mido.backends.pygame"; off for no MIDI
at all."""

SYSTEMS = {"alsa": "ALSA", "jack": "JACK", "core": "CoreMIDI", "winmm": "Windows MultiMedia"}
"""The systems that RtMidi knows, with their titles."""

INSTEAD = "mido.backends.pygame"
"""The mido back-end that takes RtMidi's place: pygame is installed, and brings PortMidi."""

SEQUENCER = Path("/dev/snd/seq")

QUEUE_LIMIT = 65_536
"""Messages that one input keeps until they are polled: half a minute of a flood."""

_NO_DEVICES = ("Midi Through", "PipeWire-", CLIENT)
"""Clients whose ports echo what is sent to them, or are our own."""

PortKey = tuple[str, int]
"""A port: its name as it stays while it is plugged in, and which of those with that name."""


Way = Literal["input", "output"]
"""Whether a port sends to us or is sent to, as seen from here."""


class MidiInput(Protocol):
    """An open port that messages come from, as a port of mido."""

    def poll(self) -> Message | None:
        """The next message that has come; None if there is none."""

    def close(self) -> None:
        """Disconnect; messages that nobody polled are thrown away."""


class MidiOutput(Protocol):
    """An open port that messages are sent to, as a port of mido."""

    def send(self, message: Message) -> None:
        """Send a message."""

    def close(self) -> None:
        """Disconnect, after what was sent has gone out."""


class MidiPorts(Protocol):
    """Lists and opens ports; everything on one thread.

    Attributes:
        system: a name of SYSTEMS, or of a back-end of mido; open_ports makes the same of it.
        limits: what is not possible through this library, and what to type; empty if all is.
        Error: what is raised when a port can't be opened, read or written to.
    """

    system: str
    limits: str
    Error: type[Exception]

    def listed(self, way: Way) -> list[PortKey]:
        """The ports of other programs and devices. Raises DriverFault."""

    def plain_name(self, port: PortKey) -> str:
        """The name of the device that the port belongs to, without numbers that change."""

    def open(self, way: Way, port: PortKey) -> Any:
        """A MidiInput or MidiOutput. Raises Error, or LookupError if the port is gone."""

    def is_connected(self, opened: MidiInput) -> bool:
        """Whether an open input still has its other end; True where that can't be told."""

    def close(self) -> None:
        """Give the library back. Open ports must have been closed."""


def sequencer_trouble() -> tuple[str, str]:
    """Why ALSA's sequencer can't be opened, and what to do about it; both empty if it can.

    Opening the file says so (and lets the kernel load the module), where alsa-lib would write to
    the terminal by itself.
    """
    try:
        os.close(os.open(SEQUENCER, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC))
    except PermissionError:
        return text("midi.seq_refused", file=SEQUENCER), text("midi.seq_refused.remedy")
    except OSError as error:
        failed = text("midi.seq_failed", file=SEQUENCER, reason=error.strerror)
        return failed, text("midi.seq_failed.remedy")
    return "", ""


def choose_system(environ: Mapping[str, str] = os.environ) -> str:
    """A name of SYSTEMS, or what CHOICE says. Raises DriverFault if this machine has none."""
    if chosen := environ.get(CHOICE):
        return chosen
    if sys.platform != "linux":
        return "winmm" if sys.platform == "win32" else "core"
    trouble, remedy = sequencer_trouble()
    if not trouble:
        return "alsa"
    # Asked for a client, libjack writes to the terminal when no server is there.
    server = environ.get("JACK_DEFAULT_SERVER", "default")
    if any(Path("/dev/shm").glob(f"jack_{server}_*_0")):
        return "jack"
    raise DriverFault(text("midi.none", trouble=trouble, remedy=remedy))


def open_ports(system: str) -> MidiPorts:
    """The ports of one system through RtMidi, or of one back-end of mido. Raises DriverFault."""
    # Each library is loaded only when it is wanted: the window doesn't wait for it.
    if system in SYSTEMS:
        from hudes_desktop.inputs.midi.rtmidi_ports import RtmidiPorts

        return RtmidiPorts(system)
    from hudes_desktop.inputs.midi.mido_ports import MidoPorts

    return MidoPorts(system)


def find_ports() -> MidiPorts | None:
    """The ports of this machine, by RtMidi or else by INSTEAD; None where MIDI is switched off.

    Raises DriverFault, about RtMidi: there is no MIDI, or no library for it.
    """
    system = choose_system()
    if system == "off":
        return None
    try:
        return open_ports(system)
    except DriverFault as fault:
        if system not in SYSTEMS or system == "jack":  # of which PortMidi knows nothing
            raise
        try:
            ports = open_ports(INSTEAD)
        except DriverFault:
            raise fault from None
        ports.limits += f": {fault}"
        return ports


def keys_of(names: Iterable[str]) -> list[PortKey]:
    """The keys of listed ports, in the same order."""
    seen: Counter[str] = Counter()
    keys: list[PortKey] = []
    for name in names:
        seen[name] += 1
        keys.append((name, seen[name]))
    return keys


def of_devices(keys: Iterable[PortKey], plain_name: Callable[[PortKey], str]) -> list[PortKey]:
    """The ports that are not echoes or our own."""
    return [
        key
        for key in keys
        if not (key[0].startswith(_NO_DEVICES) or plain_name(key).startswith(_NO_DEVICES))
    ]
