"""One plane's heights in the form that the shaders and the marker read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import floor

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.results import Surface
from hudes_desktop.landscape.spline import spline_matrices

Texels = NDArray[np.float32]

FINEST = 401
"""Texels a side that are enough for a picture of any size."""

# Where a few corners tower over everything else, the scale ends below them: at this many times
# the span between the lowest point and the 97th percentile.
_OUTLIER_SPAN = 2.0
_OUTLIER_QUANTILE = 0.97

_MOST_SWING = 0.05  # of the span, away from straight lines between the points


@dataclass(frozen=True, eq=False)
class HeightField:
    """Losses on a grid of a plane.

    texels: (n_a, n_b, 4) float32: loss in nats (finite everywhere), its slope per cell along
        both axes, and 1 where the point was finite, 0 where it is masked. A small smooth surface
        is drawn finer than it was computed.
    centre: coefficients of the middle point. spacing: distance between neighbouring texels.
    lowest: coefficients of the lowest finite point. low, high: the losses that a scale should
        span; high leaves out outliers. top: the highest of all.
    """

    texels: Texels
    centre: tuple[float, float]
    spacing: float
    lowest: tuple[float, float]
    low: float
    high: float
    top: float

    @property
    def heights(self) -> NDArray[np.float32]:
        return self.texels[..., 0]

    @property
    def shape(self) -> tuple[int, int]:
        return self.texels.shape[0], self.texels.shape[1]

    @classmethod
    def from_surface(cls, surface: Surface) -> HeightField:
        """Raises ValueError for a line (heights with one dimension)."""
        heights: NDArray[np.floating] = surface.heights
        if heights.ndim != 2:
            raise ValueError(f"a plane has heights of shape (n_a, n_b), not {heights.shape}")
        centre = (float(surface.centre[0]), float(surface.centre[1]))
        spacing = float(surface.spacing)
        finite = np.isfinite(heights)
        whole = bool(finite.all())
        values = heights.ravel() if whole else heights[finite]
        if values.size == 0:
            low = high = top = 0.0
        else:
            low, top = float(values.min()), float(values.max())
            high = _robust_high(values, low, top)
        n_a, n_b = heights.shape
        where = int(heights.argmin() if whole else np.where(finite, heights, np.inf).argmin())
        if not whole:
            heights = _filled(heights, finite)
        lowest = (
            centre[0] + (where // n_b - n_a // 2) * spacing,
            centre[1] + (where % n_b - n_b // 2) * spacing,
        )
        # A spline swings over next to a cliff: only what is smooth everywhere is refined.
        smooth = whole and high >= top
        factor = _refinement(max(n_a, n_b)) if smooth and min(n_a, n_b) > 3 else 1
        if factor == 1:
            texels = np.empty((n_a, n_b, 4), np.float32)
            texels[..., 0] = heights
            _slopes(heights, texels)
            texels[..., 3] = finite
        else:
            texels = _refined(heights, low, factor)
        return cls(texels, centre, spacing / factor, lowest, low, high, top)

    def cell(self, a: float, b: float) -> tuple[float, float]:
        """Grid indices, with fractions, of the coefficients (a, b)."""
        n_a, n_b = self.shape
        return (
            (a - self.centre[0]) / self.spacing + n_a // 2,
            (b - self.centre[1]) / self.spacing + n_b // 2,
        )

    def loss_at(self, a: float, b: float) -> float:
        """Bilinear loss at the coefficients (a, b), clamped to the edge of the grid."""
        n_a, n_b = self.shape
        row, column = self.cell(a, b)
        row = min(max(row, 0.0), n_a - 1.0)
        column = min(max(column, 0.0), n_b - 1.0)
        i, j = min(floor(row), n_a - 2), min(floor(column), n_b - 2)
        s, t = row - i, column - j
        height = self.heights.item
        near = height(i, j) * (1 - t) + height(i, j + 1) * t
        far = height(i + 1, j) * (1 - t) + height(i + 1, j + 1) * t
        return near * (1 - s) + far * s

    def losses_at(self, a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.floating]:
        """Bilinear losses at many places, shaped like a and b; NaN outside and where masked."""
        n_a, n_b = self.shape
        rows, columns = self.cell(a, b)  # type: ignore[arg-type]  # its sums do for arrays too
        i = np.clip(np.floor(rows), 0, n_a - 2).astype(np.intp)
        j = np.clip(np.floor(columns), 0, n_b - 2).astype(np.intp)
        s, t = rows - i, columns - j
        heights, whole = self.texels[..., 0], self.texels[..., 3]
        near = heights[i, j] * (1 - t) + heights[i, j + 1] * t
        far = heights[i + 1, j] * (1 - t) + heights[i + 1, j + 1] * t
        corners = whole[i, j] * whole[i, j + 1] * whole[i + 1, j] * whole[i + 1, j + 1]
        margin = 1e-6
        outside = (np.abs(s - 0.5) > 0.5 + margin) | (np.abs(t - 0.5) > 0.5 + margin)
        return np.where(outside | (corners < 0.999), np.nan, near * (1 - s) + far * s)

    def resampled(
        self, centre: tuple[float, float], spacing: float, shape: tuple[int, int]
    ) -> NDArray[np.float32]:
        """Bilinear losses on another grid of the same plane, clamped to the edge."""
        rows = self._along(0, centre[0], spacing, shape[0])
        columns = self._along(1, centre[1], spacing, shape[1])
        i, s = rows
        j, t = columns
        heights = self.heights
        strips = heights[i] * (1 - s)[:, None] + heights[i + 1] * s[:, None]
        blended = strips[:, j] * (1 - t) + strips[:, j + 1] * t
        return blended.astype(np.float32, copy=False)

    def _along(
        self, axis: int, centre: float, spacing: float, count: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        n = self.shape[axis]
        offsets = (np.arange(count) - count // 2) * spacing + (centre - self.centre[axis])
        cells = np.clip(offsets / self.spacing + n // 2, 0.0, n - 1.0)
        index = np.minimum(cells.astype(np.intp), n - 2)
        return index, (cells - index).astype(np.float32)

    @classmethod
    def blend(
        cls,
        old: HeightField,
        new: HeightField,
        mix: float,
        centre: tuple[float, float],
        spacing: float,
    ) -> HeightField:
        """What a morph from `old` to `new` shows at `mix`, on the given window, as a field."""
        shape = new.shape
        heights = old.resampled(centre, spacing, shape) * np.float32(1.0 - mix)
        heights += new.resampled(centre, spacing, shape) * np.float32(mix)
        texels = np.empty((*shape, 4), np.float32)
        texels[..., 0] = heights
        _slopes(heights, texels)
        texels[..., 3] = 1.0
        lowest = (
            old.lowest[0] + (new.lowest[0] - old.lowest[0]) * mix,
            old.lowest[1] + (new.lowest[1] - old.lowest[1]) * mix,
        )
        return cls(texels, centre, spacing, lowest, new.low, new.high, new.top)

    def finer(self) -> HeightField:
        """The same with about FINEST texels a side: in a large picture triangles would be seen, in
        lines most of all. As it is where a spline would swing (see from_surface), or be of no use.
        """
        factor = FINEST // max(self.shape)
        if factor < 2 or min(self.shape) < 4 or not self.texels[..., 3].all():
            return self
        texels, spacing = _refined(self.heights, self.low, factor), self.spacing / factor
        straight = self.resampled(self.centre, spacing, (texels.shape[0], texels.shape[1]))
        swing = np.abs(texels[..., 0] - straight)[straight <= self.high]
        if swing.max() > _MOST_SWING * (self.high - self.low):
            return self
        return replace(self, texels=texels, spacing=spacing)

    def moved(self, centre: tuple[float, float]) -> HeightField:
        """The same heights, said to lie around other coefficients (after the axes changed)."""
        shift = (centre[0] - self.centre[0], centre[1] - self.centre[1])
        lowest = (self.lowest[0] + shift[0], self.lowest[1] + shift[1])
        return replace(self, centre=centre, lowest=lowest)


def _filled(heights: NDArray[np.floating], finite: NDArray[np.bool_]) -> NDArray[np.floating]:
    """Masked points at the height of the nearest finite one, so that the surface goes on there."""
    if not finite.any():
        return np.zeros_like(heights)
    rows, columns = (np.arange(n, dtype=np.int32) for n in heights.shape)
    # First along each row; where a row has no finite point, the nearest is further than any.
    far = np.int32(sum(heights.shape))
    before = np.maximum.accumulate(np.where(finite, columns, -far), axis=1)
    after = np.minimum.accumulate(np.where(finite, columns, 2 * far)[:, ::-1], axis=1)[:, ::-1]
    nearest = np.where(columns - before <= after - columns, before, after)
    # Then over the rows, for the masked points alone.
    i, j = (index.astype(np.int32) for index in np.nonzero(~finite))
    row = ((i[:, np.newaxis] - rows) ** 2 + ((columns - nearest) ** 2).T[j]).argmin(axis=1)
    filled = heights.copy()
    filled[i, j] = heights[row, nearest[row, j]]
    return filled


def _refinement(points: int) -> int:
    """How many times finer the picture is than the grid: lines on a coarse one have corners."""
    return 1 if points > 61 else 2 if points > 21 else 4


@cache
def _spline(points: int, factor: int) -> NDArray[np.float32]:
    """(2m, points): from values at `points` to a cubic spline's at m finer ones, then its slopes.

    Slopes are per fine cell.
    """
    fine = np.arange((points - 1) * factor + 1) / factor
    values, slopes = spline_matrices(np.arange(points), fine)
    return np.concatenate([values, slopes / factor]).astype(np.float32)


def _refined(heights: NDArray[np.floating], low: float, factor: int) -> Texels:
    """The cubic spline through a smooth surface, which passes through every given point."""
    spline_a, spline_b = (_spline(points, factor) for points in heights.shape)
    n_a, n_b = len(spline_a) // 2, len(spline_b) // 2
    # Single precision is twice as fast, and good enough for what rises above the lowest point.
    along_b = (heights - low).astype(np.float32) @ spline_b.T
    texels = np.empty((n_a, n_b, 4), np.float32)
    both = spline_a @ along_b[:, :n_b]
    np.add(both[:n_a], np.float32(low), out=texels[..., 0])
    texels[..., 1] = both[n_a:]
    texels[..., 2] = spline_a[:n_a] @ along_b[:, n_b:]
    texels[..., 3] = 1.0
    return texels


def _slopes(heights: NDArray[np.floating], texels: Texels) -> None:
    """Central differences per cell, one-sided at the edges (np.gradient costs twice as much)."""
    along_a, along_b = texels[..., 1], texels[..., 2]
    np.subtract(heights[2:], heights[:-2], out=along_a[1:-1])
    along_a[1:-1] *= 0.5
    np.subtract(heights[1], heights[0], out=along_a[0])
    np.subtract(heights[-1], heights[-2], out=along_a[-1])
    np.subtract(heights[:, 2:], heights[:, :-2], out=along_b[:, 1:-1])
    along_b[:, 1:-1] *= 0.5
    np.subtract(heights[:, 1], heights[:, 0], out=along_b[:, 0])
    np.subtract(heights[:, -1], heights[:, -2], out=along_b[:, -1])


def _robust_high(values: NDArray[np.floating], low: float, high: float) -> float:
    sample = values if values.size < 4096 else values[:: values.size // 2048]
    rank = min(int(sample.size * _OUTLIER_QUANTILE), sample.size - 1)
    quantile = float(np.partition(sample, rank)[rank])
    limit = low + _OUTLIER_SPAN * (quantile - low)
    return min(high, limit) if quantile > low else high
