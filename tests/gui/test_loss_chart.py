"""The chart draws the whole history of losses, with a bounded number of points."""

import math

import numpy as np
import pyqtgraph as pg
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel

from hudes_desktop.engine.results import Losses
from hudes_desktop.view.loss_chart import RANDOM_LOSS, thinned
from hudes_desktop.view.slow_clock import SOFTWARE_PERIOD_MS


def _record(chart, frame, train, validation):
    chart.history.record(Losses(frame, train, 0.5, validation, 0.5))
    chart.touch()


def _drawn(chart):
    """The points of the large plot: lists of (frame, train loss) and (frame, validation loss)."""
    curves = chart.plot.getPlotItem().listDataItems()[:2]
    points = [curve.getOriginalDataset() for curve in curves]
    return [[] if xs is None else list(zip(xs, ys, strict=True)) for xs, ys in points]


def _levels(chart):
    """The losses at which level lines are to be seen, and what is written on them."""
    lines = [item for item in chart.plot.getPlotItem().items if isinstance(item, pg.InfiniteLine)]
    return {line.label.format: line.value() for line in lines if line.isVisible()}


def test_twenty_thousand_frames_draw_a_bounded_number_of_points(window, qtbot):
    chart = window.chart
    for frame in range(20_000):
        _record(chart, frame, 2.3 - frame * 1e-4, 2.3 - frame * 5e-5)
    qtbot.waitUntil(lambda: 0 < chart.drawn_points() < 4_000)
    train, _ = _drawn(chart)
    assert train[0][0] == 0
    assert train[-1][0] > 19_900
    assert _levels(chart)["best 1.300"] == 2.3 - 19_999 * 5e-5


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
        _record(chart, frame, 2.0, validation)
    QTest.qWait(SOFTWARE_PERIOD_MS + 150)
    assert _levels(chart) == {f"random {RANDOM_LOSS:.3f}": RANDOM_LOSS, "best 1.750": 1.75}
    texts = [label.text() for label in chart.findChildren(QLabel)]
    assert any("2.000" in text and "1.900" in text for text in texts)
    low, high = chart.plot.viewRange()[1]
    assert low < 1.75
    assert high > math.log(10)


def test_there_is_no_best_before_the_first_losses(window):
    assert list(_levels(window.chart)) == [f"random {RANDOM_LOSS:.3f}"]


def test_late_losses_are_drawn_in_the_order_of_their_frames(window, qtbot):
    chart = window.chart
    for frame, loss, validation in ((0, 2.3, 1.3), (2, 2.1, 1.1), (1, 2.2, 1.2)):
        _record(chart, frame, loss, validation)
    qtbot.waitUntil(lambda: _drawn(chart) != [[], []])
    train, validation = _drawn(chart)
    assert train == [(0, 2.3), (1, 2.2), (2, 2.1)]
    assert validation == [(0, 1.3), (1, 1.2), (2, 1.1)]


def test_losses_told_again_for_a_frame_are_drawn_once(window, qtbot):
    _record(window.chart, 3, 2.0, 2.0)
    _record(window.chart, 3, 1.5, 1.6)
    qtbot.waitUntil(lambda: _drawn(window.chart) != [[], []])
    assert _drawn(window.chart) == [[(3, 2.0)], [(3, 2.0)]]


def test_the_history_can_grow_after_it_was_drawn(window, qtbot):
    _record(window.chart, 0, 2.0, 2.0)
    qtbot.waitUntil(lambda: _drawn(window.chart) == [[(0, 2.0)]] * 2)
    _record(window.chart, 1, 1.5, 1.5)
    qtbot.waitUntil(lambda: _drawn(window.chart) == [[(0, 2.0), (1, 1.5)]] * 2)


def test_losses_that_are_not_finite_are_survived(window):
    chart = window.chart
    for frame, loss in enumerate((2.3, math.nan, math.inf, 2.2)):
        _record(chart, frame, loss, loss)
    chart.mark(2, batch=True)
    chart.mark(3)
    QTest.qWait(SOFTWARE_PERIOD_MS + 150)
    assert _levels(chart)["best 2.200"] == 2.2
    low, high = chart.plot.viewRange()[1]
    assert math.isfinite(low)
    assert high < 10


def test_only_so_many_marks_are_drawn(window, qtbot):
    for frame in range(5_000):
        window.chart.mark(frame, batch=frame % 2 == 0)
    qtbot.waitUntil(lambda: 0 < window.chart.drawn_points() < 2_000)
