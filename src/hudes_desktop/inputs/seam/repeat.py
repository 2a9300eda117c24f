"""Controls that act again and again while they are held."""

from collections.abc import Container
from dataclasses import dataclass

from hudes_desktop.inputs.seam.events import Control

MAX_CATCH_UP = 0.25
"""Seconds of repeats that one call makes good for, at most: after a stall a hand must not find
itself carried far beyond what it saw."""


@dataclass(frozen=True, slots=True)
class RepeatTiming:
    """Seconds from the press to the first repeat, and from one repeat to the next."""

    delay: float = 0.2
    interval: float = 0.05


@dataclass(slots=True)
class _Held:
    timing: RepeatTiming
    due: float


class AutoRepeat:
    """Knows which controls are held and which of them are due to act again."""

    def __init__(self) -> None:
        self._held: dict[Control, _Held] = {}

    def press(self, control: Control, timing: RepeatTiming | None, now: float) -> None:
        """The control is held from now on; with timing None it never repeats."""
        if timing is not None:
            self._held[control] = _Held(timing, now + timing.delay)

    def release(self, control: Control) -> None:
        """The control is held no longer."""
        self._held.pop(control, None)

    def due(self, now: float, paused: Container[Control] = ()) -> list[Control]:
        """The controls that act again, each as often as it is due, in the order of the presses.

        What a paused control is due for is forgotten.
        """
        acting: list[Control] = []
        for control, held in self._held.items():
            if now < held.due:
                continue
            interval = held.timing.interval
            times = int((now - held.due) / interval) + 1
            held.due += times * interval
            if control not in paused:
                acting += [control] * min(times, max(1, round(MAX_CATCH_UP / interval)))
        return acting
