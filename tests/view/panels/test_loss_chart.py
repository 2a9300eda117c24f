"""The chart draws the whole history of losses, with a bounded number of points."""

import math

import numpy as np
import pyqtgraph as pg
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel

from hudes_desktop.descent.history import LossHistory
from hudes_desktop.engine.results import Losses
from hudes_desktop.view.panels.chart_plot import ChartPlot
from hudes_desktop.view.panels.loss_chart import LAST_FRAMES, LossChart

RANDOM_LOSS = math.log(10)  # of ten classes


def _record(chart, frame, train, validation, accuracies=(0.5, 0.5)):
    chart.history.record(Losses(frame, train, accuracies[0], validation, accuracies[1]))
    chart.touch()


def _drawn(chart, plot=None):
    """The points of a plot: lists of (frame, train) and (frame, validation)."""
    curves = (plot or chart.plot).getPlotItem().listDataItems()[:2]
    points = [curve.getOriginalDataset() for curve in curves]
    return [[] if xs is None else list(zip(xs, ys, strict=True)) for xs, ys in points]


def _points(chart):
    """How many points all curves draw."""
    curves = [c for p in chart.findChildren(ChartPlot) for c in p.getPlotItem().listDataItems()]
    return sum(len(curve.getData()[0]) for curve in curves if curve.getData()[0] is not None)


def _levels(chart):
    """The losses at which level lines are to be seen, and what is written on them."""
    lines = [item for item in chart.plot.getPlotItem().items if isinstance(item, pg.InfiniteLine)]
    return {line.label.format: line.value() for line in lines if line.isVisible() and line.label}


def _marks(plot):
    """Frames at which a plot has marks, and how high above its foot they reach (0 … 1)."""
    low, high = plot.viewRange()[1]
    found = {}
    for curve in plot.getPlotItem().items:
        if isinstance(curve, pg.PlotCurveItem) and curve.opts["connect"] == "pairs":
            xs, ys = curve.getData()
            if xs is not None:
                found |= {x: (y - low) / (high - low) for x, y in zip(xs, ys, strict=True)}
    return found


