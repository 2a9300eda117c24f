"""Items of pyqtgraph on a plane: seen where they stand, hidden behind the surface, or gone."""

import gc
import weakref

import numpy as np
import pytest
from PyQt6.QtTest import QTest
from pyqtgraph.opengl import (
    GLBoxItem,
    GLLinePlotItem,
    GLMeshItem,
    GLScatterPlotItem,
    GLTextItem,
    MeshData,
)
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from window_reading import banner_text

from hudes_desktop.view.gl import check as gl_check
from hudes_desktop.view.landscape.added_items import ItemSpec
from hudes_desktop.view.landscape.view import LandscapeView

PINK = (1.0, 0.0, 1.0, 1.0)


def _pink(picture):
    """Rows and columns of what has a colour that nothing of ours has."""
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    return np.nonzero((red > 200) & (blue > 200) & (green < 60))


def _seen_at(view, a, b, nats):
    """Column and row of a place, in steps and nats, by the matrices of the last picture."""
    scene, plane = view._painter.items[0].scene, view.state.planes[0]
    step = 0.1  # the surfaces of these tests have points 0.05 apart, two a step
    height = scene.scale.share(nats) * scene.height
    return scene.pixel_of(*plane.to_box(a * step, b * step), height)


def _points(*places):
    return GLScatterPlotItem(
        pos=np.array(places, float), color=PINK, size=9, glOptions="translucent"
    )


@pytest.fixture
def bowl(top_view, surface):
    """top_view with a bowl: 2 nats in the middle, 4 in the corners, a step is 0.1."""
    top_view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
    QTest.qWait(50)
    return top_view


def test_a_point_is_seen_at_its_steps_and_gone_when_removed(bowl, pixels):
    points = _points((5.0, -3.0, 3.5))
    bowl.add_item(points, 0)
    rows, columns = _pink(pixels(bowl))
    assert (columns.mean(), rows.mean()) == pytest.approx(_seen_at(bowl, 5.0, -3.0, 3.5), abs=1.5)
    points.setData(pos=np.array([(-6.0, 4.0, 3.5)]))  # as pyqtgraph's own views, it draws anew
    rows, columns = _pink(pixels(bowl))
    assert (columns.mean(), rows.mean()) == pytest.approx(_seen_at(bowl, -6.0, 4.0, 3.5), abs=1.5)
    bowl.remove_item(points)
    assert not _pink(pixels(bowl))[0].size
    with pytest.raises(ValueError, match="no plane"):
        bowl.remove_item(points)


def test_the_surface_hides_what_is_behind_it(bowl, pixels):
    bowl.add_item(_points((5.0, -3.0, 2.05)), 0)  # the surface is at 2.34 nats there
    assert not _pink(pixels(bowl))[0].size
    bowl.add_item(_points((-5.0, 3.0, 2.34)), 0)  # this one lies on it
    assert _pink(pixels(bowl))[0].size > 40


def test_a_line_is_seen_between_its_ends_and_only_above_the_surface(bowl, pixels):
    # It goes down through the surface: at a = 6 steps, 2.36 nats, it is as high as the surface.
    ends = np.array([(0.0, 0.0, 2.9), (10.0, 0.0, 2.0)])
    bowl.add_item(GLLinePlotItem(pos=ends, color=PINK, glOptions="translucent"), 0)
    rows, columns = _pink(pixels(bowl))
    x, y = _seen_at(bowl, 0.0, 0.0, 2.9)
    through, _ = _seen_at(bowl, 6.0, 0.0, 2.36)
    assert columns.min() == pytest.approx(x, abs=3)
    # What lies on the surface is seen too, so it is seen up to half a step longer; of four.
    assert columns.max() == pytest.approx(through, abs=20)
    assert np.abs(rows - y).max() < 6


def test_a_box_stands_around_what_it_says(bowl, pixels):
    box = GLBoxItem(color=(255, 0, 255, 255), glOptions="translucent")
    box.setSize(6.0, 4.0, 0.2)
    box.translate(1.0, 2.0, 3.6)
    bowl.add_item(box, 0)
    rows, columns = _pink(pixels(bowl))
    corners = [_seen_at(bowl, a, b, 3.8) for a in (1.0, 7.0) for b in (2.0, 6.0)]
    xs, ys = zip(*corners, strict=True)
    assert (columns.min(), columns.max()) == pytest.approx((min(xs), max(xs)), abs=2)
    assert (rows.min(), rows.max()) == pytest.approx((min(ys), max(ys)), abs=2)


def test_a_mesh_hides_the_ball_that_is_behind_it(bowl, pixels):
    bowl.set_position((0.0, 0.0))
    corners = np.array([(-4.0, -4.0, 3.5), (4.0, -4.0, 3.5), (0.0, 6.0, 3.5)])
    data = MeshData(vertexes=corners, faces=np.array([(0, 1, 2)]))
    mesh = GLMeshItem(meshdata=data, color=PINK, smooth=False, computeNormals=False)
    mesh.setGLOptions("opaque")
    bowl.add_item(mesh, 0)
    picture = pixels(bowl)
    x, y = (round(value) for value in _seen_at(bowl, -3.0, -3.0, 3.5))
    assert (x, y) in zip(*_pink(picture)[::-1], strict=True)
    x, y = (round(value) for value in _seen_at(bowl, 0.0, 0.0, 2.0))
    red, _, blue = picture[y, x].astype(int)
    assert red > 200
    assert blue > 90  # the ball's ghost, where it would be all red


def test_what_was_added_changes_nothing_else(bowl, pixels):
    bowl.set_position((0.3, 0.2))
    before = pixels(bowl)
    below = _points((5.0, -3.0, 2.05))
    bowl.add_item(below)
    np.testing.assert_array_equal(before, pixels(bowl))


