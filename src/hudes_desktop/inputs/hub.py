"""Merges all drivers: polls them once a frame and turns their events into actions and intents."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from hudes_desktop.descent.actions import Action
from hudes_desktop.inputs.driver import Driver, DriverFault, DriverState
from hudes_desktop.inputs.events import Control, ControlEvent, Device
from hudes_desktop.inputs.intents import Intent, scaled
from hudes_desktop.inputs.profile import Profile
from hudes_desktop.inputs.repeat import RepeatTiming

log = logging.getLogger(__name__)

RETRY_AFTER = 2.0
"""Seconds after which a driver that failed is opened again."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """How a device is, or a driver that has none: id and driver are the same then.

    Attributes: profile, the name of the one that is in force; trouble, one line or empty.
    """

    id: str
    driver: str
    title: str
    state: DriverState
    profile: str = ""
    trouble: str = ""


@dataclass(slots=True)
class _Seat:
    """A driver, and why it failed."""

    driver: Driver
    failure: str | None = None
    retry_at: float = 0.0


@dataclass(slots=True)
class _Hand:
    """A device with its profile, and the controls that are on their way through a hold time."""

    device: Device
    profile: Profile | None
    acts_at: dict[Control, float] = field(default_factory=dict)


class Hub:
    """All drivers, each of whose devices has a profile. One that fails is closed, and opened again
    after a while; the others go on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seats: dict[str, _Seat] = {}
        self._hands: dict[str, _Hand] = {}
        self._chosen: dict[str, Profile] = {}  # by driver or device id
        self.last_device: Device | None = None

    def add(self, driver: Driver) -> None:
        """Open a driver; a fault is noted in its status. ValueError for a second one of a name."""
        if driver.name in self._seats:
            raise ValueError(f"there is a driver {driver.name!r} already")
        seat = _Seat(driver)
        self._seats[driver.name] = seat
        driver.timing = self._timing
        self._guarded(seat, driver.open)

    def set_profile(self, name: str, profile: Profile) -> None:
        """Let a device (by its id), or all devices of a driver, speak through another profile.

        Held controls are let go. Raises ValueError for a profile of another driver.
        """
        hand = self._hands.get(name)
        driver = hand.device.driver if hand else name
        if profile.device != driver:
            raise ValueError(f"profile {profile.name!r} is for {profile.device!r}, not {driver!r}")
        self._chosen[name] = profile
        if driver in self._seats:
            self._seats[driver].driver.release_all()
        for each in self._hands.values():
            if each.device.driver == driver:
                each.acts_at.clear()
                each.profile = self._profile_for(each.device)

    def poll(self) -> list[Action | Intent]:
        """What all hands did since the last call, in order, driver after driver."""
        made: list[Action | Intent] = []
        for seat in self._seats.values():
            if seat.failure is not None and not self._retry(seat):
                continue
            for event in self._guarded(seat, seat.driver.poll) or []:
                hand = self._hand(seat, event.device)
                self.last_device = hand.device
                made += self._made_by(hand, event)
        for hand in self._hands.values():
            made += self._held_long_enough(hand)
        return made

    def release_all(self) -> None:
        """Let go of everything that is held, on every device: the window lost the focus."""
        for seat in self._seats.values():
            seat.driver.release_all()
        for hand in self._hands.values():
            hand.acts_at.clear()

    def status(self) -> list[DeviceStatus]:
        """How each device is; a driver without a device, or one that failed, has a line too."""
        lines: list[DeviceStatus] = []
        for name, seat in self._seats.items():
            if seat.failure is not None:
                lines.append(DeviceStatus(name, name, "", "failed", trouble=seat.failure))
                continue
            devices = seat.driver.devices()
            state = seat.driver.state
            if not devices:
                lines.append(DeviceStatus(name, name, "", state))
            for device in devices:
                profile = self._profile_for(device)
                lines.append(
                    DeviceStatus(
                        device.id, name, device.title, state, profile.name if profile else ""
                    )
                )
        return lines

    def close(self) -> None:
        """Give every device back."""
        for seat in self._seats.values():
            self._guarded(seat, seat.driver.close)

    def _retry(self, seat: _Seat) -> bool:
        """Whether a driver that failed works again; it is tried when it is time to."""
        if self._clock() < seat.retry_at:
            return False
        seat.failure = None
        self._guarded(seat, seat.driver.close)
        self._guarded(seat, seat.driver.open)
        return seat.failure is None

    def _hand(self, seat: _Seat, device_id: str) -> _Hand:
        if device_id not in self._hands:
            known = {device.id: device for device in seat.driver.devices()}
            device = known.get(device_id) or Device(device_id, seat.driver.name, device_id)
            self._hands[device_id] = _Hand(device, self._profile_for(device))
        return self._hands[device_id]

    def _profile_for(self, device: Device) -> Profile | None:
        return self._chosen.get(device.id) or self._chosen.get(device.driver)

    def _timing(self, device_id: str, control: Control) -> RepeatTiming | None:
        hand = self._hands.get(device_id)
        profile = hand.profile if hand else self._chosen.get(device_id)
        return profile.timing(control) if profile else None

    def _made_by(self, hand: _Hand, event: ControlEvent) -> list[Action | Intent]:
        binding = hand.profile.binding(event.control) if hand.profile else None
        if binding is None:
            return []
        if event.control.kind == "motion":
            made = binding.action
            return [scaled(made, event.value) if isinstance(made, Intent) else made]
        if event.value == 0:
            hand.acts_at.pop(event.control, None)
            return []
        if event.repeat:
            return [binding.action] if binding.repeat else []
        if binding.hold:
            hand.acts_at[event.control] = self._clock() + binding.hold
            return []
        return [binding.action]

    def _held_long_enough(self, hand: _Hand) -> list[Action | Intent]:
        now = self._clock()
        made: list[Action | Intent] = []
        for control, acts_at in list(hand.acts_at.items()):
            if now >= acts_at:
                del hand.acts_at[control]
                binding = hand.profile.binding(control) if hand.profile else None
                made += [binding.action] if binding else []
        return made

    def _guarded(self, seat: _Seat, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except DriverFault as fault:
            seat.failure = str(fault)
            seat.retry_at = self._clock() + RETRY_AFTER
            for hand in self._hands.values():
                if hand.device.driver == seat.driver.name:
                    hand.acts_at.clear()
            log.info("driver %s failed: %s", seat.driver.name, fault)
            return None
