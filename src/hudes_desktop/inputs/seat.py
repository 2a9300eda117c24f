"""A driver in the hub: what it fails with stays its own, and it is tried again after a while."""

import logging
from collections.abc import Callable
from typing import TypeVar

from hudes_desktop.inputs.driver import Driver, DriverFault
from hudes_desktop.inputs.events import Device

log = logging.getLogger(__name__)

RETRY_AFTER = 2.0
"""Seconds after which a driver that failed is opened again."""

T = TypeVar("T")


class Seat:
    """A driver, and why it failed.

    Attributes:
        failure: one line; None while it works.
        devices: those that were plugged in when the hub looked last.
    """

    def __init__(self, driver: Driver, clock: Callable[[], float]) -> None:
        self.driver = driver
        self.failure: str | None = None
        self.devices: tuple[Device, ...] = ()
        self._clock = clock
        self._retry_at = 0.0

    def open(self) -> None:
        """Open the driver."""
        self.guarded(self.driver.open)

    def works(self, now: float) -> bool:
        """Whether it can be polled; a driver that failed is opened again when it is time to."""
        if self.failure is not None and now >= self._retry_at:
            self.failure = None
            self.guarded(self.driver.close)
            self.open()
        return self.failure is None

    def found(self) -> tuple[Device, ...]:
        """What is plugged in now; nothing while it doesn't work."""
        if self.failure is not None:
            return ()
        return tuple(self.guarded(self.driver.devices) or ())

    def guarded(self, call: Callable[[], T]) -> T | None:
        """What `call` of the driver gives; None when it failed, and then `failure` says why."""
        try:
            return call()
        except DriverFault as fault:
            self.failure = str(fault)
            self._retry_at = self._clock() + RETRY_AFTER
            log.info("driver %s failed: %s", self.driver.name, fault)
            return None
