"""Nobody loses a descent by mistake, and whoever comes next finds everything as at the start."""

from contextlib import contextmanager

import pytest
from open_program import SMALL, open_program
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QMessageBox

from hudes_desktop.descent.actions import Step
from hudes_desktop.descent.history import Losses
from hudes_desktop.inputs.bindings.window_actions import NewVisitor, Quit
from hudes_desktop.view.kit.feed import Began, VisitorCame
from hudes_desktop.view.window.leaving import UNASKED


@contextmanager
def opened(qtbot, moves, settings=None):
    """The program with so many moves made; without its engine, which leaving doesn't need."""
    with open_program(qtbot, settings=settings or {}) as program:
        program.window.feed.publish(Began(program.session.descent))
        walk(program, moves)
        yield program


@pytest.fixture
def played(qtbot):
    """The program with so many moves made that leaving it is asked about."""
    with opened(qtbot, UNASKED + 1) as program:
        yield program


def walk(program, moves):
    for _ in range(moves):
        program.frame_loop.apply([Step(0, 0.01)])


def question(program):
    boxes = program.window.findChildren(QMessageBox)
    return next((box for box in boxes if box.isVisible()), None)


def press(box, words):
    [button] = [button for button in box.buttons() if button.text().startswith(words)]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_few_moves_are_left_without_a_question(qtbot):
    with opened(qtbot, UNASKED) as program:
        program.window.close()
        assert not program.window.isVisible()


def test_the_question_says_the_best_and_enter_stays(played, qtbot):
    played.session.descent.losses.record(Losses(1, 1.9, 0.4, 1.584, 0.5))
    played.window.close()
    box = question(played)
    assert "1.584" in box.text()
    assert f"{UNASKED + 1} moves" in box.informativeText()
    assert box.windowModality() == Qt.WindowModality.WindowModal  # all else goes on behind it
    walk(played, 1)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: question(played) is None)
    assert played.window.isVisible()
    assert played.handlers.leaving.moves == UNASKED + 2


def test_leave_closes_the_window(played, qtbot):
    played.frame_loop.do(Quit())
    with qtbot.waitSignal(played.window.closed):
        press(question(played), "Leave")


def test_quit_by_a_control_while_it_is_asked_leaves(played, qtbot):
    played.frame_loop.do(Quit())
    with qtbot.waitSignal(played.window.closed):
        played.frame_loop.do(Quit())


def test_another_network_begins_only_when_it_is_wanted(played, qtbot):
    commands, descent = played.handlers.commands, played.session.descent
    commands.action("network:cnn").trigger()
    assert commands.choice("network") == "mlp"
    press(question(played), "Stay")
    qtbot.waitUntil(lambda: question(played) is None)
    assert played.session.descent is descent
    commands.action("network:cnn").trigger()
    press(question(played), "Leave")
    assert played.session.descent is not descent
    assert commands.choice("network") == "cnn"
    played.window.close()  # nobody has walked in this one
    assert not played.window.isVisible()


def test_a_new_visitor_is_asked_nothing(played, qtbot):
    played.window.close()
    assert question(played) is not None
    played.frame_loop.do(NewVisitor())
    qtbot.waitUntil(lambda: question(played) is None)
    assert played.window.isVisible()
    assert played.session.descent.frame == 0


def test_another_device_or_precision_is_the_same_descent(played):
    played.change(dtype="float16")
    assert question(played) is None


def _dialog():
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog)), None)


def test_a_saved_picture_and_it_is_left_but_not_without_one(played, qtbot, tmp_path):
    played.window.close()
    press(question(played), "Save")
    qtbot.waitUntil(lambda: _dialog() is not None and _dialog().isVisible())
    _dialog().reject()
    qtbot.waitUntil(lambda: _dialog() is None)
    assert played.window.isVisible()

    played.window.close()
    press(question(played), "Save")
    qtbot.waitUntil(lambda: _dialog() is not None and _dialog().isVisible())
    _dialog().selectFile(str(tmp_path / "mine.png"))
    with qtbot.waitSignal(played.window.closed, timeout=20_000):
        _dialog().accept()
    assert (tmp_path / "mine.png").stat().st_size > 1000


def test_what_was_saved_needs_no_question(played, qtbot, tmp_path):
    with qtbot.waitSignal(played.handlers.saver.saved):
        played.handlers.saver.write(tmp_path / "all.csv", lambda _: b"1")
    played.window.close()
    assert not played.window.isVisible()


@pytest.mark.parametrize(
    "told",
    [
        lambda program: program.handlers.choose("window.ask_before_leaving", False),
        lambda _: QGuiApplication.instance().commitDataRequest.emit(None),
    ],
    ids=["told not to", "the session of the desktop ends"],
)
def test_nobody_is_asked(played, told):
    told(played)
    played.window.close()
    assert not played.window.isVisible()


def test_a_new_visitor_finds_everything_as_at_the_start(qtbot):
    settings = {"window.font_px": 16, "window.hidden": ("axes",)}
    with opened(qtbot, 1, settings) as program:
        window, handlers = program.window, program.handlers
        remembered = handlers.remembered()
        before = program.session.descent
        came = []
        window.feed.subscribe(VisitorCame, came.append)
        handlers.choose("window.font_px", 30)
        handlers.choose("window.colour_map", "mako")
        handlers.choose("net", "cnn")
        for name in ("top_view", "wireframe", "mode:lines", "panel:axes", "panel:numbers", "help"):
            handlers.commands.action(name).trigger()
        window.docks["losses"].setFloating(True)
        window.landscape.orbit(30, 10)
        window.landscape.zoom(2)
        yaw = window.landscape.camera.yaw
        QTest.keyClick(window, Qt.Key.Key_Escape)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.setFocus()

        QTest.keyClick(
            window,
            Qt.Key.Key_R,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )

        assert came == [VisitorCame()]
        assert program.options == SMALL
        descent = program.session.descent
        assert descent is not before
        assert (descent.frame, len(descent.losses), descent.timeline.depth) == (0, 0, 0)
        assert handlers.value("window.font_px") == 16
        assert window.mode == "planes"
        assert window.landscape.camera.yaw != yaw
        assert (window.landscape.camera.zoom, window.landscape.camera.top) == (1.0, False)
        assert not handlers.commands.action("wireframe").isChecked()
        assert window.docks["axes"].isHidden()
        assert not window.docks["numbers"].isHidden()
        assert not window.docks["losses"].isFloating()
        now = handlers.remembered()
        for key in (set(now) | set(remembered)) - {"window.geometry", "window.state"}:
            assert now.get(key) == remembered.get(key)