class _Broken(GLGraphicsItem):
    def paint(self):
        raise ValueError("no colour")


def test_an_item_that_raises_is_off_and_the_rest_is_drawn(bowl, pixels, caplog):
    bowl.set_position((0.3, 0.2))
    bowl.add_item(_points((5.0, -3.0, 3.5)))
    before = pixels(bowl)
    failed = []
    bowl.item_failed.connect(lambda *told: failed.append(told))
    bowl.add_item(ItemSpec("rival balls", lambda _plane: _Broken()))
    bowl.add_item(_points((5.0, -3.0, 3.5)))
    np.testing.assert_array_equal(before, pixels(bowl))
    pixels(bowl)
    assert failed == [("rival balls", "ValueError: no colour")]
    assert caplog.records[0].exc_info[1].args == ("no colour",)
    caplog.clear()


def test_an_item_that_cant_be_made_is_off_too(bowl, pixels, caplog):
    failed = []
    bowl.item_failed.connect(lambda *told: failed.append(told))
    bowl.add_item(ItemSpec("map", lambda _plane: 1 // 0))
    assert failed == [("map", "ZeroDivisionError: integer division or modulo by zero")]
    bowl.begin(1)
    assert len(failed) == 1
    caplog.clear()


def test_the_banner_says_which_item_is_off(window, surface, qtbot, caplog):
    window.landscape.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
    window.landscape.add_item(ItemSpec("rival balls", lambda _plane: _Broken()))
    qtbot.waitUntil(lambda: banner_text(window) is not None)
    assert banner_text(window) == "rival balls is off: it can't be drawn (ValueError: no colour)"
    caplog.clear()


def test_what_an_item_of_ours_raises_is_loud(bowl, monkeypatch):
    def broken():
        raise ValueError("our mistake")

    monkeypatch.setattr(bowl._painter.items[0].surface, "paint", broken)
    bowl.canvas.makeCurrent()
    with pytest.raises(ValueError, match="our mistake"):
        bowl._painter.items[0].paint()


def test_a_spec_puts_an_item_on_every_plane_however_many_there_are(qtbot, surface, pixels):
    view = LandscapeView(2)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    qtbot.waitExposed(view)
    made = []
    spec = ItemSpec("pin", lambda plane: made.append(plane) or _points((0.0, 0.0, 4.0)))
    view.add_item(spec)
    for planes in (2, 4, 3):
        view.begin(planes)
        for plane in range(planes):
            view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2, plane))
        assert made[-planes:] == view.state.planes
        rows, columns = _pink(pixels(view))
        top = view.state.scale.share(4.0)
        wanted = [scene.pixel_of(0.0, 0.0, top * scene.height) for scene in _scenes(view)]
        nearest = [np.hypot(columns - x, rows - y).min() for x, y in wanted]
        assert max(nearest) < 3
    view.remove_item(spec)
    assert not _pink(pixels(view))[0].size
    view.begin(2)
    assert len(made) == 2 + 2 + 4 + 3


def _scenes(view):
    return [item.scene for item in view._painter.items]


def test_one_item_may_stand_on_all_planes(qtbot, surface, pixels):
    view = LandscapeView(3)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    qtbot.waitExposed(view)
    for plane in range(3):
        view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2, plane))
    view.add_item(_points((0.0, 0.0, 4.0)))
    rows, columns = _pink(pixels(view))
    for scene in _scenes(view):
        x, y = scene.pixel_of(0.0, 0.0, scene.scale.share(4.0) * scene.height)
        assert np.hypot(columns - x, rows - y).min() < 3


def test_an_item_on_a_map_lies_over_it(bowl, pixels):
    bowl.set_top_view(True)
    bowl.add_item(_points((5.0, -3.0, 2.34)), 0)
    rows, columns = _pink(pixels(bowl))
    assert (columns.mean(), rows.mean()) == pytest.approx(_seen_at(bowl, 5.0, -3.0, 2.34), abs=4)


def test_on_a_logarithmic_scale_lowest_and_highest_stay_where_they_are(top_view, surface, pixels):
    top_view.show_surface(surface(lambda a, b: np.exp(3 * a) + 0 * b))
    top_view.set_height_mode("log")
    top_view.orbit(0.0, -60.0)
    top_view.add_item(_points((10.0, 0.0, float(np.exp(3.0)))), 0)
    rows, columns = _pink(pixels(top_view))
    x, y = _seen_at(top_view, 10.0, 0.0, float(np.exp(3.0)))
    assert (columns.mean(), rows.mean()) == pytest.approx((x, y), abs=3)


def test_items_that_paint_with_qt_are_refused(bowl):
    with pytest.raises(TypeError, match="GLTextItem"):
        bowl.add_item(GLTextItem(text="here"), 0)


def test_pyqtgraphs_own_picking_says_what_to_use_instead(bowl):
    with pytest.raises(NotImplementedError, match="place_at"):
        bowl.canvas.itemsAt((0, 0, 10, 10))


@pytest.mark.parametrize("software", [True, False])
def test_views_die_after_they_are_closed(qapp, surface, monkeypatch, software):
    monkeypatch.setattr(gl_check, "software_renderer", lambda: software)
    died = []
    for _ in range(5):
        view = LandscapeView(2)
        view.resize(300, 300)
        view.show()
        view.show_surface(surface(lambda a, b: 2.0 + a**2 + b**2))
        item = _points((0.0, 0.0, 4.0))
        view.add_item(item)
        view.picture()
        watched = [weakref.ref(each) for each in (view, view.canvas, view._painter.items[0], item)]
        view.release()
        view.close()
        del view, item
        gc.collect()
        died.append([each() is None for each in watched])
    assert died == [[True] * 4] * 5
