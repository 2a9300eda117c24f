"""The loss history: everything is kept, a bounded number of points is drawn."""

import math

import numpy as np
from PyQt6.QtTest import QTest

from hudes_desktop.engine.results import Losses
from hudes_desktop.view.loss_chart import thinned
from hudes_desktop.view.slow_clock import SOFTWARE_PERIOD_MS


def _losses(frame, train, validation):
    return Losses(frame, train, 0.5, validation, 0.5)


def test_twenty_thousand_frames_draw_a_bounded_number_of_points(window, qtbot):
    chart = window.chart
    for frame in range(20_000):
        chart.append(_losses(frame, 2.3 - frame * 1e-4, 2.3 - frame * 5e-5))
    assert len(chart.history) == 20_000
    qtbot.waitUntil(lambda: 0 < chart.drawn_points() < 4_000)
    assert chart.best == 2.3 - 19_999 * 5e-5


def test_a_spike_survives_thinning():
    frames, losses = np.arange(20_000.0), np.full(20_000, 1.0)
    losses[13_337], losses[777] = 9.0, 0.1
    xs, ys = thinned(frames, losses, 1500)
    assert len(xs) == len(ys) <= 1600
    assert ys.max() == 9.0
    assert ys.min() == 0.1
    assert abs(xs[ys.argmax()] - 13_337) < 40


def test_text_and_levels_follow_the_losses(window):
    chart = window.chart
    for frame, validation in enumerate((2.31, 1.75, 1.9)):
        chart.append(_losses(frame, 2.0, validation))
    QTest.qWait(SOFTWARE_PERIOD_MS + 150)
    assert chart.best == 1.75
    low, high = chart.plot.viewRange()[1]
    assert low < 1.75
    assert high > math.log(10)


def test_losses_told_again_for_a_frame_replace_the_old_ones(window):
    window.chart.append(_losses(3, 2.0, 2.0))
    window.chart.append(_losses(3, 1.5, 1.6))
    frames, train, validation = window.chart.history.values
    assert frames.tolist() == [3]
    assert (train[0], validation[0]) == (1.5, 1.6)


def test_losses_that_are_not_finite_are_survived(window):
    chart = window.chart
    for frame, loss in enumerate((2.3, math.nan, math.inf, 2.2)):
        chart.append(_losses(frame, loss, loss))
    chart.mark(2, batch=True)
    chart.mark(3)
    QTest.qWait(SOFTWARE_PERIOD_MS + 150)
    assert chart.best == 2.2
    low, high = chart.plot.viewRange()[1]
    assert math.isfinite(low)
    assert high < 10


def test_only_so_many_marks_are_drawn(window, qtbot):
    for frame in range(5_000):
        window.chart.mark(frame, batch=frame % 2 == 0)
    qtbot.waitUntil(lambda: 0 < window.chart.drawn_points() < 2_000)
