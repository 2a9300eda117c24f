"""How the raw value of a control becomes an amount: encodings, dead zones, curves, acceleration."""

import math
from dataclasses import dataclass
from typing import Literal

from hudes_desktop.inputs.seam.events import ControlKind

Mode = Literal["press", "relative", "difference", "rate", "absolute"]
"""press: acts once when pressed. relative: each event says how far it moved (detents, pixels).
difference: acts by how far the control moved since the last event. rate: acts all the time, by how
far the control is from its rest, so much a second. absolute: the position is the value."""

Encoding = Literal["twos_complement", "signed_bit", "offset_64", "offset_16"]
"""How an endless encoder says how far it was turned in 7 bits, clockwise first: 1 and 127, 1 and
65 (the X-Touch Mini in MC mode), 65 and 63, 17 and 15."""

DEFAULT_MODES: dict[ControlKind, Mode] = {
    "key": "press",
    "button": "press",
    "note": "press",
    "motion": "relative",
    "axis": "rate",
    "control_change": "difference",
    "pitch_bend": "difference",
    "nrpn": "difference",
}
HYSTERESIS = 0.15
"""A pressed trigger is let go so much below its threshold: it must not chatter."""

ACCELERATES_FROM, ACCELERATES_TO = 15.0, 60.0
"""Detents a second at which an encoder begins to be quicker, and at which it is quickest."""

_SPEED_MEMORY = 0.1  # seconds over which an encoder's speed is measured


@dataclass(frozen=True, slots=True)
class Transform:
    """From raw values to amounts, as a profile says it; see controllers/README.md.

    Attributes:
        mode: what a value means.
        encoding: of a relative MIDI control.
        bits: 7, or 14 for a control change n with n + 32 for its lower bits.
        invert: the other way round.
        scale: factor on every amount.
        curve: exponent of the way from rest to full deflection, 1 for a straight line.
        dead_zone: part of the way from rest that counts as rest; the remainder is stretched.
        axial: a pair of axes has a dead zone for each of them, not one for both (radial).
        low, high: of an absolute value.
        soft_takeover: an absolute control acts only after it has met the present value.
        acceleration: the largest factor for an encoder that is turned fast, 1 for none.
        recentre: an absolute encoder is told to be in the middle before it reaches its end.
        threshold: an axis, control change or pitch bend is pressed from here on, 0 … 1.
    """

    mode: Mode = "press"
    encoding: Encoding = "signed_bit"
    bits: int = 7
    invert: bool = False
    scale: float = 1.0
    curve: float = 1.0
    dead_zone: float = 0.0
    axial: bool = False
    low: float = 0.0
    high: float = 1.0
    soft_takeover: bool = True
    acceleration: float = 1.0
    recentre: bool = False
    threshold: float = 0.5


STICK_DEAD_ZONE = 0.24
"""8000 of 32767, what SDL and XInput use for sticks."""


def default_transform(kind: ControlKind) -> Transform:
    """What a binding that says nothing of it has."""
    dead_zone = STICK_DEAD_ZONE if kind == "axis" else 0.0
    return Transform(DEFAULT_MODES[kind], dead_zone=dead_zone)


def detents(encoding: Encoding, raw: float) -> int:
    """How many detents clockwise a 7-bit value (0 … 127) of a relative encoder says."""
    value = int(raw) & 0x7F
    if encoding == "twos_complement":
        return value - 128 if value >= 64 else value
    if encoding == "signed_bit":
        return 64 - value if value >= 64 else value
    return value - (16 if encoding == "offset_16" else 64)


def raw_maximum(kind: ControlKind, bits: int = 7) -> float:
    """The largest raw value of a kind of control; bits: 14 for a wide control change."""
    if kind in ("control_change", "note") and bits == 7:
        return 127.0
    return 16383.0 if kind in ("control_change", "pitch_bend", "nrpn") else 1.0


def position(kind: ControlKind, raw: float, bits: int = 7) -> float:
    """Where a control is between its ends, 0 … 1; an axis from its rest, −1 … 1.

    raw: as in ControlEvent; with bits = 14 a control change is 0 … 16383.
    """
    highest = raw_maximum(kind, bits)
    return _within(raw / highest, -1.0 if highest == 1.0 else 0.0, 1.0)


def deflection(kind: ControlKind, raw: float, bits: int = 7) -> float:
    """How far a control is from its rest, −1 … 1; MIDI controls rest in their middle."""
    middle = (raw_maximum(kind, bits) + 1.0) / 2.0
    return _within(raw if middle == 1.0 else (raw - middle) / (middle - 1.0), -1.0, 1.0)


def without_dead_zone(
    x: float, y: float, dead_zone: float, curve: float = 1.0
) -> tuple[float, float]:
    """A deflection with the rest taken out of its length and the remainder stretched to 0 … 1.

    Radial: the direction stays. For one axis, y is 0.
    """
    length = math.hypot(x, y)
    if length <= dead_zone or length == 0.0:
        return 0.0, 0.0
    stretched = min(1.0, (length - dead_zone) / (1.0 - dead_zone)) ** curve
    return x / length * stretched, y / length * stretched


class Acceleration:
    """The factor for an encoder, from how fast it is turned; turning back starts slowly again."""

    def __init__(self, largest: float) -> None:
        self._largest = largest
        self._recent = 0.0  # detents, forgotten within _SPEED_MEMORY
        self._at = -math.inf

    def factor(self, detents: float, now: float) -> float:
        """For `detents` turned since the last call."""
        if self._largest <= 1.0 or detents == 0.0:
            return 1.0
        kept = self._recent * math.exp((self._at - now) / _SPEED_MEMORY)
        self._recent = detents + (kept if kept * detents > 0 else 0.0)
        self._at = now
        speed = (abs(self._recent) - 0.5) / _SPEED_MEMORY  # half a detent: the one just come
        part = (speed - ACCELERATES_FROM) / (ACCELERATES_TO - ACCELERATES_FROM)
        return 1.0 + (self._largest - 1.0) * _within(part, 0.0, 1.0)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
