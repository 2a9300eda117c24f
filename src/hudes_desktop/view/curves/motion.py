"""What moves by itself on the curves: scales that glide to their aim, and a glow that fades."""

from collections.abc import Iterable
from math import exp

GLOW_SECONDS = 0.25
_EASE_SECONDS = 0.05  # time constant: a change has settled after about 150 ms
_SETTLED = 2e-3  # of the extent: less than a pixel
_SHRINK_BEYOND = 0.1  # of the span: smaller changes inside the range are not followed
_SMALLEST_SPAN = 1e-6  # nats; of the loss too: below lies the rounding of float32
_FOOT, _HEAD = 0.08, 0.12  # of the span: kept free below and above the curves


class Glide:
    """low..high, gliding to an aim."""

    def __init__(self) -> None:
        self.low, self.high = 0.0, 1.0
        self._aim: tuple[float, float] | None = None

    @property
    def span(self) -> float:
        return self.high - self.low

    @property
    def aim(self) -> tuple[float, float]:
        return self._aim or (self.low, self.high)

    def to(self, low: float, high: float) -> None:
        """Aim there; the first aim is reached at once."""
        if self._aim is None:
            self.low, self.high = low, high
        self._aim = low, high

    def arrive(self) -> None:
        """Be there at once."""
        self.low, self.high = self.aim

    def forget(self) -> None:
        """The next aim is reached at once."""
        self._aim = None

    def shift(self, by: float) -> None:
        """Everything lies elsewhere by so much: no movement."""
        self.low, self.high = self.low + by, self.high + by
        if self._aim is not None:
            self._aim = self._aim[0] + by, self._aim[1] + by

    def advance(self, seconds: float) -> bool:
        """Move on; True if it moved."""
        low, high = self.aim
        if (self.low, self.high) == (low, high):
            return False
        share = 1.0 - exp(-max(seconds, 0.0) / _EASE_SECONDS)
        self.low += (low - self.low) * share
        self.high += (high - self.high) * share
        if abs(low - self.low) + abs(high - self.high) < _SETTLED * abs(high - low):
            self.arrive()
        return True


def fit_losses(scale: Glide, spans: Iterable[tuple[float, float]], first: bool) -> None:
    """Aim a scale of losses at what holds every span, with room above and below.

    It shrinks only when a good part of it is unused, so that it keeps still while curves stream in.
    first: follow whatever the scale was before.
    """
    found = list(spans)
    if not found:
        return
    low, high = min(s[0] for s in found), max(s[1] for s in found)
    span = max(high - low, _SMALLEST_SPAN, _SMALLEST_SPAN * abs(high))
    low, high = low - _FOOT * span, low + (1.0 + _HEAD) * span
    old_low, old_high = scale.aim
    slack = _SHRINK_BEYOND * (old_high - old_low)
    if first:
        scale.forget()
    else:
        low = old_low if old_low <= low <= old_low + slack else low
        high = old_high if old_high - slack <= high <= old_high else high
    scale.to(low, high)
