"""From what the 3-D view shows to what each of its planes needs to know to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hudes_desktop.view.gl.canvas import Detail
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.axis_text import tick_every
from hudes_desktop.view.landscape.model.camera import Camera, Slot
from hudes_desktop.view.landscape.model.scene import Scene
from hudes_desktop.view.landscape.model.state import LandscapeState

_BEHIND_DIM = 0.2


@dataclass
class Look:
    """How one looks at the planes.

    wireframe: only the lines between neighbouring points are drawn.
    """

    theme: Theme
    camera: Camera = field(default_factory=Camera)
    wireframe: bool = False


def scenes(
    state: LandscapeState,
    look: Look,
    slots: Sequence[Slot],
    width: int,
    height: int,
    detail: Detail,
) -> list[Scene]:
    """One for each plane.

    slots: where each plane goes. width, height: of the view, in logical pixels. detail: of the
    picture; it doesn't matter to where things are.
    """
    view = look.camera.view()
    extent = look.camera.extent(view)
    intervals = state.contour_intervals()
    out = []
    weights = state.arrangement.weights
    for plane, slot, weight, interval in zip(state.planes, slots, weights, intervals, strict=True):
        margin = _margins(slot, weight)
        projection = look.camera.projection(extent, margin, width, height, weight)
        out.append(
            Scene(
                view=view,
                projection=projection,
                to_clip=projection @ view,
                scale=state.scale,
                interval=interval,
                position=state.position,
                trail=state.trail,
                dim=_BEHIND_DIM * (1.0 - weight),
                pixel_ratio=detail.pixel_ratio,
                width_px=width,
                height_px=height,
                size=weight,
                mesh_points=detail.mesh_points[0 if weight > 0.5 else 1],
                tick_every=tick_every(plane),
                height=look.camera.height,
                wireframe=look.wireframe,
                unit=look.theme.unit,
            )
        )
    return out


def _margins(slot: Slot, weight: float) -> Slot:
    """The slot less the room for text: more of it around the selected plane."""

    def mix(small: float, large: float) -> float:
        return small + (large - small) * weight

    side, top, bottom = mix(14.0, 46.0), mix(26.0, 10.0), mix(6.0, 40.0)
    return Slot(
        slot.left + side,
        slot.top + top,
        max(slot.width - 2 * side, 10.0),
        max(slot.height - top - bottom, 10.0),
    )
