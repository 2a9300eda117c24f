"""Merges all drivers: polls them once a frame and turns their events into actions and intents."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from hudes_desktop.descent.actions import Action
from hudes_desktop.inputs.driver import Driver, DriverFault, DriverState
from hudes_desktop.inputs.events import Control, ControlEvent
from hudes_desktop.inputs.intents import Intent, scaled
from hudes_desktop.inputs.profile import Profile

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DriverStatus:
    """How a driver is; reason is one line for the user, empty unless it failed."""

    name: str
    state: DriverState
    reason: str = ""


@dataclass(slots=True)
class _Seat:
    """A driver with its profile, and the controls that are on their way through a hold time."""

    driver: Driver
    profile: Profile
    failure: str | None = None
    acts_at: dict[Control, float] = field(default_factory=dict)


class Hub:
    """All drivers, each with a profile. One that fails is closed; the others go on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seats: dict[str, _Seat] = {}

    def add(self, driver: Driver, profile: Profile) -> None:
        """Open a driver and let it speak through a profile; a fault is noted in its status.

        Raises ValueError for a second driver of a name, or a profile for another device.
        """
        if driver.name in self._seats:
            raise ValueError(f"there is a driver {driver.name!r} already")
        seat = _Seat(driver, profile)
        self._seats[driver.name] = seat
        self.set_profile(driver.name, profile)
        self._guarded(seat, driver.open)

    def set_profile(self, name: str, profile: Profile) -> None:
        """Let a driver speak through another profile from now on; held controls are let go."""
        seat = self._seats[name]
        if profile.device != name:
            raise ValueError(f"profile {profile.name!r} is for {profile.device!r}, not {name!r}")
        seat.driver.release_all()
        seat.acts_at.clear()
        seat.profile = profile
        seat.driver.timing = profile.timing

    def poll(self) -> list[Action | Intent]:
        """What all hands did since the last call, in order, driver after driver."""
        made: list[Action | Intent] = []
        for seat in self._seats.values():
            if seat.failure is not None:
                continue
            for event in self._guarded(seat, seat.driver.poll) or []:
                made += self._made_by(seat, event)
            made += self._held_long_enough(seat)
        return made

    def release_all(self) -> None:
        """Let go of everything that is held, on every device: the window lost the focus."""
        for seat in self._seats.values():
            seat.driver.release_all()
            seat.acts_at.clear()

    def feedback(self, values: Mapping[str, float]) -> None:
        """Show named values on every device that can."""
        for seat in self._seats.values():
            if seat.failure is None:
                self._guarded(seat, partial(seat.driver.feedback, values))

    def status(self) -> list[DriverStatus]:
        """How each driver is."""
        return [
            DriverStatus(name, seat.driver.state)
            if seat.failure is None
            else DriverStatus(name, "failed", seat.failure)
            for name, seat in self._seats.items()
        ]

    def reopen(self, name: str) -> None:
        """Give a failed driver another chance."""
        seat = self._seats[name]
        seat.failure = None
        self._guarded(seat, seat.driver.open)

    def close(self) -> None:
        """Give every device back."""
        for seat in self._seats.values():
            self._guarded(seat, seat.driver.close)

    def _made_by(self, seat: _Seat, event: ControlEvent) -> list[Action | Intent]:
        binding = seat.profile.binding(event.control)
        if binding is None:
            return []
        if event.control.kind == "motion":
            made = binding.action
            return [scaled(made, event.value) if isinstance(made, Intent) else made]
        if event.value == 0:
            seat.acts_at.pop(event.control, None)
            return []
        if event.repeat:
            return [binding.action] if binding.repeat else []
        if binding.hold:
            seat.acts_at[event.control] = self._clock() + binding.hold
            return []
        return [binding.action]

    def _held_long_enough(self, seat: _Seat) -> list[Action | Intent]:
        now = self._clock()
        made: list[Action | Intent] = []
        for control, acts_at in list(seat.acts_at.items()):
            if now >= acts_at:
                del seat.acts_at[control]
                binding = seat.profile.binding(control)
                made += [binding.action] if binding else []
        return made

    def _guarded(self, seat: _Seat, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except DriverFault as fault:
            seat.failure = str(fault)
            seat.acts_at.clear()
            log.info("driver %s failed: %s", seat.driver.name, fault)
            return None
