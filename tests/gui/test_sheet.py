"""What lies over the planes is there, whole, however it came onto the sheet."""

import numpy as np
import pytest
from OpenGL import GL
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtOpenGL import QOpenGLFramebufferObject

from hudes_desktop.view import landscape_text
from hudes_desktop.view.sheet import Sheet
from hudes_desktop.view.theme import DARK, LIGHT

VIEW = QSize(90, 60)


@pytest.fixture
def canvas(top_view):
    """canvas(sheet, ratio, put): what a view shows after put(), (height, width, 3) uint8."""
    top_view.grabFramebuffer()
    top_view.makeCurrent()
    sheets = []

    def draw(sheet, ratio, put):
        sheets.append(sheet)
        buffer = QOpenGLFramebufferObject(VIEW * ratio)
        buffer.bind()
        GL.glViewport(0, 0, buffer.width(), buffer.height())
        GL.glClearColor(0.0, 0.0, 0.0, 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        sheet.begin(VIEW, ratio)
        put()
        sheet.end()
        image = buffer.toImage().convertToFormat(QImage.Format.Format_RGBA8888)
        data = image.constBits().asarray(image.sizeInBytes())
        return np.asarray(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()

    yield draw
    for sheet in sheets:
        sheet.release()
    top_view.doneCurrent()


def _filled(colour, size):
    return lambda painter: painter.fillRect(0, 0, *size, QColor(colour))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_picture_lies_where_it_was_put_in_its_size(canvas, ratio):
    sheet = Sheet(QSize(64, 64))
    size = (20, 10)
    for _ in range(2):  # painted, and kept
        picture = canvas(
            sheet, ratio, lambda: sheet.put("a", 30, 40, size, _filled("red", size), opacity=0.5)
        )
        red = picture[..., 0]
        rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
        assert (rows[0], rows[-1] + 1) == (40 * ratio, 50 * ratio)
        assert (columns[0], columns[-1] + 1) == (30 * ratio, 50 * ratio)
        assert red.max() == pytest.approx(128, abs=2)
        assert not picture[..., 1:].any()


def test_what_does_not_fit_beside_the_others_is_there_too(canvas):
    sheet = Sheet(QSize(16, 16))  # of the pictures in a frame, four fit
    size = (8, 8)
    for turn in range(3):
        colours = {column: QColor.fromHsv(40 * column + turn, 255, 255) for column in range(9)}

        def put(colours=colours):
            for column, colour in colours.items():
                sheet.put(colour.name(), 10 * column, 20, size, _filled(colour, size))

        picture = canvas(sheet, 1.0, put)
        for column, colour in colours.items():
            block = picture[20:28, 10 * column : 10 * column + 8]
            assert (block == colour.getRgb()[:3]).all()


def test_a_picture_that_no_sheet_can_hold_is_our_mistake(canvas):
    sheet = Sheet(QSize(16, 16))
    with pytest.raises(ValueError, match="17"):
        canvas(sheet, 1.0, lambda: sheet.put("a", 0, 0, (17, 4), _filled("red", (17, 4))))


def test_text_is_the_same_with_a_sheet_that_is_too_small_for_a_frame(
    top_view, surface, pixels, monkeypatch
):
    top_view.show_surface(surface(lambda a, b: 2.0 + a * b))
    top_view.set_position((0.2, 0.1))
    before = pixels(top_view)
    monkeypatch.setattr(landscape_text, "_SHEET", QSize(512, 20))
    top_view.set_theme(LIGHT)
    light = pixels(top_view)
    assert (light[-60:] > 200).mean() > 0.5
    top_view.set_theme(DARK)
    np.testing.assert_array_equal(before, pixels(top_view))
