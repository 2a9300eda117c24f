"""What drivers report: which control of which device, and its raw value."""

from dataclasses import dataclass
from typing import Literal

ControlKind = Literal[
    "key", "button", "motion", "axis", "control_change", "note", "pitch_bend", "nrpn"
]


@dataclass(frozen=True, slots=True)
class Control:
    """One physical thing on a device.

    Attributes:
        name: a key's name, SDL's name for what a pad has ("a", "leftx", "lefttrigger"), the number
            of a MIDI control change, note or non-registered parameter (0 for pitch bend).
        channel: of MIDI, from 1; None for everything else.
    """

    kind: ControlKind
    name: str | int
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """One physical device that a driver has found.

    Attributes:
        id: unique while it is plugged in, and the same after a replug where that can be told:
            "keyboard", "mouse", "pad 1", "X-TOUCH MINI".
        driver: the name of the driver that speaks to it.
        title: as the maker calls it; profiles match a part of it.
    """

    id: str
    driver: str
    title: str


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """A control that moved.

    Attributes:
        device: Device.id of where it is.
        value: raw, with no dead zone and no curve. 1 pressed and 0 released for keys and buttons;
            −1 … 1 for the axis of a stick, 0 … 1 for a trigger; how far it was moved for a motion
            (a mouse's drag, in pixels); 0 … 127 for a control change and a note's velocity (0 is
            released); 0 … 16383 for pitch bend and non-registered parameters.
        repeat: the control is still held and acts again; always with the value of the press.
    """

    device: str
    control: Control
    value: float
    repeat: bool = False

    @property
    def is_touch(self) -> bool:
        """Whether a person moved the control: no release, no repeat, no drift of a stick."""
        if self.repeat:
            return False
        return abs(self.value) > 0.5 if self.control.kind == "axis" else self.value != 0
