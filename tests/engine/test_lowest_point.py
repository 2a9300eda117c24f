"""The lowest point is one that was computed: a spline between points may dip below all there is."""

import numpy as np
import pytest

from hudes_desktop.engine.lowest_point import LowestPoint, lowest_point
from hudes_desktop.engine.results import Surface


def surface(heights, computed=None, centre=(1.0, -2.0)):
    heights = np.asarray(heights, float)
    exact = heights.size if computed is None else int(computed.sum())
    axes = tuple(range(heights.ndim))
    return Surface(1, 0, axes, centre[: heights.ndim], 0.5, heights, exact, 0, computed)


@pytest.fixture
def heights():
    made = np.full((5, 5), 2.0)
    made[0, 3] = 1.5
    made[4, 1] = 1.2
    return made


def test_it_is_told_by_its_coefficients(heights):
    assert lowest_point(surface(heights)) == LowestPoint((2.0, -2.5), 1.2)
    assert lowest_point(surface(heights[4])) == LowestPoint((0.5,), 1.2)


def test_interpolated_points_and_those_that_overflowed_are_none(heights):
    computed = np.ones((5, 5), dtype=bool)
    computed[4, 1] = False
    heights[2, 2] = np.nan
    assert lowest_point(surface(heights, computed)) == LowestPoint((0.0, -1.5), 1.5)
    assert lowest_point(surface(np.full((5, 5), np.nan))) is None
    assert lowest_point(surface(heights, np.zeros((5, 5), dtype=bool))) is None
