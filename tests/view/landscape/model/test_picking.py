"""What is under the pointer: pixels, and the places on the surface that are seen there."""

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtTest import QTest

from hudes_desktop.view.landscape.model.picking import pick_nearest
from hudes_desktop.view.landscape.view import LandscapeView

CELL = 0.05


def bowl(a, b):
    return 2.0 + 0.5 * (a - 0.2) ** 2 + (b + 0.3) ** 2


@pytest.fixture
def view(qtbot, surface):
    made = LandscapeView(3)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    for plane in range(3):
        made.show_surface(surface(bowl, plane))
    made.set_position((0.0,) * 6)
    QTest.qWait(400)
    return made


@pytest.mark.parametrize("mode", ["auto", "log"])
@pytest.mark.parametrize("top", [False, True])
@pytest.mark.parametrize("place", [(0.0, 0.0), (0.7, -0.6), (-0.8, 0.5), (0.2, -0.3)])
def test_a_pixel_leads_back_to_its_place_within_a_cell(view, place, top, mode, pixel_of):
    view.set_top_view(top)
    view.set_height_mode(mode)
    QTest.qWait(300)
    plane, a, b = view.place_at(pixel_of(view, 0, *place))
    assert plane == 0
    assert abs(a - place[0]) < CELL
    assert abs(b - place[1]) < CELL


def test_the_small_planes_are_found_too(view, pixel_of):
    for plane in (1, 2):
        assert view.place_at(pixel_of(view, plane, 0.1, 0.1))[0] == plane


def test_of_planes_that_meet_at_a_pixel_the_selected_one_is_in_front(view, pixel_of):
    at = pixel_of(view, 0, 0.1, 0.1)
    scene = view._painter.items[0].scene
    x, y = 2 * at.x() / view.width() - 1, 1 - 2 * at.y() / view.height()
    for selected in range(3):
        assert pick_nearest(view.state.planes, [scene] * 3, selected, x, y)[0] == selected


def test_beside_the_planes_there_is_nothing(view):
    assert view.place_at(QPointF(4, view.height() - 80)) is None


def test_a_click_is_no_drag_and_a_drag_no_click(view):
    moves = []
    view.pointer_moved.connect(lambda name, amount: moves.append((name, amount)))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert moves == [("LeftClick", 1.0)]
    moves.clear()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(view, QPoint(340, 300))
    QTest.mouseMove(view, QPoint(350, 310))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(350, 310))
    assert ("LeftClick", 1.0) not in moves
    assert sum(amount for name, amount in moves if name == "LeftDragX") == 50
    assert sum(amount for name, amount in moves if name == "LeftDragY") == 10


def test_a_double_click_is_one_click_and_one_double_click(view):
    moves = []
    view.pointer_moved.connect(lambda name, _: moves.append(name))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert moves.count("LeftDoubleClick") == 1
    assert moves.count("LeftClick") <= 2


def test_the_loss_under_the_pointer_is_written_beside_it(view, pixels, pixel_of):
    without = pixels(view)
    at = pixel_of(view, 0, 0.5, 0.5)
    QTest.mouseMove(view, QPoint(1, 1))  # a pointer that is there already would not move
    QTest.mouseMove(view, at.toPoint())
    assert view.place_at_pointer() == view.place_at(at)
    changed = np.abs(pixels(view).astype(int) - without).max(axis=2) > 30
    rows, columns = np.nonzero(changed)
    assert len(rows) > 300
    assert 0 <= rows.min() - at.y() < 40
    assert 0 <= columns.min() - at.x() < 40
