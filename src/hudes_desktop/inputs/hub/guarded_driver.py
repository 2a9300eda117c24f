"""Wraps a driver for the hub: catches its DriverFault, and opens it again after a while."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from hudes_desktop.inputs.seam.driver import Driver, DriverFault, ReportsTroubles
from hudes_desktop.inputs.seam.events import ControlEvent, Device

log = logging.getLogger(__name__)

RETRY_AFTER = 2.0
"""Seconds after which a driver that failed is opened again."""

T = TypeVar("T")


class GuardedDriver:
    """A driver, and the reason why it failed, if it did.

    Attributes:
        failure: one line; None while it works.
        devices: those that were plugged in at the last `look`.
        troubles: as in driver.ReportsTroubles, at that time.
    """

    def __init__(self, driver: Driver, clock: Callable[[], float]) -> None:
        self.driver = driver
        self.failure: str | None = None
        self.devices: tuple[Device, ...] = ()
        self.troubles: Mapping[str, str] = {}
        self._ask_troubles = driver.troubles if isinstance(driver, ReportsTroubles) else _none
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
        """Read devices and troubles; returns whether they, or `failure`, have changed."""
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
        """The result of `call`; None when it raised DriverFault: `failure` has its line then."""
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
