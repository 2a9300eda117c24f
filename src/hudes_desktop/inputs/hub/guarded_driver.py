"""Wraps a driver for the hub: catches its faults, and opens it again after a while."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from hudes_desktop.inputs.seam.driver import (
    Driver,
    DriverFault,
    DriverState,
    Timing,
)
from hudes_desktop.inputs.seam.drivers import ForeignDriver
from hudes_desktop.inputs.seam.events import ControlEvent, Device

log = logging.getLogger(__name__)

RETRY_AFTER = 2.0
"""Seconds after which a driver that failed is opened again."""

T = TypeVar("T")


class GuardedDriver:
    """A driver, and the reason why it failed, if it did.

    Of our own drivers DriverFault is caught, of another package's everything: it is no bug of ours.

    Attributes:
        name: the driver's.
        failure: one line; None while it works.
        devices: those that were plugged in at the last `look`.
        troubles: as in driver.ReportsTroubles, at that time.
    """

    def __init__(
        self,
        driver: Driver | ForeignDriver,
        clock: Callable[[], float],
        timing: Timing | None = None,
    ) -> None:
        """timing: for the driver, in the place of its own."""
        self.name = driver.name
        self.failure: str | None = None
        self.devices: tuple[Device, ...] = ()
        self.troubles: Mapping[str, str] = {}
        self._foreign = driver if isinstance(driver, ForeignDriver) else None
        self._driver = None if isinstance(driver, ForeignDriver) else driver
        self._timing = timing
        self._failure_seen: str | None = None
        self._logged: str | None = None
        self._clock = clock
        self._retry_at = 0.0

    @property
    def state(self) -> DriverState:
        """As the driver says."""
        return self._driver.state if self._driver is not None else "absent"

    def open(self) -> None:
        """Open the driver; another package's is imported first."""
        if self._driver is None and self._foreign is not None:
            self._driver = self._guarded(self._foreign.make)
        if self._driver is not None and self._timing is not None:
            self._driver.timing = self._timing
        self.ask(lambda driver: driver.open())

    def poll(self, now: float) -> list[ControlEvent]:
        """What happened since the last call; a driver that failed is opened again in time."""
        if self.failure is not None and now >= self._retry_at:
            self.failure = None
            self.ask(lambda driver: driver.close())
            self.open()
        if self.failure is not None:
            return []
        events = self.ask(lambda driver: driver.poll())
        if events is None:
            return []
        if self._logged is not None:
            self._logged = None
            log.info("driver %s works", self.name)
        return events

    def look(self) -> bool:
        """Read devices and troubles; returns whether they, or `failure`, have changed."""
        devices: tuple[Device, ...] = ()
        troubles: Mapping[str, str] = {}
        if self.failure is None:
            devices = tuple(self.ask(lambda driver: driver.devices()) or ())
            troubles = self.ask(_troubles) or {}
        if self.failure is not None:
            devices, troubles = (), {}
        before = (self.devices, self.troubles, self._failure_seen)
        self.devices, self.troubles, self._failure_seen = devices, troubles, self.failure
        return before != (devices, troubles, self.failure)

    def ask(self, question: Callable[[Driver], T]) -> T | None:
        """The driver's answer; None if it has none, or failed: `failure` has its line then."""
        driver = self._driver
        return self._guarded(lambda: question(driver)) if driver is not None else None

    def _guarded(self, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except DriverFault as fault:
            self._fail(str(fault))
        except Exception as error:
            # Another package's: nothing that it raises may take the window down with it.
            if self._foreign is None:
                raise
            log.info("driver %s", self.name, exc_info=True)
            self._fail(f"{type(error).__name__}: {error}")
        return None

    def _fail(self, reason: str) -> None:
        self.failure = reason
        self._retry_at = self._clock() + RETRY_AFTER
        if reason != self._logged:  # it is tried again and again, for the same reason
            self._logged = reason
            log.info("driver %s failed: %s", self.name, reason)


def _troubles(driver: Driver) -> Mapping[str, str]:
    # Not isinstance: that of a protocol takes as long as all the rest of a look at a driver.
    report: Callable[[], Mapping[str, str]] | None = getattr(driver, "troubles", None)
    return report() if report is not None else {}