def _read(chart):
    """What the numbers above the curves say, row by row."""
    return " ".join(label.text() for label in chart.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def chart(window):
    return window.docks.panel(LossChart)


@pytest.fixture
def point_at(chart, window, qtbot):
    """point_at(plot, frame): the mouse goes there; None: out of the plot."""

    def go(plot, frame):
        box = plot.getPlotItem().getViewBox()
        if frame is None:
            # What Qt sends when the mouse leaves; the X server tells it only of windows that no
            # other one lies over, and in a long run of tests one may.
            QTest.mouseMove(window, QPoint(window.width() // 2, 5))
            QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
        else:
            at = box.mapViewToScene(QPointF(frame, sum(plot.viewRange()[1]) / 2))
            QTest.mouseMove(plot.viewport(), plot.mapFromScene(at))

    go(chart.plot, None)
    return go


def test_twenty_thousand_frames_draw_a_bounded_number_of_points(chart, qtbot):
    for frame in range(20_000):
        _record(chart, frame, 2.3 - frame * 1e-4, 2.3 - frame * 5e-5)
    qtbot.waitUntil(lambda: 0 < _points(chart) < 6_000)
    train, _ = _drawn(chart)
    assert train[0][0] == 0
    assert train[-1][0] > 19_900
    assert _levels(chart)["best by hand 1.300"] == 2.3 - 19_999 * 5e-5


def test_who_guesses_is_right_as_often_as_there_are_classes(chart, qtbot):
    _record(chart, 0, 3.9, 3.9)
    chart.set_chance(47)
    qtbot.waitUntil(lambda: _levels(chart).get("guessing 3.850") == pytest.approx(math.log(47)))


def test_text_and_levels_follow_the_losses(chart, qtbot):
    for frame, validation in enumerate((2.31, 1.75, 1.9)):
        _record(chart, frame, 2.0, validation)
    levels = {f"guessing {RANDOM_LOSS:.3f}": RANDOM_LOSS, "best by hand 1.750": 1.75}
    qtbot.waitUntil(lambda: _levels(chart) == levels and "these digits 2.000" in _read(chart))
    assert "all digits 1.900" in _read(chart)
    low, high = chart.plot.viewRange()[1]
    assert low < 1.75
    assert high > math.log(10)


def test_there_is_no_best_before_the_first_losses(chart):
    assert list(_levels(chart)) == [f"guessing {RANDOM_LOSS:.3f}"]


def test_late_losses_are_drawn_in_the_order_of_their_frames(chart, qtbot):
    for frame, loss, validation in ((0, 2.3, 1.3), (2, 2.1, 1.1), (1, 2.2, 1.2)):
        _record(chart, frame, loss, validation)
    qtbot.waitUntil(lambda: _drawn(chart) != [[], []])
    train, validation = _drawn(chart)
    assert train == [(0, 2.3), (1, 2.2), (2, 2.1)]
    assert validation == [(0, 1.3), (1, 1.2), (2, 1.1)]


def test_losses_told_again_for_a_frame_are_drawn_once(chart, qtbot):
    _record(chart, 3, 2.0, 2.0)
    _record(chart, 3, 1.5, 1.6)
    qtbot.waitUntil(lambda: _drawn(chart) != [[], []])
    assert _drawn(chart) == [[(3, 2.0)], [(3, 2.0)]]


def test_the_history_can_grow_after_it_was_drawn(chart, qtbot):
    _record(chart, 0, 2.0, 2.0)
    qtbot.waitUntil(lambda: _drawn(chart) == [[(0, 2.0)]] * 2)
    _record(chart, 1, 1.5, 1.5)
    qtbot.waitUntil(lambda: _drawn(chart) == [[(0, 2.0), (1, 1.5)]] * 2)


def test_losses_that_are_not_finite_are_survived(chart, qtbot):
    for frame, loss in enumerate((2.3, math.nan, math.inf, 2.2)):
        _record(chart, frame, loss, loss)
    chart.history.mark(2, new_directions=False, new_batch=True)
    chart.history.mark(3, new_directions=True, new_batch=False)
    chart.touch()
    qtbot.waitUntil(lambda: _levels(chart).get("best by hand 2.200") == 2.2)
    low, high = chart.plot.viewRange()[1]
    assert math.isfinite(low)
    assert high < 10


def test_only_so_many_marks_are_drawn(chart, qtbot):
    for frame in range(5_000):
        chart.history.mark(frame, frame % 2 == 1, frame % 2 == 0)
    chart.touch()
    qtbot.waitUntil(lambda: 0 < _points(chart) < 2_000)


def test_accuracies_are_drawn_in_percent_below_the_losses(chart, qtbot):
    for frame, accuracies in enumerate(((0.1, 0.11), (0.4, 0.38), (0.65, 0.6))):
        _record(chart, frame, 2.0, 2.0, accuracies)
    qtbot.waitUntil(lambda: _drawn(chart, chart.accuracy) != [[], []])
    assert _drawn(chart, chart.accuracy) == [
        [(0, 10.0), (1, 40.0), (2, 65.0)], [(0, 11.0), (1, 38.0), (2, 60.0)],
    ]  # fmt: skip
    low, high = chart.accuracy.viewRange()[1]
    assert low < 10.0
    assert 65.0 < high < 101.0
    assert chart.accuracy.viewRange()[0] == chart.plot.viewRange()[0]


def test_hidden_accuracies_leave_their_room_and_come_back_up_to_date(chart, qtbot):
    before = chart.plot.height()
    chart.set_accuracy(False)
    _record(chart, 0, 2.0, 2.0, (0.25, 0.5))
    qtbot.waitUntil(lambda: chart.plot.height() > before)
    assert not chart.accuracy.isVisible()
    assert not any(label.text().startswith("ACCURACY") and label.isVisible()
                   for label in chart.findChildren(QLabel))  # fmt: skip
    chart.set_accuracy(True)
    assert _drawn(chart, chart.accuracy) == [[(0, 25.0)], [(0, 50.0)]]


def test_on_a_logarithmic_scale_halving_the_loss_is_as_far_everywhere(chart, qtbot):
    for frame, loss in enumerate((2.0, 1.0, 0.5, 0.25)):
        _record(chart, frame, loss, loss)
    chart.set_logarithmic(True)
    for plot in (chart.plot, chart.recent):
        heights = [height for _, height in _drawn(chart, plot)[0]]
        assert np.diff(heights) == pytest.approx([-math.log(2)] * 3)
    assert _levels(chart) == {
        f"guessing {RANDOM_LOSS:.3f}": pytest.approx(math.log(RANDOM_LOSS)),
        "best by hand 0.250": pytest.approx(math.log(0.25)),
    }
    low, high = chart.plot.viewRange()[1]
    assert low < math.log(0.25) < math.log(RANDOM_LOSS) < high
    assert "LOGARITHMIC" in _read(chart)
    chart.set_logarithmic(False)
    assert [height for _, height in _drawn(chart)[0]] == [2.0, 1.0, 0.5, 0.25]
    assert "LOGARITHMIC" not in _read(chart)


def test_a_loss_of_nothing_has_no_logarithm_and_is_left_out(chart, qtbot):
    chart.set_logarithmic(True)
    for frame, loss in enumerate((2.0, 0.0, -1.0, 0.5)):
        _record(chart, frame, loss, 2.0)
    qtbot.waitUntil(lambda: len(_drawn(chart)[0]) == 4)
    heights = [height for _, height in _drawn(chart)[0]]
    assert np.isnan(heights).tolist() == [False, True, True, False]
    assert all(math.isfinite(end) for end in chart.plot.viewRange()[1])


def test_the_numbers_are_those_of_the_last_frame_until_one_is_pointed_at(chart, qtbot, point_at):
    for frame in range(21):
        _record(chart, frame, 2.0 - frame / 100, 2.2 - frame / 100, (frame / 100, frame / 50))
    qtbot.waitUntil(lambda: "move 20" in _read(chart))
    assert "1.800 20.0 %" in _read(chart)
    assert "2.000 40.0 %" in _read(chart)
    for plot in (chart.plot, chart.accuracy, chart.recent):
        point_at(plot, 7)
        qtbot.waitUntil(lambda: "move 7" in _read(chart))
        assert "1.930 7.0 %" in _read(chart)
        assert "2.130 14.0 %" in _read(chart)
        point_at(plot, None)
        qtbot.waitUntil(lambda: "move 20" in _read(chart))


def test_what_is_pointed_at_stays_while_the_history_grows(chart, qtbot, point_at):
    for frame in range(12):
        _record(chart, frame, 2.0 - frame / 100, 2.0)
    qtbot.waitUntil(lambda: "move 11" in _read(chart))
    point_at(chart.plot, 4)
    qtbot.waitUntil(lambda: "move 4" in _read(chart))
    _record(chart, 12, 1.0, 1.0)
    qtbot.waitUntil(lambda: len(_drawn(chart)[0]) == 13)
    assert "move 4" in _read(chart)
    chart.begin(LossHistory())
    qtbot.waitUntil(lambda: "move" not in _read(chart).lower().replace("moves", ""))


def test_another_descent_of_as_many_frames_is_drawn_instead(chart, qtbot):
    for frame in range(3):
        _record(chart, frame, 2.0, 2.0)
    chart.history.mark(1, new_directions=True, new_batch=False)
    qtbot.waitUntil(lambda: len(_drawn(chart)[0]) == 3)
    chart.begin(LossHistory())
    for frame in range(3):
        _record(chart, frame, 1.5, 1.4)
    qtbot.waitUntil(lambda: _drawn(chart)[0] == [(0, 1.5), (1, 1.5), (2, 1.5)])
    assert _marks(chart.plot) == {}


def test_few_marks_are_whole_lines_and_many_are_ticks_at_the_foot(chart, qtbot):
    for frame in range(100):
        _record(chart, frame, 2.0, 2.0)
    for frame in (10, 90):
        chart.history.mark(frame, new_directions=True, new_batch=False)
    chart.touch()
    qtbot.waitUntil(lambda: len(_marks(chart.plot)) == 2)
    assert set(_marks(chart.plot).values()) == {1.0}
    qtbot.waitUntil(lambda: set(_marks(chart.recent)) == {90})
    for frame in range(20, 80):
        chart.history.mark(frame, new_directions=True, new_batch=False)
        chart.history.mark(frame + 20, new_directions=False, new_batch=True)
    chart.touch()
    qtbot.waitUntil(lambda: len(_marks(chart.plot)) > 80)
    assert max(_marks(chart.plot).values()) < 0.08
    late = set(range(100 - LAST_FRAMES, 100))
    qtbot.waitUntil(lambda: set(_marks(chart.recent)) == late)


def test_the_marks_are_named_below_the_losses(chart):
    assert "new&nbsp;directions" in _read(chart)
    assert "new&nbsp;batch" in _read(chart)


def test_charts_of_nothing_yet_have_no_numbers_at_their_sides(chart, qtbot):
    def numbers():
        plots = [plot for plot in chart.findChildren(ChartPlot) if plot.isVisible()]
        return [plot.axes["left"].style["showValues"] for plot in plots]

    assert numbers() == [False] * 3
    _record(chart, 0, 2.2, 2.3)
    qtbot.waitUntil(lambda: numbers() == [True] * 3)
