"""Who is there: the rows of the devices, and what came and went since the last look."""

from dataclasses import dataclass, replace

from hudes_desktop.inputs.hub.hub import DeviceStatus, Hub
from hudes_desktop.view.controllers.devices import OF_THE_PAGE, DeviceRow, rows_of
from hudes_desktop.view.controllers.steps import JoystickReader

TROUBLE_S = 1.5
"""A device's trouble is told when it has lasted so long, in seconds: buttons are soon let go of."""


@dataclass(frozen=True)
class News:
    """The ids of the devices that came, in order, and of those that are gone."""

    came: tuple[str, ...]
    gone: frozenset[str]


class Roll:
    """rows: as they were at the last look. pads: for those that SDL doesn't know; or None."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._troubled_since: dict[tuple[str, str], float] = {}
        self.rows: list[DeviceRow] = []
        self.pads: JoystickReader | None = None

    def forget(self) -> None:
        """The next look finds everything changed, and nothing new."""
        self.rows = []

    def look(self, now: float) -> News | None:
        """What has changed; None if nothing has. now: seconds."""
        unknown = [] if self.pads is None else [j for j in self.pads.joysticks() if not j.mapped]
        rows = rows_of(self._lasting(self._hub.status(), now), unknown)
        if rows == self.rows:
            return None
        before, here = ({row.id for row in each if row.device} for each in (self.rows, rows))
        came = tuple(row.id for row in rows if self.rows and row.id in here - before)
        self.rows = rows
        return News(came, frozenset(before - here))

    def row(self, device: str | None) -> DeviceRow | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == device), None)

    def row_instead(self) -> DeviceRow:
        """What is shown for a device that isn't there."""
        found = (row for row in self.rows if row.device and row.id not in OF_THE_PAGE)
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
