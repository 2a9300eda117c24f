"""The pages of the help: keyboard and mouse on the first, every other device on one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.words import text

_ON_FIRST = ("keyboard", "mouse")


@dataclass(frozen=True)
class HelpPage:
    """What is bound on some devices.

    Attributes:
        tab: a few words for it.
        profiles: what the page says and draws.
        devices: their ids.
        heading: its title; empty for the first page's.
    """

    tab: str
    profiles: tuple[Profile, ...]
    devices: tuple[str, ...] = ()
    heading: str = ""


def pages_of(devices: Sequence[tuple[Device, Profile]]) -> list[HelpPage]:
    """The pages for these devices and the profiles in force; devices of one profile share one."""
    first = [(device, profile) for device, profile in devices if device.driver in _ON_FIRST]
    pages = [
        HelpPage(
            text("help.first_tab"),
            tuple(profile for _, profile in first),
            tuple(device.id for device, _ in first),
        )
    ]
    by_profile: dict[int, list[tuple[Device, Profile]]] = {}
    for device, profile in devices:
        if device.driver not in _ON_FIRST:
            by_profile.setdefault(id(profile), []).append((device, profile))
    for alike in by_profile.values():
        ids = tuple(device.id for device, _ in alike)
        titles = dict.fromkeys(device.title for device, _ in alike)
        profile = alike[0][1]
        others = [title for title in titles if title.casefold() not in profile.name.casefold()]
        heading = " · ".join([*others, profile.name])
        pages.append(HelpPage(", ".join(ids), (profile,), ids, heading))
    return pages
