"""How drivers and their devices are, in lines that a window shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.driver import DriverState
from hudes_desktop.inputs.state.connected_device import ConnectedDevice


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """How a device is, or a driver that has none: id and driver are the same then.

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
    seat: GuardedDriver,
    hands: Sequence[ConnectedDevice],
    profile_trouble: Callable[[Profile | None], str],
) -> list[DeviceStatus]:
    """The lines of one driver: its devices, those that are gone, and what troubles it besides.

    hands: of every device that it has had. profile_trouble: what is wrong with a device's profile.
    """
    name = seat.driver.name
    if seat.failure is not None:
        return [DeviceStatus(name, name, "", "failed", trouble=seat.failure)]
    lines = []
    of_devices = {hand.device.id: hand for hand in hands}
    here = [of_devices[device.id] for device in seat.devices]
    for hand in (*here, *(hand for hand in hands if hand not in here)):
        device, profile = hand.device, hand.profile
        state: DriverState = "ready" if hand in here else "lost"
        troubles = []
        if state == "ready":
            troubles = [profile_trouble(profile), seat.troubles.get(device.id, "")]
        trouble = "; ".join(filter(None, troubles))
        title = profile.name if profile else ""
        lines.append(DeviceStatus(device.id, device.driver, device.title, state, title, trouble))
    told = {device.id for device in seat.devices}
    lines += [
        DeviceStatus(about, name, "", "failed", trouble=line)
        for about, line in seat.troubles.items()
        if about not in told
    ]
    return lines or [DeviceStatus(name, name, "", seat.driver.state)]
