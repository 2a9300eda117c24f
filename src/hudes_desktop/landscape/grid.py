"""Which points of a lattice are computed first, and cubic splines through them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.landscape.choices import check_points
from hudes_desktop.landscape.spline import spline_matrices

Known = tuple[int, ...]
"""The points along one side that are known, counted from 0."""


@lru_cache(256)
def levels(points: int, first: int = 0) -> tuple[Known, ...]:
    """Points along one side, coarse to fine, each level containing the one before it.

    first: the coordinate of the first point on its lattice. A level is the coordinates that are
    multiples of its stride, a power of two, and both ends; a multiple that is nearer to an end than
    half a stride is left out. The same points thus serve windows that overlap.
    """
    check_points(points)
    stride = 1
    while 2 * stride <= points // 2:
        stride *= 2
    found = []
    while stride >= 1:
        inner = range(-first % stride, points, stride)
        room = (stride + 1) // 2
        kept = (i for i in inner if room <= i <= points - 1 - room)
        found.append((0, *kept, points - 1))
        stride //= 2
    return tuple(found)


@lru_cache(256)
def spline_operator(points: int, known: Known) -> NDArray[np.float64]:
    """The matrix that takes values at the known points to a cubic spline at all of them.

    Shape (points, known); the identity at the known points.
    """
    operator, _ = spline_matrices(np.array(known), np.arange(points))
    operator[list(known)] = np.eye(len(known))
    return operator


@lru_cache(256)
def nearest_known(points: int, known: Known) -> NDArray[np.intp]:
    """For each point along a side, which of the known ones is nearest."""
    distance = np.abs(np.arange(points)[:, None] - np.array(known)[None, :])
    return np.asarray(distance.argmin(axis=1))


def interpolate(
    values: NDArray[np.float64], points: int, known: tuple[Known, ...]
) -> NDArray[np.float64]:
    """Losses on a whole line or plane of `points` a side from those at its known points.

    values: one axis a side, non-finite where the loss was not finite. A point whose nearest known
    neighbour is not finite becomes NaN: nothing is invented there.
    Returns float64, `points` a side.
    """
    finite = np.isfinite(values)
    if not finite.any():
        return np.full((points,) * values.ndim, np.nan)
    least = min(0.0, float(values[finite].min()))
    values = np.where(finite, values, values[finite].max())
    bad = ~finite
    for axis, side in enumerate(known):
        operator = spline_operator(points, side)
        values = np.moveaxis(np.tensordot(operator, values, axes=(1, axis)), 0, axis)
        bad = np.take(bad, nearest_known(points, side), axis=axis)
    # A loss is never negative; where a surface is steep, a cubic between its points may be.
    values = np.maximum(values, least)
    values[bad] = np.nan
    return values
