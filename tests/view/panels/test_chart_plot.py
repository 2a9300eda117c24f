"""What stands along the axes of a plot, and which range it shows."""

import math

import numpy as np
import pytest

from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.panels.chart_plot import RoundAxis, span


@pytest.fixture
def ticks(qapp):
    """ticks(low, high, pixels, logarithmic): losses that are written, as text."""

    def found(low, high, pixels=250.0, logarithmic=False):
        axis = RoundAxis("left")
        axis.set_theme(DARK)
        axis.logarithmic = logarithmic
        if logarithmic:
            low, high = math.log(low), math.log(high)
        [(spacing, values)] = axis.tickValues(low, high, pixels)
        assert all(low <= value <= high for value in values)
        return axis.tickStrings(values, 1.0, spacing)

    return found


def test_losses_stand_at_round_numbers(ticks):
    assert ticks(1.05, 2.45) == ["1.2", "1.4", "1.6", "1.8", "2.0", "2.2", "2.4"]
    assert ticks(1.1010, 1.1052, 100.0) == ["1.102", "1.104"]


def test_logarithms_stand_at_losses_too(ticks):
    assert ticks(0.0009, 2.5, logarithmic=True) == [
        "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2",
    ]  # fmt: skip
    assert ticks(0.29, 2.6, logarithmic=True) == [
        "0.3", "0.4", "0.5", "0.6", "0.8", "1", "1.5", "2",
    ]  # fmt: skip
    assert ticks(1.95, 2.45, 100.0, logarithmic=True) == ["2.0", "2.2", "2.4"]
    assert ticks(0.0009, 2.5, 60.0, logarithmic=True) == ["0.01", "1"]
    assert ticks(1e-9, 2.5, logarithmic=True)[0] == "1e−8"


def test_frames_are_told_apart_in_thousands(qapp):
    axis = RoundAxis("bottom")
    axis.set_theme(DARK)
    [(spacing, frames)] = axis.tickValues(0.0, 100_000.0, 300.0)
    assert 2 <= len(frames) <= 6
    assert "40,000" in axis.tickStrings(frames, 1.0, spacing)


def test_an_axis_of_nothing_has_no_ticks(qapp):
    axis = RoundAxis("left")
    for low, high, pixels in ((0.0, math.inf, 90.0), (1.0, 1.0, 90.0), (0.0, 1.0, 0.0)):
        assert axis.tickValues(low, high, pixels) == []


def test_a_few_losses_that_ran_away_do_not_flatten_the_others():
    losses = np.concatenate([np.linspace(2.3, 1.0, 500), [1e6, math.inf, math.nan]])
    low, high = span(losses, 2.303)
    assert 0.5 < low < 1.0
    assert 2.303 < high < 10.0


def test_a_long_plateau_does_not_push_a_level_out_of_sight():
    plateau = 0.5 + 0.01 * np.sin(np.arange(5_000))
    low, high = span(np.concatenate([np.linspace(2.3, 0.5, 20), plateau]), 2.303)
    assert low < 0.49
    assert high > 2.303


def test_a_range_of_nothing_is_a_range():
    assert span(np.array([math.nan])) == (0.0, 1.0)
    low, high = span(np.array([2.0]))
    assert low < 2.0 < high
