"""A line or a plane of the landscape, computed level by level around a centre."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hudes_desktop.landscape.choices import check_points
from hudes_desktop.landscape.grid import interpolate, levels
from hudes_desktop.nets.slices import Slice, out_of_memory


@dataclass(frozen=True, eq=False)
class Level:
    """A scan as far as it has come.

    heights: float64, one axis a side, C-contiguous and read-only; NaN where not finite. Losses
        near 2.3 differ by less than float32 resolves (2e-7) where steps are small.
    exact_points: how many of them were computed. masked: how many of those were not finite.
    evaluations: how many points were computed for this level alone.
    """

    heights: NDArray[np.float64]
    exact_points: int
    masked: int
    evaluations: int


class Cancelled(Exception):
    """The scan was told to stop between two chunks, after so many evaluations."""

    def __init__(self, evaluations: int) -> None:
        super().__init__(f"cancelled after {evaluations} evaluations")
        self.evaluations = evaluations


class Scan:
    """Losses at (i - n // 2) * spacing along one or two axes, refined by `advance`.

    A level takes up what the coarser ones computed; a cancelled one leaves the scan as it was.
    """

    def __init__(self, loss_slice: Slice, sides: tuple[int, ...], spacing: float) -> None:
        """sides: odd numbers of points, one an axis; spacing: distance in parameter space."""
        for points in sides:
            check_points(points)
        self._slice = loss_slice
        self._sides = sides
        self._spacing = spacing
        self._exact = np.full(sides, np.nan, dtype=np.float64)
        self._computed = np.zeros(sides, dtype=bool)
        self._levels = max(len(levels(points)) for points in sides)
        self._next = 0

    @property
    def finished(self) -> bool:
        """True when every point is exact."""
        return self._next == self._levels

    def advance(self, between_chunks: Callable[[], bool] = lambda: False) -> Level:
        """Compute the next level. `between_chunks` returns True to cancel.

        Raises: Cancelled; RuntimeError when not even one point fits the memory.
        """
        sets = [self._index_set(points) for points in self._sides]
        wanted = np.zeros(self._sides, dtype=bool)
        wanted[np.ix_(*sets)] = True
        missing = np.argwhere(wanted & ~self._computed)
        middles = np.array([points // 2 for points in self._sides])
        coordinates = torch.from_numpy((missing - middles) * self._spacing)
        values = evaluate_in_chunks(self._slice, coordinates, between_chunks)
        self._exact[tuple(missing.T)] = values
        self._computed |= wanted
        self._next += 1
        heights = self._heights(sets)
        return Level(
            heights=heights,
            exact_points=int(self._computed.sum()),
            masked=int((self._computed & ~np.isfinite(self._exact)).sum()),
            evaluations=len(missing),
        )

    def _index_set(self, points: int) -> NDArray[np.intp]:
        own = levels(points)
        return own[self._level_of(points, self._next)]

    def _level_of(self, points: int, level: int) -> int:
        # A short side has fewer levels than a long one: it waits at its coarsest.
        return max(0, level - (self._levels - len(levels(points))))

    def _heights(self, sets: list[NDArray[np.intp]]) -> NDArray[np.float64]:
        if self.finished:
            heights = self._exact.copy()
        else:
            known = self._exact[np.ix_(*sets)]
            level = tuple(self._level_of(points, self._next - 1) for points in self._sides)
            heights = interpolate(known, self._sides, level)
        heights[~np.isfinite(heights)] = np.nan
        heights.flags.writeable = False
        return heights


def evaluate_in_chunks(
    loss_slice: Slice,
    coordinates: Tensor,
    between_chunks: Callable[[], bool] = lambda: False,
) -> NDArray[np.float64]:
    """Losses at many points, in chunks that fit; half the chunk after running out of memory.

    coordinates: (M, axes). Returns (M,) float64.
    Raises: Cancelled; RuntimeError when not even one point fits the memory.
    """
    losses = np.empty(len(coordinates), dtype=np.float64)
    chunk = max(1, loss_slice.chunk_size)
    start = 0
    while start < len(coordinates):
        if start and between_chunks():
            raise Cancelled(start)
        part = coordinates[start : start + chunk]
        try:
            losses[start : start + len(part)] = loss_slice.losses(part).cpu().numpy()
        except RuntimeError as error:
            if not out_of_memory(error) or chunk == 1:
                raise
            chunk //= 2
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            continue
        start += len(part)
    return losses
