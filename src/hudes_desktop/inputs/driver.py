"""The seam for devices: what a driver must do, and the states that it can be in."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from hudes_desktop.inputs.events import Control, ControlEvent
from hudes_desktop.inputs.repeat import RepeatTiming

DriverState = Literal["absent", "ready", "lost", "failed"]
"""absent: no such device so far. ready: delivers. lost: was there, may come back. failed: gave up,
with a reason."""


class DriverFault(Exception):
    """What a driver raises when its device or library lets it down: one line for the user."""


class Driver(Protocol):
    """Code that speaks to one device; called from the main thread only, and never blocking.

    Attributes:
        name: what profiles and messages call the device.
        state: absent, ready or lost, as the driver sees it; the hub marks it failed.
        timing: when a held control acts again, None for one that doesn't; set from the profile.
    """

    name: str
    timing: Callable[[Control], RepeatTiming | None]

    @property
    def state(self) -> DriverState: ...

    def open(self) -> None:
        """Look for the device. Not finding it is a state; DriverFault is for what can't work."""

    def poll(self) -> list[ControlEvent]:
        """What happened since the last call, in order; raises DriverFault."""

    def feedback(self, values: Mapping[str, float]) -> None:
        """Show named values on the device (lights, rings, rumble), as far as it can."""

    def release_all(self) -> None:
        """Let go of every held control: the window lost the focus, or the profile changed."""

    def close(self) -> None:
        """Give the device back; may be called in any state, and opened again."""
