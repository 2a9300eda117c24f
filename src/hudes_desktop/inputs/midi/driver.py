"""MIDI desks, keyboards and mixers as a driver: every port of a device, hot-plugged both ways."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from hudes_desktop.inputs.midi.device import MidiDevice
from hudes_desktop.inputs.midi.disconnect_guard import DisconnectGuard
from hudes_desktop.inputs.midi.gone import gone
from hudes_desktop.inputs.midi.lights import LightQueue
from hudes_desktop.inputs.midi.ports import MidiPorts, PortKey, Way, find_ports
from hudes_desktop.inputs.seam.driver import DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.words import text

if TYPE_CHECKING:
    from mido import Message

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at which ports there are: unplugging is silent in MIDI."""

RETRY_AFTER = 2.0
"""Seconds until a port that couldn't be opened is tried again."""


class SetupMessages(NamedTuple):
    """Raw messages for a device: when it is connected, and before it is disconnected."""

    connect: tuple[bytes, ...] = ()
    disconnect: tuple[bytes, ...] = ()


class Trouble(NamedTuple):
    """A port that can't be opened: its plain name, one line, and when it is tried again."""

    title: str
    line: str
    retry_at: float


class MidiDriver:
    """All MIDI inputs of this machine, each a device, with the output of the same name.

    A device's id is the plain name of its port; a second one of that name has " 2" behind it.
    Lights and messages belong to the id, and are sent again after a replug.
    """

    name = "midi"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.timing: Timing = lambda _, __: None
        self._clock = clock
        self._ports: MidiPorts | None = None
        self._guard: DisconnectGuard | None = None
        self._devices: dict[str, MidiDevice] = {}
        self._lights: defaultdict[str, LightQueue] = defaultdict(LightQueue)
        self._setups: defaultdict[str, SetupMessages] = defaultdict(SetupMessages)
        self._events: list[ControlEvent] = []
        self._troubles: dict[tuple[Way, PortKey], Trouble] = {}
        self._look_at = 0.0
        self._had_one = False

    @property
    def state(self) -> DriverState:
        """ready with at least one device; lost when the last one is gone; else absent."""
        if self._devices:
            return "ready"
        return "lost" if self._had_one else "absent"

    def open(self) -> None:
        """Find the machine's MIDI system. Raises DriverFault: there is none, or no library."""
        self.close()
        self._ports = find_ports()
        if self._ports is None:
            return
        self._guard = DisconnectGuard(self._ports.system)
        self._look_at = self._clock()
        if self._ports.limits:
            log.info("%s", self._ports.limits)

    def devices(self) -> list[Device]:
        """Those that are connected, in the order in which they came."""
        return [each.device for each in self._devices.values()]

    def troubles(self) -> Mapping[str, str]:
        """One line for each port that is there and can't be used, by its plain name.

        By the driver's own name: what the library that serves MIDI can't do.
        """
        troubles = {trouble.title: trouble.line for trouble in self._troubles.values()}
        if self._ports is not None and self._ports.limits:
            troubles[self.name] = self._ports.limits
        return troubles

    def poll(self) -> list[ControlEvent]:
        """What came in; looks for devices once a second, and sends the lights that are due.

        Raises DriverFault when the ports can't be listed.
        """
        now = self._clock()
        if self._ports is not None:
            if now >= self._look_at:
                self._look_at = now + LOOK_EVERY
                self._look(self._ports, now)
            for each in list(self._devices.values()):
                if not self._read(self._ports, each, now):
                    self._lose(each)
                elif each.output is not None and (messages := each.lights.due(now)):
                    self._send(each, messages)
        events, self._events = self._events, []
        return events

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Want these lights on a device; poll sends what changed, of each the newest value.

        A device that isn't there shows them when it comes. Raises ValueError for a light that
        can't be sent as MIDI.
        """
        for light in lights:
            self._lights[device].show(light)

    def invalidate(self, device: str, control: Control | None = None) -> None:
        """The device may have changed a light (None: all) by itself: send what is wanted again."""
        self._lights[device].invalidate(control)

    def set_messages(
        self, device: str, connect: Sequence[bytes] = (), disconnect: Sequence[bytes] = ()
    ) -> None:
        """Send `connect` to a device, now and whenever it is connected again.

        `disconnect` is sent when other messages take the place of these, by `close`, and by a
        process of its own when the program dies. The same messages again do nothing.
        """
        messages = SetupMessages(tuple(connect), tuple(disconnect))
        before = self._setups[device]
        if messages == before:
            return
        self._setups[device] = messages
        if (each := self._devices.get(device)) is not None:
            self._send(each, _messages(before.disconnect))
            self._configure(each)
            self._guard_disconnects()

    def release_all(self) -> None:
        """Release every note that is held."""
        for each in self._devices.values():
            each.release(self._events)

    def close(self) -> None:
        """Send the last lights and every device's disconnect messages, and close the ports.

        Lights and messages are kept for when it is opened again.
        """
        if self._ports is not None:
            for each in self._devices.values():
                disconnect = _messages(self._setups[each.device.id].disconnect)
                self._send(each, [*each.lights.rest(), *disconnect])
                each.close()
            self._ports.close()
        if self._guard is not None:
            self._guard.close()
        self._ports = self._guard = None
        self._devices.clear()
        self._events.clear()
        self._troubles.clear()
        self._had_one = False

    def _read(self, ports: MidiPorts, each: MidiDevice, now: float) -> bool:
        """Take what came from a device; False when its input is gone."""
        try:
            each.read(self._events, self.timing, now)
        except ports.Error as error:
            log.info("%s can't be read: %s", each.device.id, error)
            return False
        if each.overrun:
            log.info("%s: more came than could be kept, some is lost", each.device.id)
        return True

    def _look(self, ports: MidiPorts, now: float) -> None:
        """Connect what was plugged in since the last look, and let go of what is gone."""
        sources, targets = ports.listed("input"), ports.listed("output")
        for way, port in list(self._troubles):
            if port not in (sources if way == "input" else targets):
                del self._troubles[way, port]
        for each in list(self._devices.values()):
            self._read(ports, each, now)  # what a device has sent just before it went
        for each in gone(list(self._devices.values()), sources, ports.is_connected):
            self._lose(each)
        for each in self._devices.values():
            if each.target not in targets:
                each.close_output()
        taken = {each.source for each in self._devices.values()}
        for source in sources:
            if source not in taken:
                self._gain(ports, source, now)
        for each in self._devices.values():
            if each.output is None:
                self._gain_output(ports, each, targets, now)
        self._guard_disconnects()

    def _gain(self, ports: MidiPorts, source: PortKey, now: float) -> None:
        opened = self._opened(ports, "input", source, now)
        if opened is None:
            return
        title = ports.plain_name(source)
        number = next(n for n in count(1) if _id_of(title, n) not in self._devices)
        name = _id_of(title, number)
        device = Device(name, self.name, title)
        self._devices[name] = MidiDevice(device, source, opened, self._lights[name])
        self._had_one = True
        log.info("MIDI device %s is connected", name)

    def _gain_output(
        self, ports: MidiPorts, each: MidiDevice, targets: Sequence[PortKey], now: float
    ) -> None:
        """Connect the output that belongs to a device: the very same name, else the plain one."""
        taken = {other.target for other in self._devices.values()}
        free = [
            target
            for target in targets
            if target not in taken and ports.plain_name(target) == each.device.title
        ]
        if not free:
            return
        target = each.source if each.source in free else free[0]
        if (output := self._opened(ports, "output", target, now)) is not None:
            each.output, each.target = output, target
            self._configure(each)

    def _lose(self, each: MidiDevice) -> None:
        del self._devices[each.device.id]
        each.release(self._events)
        each.close()
        log.info("MIDI device %s is gone", each.device.id)

    def _configure(self, each: MidiDevice) -> None:
        """Send its connect messages; its lights are in an unknown state, so all are sent again."""
        self._send(each, _messages(self._setups[each.device.id].connect))
        each.lights.invalidate()

    def _guard_disconnects(self) -> None:
        if self._guard is not None:
            self._guard.keep(
                {
                    each.target: list(messages)
                    for each in self._devices.values()
                    if each.target and (messages := self._setups[each.device.id].disconnect)
                }
            )

    def _send(self, each: MidiDevice, messages: Sequence[Message]) -> None:
        """Send, if there is an output; one that fails is let go of, and looked for again."""
        if self._ports is None:
            return
        try:
            each.send(messages)
        except self._ports.Error as error:
            log.info("%s can't be sent to: %s", each.device.id, error)
            each.close_output()

    def _opened(self, ports: MidiPorts, way: Way, port: PortKey, now: float) -> Any:
        """An open port; None when it can't be had, which is tried again later."""
        trouble = self._troubles.get((way, port))
        if trouble is not None and now < trouble.retry_at:
            return None
        try:
            opened = ports.open(way, port)
        except LookupError:
            return None  # unplugged since it was listed
        except ports.Error as error:
            title = ports.plain_name(port)
            line = text(f"midi.taken.{way}", title=title, error=error)
            self._troubles[way, port] = Trouble(title, line, now + RETRY_AFTER)
            if trouble is None:
                log.info("%s", line)
            return None
        self._troubles.pop((way, port), None)
        return opened


def _id_of(title: str, number: int) -> str:
    return title if number == 1 else f"{title} {number}"


def _messages(raw: Sequence[bytes]) -> list[Message]:
    from mido import Message  # loaded with the first device, not with the program

    return [Message.from_bytes(message) for message in raw]
