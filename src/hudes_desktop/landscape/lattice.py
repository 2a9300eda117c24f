"""Lattices that are fixed in a subspace, the part of one that is in sight, and what is known of it.

A lattice is the points of one line or plane whose coefficients are whole multiples of a spacing.
It stays where it is while one walks along it, so that a loss computed once is of use again.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import frexp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.landscape.choices import check_points

Key = tuple[Any, ...]
Integers = NDArray[np.int64]
Losses = NDArray[np.float64]
Mask = NDArray[np.bool_]

_TILE_POINTS = 256
"""Losses are kept by tiles of so many points: 16² of a plane, 256 in a row of a line."""

_TILE_BYTES = _TILE_POINTS * 9 + 600
"""Of one tile: its losses, which of them are known, and what Python needs to keep it."""

KEPT_BYTES = 32 * 2**20


@dataclass(frozen=True)
class Window:
    """The points of a lattice that are in sight: `points` a side, an odd number.

    middle: coordinates of the middle point, one an axis; times `spacing` they are coefficients.
    """

    middle: tuple[int, ...]
    points: int
    spacing: float

    @classmethod
    def around(cls, coefficients: Sequence[float], points: int, spacing: float) -> "Window":
        """The window whose middle is the point nearest to a place on the line or plane.

        Raises EnvironmentFault for a number of points without a middle.
        """
        check_points(points)
        return cls(tuple(round(c / spacing) for c in coefficients), points, spacing)

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the losses in it."""
        return (self.points,) * len(self.middle)

    @property
    def centre(self) -> tuple[float, ...]:
        """Coefficients of the middle point."""
        return tuple(middle * self.spacing for middle in self.middle)

    @property
    def first(self) -> tuple[int, ...]:
        """Coordinates of the point with the lowest ones."""
        return tuple(middle - self.points // 2 for middle in self.middle)


class KnownLosses:
    """Exact losses of the points of many lattices; the tiles that were used last are kept.

    A lattice goes by a key, which must say everything that its losses depend on but the spacing,
    and by the spacing itself. For one thread.
    """

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most = max(1, most_bytes // _TILE_BYTES)
        # By key, mantissa and exponent of the spacing, then the tile's numbers.
        self._tiles: OrderedDict[Key, tuple[Losses, Mask]] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """About how much memory all of it takes."""
        return len(self._tiles) * _TILE_BYTES

    def find(self, key: Key, window: Window) -> tuple[Losses, Mask]:
        """Losses of the points in a window, and of which of them they are known.

        Where spacings differ by exactly two, every other point is one of both lattices.
        """
        mantissa, exponent = frexp(window.spacing)
        sides = [first + np.arange(window.points) for first in window.first]
        losses, known = np.full(window.shape, np.nan), np.zeros(window.shape, dtype=bool)
        self._look_up((key, mantissa, exponent), sides, losses, known)
        if not known.all():
            own = known.copy()
            finer = [2 * side for side in sides]
            self._look_up((key, mantissa, exponent - 1), finer, losses, known)
            even = [slice(int(side[0]) % 2, None, 2) for side in sides]
            coarser = [side[where] // 2 for side, where in zip(sides, even, strict=True)]
            of_even = (losses[tuple(even)], known[tuple(even)])
            self._look_up((key, mantissa, exponent + 1), coarser, *of_even)
            if (new := np.argwhere(known & ~own)).size:
                self.put(key, window.spacing, new + window.first, losses[known & ~own])
        return losses, known

    def put(self, key: Key, spacing: float, points: Integers, losses: Losses) -> None:
        """Keep the losses (M,) of points, given by their coordinates (M, axes)."""
        lattice = (key, *frexp(spacing))
        side = _tile_side(points.shape[1])
        numbers, places = np.divmod(points, side)
        tiles, of_tile = np.unique(numbers, axis=0, return_inverse=True)
        for number, tile in enumerate(tiles.tolist()):
            mine = of_tile.reshape(-1) == number
            values, known = self._tile((lattice, *tile), (side,) * points.shape[1])
            at = tuple(places[mine].T)
            values[at] = losses[mine]
            known[at] = True
        while len(self._tiles) > self._most:
            self._tiles.popitem(last=False)

    def forget(self, unwanted: Callable[[Key], bool] = lambda _key: True) -> None:
        """Let go of the lattices of some keys, or of all."""
        for name in [name for name in self._tiles if unwanted(name[0][0])]:
            del self._tiles[name]

    def _tile(self, name: Key, shape: tuple[int, ...]) -> tuple[Losses, Mask]:
        if name not in self._tiles:
            self._tiles[name] = np.empty(shape), np.zeros(shape, dtype=bool)
        self._tiles.move_to_end(name)
        return self._tiles[name]

    def _look_up(
        self, lattice: Key, sides: Sequence[Integers], losses: Losses, known: Mask
    ) -> None:
        """Fill in what is known. sides: evenly spaced coordinates along each axis of `losses`."""
        runs = [list(_runs(side, _tile_side(len(sides)))) for side in sides]
        for parts in product(*runs):
            name = (lattice, *(number for number, _, _ in parts))
            if name not in self._tiles:
                continue
            self._tiles.move_to_end(name)
            values, have = self._tiles[name]
            there = tuple(where for _, where, _ in parts)
            at = tuple(of_tile for _, _, of_tile in parts)
            new = have[at] & ~known[there]
            losses[there][new] = values[at][new]
            known[there] |= new


def _tile_side(axes: int) -> int:
    return int(_TILE_POINTS ** (1.0 / axes) + 0.5)


def _runs(side: Integers, tile: int) -> list[tuple[int, slice, slice]]:
    """Each tile that evenly spaced coordinates meet: its number, where they lie among the
    coordinates, and where in the tile."""
    if not len(side):
        return []
    step = int(side[1] - side[0]) if len(side) > 1 else 1
    numbers = side // tile
    ends = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(side)]
    found = []
    for begin, end in pairwise(ends):
        low, high = int(side[begin]) % tile, int(side[end - 1]) % tile
        found.append((int(numbers[begin]), slice(begin, end), slice(low, high + 1, step)))
    return found
