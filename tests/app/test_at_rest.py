"""A window that nobody plays in leaves the processor alone, and is awake at the first touch."""

import time

import psutil
import pytest
from open_program import open_program
from program import SHOWN, Program
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from hudes_desktop.view.window.frame_loop import MINIMISED_MS, REST_MS, TICK_MS


@pytest.fixture
def program(qtbot):
    with open_program(qtbot, playing=True) as made:
        qtbot.waitUntil(lambda: made.frame_loop.tick_ms == REST_MS, timeout=60_000)
        yield made


def test_a_key_wakes_the_window_that_rests(program, qtbot):
    descent = program.session.descent
    QTest.keyPress(program.window, Qt.Key.Key_D)
    assert program.frame_loop.tick_ms == TICK_MS
    qtbot.waitUntil(lambda: descent.frame == 1)
    QTest.keyRelease(program.window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: program.frame_loop.tick_ms == REST_MS, timeout=60_000)


def test_the_mouse_and_a_menu_wake_it_too(program, qtbot):
    QTest.mouseClick(program.window.landscape, Qt.MouseButton.LeftButton)
    assert program.frame_loop.tick_ms == TICK_MS
    qtbot.waitUntil(lambda: program.frame_loop.tick_ms == REST_MS, timeout=60_000)
    program.handlers.commands.action("next_batch").trigger()
    assert program.frame_loop.tick_ms == TICK_MS


def test_a_minimised_window_looks_at_its_devices_once_a_second(program):
    program.window.setWindowState(Qt.WindowState.WindowMinimized)
    assert program.frame_loop.tick_ms == MINIMISED_MS
    program.window.setWindowState(Qt.WindowState.WindowNoState)
    assert program.frame_loop.tick_ms == TICK_MS


@pytest.mark.full
def test_at_rest_it_takes_less_than_half_a_percent_of_a_core(qapp, tmp_path):
    with Program(tmp_path, "--no-compile") as program:
        program.wait_for(SHOWN)
        time.sleep(30)  # whatever follows a start is over
        process, seconds = psutil.Process(program.process.pid), 60
        before = process.cpu_times()
        time.sleep(seconds)
        after = process.cpu_times()
        taken = after.user + after.system - before.user - before.system
        assert taken < 0.005 * seconds
