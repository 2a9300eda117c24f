"""Tells what devices do, live, in the names that profiles use: for `doctor --watch`."""

import time
from collections.abc import Callable, Sequence

from hudes_desktop.inputs.bindings.controls import name_of
from hudes_desktop.inputs.hub.guarded_driver import GuardedDriver
from hudes_desktop.inputs.seam.driver import Driver
from hudes_desktop.inputs.seam.drivers import ForeignDriver

PERIOD_S = 0.008


def watch(
    drivers: Sequence[Driver | ForeignDriver],
    say: Callable[[str], None],
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Open the drivers and say what comes, moves and goes, until `stop` or Ctrl+C.

    A driver that fails says why, once, and is tried again; the others go on.
    """
    guards = [GuardedDriver(driver, time.monotonic) for driver in drivers]
    try:
        for guard in guards:
            guard.open()
        while not stop():
            for guard in guards:
                _look(guard, say)
            time.sleep(PERIOD_S)
    except KeyboardInterrupt:
        say("")
    finally:
        for guard in guards:
            guard.ask(lambda driver: driver.close())


def _look(guard: GuardedDriver, say: Callable[[str], None]) -> None:
    before = guard.devices
    events = guard.poll(time.monotonic())
    if guard.look() and guard.failure is not None:
        say(f"{guard.name}: {guard.failure}")
    for device in guard.devices:
        if device not in before:
            say(f"{device.id}: here ({device.title})")
    for event in events:
        if not event.repeat:
            channel = f" channel {event.control.channel}" if event.control.channel else ""
            name = name_of(guard.name, event.control)
            say(f"{event.device}: {name}{channel}  {event.value:.4g}")
    for device in before:
        if device not in guard.devices:
            say(f"{device.id}: gone")
