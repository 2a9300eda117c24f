"""Six pages that turn, move while they are seen, and show the landscape that there is."""

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QLabel, QMainWindow

from hudes_desktop.view.help.how_hill import drawn_hill, hill_of
from hudes_desktop.view.help.how_it_works import HowItWorks
from hudes_desktop.view.help.how_pages import PAGES
from hudes_desktop.view.kit import theme as themes
from hudes_desktop.view.kit.theme import DARK


@pytest.fixture
def pages(qtbot):
    window = QMainWindow()
    window.setStyleSheet(themes.style_sheet(DARK))
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    qtbot.waitExposed(window)
    made = HowItWorks(window)
    made.open()
    yield made  # noqa: PT022 - the window must live as long


def _saddle(a, b):
    return 2.0 + 0.3 * a - 0.2 * a * b + 0.1 * b * b


def _texts(pages):
    return " ".join(label.text() for label in pages.findChildren(QLabel) if label.isVisible())


def _button(pages, name):
    found = [b for b in pages.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert found, name
    return found[0]


def test_keys_turn_the_pages(pages):
    for key, page in (
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, 5), (Qt.Key.Key_Home, 0),
    ):  # fmt: skip
        QTest.keyClick(pages, key)
        assert pages.page == page
        assert PAGES[page].title in _texts(pages)
        assert f"{page + 1} of 6" in _texts(pages)
    QTest.keyClick(pages, Qt.Key.Key_Escape)
    assert not pages.isVisible()


def test_buttons_turn_the_pages_and_the_last_one_closes(pages):
    for _ in range(5):
        QTest.mouseClick(_button(pages, "Next page"), Qt.MouseButton.LeftButton)
    assert pages.page == 5
    QTest.mouseClick(_button(pages, "Page before"), Qt.MouseButton.LeftButton)
    assert pages.page == 4
    QTest.mouseClick(_button(pages, "Next page"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(_button(pages, "Close, and walk"), Qt.MouseButton.LeftButton)
    assert not pages.isVisible()


def test_a_click_beside_the_card_closes_and_one_on_it_does_not(pages):
    QTest.mouseClick(pages, Qt.MouseButton.LeftButton, pos=pages.card.geometry().center())
    assert pages.isVisible()
    QTest.mouseClick(pages, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not pages.isVisible()


@pytest.mark.parametrize("index", range(6))
def test_every_picture_moves_and_shows_the_live_surface(pages, surface, index):
    pages.set_surface(surface(_saddle))
    pages.show_page(index)
    first = pages._picture.grab().toImage()
    pages._picture._since -= 2.6  # as if one had looked on for so many seconds
    assert pages._picture.grab().toImage() != first
    assert pages._picture.accessibleName() == f"Picture: {PAGES[index].shows}"


def test_another_surface_is_another_picture(pages, surface, monkeypatch):
    pages.show_page(3)
    opened = pages._picture._since
    monkeypatch.setattr("hudes_desktop.view.help.how_it_works.perf_counter", lambda: opened)
    pages.set_surface(surface(_saddle))
    one = pages._picture.grab().toImage()
    pages.set_surface(surface(lambda a, b: 3 - _saddle(a, b)))
    assert pages._picture.grab().toImage() != one


def test_it_says_whether_the_hill_is_the_network_s(pages, surface):
    assert "a drawn hill: the network's own is not there yet" in _texts(pages)
    pages.set_surface(surface(_saddle))
    assert "drawn from the landscape as it is now" in _texts(pages)
    pages.set_surface(None)
    assert "a drawn hill" in _texts(pages)


def test_nothing_moves_while_nobody_looks(pages):
    assert pages._timer.isActive()
    pages.hide()
    assert not pages._timer.isActive()


@pytest.mark.parametrize("px", [13, 20, 32, 40])
@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
def test_no_text_is_cut_off_and_the_picture_keeps_its_room(pages, px, size):
    pages.parentWidget().resize(*size)
    pages.place()
    chosen = themes.with_text_px(DARK, px)
    pages.parentWidget().setStyleSheet(themes.style_sheet(chosen))
    pages.set_theme(chosen)
    for index in range(6):
        pages.show_page(index)
        QTest.qWait(20)
        for label in pages.findChildren(QLabel):
            if label.isVisible():
                assert label.heightForWidth(label.width()) <= label.height(), label.text()
                assert label.wordWrap() or label.sizeHint().width() <= label.width(), label.text()
        for button in pages.findChildren(QAbstractButton):
            assert button.width() >= button.sizeHint().width()
        assert pages._picture.height() > 0.3 * pages.card.height()
        assert pages.rect().contains(pages.card.geometry())


def test_masked_points_are_no_holes(pages, surface):
    hill = hill_of(surface(lambda a, b: np.where(a > 0.5, np.nan, 2.0 + a + b)))
    assert np.isfinite(hill.heights).all()
    assert hill_of(surface(lambda a, b: np.nan * (a + b))) is None


def test_lines_and_marks_lie_where_the_surface_says(surface):
    hill = hill_of(surface(lambda a, b: 2.0 + a + 0 * b))
    assert hill.lowest[0] == 0
    assert hill.downhill == pytest.approx((-1.0, 0.0))
    assert {round(point.x(), 6) for piece in hill.as_here for point in piece} == {0.5}
    red, green, blue, _ = hill.image().pixelColor(0, 20).getRgb()
    assert (red > 200, green > 200, blue < 120) == (True, True, True)
    top = hill_of(surface(lambda a, b: 2.0 + 0 * a - b))
    assert top.downhill == pytest.approx((0.0, 1.0))
    assert top.image().pixelColor(20, 0).red() > 200
    ball = top.ball(QPointF(0, 0), 100)
    assert ball.y() == pytest.approx(-50 * top.rise, abs=1)


@pytest.mark.parametrize("yaw", np.linspace(0.0, 2 * np.pi, 12, endpoint=False))
def test_no_flank_of_a_smooth_hill_folds_over_what_lies_behind_it(surface, yaw):
    bowl = hill_of(surface(lambda a, b: 2.0 + a**2 + b**2))
    for hill in (drawn_hill(), bowl):
        for shape, _ in hill.patches(yaw, QPointF(0, 0), 100.0):
            ways = [shape.at((k + 1) % 4) - shape.at(k) for k in range(4)]
            turns = [
                ways[k].x() * ways[(k + 1) % 4].y() - ways[k].y() * ways[(k + 1) % 4].x()
                for k in range(4)
            ]
            assert min(turns) > 0 or max(turns) < 0  # still convex, seen from its upper side
