"""Tells what devices do, live, in the names that profiles use: for `doctor --watch`."""

import time
from collections.abc import Callable, Sequence

from hudes_desktop.inputs.bindings.controls import name_of
from hudes_desktop.inputs.seam.driver import Driver, DriverFault
from hudes_desktop.inputs.seam.events import Device

PERIOD_S = 0.008


def watch(
    drivers: Sequence[Driver], say: Callable[[str], None], stop: Callable[[], bool] = lambda: False
) -> None:
    """Open the drivers and say what comes, moves and goes, until `stop` or Ctrl+C.

    A driver that fails says why, once, and is left alone; the others go on.
    """
    working: list[Driver] = []
    for driver in drivers:
        try:
            driver.open()
        except DriverFault as fault:
            say(f"{driver.name}: {fault}")
        else:
            working.append(driver)
    here: dict[str, tuple[Device, ...]] = {driver.name: () for driver in working}
    try:
        while working and not stop():
            for driver in list(working):
                try:
                    _look(driver, here, say)
                except DriverFault as fault:
                    say(f"{driver.name}: {fault}")
                    working.remove(driver)
            time.sleep(PERIOD_S)
    except KeyboardInterrupt:
        say("")
    finally:
        for driver in drivers:
            driver.close()


def _look(driver: Driver, here: dict[str, tuple[Device, ...]], say: Callable[[str], None]) -> None:
    events = driver.poll()
    before, here[driver.name] = here[driver.name], tuple(driver.devices())
    for device in here[driver.name]:
        if device not in before:
            say(f"{device.id}: here ({device.title})")
    for event in events:
        if not event.repeat:
            channel = f" channel {event.control.channel}" if event.control.channel else ""
            name = name_of(driver.name, event.control)
            say(f"{event.device}: {name}{channel}  {event.value:.4g}")
    for device in before:
        if device not in here[driver.name]:
            say(f"{device.id}: gone")
