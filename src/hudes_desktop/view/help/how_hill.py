"""A surface made ready for the plain drawings of "How it works"."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, sin

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QImage, QPolygonF
from pyqtgraph import isocurve

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.kit.colour_maps import LEVELS, table
from hudes_desktop.view.landscape.model.slopes import slope

_MESH = 15  # points a side of the hill: a painter without a GPU draws 196 patches
_MAP = "viridis"
_LEAN = 0.62  # depth on the floor as it is seen, of its length: the sine of the eye's elevation
_LEAST_RISE, _MOST_RISE = 0.25, 0.55


@dataclass(frozen=True, eq=False)
class Hill:
    """Losses on a square, heights[i, j] at a = i, b = j, all finite; the ball is in the middle.

    evaluated: how many of the points were; the others are interpolated. plane: which one it is,
    from 0; None for a hill that is only a drawing.
    """

    heights: NDArray[np.float64]
    evaluated: int
    plane: int | None

    @cached_property
    def low(self) -> float:
        return float(self.heights.min())

    @cached_property
    def high(self) -> float:
        return float(self.heights.max())

    @cached_property
    def relative(self) -> NDArray[np.float64]:
        """Heights from 0, the lowest, to 1."""
        return (self.heights - self.low) / max(self.high - self.low, 1e-12)

    @cached_property
    def middle(self) -> tuple[int, int]:
        return self.heights.shape[0] // 2, self.heights.shape[1] // 2

    @cached_property
    def lowest(self) -> tuple[int, int]:
        i, j = np.unravel_index(int(self.heights.argmin()), self.heights.shape)
        return int(i), int(j)

    @cached_property
    def downhill(self) -> tuple[float, float]:
        """The direction of steepest descent at the ball, of length 1; (0, 0) on the level."""
        i, j = self.middle
        along_a, along_b = (slope(self.relative, (i, j), side) or 0.0 for side in (0, 1))
        length = hypot(along_a, along_b)
        return (0.0, 0.0) if length == 0 else (-along_a / length, -along_b / length)

    def image(self, every: int = 1) -> QImage:
        """Seen from above, a pixel for every `every`-th point, a to the right and b upwards."""
        rows = np.flipud(self.relative[::every, ::every].T)
        colours = table(_MAP)[np.round(rows * (LEVELS - 1)).astype(int)]
        data = np.ascontiguousarray(colours)
        height, width = rows.shape
        return QImage(
            data.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888
        ).copy()

    @cached_property
    def _mesh(self) -> tuple[NDArray[np.float64], list[QColor]]:
        """(n, n, 3) points in −1 … 1, 0 … 1 upwards; and the colours of the patches."""
        count = min(_MESH, *self.heights.shape)
        rows, columns = (
            np.round(np.linspace(0, side - 1, count)).astype(int) for side in self.heights.shape
        )
        z = self.relative[np.ix_(rows, columns)]
        x, y = np.meshgrid(*(np.linspace(-1, 1, count),) * 2, indexing="ij")
        means = (z[:-1, :-1] + z[1:, :-1] + z[:-1, 1:] + z[1:, 1:]) / 4
        return np.stack([x, y, z], axis=-1), [colour_of(mean) for mean in means.ravel()]

    @cached_property
    def rise(self) -> float:
        """How high the highest point is drawn, of half the side.

        As steep as may be without a flank that hides what lies behind it, from whatever side one
        looks; but at cliffs, where that would leave nothing of the hill.
        """
        heights = self._mesh[0][..., 2]
        cell = 2.0 / (len(heights) - 1)
        along = (heights[1:, :-1] - heights[:-1, :-1]) / cell
        across = (heights[:-1, 1:] - heights[:-1, :-1]) / cell
        steepest = float(np.hypot(along, across).max())
        return min(max(0.9 * _LEAN / max(steepest, 1e-9), _LEAST_RISE), _MOST_RISE)

    def patches(self, yaw: float, at: QPointF, size: float) -> list[tuple[QPolygonF, QColor]]:
        """The hill turned by `yaw` (radians), far patches first; `size` pixels from middle to side.

        at: where the middle of its floor lies.
        """
        points, colours = self._mesh
        x, y = points[..., 0], points[..., 1]
        across, depth = x * cos(yaw) - y * sin(yaw), x * sin(yaw) + y * cos(yaw)
        xs = at.x() + size * across
        ys = at.y() + size * (_LEAN * depth - self.rise * points[..., 2])
        far = depth[:-1, :-1] + depth[1:, 1:]
        count = points.shape[1]
        found = []
        for patch in np.argsort(far, axis=None):
            i, j = divmod(int(patch), count - 1)
            corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
            shape = QPolygonF([QPointF(xs[corner], ys[corner]) for corner in corners])
            found.append((shape, colours[patch]))
        return found

    def ball(self, at: QPointF, size: float) -> QPointF:
        """Where the ball stands in the picture of `patches`."""
        return QPointF(at.x(), at.y() - size * self.rise * float(self.relative[self.middle]))

    @cached_property
    def contours(self) -> list[tuple[QPointF, QPointF]]:
        """Pieces of eight contour lines, from 0 to 1 to the right and downwards as in `image`."""
        return [piece for level in np.linspace(0.1, 0.9, 8) for piece in self._level(float(level))]

    @cached_property
    def as_here(self) -> list[tuple[QPointF, QPointF]]:
        """Pieces of the line on which the loss is that of the ball."""
        return self._level(float(self.relative[self.middle]))

    def _level(self, level: float) -> list[tuple[QPointF, QPointF]]:
        wide, high = (side - 1 for side in self.heights.shape)

        def place(point: tuple[float, float]) -> QPointF:
            # pyqtgraph counts from the corner of a pixel, whose middle is our point.
            return QPointF((point[0] - 0.5) / wide, 1 - (point[1] - 0.5) / high)

        return [(place(start), place(end)) for start, end in isocurve(self.relative, level)]


def colour_of(relative: float) -> QColor:
    """The colour of a relative height, 0 … 1."""
    red, green, blue, _ = table(_MAP)[round(relative * (LEVELS - 1))]
    return QColor(int(red), int(green), int(blue))


def hill_of(surface: Surface) -> Hill | None:
    """The surface as a hill; None for a line, or where nothing is finite."""
    heights = np.array(surface.heights)
    finite = np.isfinite(heights)
    if heights.ndim != 2 or min(heights.shape) < 3 or not finite.any():
        return None
    heights[~finite] = heights[finite].max()
    return Hill(heights, surface.exact_points, surface.plane)


def drawn_hill() -> Hill:
    """A hill that is no network's, for as long as there is no other."""
    a, b = np.meshgrid(*(np.linspace(-1, 1, 41),) * 2, indexing="ij")
    heights = 2.3 + 0.1 * (a - 0.2 * b) + 0.25 * (a * a + 0.6 * b * b) + 0.05 * np.sin(4 * b + a)
    return Hill(heights, heights.size, None)
