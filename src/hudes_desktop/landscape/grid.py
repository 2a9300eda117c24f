"""Odd grids around a place, computed coarse to fine, with cubic splines in between."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.landscape.choices import check_points
from hudes_desktop.landscape.spline import spline_matrices

Indices = NDArray[np.intp]

COARSE_POINTS = 11
"""The coarsest level has at most about this many points a side: enough for a true picture."""


@cache
def levels(points: int) -> tuple[Indices, ...]:
    """Index sets along one side, coarse to fine, each containing the one before it.

    Every level holds the middle and both ends; strides are powers of two counted from the middle.
    For 41 points: 11, 21, 41.
    """
    check_points(points)
    middle = points // 2
    stride = 1
    while middle // stride > COARSE_POINTS // 2:
        stride *= 2
    sets = []
    while stride >= 1:
        half = np.arange(middle, -1, -stride)
        sets.append(np.unique(np.concatenate([[0], half, 2 * middle - half, [points - 1]])))
        stride //= 2
    return tuple(sets)


@cache
def spline_operator(points: int, level: int) -> NDArray[np.float64]:
    """The matrix that takes values at a level's indices to a cubic spline at all points.

    Shape (points, known); the identity at the known indices.
    """
    known = levels(points)[level]
    operator, _ = spline_matrices(known, np.arange(points))
    operator[known] = np.eye(len(known))
    return operator


@cache
def nearest_known(points: int, level: int) -> Indices:
    """For each index along a side, the position in the level's index set of its nearest member."""
    distance = np.abs(np.arange(points)[:, None] - levels(points)[level][None, :])
    return np.asarray(distance.argmin(axis=1))


def interpolate(
    known: NDArray[np.float64], sides: tuple[int, ...], at_levels: tuple[int, ...]
) -> NDArray[np.float64]:
    """Values on the whole grid from those at the points of one level a side (line or plane).

    known: one axis a side, non-finite where the loss was not finite. A point whose nearest known
    neighbour is not finite becomes NaN: nothing is invented there.
    Returns an array of shape `sides`, float64.
    """
    finite = np.isfinite(known)
    if not finite.any():
        return np.full(sides, np.nan)
    values = np.where(finite, known, known[finite].max())
    bad = ~finite
    for axis, (points, level) in enumerate(zip(sides, at_levels, strict=True)):
        operator = spline_operator(points, level)
        values = np.moveaxis(np.tensordot(operator, values, axes=(1, axis)), 0, axis)
        bad = np.take(bad, nearest_known(points, level), axis=axis)
    # A loss is never negative; where a surface is steep, a cubic between its points may be.
    values = np.maximum(values, min(0.0, known[finite].min()))
    values[bad] = np.nan
    return values
