"""The numbers of the rules hang together."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudes_desktop.descent import rules


@given(st.floats(-100, 100))
def test_a_distance_on_the_grid_is_off_by_half_a_quantum_at_most(distance: float) -> None:
    error = Fraction(rules.on_grid(distance)) - Fraction(distance)
    assert abs(error) <= Fraction(rules.DISTANCE_QUANTUM) / 2


@given(st.lists(st.floats(-10, 10), max_size=50))
def test_sums_of_grid_distances_are_exact_in_any_order(distances: list[float]) -> None:
    on_grid = [rules.on_grid(distance) for distance in distances]
    exact = sum((Fraction(distance) for distance in on_grid), Fraction(0))
    assert Fraction(sum(on_grid)) == exact == Fraction(sum(reversed(on_grid)))


@pytest.mark.parametrize(
    ("exponent", "expected"),
    [(-math.inf, -4), (-4.01, -4), (0.12345678, 0.123457), (2.2, 2), (math.inf, 2)],
)
def test_step_exponents_end_at_their_limits_and_are_round(exponent, expected) -> None:
    assert rules.clamped_exponent(exponent) == expected
