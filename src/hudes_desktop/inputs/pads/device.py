"""One game pad that is plugged in: what is held on it, what repeats, and its rumble."""

from collections.abc import Iterable, Iterator

from hudes_desktop.inputs.pads.sdl import AXES, BUTTONS, Joystick, Pad, Sdl
from hudes_desktop.inputs.seam.driver import Light, Timing
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import HeldControls

AT_REST = 0.25
"""An axis this near to 0 is let go: a little over the dead zone that pads need (8,000 of 32,767),
so that one which drifts is not taken for one that is held."""

RUMBLE_INTERVAL = 0.02
"""Seconds between two changes of a rumble, at least: what a radio link can take."""

MOTORS = {"rumble_low": 0, "rumble_high": 1}
"""What a pad can show: its motors, as buttons of these names."""

SETTLING_S = 0.25
"""A pad that has not said where its axes are after so many seconds doesn't say it at all."""

SILENT_S = 0.5
"""Seconds of silence, while something is held, after which a pad may have lost its radio link."""

UNCHANGED_S = 10.0
"""After so many seconds without the slightest change it is asked whether the pad is still there."""

_AXES = [Control("axis", name) for name in AXES]
_BUTTONS = [Control("button", name) for name in BUTTONS]


class PadDevice:
    """One pad, from plugged in to unplugged.

    Attributes:
        number: from 1, as people count their pads.
        guid: the same for all pads of one make.
        device: as profiles and messages know it.
        ignored: controls that were held when the pad came, or when all was let go. One of them does
            nothing until it has been let go: nobody walks off with a stick that was pushed when it
            was plugged in, that is stuck, or whose driver makes up its first values.
    """

    def __init__(self, sdl: Sdl, handle: Pad, joystick: Joystick, number: int, now: float) -> None:
        self.number = number
        self.guid = joystick.guid
        self.device = Device(f"pad {number}", "pad", joystick.name)
        self.ignored: set[Control] = set()
        self._sdl = sdl
        self._handle = handle
        self._settles_by: float | None = now + SETTLING_S
        self._held = HeldControls()
        self._heard_at = now
        self._has_twin = False
        self._strengths = [0.0, 0.0]
        self._ends = [0.0, 0.0]
        self._rumbled_at = float("-inf")
        self._rumble_changed = False
        self.settle(now)

    @property
    def settled(self) -> bool:
        """It has said where its axes are; until then nothing is reported."""
        return self._settles_by is None

    def settle(self, now: float) -> None:
        """Once the pad has said where its axes are: what is held then was plugged in so."""
        if self._settles_by is None:
            return
        if now < self._settles_by and not self._sdl.has_reported(self._handle):
            return
        self._settles_by = None
        for kind, number, raw in self._sdl.held(self._handle):
            control, value = _read(kind, number, raw)
            if not _at_rest(control, value):
                self.ignored.add(control)

    def moved(
        self, kind: str, number: int, raw: int, timing: Timing, now: float
    ) -> Iterator[ControlEvent]:
        """What SDL's news of an axis or button comes to."""
        if self._settles_by is not None:
            return
        if number >= len(_AXES if kind == "axis" else _BUTTONS):
            return  # a control of a newer SDL
        self._heard_at, self._has_twin = now, False
        control, value = _read(kind, number, raw)
        if control in self.ignored:
            if not _at_rest(control, value):
                return
            self.ignored.discard(control)
        if value == self._held.value(control):
            return
        if value:
            repeats = timing(self.device.id, control) if kind == "button" else None
            self._held.press(control, repeats, now, value)
        else:
            self._held.release(control)
        yield ControlEvent(self.device.id, control, value)

    def repeats(self, now: float) -> Iterator[ControlEvent]:
        """The held buttons that act again."""
        for held in self._held.due(now):
            yield ControlEvent(self.device.id, *held, repeat=True)

    def release(self) -> Iterator[ControlEvent]:
        """Every held control is released, and ignored until it really is."""
        for control, value in self._held.release_all().items():
            if not _at_rest(control, value):
                self.ignored.add(control)
            yield ControlEvent(self.device.id, control, 0.0)

    def has_twin(self) -> None:
        """Another pad of its make has come: it may be this one, whose radio link was lost."""
        self._has_twin = True

    def release_if_lost(self, now: float) -> Iterator[ControlEvent]:
        """Everything is released if a twin has come and this one doesn't say anything more."""
        if self._has_twin and now - self._heard_at >= SILENT_S:
            self._has_twin = False
            yield from self.release()

    def unchanged(self, now: float) -> list[Control]:
        """The axes that are held without the slightest change, for so long that nobody may be."""
        if now - self._heard_at < UNCHANGED_S:
            return []
        return [control for control in self._held.controls() if control.kind == "axis"]

    def show(self, lights: Iterable[Light], now: float) -> None:
        """Run the motors; a light that isn't a motor is nothing that a pad has."""
        for light in lights:
            motor = MOTORS.get(str(light.control.name))
            if motor is not None:
                self._strengths[motor] = light.value
                self._ends[motor] = now + light.seconds
                self._rumble_changed = True
        self.rumble(now)

    def rumble(self, now: float) -> None:
        """Send what has changed, unless the last change is too short ago.

        Both motors stop together, when the later one is to stop.
        """
        if not self._rumble_changed or now - self._rumbled_at < RUMBLE_INTERVAL:
            return
        low, high = (
            strength if end > now else 0.0
            for strength, end in zip(self._strengths, self._ends, strict=True)
        )
        self._rumble_changed = False
        self._rumbled_at = now
        self._sdl.rumble(self._handle, low, high, max(self._ends) - now)

    def close(self) -> None:
        """Give the pad back, its motors at rest."""
        if max(self._strengths) > 0:
            self._sdl.rumble(self._handle, 0.0, 0.0, 0.0)
        self._sdl.close_pad(self._handle)


def _read(kind: str, number: int, raw: int) -> tuple[Control, float]:
    if kind == "axis":
        return _AXES[number], max(-1.0, raw / 32767)
    return _BUTTONS[number], float(raw)


def _at_rest(control: Control, value: float) -> bool:
    return abs(value) <= AT_REST if control.kind == "axis" else value == 0
