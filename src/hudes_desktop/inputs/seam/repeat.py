"""Controls that act again and again while they are held."""

import math
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
    value: float
    timing: RepeatTiming | None
    due: float


class HeldControls:
    """Which controls are held, and which of them are due to act again."""

    def __init__(self) -> None:
        self._held: dict[Control, _Held] = {}

    def press(
        self, control: Control, timing: RepeatTiming | None, now: float, value: float = 1.0
    ) -> None:
        """The control is held from now on; with timing None it never repeats."""
        due = math.inf if timing is None else now + timing.delay
        self._held[control] = _Held(value, timing, due)

    def release(self, control: Control) -> None:
        """The control is held no longer."""
        self._held.pop(control, None)

    def release_all(self) -> dict[Control, float]:
        """No control is held any longer; the values of those that were."""
        values = {control: held.value for control, held in self._held.items()}
        self._held.clear()
        return values

    def controls(self) -> list[Control]:
        """Those that are held."""
        return list(self._held)

    def value(self, control: Control) -> float:
        """The value with which it is held; 0 if it isn't."""
        return self._held[control].value if control in self._held else 0.0

    def due(self, now: float, paused: Container[Control] = ()) -> list[tuple[Control, float]]:
        """The controls that act again, and their values, each as often as it is due.

        In the order of the presses. What a paused control is due for is forgotten.
        """
        acting: list[tuple[Control, float]] = []
        for control, held in self._held.items():
            if held.timing is None or now < held.due:
                continue
            interval = held.timing.interval
            times = int((now - held.due) / interval) + 1
            held.due += times * interval
            if control not in paused:
                most = max(1, round(MAX_CATCH_UP / interval))
                acting += [(control, held.value)] * min(times, most)
        return acting
