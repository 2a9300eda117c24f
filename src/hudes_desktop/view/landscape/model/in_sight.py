"""The surfaces in sight: how low they reach, and their slopes where one stands."""

from collections.abc import Sequence
from math import hypot

import numpy as np

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.landscape.model.slopes import slopes_of


class InSight:
    """The last surface of every plane, or curve of every axis, and where one stood then.

    Not where one stands now: until the next surface comes, that may be a place on other axes.
    """

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Surface, tuple[float, ...]]] = {}
        self._untold: set[int] = set()

    def clear(self) -> None:
        """Nothing is in sight."""
        self._seen.clear()
        self._untold.clear()

    def change_axes(self) -> None:
        """The surfaces that are there lie on other axes than those that come now."""
        self._untold.clear()

    def new_slopes(self) -> dict[int, float]:
        """Slopes by axis, in nats per step, of the surfaces that came since the last call."""
        slopes: dict[int, float] = {}
        for plane in sorted(self._untold & self._seen.keys()):
            slopes |= slopes_of(*self._seen[plane])
        self._untold.clear()
        return slopes

    def add(self, surface: Surface, coefficients: Sequence[float]) -> None:
        """Another surface is there. coefficients: of the place, one for every axis."""
        if any(seen.heights.ndim != surface.heights.ndim for seen, _ in self._seen.values()):
            self._seen.clear()  # curves have taken the place of planes, or the other way round
        self._seen[surface.plane] = (surface, tuple(coefficients))
        self._untold.add(surface.plane)

    def surface(self, plane: int) -> Surface | None:
        """The last surface of a plane; None before there was one."""
        return self._seen[plane][0] if plane in self._seen else None

    def lowest(self, plane: int) -> float | None:
        """The lowest computed or interpolated loss, in nats: on a plane, or on all curves."""
        lows = [np.fmin.reduce(surface.heights, axis=None) for surface, _ in self._meant(plane)]
        finite = [float(low) for low in lows if np.isfinite(low)]
        return min(finite, default=None)

    def steepest(self, plane: int) -> float | None:
        """The steepest slope where one stands, in nats per step: on a plane, or of all curves.

        On a plane that is the length of the gradient along its two axes, the slope of the arrow.
        None where the place lies off the surface or beside a point that is not finite.
        """
        steepest = None
        for surface, coefficients in self._meant(plane):
            slopes = slopes_of(surface, coefficients)
            if len(slopes) == len(surface.axes):
                slope = hypot(*slopes.values())
                steepest = slope if steepest is None else max(slope, steepest)
        return steepest

    def _meant(self, plane: int) -> list[tuple[Surface, tuple[float, ...]]]:
        """The selected plane alone, which is the large one; of curves all, they are all alike."""
        lines = [seen for seen in self._seen.values() if seen[0].heights.ndim == 1]
        return lines or ([self._seen[plane]] if plane in self._seen else [])
