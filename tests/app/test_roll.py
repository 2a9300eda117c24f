"""A key lets the ball roll to the lowest point in sight, in a real window on real MNIST."""

from itertools import pairwise

import numpy as np
import pytest
from player import Player
from PyQt6.QtCore import Qt, QVariantAnimation
from PyQt6.QtTest import QTest
from window_reading import note_text

from hudes_desktop.descent.actions import (
    ChangeBatchSize,
    NextBatch,
    PreviousBatch,
    PreviousSubspace,
    Redo,
    SetStepSize,
    SgdStep,
    Step,
)
from hudes_desktop.descent.rules import BATCH_SIZES
from hudes_desktop.engine.lowest_point import lowest_point
from hudes_desktop.inputs.bindings.window_actions import Roll
from hudes_desktop.view.kit import motion
from hudes_desktop.view.panels.action_log import ActionLog
from hudes_desktop.view.panels.loss_chart import LossChart


class RollingPlayer(Player):
    """Presses keys in the window, and sees where the ball is drawn."""

    def __init__(self, qtbot):
        super().__init__(qtbot, compile=False)
        self.seen = []
        landscape = self.program.window.landscape
        landscape.shown.connect(lambda: self.seen.append(landscape.state.position))

    @property
    def window(self):
        return self.program.window

    def tap(self, key):
        QTest.keyClick(self.window, key)

    def rolled(self):
        """Until a roll that was begun has led somewhere."""
        frame = self.descent.frame
        self.wait_for(lambda: self.descent.frame > frame)

    def log(self):
        model = self.window.docks.panel(ActionLog).model
        model.refresh()
        return [model.index(row).data() for row in range(model.rowCount())]


@pytest.fixture
def player(qtbot):
    made = RollingPlayer(qtbot)
    yield made
    made.close()


