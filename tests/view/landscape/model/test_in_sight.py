"""How low and how steep the surfaces in sight are, for surfaces whose slopes are known."""

import math

import numpy as np
import pytest

from hudes_desktop.engine.results import Surface
from hudes_desktop.view.kit.status_values import steepness_text
from hudes_desktop.view.landscape.arrow import arrow_on_surface
from hudes_desktop.view.landscape.model.in_sight import InSight


def _curve(axis, slope, spacing=0.05):
    offsets = (np.arange(41) - 20) * spacing
    return Surface(0, axis, (axis,), (0.0,), spacing, 2.0 + slope * offsets, 41, 0)


@pytest.fixture
def in_sight():
    return InSight()


def test_nothing_is_known_before_there_is_a_surface(in_sight):
    assert in_sight.surface(0) is in_sight.lowest(0) is in_sight.steepest(0) is None


def test_the_steepest_slope_of_a_plane_is_along_both_axes_at_once(in_sight, surface):
    in_sight.add(surface(lambda a, b: 2.0 + 0.3 * a - 0.4 * b, spacing=0.05), (0.0, 0.0))
    # Two points a step: 0.5 nats per unit of distance on steps of 0.1.
    assert in_sight.steepest(0) == pytest.approx(0.05, rel=1e-5)
    assert in_sight.lowest(0) == pytest.approx(2.0 - 0.3 - 0.4)


def test_it_is_the_slope_where_one_stands(in_sight, surface):
    bowl = surface(lambda a, b: 2.0 + a**2 + b**2)
    for place, slope in (((0.0, 0.0), 0.0), ((0.3, 0.0), 0.6), ((0.3, -0.4), 1.0)):
        in_sight.add(bowl, place)
        assert in_sight.steepest(0) == pytest.approx(slope * 0.1, abs=1e-6)


def test_the_number_is_the_slope_along_the_arrow(in_sight, top_view, surface):
    place = (0.3, -0.2)
    tilted = surface(lambda a, b: 2.0 + 0.5 * a + np.sin(b))
    in_sight.add(tilted, place)
    top_view.set_height_mode("auto")
    top_view.show_surface(tilted)
    top_view.set_position(place)
    assert top_view.shown_loss(0) is not None
    plane, scale = top_view.state.planes[0], top_view.state.scale
    start, end = arrow_on_surface(plane, place, scale, 1.0, 0.09)[[0, 1]]
    fall = (start[2] - end[2]) * scale.span
    steps = math.dist(start[:2], end[:2]) * plane.half[0] / (2 * tilted.spacing)
    assert in_sight.steepest(0) == pytest.approx(fall / steps, rel=0.03)


def test_the_selected_plane_is_meant(in_sight, surface):
    in_sight.add(surface(lambda a, b: 2.0 + a + 0 * b, 0), (0.0,) * 4)
    in_sight.add(surface(lambda a, b: 3.0 + 2 * a + 0 * b, 1), (0.0,) * 4)
    assert in_sight.steepest(1) == pytest.approx(2 * in_sight.steepest(0))
    assert in_sight.lowest(1) == pytest.approx(1.0)
    assert in_sight.steepest(2) is None


def test_of_curves_the_lowest_and_the_steepest_of_all_is_meant(in_sight, surface):
    in_sight.add(surface(lambda a, b: 0.1 + 9 * a + 0 * b, 1), (0.0,) * 4)
    for axis, slope in enumerate((0.1, -0.8, 0.3)):
        in_sight.add(_curve(axis, slope), (0.0,) * 3)
    assert in_sight.steepest(0) == pytest.approx(0.08)
    assert in_sight.lowest(0) == pytest.approx(2.0 - 0.8)
    in_sight.add(surface(lambda a, b: 2.0 + a + 0 * b, 0), (0.0,) * 3)
    assert in_sight.steepest(0) == pytest.approx(0.1)


def test_points_that_are_not_finite_are_not_the_lowest_and_have_no_slope(in_sight, surface):
    in_sight.add(surface(lambda a, b: np.where(a > 0.5, np.nan, 2.0 + a + 0 * b)), (0.0, 0.0))
    assert in_sight.lowest(0) == pytest.approx(1.0)
    in_sight.add(surface(lambda a, b: np.where(a > 0.5, np.nan, 2.0 + a + 0 * b)), (0.8, 0.0))
    assert in_sight.steepest(0) is None
    in_sight.add(surface(lambda a, b: np.nan * (a + b)), (0.0, 0.0))
    assert in_sight.lowest(0) is None


def test_how_steep_it_is_has_its_unit_and_no_sign():
    assert steepness_text(0.01234) == "0.0123 nats/step"
    assert steepness_text(2e-5) == "2.0e−5 nats/step"
    assert steepness_text(1234.5) == "1.2e3 nats/step"
    assert steepness_text(0.0) == "0 nats/step"
    assert steepness_text(None) == "–"
