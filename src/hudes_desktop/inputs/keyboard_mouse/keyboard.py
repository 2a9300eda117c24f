"""The keyboard as a driver: fed by the window's key events, with repeats of its own."""

import time
from collections.abc import Callable, Sequence

from hudes_desktop.inputs.keyboard_mouse.key_names import MODIFIER_KEYS
from hudes_desktop.inputs.seam.driver import DriverState, Light, Timing
from hudes_desktop.inputs.seam.events import Control, ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import HeldControls, RepeatTiming

DEBOUNCE = 0.06
"""X servers under load report a held key as released and pressed again at once. A release is
believed after this many seconds without such a press."""

SURELY_HELD = 0.2
"""Only a key that was down for this many seconds is debounced: one let go sooner was tapped, and
quick taps must all count."""

_MODIFIERS = frozenset(Control("key", key) for key in MODIFIER_KEYS)


class KeyboardDriver:
    """Turns presses and releases into control events.

    Key names are those of key_names.py, modifiers included ("W", "Ctrl+Z"), and a release comes
    with the name of its press. A press of a key that is down already is the operating
    system's auto-repeat and ignored. A modifier that is tapped alone is reported when it is let
    go of; one that has modified something isn't reported.
    """

    name = "keyboard"

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        timing: Timing = lambda _device, _control: RepeatTiming(),
    ) -> None:
        self.timing = timing
        self._clock = clock
        self._pressed_at: dict[Control, float] = {}
        self._released_at: dict[Control, float] = {}
        self._alone: Control | None = None  # a modifier that has modified nothing so far
        self._repeats = HeldControls()
        self._events: list[ControlEvent] = []

    @property
    def state(self) -> DriverState:
        """A keyboard is always ready: the window that feeds it is there."""
        return "ready"

    def open(self) -> None:
        """Start with no key down."""
        self.close()

    def devices(self) -> Sequence[Device]:
        """All keyboards are one to the window."""
        return (Device(self.name, self.name, "keyboard"),)

    def press(self, key: str) -> None:
        """A key went down."""
        control = Control("key", key)
        now = self._clock()
        self._settle(now)
        if self._released_at.pop(control, None) is not None or control in self._pressed_at:
            return
        self._pressed_at[control] = now
        if key in MODIFIER_KEYS:
            alone = not any(other in self._pressed_at for other in _MODIFIERS - {control})
            self._alone = control if alone else None
            return
        self._alone = None
        self._repeats.press(control, self.timing(self.name, control), now)
        self._report(control, 1.0)

    def use_modifiers(self) -> None:
        """Something else than a key (a drag) has happened: modifiers that are down belong to it."""
        self._alone = None

    def release(self, key: str) -> None:
        """A key went up."""
        control = Control("key", key)
        now = self._clock()
        pressed_at = self._pressed_at.get(control)
        if pressed_at is None or control in self._released_at:
            return
        if now - pressed_at < SURELY_HELD:
            self._let_go(control)
        else:
            self._released_at[control] = now

    def release_all(self) -> None:
        """Every key is up: what happens while another window has the focus is not seen here."""
        self._alone = None
        for control in list(self._pressed_at):
            self._let_go(control)

    def poll(self) -> list[ControlEvent]:
        """Presses, releases and the repeats that are due, since the last call."""
        now = self._clock()
        self._settle(now)
        for control, value in self._repeats.due(now, paused=self._released_at):
            self._report(control, value, repeat=True)
        events, self._events = self._events, []
        return events

    def show(self, device: str, lights: Sequence[Light]) -> None:
        """Nothing: a keyboard has no lights of ours."""

    def close(self) -> None:
        """Forget every key."""
        self.release_all()
        self._events.clear()

    def _settle(self, now: float) -> None:
        """Believe the releases that no press has followed."""
        for control, released_at in list(self._released_at.items()):
            if now - released_at >= DEBOUNCE:
                self._let_go(control)

    def _let_go(self, control: Control) -> None:
        del self._pressed_at[control]
        self._released_at.pop(control, None)
        self._repeats.release(control)
        if control in _MODIFIERS:
            if control != self._alone:
                return
            self._report(control, 1.0)
        self._report(control, 0.0)

    def _report(self, control: Control, value: float, repeat: bool = False) -> None:
        self._events.append(ControlEvent(self.name, control, value, repeat))
