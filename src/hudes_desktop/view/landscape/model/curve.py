"""Loss curves along single axes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.results import Surface
from hudes_desktop.session import POINTS_A_STEP
from hudes_desktop.view.landscape.model.slopes import interpolated, slope


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
        return POINTS_A_STEP * self.spacing

    @property
    def half(self) -> float:
        """The distance from the middle to either end."""
        return max(len(self.losses) // 2, 1) * self.spacing

    def coefficients(self) -> NDArray[np.float64]:
        """(n,) the coefficient of every point."""
        middle = len(self.losses) // 2
        offsets = np.arange(-middle, len(self.losses) - middle, dtype=np.float64)
        return self.centre + offsets * self.spacing

    def loss_at(self, coefficient: float) -> float | None:
        """The loss drawn there (nats), linear between points; None off the curve or in a gap."""
        return interpolated(self.losses, (self._index(coefficient),))

    def slope_at(self, coefficient: float) -> float | None:
        """Nats per step there; None off the curve or beside a gap."""
        return slope(self.losses, (self._index(coefficient),), 0)

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
