"""Slopes of the loss by one formula: of the arrow, the strip of axes, devices' lights, numbers.

The slope along axis i at a place x, in nats per step, is

    f(x + s/2 eᵢ) − f(x − s/2 eᵢ)

where s is the length of a step, eᵢ the axis, and f the surface as it was computed, linear between
its points. Half a step is one cell of a surface. At an edge the difference is taken over what there
is of that step, and divided by its share of it. (The light on the surface has slopes of its own, of
every texel at once, see height_field.)
"""

from collections.abc import Sequence
from math import floor, isfinite

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.results import Surface
from hudes_desktop.session import POINTS_A_STEP

_ROUNDING = 1e-9  # of a cell: so far outside the grid a place still counts as on its edge


def slopes_of(surface: Surface, coefficients: Sequence[float]) -> dict[int, float]:
    """Slope of the train loss along each axis of a surface at a place, in nats per step, by axis.

    coefficients: of the place, one for every axis of the subspace. An axis is left out where the
    place lies off the surface or beside a masked point. A surface that is not exact yet has the
    slope of its spline.
    """
    if max(surface.axes) >= len(coefficients):
        return {}
    place = [coefficients[axis] for axis in surface.axes]
    index = index_of(surface, place, surface.centre)
    slopes = {axis: slope(surface.heights, index, side) for side, axis in enumerate(surface.axes)}
    return {axis: found for axis, found in slopes.items() if found is not None}


def index_of(
    surface: Surface, place: Sequence[float], centre: Sequence[float]
) -> tuple[float, ...]:
    """Cells with fractions of a place, given by its coefficients along the surface's own axes.

    centre: coefficients of the middle point; others than the surface's after the axes changed.
    """
    return tuple(
        (here - middle) / surface.spacing + points // 2
        for here, middle, points in zip(place, centre, surface.heights.shape, strict=True)
    )


def slope(heights: NDArray[np.floating], index: tuple[float, ...], side: int) -> float | None:
    """The slope along a side of a grid, in nats per step; index: see interpolated.

    None off the grid or beside a point that is not finite.
    """
    here, last = index[side], heights.shape[side] - 1
    if not -_ROUNDING <= here <= last + _ROUNDING:
        return None
    half = POINTS_A_STEP / 2
    ends = max(here - half, 0.0), min(here + half, float(last))
    before, after = (
        interpolated(heights, (*index[:side], end, *index[side + 1 :])) for end in ends
    )
    if before is None or after is None or ends[1] <= ends[0]:
        return None
    return (after - before) * POINTS_A_STEP / (ends[1] - ends[0])


def interpolated(heights: NDArray[np.floating], index: tuple[float, ...]) -> float | None:
    """The loss at a place on a grid, linear along every side between its points.

    index: of the place along every side, in cells with fractions. None off the grid or next to a
    point that is not finite.
    """
    corners = [(0, 1.0)]  # of the cell: their numbers, row by row, and what they count for
    for at, points in zip(index, heights.shape, strict=True):
        last = points - 1
        if not -_ROUNDING <= at <= last + _ROUNDING:
            return None
        at = min(max(at, 0.0), float(last))
        low = min(floor(at), max(last - 1, 0))
        # An end without weight is not looked at: beside a gap a point itself is still a value.
        ends = [(low, 1.0 - (at - low)), (low + 1, at - low)]
        corners = [
            (row * points + end, weight * share)
            for row, weight in corners
            for end, share in ends
            if share > _ROUNDING
        ]
    total = 0.0
    for number, weight in corners:
        value = heights.item(number)
        if not isfinite(value):
            return None
        total += weight * value
    return total
