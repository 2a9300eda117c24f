"""The mouse, or a finger on a touch screen, as a driver fed by the 3-D view."""

from collections.abc import Sequence

from hudes_desktop.inputs.seam.driver import DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.words import text

_BUTTONS = ("Left", "Middle", "Right")
_DRAGS = tuple(f"{button}Drag{axis}" for button in _BUTTONS for axis in "XY")

MOTIONS = (
    *_DRAGS,
    *(f"Shift+{drag}" for drag in _DRAGS),
    "Wheel",
    "TouchX",
    "TouchY",
    "TouchTurn",
    "TouchPinch",
)
"""Drags and the way of one finger in pixels, x to the right and y downwards; the wheel in notches
away from the hand; two fingers' turn in degrees, and their pinch in doublings of the distance."""

CLICKS = tuple(f"{button}{click}" for button in _BUTTONS for click in ("Click", "DoubleClick"))


def shown(name: str) -> str:
    """The name as people read it on a help page; both directions of a drag share one."""
    shift = text("mouse.shift") if name.startswith("Shift+") else ""
    plain = name.removeprefix("Shift+")
    return shift + text(f"mouse.{plain[:-1] if 'Drag' in plain else plain}")


def mouse_control(name: str) -> Control | None:
    """The control of that name; None if there is none."""
    if name in MOTIONS:
        return Control("motion", name)
    return Control("button", name) if name in CLICKS else None


class MouseDriver:
    """Sums the moves of each control between two polls."""

    name = "mouse"

    def __init__(self) -> None:
        self.timing: Timing = lambda _device, _control: None
        self._moves: dict[Control, float] = {}

    @property
    def state(self) -> DriverState:
        """Always ready: the view that feeds it is there."""
        return "ready"

    def open(self) -> None:
        """Start with nothing moved."""
        self._moves.clear()

    def devices(self) -> Sequence[Device]:
        """All mice and touch screens are one to the window."""
        return (Device(self.name, self.name, "mouse"),)

    def move(self, name: str, amount: float) -> None:
        """A control was moved by `amount`, or clicked. Raises ValueError for an unknown name."""
        control = mouse_control(name)
        if control is None:
            raise ValueError(f"a mouse has no {name!r}")
        self._moves[control] = self._moves.get(control, 0.0) + amount

    def poll(self) -> list[ControlEvent]:
        """What moved since the last call, in the order in which it began to."""
        moves, self._moves = self._moves, {}
        return [
            ControlEvent(self.name, control, amount if control.kind == "motion" else 1.0)
            for control, amount in moves.items()
            if amount
        ]

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Nothing: a mouse has no lights of ours."""

    def release_all(self) -> None:
        """Nothing is held: a drag is told move by move."""

    def close(self) -> None:
        """Forget what has not been polled."""
        self._moves.clear()
