"""The pages of the help: keyboard and mouse on the first, every other device on one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hudes_desktop.inputs.bindings.action_table import ACTIONS
from hudes_desktop.inputs.bindings.help import HelpRow
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.landscape.choices import Mode
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
        introduction: the id of what stands above the first page's table.
        rows: of what can be done besides.
    """

    tab: str
    profiles: tuple[Profile, ...]
    devices: tuple[str, ...] = ()
    heading: str = ""
    introduction: str = "help.introduction"
    rows: tuple[HelpRow, ...] = ()


def pages_of(devices: Sequence[tuple[Device, Profile]], mode: Mode = "planes") -> list[HelpPage]:
    """The pages for these devices and the profiles in force; devices of one profile share one.

    mode: what is shown; what does nothing there is left out.
    """
    lines = mode == "lines"
    first = [
        (device, of_mode(profile, mode))
        for device, profile in devices
        if device.driver in _ON_FIRST
    ]
    pages = [
        HelpPage(
            text("help.first_tab"),
            tuple(profile for _, profile in first),
            tuple(device.id for device, _ in first),
            introduction="help.introduction.lines" if lines else "help.introduction",
            rows=_on_curves() if lines else (),
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
        pages.append(HelpPage(", ".join(ids), (of_mode(profile, mode),), ids, heading))
    return pages


def of_mode(profile: Profile, mode: Mode) -> Profile:
    """The profile without what does nothing in a mode: mouse and fingers act on planes."""
    kept = [each for each in profile.bindings if ACTIONS.of(each.action).mode in (None, mode)]
    if profile.driver == "mouse" and mode == "lines":
        kept = []
    return replace(profile, bindings=kept)


def _on_curves() -> tuple[HelpRow, ...]:
    """What the mouse does there, which no profile says."""
    return tuple(
        HelpRow((text(f"mouse.{control}"),), text(f"help.curves.{control}"), "walk")
        for control in ("LeftClick", "LeftDrag")
    )
