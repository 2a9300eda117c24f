"""The status of drivers and their devices, a line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import DriverState
from hudes_desktop.inputs.state.connected_device import ConnectedDevice


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The status of a device, or of a driver without one: id and driver are the same then.

    Attributes:
        title: as the maker calls the device; empty where there is none.
        profile: the name of the one in force.
        trouble: one line or empty.
    """

    id: str
    driver: str
    title: str
    state: DriverState
    profile: str = ""
    trouble: str = ""


def status_of(
    guard: GuardedDriver,
    connected: Sequence[ConnectedDevice],
    profile_trouble: Callable[[Profile | None], str],
) -> list[DeviceStatus]:
    """The lines of one driver: connected devices, lost devices, and its other troubles.

    connected: every device that it has or had. profile_trouble: one line about a profile, or "".
    """
    name = guard.name
    if guard.failure is not None:
        return [DeviceStatus(name, name, "", "failed", trouble=guard.failure)]
    lines = []
    of_devices = {each.device.id: each for each in connected}
    here = [of_devices[device.id] for device in guard.devices]
    for each in (*here, *(each for each in connected if each not in here)):
        device, profile = each.device, each.profile
        state: DriverState = "ready" if each in here else "lost"
        troubles = []
        if state == "ready":
            troubles = [profile_trouble(profile), guard.troubles.get(device.id, "")]
        trouble = "; ".join(filter(None, troubles))
        title = profile.name if profile else ""
        lines.append(DeviceStatus(device.id, device.driver, device.title, state, title, trouble))
    known = {device.id for device in guard.devices}
    for about, line in guard.troubles.items():
        if about not in known:
            state = guard.state if about == name else "failed"
            lines.append(DeviceStatus(about, name, "", state, trouble=line))
    return lines or [DeviceStatus(name, name, "", guard.state)]
