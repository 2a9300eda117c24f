"""The status of drivers and their devices, a line each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.hub.heard import Heard
from hudes_desktop.inputs.seam.driver import DriverState
from hudes_desktop.inputs.seam.events import Control
from hudes_desktop.inputs.state.connected_device import ConnectedDevice


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """The status of a device, or of a driver without one: id and driver are the same then.

    Attributes:
        title: as the maker calls the device; empty where there is none.
        profile: the name of the one in force.
        trouble: one line or empty.
        unheard: controls that were moved, where it has sent nothing but what is bound to nothing.
    """

    id: str
    driver: str
    title: str
    state: DriverState
    profile: str = ""
    trouble: str = ""
    unheard: tuple[Control, ...] = ()


def status_of(
    guard: GuardedDriver,
    connected: Sequence[ConnectedDevice],
    trouble_of: Callable[[ConnectedDevice], str],
    heard: Mapping[str, Heard],
) -> list[DeviceStatus]:
    """The lines of one driver: connected devices, lost devices, and its other troubles.

    connected: every device that it has or had. trouble_of: one line about the profile of one, or
    "". heard: by the ids of devices.
    """
    name = guard.name
    if guard.failure is not None:
        return [DeviceStatus(name, name, "", "failed", trouble=guard.failure)]
    lines = []
    of_devices = {each.device.id: each for each in connected}
    here = [of_devices[device.id] for device in guard.devices]
    for each in (*here, *(each for each in connected if each not in here)):
        device = each.device
        profile = each.profile.name if each.profile is not None else ""
        status = DeviceStatus(device.id, device.driver, device.title, "lost", profile)
        if each in here:
            troubles = [trouble_of(each), guard.troubles.get(device.id, "")]
            unheard = heard[device.id].unheard if device.id in heard else ()
            trouble = "; ".join(filter(None, troubles))
            status = replace(status, state="ready", trouble=trouble, unheard=unheard)
        lines.append(status)
    known = {device.id for device in guard.devices}
    for about, line in guard.troubles.items():
        if about not in known:
            state: DriverState = guard.state if about == name else "failed"
            lines.append(DeviceStatus(about, name, "", state, trouble=line))
    return lines or [DeviceStatus(name, name, "", guard.state)]
