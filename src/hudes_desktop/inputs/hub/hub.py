"""Merges all drivers: polls them once a frame and turns their events into actions and intents."""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.amounts import Intent
from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.hub.status import DeviceStatus as DeviceStatus
from hudes_desktop.inputs.hub.status import status_of
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.light_rule import PULSES
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import Driver, Greeter
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.inputs.state.connected_device import ConnectedDevice

log = logging.getLogger(__name__)

MAX_ELAPSED = 0.1
"""Seconds for which a stick acts in one call, at most: after a stall nobody is carried away."""

HEARD = 4096
"""Events that are kept for whoever listens."""


class Hub:
    """All drivers, each of whose devices has a profile.

    A driver that fails is opened again after a while; the others go on.

    Attributes:
        last_device: the one that was touched last; None before any was.
        changed: called when devices have come or gone, another profile is in force, a driver or
            device has or had trouble, or there is news.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, library: Library | None = None
    ) -> None:
        """library: where the profiles of devices are found for which none was set."""
        self._clock = clock
        self._library = library
        self._seats: dict[str, GuardedDriver] = {}
        self._hands: dict[str, ConnectedDevice] = {}
        self._chosen: dict[str, Profile | str] = {}  # by driver or device id
        self._told: dict[str, float] = {}
        self._polled_at: float | None = None
        self._listening = False
        self._heard: deque[ControlEvent] = deque(maxlen=HEARD)
        self.last_device: Device | None = None
        self.changed: Callable[[], object] = lambda: None

    def add(self, driver: Driver) -> None:
        """Open a driver; a fault is noted in its status. ValueError for a second one of a name."""
        if driver.name in self._seats:
            raise ValueError(f"there is a driver {driver.name!r} already")
        seat = self._seats[driver.name] = GuardedDriver(driver, self._clock)
        driver.timing = self._timing
        seat.open()
        self._look(seat)

    def set_profile(self, name: str, profile: Profile | str) -> None:
        """Let a device (by its id), or all devices of a driver, speak through another profile.

        profile: by its name in the library it is read again when it is saved. Held controls are
        let go. Raises ValueError for a profile of another driver, EnvironmentFault for a name
        that is not in the library.
        """
        hand = self._hands.get(name)
        driver = hand.device.driver if hand else name
        found = self._resolved(profile)
        if found.driver != driver:
            raise ValueError(f"profile {found.name!r} is for {found.driver!r}, not {driver!r}")
        self._chosen[name] = profile
        self._use_profiles(driver)

    def profile(self, name: str) -> Profile | None:
        """The one in force for a device (by its id); None for a device that nothing matches."""
        hand = self._hands.get(name)
        return hand.profile if hand else None

    def devices(self) -> list[Device]:
        """All devices that are plugged in, driver after driver."""
        return [device for seat in self._seats.values() for device in seat.devices]

    def raw(self, name: str) -> Mapping[Control, float]:
        """The last raw value of every control of a device (by its id) that has moved."""
        hand = self._hands.get(name)
        return hand.raw if hand else {}

    def poll(self) -> list[Intent]:
        """What all hands did since the last call, in order, driver after driver."""
        now = self._clock()
        elapsed = 0.0 if self._polled_at is None else min(now - self._polled_at, MAX_ELAPSED)
        self._polled_at = now
        if self._library is not None and self._library.refresh(now):
            for name in self._seats:
                self._use_profiles(name)
            if self._library.news:
                self.changed()
        made: list[Intent] = []
        for seat in self._seats.values():
            events = seat.poll(now)
            self._look(seat)
            for event in events:
                self._hear(seat, event, now)
            for hand in self._hands.values():
                if hand.device.driver == seat.driver.name:
                    made += hand.take(now, elapsed)
                    self._show(seat, hand)
        return made

    def tell(self, values: Mapping[str, float]) -> None:
        """The present values, for lights and soft take-over: see light_rule.VALUES.

        Values that are not told stay as they were. A pulse is told once each time it happens.
        """
        news = {name: value for name, value in values.items() if self._told.get(name) != value}
        for name in PULSES:
            if name in values:
                news.pop(name, None)
                for hand in self._hands.values():
                    hand.pulse(name, values[name])
        if news:
            self._told |= news
            for hand in self._hands.values():
                hand.told()

    @property
    def listening(self) -> bool:
        """While it is on, poll() makes nothing, and events are kept for `heard`."""
        return self._listening

    @listening.setter
    def listening(self, on: bool) -> None:
        self._listening = on
        self._heard.clear()
        self.release_all()

    def heard(self) -> list[ControlEvent]:
        """The events since the last call, while listening; of a flood the latest ones."""
        events = list(self._heard)
        self._heard.clear()
        return events

    def news(self) -> list[str]:
        """One line for each profile that has turned out to be unusable since the last call."""
        if self._library is None:
            return []
        lines, self._library.news = self._library.news, []
        return lines

    def release_all(self) -> None:
        """Let go of everything that is held, on every device: the window lost the focus."""
        for seat in self._seats.values():
            seat.guarded(seat.driver.release_all)
        for hand in self._hands.values():
            hand.release()

    def status(self) -> list[DeviceStatus]:
        """How each device is that is or was here; a driver without one, or that failed, has a line.

        So has what keeps a driver from having a device: a port that is taken, a pad too many.
        """
        lines: list[DeviceStatus] = []
        for name, seat in self._seats.items():
            hands = [hand for hand in self._hands.values() if hand.device.driver == name]
            lines += status_of(seat, hands, self._profile_trouble)
        return lines

    def close(self) -> None:
        """Give every device back."""
        for seat in self._seats.values():
            seat.guarded(seat.driver.close)

    def _profile_trouble(self, profile: Profile | None) -> str:
        if profile is None:
            return "no profile is for this device"
        if self._library is None:
            return ""
        return self._library.troubles().get(self._library.name_of(profile) or "", "")

    def _look(self, seat: GuardedDriver) -> None:
        """Notice what was plugged in or out, and what else has changed about the driver."""
        before = seat.devices
        if not seat.look():
            return
        devices = seat.devices
        for device in before:
            if device not in devices:
                log.info("%s is gone", device.id)
                self._hands[device.id].go()
        for device in devices:
            if device not in before:
                hand = self._hands.setdefault(device.id, ConnectedDevice(device, self._told))
                hand.use(self._profile_for(device))
                hand.come(device)
                self._greet(seat, hand)
                name = hand.profile.name if hand.profile else "none"
                log.info("%s (%s) is here; profile: %s", device.id, device.title, name)
        self.changed()

    def _hear(self, seat: GuardedDriver, event: ControlEvent, now: float) -> None:
        hand = self._hands.get(event.device)
        if hand is None:
            raise ValueError(f"driver {seat.driver.name!r} has no device {event.device!r}")
        if _touches(event):
            self.last_device = hand.device
        if self._listening:
            self._heard.append(event)
            hand.feel(event)
        else:
            hand.feed(event, now)

    def _use_profiles(self, driver: str) -> None:
        seat = self._seats.get(driver)
        if seat is None:
            return
        of_driver = [hand for hand in self._hands.values() if hand.device.driver == driver]
        used = [hand for hand in of_driver if hand.use(self._profile_for(hand.device))]
        for hand in used:
            if hand.here:
                self._greet(seat, hand)
        if used:
            seat.guarded(seat.driver.release_all)
            self.changed()

    def _greet(self, seat: GuardedDriver, hand: ConnectedDevice) -> None:
        if isinstance(seat.driver, Greeter):
            profile = hand.profile
            messages = (profile.connect, profile.disconnect) if profile else ((), ())
            seat.guarded(partial(seat.driver.greet, hand.device.id, *messages))

    def _show(self, seat: GuardedDriver, hand: ConnectedDevice) -> None:
        """Send what has changed, and what the device may have changed by itself."""
        touched, hand.touched = hand.touched, {}
        lights = hand.shown()
        if not hand.here:
            return
        if touched and isinstance(seat.driver, Greeter):
            for control in touched:
                seat.guarded(partial(seat.driver.distrust, hand.device.id, control))
        if lights:
            seat.guarded(partial(seat.driver.show, hand.device.id, lights))

    def _profile_for(self, device: Device) -> Profile | None:
        chosen = self._chosen.get(device.id, self._chosen.get(device.driver))
        if chosen is not None:
            try:
                return self._resolved(chosen)
            except EnvironmentFault as fault:
                log.info("%s: %s", device.id, fault)
                return self.profile(device.id)  # its file is gone or broken: what was in it holds
        return self._library.for_device(device) if self._library else None

    def _resolved(self, profile: Profile | str) -> Profile:
        if isinstance(profile, Profile):
            return profile
        if self._library is None:
            raise ValueError(f"there is no library to find the profile {profile!r} in")
        return self._library.profile(profile)

    def _timing(self, name: str, control: Control) -> RepeatTiming | None:
        hand = self._hands.get(name)
        return hand.timing(control) if hand else None


def _touches(event: ControlEvent) -> bool:
    """Whether a hand did it: sticks drift, and are let go of."""
    return abs(event.value) > 0.5 if event.control.kind == "axis" else event.value != 0
