"""Loss curves along single axes, and slopes of surfaces at a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, isfinite

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.results import Surface

_POINTS_A_STEP = 2  # grid points in one step, see engine.results.Surface.spacing
_ROUNDING = 1e-9  # of a cell: so far outside the grid a place still counts as on its edge


@dataclass(frozen=True, eq=False)
class Curve:
    """The train loss along one axis.

    axis: counts from 0. centre: coefficient of the middle point. spacing: distance in parameter
    space between neighbouring points. losses: (n,) float64, nats, NaN where not finite.
    exact_points: how many were computed; the others are a spline. masked: how many computed ones
    were not finite.
    """

    axis: int
    centre: float
    spacing: float
    losses: NDArray[np.float64]
    exact_points: int
    masked: int

    @classmethod
    def from_surface(cls, surface: Surface) -> Curve:
        """The curve of a line's surface. Raises ValueError for the surface of a plane."""
        if surface.heights.ndim != 1:
            raise ValueError("a plane can't be shown as a curve")
        losses = np.asarray(surface.heights, np.float64)
        (axis,), (centre,) = surface.axes, surface.centre
        return cls(axis, centre, surface.spacing, losses, surface.exact_points, surface.masked)

    @property
    def step(self) -> float:
        """The distance of one step."""
        return _POINTS_A_STEP * self.spacing

    @property
    def half(self) -> float:
        """The distance from the middle to either end."""
        return max(len(self.losses) // 2, 1) * self.spacing

    @property
    def exact(self) -> bool:
        """True when no point is interpolated."""
        return self.exact_points == len(self.losses)

    def coefficients(self) -> NDArray[np.float64]:
        """(n,) the coefficient of every point."""
        middle = len(self.losses) // 2
        offsets = np.arange(-middle, len(self.losses) - middle, dtype=np.float64)
        return self.centre + offsets * self.spacing

    def loss_at(self, coefficient: float) -> float | None:
        """The loss drawn there (nats), linear between points; None off the curve or in a gap."""
        return _interpolated(self.losses, (self._index(coefficient),))

    def slope_at(self, coefficient: float) -> float | None:
        """Nats per unit distance there; None off the curve or beside a gap."""
        return _slope(self.losses, (self._index(coefficient),), 0, self.spacing)

    def lowest(self) -> tuple[float, float] | None:
        """Coefficient and loss of the lowest point; None if no loss is finite."""
        finite = np.isfinite(self.losses)
        if not finite.any():
            return None
        index = int(np.where(finite, self.losses, np.inf).argmin())
        middle = len(self.losses) // 2
        return self.centre + (index - middle) * self.spacing, float(self.losses[index])

    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest finite loss; None if there is none."""
        finite = self.losses[np.isfinite(self.losses)]
        return (float(finite.min()), float(finite.max())) if len(finite) else None

    def moved(self, by: float) -> Curve:
        """The same curve with every coefficient larger by `by`."""
        return replace(self, centre=self.centre + by)

    def _index(self, coefficient: float) -> float:
        return (coefficient - self.centre) / self.spacing + len(self.losses) // 2


def slopes_of(surface: Surface, coefficients: Sequence[float]) -> dict[int, float]:
    """Slope of the train loss along each axis of a surface at a place, by central differences.

    coefficients: of the place, one for every axis of the subspace. Returns nats per unit distance
    by axis; an axis is left out where the place lies off the surface or beside a masked point.
    On a surface that is not exact yet the slope is one of its spline.
    """
    if max(surface.axes) >= len(coefficients):
        return {}
    index = tuple(
        (coefficients[axis] - middle) / surface.spacing + points // 2
        for axis, middle, points in zip(
            surface.axes, surface.centre, surface.heights.shape, strict=True
        )
    )
    slopes = {}
    for side, axis in enumerate(surface.axes):
        slope = _slope(surface.heights, index, side, surface.spacing)
        if slope is not None:
            slopes[axis] = slope
    return slopes


def _slope(
    heights: NDArray[np.float64], index: tuple[float, ...], side: int, spacing: float
) -> float | None:
    """Central difference over one cell either way; over what there is of it at an edge."""
    here, last = index[side], heights.shape[side] - 1
    if not -_ROUNDING <= here <= last + _ROUNDING:
        return None
    ends = max(here - 1.0, 0.0), min(here + 1.0, float(last))
    before, after = (
        _interpolated(heights, (*index[:side], end, *index[side + 1 :])) for end in ends
    )
    if before is None or after is None or ends[1] <= ends[0]:
        return None
    return (after - before) / ((ends[1] - ends[0]) * spacing)


def _interpolated(heights: NDArray[np.float64], index: tuple[float, ...]) -> float | None:
    """Linear along every side between the grid's points; None off the grid or next to NaN."""
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
