"""Recognises what a MIDI control change is by the values it sends: knob, endless encoder, button.

An absolute knob never says the same value twice and leaves the few values that encoders use; an
encoder says small steps near 1 and 127, 1 and 65, 65 and 63, or 17 and 15, again and again; a
button says one value and 0.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from hudes_desktop.inputs.bindings.transform import Encoding

Kind = Literal["button", "knob", "encoder", "unknown"]
Doubt = Literal["other way", "ends", "button"]
"""What has to be found out: by turning it the other way; whether it has ends; whether it is a
button."""

QUIET_S = 0.8
"""After so many seconds without news, what has come is all that there is to go by."""

_FAST = 16  # detents in one message, at most
_SLOW = 8  # detents in one message of a hand that doesn't hurry
_KNOB_VALUES = 6  # that rise or fall one after the other, and are a knob's
_LOUD = 32  # a button that knows how hard it was hit says at least this


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a control is. sign: the way in which it was turned first, 1 or −1."""

    kind: Kind
    encoding: Encoding = "signed_bit"
    sign: int = 1


@dataclass
class Turning:
    """The values of one control change since the hand began to move it."""

    values: list[int] = field(default_factory=list)
    last_at: float = 0.0
    endless: bool = False

    def feed(self, value: float, now: float) -> None:
        """It said a value, 0 … 127."""
        self.values.append(int(value))
        self.last_at = now

    def look(self, now: float) -> Verdict | Doubt | None:
        """What it is, what has to be found out, or None: more must come."""
        values = self.values
        if not any(values):
            return None  # 0 is where faders end and buttons are let go
        different = set(values)
        if values[-1] == 0 and len(different) == 2 and max(values) >= _LOUD and not self.endless:
            return Verdict("button")
        quiet = now - self.last_at >= QUIET_S
        if all(abs(value - 16) <= _SLOW for value in values):
            if (around_16 := self._around_16()) is not None:
                return around_16
            if quiet and len(different) == 1 and not self.endless:
                return "ends"
        bands = {_band(value) for value in values}
        if len(values) >= 3 and len(different) == 1 and bands == {""}:
            return Verdict("unknown")  # neither a knob nor an encoder that is known
        if "" in bands and not self.endless:
            return self._knob() if len(different) > 2 or quiet else None
        bands.discard("")
        if (found := self._encoder(bands)) is not None:
            return found
        if self.endless:
            return "other way"
        if len(values) >= _KNOB_VALUES and len(different) == len(values) and _monotone(values):
            return self._knob()
        if not quiet:
            return None
        if different == {127}:
            return "button"
        return "ends"

    def _knob(self) -> Verdict:
        return Verdict("knob", sign=1 if self.values[-1] >= self.values[0] else -1)

    @property
    def _again(self) -> bool:
        """Whether it has said a value twice running, as no knob does."""
        return self.endless or any(one == other for one, other in pairwise(self.values))

    def _around_16(self) -> Verdict | None:
        """An encoder that counts from 16, if it is one; those that count from 0 start lower."""
        sides = {value > 16 for value in self.values if value != 16}
        if self._again and (len(sides) == 2 or (sides == {True} and len(self.values) >= 3)):
            return Verdict("encoder", "offset_16", 1 if self.values[0] > 16 else -1)
        return None

    def _encoder(self, bands: set[str]) -> Verdict | Doubt | None:
        """How an encoder writes its detents, where that can be seen."""
        values, again = self.values, self._again
        leaps = any(abs(one - other) > 40 for one, other in pairwise(values))
        first = _band(values[0])
        if bands == {"low", "high"} and (again or leaps):
            return Verdict("encoder", "twos_complement", 1 if first == "low" else -1)
        if bands == {"low", "above"} and (again or leaps):
            return Verdict("encoder", "signed_bit", 1 if first == "low" else -1)
        if bands == {"below", "above"} and (again or not _monotone(values)):
            return Verdict("encoder", "offset_64", 1 if first == "above" else -1)
        if not again or len(values) < 3 or len(bands) > 1:
            return None
        if bands == {"high"}:
            return Verdict("encoder", "twos_complement", -1)
        if bands == {"below"}:
            return Verdict("encoder", "offset_64", -1)
        return "other way"


def _band(value: int) -> str:
    """Which of the ranges an encoder's value would be in; empty for none."""
    if 1 <= value <= _FAST:
        return "low"
    if value >= 128 - _FAST:
        return "high"
    if 65 <= value <= 64 + _FAST:
        return "above"
    return "below" if 64 - _FAST <= value < 64 else ""


def _monotone(values: list[int]) -> bool:
    steps = [other - one for one, other in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)
