"""The seam for devices: what a driver must do, and the states that it can be in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming

DriverState = Literal["absent", "ready", "lost", "failed"]
"""absent: no device so far. ready: delivers. lost: was there, may come back. failed: can't work,
with a reason; it is tried again."""

Timing = Callable[[str, Control], RepeatTiming | None]
"""When a held control of a device (its id) acts again; None for one that doesn't."""


class DriverFault(Exception):
    """What a driver raises when its device or library lets it down: one line for the user."""


@dataclass(frozen=True, slots=True)
class Light:
    """What a device shows at one place: an LED, a ring, a rumble motor.

    Attributes:
        control: a control change, note or pitch bend is sent as such a message; the buttons
            "rumble_low" and "rumble_high" are the motors of a pad.
        value: 0 … 127 for MIDI (0 … 16383 for pitch bend), 0 … 1 for a motor.
        seconds: how long a motor runs.
    """

    control: Control
    value: float
    seconds: float = 0.0


class Driver(Protocol):
    """Code that speaks to one kind of device; called from the main thread, and never blocking.

    Attributes:
        name: what profiles and messages call the driver.
        state: absent, ready or lost, as the driver sees it; the hub marks it failed.
        timing: when a held control acts again; set by the hub, from the profiles.
    """

    name: str
    timing: Timing

    @property
    def state(self) -> DriverState: ...

    def open(self) -> None:
        """Look for devices. Not finding one is a state; DriverFault is for what can't work."""

    def devices(self) -> Sequence[Device]:
        """Those that are plugged in now, in the order in which they came."""

    def poll(self) -> list[ControlEvent]:
        """What happened since the last call, in order; raises DriverFault.

        Also looks, cheaply and now and then, for what was plugged in or out. What was held on a
        device that went is reported as released, its axes as 0.
        """

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Show what has changed; a driver sends no faster than the device can take, latest wins."""

    def release_all(self) -> None:
        """Let go of every held control: the window lost the focus, or the profile changed."""

    def close(self) -> None:
        """Give the devices back; may be called in any state, and opened again."""


@runtime_checkable
class ConfiguresDevices(Protocol):
    """Optional part of a driver: its devices take raw messages, and may change their own lights."""

    def set_messages(
        self, device: str, connect: Sequence[bytes] = (), disconnect: Sequence[bytes] = ()
    ) -> None:
        """Raw messages to send when the device is connected (now, if it is) and disconnected."""

    def invalidate(self, device: str, control: Control | None = None) -> None:
        """The device may have changed a light (None: all) by itself: send what is wanted again."""


@runtime_checkable
class ReportsTroubles(Protocol):
    """Optional part of a driver: one device or port may have trouble while the others work."""

    def troubles(self) -> Mapping[str, str]:
        """One line for each trouble, by the id of its device.

        A trouble that belongs to no connected device has a name of its own, the same while it
        lasts; what the driver can't do, though it works, has the driver's. Called every frame.
        """


@runtime_checkable
class ReadsUnmapped(Protocol):
    """Optional part of a driver: there may be devices whose controls it knows by number only."""

    def unmapped(self) -> Mapping[str, Mapping[str, float]]:
        """Where the controls of each such device are (−1 … 1), by its name and theirs."""
