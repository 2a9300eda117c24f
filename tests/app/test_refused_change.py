"""A change that is refused leaves everything as it was, and hands are answered while it loads."""

import pytest
from player import Player
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel
from window_reading import banner_text

from hudes_desktop.descent.actions import (
    ChangeStepSize,
    NextBatch,
    NextSubspace,
    SelectPlane,
    SgdStep,
    Step,
    Undo,
)
from hudes_desktop.view.panels.action_log import UNDOS_ROLE, ActionLog
from hudes_desktop.view.panels.loss_chart import LossChart


def told(program):
    """All that the window tells of a descent, and the descent's own state."""
    window, descent = program.window, program.session.descent
    model, chart = window.docks.panel(ActionLog).model, window.docks.panel(LossChart)
    model.refresh()
    rows = [model.index(row) for row in range(model.rowCount())]
    history = chart.history
    return {
        "log": [(row.data(), row.data(UNDOS_ROLE), row.data(Qt.ItemDataRole.StatusTipRole))
                for row in rows],
        "marks": (list(history.new_directions), list(history.new_batches)),
        "losses": list(history.validation_loss),
        "bests": (history.best_by_hand, history.best_with_sgd),
        "plane": (descent.selected_plane, window.landscape.state.selected),
        "undo": (descent.timeline.depth, list(descent.timeline.numbers)),
        "place": descent.place,
        "trail": len(window.landscape.state.trail),
        "step": descent.step_size,
        "options": program.options,
    }  # fmt: skip


@pytest.fixture
def player(qtbot):
    made = Player(qtbot, compile=False)
    yield made
    made.close()


def play(player):
    """Something of everything, with all of its losses."""
    frames = [
        [Step(0, 1.0)],
        [NextSubspace()],
        [Step(3, 1.0), Step(2, 0.5)],
        [NextBatch()],
        [SgdStep(2)],
        [Step(1, -1.0)],
        [Undo()],
        [Step(0, 0.5)],
        [SelectPlane(2)],
        [ChangeStepSize(-0.2)],
    ]
    for actions in frames:
        player.program.frame_loop.apply(actions)
    player.validation_loss()
    player.look()


@pytest.mark.parametrize(
    "change", [{"device": "cuda:7"}, {"dataset": "fashion-mnist"}], ids=["device", "data set"]
)
def test_a_change_that_is_refused_leaves_everything_as_it_was(player, tmp_path, change):
    play(player)
    before, session = told(player.program), player.program.session
    if "dataset" in change:
        change = {**change, "data_dir": tmp_path / "nothing"}
    player.program.change(**change)
    player.wait_for(lambda: banner_text(player.program.window))
    player.wait_for(lambda: player.program.router.ready is not None)
    player.wait_for(lambda: not player.program.window.loading.isVisible())
    assert player.program.session is session
    player.look()
    player.validation_loss()
    assert told(player.program) == before
    place = session.descent.timeline.place(1)
    player.program.frame_loop.apply([Undo()])
    assert session.descent.place is place


def test_while_it_loads_a_hand_is_told_so_and_moves_nothing(player):
    program = player.program
    window = program.window
    loading, status = window.loading, window.status
    for dtype in ("float16", "float32") * 10:
        program.change(dtype=dtype)
        # On a busy machine it may have loaded before anything could be shown.
        player.wait_for(lambda: loading.isVisible() or status.values.ready is not None)
        if loading.isVisible():
            break
    card = window.loading.grab().toImage()
    place = program.session.descent.place
    QTest.keyClick(window, Qt.Key.Key_D)
    said = window.loading.findChild(QLabel, "step")
    player.wait_for(lambda: "Still loading" in said.text())
    assert window.loading.grab().toImage() != card
    player.wait_for(lambda: not window.loading.isVisible())
    assert program.session.descent.place is place
    QTest.keyClick(window, Qt.Key.Key_D)
    player.wait_for(lambda: program.session.descent.place is not place)
