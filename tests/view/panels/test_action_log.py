"""The log of actions: rows that say what was done, and clicks that lead back there."""

import random
import time

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFontMetricsF
from pyqtgraph import PlotCurveItem

from hudes_desktop.descent.actions import (
    ChangeStepSize,
    GoTo,
    NextBatch,
    NextSubspace,
    Redo,
    Reset,
    SelectPlane,
    SgdStep,
    Step,
    Undo,
)
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.view.kit.feed import Applied, Began
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.panels.action_log import UNDOS_ROLE, ActionLog
from hudes_desktop.view.panels.action_rows import MOST_ROWS
from hudes_desktop.view.panels.loss_chart import LossChart


class Played:
    """A descent and its log, which is told of every frame."""

    def __init__(self, log, descent):
        self.log, self.descent = log, descent

    def do(self, *actions):
        change = self.descent.apply(list(actions))
        self.log.add(list(actions), change, self.descent)
        return change

    def rows(self):
        self.log.model.refresh()
        model = self.log.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def click(self, qtbot, row):
        """On the middle of a row, once the list has placed it."""
        view, index = self.log.list, self.log.model.index(row)
        qtbot.waitUntil(lambda: not view.visualRect(index).isEmpty())
        middle = view.visualRect(index).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    def undos(self):
        self.log.model.refresh()
        model = self.log.model
        return [model.index(row).data(UNDOS_ROLE) for row in range(model.rowCount())]


@pytest.fixture
def played(qtbot):
    descent = Descent()
    clock = SlowClock(period_ms=5)
    log = ActionLog(descent.losses, clock)
    clock.setParent(log)  # and with it, it ends
    qtbot.addWidget(log)
    log.resize(260, 420)
    log.show()
    qtbot.waitExposed(log)
    return Played(log, descent)


def test_what_was_done_newest_first_and_steps_in_a_row_are_one(played):
    for axis in (0, 1, 0, 1):
        played.do(Step(axis, 0.5))
    played.do(NextSubspace())
    played.do(NextBatch())
    played.do(SgdStep(5))
    played.do(SgdStep(2))
    played.do(Undo())
    assert played.rows() == [
        "undo",
        "7 SGD steps",
        "new batch 2",
        "new directions 6–11",
        "step ×4 on axes 1, 2",
        "start",
    ]


def test_what_changes_no_place_is_no_row(played):
    played.do(ChangeStepSize(0.1))
    played.do(SelectPlane(1))
    played.do(Undo())
    played.do(Step(0, 1.0), Step(0, -1.0))
    played.do(Reset())
    assert played.rows() == ["start"]
    assert played.undos() == [0]


def test_a_row_gives_the_change_of_the_train_loss_when_it_is_known(played):
    played.descent.record(Losses(0, 2.3, 0.1, 2.3, 0.1))
    played.do(Step(0, 1.0))
    played.do(Step(0, 1.0))
    index = played.log.model.index(0)
    played.log.model.refresh()
    assert index.data(Qt.ItemDataRole.StatusTipRole) == ""
    played.descent.record(Losses(2, 2.279, 0.1, 2.3, 0.1))
    assert index.data(Qt.ItemDataRole.StatusTipRole) == "−0.0210 nats"
    played.do(NextBatch())
    played.descent.record(Losses(3, 1.0, 0.1, 2.3, 0.1))
    played.log.model.refresh()
    # Another batch is another landscape: its loss says nothing about the way there.
    assert played.log.model.index(0).data(Qt.ItemDataRole.StatusTipRole) == ""


def test_clicking_a_row_asks_for_the_undos_that_lead_there(played, qtbot):
    played.do(Step(0, 1.0))
    there = played.descent.place
    played.do(NextBatch())
    played.do(Step(1, 1.0))
    played.do(Step(1, 1.0))
    assert played.undos() == [0, 2, 3, 4]
    with qtbot.waitSignal(played.log.way_requested) as asked:
        played.click(qtbot, 2)
    assert asked.args == [3]
    for _ in range(3):
        played.do(Undo())
    assert played.descent.place == there
    assert played.rows()[0] == "undo ×3"
    # What was undone is ahead now.
    assert played.undos() == [0, -3, -1, 0, 1]
    with qtbot.waitSignal(played.log.way_requested) as asked:
        played.click(qtbot, 1)
    assert asked.args == [-3]


