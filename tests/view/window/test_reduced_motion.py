"""With reduced motion nothing moves by itself: every picture is the last one at once."""

import numpy as np
import pytest
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest

from hudes_desktop.view.kit import motion


@pytest.fixture(autouse=True)
def _reduced():
    motion.choose("on")
    yield
    motion.choose("system")


def _pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asarray(image.sizeInBytes())
    return np.asarray(data, np.uint8).reshape(image.height(), -1).copy()


def test_another_surface_scale_and_plane_are_there_in_the_first_picture(
    window, surface, monkeypatch
):
    view = window.landscape
    monkeypatch.setattr(type(view.pacer), "dear", False)  # or it would not glide anyhow
    for plane in range(3):
        view.show_surface(surface(lambda a, b: 2.0 + a * b, plane))
    view.picture()
    for change in (
        lambda: view.show_surface(surface(lambda a, b: 4.0 + a + 0 * b)),
        lambda: view.select(2),
    ):
        change()
        view.picture()  # takes in what came
        first = _pixels(view.picture())
        QTest.qWait(400)
        np.testing.assert_array_equal(_pixels(view.picture()), first)


def test_pictures_of_the_pages_stand_still(window):
    window.toggle_how_it_works()
    for page in (0, 1, 4):  # these move all the time
        window.how_it_works.show_page(page)
        QTest.qWait(50)
        before = _pixels(window.how_it_works.grab().toImage())
        QTest.qWait(400)
        np.testing.assert_array_equal(_pixels(window.how_it_works.grab().toImage()), before)
