"""The places walked through, ready to be drawn on each plane."""

import numpy as np
from numpy.typing import NDArray

LENGTH = 400
_OLDEST_STRENGTH = 0.2


class Trail:
    """The last LENGTH positions, as coefficients along every axis of the subspace."""

    def __init__(self) -> None:
        self._places = np.empty((0, 0))
        self._count = 0
        self.changes = 0

    def __len__(self) -> int:
        return self._count

    def clear(self) -> None:
        self._count = 0
        self.changes += 1

    def append(self, coefficients: tuple[float, ...]) -> None:
        """Add a position; the same one twice is one. Another number of axes begins anew."""
        if self._places.shape[1] != len(coefficients):
            self._places = np.empty((2 * LENGTH, len(coefficients)))
            self._count = 0
        if self._count and np.array_equal(self._places[self._count - 1], coefficients):
            return
        if self._count == 2 * LENGTH:
            self._places[:LENGTH] = self._places[LENGTH:]
            self._count = LENGTH
        self._places[self._count] = coefficients
        self._count += 1
        self.changes += 1

    def last(self) -> tuple[float, ...] | None:
        return tuple(self._places[self._count - 1].tolist()) if self._count else None

    def on_plane(self, axes: tuple[int, ...], reach: float) -> NDArray[np.float32]:
        """Points (n, 3) float32: a and b relative to the last position in units of `reach`, and
        how strongly to draw there: fading with age and with the distance out of the plane.

        reach: distance in parameter space that counts as far out of the plane.
        """
        if self._count < 2 or max(axes) >= self._places.shape[1]:
            return np.empty((0, 3), np.float32)
        places = self._places[max(0, self._count - LENGTH) : self._count]
        away = (places - places[-1]) / reach
        out = np.empty((len(away), 3), np.float32)
        out[:, :2] = away[:, list(axes)]
        squared = np.einsum("ij,ij->i", away, away)
        squared -= np.einsum("ij,ij->i", away[:, list(axes)], away[:, list(axes)])
        age = np.linspace(_OLDEST_STRENGTH, 1.0, len(away))
        out[:, 2] = age / (1.0 + 4.0 * np.maximum(squared, 0.0))
        return out
