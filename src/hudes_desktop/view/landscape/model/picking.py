"""From a pixel to the place on a plane that is seen there."""

from collections.abc import Sequence

import numpy as np

from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene

_SAMPLES = 160  # along the way through the plane's box
_HALVINGS = 12
_ROOM = 0.06  # of the box: how far above and below it the surface may reach


def pick(
    plane: Plane,
    scale: LossScale,
    to_clip: Matrix,
    box_height: float,
    x: float,
    y: float,
) -> tuple[float, float] | None:
    """Coefficients (a, b) of the nearest point of the surface at a pixel; None beside it.

    to_clip: from the plane's box to clip space, (4, 4). box_height: of the box. x, y: −1..1 across
    the view, y upwards.
    """
    field = plane.new
    if field is None:
        return None
    from_clip = np.linalg.inv(to_clip)
    near, far = (from_clip @ np.array([x, y, depth, 1.0]) for depth in (-1.0, 1.0))
    start, end = near[:3] / near[3], far[:3] / far[3]
    share = _within_box(start, end, box_height)
    if share is None:
        return None

    def above(t: Matrix) -> Matrix:
        """How high points of the way are above the surface; NaN where there is none."""
        a, b, height = (start[:, None] + (end - start)[:, None] * t)[:3]
        losses = field.losses_at(
            plane.centre[0] + a * plane.half[0], plane.centre[1] + b * plane.half[1]
        )
        low, per_unit = scale.lifted_range
        surface = np.clip((scale.all_lifted(losses) - low) * per_unit, -0.04, 1.04) * box_height
        return height - surface

    along = np.linspace(*share, _SAMPLES)
    heights = above(along)
    signs = np.signbit(heights[:-1]) != np.signbit(heights[1:])
    crossings = np.flatnonzero(signs & np.isfinite(heights[:-1]) & np.isfinite(heights[1:]))
    if not len(crossings):
        return None
    first = crossings[0]
    low_end, high_end, sign = along[first], along[first + 1], np.signbit(heights[first])
    for _ in range(_HALVINGS):
        middle = (low_end + high_end) / 2
        if np.signbit(above(np.array([middle]))[0]) == sign:
            low_end = middle
        else:
            high_end = middle
    a, b, _ = start + (end - start) * (low_end + high_end) / 2
    return plane.centre[0] + a * plane.half[0], plane.centre[1] + b * plane.half[1]


def pick_nearest(
    planes: Sequence[Plane], scenes: Sequence[Scene], selected: int, x: float, y: float
) -> tuple[int, float, float] | None:
    """Plane and coefficients (a, b) of what is seen at a pixel; None beside all planes.

    scenes: as they are drawn. selected: the plane in front. x, y: see pick.
    """
    for index in sorted(range(len(planes)), key=lambda index: index != selected):
        scene = scenes[index]
        to_clip = scene.to_clip
        place = pick(planes[index], scene.scale, to_clip, scene.height, x, y)
        if place is not None:
            return index, *place
    return None


def _within_box(start: Matrix, end: Matrix, box_height: float) -> tuple[float, float] | None:
    """From where to where, as shares of the way, a line runs through the plane's box."""
    lowest = np.array([-1.0, -1.0, -_ROOM])
    highest = np.array([1.0, 1.0, box_height + _ROOM])
    way = end - start
    if np.any((np.abs(way) < 1e-12) & ((start < lowest) | (start > highest))):
        return None
    safe = np.where(np.abs(way) < 1e-12, 1e-12, way)
    one, other = (lowest - start) / safe, (highest - start) / safe
    enter = float(np.minimum(one, other).max())
    leave = float(np.maximum(one, other).min())
    return (max(enter, 0.0), min(leave, 1.0)) if enter < leave else None
