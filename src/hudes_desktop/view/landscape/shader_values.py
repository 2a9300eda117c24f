"""What the shaders are told: once for a picture, and once for each plane in it."""

from math import sqrt

import numpy as np

from hudes_desktop.view.gl.uniform_block import UniformBlock, Values
from hudes_desktop.view.kit.theme import Theme
from hudes_desktop.view.landscape.model.camera import Matrix
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.model.scene import Scene

PICTURE = UniformBlock(
    "Picture",
    {
        "u_view": "mat4",  # from a plane's box to the eye
        "u_scale": "vec3",  # lowest loss shown, 1 / span of those shown, both lifted; box's height
        "u_bend": "vec2",  # floor and reach, see LossScale
        "u_light": "vec3",  # towards the light, in the plane's box
        "u_shine": "vec3",  # half way between light and eye
        "u_line": "float",  # width of a line in pixels
        "u_background": "vec3",
        "u_wire": "float",  # 1: only the lines between neighbouring points
        "u_ground": "vec3",
        "u_floor_depth": "float",  # how far below the box the floor lies
        "u_frame": "vec3",
        "u_masked": "vec3",
        "u_level_line": "vec3",
        "u_marker": "vec3",  # of the ball
        "u_good": "vec3",  # of the lowest point
        "u_trail": "vec3",
    },
)
PLANE = UniformBlock(
    "Plane",
    {
        "u_to_clip": "mat4",  # from the box
        "u_projection": "mat4",  # from the eye to clip space
        "u_old_map": "vec4",  # takes g to the cells of a texture, see Plane.texture_map
        "u_new_map": "vec4",
        "u_points": "vec4",  # takes g to the numbers of the points
        "u_ticks": "vec4",  # per unit of g along a and b: tick marks; and the mark at g = 0
        "u_place": "vec4",  # of the trail: g per unit along a and b, g of the origin
        "u_ribbon": "vec2",  # half the trail's width in clip units along x and y
        "u_ball": "vec2",  # g
        "u_lowest": "vec2",  # g of the lowest point
        "u_diamond": "vec2",  # its mark's size in clip units
        "u_ball_radius": "float",
        "u_own_loss": "float",
        "u_interval": "float",  # loss between two contour lines
        "u_mix": "float",  # 0: the old surface, 1: the new one
        "u_dim": "float",  # 0 for the selected plane, towards 1 for the others
    },
)

_TRAIL_WIDTH_PX = 5.4
_NOWHERE = (9.0, 9.0)  # g so far outside that nothing of it is seen
_NO_LOSS = -1e30
# The light hangs above, over the viewer's left shoulder, and turns with the eye.
_SHOULDER, _ABOVE = np.array([-0.50, 0.72, 0.48]), np.array([0.0, 0.0, 0.45])


def tell_picture(values: Values, scene: Scene) -> None:
    """Fill in a PICTURE but its colours. scene: of any plane: they share what is needed here."""
    turn = scene.view[:3, :3].T
    light = _unit(turn @ _SHOULDER + _ABOVE)
    shine = _unit(light + turn[:, 2])
    values["u_view"] = _by_columns(scene.view)
    values["u_scale"] = (*scene.scale.lifted_range, scene.height)
    values["u_bend"] = scene.scale.bend
    values["u_light"] = light.tolist()
    values["u_shine"] = shine.tolist()
    values["u_line"] = (scene.pixel_ratio,)
    values["u_wire"] = (scene.wireframe,)
    values["u_floor_depth"] = (scene.floor_depth,)


def tell_colours(values: Values, theme: Theme) -> None:
    """Fill in the colours of a PICTURE."""
    for name in ("background", "frame", "masked", "level_line", "marker", "good", "trail"):
        values[f"u_{name}"] = theme.gl(name)
    values["u_ground"] = theme.gl("card")


def tell_plane(values: Values, plane: Plane, scene: Scene) -> None:
    """Fill in a PLANE."""
    values["u_to_clip"] = _by_columns(scene.to_clip)
    values["u_projection"] = _by_columns(scene.projection)
    values["u_dim"] = (scene.dim,)
    every = scene.tick_every
    values["u_ticks"] = (
        plane.half[0] / every,
        plane.half[1] / every,
        (plane.centre[0] / every) % 1.0,
        (plane.centre[1] / every) % 1.0,
    )
    lowest = plane.lowest()
    if plane.old is None or plane.new is None or lowest is None:
        return
    values["u_old_map"] = plane.texture_map(plane.old)
    values["u_new_map"] = plane.texture_map(plane.new)
    values["u_mix"] = (plane.mix,)
    values["u_points"] = plane.point_numbers()
    values["u_ball_radius"] = (scene.ball_radius,)
    place = plane.place_of(scene.position)
    values["u_ball"] = _NOWHERE if place is None else _within_box(plane.to_box(*place))
    loss = None if place is None else plane.loss_at(*place)
    values["u_interval"] = (scene.interval,)
    values["u_own_loss"] = (_NO_LOSS if loss is None else loss,)
    values["u_lowest"] = _within_box(plane.to_box(*lowest))
    width, height = scene.width_px, scene.height_px
    diamond = 2.0 * scene.diamond_px
    values["u_diamond"] = (diamond / width, diamond / height)
    ribbon = _TRAIL_WIDTH_PX * (0.6 + 0.4 * scene.size) * scene.mark_unit
    values["u_ribbon"] = (ribbon / width, ribbon / height)
    if (last := plane.place_of(scene.trail.last())) is not None:
        reach = max(plane.half)
        values["u_place"] = (reach / plane.half[0], reach / plane.half[1], *plane.to_box(*last))


def _within_box(g: tuple[float, float]) -> tuple[float, float]:
    return min(max(g[0], -1.0), 1.0), min(max(g[1], -1.0), 1.0)


def _unit(vector: Matrix) -> Matrix:
    return vector / sqrt(vector @ vector)


def _by_columns(matrix: Matrix) -> list[float]:
    return matrix.T.ravel().tolist()
