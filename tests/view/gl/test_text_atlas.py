"""What lies over the planes is there, whole, however it came into the atlas."""

import numpy as np
import pytest
from OpenGL import GL
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLPaintDevice

from hudes_desktop.view.kit.text_atlas import TextAtlas
from hudes_desktop.view.kit.theme import DARK, LIGHT
from hudes_desktop.view.landscape import text as landscape_text
from hudes_desktop.view.landscape.view import LandscapeView

VIEW = QSize(90, 60)


def _rgb(image):
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asarray(image.sizeInBytes())
    return np.asarray(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


def _on_an_image(_view, ratio, text):
    image = QImage(VIEW * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("black"))
    painter = QPainter(image)
    text.paint(painter)
    painter.end()
    return _rgb(image)


def _on_the_card(view, ratio, text):
    view.canvas.makeCurrent()
    buffer = QOpenGLFramebufferObject(VIEW * ratio)
    buffer.bind()
    GL.glClearColor(0.0, 0.0, 0.0, 1.0)
    GL.glClear(GL.GL_COLOR_BUFFER_BIT)
    device = QOpenGLPaintDevice(buffer.size())
    device.setDevicePixelRatio(ratio)
    painter = QPainter(device)
    text.paint(painter)
    painter.end()
    return _rgb(buffer.toImage())


class _Canvas:
    """text: the atlas. draw(ratio, put): what is seen after put(), (height, width, 3)."""

    def __init__(self, view, painted):
        self.text = TextAtlas()
        self._view, self._painted = view, painted

    def draw(self, ratio, put):
        self.text.begin(VIEW, ratio)
        put()
        return self._painted(self._view, ratio, self.text)


@pytest.fixture(params=[_on_the_card, _on_an_image], ids=["card", "software"])
def canvas(request, qtbot):
    view = LandscapeView(1)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    return _Canvas(view, request.param)


def _filled(colour, size):
    return lambda painter: painter.fillRect(0, 0, *size, QColor(colour))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_picture_lies_where_it_was_put_in_its_size(canvas, ratio):
    canvas.text.renew(QSize(64, 64))
    size = (20, 10)
    for _ in range(2):  # painted, and kept
        picture = canvas.draw(
            ratio, lambda: canvas.text.put("a", 30, 40, size, _filled("red", size), opacity=0.5)
        )
        red = picture[..., 0]
        rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
        assert (rows[0], rows[-1] + 1) == (40 * ratio, 50 * ratio)
        assert (columns[0], columns[-1] + 1) == (30 * ratio, 50 * ratio)
        assert red.max() == pytest.approx(128, abs=2)
        assert not picture[..., 1:].any()


def test_what_does_not_fit_beside_the_others_is_there_too(canvas):
    canvas.text.renew(QSize(16, 16))  # of the pictures in a frame, four fit
    size = (8, 8)
    for turn in range(3):
        colours = {column: QColor.fromHsv(40 * column + turn, 255, 255) for column in range(9)}

        def put(colours=colours):
            for column, colour in colours.items():
                canvas.text.put(colour.name(), 10 * column, 20, size, _filled(colour, size))

        picture = canvas.draw(1.0, put)
        for column, colour in colours.items():
            block = picture[20:28, 10 * column : 10 * column + 8]
            assert (block == colour.getRgb()[:3]).all()


def test_a_picture_that_no_atlas_can_hold_is_our_mistake(canvas):
    canvas.text.renew(QSize(16, 16))
    with pytest.raises(ValueError, match="17"):
        canvas.draw(1.0, lambda: canvas.text.put("a", 0, 0, (17, 4), _filled("red", (17, 4))))


def test_text_is_the_same_with_an_atlas_that_is_too_small_for_a_frame(
    top_view, surface, pixels, monkeypatch
):
    top_view.show_surface(surface(lambda a, b: 2.0 + a * b))
    top_view.set_position((0.2, 0.1))
    before = pixels(top_view)
    monkeypatch.setattr(landscape_text, "_ATLAS_SIZE", QSize(512, 20))
    top_view.set_theme(LIGHT)
    light = pixels(top_view)
    assert (light[-60:] > 200).mean() > 0.5
    top_view.set_theme(DARK)
    np.testing.assert_array_equal(before, pixels(top_view))
