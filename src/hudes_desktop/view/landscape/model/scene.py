"""What one plane of the 3-D view needs to know to be drawn in this frame."""

from dataclasses import dataclass
from functools import cached_property
from math import dist

from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.trail import Trail

Pixel = tuple[float, float]
"""From the left and from the top of the view, in logical pixels."""
_FLOOR_DEPTH = 0.05
_BALL_RADIUS = 0.058  # in units of half a plane's width
_LEAST_BALL_PX, _MOST_GROWN = 5.0, 1.6  # with text of 13 pixels; and how much larger text counts
_MARKS_BESIDE_BALL = 8.0  # pixels of the ball's radius at which marks are as large as by the text
_DIAMOND_PX = 8.5
LARGE = 0.6
"""A plane whose size is above this is nearly as large as the selected one: it has numbers."""


@dataclass(frozen=True)
class Scene:
    """A plane, the eye, and what both are seen with."""

    view: Matrix  # from the plane's box to the eye
    projection: Matrix  # from the eye to clip space
    to_clip: Matrix  # both
    scale: LossScale
    interval: float
    position: tuple[float, ...] | None
    trail: Trail
    dim: float
    pixel_ratio: float
    width_px: float
    height_px: float
    size: float  # of the slot beside the selected one's, 0..1
    mesh_points: int  # vertices along an axis at most
    tick_every: float  # coefficients between two marks on the floor
    height: float  # of the box, 0 for a map
    wireframe: bool
    unit: float  # pixels are multiplied by it, so that marks grow with the text

    @property
    def floor_depth(self) -> float:
        """How far the floor lies below the box; a map lies on it."""
        return _FLOOR_DEPTH if self.height else 0.0

    @cached_property
    def _half_px(self) -> float:
        """Half the width of the plane, where it is longer on the screen."""
        left, right, near, far = (
            self.pixel_of(*corner, 0.0) for corner in ((-1, 0), (1, 0), (0, -1), (0, 1))
        )
        return max(dist(left, right), dist(near, far), 1.0) / 2.0

    @cached_property
    def ball_radius(self) -> float:
        """In units of half the plane's width; larger on small planes, to stay visible there."""
        least = _LEAST_BALL_PX * min(self.unit, _MOST_GROWN) / self._half_px
        return max(_BALL_RADIUS * (1.0 + 0.7 * (1.0 - self.size)), least)

    @property
    def ball_px(self) -> float:
        """The ball's radius in pixels, about."""
        return self.ball_radius * self._half_px

    @property
    def mark_unit(self) -> float:
        """What pixels of marks on the plane are multiplied by: they grow with the text as far as
        the ball beside them does."""
        return min(self.unit, self.ball_px / _MARKS_BESIDE_BALL)

    @property
    def diamond_px(self) -> float:
        """From the middle of the mark of the lowest point to its corners."""
        return _DIAMOND_PX * (0.7 + 0.3 * self.size) * self.mark_unit

    @cached_property
    def _rows(self) -> list[list[float]]:
        return self.to_clip.tolist()

    def pixel_of(self, a: float, b: float, height: float) -> Pixel:
        """Where a point of the box is seen."""
        row_x, row_y, _, row_w = self._rows
        x = row_x[0] * a + row_x[1] * b + row_x[2] * height + row_x[3]
        y = row_y[0] * a + row_y[1] * b + row_y[2] * height + row_y[3]
        w = row_w[0] * a + row_w[1] * b + row_w[2] * height + row_w[3]
        return (x / w + 1.0) / 2.0 * self.width_px, (1.0 - y / w) / 2.0 * self.height_px
