"""Tells what devices do, live, in the names that profiles use: for `doctor --watch`."""

import time
from collections.abc import Callable, Mapping, Sequence

from hudes_desktop.inputs.bindings.controls import name_of
from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.seam.driver import Driver, ReadsUnmapped
from hudes_desktop.inputs.seam.drivers import ForeignDriver
from hudes_desktop.words import text

PERIOD_S = 0.008

MOVED = 0.05
"""How far a control that has a number only is moved to be said, of 1."""


def watch(
    drivers: Sequence[Driver | ForeignDriver],
    library: Library,
    say: Callable[[str], None],
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Open the drivers and say what comes, moves and goes, until `stop` or Ctrl+C.

    library: of profiles, for saying of a control that nothing is bound to it. A driver that fails
    says why, once, and is tried again; the others go on.
    """
    guards = [GuardedDriver(driver, time.monotonic) for driver in drivers]
    readings: dict[str, Mapping[str, float]] = {}
    try:
        for guard in guards:
            guard.open()
        while not stop():
            for guard in guards:
                _look(guard, library, say)
                _read(guard, readings, say)
            time.sleep(PERIOD_S)
    except KeyboardInterrupt:
        say("")
    finally:
        for guard in guards:
            guard.ask(lambda driver: driver.close())


def _look(guard: GuardedDriver, library: Library, say: Callable[[str], None]) -> None:
    before, troubles = guard.devices, guard.troubles
    events = guard.poll(time.monotonic())
    if guard.look():
        lines = (guard.failure,) if guard.failure is not None else guard.troubles.values()
        for line in lines:
            if line not in troubles.values():
                say(f"{guard.name}: {line}")
    profiles = {device.id: library.for_device(device) for device in {*before, *guard.devices}}
    for device in guard.devices:
        if device not in before:
            profile = profiles[device.id]
            named = profile.name if profile is not None else text("watch.no_profile")
            say(text("watch.here", device=device.id, title=device.title, profile=named))
    for event in events:
        if not event.repeat:
            channel = f" channel {event.control.channel}" if event.control.channel else ""
            name = name_of(guard.name, event.control)
            profile = profiles[event.device]
            bound = profile is not None and profile.takes(event.control)
            free = "" if bound else f"  {text('watch.unbound')}"
            say(f"{event.device}: {name}{channel}  {event.value:.4g}{free}")
    for device in before:
        if device not in guard.devices:
            say(text("watch.gone", device=device.id))


def _read(
    guard: GuardedDriver, before: dict[str, Mapping[str, float]], say: Callable[[str], None]
) -> None:
    """Say what has moved on devices whose controls have numbers only; before: what was said."""

    def unmapped(driver: Driver) -> Mapping[str, Mapping[str, float]]:
        return driver.unmapped() if isinstance(driver, ReadsUnmapped) else {}

    for device, reading in (guard.ask(unmapped) or {}).items():
        told = dict(before.get(device, reading))
        for control, value in reading.items():
            if abs(value - told.get(control, 0.0)) >= MOVED:
                told[control] = value
                say(f"{device}: {control}  {value:.4g}")
        before[device] = told