def test_what_was_left_for_another_way_can_not_be_asked_for(played, qtbot):
    for _ in range(4):
        played.do(Step(0, 1.0))
    played.do(NextBatch())
    for _ in range(3):
        played.do(Undo())
    played.do(Step(1, 1.0))
    assert played.rows() == [
        "step on axis 2",
        "undo ×3",
        "new batch 2",
        "step ×4 on axis 1",
        "start",
    ]
    # Of the four steps two are left, and both rows end there.
    assert played.undos() == [0, 1, None, 1, 3]
    asked = []
    played.log.way_requested.connect(asked.append)
    played.click(qtbot, 2)
    assert asked == []


@pytest.mark.parametrize("seed", range(6))
def test_however_one_went_the_undos_of_a_row_lead_to_its_place(played, seed):
    chance = random.Random(seed)
    ends = {}
    choices = [Step(0, 1.0), Step(1, 0.5), Step(0, -1.0), NextBatch(), Undo(), Redo(), SgdStep(1)]
    for _ in range(120):
        actions = chance.choices(choices, weights=[4, 3, 2, 2, 4, 2, 1], k=chance.choice([1, 1, 3]))
        if played.do(*actions).moved:
            row = played.log.model._log.rows[-1]
            ends[id(row)] = played.descent.place
        if chance.random() < 0.2:
            rows = played.log.model._log.rows
            row = chance.choice(rows)
            undos = played.log.model._log.undos_to(row)
            if undos and id(row) in ends and row.last in played.log.model._log._way:
                played.do(GoTo(played.descent.timeline.place(undos)))
                assert played.descent.place is ends[id(row)]


def test_a_log_of_hours_keeps_the_newest_rows_and_the_start_and_stays_cheap(played, qtbot):
    for frame in range(20_000):
        played.do(NextBatch() if frame % 2 else Step(frame % 6, 0.1))
    rows = played.rows()
    assert len(rows) == MOST_ROWS
    assert (rows[0], rows[-1]) == ("new batch 10001", "start")
    assert played.undos()[:3] == [0, 1, 2]
    seconds = []
    for _ in range(5):
        played.do(NextBatch())
        began = time.thread_time()
        played.log.model.refresh()
        played.log.list.viewport().repaint()
        seconds.append(time.thread_time() - began)
    assert sorted(seconds)[2] < 0.02


def test_the_smallest_log_has_room_for_every_text(played):
    for axis in range(4):
        played.do(Step(axis, 1.0))
    played.do(NextSubspace())
    played.do(SgdStep(1000))
    played.do(Step(0, 1.0), NextBatch(), Step(1, 1.0), Undo(), SgdStep(1))
    played.rows()
    metrics = QFontMetricsF(DARK.font())
    room = played.log._delegate.smallest().width() - 14
    for row in played.log.model._log.rows:
        assert any(metrics.horizontalAdvance(text) <= room for text in row.whats()[:3])


def test_on_another_device_log_and_chart_go_on_and_another_descent_begins_both_anew(window):
    log, chart = window.docks.panel(ActionLog), window.docks.panel(LossChart)
    descent = Descent()
    window.feed.publish(Began(descent))
    actions = [NextBatch()]
    window.feed.publish(Applied(actions, descent.apply(actions), descent))

    def shown():
        log.model.refresh()
        marks = [
            curve
            for curve in chart.plot.getPlotItem().items
            if isinstance(curve, PlotCurveItem) and curve.opts["connect"] == "pairs"
        ]
        window.clock.refresh_all()
        rows = [log.model.index(row).data() for row in range(log.model.rowCount())]
        return rows, sum(len(curve.xData) for curve in marks) // 2

    assert shown() == (["new batch 2", "start"], 1)
    window.feed.publish(Began(descent))
    assert shown() == (["new batch 2", "start"], 1)
    window.feed.publish(Began(Descent()))
    assert shown() == (["start"], 0)
