"""The outline has the extremes of every stretch of a history, in few points."""

import math
from time import perf_counter

import numpy as np
import pytest

from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.view.panels.chart_outline import (
    TRAIN_ACCURACY,
    TRAIN_LOSS,
    VALIDATION_ACCURACY,
    VALIDATION_LOSS,
    Outline,
)

COLUMNS = (TRAIN_LOSS, VALIDATION_LOSS, TRAIN_ACCURACY, VALIDATION_ACCURACY)


def _history(count, loss=lambda frame: 2.3 - frame * 1e-5):
    history = LossHistory()
    for frame in range(count):
        history.record(Losses(frame, loss(frame), 0.1, loss(frame) + 0.5, 0.2))
    return history


def _outlined(history):
    outline = Outline()
    outline.update(history)
    return outline


def test_a_short_history_is_drawn_as_it_is():
    frames, losses = _outlined(_history(300)).points(TRAIN_LOSS)
    assert frames.tolist() == list(range(300))
    assert losses.tolist() == [2.3 - frame * 1e-5 for frame in range(300)]


def test_every_column_is_its_own():
    outline = _outlined(_history(2))
    assert [outline.points(column)[1][0] for column in COLUMNS] == [2.3, 2.8, 0.1, 0.2]


@pytest.mark.parametrize("count", [1_401, 20_000, 100_003])
def test_spikes_survive_and_the_last_loss_is_where_it_is(count):
    spikes = {777: 0.1, 1_111: 9.0, count - 2: 8.0}
    history = _history(count, lambda frame: spikes.get(frame, 1.0 + (frame == count - 1)))
    frames, losses = _outlined(history).points(TRAIN_LOSS)
    assert len(frames) == len(losses) < 1_500
    assert (np.diff(frames) >= 0).all()
    assert losses.min() == 0.1
    assert losses.max() == 9.0
    assert abs(frames[losses.argmax()] - 1_111) <= count / 350
    assert 8.0 in losses
    assert (frames[-1], losses[-1]) == (count - 1, 2.0)


def test_growing_row_by_row_gives_what_one_look_gives():
    history, outline = LossHistory(), Outline()
    for frame in range(9_000):
        history.record(Losses(frame, math.sin(frame), 0.1, math.cos(frame), 0.2))
        if frame % 7 == 0:
            outline.update(history)
    outline.update(history)
    for column, function in ((TRAIN_LOSS, math.sin), (VALIDATION_LOSS, math.cos)):
        frames, losses = outline.points(column)
        assert len(frames) < 1_500
        # Between one bin's beginning and the next, nothing is lower or higher than its two points.
        for at in range(0, 600, 2):
            inside = [function(frame) for frame in range(int(frames[at]), int(frames[at + 2]))]
            assert (losses[at], losses[at + 1]) == (min(inside), max(inside))


def test_a_frame_that_comes_late_takes_its_place():
    history, outline = _history(3), Outline()
    history.record(Losses(5, 1.5, 0.5, 1.5, 0.5))
    outline.update(history)
    history.record(Losses(4, 1.4, 0.4, 1.4, 0.4))
    outline.update(history)
    frames, losses = outline.points(TRAIN_LOSS)
    assert frames.tolist() == [0, 1, 2, 4, 5]
    assert losses[3:].tolist() == [1.4, 1.5]


def test_losses_that_are_not_finite_leave_the_others():
    odd = {5: math.nan, 6: math.inf, 7: -math.inf}
    few = _outlined(_history(10, lambda frame: odd.get(frame, 1.0))).points(TRAIN_LOSS)[1]
    assert np.isnan(few).tolist() == [frame in odd for frame in range(10)]
    many = _outlined(_history(10_000, lambda frame: odd.get(frame % 10, 1.0)))
    assert set(many.points(TRAIN_LOSS)[1]) == {1.0}


def test_a_stretch_of_nothing_finite_is_survived():
    outline = _outlined(_history(10_000, lambda frame: math.nan if frame < 5_000 else 1.0))
    frames, losses = outline.points(TRAIN_LOSS)
    assert np.isnan(losses[frames < 4_900]).all()
    assert (losses[frames > 5_100] == 1.0).all()


def test_an_update_does_not_grow_with_the_history():
    def seconds(count):
        history = _history(count)
        outline = _outlined(history)
        took = []
        for frame in range(count, count + 40):
            history.record(Losses(frame, 1.0, 0.5, 1.0, 0.5))
            began = perf_counter()
            outline.update(history)
            took.append(perf_counter() - began)
        return min(took)

    # A copy of the columns alone would be forty times as long.
    assert seconds(200_000) < 5 * seconds(5_000) + 1e-4
