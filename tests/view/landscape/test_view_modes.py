"""Ways to look at the planes: maps, wires, locked and logarithmic heights, the way down."""

import math

import numpy as np
import pytest
from PyQt6.QtTest import QTest

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.gl.canvas import Detail
from hudes_desktop.view.kit import colour_maps as colormaps
from hudes_desktop.view.kit.theme import DARK, with_text_px
from hudes_desktop.view.landscape.arrow import arrow_on_surface, free_pixels
from hudes_desktop.view.landscape.model.loss_scale import LossScale
from hudes_desktop.view.landscape.model.plane import Plane
from hudes_desktop.view.landscape.scenes import scenes
from hudes_desktop.view.landscape.view import LandscapeView


def test_a_map_is_flat_square_and_seen_from_above(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + 3.0 * a**2 + b))
    top_view.set_top_view(True)
    picture = pixels(top_view).astype(int)
    coloured = picture.max(axis=2) - picture.min(axis=2) > 60
    coloured[-80:] = False
    rows, columns = np.nonzero(coloured)
    height, width = np.ptp(rows), np.ptp(columns)
    assert abs(height - width) < 0.03 * width
    # A rectangle is filled: nothing stands out over the edge, as a hill would.
    assert coloured.sum() > 0.9 * height * width


def test_between_wires_one_sees_through(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: 2.0 + a + 0 * b, points=11, spacing=0.2))
    filled = pixels(top_view)
    top_view.set_wireframe(True)
    wires = pixels(top_view)
    middle = (slice(250, 400), slice(250, 400))
    bright = (filled[middle].max(axis=2) > 90).mean(), (wires[middle].max(axis=2) > 90).mean()
    assert bright[0] > 0.95
    assert 0.02 < bright[1] < 0.4
    top_view.set_wireframe(False)
    assert np.abs(pixels(top_view).astype(int) - filled).mean() < 1


def test_a_locked_scale_stays_and_an_automatic_one_follows(top_view, surface, pixels):
    top_view.set_height_mode("auto")
    top_view.show_surface(surface(lambda a, b: 2.0 + a + 0 * b))
    pixels(top_view)
    before = (top_view.state.scale.low, top_view.state.scale.high)
    top_view.set_height_mode("locked")
    top_view.show_surface(surface(lambda a, b: 5.0 + 2 * a + 0 * b))
    pixels(top_view)
    assert (top_view.state.scale.low, top_view.state.scale.high) == before
    top_view.set_height_mode("auto")
    pixels(top_view)
    assert top_view.state.scale.low == pytest.approx(3.0, abs=0.05)
    with pytest.raises(ValueError, match="cubic"):
        top_view.set_height_mode("cubic")


def test_on_a_logarithmic_scale_equal_factors_are_equally_far_apart():
    scale = LossScale("log")
    scale.low, scale.high = 0.01, 10.0
    shares = [scale.share(loss) for loss in (0.01, 0.1, 1.0, 10.0)]
    assert shares == pytest.approx([0.0, 1 / 3, 2 / 3, 1.0])
    assert scale.share(0.0) == 0.0
    assert scale.share(99.0) == 1.0
    ticks = scale.ticks(6)
    assert {0.01, 0.1, 1.0, 10.0} <= {round(tick, 6) for tick in ticks}
    assert all(0.01 <= tick <= 10.0 for tick in ticks)


