"""Finds the drivers: ours, and those of other packages by their entry points."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from hudes_desktop.inputs.seam.driver import Driver, DriverFault, DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import ControlEvent, Device

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

log = logging.getLogger(__name__)

GROUP = "hudes_desktop.drivers"
"""The group of entry points; each is something that gives a Driver when it is called."""

OURS = {
    "keyboard": "hudes_desktop.inputs.keyboard_mouse.keyboard:KeyboardDriver",
    "mouse": "hudes_desktop.inputs.keyboard_mouse.mouse:MouseDriver",
    "pad": "hudes_desktop.inputs.pads.driver:PadDriver",
    "midi": "hudes_desktop.inputs.midi.driver:MidiDriver",
}
"""The same as in pyproject.toml: they are there in a checkout that was never installed, too."""

T = TypeVar("T")


@cache
def others() -> Sequence[EntryPoint]:
    """The entry points of other packages, one for each name."""
    # Imported here: it takes a while, and the window doesn't wait for foreign drivers.
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=GROUP) if point.name not in OURS}
    return tuple(found.values())


def driver_names() -> list[str]:
    """All drivers that there are; other packages are asked only for names that aren't ours."""
    return [*OURS, *(point.name for point in others())]


def make(name: str, *arguments: object) -> Driver:
    """One of our own drivers, made with `arguments`. KeyError for a name that isn't ours."""
    module, _, attribute = OURS[name].partition(":")
    driver: Driver = getattr(import_module(module), attribute)(*arguments)
    return driver


def foreign_drivers() -> list[Driver]:
    """Those of other packages; one that can't even be imported says so when it is opened."""
    return [ForeignDriver(point.name, _maker(point)) for point in others()]


def _maker(point: EntryPoint) -> Callable[[], Driver]:
    return lambda: point.load()()


class ForeignDriver:
    """Another package's driver: whatever goes wrong in it is its fault, and no bug of ours."""

    def __init__(self, name: str, make: Callable[[], Driver]) -> None:
        self.name = name
        self.timing: Timing = lambda _device, _control: None
        self._make = make
        self._driver: Driver | None = None

    @property
    def state(self) -> DriverState:
        """As the driver says; absent before it was opened."""
        return self._driver.state if self._driver is not None else "absent"

    def open(self) -> None:
        """Import it and open it. Raises DriverFault."""
        if self._driver is None:
            self._driver = self._careful(self._make)
        driver = self._driver
        driver.timing = self.timing
        self._careful(driver.open)

    def devices(self) -> Sequence[Device]:
        """Its devices; raises DriverFault."""
        return self._careful(self._driver.devices) if self._driver is not None else ()

    def poll(self) -> list[ControlEvent]:
        """Its events; raises DriverFault."""
        return self._careful(self._driver.poll) if self._driver is not None else []

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Let it show them; raises DriverFault."""
        driver = self._driver
        if driver is not None:
            self._careful(lambda: driver.show(device, lights))

    def release_all(self) -> None:
        """Let it let go; raises DriverFault."""
        if self._driver is not None:
            self._careful(self._driver.release_all)

    def close(self) -> None:
        """Let it close; raises DriverFault."""
        if self._driver is not None:
            self._careful(self._driver.close)

    def _careful(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except DriverFault:
            raise
        except Exception as error:
            # Not our code: nothing that it raises may take the window down with it.
            log.info("driver %s", self.name, exc_info=sys.exc_info())
            raise DriverFault(f"{type(error).__name__}: {error}") from error
