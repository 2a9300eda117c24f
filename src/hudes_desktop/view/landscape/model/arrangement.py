"""Which plane stands where: the selected one large and in front, and the glide to another."""

from functools import lru_cache

from hudes_desktop.view.kit import motion
from hudes_desktop.view.landscape.model.camera import Slot

_GLIDE_SECONDS = 0.18

_ASPECT = 1.4
"""A plane's width over its height, as it is looked at at first."""

_AROUND, _AROUND_LARGE = (28.0, 32.0), (92.0, 50.0)
"""Pixels around a plane for its text, across and up and down; see scenes.py."""

_ROW_SHARES = tuple(0.2 + 0.02 * k for k in range(12))
_COLUMN_SHARES = tuple(0.16 + 0.02 * k for k in range(10))


def slots(count: int, selected: int, width: float, height: float) -> list[Slot]:
    """Where each of `count` planes goes in an area: the selected one large, the others smaller.

    The others stand in a row at the top, behind it, or in wide areas to its left and right, in
    their own order: whichever makes planes larger.
    """
    return list(_slots(count, selected, width, height))


@lru_cache(maxsize=64)
def _slots(count: int, selected: int, width: float, height: float) -> tuple[Slot, ...]:
    if count == 1:
        return (Slot(0.0, 0.0, width, height),)
    ways = [
        *(_in_a_row(count - 1, width, height, share) for share in _ROW_SHARES),
        *(_beside(count - 1, width, height, share) for share in _COLUMN_SHARES),
    ]
    large, *others = max(ways, key=_score)
    others.insert(selected, large)
    return tuple(others)


def _in_a_row(others: int, width: float, height: float, share: float) -> list[Slot]:
    """The large one's slot and those of the others. share: of the height, for the others."""
    row, column = share * height, width / others
    # Its far corner reaches up between the others, where they leave room.
    top = row * (0.66 if others == 2 else 0.92)
    large = Slot(0.0, top, width, height - top)
    return [large, *(Slot(position * column, 0.0, column, row) for position in range(others))]


def _beside(others: int, width: float, height: float, share: float) -> list[Slot]:
    """As _in_a_row. share: of the width, for those on each side."""
    left, column = (others + 1) // 2, share * width
    row = min(height / left, column / _ASPECT + _AROUND[1])
    large = Slot(column, 0.0, width - (2 if others > 1 else 1) * column, height)
    at_left = [Slot(0.0, position * row, column, row) for position in range(left)]
    at_right = [Slot(width - column, p * row, column, row) for p in range(others - left)]
    return [large, *at_left, *at_right]


def _score(way: list[Slot]) -> float:
    """Grows with the sizes of the planes, with that of the large one faster."""
    large, other = _size(way[0], _AROUND_LARGE), _size(way[1], _AROUND)
    return large**1.5 * min(other, large / 2)


def _size(slot: Slot, around: tuple[float, float]) -> float:
    """Pixels that a plane is high in a slot."""
    return max(min((slot.width - around[0]) / _ASPECT, slot.height - around[1]), 1.0)


class Arrangement:
    """The slots of all planes at this moment.

    selected: the plane in front. weights: 1 for it, 0 for the others, in between on the way.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self.selected = 0
        self.weights = self._goal()
        self._from: tuple[list[Slot], list[float]] | None = None
        self._started = 0.0

    def _goal(self) -> list[float]:
        return [1.0 if plane == self.selected else 0.0 for plane in range(self._count)]

    @property
    def moving(self) -> bool:
        return self._from is not None

    def select(self, plane: int, now: float, width: float, height: float) -> None:
        """Begin to glide from how it is now to `plane` in front."""
        if plane == self.selected:
            return
        self._from = (self.advance(now, width, height), self.weights)
        self._started = now
        self.selected = plane

    def advance(self, now: float, width: float, height: float) -> list[Slot]:
        """The slots at the time `now` in an area of that size; brings the weights up to date."""
        goal = slots(self._count, self.selected, width, height)
        share = (now - self._started) / _GLIDE_SECONDS
        if self._from is None or share >= 1.0 or motion.reduced():
            self._from = None
            self.weights = self._goal()
            return goal
        share = share * share * (3.0 - 2.0 * share)
        before, weights = self._from
        self.weights = [a + (b - a) * share for a, b in zip(weights, self._goal(), strict=True)]
        return [a.towards(b, share) for a, b in zip(before, goal, strict=True)]
