"""Levels nest, whatever part of the lattice is in sight; splines go through what was computed."""

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
EVERY_FOURTH = levels(41, first=-20)[-3]
EVERY_SECOND = levels(41, first=-20)[-2]


@given(odd, st.integers(-300, 300))
def test_levels_nest_from_a_handful_to_all_points(points, first):
    sets = levels(points, first)
    for coarse, fine in pairwise(sets):
        assert set(coarse) < set(fine)
    assert sets[-1] == tuple(range(points))
    for members in sets:
        assert {members[0], members[-1]} == {0, points - 1}
        assert len(members) >= 3  # a spline needs as many
    assert len(sets[0]) <= 6


@given(odd, st.integers(-300, 300), st.integers(-40, 40))
def test_windows_that_overlap_share_the_points_of_a_level(points, first, moved):
    for one, other in zip(levels(points, first), levels(points, first + moved), strict=True):
        apart = max(np.diff(one).max(), np.diff(other).max())
        low, high = max(first, first + moved) + apart, min(first, first + moved) + points - apart
        inside = [{i + f for i in side if low <= i + f < high} for side, f in
                  ((one, first), (other, first + moved))]  # fmt: skip
        assert inside[0] == inside[1]


def test_a_41_grid_comes_as_5_or_fewer_then_7_11_21_41():
    assert [len(members) for members in levels(41, first=-20)] == [3, 7, 11, 21, 41]
    assert all(len(sets[0]) <= 4 for sets in (levels(41, first) for first in range(16)))


@pytest.mark.parametrize("points", [40, 2, 1, 0, -5])
def test_a_grid_without_a_middle_is_refused(points):
    with pytest.raises(EnvironmentFault, match=str(points)):
        check_points(points)


def test_the_operator_is_scipys_cubic_spline():
    values = np.sin(np.array(EVERY_FOURTH) / 5.0)
    expected = CubicSpline(EVERY_FOURTH, values)(np.arange(41))
    np.testing.assert_allclose(spline_operator(41, EVERY_FOURTH) @ values, expected, atol=1e-12)


@pytest.mark.parametrize("first", [-20, -19, 3])
def test_cubics_are_reproduced(first):
    # A not-a-knot cubic spline is exact for polynomials of degree three in each variable.
    a, b = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41), indexing="ij")
    truth = a**3 - 2 * a * b**2 + b**3 + 5.0
    known = levels(41, first)[-3], levels(41, -20)[-4]
    surface = interpolate(truth[np.ix_(*known)], 41, known)
    np.testing.assert_allclose(surface, truth, atol=1e-9)


def test_nothing_is_invented_around_a_point_that_is_not_finite():
    known = np.ones((11, 11))
    known[5, 5] = np.inf
    surface = interpolate(known, 41, (EVERY_FOURTH, EVERY_FOURTH))
    assert np.isnan(surface[20, 20])
    assert np.isnan(surface[19, 21])
    np.testing.assert_allclose(surface[np.isfinite(surface)], 1.0)
    assert np.isfinite(surface[24, 20])


def test_a_loss_between_computed_ones_is_never_negative():
    known = np.zeros((11, 11))
    known[5] = known[:, 2] = 100.0
    operator = spline_operator(41, EVERY_FOURTH)
    spline = operator @ known @ operator.T
    assert spline.min() < -1  # what would be drawn
    surface = interpolate(known, 41, (EVERY_FOURTH, EVERY_FOURTH))
    assert surface.min() == 0
    np.testing.assert_allclose(surface, np.maximum(spline, 0), atol=1e-9)


def test_beside_a_point_that_is_not_finite_it_looks_no_lower_than_it_is():
    known = np.broadcast_to(1.0 + np.arange(11.0), (11, 11)).copy()
    slope = interpolate(known, 41, (EVERY_FOURTH, EVERY_FOURTH))
    known[5, 5] = np.nan
    surface = interpolate(known, 41, (EVERY_FOURTH, EVERY_FOURTH))
    assert (surface[18:23, 17:24] >= slope[18:23, 17:24])[np.isfinite(surface[18:23, 17:24])].all()


def test_computed_points_are_kept_to_the_bit():
    known = np.random.default_rng(3).random((11, 21)) * 1e3
    surface = interpolate(known, 41, (EVERY_FOURTH, EVERY_SECOND))
    assert np.array_equal(surface[np.ix_(EVERY_FOURTH, EVERY_SECOND)], known)


def test_a_grid_with_nothing_finite_is_all_masked():
    assert np.isnan(interpolate(np.full((11,), np.nan), 41, (EVERY_FOURTH,))).all()
