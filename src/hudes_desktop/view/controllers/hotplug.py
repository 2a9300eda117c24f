"""Which devices are listed on the page of controllers, and what was plugged in or out."""

from dataclasses import dataclass, replace

from hudes_desktop.inputs.hub.hub import DeviceStatus, Hub
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.pads.sdl import Joystick
from hudes_desktop.view.devices.status_rows import OF_THE_PAGE, DeviceRow, rows_of

TROUBLE_S = 1.5
"""A device's trouble is told when it has lasted so long, in seconds: buttons are soon let go of."""


@dataclass(frozen=True)
class Changes:
    """The ids of the devices that were plugged in, in order, and of those that are gone."""

    added: tuple[str, ...]
    removed: frozenset[str]


class DeviceRows:
    """rows: as they were at the last look. pads: the driver of game pads, or None."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._troubled_since: dict[tuple[str, str], float] = {}
        self.rows: list[DeviceRow] = []
        self.pads: PadDriver | None = None

    def look(self, now: float) -> Changes | None:
        """What has changed; None if nothing has. now: seconds."""
        rows = rows_of(self._lasting(self._hub.status(), now), self.unmapped())
        if rows == self.rows:
            return None
        before, here = (
            [row.id for row in each if row.kind == "device"] for each in (self.rows, rows)
        )
        added = tuple(device for device in here if self.rows and device not in before)
        self.rows = rows
        return Changes(added, frozenset(before).difference(here))

    def unmapped(self) -> list[Joystick]:
        """The joysticks that SDL has no mapping for."""
        return [] if self.pads is None else [j for j in self.pads.joysticks() if not j.mapped]

    def row(self, device: str | None) -> DeviceRow | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == device), None)

    def first(self) -> DeviceRow:
        """The first device that isn't needed to use the page itself; the keyboard without any."""
        found = (row for row in self.rows if row.kind == "device" and row.id not in OF_THE_PAGE)
        return next(found, self.rows[0])

    def _lasting(self, statuses: list[DeviceStatus], now: float) -> list[DeviceStatus]:
        since = {(each.id, each.trouble): now for each in statuses if each.state == "ready"}
        self._troubled_since = {key: self._troubled_since.get(key, now) for key in since}
        return [
            replace(each, trouble="")
            if now - self._troubled_since.get((each.id, each.trouble), 0.0) < TROUBLE_S
            else each
            for each in statuses
        ]
