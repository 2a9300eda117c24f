"""The one vertical scale and colour range of all planes."""

from collections.abc import Sequence
from math import exp, inf, log
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.view.kit.ticks import round_losses
from hudes_desktop.view.landscape.model.glide import Glide, span_of
from hudes_desktop.view.landscape.model.height_field import HeightField

_SHRINK_ONLY_BEYOND = 0.08  # of the span: small changes inside the range are not followed
# Room below and above the ground that a steady range is chosen for, as shares of its height.
_ROOM_BELOW, _ROOM_ABOVE = 0.1, 0.12
_TOO_LITTLE = 0.2  # of a steady range: ground that fills less of it has a new one chosen
_CUT_BEYOND = 0.04  # of the range: so far outside heights are still drawn, by the shaders too
Bend = tuple[float, float]
"""Floor and reach in nats, of a range that is linear up to floor + reach and logarithmic above."""
_LINEAR: Bend = (0.0, 1e15)
_LOGARITHMIC: Bend = (0.0, 1e-9)
_CLOSEST_TICKS = 0.75  # of the distance that ticks would have on a linear scale

HeightMode = Literal["steady", "auto", "locked", "log"]
"""steady: the range is chosen anew with directions and step size, and stays while one walks, unless
the ground leaves it or fills little of it. auto: it follows what is shown. locked: it stays as it
is. log: as auto, in logarithms."""
HEIGHT_MODES: tuple[HeightMode, ...] = get_args(HeightMode)


class LossScale(Glide):
    """low..high in nats, easing to another range when it has to.

    A steady range reaches down to the lowest ground seen so far, where that is near enough: what
    lies higher then looks higher. Up to the top of the ground that it was chosen for heights are
    linear, and logarithmic above: far uphill the ground still has shape, and what is below too. A
    range that follows grows at once when a surface leaves it and shrinks only when a good part of
    it is unused, so that colours do not flicker.

    mode: see HeightMode. cut: whether ground lies below and above the range, where it is drawn
    flat. bend: see Bend.
    """

    def __init__(self, mode: HeightMode = "steady") -> None:
        super().__init__()
        self.cut = (False, False)
        self._lowest_seen = inf
        self.set_mode(mode)

    def set_mode(self, mode: HeightMode) -> None:
        """Another way to choose the range; `fit` aims at it. Locked heights keep their bend."""
        self.mode: HeightMode = mode
        if mode != "locked":
            self.bend = self._bend_aim = _LOGARITHMIC if mode == "log" else _LINEAR

    def arrive(self) -> None:
        super().arrive()
        self.bend = self._bend_aim

    def advance(self, seconds: float) -> bool:
        left = self._way_left()
        if not super().advance(seconds):
            moved, self.bend = self.bend != self._bend_aim, self._bend_aim
            return moved
        # The bend goes along by the same share of its way: heights swell or shrink as one.
        done = 1.0 - self._way_left() / left
        here, there = self.bend, self._bend_aim
        self.bend = here[0] + (there[0] - here[0]) * done, here[1] + (there[1] - here[1]) * done
        return True

    def _way_left(self) -> float:
        low, high = self.aim
        return abs(low - self.low) + abs(high - self.high)

    def lifted(self, loss: float) -> float:
        """What heights are proportional to."""
        return _lifted(loss, self.bend)

    def all_lifted(self, losses: NDArray[np.floating]) -> NDArray[np.floating]:
        """As `lifted`."""
        floor, reach = self.bend
        shares = (losses - floor) / reach
        return np.where(shares <= 1.0, shares, 1.0 + np.log(np.maximum(shares, 1.0)))

    @property
    def lifted_range(self) -> tuple[float, float]:
        """Lowest, and 1 / (highest − lowest), of what heights are proportional to."""
        low, high = self.lifted(self.low), self.lifted(self.high)
        return low, 1.0 / max(high - low, 1e-30)

    def share(self, loss: float) -> float:
        """How high the loss stands: 0 at the lowest on show, 1 at the highest; cut off there."""
        low, per_unit = self.lifted_range
        return min(max((self.lifted(loss) - low) * per_unit, 0.0), 1.0)

    def steepness(self, loss: float) -> float:
        """How much `share` grows for a nat there."""
        floor, reach = self.bend
        return self.lifted_range[1] / max(reach, loss - floor)

    def ticks(self, count: float) -> list[float]:
        """About `count` round losses on show."""
        knee = sum(self.bend)
        if not self.low < knee < self.high:
            return round_losses(self.low, self.high, count, self.low >= knee)
        below = self.share(knee)
        found: list[float] = []
        for tick in (
            *round_losses(self.low, knee, max(count * below, 1.0), False),
            *round_losses(knee, self.high, max(count * (1.0 - below), 1.0), True),
        ):
            room = self.share(tick) - self.share(found[-1]) if found else 1.0
            if room * count >= _CLOSEST_TICKS:
                found.append(tick)
        return found

    def fit(self, fields: Sequence[HeightField], anew: bool = False) -> None:
        """Aim at a range for these fields; anew: a steady one is chosen without regard to now's."""
        if not fields:
            return
        low, high = min(field.low for field in fields), max(field.high for field in fields)
        high = low + span_of(low, high)
        self._lowest_seen = min(self._lowest_seen, low)
        if self.mode == "steady":
            self._hold(low, high, anew)
        elif self.mode != "locked" or self._aim is None:
            self.follow(low, high, _SHRINK_ONLY_BEYOND)
        highest = max(field.top for field in fields)
        bottom, top, low, highest = (
            _lifted(loss, self._bend_aim) for loss in (*self.aim, low, highest)
        )
        beyond = _CUT_BEYOND * (top - bottom)
        self.cut = low < bottom - beyond, highest > top + beyond

    def _hold(self, low: float, high: float, anew: bool) -> None:
        """Stay, or aim at a range with room around low..high."""
        bend = self._bend_aim
        bottom, top, lowest, highest = (_lifted(loss, bend) for loss in (*self.aim, low, high))
        if anew or bend == _LINEAR or highest - lowest < _TOO_LITTLE * (top - bottom):
            if low - self._lowest_seen < high - low:
                low = self._lowest_seen
            bend = low, high - low
            bottom, top, lowest, highest = inf, -inf, 0.0, 1.0
        if lowest < bottom:  # no loss is negative
            room = _ROOM_BELOW * (highest - lowest)
            bottom = max(lowest - room, _lifted(min(low, 0.0), bend))
        if highest > top:
            top = highest + _ROOM_ABOVE * (highest - lowest)
        if self._aim is None or self._bend_aim == _LINEAR:
            self.bend = bend
        self._bend_aim = bend
        self.to(_loss_of(bottom, bend), _loss_of(top, bend))


def _lifted(loss: float, bend: Bend) -> float:
    share = (loss - bend[0]) / bend[1]
    return share if share <= 1.0 else 1.0 + log(share)


def _loss_of(lifted: float, bend: Bend) -> float:
    return bend[0] + bend[1] * (lifted if lifted <= 1.0 else exp(lifted - 1.0))
