"""What one plane of the 3-D view needs to know to be drawn in this frame."""

from dataclasses import dataclass
from functools import cached_property

from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.trail import Trail

Pixel = tuple[float, float]
"""From the left and from the top of the view, in logical pixels."""
_FLOOR_DEPTH = 0.05
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
    def _rows(self) -> list[list[float]]:
        return self.to_clip.tolist()

    def pixel_of(self, a: float, b: float, height: float) -> Pixel:
        """Where a point of the box is seen."""
        row_x, row_y, _, row_w = self._rows
        x = row_x[0] * a + row_x[1] * b + row_x[2] * height + row_x[3]
        y = row_y[0] * a + row_y[1] * b + row_y[2] * height + row_y[3]
        w = row_w[0] * a + row_w[1] * b + row_w[2] * height + row_w[3]
        return (x / w + 1.0) / 2.0 * self.width_px, (1.0 - y / w) / 2.0 * self.height_px
