"""Finds the drivers: ours, and those of other packages by their entry points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from hudes_desktop.inputs.seam.driver import Driver

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "hudes_desktop.drivers"
"""The group of entry points; each is something that gives a Driver when it is called."""

OURS = {
    "keyboard": "hudes_desktop.inputs.keyboard_mouse.keyboard:KeyboardDriver",
    "mouse": "hudes_desktop.inputs.keyboard_mouse.mouse:MouseDriver",
    "pad": "hudes_desktop.inputs.pads.driver:PadDriver",
    "midi": "hudes_desktop.inputs.midi.driver:MidiDriver",
}
"""The same as in pyproject.toml: they are there in a checkout that was never installed, too."""


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


class ForeignDriver(NamedTuple):
    """Another package's driver, which is imported when it is made."""

    name: str
    make: Callable[[], Driver]


def foreign_drivers() -> list[ForeignDriver]:
    """Those of other packages."""
    return [ForeignDriver(point.name, partial(_made, point)) for point in others()]


def _made(point: EntryPoint) -> Driver:
    driver: Driver = point.load()()
    return driver
