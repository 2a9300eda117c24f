"""The picture of a software renderer is of what was drawn last, never of the frame before."""

import pytest
from OpenGL import GL
from PyQt6.QtWidgets import QWidget

from hudes_desktop.view.gl.canvas import PictureCanvas

FRAMES = 40


class Coloured(PictureCanvas):
    """Filled with one shade of red."""

    def __init__(self, parent):
        super().__init__(self._fill, parent)
        self.red = 0.0
        self.window_of_it = parent  # nobody else keeps it

    def _fill(self, _detail):
        GL.glClearColor(self.red, 0.0, 0.0, 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)


@pytest.fixture
def coloured(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(120, 90)
    made = Coloured(window)
    made.resize(window.size())
    window.show()
    qtbot.waitExposed(window)
    return made


def seen(canvas):
    """Red of what lies in the window, 0 to 255."""
    return canvas.grab().toImage().pixelColor(60, 45).red()


def test_every_picture_is_of_the_last_frame(coloured, qtbot):
    for frame in range(FRAMES):
        coloured.red = frame / FRAMES
        with qtbot.waitSignal(coloured.shown):
            coloured.redraw(draft=frame % 3 == 0)
        assert seen(coloured) == pytest.approx(255 * frame / FRAMES, abs=1)


def test_a_frame_that_the_driver_refused_is_drawn_again(coloured, qtbot, monkeypatch):
    with qtbot.waitSignal(coloured.shown):
        coloured.redraw()
    refusals = iter([False])
    current = coloured.makeCurrent
    monkeypatch.setattr(coloured, "makeCurrent", lambda: next(refusals, True) and current())
    coloured.red = 1.0
    with qtbot.waitSignal(coloured.shown):
        coloured.redraw()
    assert next(refusals, None) is None
    assert seen(coloured) == 255
