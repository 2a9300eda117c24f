"""The spline's matrices against scipy's CubicSpline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline

from hudes_desktop.landscape.spline import spline_matrices


@given(
    gaps=st.lists(st.integers(1, 8), min_size=2, max_size=40),
    seed=st.integers(0, 2**32 - 1),
)
def test_values_and_slopes_are_scipys(gaps: list[int], seed: int) -> None:
    knots = np.concatenate([[0], np.cumsum(gaps)])
    values = np.random.default_rng(seed).normal(size=len(knots))
    at = np.linspace(knots[0], knots[-1], 97)
    value_matrix, slope_matrix = spline_matrices(knots, at)
    expected = CubicSpline(knots, values)
    scale = np.abs(expected(at)).max() + 1
    np.testing.assert_allclose(value_matrix @ values, expected(at), atol=1e-10 * scale)
    steep = np.abs(expected(at, 1)).max() + 1
    np.testing.assert_allclose(slope_matrix @ values, expected(at, 1), atol=1e-10 * steep)


@pytest.mark.parametrize("degree", range(4))
def test_a_cubic_is_its_own_spline(degree: int) -> None:
    knots, at = np.array([0.0, 1.0, 4.0, 5.0, 7.0]), np.linspace(0, 7, 30)
    values, slopes = spline_matrices(knots, at)
    np.testing.assert_allclose(values @ knots**degree, at**degree, atol=1e-11)
    derivative = degree * at ** max(degree - 1, 0)
    np.testing.assert_allclose(slopes @ knots**degree, derivative, atol=1e-11)
