"""The strip of axes: positions, last steps and slopes in numbers, and room for all of them."""

import numpy as np
import pytest

from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.panels.axes_strip import AxesStrip


@pytest.fixture
def strip(qtbot):
    clock = SlowClock(period_ms=5)
    made = AxesStrip(clock)
    clock.setParent(made)
    qtbot.addWidget(made)
    made.set_axes(6)
    made.resize(1024, made.height())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_position_last_step_and_slope_of_an_axis(strip):
    strip.set_position((0.0, 0.5, 0.0, 0.0, 0.0, 0.0), 0.25)
    strip.set_position((0.0, 0.5, -0.25, 0.0, 0.0, 0.0), 0.25)
    strip.set_slopes({1: -0.0123, 2: 2.5e-5})
    assert strip.texts(0) == ("1", "0", "–", "–")
    assert strip.texts(1) == ("2", "+2", "+2", "−0.012")
    assert strip.texts(2) == ("3", "−1", "−1", "+2.5e−5")
    # Another step size: the same place is another number of steps, the step made stays one.
    strip.set_position((0.0, 0.5, -0.25, 0.0, 0.0, 0.0), 0.5)
    assert strip.texts(1) == ("2", "+1", "+2", "−0.012")


def test_other_directions_begin_anew(strip):
    strip.set_position((1.0,) * 6, 0.5)
    strip.set_slopes({0: 1.0})
    strip.set_axes(6)
    assert strip.texts(0) == ("1", "0", "–", "–")
    strip.set_axes(8)
    with pytest.raises(ValueError, match="6 coefficients for 8 axes"):
        strip.set_position((0.0,) * 6, 0.5)


@pytest.mark.parametrize("width", [1024, 1600, 3840])
@pytest.mark.parametrize("axes", [2, 6, 16, 17, 32])
def test_it_stays_low_and_wraps_beyond_sixteen(strip, axes, width):
    strip.set_axes(axes)
    strip.resize(width, strip.height())
    assert strip.rows >= -(-axes // 16)
    if width > 1024:
        assert strip.rows == -(-axes // 16)
    assert 50 <= strip.height() <= 125


def _changed(before, after):
    """The columns of pixels that differ, as shares of the width."""
    shape = (before.height(), before.width(), 4)
    first, second = (
        np.frombuffer(i.constBits().asarray(i.sizeInBytes()), np.uint8).reshape(shape)
        for i in (before, after)
    )
    return np.flatnonzero((first != second).any(axis=(0, 2))) / before.width()


def test_the_bar_grows_to_the_side_that_was_walked_to_and_only_there(strip, qtbot):
    before = strip.grab().toImage()
    strip.set_position((0.0, 0.0, 0.0, 0.0, 0.0, 4.0), 1.0)
    changed = _changed(before, strip.grab().toImage())
    assert changed.min() > 0.8
    assert strip._table.reach() == 10
    strip.set_position((0.0, 0.0, 0.0, 0.0, 0.0, 14.0), 1.0)
    assert strip._table.reach() == 20


def test_the_arrow_points_downhill(strip, qtbot):
    def arrow(slope):
        strip.set_slopes({0: slope})
        image = strip.grab().toImage()
        good = DARK.good.lstrip("#")
        target = tuple(int(good[k : k + 2], 16) for k in (0, 2, 4))
        data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
        rgb = data.reshape(image.height(), image.width(), 4)[..., 2::-1]
        per_column = (rgb == target).all(axis=2).sum(axis=0)
        found = np.flatnonzero(per_column)
        half = len(found) // 2
        return per_column[found[:half]].sum(), per_column[found[-half:]].sum()

    left, right = arrow(-0.5)  # the loss falls to the right: the tip is there
    assert left > right
    left, right = arrow(0.5)
    assert left < right
