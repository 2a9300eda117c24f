"""A driver in the hub: what it fails with stays its own, and it is tried again after a while."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from hudes_desktop.inputs.seam.driver import Driver, DriverFault, Troubled
from hudes_desktop.inputs.seam.events import ControlEvent, Device

log = logging.getLogger(__name__)

RETRY_AFTER = 2.0
"""Seconds after which a driver that failed is opened again."""

T = TypeVar("T")


class GuardedDriver:
    """A driver, and why it failed.

    Attributes:
        failure: one line; None while it works.
        devices: those that were plugged in at the last `look`.
        troubles: what else troubled the driver then, see driver.Troubled.
    """

    def __init__(self, driver: Driver, clock: Callable[[], float]) -> None:
        self.driver = driver
        self.failure: str | None = None
        self.devices: tuple[Device, ...] = ()
        self.troubles: Mapping[str, str] = {}
        self._ask_troubles = driver.troubles if isinstance(driver, Troubled) else _none
        self._failure_seen: str | None = None
        self._logged: str | None = None
        self._clock = clock
        self._retry_at = 0.0

    def open(self) -> None:
        """Open the driver."""
        self.guarded(self.driver.open)

    def poll(self, now: float) -> list[ControlEvent]:
        """What happened since the last call; a driver that failed is opened again in time."""
        if self.failure is not None and now >= self._retry_at:
            self.failure = None
            self.guarded(self.driver.close)
            self.open()
        if self.failure is not None:
            return []
        events = self.guarded(self.driver.poll)
        if events is None:
            return []
        if self._logged is not None:
            self._logged = None
            log.info("driver %s works", self.driver.name)
        return events

    def look(self) -> bool:
        """Whether devices have come or gone, or it works or is troubled in another way."""
        devices: tuple[Device, ...] = ()
        troubles: Mapping[str, str] = {}
        if self.failure is None:
            devices = tuple(self.guarded(self.driver.devices) or ())
            troubles = self.guarded(self._ask_troubles) or {}
        if self.failure is not None:
            devices, troubles = (), {}
        before = (self.devices, self.troubles, self._failure_seen)
        self.devices, self.troubles, self._failure_seen = devices, troubles, self.failure
        return before != (devices, troubles, self.failure)

    def guarded(self, call: Callable[[], T]) -> T | None:
        """What `call` of the driver gives; None when it failed, and then `failure` says why."""
        try:
            return call()
        except DriverFault as fault:
            self.failure = str(fault)
            self._retry_at = self._clock() + RETRY_AFTER
            if self.failure != self._logged:  # it is tried again and again, for the same reason
                self._logged = self.failure
                log.info("driver %s failed: %s", self.driver.name, fault)
            return None


def _none() -> Mapping[str, str]:
    return {}
