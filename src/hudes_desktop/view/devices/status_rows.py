"""How devices and their drivers are, in words: for the strip and for the page of controllers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hudes_desktop.inputs.bindings.controls import shown
from hudes_desktop.inputs.hub.status import DeviceStatus
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.words import text

Tone = Literal["good", "asks", "idle", "bad"]
"""asks: it is ready, and wants to be taught."""

OF_THE_PAGE = ("keyboard", "mouse")
"""The ids of the devices that work the window itself."""

_KNOWN = ("pad", "midi")
"""Drivers that have words of their own."""

_MOST_NAMED = 3  # controls in one line


@dataclass(frozen=True)
class DeviceRow:
    """A device, a driver without one, or a joystick that SDL has no mapping for.

    Attributes:
        id: of the device or driver, or "joystick 3".
        kind: lost for a device that was unplugged, failed for one that can't be used.
        line: how it is, in words.
        brief: that there is something to be said of a driver, in a word or two; else empty.
        offer: what the page of controllers can do for it, in a word or two; else empty.
    """

    id: str
    kind: Literal["device", "lost", "failed", "driver", "joystick"]
    title: str
    line: str
    tone: Tone
    brief: str = ""
    offer: str = ""
    joystick: Joystick | None = None


def rows_of(statuses: Sequence[DeviceStatus], unknown: Sequence[Joystick] = ()) -> list[DeviceRow]:
    """A row for each device, for each driver without one, and for each pad that SDL can't name."""
    offered = {f"joystick {each.instance}" for each in unknown}
    rows = [
        _device(status) if status.title else _driver(status)
        for status in statuses
        if status.id not in offered
    ]
    if unknown:
        rows = [row for row in rows if row.id != "pad" or row.tone == "bad"]
    return rows + [_joystick(each) for each in unknown]


def _joystick(joystick: Joystick) -> DeviceRow:
    offer = text("device.offer.wizard")
    row = DeviceRow(f"joystick {joystick.instance}", "joystick", joystick.name, "", "asks")
    return replace(row, line=text("device.unknown"), offer=offer, joystick=joystick)


def _device(status: DeviceStatus) -> DeviceRow:
    title = status.title
    if status.id in OF_THE_PAGE:
        title = text(f"device.{status.id}")
    elif status.id.startswith(title):
        title = status.id  # one of several of that name
    if status.state == "lost":
        return DeviceRow(status.id, "lost", title, text("device.unplugged"), "idle")
    number = f"{status.id} · " if status.driver == "pad" else ""
    if status.trouble:
        return DeviceRow(status.id, "device", title, status.trouble, "bad")
    if status.unheard:
        names = ", ".join(shown((control,)) for control in status.unheard[:_MOST_NAMED])
        more = ", …" if len(status.unheard) > _MOST_NAMED else ""
        line, offer = text("device.unheard", controls=names + more), text("device.offer.teach")
        return DeviceRow(status.id, "device", title, line, "asks", offer=offer)
    line = number + (status.profile or text("device.no_profile"))
    return DeviceRow(status.id, "device", title, line, "good")


def _driver(status: DeviceStatus) -> DeviceRow:
    known = status.driver in _KNOWN
    title = text(f"driver.{status.driver}") if known else status.driver
    if status.id != status.driver:
        brief = text("driver.trouble")
        return DeviceRow(status.id, "failed", title, status.trouble, "bad", brief)
    if status.state == "failed":
        brief = text("driver.failed")
        return DeviceRow(status.id, "driver", title, status.trouble, "bad", brief)
    line = status.trouble or text(f"driver.{status.driver}.none" if known else "device.none")
    brief = text("driver.limited") if status.trouble else ""
    return DeviceRow(status.id, "driver", title, line, "idle", brief)


def words_instead(row: DeviceRow) -> tuple[str, str]:
    """Heading and text for a row without a device."""
    if row.kind == "lost":
        return text("device.unplugged.long"), text("device.unplugged.more")
    line = row.line[:1].upper() + row.line[1:]
    more = text(f"driver.{row.id}.more" if row.id in _KNOWN else "device.more")
    more = "" if row.tone == "bad" else more
    return f"{line.rstrip('.')}.", more
