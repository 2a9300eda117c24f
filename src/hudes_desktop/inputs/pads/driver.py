"""Game pads: every controller that SDL knows, up to four at once, plugged in and out at any time.

Controls are named as SDL names them, whatever is printed on the pad: buttons a, b, x, y, back,
guide, start, leftstick, rightstick, leftshoulder, rightshoulder, dpup, dpdown, dpleft, dpright,
and on some pads misc1, paddle1 … paddle4, touchpad; axes leftx, lefty, rightx, righty
(−1 … 1, right and down are positive), lefttrigger, righttrigger (0 … 1).
"""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from hudes_desktop.inputs.bindings.controls import shown
from hudes_desktop.inputs.pads import mappings as pad_mappings
from hudes_desktop.inputs.pads.device import PadDevice
from hudes_desktop.inputs.pads.sdl import Joystick, RawReading, Sdl, Stick
from hudes_desktop.inputs.seam.driver import DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.words import text

log = logging.getLogger(__name__)

MAX_PADS = 4


class PadDriver:
    """All game pads, told apart as "pad 1" … "pad 4".

    One that comes back gets its number again if that is free; a fifth is ignored. Looking for
    devices begins with the first poll, so that a program can have its window up before.
    """

    name = "pad"

    def __init__(
        self,
        mappings: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        timing: Timing = lambda _device, _control: RepeatTiming(),
    ) -> None:
        """mappings: the user's file of SDL mapping strings (gamecontrollerdb.txt); needn't be."""
        self.timing = timing
        self._mappings = mappings
        self._clock = clock
        self._sdl: Sdl | None = None
        self._forget()

    def _forget(self) -> None:
        self._started = False
        self._changed = False
        self._had_a_pad = False
        self._pads: dict[int, PadDevice] = {}
        self._last_guids: dict[int, str] = {}
        self._joysticks: list[Joystick] = []
        self._sticks: dict[int, Stick] = {}
        self._refused: dict[int, str] = {}
        self._bad_mappings: list[str] = []
        self._events: list[ControlEvent] = []

    @property
    def state(self) -> DriverState:
        """absent: no pad so far. lost: there was one."""
        if self.devices():
            return "ready"
        return "lost" if self._had_a_pad else "absent"

    def open(self) -> None:
        """Load SDL. Raises DriverFault where it is missing or broken."""
        self.close()
        self._sdl = Sdl()

    def devices(self) -> Sequence[Device]:
        """The pads that can be used, in the order in which they were plugged in."""
        return [pad.device for pad in self._pads.values() if pad.settled]

    def troubles(self) -> dict[str, str]:
        """What is held and so ignored, by pad; what else is ignored has a name of its own."""
        found: dict[str, str] = {}
        now = self._clock()
        for pad in self._pads.values():
            for id, controls in (("pad.unchanged", pad.unchanged(now)), ("pad.held", pad.ignored)):
                if controls:
                    names = sorted(shown([control]) for control in controls)
                    line = text(id, count=len(names), controls=", ".join(names))
                    found[pad.device.id] = line
        found |= {
            _id_of(each): text("pad.unmapped", name=each.name)
            for each in self._joysticks
            if not each.mapped
        }
        found |= {f"joystick {number}": line for number, line in self._refused.items()}
        return found | {f"mapping {n}": line for n, line in enumerate(self._bad_mappings, 1)}

    def poll(self) -> list[ControlEvent]:
        """What happened since the last call; looks for pads too. Raises DriverFault."""
        if self._sdl is None:
            return []
        if not self._started:
            self._start(self._sdl)
        self._listen(self._sdl)
        if self._changed:
            self._changed = False
            self._look(self._sdl)
        now = self._clock()
        for pad in self._pads.values():
            pad.settle(now)
            self._events += pad.release_if_lost(now)
            self._events += pad.repeats(now)
            pad.rumble(now)
        events, self._events = self._events, []
        return events

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Rumble: buttons rumble_low and rumble_high, 0 … 1, for up to 65 s.

        Nothing happens on a pad without motors, or one that has just gone.
        """
        for pad in self._pads.values():
            if pad.device.id == device:
                pad.show(lights, self._clock())

    def release_all(self) -> None:
        """Let go of every held button, stick and trigger, until they are pressed or pushed anew."""
        for pad in self._pads.values():
            self._events += pad.release()

    def close(self) -> None:
        """Give every device back and forget the pads' numbers."""
        if self._sdl is not None and self._started:
            for pad in self._pads.values():
                pad.close()
            for stick in self._sticks.values():
                self._sdl.close_stick(stick)
            self._sdl.stop()
        self._sdl = None
        self._forget()

    def joysticks(self) -> list[Joystick]:
        """All that is plugged in, also what SDL has no mapping for (`mapped` is False).

        What has no buttons is none.
        """
        return list(self._joysticks)

    def unmapped(self) -> dict[str, RawReading]:
        """Where the controls of joysticks without a mapping are, by names of theirs."""
        readings = {
            f"{_id_of(each)} ({each.name})": self.raw(each.instance)
            for each in self._joysticks
            if not each.mapped
        }
        return {name: reading for name, reading in readings.items() if reading is not None}

    def raw(self, instance: int) -> RawReading | None:
        """Where the controls of a joystick were at the last poll; None if it is gone.

        It reports from the first call until stop_raw.
        """
        if self._sdl is None or not self._started:
            return None
        if instance not in self._sticks:
            instances = [each.instance for each in self._sdl.joysticks()]
            here = instance in instances
            stick = self._sdl.open_stick(instances.index(instance)) if here else None
            if stick is None:
                return None
            self._sticks[instance] = stick
        return self._sdl.raw(self._sticks[instance])

    def stop_raw(self, instance: int) -> None:
        """A joystick's raw readings are wanted no longer."""
        stick = self._sticks.pop(instance, None)
        if stick is not None and self._sdl is not None:
            self._sdl.close_stick(stick)

    def add_mapping(self, mapping: str) -> None:
        """Take an SDL mapping string; a pad that it is for can be used from the next poll.

        It is forgotten at close: a caller writes it to the file of mappings too. Raises ValueError.
        """
        mapping = pad_mappings.checked(mapping)
        if self._sdl is not None and self._started:
            if not self._sdl.add_mapping(mapping):
                raise ValueError(self._sdl.error())
            self._changed = True

    def _start(self, sdl: Sdl) -> None:
        sdl.start()
        self._started = True
        self._changed = True
        if self._mappings is None:
            return
        try:
            for line, mapping in pad_mappings.read(self._mappings):
                try:
                    sdl.add_mapping(pad_mappings.checked(mapping))
                except ValueError as error:
                    where = text("profile.line", number=line)
                    self._bad_mappings.append(f"{self._mappings.name}, {where}: {error}")
        except OSError as error:
            reason = error.strerror
            unreadable = text("pad.mappings_unreadable", file=self._mappings, reason=reason)
            self._bad_mappings.append(unreadable)
        for problem in self._bad_mappings:
            log.info("%s", problem)

    def _listen(self, sdl: Sdl) -> None:
        now = self._clock()
        for kind, which, number, value in sdl.events():
            pad = self._pads.get(which)
            if kind in ("added", "removed"):
                self._changed = True
                if kind == "removed":
                    self._lose(which)
            elif pad is not None and kind == "remapped":
                self._events += pad.release()
            elif pad is not None:
                self._events += pad.moved(kind, number, value, self.timing, now)

    def _lose(self, instance: int) -> None:
        self.stop_raw(instance)
        self._refused.pop(instance, None)
        pad = self._pads.pop(instance, None)
        if pad is not None:
            self._events += pad.release()
            pad.close()
            log.info("%s unplugged: %s", pad.device.id, pad.device.title)

    def _look(self, sdl: Sdl) -> None:
        """Open the pads that have come."""
        self._joysticks = []
        for index, joystick in enumerate(sdl.joysticks()):
            if joystick.mapped or sdl.has_buttons(index):  # else it is the sensor of a lid, say
                self._joysticks.append(joystick)
            if joystick.mapped and joystick.instance not in self._pads:
                self._take(sdl, index, joystick)

    def _take(self, sdl: Sdl, index: int, joystick: Joystick) -> None:
        number = self._number_for(joystick.guid)
        if number is None:
            self._refuse(joystick, text("pad.too_many", most=MAX_PADS))
            return
        handle = sdl.open_pad(index)
        if handle is None:
            self._refuse(joystick, sdl.error())
            return
        self._refused.pop(joystick.instance, None)
        for other in self._pads.values():
            if other.guid == joystick.guid:
                other.has_twin()
        pad = PadDevice(sdl, handle, joystick, number, self._clock())
        self._pads[joystick.instance] = pad
        self._last_guids[number] = joystick.guid
        self._had_a_pad = True
        log.info("%s plugged in: %s", pad.device.id, pad.device.title)

    def _refuse(self, joystick: Joystick, why: str) -> None:
        line = text("pad.ignored", name=joystick.name, reason=why)
        if self._refused.get(joystick.instance) != line:
            self._refused[joystick.instance] = line
            log.info("%s", line)

    def _number_for(self, guid: str) -> int | None:
        """Its old number if that is free, else the lowest that is; None if none is."""
        taken = {pad.number for pad in self._pads.values()}
        free = [number for number in range(1, MAX_PADS + 1) if number not in taken]
        old = [number for number in free if self._last_guids.get(number) == guid]
        return next(iter(old + free), None)


def _id_of(joystick: Joystick) -> str:
    return f"joystick {joystick.instance}"