def test_it_rolls_over_the_surface_to_its_lowest_point_as_one_action(player):
    player.tap(Qt.Key.Key_Tab)
    surface = player.look()
    player.wait_for(lambda: player.descent.selected_plane == 1)
    surface = player.look()
    lowest, start = lowest_point(surface), player.descent.place
    evaluations = player.descent.evaluations
    player.tap(Qt.Key.Key_G)
    player.rolled()
    a, b = player.descent.place.coefficients[2:4]
    assert (a, b) == pytest.approx(lowest.coefficients)
    # On its way the ball was seen between both ends, ever nearer to the lowest point.
    ways = [np.hypot(at[2] - a, at[3] - b) for at in player.seen]
    assert any(0.1 * ways[0] < way < 0.9 * ways[0] for way in ways)
    assert all(before >= after for before, after in pairwise(ways))
    losses = player.descent.losses
    player.wait_for(lambda: len(losses) == 2)
    assert losses.train_loss[1] == pytest.approx(lowest.loss, abs=1e-5)
    assert player.log() == ["rolled to the lowest point in sight, on plane 2", "start"]
    assert player.descent.evaluations > evaluations  # of the surfaces that are around it now
    QTest.keyClick(player.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    player.wait_for(lambda: player.descent.place is start)


def test_nothing_is_evaluated_before_the_ball_has_arrived(player):
    player.look()
    player.wait_for(lambda: all(s.exact for s in player.surfaces.values()))
    player.program.frame_loop.tick()
    evaluations = player.descent.evaluations
    player.tap(Qt.Key.Key_G)
    player.wait_for(lambda: player.program.frame_loop.roll.rolling)
    player.wait_for(lambda: len(player.seen) > 3)
    if player.program.frame_loop.roll.rolling:
        assert player.descent.evaluations == evaluations


def test_another_move_begins_where_the_ball_would_have_rolled_to(player):
    lowest = lowest_point(player.look())
    player.tap(Qt.Key.Key_G)
    player.wait_for(lambda: player.program.frame_loop.roll.rolling)
    player.tap(Qt.Key.Key_D)
    player.wait_for(lambda: player.descent.frame == 2)
    assert player.descent.timeline.depth == 2
    before = player.descent.timeline.place(1).coefficients[:2]
    assert before == pytest.approx(lowest.coefficients)
    assert player.descent.place.coefficients[:2] != before


def test_at_the_lowest_point_it_says_so_and_stays(player):
    player.look()
    player.tap(Qt.Key.Key_G)
    player.rolled()
    while lowest_point(player.look()).coefficients != player.descent.place.coefficients[:2]:
        player.tap(Qt.Key.Key_G)  # more has come into sight
        player.rolled()
    place = player.descent.place
    player.tap(Qt.Key.Key_G)
    player.wait_for(lambda: note_text(player.window) == "This is the lowest point in sight")
    assert player.descent.place is place


def test_held_it_goes_on_from_plane_to_plane_until_nothing_gets_lower(player, monkeypatch):
    monkeypatch.setattr(motion, "reduced", lambda: True)
    player.program.frame_loop.apply([SetStepSize(0.8)])  # it sees far, and rolls a few times only
    player.look()
    QTest.keyPress(player.window, Qt.Key.Key_G)
    player.wait_for(lambda: note_text(player.window) == "This is the lowest point in sight")
    QTest.keyRelease(player.window, Qt.Key.Key_G)
    assert {row for row in player.log() if row != "start"} >= {
        f"rolled to the lowest point in sight, on plane {plane}" for plane in (1, 2, 3)
    }
    player.wait_for(lambda: len(player.descent.losses) == player.descent.frame + 1)
    here, loss = player.descent.place.coefficients, player.descent.losses.train_loss[-1]
    player.look()
    player.wait_for(lambda: all(s.exact for s in player.surfaces.values()))
    for surface in player.surfaces.values():
        lowest = lowest_point(surface)
        there = [here[axis] for axis in surface.axes]
        assert lowest.coefficients == pytest.approx(there) or lowest.loss >= loss - 1e-6


def test_on_curves_it_rolls_along_the_axis_that_was_moved_last(player):
    player.program.handlers.choose("window.mode", "lines")
    player.surfaces.clear()
    player.wait_for(lambda: len(player.surfaces) == 6)
    player.tap(Qt.Key.Key_R)  # axis 3
    player.wait_for(lambda: player.descent.frame == 1)
    session = player.program.session

    def there():
        curve = player.surfaces[2]
        return curve.heights.ndim == 1 and curve.exact and session.is_current(curve)

    player.wait_for(there)
    lowest = lowest_point(player.surfaces[2])
    player.tap(Qt.Key.Key_G)
    player.rolled()
    assert player.descent.place.coefficients[2:3] == pytest.approx(lowest.coefficients)
    assert player.log()[0] == "rolled to the lowest point in sight, on axis 3"


def test_a_window_that_is_closed_while_it_rolls_goes_nowhere_any_more(player):
    player.look()
    player.tap(Qt.Key.Key_G)
    player.wait_for(lambda: player.program.frame_loop.roll.rolling)
    glide = player.program.frame_loop.roll.findChild(QVariantAnimation)
    player.window.close()
    assert glide.state() == QVariantAnimation.State.Stopped
    assert player.descent.frame == 0


def test_with_reduced_motion_it_is_there_at_once(player, monkeypatch):
    monkeypatch.setattr(motion, "reduced", lambda: True)
    lowest = lowest_point(player.look())
    player.program.frame_loop.do(Roll())
    assert player.descent.place.coefficients[:2] == pytest.approx(lowest.coefficients)


def test_a_key_leads_back_to_the_best_by_hand_and_undo_from_there(player):
    player.look()
    player.tap(Qt.Key.Key_G)
    player.rolled()
    best = player.descent.place
    player.wait_for(lambda: len(player.descent.losses) == 2)
    assert player.descent.losses.best_by_hand.place is best
    for action in (NextBatch(), SgdStep(20)):
        player.program.frame_loop.apply([action])
    far = player.descent.place
    player.wait_for(lambda: len(player.descent.losses) == 4)
    assert player.descent.losses.best_with_sgd.loss < player.descent.losses.best_by_hand.loss
    player.tap(Qt.Key.Key_B)
    player.wait_for(lambda: player.descent.place == best)
    assert player.log()[0] == "back to the best by hand"
    QTest.keyClick(player.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    player.wait_for(lambda: player.descent.place is far)


def test_back_at_the_start_chart_and_trail_begin_anew_and_undo_gives_the_place_back(player):
    for action in (Step(0, 1.0), Step(3, 2.0), ChangeBatchSize(1), SetStepSize(0.5)):
        player.program.frame_loop.apply([action])
    player.validation_loss()
    place, trail = player.descent.place, player.window.landscape.state.trail
    assert len(trail) == 3
    QTest.keyClick(player.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    player.wait_for(lambda: list(player.descent.losses.frames) == [4])
    assert len(trail) == 1
    curve = player.window.docks.panel(LossChart).plot.getPlotItem().listDataItems()[0]

    def drawn():
        frames, _ = curve.getOriginalDataset()
        return [] if frames is None else list(frames)

    player.wait_for(lambda: drawn() == [4])
    assert player.descent.step_size == 1.0
    assert player.window.status.values.losses.frame == 4
    QTest.keyClick(player.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    player.wait_for(lambda: list(player.descent.losses.frames) == [4, 5])
    assert player.descent.place is place
    player.wait_for(lambda: drawn() == [4, 5])


def test_the_end_of_a_list_says_so_and_a_key_held_there_ticks_a_pad_now_and_then(player):
    told = []
    player.program.hub.set_values = told.append
    for _ in range(6):
        player.tap(Qt.Key.Key_Semicolon)
    largest = f"Batches of {BATCH_SIZES[-1]:,} digits are the largest"
    player.wait_for(lambda: note_text(player.window) == largest)
    assert player.descent.place.batch.size == BATCH_SIZES[-1]
    assert {"stopped": 1.0} in told
    for action, line in (
        (PreviousBatch(), "This is the first batch"),
        (PreviousSubspace(), "These are the first directions"),
        (Redo(), "There is nothing to redo"),
        (Step(9, 1.0), "There is no axis 10: there are 6"),
    ):
        player.program.frame_loop.do(action)
        player.wait_for(lambda line=line: note_text(player.window) == line)
