"""Sums, logarithms and quantiles against what the standard library and fractions say."""

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudes_desktop.exact_math import natural_log, norm, normal_quantile, total

FINITE = st.floats(-1e9, 1e9)


def folded(values: list[float]) -> float:
    """The sum in the order that `total` promises."""
    width = 1
    while width < len(values):
        width *= 2
    values = values + [0.0] * (width - len(values))
    while len(values) > 1:
        half = len(values) // 2
        values = [a + b for a, b in zip(values[:half], values[half:], strict=True)]
    return values[0]


@given(st.lists(FINITE, max_size=70))
def test_a_total_is_added_up_in_the_order_it_promises(values: list[float]) -> None:
    assert float(total(np.array(values, dtype=np.float64))) == folded(values)


@given(st.lists(st.lists(FINITE, min_size=5, max_size=5), min_size=1, max_size=4))
def test_rows_are_added_up_each_by_itself(rows: list[list[float]]) -> None:
    assert total(np.array(rows)).tolist() == [folded(row) for row in rows]


def test_a_total_changes_nothing_that_it_was_given() -> None:
    values = np.arange(8.0)
    total(values)
    assert values.tolist() == list(range(8))


def test_a_norm_is_as_exact_as_its_order_allows() -> None:
    values = np.sqrt(np.arange(1, 1_001.0))
    exact = math.sqrt(sum(Fraction(float(v)) ** 2 for v in values))
    assert float(norm(values)) == pytest.approx(exact, rel=4e-16)


@given(st.floats(1e-300, 1e300))
def test_logarithms_are_right_to_the_last_places(x: float) -> None:
    (found,) = natural_log(np.array([x]))
    assert found == pytest.approx(math.log(x), rel=4e-16, abs=1e-16)


@given(st.integers(1, 2**52 - 1))
def test_quantiles_are_those_of_the_normal_distribution(odd_half: int) -> None:
    below = -(2 * odd_half + 1) * 2.0**-54  # in (-½, 0): there Python's takes it without loss
    low, high = normal_quantile(np.array([below, -below]))
    assert low == pytest.approx(NormalDist().inv_cdf(0.5 + below), rel=2e-15)
    assert high == -low


@pytest.mark.parametrize("power", range(2, 54))
def test_quantiles_reach_into_both_tails(power: int) -> None:
    probability = 2.0**-power
    low, high = normal_quantile(np.array([probability - 0.5, 0.5 - probability]))
    assert low == pytest.approx(NormalDist().inv_cdf(probability), rel=2e-15)
    assert high == -low
