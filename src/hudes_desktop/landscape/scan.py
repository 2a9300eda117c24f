"""A line or a plane of the landscape, computed level by level in a window of its lattice."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hudes_desktop.landscape.grid import Known, interpolate, levels
from hudes_desktop.landscape.lattice import Key, KnownLosses, Window
from hudes_desktop.nets.slices import Slice, out_of_memory

_AT_ONCE = 400
"""So many missing points are not worth a coarser level: a few rows of a plane of 41² that came into
sight, or all of its points with a stride of 4."""

_AT_ONCE_S = 0.06
"""Nor are those that take so long; what takes longer waits for a coarser level."""


@dataclass(frozen=True, eq=False)
class Level:
    """A scan as far as it has come.

    heights: float64, one axis a side, C-contiguous and read-only; NaN where not finite. Losses
        near 2.3 differ by less than float32 resolves (2e-7) where steps are small.
    exact_points: how many of them were computed, then or earlier; the others are interpolated.
    masked: how many of those were not finite.
    evaluations: how many points were computed for this level alone.
    computed: shaped like heights, where they were computed; None where all of them were.
    """

    heights: NDArray[np.float64]
    exact_points: int
    masked: int
    evaluations: int
    computed: NDArray[np.bool_] | None = None


class Cancelled(Exception):
    """The scan was told to stop between two chunks, after so many evaluations."""

    def __init__(self, evaluations: int) -> None:
        super().__init__(f"cancelled after {evaluations} evaluations")
        self.evaluations = evaluations


class Pace:
    """How long a point takes: what the quickest of the last few chunks says.

    On a busy machine the others were held up, and rows that come at once are worth most there.
    """

    def __init__(self, seconds: float = inf) -> None:
        """seconds: a point is thought to take so long before the first chunk."""
        self._seconds = deque([seconds], maxlen=5)

    def took(self, points: int, seconds: float) -> None:
        """A chunk of so many points took so long."""
        if self._seconds[0] == inf:
            self._seconds.clear()
        self._seconds.append(seconds / points)

    @property
    def at_once(self) -> int:
        """How many points are computed in one go rather than coarse first."""
        return int(min(_AT_ONCE, _AT_ONCE_S / max(min(self._seconds), 1e-9)))


@dataclass(frozen=True, eq=False)
class PlacedSlice:
    """A slice, and the coefficients of its own origin along its axes."""

    slice: Slice
    origin: tuple[float, ...]


class Scan:
    """Losses at the points of a window, refined by `advance`.

    What is known is not computed again, and what is computed is known from then on: also of a level
    that was cancelled.
    """

    def __init__(
        self,
        window: Window,
        known: KnownLosses,
        key: Key,
        make_slice: Callable[[], PlacedSlice],
        pace: Pace | None = None,
    ) -> None:
        """known, key: where losses are kept, and what the lattice is called there. make_slice: is
        called once there is something to compute. pace: of such slices."""
        self._window = window
        self._known, self._key = known, key
        self._make_slice = make_slice
        self._slice: PlacedSlice | None = None
        self._pace = pace or Pace()
        self._exact, self._computed = known.find(key, window)
        sides = [levels(window.points, first) for first in window.first]
        self._levels: list[tuple[Known, ...]] = list(zip(*sides, strict=True))
        self._next = 0

    @property
    def centre(self) -> tuple[float, ...]:
        """Coefficients of the middle point of the window."""
        return self._window.centre

    @property
    def finished(self) -> bool:
        """True when every point is exact."""
        return self._next == len(self._levels)

    def advance(self, between_chunks: Callable[[], bool] = lambda: False) -> Level:
        """Compute the next level, or a finer one that lacks little. `between_chunks` returns True
        to cancel.

        Raises: Cancelled; RuntimeError when not even one point fits the memory.
        """
        level = self._level()
        missing = self._missing(level)
        done = 0
        for values in self._losses(missing, between_chunks):
            part = missing[done : done + len(values)]
            self._exact[tuple(part.T)] = values
            self._computed[tuple(part.T)] = True
            points = part + np.array(self._window.first)
            self._known.put(self._key, self._window.spacing, points, values)
            done += len(values)
        self._next = level + 1
        return Level(
            heights=self._heights(level),
            exact_points=int(self._computed.sum()),
            masked=int((self._computed & ~np.isfinite(self._exact)).sum()),
            evaluations=len(missing),
            computed=None if self._computed.all() else self._computed.copy(),
        )

    def _level(self) -> int:
        """The finest level that is there at once; else the next one."""
        for level in range(len(self._levels) - 1, self._next, -1):
            if len(self._missing(level)) <= self._pace.at_once:
                return level
        return self._next

    def _missing(self, level: int) -> NDArray[np.intp]:
        """(M, axes): numbers of the points of a level that are not known."""
        wanted = np.zeros(self._window.shape, dtype=bool)
        wanted[np.ix_(*self._levels[level])] = True
        return np.argwhere(wanted & ~self._computed)

    def _losses(
        self, missing: NDArray[np.intp], between_chunks: Callable[[], bool]
    ) -> Iterator[NDArray[np.float64]]:
        if not len(missing):
            return
        if self._slice is None:
            self._slice = self._make_slice()
        points = missing + np.array(self._window.first)
        away = points * self._window.spacing - np.array(self._slice.origin)
        yield from in_chunks(self._slice.slice, torch.from_numpy(away), between_chunks, self._pace)

    def _heights(self, level: int) -> NDArray[np.float64]:
        if self.finished:
            heights = self._exact.copy()
        else:
            known = self._levels[level]
            values = self._exact[np.ix_(*known)]
            heights = np.ascontiguousarray(interpolate(values, self._window.points, known))
            heights[self._computed] = self._exact[self._computed]
        heights[~np.isfinite(heights)] = np.nan
        heights.flags.writeable = False
        return heights


def in_chunks(
    loss_slice: Slice,
    coordinates: Tensor,
    between_chunks: Callable[[], bool] = lambda: False,
    pace: Pace | None = None,
) -> Iterator[NDArray[np.float64]]:
    """Losses at many points, in chunks that fit; half the chunk after running out of memory.

    coordinates: (M, axes) from the slice's origin. Yields float64, in the order of the coordinates.
    pace: is told how long they took.
    Raises: Cancelled; RuntimeError when not even one point fits the memory.
    """
    chunk = max(1, loss_slice.chunk_size)
    start = 0
    while start < len(coordinates):
        if start and between_chunks():
            raise Cancelled(start)
        part = coordinates[start : start + chunk]
        began = time.perf_counter()
        try:
            losses = loss_slice.losses(part).cpu().double().numpy()
        except RuntimeError as error:
            if not out_of_memory(error) or chunk == 1:
                raise
            chunk //= 2
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            continue
        if pace is not None:
            pace.took(len(part), time.perf_counter() - began)
        yield losses
        start += len(part)
