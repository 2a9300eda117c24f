"""A driver that a test is: its devices, what their controls say, and what they are shown."""

from collections.abc import Sequence

from hudes_desktop.inputs.seam.driver import DriverFault, DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device


class FakeDriver:
    """One device of any driver's name, plugged in from the start.

    Attributes:
        here: what is plugged in.
        events: what the next poll reports.
        fault: what everything raises, if it isn't None.
        shown: the lights that were sent, with the device's id.
        messages: what set_messages was called with, (connect, disconnect) by device.
    """

    def __init__(self, name: str, title: str = "The Desk") -> None:
        self.name = name
        self.timing: Timing = lambda _device, _control: None
        self.here: list[Device] = [Device(f"{name} 1", name, title)]
        self.events: list[ControlEvent] = []
        self.fault: str | None = None
        self.shown: list[tuple[str, Light]] = []
        self.messages: dict[str, tuple[list[bytes], list[bytes]]] = {}
        self.invalidated: list[tuple[str, Control | None]] = []
        self.is_open = False

    @property
    def state(self) -> DriverState:
        return "ready" if self.is_open and self.here else "absent"

    def say(self, control: Control, value: float, device: str | None = None) -> None:
        """A control of the device (of the first one) reports a value."""
        self.events.append(ControlEvent(device or f"{self.name} 1", control, value))

    def open(self) -> None:
        self._raise()
        self.is_open = True

    def devices(self) -> Sequence[Device]:
        return tuple(self.here) if self.is_open else ()

    def poll(self) -> list[ControlEvent]:
        self._raise()
        events, self.events = self.events, []
        return events

    def show(self, device: str, lights: Sequence[Light]) -> None:
        self._raise()
        self.shown += [(device, light) for light in lights]

    def set_messages(
        self, device: str, connect: Sequence[bytes] = (), disconnect: Sequence[bytes] = ()
    ) -> None:
        self.messages[device] = list(connect), list(disconnect)

    def invalidate(self, device: str, control: Control | None = None) -> None:
        self.invalidated.append((device, control))

    def release_all(self) -> None:
        """Nothing is held: a test says itself what is let go of."""

    def close(self) -> None:
        self.is_open = False

    def _raise(self) -> None:
        if self.fault is not None:
            raise DriverFault(self.fault)


def cc(number: int, channel: int = 1) -> Control:
    """A control change."""
    return Control("control_change", number, channel)


def note(number: int, channel: int = 1) -> Control:
    """A note."""
    return Control("note", number, channel)


def axis(name: str) -> Control:
    """An axis of a pad."""
    return Control("axis", name)
