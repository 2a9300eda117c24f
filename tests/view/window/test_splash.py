"""The splash is on the screen before the window is loaded, and goes when that is drawn."""

import os
import signal
import subprocess
import sys

import pytest
from PyQt6.QtGui import QColor, QGuiApplication
from PyQt6.QtWidgets import QLabel

from hudes_desktop import app
from hudes_desktop.options import Options
from hudes_desktop.view.kit.theme import DARK, LIGHT
from hudes_desktop.view.window.frame_loop import FrameLoop
from hudes_desktop.view.window.splash import Splash


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_it_is_drawn_before_anything_else_is_begun(qtbot, theme):
    splash = Splash(theme)
    qtbot.addWidget(splash)
    splash.show_at_once()
    screen = QGuiApplication.primaryScreen()
    where = splash.frameGeometry().center() - splash.rect().center()
    shown = screen.grabWindow(0, where.x(), where.y(), splash.width(), splash.height()).toImage()
    assert shown.pixelColor(splash.width() - 9, 9) == QColor(theme.card)
    colours = {
        shown.pixelColor(x, y).name()
        for x in range(0, splash.width(), 2)
        for y in range(0, splash.height(), 2)
    }
    assert theme.text in colours


def test_no_line_of_it_is_cut(qtbot):
    splash = Splash()
    qtbot.addWidget(splash)
    splash.show_at_once()
    for line in splash.findChildren(QLabel):
        assert line.width() >= line.sizeHint().width(), line.text()


def test_nothing_heavy_is_loaded_before_it():
    code = (
        "import sys, hudes_desktop.cli;"
        "import hudes_desktop.view.window.application, hudes_desktop.view.window.splash;"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "torch", "pyqtgraph", "OpenGL", "scipy"} & set(loaded)


@pytest.mark.parametrize("keyboard", ["3d", "1d"])
def test_it_is_told_when_surfaces_or_curves_are_on_the_screen(qapp, monkeypatch, keyboard):
    monkeypatch.setattr(FrameLoop, "start", lambda loop: loop._window.close())
    told = []
    options = Options(keyboard=keyboard)
    assert app.run(options, {}, on_open=lambda: told.append(True)) == 0
    assert told == [True]


def test_ctrl_c_in_the_middle_of_a_frame_closes_the_window_after_it(qapp):
    application = app.prepare()
    program = app.Program(Options(batch_size=64, grid_size=11, compile=False))
    bugs = []
    paint = program.window.landscape.canvas.draw
    interrupted = []

    def interrupted_once(detail):
        if program.window.landscape.up_to_date and not interrupted:
            interrupted.append(True)
            os.kill(os.getpid(), signal.SIGINT)
        paint(detail)

    program.window.landscape.canvas.draw = interrupted_once
    app.play(application, program, on_bug=bugs.append)
    assert interrupted
    assert bugs == []