def test_heights_on_the_screen_are_logarithms_when_asked_for(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: np.exp(3 * a) + 0 * b))
    top_view.set_top_view(True)
    top_view.set_height_mode("log")
    # log(loss) is a straight line along a: so is the way through the colours of the map.
    row = pixels(top_view)[320, 100:600].astype(int)
    light = row.max(axis=1) > 60
    columns = np.flatnonzero(light)
    middle = row[(columns[0] + columns[-1]) // 2]
    half = colormaps.image(colormaps.COLOUR_MAPS[0]).pixelColor(128, 0)
    expected = np.array([half.red(), half.green(), half.blue()])
    assert (
        np.abs(middle / np.linalg.norm(middle) - expected / np.linalg.norm(expected)).max() < 0.12
    )


@pytest.mark.parametrize("angle", [0.0, 1.0, 2.5, 4.0])
def test_the_arrow_points_down_the_steepest_slope(surface, angle):
    plane, scale = Plane(0), LossScale()
    up = math.cos(angle), math.sin(angle)
    shown: Surface = surface(lambda a, b: 2.0 + 0.3 * (a * up[0] + b * up[1]))
    plane.show(shown, 0.0)
    points = arrow_on_surface(plane, (0.1, -0.1), scale, 0.6, 0.09)
    along = points[-1, :2] - points[0, :2]
    assert along / np.hypot(*along) == pytest.approx([-up[0], -up[1]], abs=1e-4)
    # It begins beside the ball and lies on the surface.
    assert math.hypot(points[0, 0] - 0.1, points[0, 1] + 0.1) < 0.12
    loss = plane.loss_at(*points[-1, :2])
    assert points[-1, 2] == pytest.approx(scale.share(loss) * 0.6, abs=0.02)


def test_on_flat_ground_no_arrow_points_anywhere(surface):
    plane = Plane(0)
    plane.show(surface(lambda a, b: 2.0 + 0 * a * b), 0.0)
    assert arrow_on_surface(plane, (0.0, 0.0), LossScale(), 0.6, 0.09) is None


def test_no_way_leads_down_from_the_lowest_point_in_sight(surface):
    plane, scale = Plane(0), LossScale("auto")
    plane.show(surface(lambda a, b: 2.0 + a**2 + b**2), 0.0)
    scale.fit([plane.new])
    assert arrow_on_surface(plane, (0.03, 0.02), scale, 0.6, 0.09) is None
    assert arrow_on_surface(plane, (0.5, 0.0), scale, 0.6, 0.09) is not None


def test_the_arrow_is_longer_where_it_is_steeper_and_never_too_long(surface):
    plane, scale = Plane(0), LossScale("auto")
    plane.show(surface(lambda a, b: 2.0 + 20.0 * a**4 + 0 * b), 0.0)
    scale.fit([plane.new])
    lengths = []
    for a in (0.3, 0.5, 0.9):
        points = arrow_on_surface(plane, (a, 0.0), scale, 0.6, 0.09)
        lengths.append(math.dist(points[0, :2], points[-1, :2]))
    assert lengths == sorted(lengths)
    assert lengths[0] < 0.7 * lengths[-1]
    assert lengths[-1] < 0.5


@pytest.mark.parametrize("size", [(320, 240), (420, 400), (900, 700)])
@pytest.mark.parametrize("px", [13, 40])
@pytest.mark.parametrize("yaw", [0.0, 100.0, 200.0, 300.0])
def test_the_arrow_covers_neither_the_ball_nor_the_lowest_point(qtbot, surface, size, px, yaw):
    view = LandscapeView(1, with_text_px(DARK, px))
    qtbot.addWidget(view)
    view.resize(*size)
    view.orbit(yaw, 0.0)
    plane, state = view.state.planes[0], view.state
    # Towards the lowest point, and past it.
    for place in ((0.3, 0.0), (0.15, 0.05), (-0.9, 0.2)):
        state.expect(surface(lambda a, b: 2.0 + a**2 + b**2))
        state.take_in(0.0, glide=False)
        state.move_to(place, 0.0, glide=False)
        slots = state.arrangement.advance(0.0, *view._area())
        (scene,) = scenes(state, view._look, slots, *size, Detail())
        start = 1.5 * scene.ball_radius
        points = arrow_on_surface(plane, place, scene.scale, scene.height, start)
        ball, lowest = (
            scene.pixel_of(*plane.to_box(*at), scene.scale.share(plane.loss_at(*at)) * scene.height)
            for at in (place, plane.lowest())
        )
        for pixel in free_pixels(plane, place, scene, points):
            assert math.dist(pixel, lowest) > scene.diamond_px + 5 * scene.mark_unit
            assert math.dist(pixel, ball) > 0.4 * scene.ball_px  # it stands on that point
        assert scene.diamond_px < 1.2 * scene.ball_px


def test_panning_moves_the_selected_plane_by_pixels_and_reset_brings_it_back(
    top_view, surface, pixels
):
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
    top_view.set_position((0.0, 0.0))

    def red():
        picture = pixels(top_view).astype(int)
        rows, columns = np.nonzero(
            (picture[..., 0] > 110) & (picture[..., 0] > 2 * picture[..., 1])
        )
        return columns.mean(), rows.mean()

    x, y = red()
    top_view.pan(60, -40)
    there = red()
    assert there == pytest.approx((x + 60, y - 40), abs=3)
    top_view.reset_view()
    top_view.orbit(-top_view.camera.yaw, 90.0)
    assert red() == pytest.approx((x, y), abs=3)
    QTest.qWait(10)


@pytest.mark.parametrize("name", colormaps.COLOUR_MAPS)
def test_the_lowest_point_stands_out_from_the_ground_in_every_colour_map(
    top_view, surface, pixels, pixel_of, name
):
    top_view.set_colour_map(name)
    # Locked heights put the lowest point in sight at any height, and so on any colour.
    for level in (2.0, 2.5, 3.0):
        top_view.set_height_mode("auto")
        top_view.show_surface(surface(lambda a, b: 2.5 + 0.7 * a + 0 * b))
        pixels(top_view)
        top_view.set_height_mode("locked")
        ground = surface(lambda a, b, level=level: level + 0.01 * (a**2 + b**2))
        top_view.show_surface(ground)
        picture = pixels(top_view).astype(int)
        at = pixel_of(top_view, 0, 0.0, 0.0)
        x, y = round(at.x()), round(at.y())
        light = picture[y - 9 : y + 10, x - 9 : x + 10].mean(axis=2)
        luminance = (light / 255) ** 2.2
        # Twice the 3 to 1 that WCAG 2 (1.4.11) wants of signs.
        assert (luminance.max() + 0.05) / (luminance.min() + 0.05) > 6
