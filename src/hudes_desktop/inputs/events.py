"""What drivers report: which control of which device, and its value."""

from dataclasses import dataclass
from typing import Literal

ControlKind = Literal["key", "button", "motion", "axis", "hat", "control_change", "note"]


@dataclass(frozen=True, slots=True)
class Control:
    """One physical thing on a device: a key by its name, anything else by its number."""

    kind: ControlKind
    name: str | int


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """A control that moved.

    Attributes:
        device: the name of the driver that reports it.
        value: 1 pressed and 0 released for what can only be on or off; −1 … 1 for an axis; how far
            it was moved for a motion (a mouse's drag, in pixels).
        repeat: the control is still held and acts again; always with the value of the press.
    """

    device: str
    control: Control
    value: float
    repeat: bool = False
