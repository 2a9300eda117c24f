"""The one vertical scale and colour range of all planes."""

from collections.abc import Iterable
from math import log
from typing import Literal, get_args

from hudes_desktop.view.kit.ticks import round_losses
from hudes_desktop.view.landscape.model.glide import Glide, span_of
from hudes_desktop.view.landscape.model.height_field import HeightField

_SHRINK_ONLY_BEYOND = 0.08  # of the span: small changes inside the range are not followed
_SMALLEST_SPAN = 1e-6
_SMALLEST_LOSS = 1e-9  # what a logarithm is taken of at least

HeightMode = Literal["auto", "locked", "log"]
"""auto: the range follows what is shown. locked: it stays as it is. log: as auto, in logarithms."""
HEIGHT_MODES: tuple[HeightMode, ...] = get_args(HeightMode)


class LossScale(Glide):
    """low..high in nats, easing towards what the planes show.

    The range grows at once when a surface leaves it and shrinks only when a good part of it is
    unused, so that colours do not flicker while surfaces stream in.

    mode: see HeightMode.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mode: HeightMode = "auto"

    def lifted(self, loss: float) -> float:
        """What heights are proportional to: the loss, or its natural logarithm."""
        return log(max(loss, _SMALLEST_LOSS)) if self.mode == "log" else loss

    @property
    def lifted_range(self) -> tuple[float, float]:
        """Lowest, and 1 / (highest − lowest), of what heights are proportional to."""
        low, high = self.lifted(self.low), self.lifted(self.high)
        return low, 1.0 / max(high - low, _SMALLEST_SPAN)

    def share(self, loss: float) -> float:
        """How high the loss stands: 0 at the lowest on show, 1 at the highest; cut off there."""
        low, per_unit = self.lifted_range
        return min(max((self.lifted(loss) - low) * per_unit, 0.0), 1.0)

    def ticks(self, count: float) -> list[float]:
        """About `count` round losses on show."""
        return round_losses(self.low, self.high, count, self.mode == "log")

    def fit(self, fields: Iterable[HeightField]) -> None:
        """Aim at the range that holds every field."""
        ranges = [(field.low, field.high) for field in fields]
        if not ranges or (self.mode == "locked" and self._aim is not None):
            return
        low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
        self.follow(low, low + span_of(low, high), _SHRINK_ONLY_BEYOND)
