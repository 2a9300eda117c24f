"""Merges all drivers: polls them once a frame and turns their events into actions."""

import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from hudes_desktop.descent.actions import Step
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.bindings.window_actions import Intent
from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.hub.heard import Heard
from hudes_desktop.inputs.hub.status import DeviceStatus as DeviceStatus
from hudes_desktop.inputs.hub.status import status_of
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.light_rule import PULSES
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import ConfiguresDevices, Driver
from hudes_desktop.inputs.seam.drivers import ForeignDriver
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import RepeatTiming
from hudes_desktop.inputs.state.connected_device import ConnectedDevice
from hudes_desktop.words import text

log = logging.getLogger(__name__)

MAX_ELAPSED = 0.1
"""Seconds for which a stick acts in one call, at most: after a stall nothing moves far."""

OF_THE_WINDOW = ("keyboard", "mouse")
"""The ids of the devices that the window feeds: not all that it passes on is meant for bindings."""

MAX_CAPTURED = 4096
"""Events that are kept while listening, at most: the latest."""


class Hub:
    """All drivers, each of whose devices has a profile.

    A driver that fails is opened again after a while; the others go on.

    Attributes:
        last_device: the one that was touched last; None before any was.
        changed: called when devices have come or gone, another profile is in force, a driver or
            device has or had trouble, or a profile can't be used.
        first_axis: by driver, the axis that its controls mean by their first one; 0 if missing.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, library: Library | None = None
    ) -> None:
        """library: where the profiles of devices are found for which none was set."""
        self._clock = clock
        self._library = library
        self._guards: dict[str, GuardedDriver] = {}
        self._connected: dict[str, ConnectedDevice] = {}
        self._chosen: dict[str, Profile | str] = {}  # by driver or device id
        self._heard: defaultdict[str, Heard] = defaultdict(Heard)  # by device
        self._values: dict[str, float] = {}
        self._polled_at: float | None = None
        self._listening = False
        self._captured: deque[ControlEvent] = deque(maxlen=MAX_CAPTURED)
        self.last_device: Device | None = None
        self.changed: Callable[[], object] = lambda: None
        self.first_axis: dict[str, int] = {}

    def add(self, driver: Driver | ForeignDriver) -> None:
        """Open a driver; a fault is noted in its status. ValueError for a second one of a name."""
        if driver.name in self._guards:
            raise ValueError(f"there is a driver {driver.name!r} already")
        guard = self._guards[driver.name] = GuardedDriver(driver, self._clock, self._timing)
        guard.open()
        self._look(guard)

    def set_profile(self, name: str, profile: Profile | str) -> None:
        """Use another profile for a device (by its id), or for all devices of a driver.

        profile: by its name in the library it is read again when it is saved. Held controls are
        released. Raises ValueError for a profile of another driver, EnvironmentFault for a name
        that is not in the library.
        """
        connected = self._connected.get(name)
        driver = connected.device.driver if connected else name
        found = self._resolved(profile)
        if found.driver != driver:
            raise ValueError(f"profile {found.name!r} is for {found.driver!r}, not {driver!r}")
        self._chosen[name] = profile
        for each in self._devices_of(driver):
            if name in (driver, each.device.id):
                self._heard.pop(each.device.id, None)
        self._use_profiles(driver)

    def profile(self, name: str) -> Profile | None:
        """The one in force for a device (by its id); None for a device that nothing matches."""
        connected = self._connected.get(name)
        return connected.profile if connected else None

    def devices(self) -> list[Device]:
        """All devices that are plugged in, driver after driver."""
        return [device for guard in self._guards.values() for device in guard.devices]

    def raw(self, name: str) -> Mapping[Control, float]:
        """The last raw value of every control of a device (by its id) that has moved."""
        connected = self._connected.get(name)
        return connected.raw if connected else {}

    def poll(self) -> list[Intent]:
        """The actions that all devices made since the last call, in order, driver after driver."""
        now = self._clock()
        elapsed = 0.0 if self._polled_at is None else min(now - self._polled_at, MAX_ELAPSED)
        self._polled_at = now
        if self._library is not None and self._library.refresh(now):
            for name in self._guards:
                self._use_profiles(name)
            if self._library.news:
                self.changed()
        made: list[Intent] = []
        for guard in self._guards.values():
            events = guard.poll(now)
            self._look(guard)
            for event in events:
                self._feed(guard, event, now)
            for connected in self._devices_of(guard.name):
                made += self._further(guard.name, connected.take(now, elapsed))
                self._show(guard, connected)
        return made

    def _further(self, driver: str, made: list[Intent]) -> list[Intent]:
        """The same, along the axes that controls of a driver act on at present."""
        first = self.first_axis.get(driver, 0)
        return [
            replace(each, axis=each.axis + first) if isinstance(each, Step) else each
            for each in made
        ]

    def set_values(self, values: Mapping[str, float]) -> None:
        """The application's present values, for lights and soft take-over: see light_rule.VALUES.

        Values that are left out stay as they were. A pulse is passed once each time it occurs.
        """
        changed = {name: value for name, value in values.items() if self._values.get(name) != value}
        for name in PULSES:
            if name in values:
                changed.pop(name, None)
                for connected in self._connected.values():
                    connected.pulse(name, values[name])
        if changed:
            self._values |= changed
            for connected in self._connected.values():
                connected.invalidate()

    @property
    def listening(self) -> bool:
        """While it is on, poll() makes no actions, and events are kept for take_events()."""
        return self._listening

    @listening.setter
    def listening(self, on: bool) -> None:
        self._listening = on
        self._captured.clear()
        self.release_all()

    def take_events(self) -> list[ControlEvent]:
        """The events since the last call, while listening; of a flood the latest ones."""
        events = list(self._captured)
        self._captured.clear()
        return events

    def take_messages(self) -> list[str]:
        """One line for each profile that has turned out to be unusable since the last call."""
        if self._library is None:
            return []
        lines, self._library.news = self._library.news, []
        return lines

    def release_all(self) -> None:
        """Release everything that is held, on every device: the window lost the focus."""
        for guard in self._guards.values():
            guard.ask(lambda driver: driver.release_all())
        for connected in self._connected.values():
            connected.release()

    def status(self) -> list[DeviceStatus]:
        """The status of each device that is or was connected, and of each driver without one.

        Also one for each trouble that keeps a driver from having a device: a port that is taken.
        """
        lines: list[DeviceStatus] = []
        for name, guard in self._guards.items():
            lines += status_of(guard, self._devices_of(name), self._profile_trouble, self._heard)
        return lines

    def close(self) -> None:
        """Close every driver."""
        for guard in self._guards.values():
            guard.ask(lambda driver: driver.close())

    def _devices_of(self, driver: str) -> list[ConnectedDevice]:
        """Every device that the driver has or had."""
        return [each for each in self._connected.values() if each.device.driver == driver]

    def _profile_trouble(self, connected: ConnectedDevice) -> str:
        profile = connected.profile
        if profile is None:
            return text("device.no_profile")
        if reason := self._heard[connected.device.id].reason:
            return reason
        if self._library is None:
            return ""
        return self._library.troubles().get(self._library.name_of(profile) or "", "")

    def _look(self, guard: GuardedDriver) -> None:
        """Notice what was plugged in or out, and what else has changed about the driver."""
        before = guard.devices
        if not guard.look():
            return
        devices = guard.devices
        for device in before:
            if device not in devices:
                log.info("%s is gone", device.id)
                self._connected[device.id].disconnect()
        for device in devices:
            if device not in before:
                new = ConnectedDevice(device, self._values)
                connected = self._connected.setdefault(device.id, new)
                self._heard.pop(device.id, None)
                connected.use(self._profile_for(device))
                connected.connect(device)
                self._send_messages(guard, connected)
                name = connected.profile.name if connected.profile else "none"
                log.info("%s (%s) is here; profile: %s", device.id, device.title, name)
        self.changed()

    def _feed(self, guard: GuardedDriver, event: ControlEvent, now: float) -> None:
        connected = self._connected.get(event.device)
        if connected is None:
            raise ValueError(f"driver {guard.name!r} has no device {event.device!r}")
        if event.is_touch:
            self.last_device = connected.device
        if self._listening:
            self._captured.append(event)
            connected.record(event)
        else:
            if event.is_touch and event.device not in OF_THE_WINDOW:
                self._hear(connected, event.control)
            connected.feed(event, now)

    def _hear(self, connected: ConnectedDevice, control: Control) -> None:
        """Notice a device that sends what is bound to nothing: it may be in another mode."""
        device, profile = connected.device, connected.profile
        if profile is None:
            return
        heard = self._heard[device.id]
        before, mode = heard.unheard, heard.mode
        heard.move(control, device, profile, self._library)
        if heard.mode != mode:
            log.info("%s: %s", device.id, heard.reason)
            self._use_profiles(device.driver)
        if heard.unheard != before:
            self.changed()

    def _use_profiles(self, driver: str) -> None:
        guard = self._guards.get(driver)
        if guard is None:
            return
        used = [
            each for each in self._devices_of(driver) if each.use(self._profile_for(each.device))
        ]
        for each in used:
            self._heard[each.device.id].forget_moves()
            if each.connected:
                self._send_messages(guard, each)
        if used:
            guard.ask(lambda driver: driver.release_all())
            self.changed()

    def _send_messages(self, guard: GuardedDriver, connected: ConnectedDevice) -> None:
        profile = connected.profile
        messages = (profile.connect, profile.disconnect) if profile else ((), ())

        def send(driver: Driver) -> None:
            if isinstance(driver, ConfiguresDevices):
                driver.set_messages(connected.device.id, *messages)

        guard.ask(send)

    def _show(self, guard: GuardedDriver, connected: ConnectedDevice) -> None:
        """Send what has changed, and what the device may have changed by itself."""
        touched, connected.touched = connected.touched, {}
        lights = connected.pending_lights()

        def show(driver: Driver) -> None:
            if isinstance(driver, ConfiguresDevices):
                for control in touched:
                    driver.invalidate(connected.device.id, control)
            if lights:
                driver.show(connected.device.id, lights)

        if connected.connected and (touched or lights):
            guard.ask(show)

    def _profile_for(self, device: Device) -> Profile | None:
        chosen = self._chosen.get(device.id, self._chosen.get(device.driver))
        chosen = self._heard[device.id].mode or chosen
        if chosen is not None:
            try:
                return self._resolved(chosen)
            except EnvironmentFault as fault:
                log.info("%s: %s", device.id, fault)
                return self.profile(device.id)  # its file is missing or broken
        return self._library.for_device(device) if self._library else None

    def _resolved(self, profile: Profile | str) -> Profile:
        if isinstance(profile, Profile):
            return profile
        if self._library is None:
            raise ValueError(f"there is no library to find the profile {profile!r} in")
        return self._library.profile(profile)

    def _timing(self, name: str, control: Control) -> RepeatTiming | None:
        connected = self._connected.get(name)
        return connected.timing(control) if connected else None
