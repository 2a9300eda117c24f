"""Ranges that glide to where they shall be: scales of losses, and what of an axis is in sight."""

from math import exp

from hudes_desktop.view.kit import motion

_EASE_SECONDS = 0.055  # time constant: a change has settled after about 150 ms
_SETTLED = 2e-3  # of the extent: less than a pixel
_SMALLEST_SPAN = 1e-6  # nats; of the loss too: below lies the rounding of float32


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

    def follow(self, low: float, high: float, slack: float) -> None:
        """Aim at what holds low..high, and keep still while losses stream in.

        An end that is in the old range moves only when more than the share `slack` of it is unused.
        """
        if self._aim is not None:
            old_low, old_high = self._aim
            unused = slack * (old_high - old_low)
            low = old_low if old_low <= low <= old_low + unused else low
            high = old_high if old_high - unused <= high <= old_high else high
        self.to(low, high)

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
        if motion.reduced():
            self.arrive()
            return True
        share = 1.0 - exp(-max(seconds, 0.0) / _EASE_SECONDS)
        self.low += (low - self.low) * share
        self.high += (high - self.high) * share
        if abs(low - self.low) + abs(high - self.high) < _SETTLED * abs(high - low):
            self.arrive()
        return True


def span_of(low: float, high: float) -> float:
    """The extent of a scale for losses from low to high: never too small to be told apart."""
    return max(high - low, _SMALLEST_SPAN, _SMALLEST_SPAN * abs(high))
