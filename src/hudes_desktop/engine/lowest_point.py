"""The lowest point of a surface among those that were computed: where a ball would roll to."""

from dataclasses import dataclass

import numpy as np

from hudes_desktop.engine.results import Surface


@dataclass(frozen=True)
class LowestPoint:
    """coefficients: along the surface's own axes. loss: there, in nats."""

    coefficients: tuple[float, ...]
    loss: float


def lowest_point(surface: Surface) -> LowestPoint | None:
    """Interpolated points don't count; None where no computed one is finite."""
    heights = np.where(np.isfinite(surface.heights), surface.heights, np.inf)
    if surface.computed is not None:
        heights[~surface.computed] = np.inf
    index = np.unravel_index(int(heights.argmin()), heights.shape)
    loss = float(heights[index])
    if loss == np.inf:
        return None
    sides = zip(index, heights.shape, surface.centre, strict=True)
    coefficients = tuple(
        float(middle + (int(at) - points // 2) * surface.spacing) for at, points, middle in sides
    )
    return LowestPoint(coefficients, loss)
