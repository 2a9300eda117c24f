import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hudes_desktop.engine.results import Surface
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.view.export.picture import (
    drawn,
    png_of,
    save_picture,
    with_footer,
)
from hudes_desktop.view.gl import check as gl_check
from hudes_desktop.view.gl import offscreen
from hudes_desktop.view.gl.canvas import PictureCanvas
from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.view.landscape import view as landscape_view
from hudes_desktop.view.landscape.view import LandscapeView
from hudes_desktop.view.window.main_window import MainWindow


def read(picture: QImage) -> np.ndarray:
    """(height, width, 3), 0 to 255, as another program reads the PNG."""
    return np.asarray(Image.open(io.BytesIO(png_of(picture))).convert("RGB")).astype(float)


def enlarged(pixels: np.ndarray, factor: int) -> np.ndarray:
    """What a picture is that was made larger afterwards."""
    image = Image.fromarray(pixels.astype(np.uint8))
    size = image.width * factor, image.height * factor
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC)).astype(float)


def sharpness(pixels: np.ndarray) -> float:
    """The largest differences of neighbouring pixels: how steep edges are."""
    return float(np.quantile(np.abs(np.diff(pixels, axis=1)).max(axis=2), 0.995))


def ripples(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return 2.0 + 0.2 * np.sin(6 * a) * np.cos(6 * b)


@pytest.fixture
def painted(qtbot: QtBot) -> QWidget:
    """A green window with a red part at (30, 40), 60 × 50."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("QWidget { background: #00ff00 } QFrame { background: #ff0000 }")
    window.resize(200, 150)
    part = QFrame(window)
    part.setGeometry(30, 40, 60, 50)
    window.show()
    qtbot.waitExposed(window)
    QTest.qWait(100)
    return window


def test_a_picture_that_cannot_be_written_raises_what_the_system_says(painted, tmp_path) -> None:
    with pytest.raises(OSError, match="directory"):
        save_picture(painted, tmp_path)


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_landscape_is_drawn_with_as_many_pixels_as_it_is_to_have(
    top_view: LandscapeView, surface: Callable[..., Surface], scale: int
) -> None:
    """On either canvas; and its edges are those of that size, not of a picture made larger."""
    top_view.show_surface(surface(ripples))
    QTest.qWait(400)
    once, picture = read(top_view.picture()), read(top_view.picture(scale))
    assert picture.shape == (700 * scale, 700 * scale, 3)
    larger = enlarged(once, scale)
    assert np.abs(picture - larger).mean() < 6
    if scale > 1:
        middle = slice(200 * scale, 500 * scale)  # no text, but contour lines
        lines, blurred = picture[middle, middle], larger[middle, middle]
        assert sharpness(lines) > 1.2 * sharpness(blurred)
        # Nor are pixels repeated: two neighbours that began as one are not alike.
        assert (lines[:, ::scale] != lines[:, 1::scale]).any(axis=2).mean() > 0.3


def test_a_draft_on_the_screen_is_no_draft_in_the_file(
    qtbot: QtBot, surface: Callable[..., Surface], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PictureCanvas, "cheap_s", 0.0)  # every frame is dear
    monkeypatch.setattr(landscape_view, "_REST_MS", 3_600_000)
    monkeypatch.setattr(gl_check, "software_renderer", lambda: True)
    view = LandscapeView(1)
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    qtbot.waitExposed(view)
    QTest.qWait(400)  # the first frames, which tell that they are dear
    view.show_surface(surface(ripples))
    with qtbot.waitSignal(view.shown):
        pass
    QTest.qWait(400)
    screen = read(view.screen().grabWindow(view.winId()).toImage())
    file = read(drawn(view))
    assert sharpness(file) > 1.2 * sharpness(screen)
    assert np.abs(file - screen).mean() < 6  # it is the same landscape


@pytest.mark.parametrize("software", [True, False])
def test_a_window_is_drawn_with_its_landscape_and_what_lies_over_it(
    qtbot: QtBot,
    surface: Callable[..., Surface],
    monkeypatch: pytest.MonkeyPatch,
    software: bool,
) -> None:
    monkeypatch.setattr(gl_check, "software_renderer", lambda: software)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    view = LandscapeView(1, parent=window)
    view.setGeometry(50, 0, 400, 400)
    note = QLabel(window)
    note.setStyleSheet("background: #ff00ff")
    note.setGeometry(200, 150, 40, 30)
    window.show()
    qtbot.waitExposed(window)
    view.show_surface(surface(ripples))
    QTest.qWait(400)
    alone, whole = read(drawn(view, 2)), read(drawn(window, 2))
    assert whole.shape == (800, 1000, 3)
    assert (whole[300:360, 400:480] == [255, 0, 255]).all()
    there = whole[:, 100:900]
    there[300:360, 300:380] = alone[300:360, 300:380]
    assert np.abs(there - alone).max() <= 1


def test_the_window_of_the_program_is_drawn_as_it_is(
    window: MainWindow, surface: Callable[..., Surface]
) -> None:
    for plane in range(3):
        window.landscape.show_surface(surface(ripples, plane=plane))
    QTest.qWait(600)
    screen = read(window.screen().grabWindow(window.winId()).toImage())
    once, twice = read(drawn(window)), read(drawn(window, 2))
    assert np.abs(once - screen).mean() < 4
    assert twice.shape == (2 * once.shape[0], 2 * once.shape[1], 3)
    assert sharpness(twice) > 1.3 * sharpness(enlarged(once, 2))


def test_what_is_too_large_is_one_line(
    top_view: LandscapeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EnvironmentFault, match="choose a smaller size") as fault:
        top_view.picture(100)
    assert "70,000 × 70,000" in str(fault.value)
    with monkeypatch.context() as little:
        little.setattr(offscreen, "free_memory", lambda: 1e6)
        with pytest.raises(EnvironmentFault, match=r"memory.*choose a smaller size"):
            top_view.picture(2)
    assert top_view.picture().width() == 700


def test_a_footer_stands_below_the_picture_and_keeps_its_pixels(qapp: QApplication) -> None:
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#102030"))
    long = "where it comes from, with more words than there is room for in a line of that width"
    short, two = with_footer(picture, ["seed 0"], DARK), with_footer(picture, [long], DARK)
    picture.setDevicePixelRatio(1.5)
    larger = with_footer(picture, ["seed 0"], DARK)
    picture.setDevicePixelRatio(2.0)
    twice = with_footer(picture, ["seed 0"], DARK)
    for each in (short, two, larger, twice):
        pixels = read(each)
        assert pixels.shape[1] == 300
        assert (pixels[:100] == [0x10, 0x20, 0x30]).all()
        foot = pixels[100:]
        assert len(foot) > DARK.text_px
        assert (foot[-1] == foot[-1, 0]).all()  # room below the text
        assert np.ptp(foot) > 60  # and text
    assert two.height() - short.height() >= DARK.text_px
    assert twice.height() - 100 == pytest.approx(2 * (short.height() - 100), abs=2)


def test_a_file_says_where_it_is_from() -> None:
    picture = QImage(10, 10, QImage.Format.Format_RGB32)
    picture.fill(0)
    with Image.open(io.BytesIO(png_of(picture, "mlp · seed 7"))) as image:
        image.load()
        assert image.info["Description"] == "mlp · seed 7"
