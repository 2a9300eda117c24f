"""Grid levels nest and keep the middle; splines go through what was computed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.landscape.choices import check_points
from hudes_desktop.landscape.grid import interpolate, levels, spline_operator

odd = st.integers(1, 100).map(lambda half: 2 * half + 1)


@given(odd)
def test_levels_nest_from_coarse_to_all_points(points):
    sets = levels(points)
    for coarse, fine in pairwise(sets):
        assert set(coarse) < set(fine)
    assert list(sets[-1]) == list(range(points))
    for members in sets:
        assert {0, points // 2, points - 1} <= set(members)
        assert list(members) == sorted(points - 1 - members)
    assert len(sets[0]) <= 13


def test_a_41_grid_comes_as_11_21_41():
    assert [len(members) for members in levels(41)] == [11, 21, 41]


@pytest.mark.parametrize("points", [40, 2, 1, 0, -5])
def test_a_grid_without_a_middle_is_refused(points):
    with pytest.raises(EnvironmentFault, match=str(points)):
        check_points(points)


def test_the_operator_is_scipys_cubic_spline():
    known = levels(41)[0]
    values = np.sin(known / 5.0)
    expected = CubicSpline(known, values)(np.arange(41))
    np.testing.assert_allclose(spline_operator(41, 0) @ values, expected, atol=1e-12)


def test_cubics_are_reproduced_on_a_rectangle():
    # A not-a-knot cubic spline is exact for polynomials of degree three in each variable.
    sides = (15, 41)
    a, b = np.meshgrid(np.linspace(-1, 1, 15), np.linspace(-1, 1, 41), indexing="ij")
    truth = a**3 - 2 * a * b**2 + b**3 + 0.5
    known = truth[np.ix_(levels(15)[0], levels(41)[0])]
    np.testing.assert_allclose(interpolate(known, sides, (0, 0)), truth, atol=1e-9)


def test_nothing_is_invented_around_a_point_that_is_not_finite():
    known = np.ones((11, 11))
    known[5, 5] = np.inf
    surface = interpolate(known, (41, 41), (0, 0))
    assert np.isnan(surface[20, 20])
    assert np.isnan(surface[19, 21])
    np.testing.assert_allclose(surface[np.isfinite(surface)], 1.0)
    assert np.isfinite(surface[24, 20])


def test_a_loss_between_computed_ones_is_never_negative():
    known = np.zeros((11, 11))
    known[5] = known[:, 2] = 100.0
    spline = spline_operator(41, 0) @ known @ spline_operator(41, 0).T
    assert spline.min() < -1  # what would be drawn
    surface = interpolate(known, (41, 41), (0, 0))
    assert surface.min() == 0
    np.testing.assert_allclose(surface, np.maximum(spline, 0), atol=1e-9)


def test_beside_a_point_that_is_not_finite_it_looks_no_lower_than_it_is():
    known = np.broadcast_to(1.0 + np.arange(11.0), (11, 11)).copy()
    slope = interpolate(known, (41, 41), (0, 0))
    known[5, 5] = np.nan
    surface = interpolate(known, (41, 41), (0, 0))
    assert (surface[18:23, 17:24] >= slope[18:23, 17:24])[np.isfinite(surface[18:23, 17:24])].all()


def test_computed_points_are_kept_to_the_bit():
    known = np.random.default_rng(3).random((11, 21)) * 1e3
    surface = interpolate(known, (41, 41), (0, 1))
    assert np.array_equal(surface[np.ix_(levels(41)[0], levels(41)[1])], known)


def test_a_grid_with_nothing_finite_is_all_masked():
    assert np.isnan(interpolate(np.full((11,), np.nan), (41,), (0,))).all()
