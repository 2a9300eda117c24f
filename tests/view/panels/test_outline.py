"""The outline of a curve has the extremes of every stretch of it, in few points."""

import math

import numpy as np
import pytest

from hudes_desktop.view.panels.chart_plot import outline


def _outlined(count, loss=lambda frame: 2.3 - frame * 1e-5):
    frames = np.arange(count, dtype=float)
    return outline(frames, np.array([loss(frame) for frame in range(count)]))


def test_a_short_history_is_drawn_as_it_is():
    frames, losses = _outlined(300)
    assert frames.tolist() == list(range(300))
    assert losses.tolist() == [2.3 - frame * 1e-5 for frame in range(300)]


@pytest.mark.parametrize("count", [1_401, 20_000, 100_003])
def test_spikes_survive_and_the_last_loss_is_where_it_is(count):
    spikes = {777: 0.1, 1_111: 9.0, count - 2: 8.0}
    frames, losses = _outlined(count, lambda frame: spikes.get(frame, 1.0 + (frame == count - 1)))
    assert len(frames) == len(losses) < 1_500
    assert (np.diff(frames) >= 0).all()
    assert losses.min() == 0.1
    assert losses.max() == 9.0
    assert abs(frames[losses.argmax()] - 1_111) <= count / 350
    assert 8.0 in losses
    assert (frames[-1], losses[-1]) == (count - 1, 2.0)


def test_values_that_are_not_finite_leave_the_others():
    few = _outlined(10, lambda frame: math.nan if frame == 5 else 1.0)[1]
    assert np.isnan(few).tolist() == [frame == 5 for frame in range(10)]
    many = _outlined(10_001, lambda frame: math.nan if frame % 10 == 5 else 1.0)[1]
    assert set(many) == {1.0}


def test_a_stretch_of_nothing_finite_is_survived():
    frames, losses = _outlined(10_000, lambda frame: math.nan if frame < 5_000 else 1.0)
    assert np.isnan(losses[frames < 4_900]).all()
    assert (losses[frames > 5_100] == 1.0).all()
