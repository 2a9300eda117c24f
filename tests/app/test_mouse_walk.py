"""The mouse in the running program: walking by double-click, choosing, turning, zooming; curves."""

import pytest
from open_program import open_program, wait_for_surfaces
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from hudes_desktop.descent.actions import SetStepSize
from hudes_desktop.view.panels.action_log import ActionLog


@pytest.fixture
def program(qtbot):
    with open_program(qtbot, playing=True) as made:
        wait_for_surfaces(qtbot, made)
        QTest.qWait(500)
        yield made


def test_a_double_click_walks_to_the_place_under_it(program, qtbot, pixel_of):
    view, descent = program.window.landscape, program.session.descent
    size = descent.step_size
    goal = (1.5 * size, -1.0 * size)
    at = pixel_of(view, 0, *goal).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: descent.frame > 0, timeout=5000)
    assert descent.place.coefficients[:2] == pytest.approx(goal, abs=0.25 * size)
    assert descent.place.coefficients[2:] == (0.0,) * 4


def test_a_click_chooses_the_plane_under_it(program, qtbot, pixel_of):
    view, descent = program.window.landscape, program.session.descent
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=pixel_of(view, 2, 0.0, 0.0).toPoint())
    qtbot.waitUntil(lambda: descent.selected_plane == 2, timeout=5000)
    assert descent.frame == 0


def test_dragging_turns_and_the_right_button_moves(program, qtbot):
    view = program.window.landscape
    yaw, pitch = view.camera.yaw, view.camera.pitch
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(view, QPoint(350, 320))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(350, 320))
    qtbot.waitUntil(lambda: abs(view.camera.yaw - yaw) > 5, timeout=5000)
    assert view.camera.yaw == pytest.approx(yaw - 20)
    assert view.camera.pitch == pytest.approx(pitch + 6)
    QTest.mousePress(view, Qt.MouseButton.RightButton, pos=QPoint(300, 300))
    QTest.mouseMove(view, QPoint(340, 310))
    QTest.mouseRelease(view, Qt.MouseButton.RightButton, pos=QPoint(340, 310))
    qtbot.waitUntil(lambda: view.camera.pan == (40.0, 10.0), timeout=5000)
    assert program.session.descent.frame == 0


def test_curves_follow_and_are_walked_on(program, qtbot):
    window, frame_loop, descent = program.window, program.frame_loop, program.session.descent
    frame_loop.set_mode("lines")
    assert window.mode == "lines"
    lines = window.lines
    qtbot.waitUntil(lambda: lines.shown_loss(5) is not None, timeout=20_000)
    frame_loop.apply([SetStepSize(0.0)])
    lines.walk_requested.emit(3, 2.0)
    qtbot.waitUntil(lambda: descent.frame == 1, timeout=5000)
    assert descent.place.coefficients == (0.0, 0.0, 0.0, 2.0, 0.0, 0.0)
    qtbot.waitUntil(lambda: len(descent.losses) == 2, timeout=20_000)
    # Every curve goes through the place, whose loss is known.
    train = descent.losses.train_loss[-1]
    qtbot.waitUntil(
        lambda: all(lines.shown_loss(axis) == pytest.approx(train, abs=2e-4) for axis in range(6)),
        timeout=20_000,
    )
    lines.dragged.emit(3, -1.5)
    lines.dragged.emit(3, -1.0)
    qtbot.waitUntil(lambda: descent.place.coefficients[3] == pytest.approx(-0.5), timeout=5000)
    frame_loop.set_mode("planes")
    assert window.mode == "planes"


def test_the_log_of_actions_leads_back(program, qtbot):
    window, descent = program.window, program.session.descent
    start = descent.place
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_D)
        QTest.qWait(60)
    qtbot.waitUntil(lambda: descent.frame == 3, timeout=5000)
    log = window.docks.panel(ActionLog)
    log.way_requested.emit(3)
    qtbot.waitUntil(lambda: descent.place is start, timeout=5000)
    log.way_requested.emit(-2)
    qtbot.waitUntil(lambda: descent.timeline.depth == 2, timeout=5000)
